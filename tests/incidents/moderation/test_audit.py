"""The audit log: every change of every road, in words, searched and exported; and who saw what is confidential."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from incidents.moderation.auditing.entries import Entry, in_words
from incidents.moderation.referring.editing import Edit, save_reference
from incidents.moderation.referring.merging import merge_actors
from incidents.moderation.workflow import transition
from incidents.publishing.expunge.targets import all_histories
from incidents.vocabulary import AccessFace, Verb
from incidents.workbench.audit import BY_NAME, Asked, everything, found
from incidents.workbench.models import Access, Claim, Incident, Source
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import ActorFactory
from tests.incidents.complete import complete_incident, submitted_incident

pytestmark = pytest.mark.django_db
PAGE = "/admin/audit/"
ADMIN = "/admin/workbench/incident/"


@pytest.fixture
def looking(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


def rename(incident: Incident, by: User, title: str) -> None:
    incident.title = title
    save_incident(incident=incident, changes=Changes(), by=by, revision=incident.revision)


def told(entry: Entry) -> dict[str, tuple[str, str]]:
    return {field.label: (field.before, field.after) for row in entry.rows for field in row.fields}


def by_hand(*statements: str) -> None:
    """Run statements as another session would: what this transaction was signed with is taken off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
        for statement in statements:
            cursor.execute(statement)


def test_a_change_is_told_with_who_when_where_and_what(looking: Client, anna: User) -> None:
    incident = complete_incident(by=anna, title="The first title")
    rename(incident, anna, "The second title")
    newest = in_words(found(Asked(), limit=1))[0]
    assert (newest.title, newest.by, newest.incidents) == ("Saved", "anna", [incident])
    assert told(newest) == {"Title": ("The first title", "The second title")}
    page = looking.get(PAGE).content.decode()
    for words in ("The first title", "The second title", "by anna", incident.ref):
        assert words in page


def test_a_decision_is_told_with_its_reason_and_address(looking: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    answer = looking.post(
        f"/admin/workbench/incident/{incident.pk}/preview/",
        {"verb": "request_changes", "reason": "Which village?", "revision": incident.revision, "body_sha256": ""},
        REMOTE_ADDR="192.0.2.9",
    )
    assert answer.status_code == 302
    newest = in_words(found(Asked(), limit=1))[0]
    assert (newest.title, newest.by, newest.address) == ("Request changes", "edith", "192.0.2.9")
    assert newest.reason == "Which village?"
    assert "Reason: Which village?" in looking.get(f"{PAGE}?address=192.0.2.9").content.decode()


def test_the_time_is_told_in_utc_on_the_page_and_in_the_file(looking: Client, anna: User) -> None:
    complete_incident(by=anna)
    newest = in_words(found(Asked(), limit=1))[0]
    assert timedelta(0) <= timezone.now() - newest.at < timedelta(hours=1)
    assert f"{newest.at:%Y-%m-%d %H:%M:%S} UTC</time>" in looking.get(PAGE).content.decode()
    file = looking.get(f"{PAGE}export.csv").streaming_content  # type: ignore[attr-defined]
    first = next(csv.DictReader(StringIO(b"".join(file).decode())))
    assert first["time"] == f"{newest.at:%Y-%m-%dT%H:%M:%S.%fZ}"


def test_the_history_of_a_row_leads_to_its_changes(looking: Client, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna, title="The first title")
    rename(incident, anna, "The second title")
    source, actor = incident.citations.all()[0].source, ActorFactory.create(name="The first name")
    actor.name = "The second name"
    save_reference(edit=Edit(actor, ("name",)), by=edith, reason="So.")
    for row, was in (
        (f"workbench/incident/{incident.pk}", "The first title"),
        (f"workbench/source/{source.pk}", source.publisher),
        (f"actors/actor/{actor.pk}", "The first name"),
    ):
        link = re.search(rf'href="({PAGE}\?[^"]+)"', looking.get(f"/admin/{row}/history/").content.decode())
        assert link, row
        page = looking.get(unescape(link[1]))
        assert page.status_code == 200
        assert was in page.content.decode()
        assert len(page.context["entries"]) == (3 if row.startswith("workbench/incident") else 1)


def test_every_table_with_a_history_is_in_the_log() -> None:
    assert set(BY_NAME.values()) == set(all_histories())


def test_what_nobody_signed_is_told_as_such(looking: Client, anna: User) -> None:
    incident = complete_incident(by=anna, title="The first title")
    by_hand("UPDATE workbench_incident SET title = 'By hand'", "UPDATE workbench_claim SET statement = 'By hand, too'")
    claims = incident.claims.count()
    nobody = in_words(found(Asked(person=0), limit=50))
    assert len(nobody) == 1 + claims
    assert {entry.by for entry in nobody} == {"nobody who can be named"}
    assert ("The first title", "By hand") in [told(entry).get("Title") for entry in nobody]
    assert len(found(Asked(), limit=1000)) == len(found(Asked(person=anna.pk), limit=1000)) + 1 + claims
    assert "Changed outside the application" in looking.get(f"{PAGE}?nobody=on").content.decode()


def test_it_is_searched(looking: Client, anna: User, edith: User) -> None:
    one = submitted_incident(by=anna, title="An exchange near the river")
    other = complete_incident(by=edith, title="Shelling of a road")
    claim = one.claims.all()[0]
    steps = found(Asked(), limit=1000)
    for asked, only in (
        (Asked(person=edith.pk), {other.pk}),
        (Asked(incident=one), {one.pk}),
        (Asked(what=Verb.SUBMIT), {one.pk}),
        (Asked(row=(Claim, claim.pk)), {one.pk}),
        (Asked(words="NEAR THE RIVER"), {one.pk}),
        (Asked(incident=one, words="shelling"), set()),
        (Asked(since=timezone.now().date() + timedelta(days=1)), set()),
        (Asked(until=timezone.now().date() - timedelta(days=1)), set()),
        (Asked(row=(Source, None), person=edith.pk), {other.pk}),
    ):
        about = {pk for step in found(asked, limit=1000) for pk in step.incidents}
        assert about == only, asked
    assert found(Asked(since=timezone.now().date()), limit=1000) == steps


def test_reasons_are_searched(anna: User, edith: User) -> None:
    """Of steps and of decisions on actors; beside what is asked of rows, not in its place."""
    one, other = (submitted_incident(by=anna, title=f"Account number {n}") for n in range(2))
    for incident, reason in ((one, "Which of the two villages?"), (other, "Who says so?")):
        transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason=reason)
    loser, winner = ActorFactory.create(), ActorFactory.create()
    merge_actors(loser=loser, winner=winner, by=edith, reason="Two spellings of one village guard.", sure=True)

    def titles(**asked: Any) -> list[str]:
        return [one.title for one in in_words(found(Asked(**asked), limit=100))]

    asked, merged = "Request changes", "Merged actors"
    assert titles(words="WHICH OF THE TWO") == [asked]
    assert titles(words="village") == [merged, asked]
    assert titles(words="village", incident=one) == [asked]
    assert titles(words="village", incident=other) == []
    assert titles(words="village", row=(Actor, loser.pk)) == [merged]
    assert titles(words="village", row=(Claim, one.claims.all()[0].pk)) == []
    assert titles(words="village", person=anna.pk) == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("person=nemo", "There is nobody with the username “nemo”."),
        ("ref=CC-1999-00001", "There is no incident CC-1999-00001."),
        ("since=yesterday", "Enter a valid date."),
        ("since=2026-02-02&until=2026-02-01", "The last day is before the first day."),
        ("what=nonsense", "nonsense is not one of the available choices"),
        ("row=7", "Say of which table the row is."),
        ("person=edith&nobody=on", "Choose a person, or nobody."),
        ("address=here", "Enter a valid IPv4 or IPv6 address."),
        ("before=nonsense", "“before” is no moment"),
    ],
)
def test_what_can_t_be_used_is_named(looking: Client, asked: str, says: str) -> None:
    for page in (PAGE, f"{PAGE}export.csv"):
        if page == PAGE or not asked.startswith("before"):
            answer = looking.get(f"{page}?{asked}")
            assert (answer.status_code, says in answer.content.decode()) == (400, True), page


def apart() -> None:
    """Let each step so far have been a transaction of its own, as outside of tests."""
    first = " UNION ALL ".join(
        f"SELECT pgh_context_id AS id, pgh_created_at AS at FROM {model._meta.db_table}event"
        for model in BY_NAME.values()
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"UPDATE pghistory_context c SET created_at = e.at FROM (SELECT id, min(at) AS at FROM ({first}) AS every "
            "GROUP BY id) AS e WHERE e.id = c.id"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize("spread", [True, False], ids=["many transactions", "one transaction"])
def test_pages_neither_lose_nor_repeat(looking: Client, anna: User, spread: bool) -> None:
    """Also where many steps have one time, because they were one transaction, and some have no signature."""
    incident = complete_incident(by=anna)
    for number in range(7):
        rename(incident, anna, f"The title number {number}")
    if spread:
        apart()
    by_hand(
        "UPDATE workbench_claim SET statement = statement || '.'", "UPDATE workbench_source SET title = title || '.'"
    )
    whole = found(Asked(), limit=1000)
    assert len(whole) > 10
    times = [(one.step.at, one.order) for one in whole]
    assert times == sorted(times, reverse=True)
    for chunk in (1, 2, 5, len(whole)):
        assert list(everything(Asked(), chunk=chunk)) == whole


def test_the_page_leads_on(looking: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    for number in range(60):
        rename(incident, anna, f"The title number {number}")
    apart()
    first = looking.get(f"{PAGE}?ref={incident.ref}")
    assert "The title number 59" in first.content.decode()
    second = looking.get(f"{PAGE}?{first.context['older']}").content.decode()
    assert "The title number 5</ins>" in second
    assert "The title number 59" not in second


def test_a_page_takes_as_many_queries_for_many_steps_as_for_few(looking: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    asked = []
    for upto in (3, 40):
        for number in range(upto):
            rename(incident, anna, f"The title number {number} of {upto}")
        with CaptureQueriesContext(connection) as queries:
            assert looking.get(f"{PAGE}?what=edit").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 80


def test_the_export_is_what_the_page_shows_and_is_noted(looking: Client, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna, title="The first title")
    rename(incident, anna, '=HYPERLINK("http://x")')
    answer = looking.get(f"{PAGE}export.csv?person=anna", REMOTE_ADDR="192.0.2.9")
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("text/csv; charset=utf-8", True)
    lines = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    assert lines[0]["field"] == "Title"
    assert (lines[0]["before"], lines[0]["after"]) == ("The first title", '\'=HYPERLINK("http://x")')
    entries = in_words(everything(Asked(person=anna.pk)))
    assert len(lines) == sum(sum(len(row.fields) for row in entry.rows) or 1 for entry in entries)
    taken = Access.objects.get(face=AccessFace.AUDIT)
    assert (taken.by, taken.address, taken.asked) == (edith, "192.0.2.9", "person=anna")


# Who saw what is confidential


def test_a_refused_step_leaves_no_trace_in_the_log(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    before = found(Asked(), limit=1000)
    with pytest.raises(Exception, match="needs a reason"):
        transition(incident=incident, verb=Verb.REJECT, by=edith)
    assert found(Asked(), limit=1000) == before
