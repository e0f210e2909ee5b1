"""The editors' queue: what it shows first, to whom, and at what cost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.admin.queue import BoundedPaginator
from incidents.moderation.counting import waiting
from incidents.moderation.operations import edit_incident
from incidents.moderation.review_locks import take
from incidents.moderation.saved_views import save_view
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident, QueueEntry, ReviewLock
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import (
    ActorFactory,
    BorderFactory,
    BorderSectionFactory,
    IncidentFactory,
    PlaceFactory,
    UserFactory,
    person,
)
from tests.incidents.complete import complete_incident, published_incident, submitted_incident

pytestmark = pytest.mark.django_db
QUEUE = "/admin/workbench/incident/"


def rows(client: Client, query: str = "") -> list[str]:
    """Return the refs on the list, in its order."""
    return [incident.ref for incident in client.get(QUEUE + query).context["cl"].result_list]


def test_the_queue_is_what_was_submitted_oldest_first(client: Client, anna: User, edith: User) -> None:
    first, second = submitted_incident(by=anna), submitted_incident(by=anna)
    complete_incident(by=anna, title="Still a draft")
    transition(incident=first, verb=Verb.WITHDRAW, by=anna)
    transition(incident=first, verb=Verb.SUBMIT, by=anna)
    client.force_login(edith)
    assert rows(client) == [second.ref, first.ref]


def test_the_most_pressing_comes_first(client: Client, anna: User, edith: User) -> None:
    quiet, deadly, embargoed = (submitted_incident(by=anna) for _ in range(3))
    for incident, values in (
        (quiet, {"priority": 0, "killed": None, "contested": False}),
        (embargoed, {"priority": 7}),
    ):
        QueueEntry.objects.filter(incident=incident).update(**values)
    client.force_login(edith)
    assert rows(client) == [embargoed.ref, deadly.ref, quiet.ref]
    assert rows(client, "?priority=high") == [embargoed.ref, deadly.ref]
    assert rows(client, "?priority=low") == [quiet.ref]
    assert rows(client, "?contested=no") == [quiet.ref]
    assert rows(client, "?o=1") == [quiet.ref, deadly.ref, embargoed.ref]


def test_filters_and_search(client: Client, anna: User, edith: User) -> None:
    waiting = submitted_incident(by=anna, title="Shelling near the river")
    public = published_incident(by=anna, editor=edith)
    draft = complete_incident(by=edith, title="Still a draft", kind="diplomatic")
    client.force_login(edith)
    assert rows(client, "?state=in_sync") == [public.ref]
    assert sorted(rows(client, "?state=all")) == sorted([waiting.ref, public.ref, draft.ref])
    assert rows(client, "?state=all&analyst=edith") == [draft.ref]
    assert rows(client, "?state=all&kind=diplomatic") == [draft.ref]
    assert rows(client, "?q=river") == [waiting.ref]
    assert rows(client, "?q=RIVER+shelling") == [waiting.ref]
    assert rows(client, f"?q={waiting.ref.lower()}") == [waiting.ref]
    assert rows(client, "?q=anna+river") == [waiting.ref]
    assert rows(client, "?q=edith+river") == []
    assert rows(client, "?q=edith&state=all") == [draft.ref]
    assert len(rows(client, "?state=all&border=armenia-azerbaijan")) == 3


def test_the_filter_of_borders(client: Client, anna: User, edith: User) -> None:
    here = submitted_incident(by=anna)
    border = BorderFactory.create(slug="armenia-georgia")
    there = submitted_incident(by=anna, section=BorderSectionFactory.create(border=border))
    submitted_incident(by=anna, section=None)
    client.force_login(edith)
    assert rows(client, "?border=armenia-azerbaijan") == [here.ref]
    assert rows(client, "?border=armenia-georgia") == [there.ref]


@pytest.mark.parametrize("query", ["?state=nonsense", "?author__id__exact=1", "?kind__exact=shelling", "?o=x"])
def test_what_there_is_not_is_refused(query: str, client: Client, edith: User) -> None:
    client.force_login(edith)
    answer = client.get(QUEUE + query, follow=True)
    assert answer.redirect_chain == [(QUEUE, 302)]
    assert "The whole queue is shown instead." in answer.content.decode()


def test_filters_of_time(client: Client, anna: User, edith: User) -> None:
    now = timezone.now()
    ages = {"day": 0, "3days": 2, "week": 5, "month": 20, "older": 31}
    found = {}
    for code, days in ages.items():
        incident = submitted_incident(by=anna)
        QueueEntry.objects.filter(incident=incident).update(submitted_at=now - timedelta(days=days))
        found[code] = incident.ref
    client.force_login(edith)
    for code, ref in found.items():
        assert rows(client, f"?age={code}") == [ref]
    assert rows(client) == list(reversed(found.values()))


def test_filters_of_embargoes(client: Client, anna: User, edith: User) -> None:
    now = timezone.now()
    days = {"none": None, "over": -1, "week": 6, "later": 8}
    found = {
        code: submitted_incident(by=anna, embargo_until=day if day is None else now + timedelta(days=day)).ref
        for code, day in days.items()
    }
    client.force_login(edith)
    assert rows(client, "?embargo=none") == [found["none"]]
    assert rows(client, "?embargo=over") == [found["over"]]
    assert rows(client, "?embargo=week") == [found["week"]]
    assert sorted(rows(client, "?embargo=on")) == [found["week"], found["later"]]


def test_filters_of_reviews(client: Client, anna: User, edith: User, edgar: User) -> None:
    mine, theirs, free, ended = (submitted_incident(by=anna) for _ in range(4))
    take(incident=mine, by=edith)
    take(incident=theirs, by=edgar)
    take(incident=ended, by=edith)
    ReviewLock.objects.filter(incident=ended).update(
        taken_at=timezone.now() - timedelta(hours=2), expires_at=timezone.now() - timedelta(hours=1)
    )
    client.force_login(edith)
    assert rows(client, "?review=mine") == [mine.ref]
    assert rows(client, "?review=somebody") == [mine.ref, theirs.ref]
    assert rows(client, "?review=nobody") == [free.ref, ended.ref]


def test_what_was_sent_back_and_never_came_again(client: Client, anna: User, edith: User) -> None:
    long_ago, lately, again = (submitted_incident(by=anna) for _ in range(3))
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        for incident in (long_ago, again):
            transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="The date, please.")
    transition(incident=lately, verb=Verb.REQUEST_CHANGES, by=edith, reason="The date, please.")
    transition(incident=again, verb=Verb.SUBMIT, by=anna)
    transition(incident=again, verb=Verb.REQUEST_CHANGES, by=edith, reason="The place, please.")
    client.force_login(edith)
    assert rows(client, "?returned=long&state=changes_requested") == [long_ago.ref]
    assert client.get("/admin/").context["waiting"].returned == 1


def test_columns_of_what_waits(client: Client, anna: User, edith: User) -> None:
    public = published_incident(by=anna, editor=edith)
    transition(incident=public, verb=Verb.REOPEN, by=anna)
    public.refresh_from_db()
    public.title = "Exchange of fire near the village"
    save_incident(incident=public, changes=Changes(), by=anna, revision=public.revision)
    transition(incident=public, verb=Verb.SUBMIT, by=anna)
    twin = submitted_incident(by=anna, embargo_until=timezone.now() + timedelta(days=9))
    client.force_login(edith)
    text = client.get(QUEUE).content.decode()
    for words in (
        "2024-02-13 · Armenia–Azerbaijan", "just now", " UTC", "High", "2 killed · contested", "embargo until",
        "anna", "first edition", ">title<", "same day, same place", "Take",
    ):  # fmt: skip
        assert words in text
    assert f'href="/admin/workbench/incident/{twin.pk}/preview/"' in text


def test_what_is_missing_or_in_the_way_is_counted_and_leads_to_the_list(
    client: Client, anna: User, edith: User
) -> None:
    submitted_incident(by=anna)
    lacking = submitted_incident(by=anna)
    lacking.summary = ""
    edit_incident(incident=lacking, changes=Changes(), by=edith, revision=lacking.revision)
    client.force_login(edith)
    told = re.findall(r'<a href="([^"]+)#checks-title">([^<]+)</a>', client.get(QUEUE).content.decode())
    assert told == [(f"{QUEUE}{lacking.pk}/preview/", "1 to complete")]
    QueueEntry.objects.filter(incident=lacking).update(problems=2)
    assert "1 to complete, 2 problems</a>" in client.get(QUEUE).content.decode()
    page = client.get(told[0][0]).content.decode()
    assert 'id="checks-title"' in page
    assert "Give a summary of one paragraph." in page


def test_an_entry_that_is_behind_says_so(client: Client, anna: User, edith: User) -> None:
    behind, never = submitted_incident(by=anna), submitted_incident(by=anna)
    Incident.objects.filter(pk=behind.pk).update(revision=behind.revision + 1)
    QueueEntry.objects.filter(incident=never).update(revision=0)
    client.force_login(edith)
    text = client.get(QUEUE).content.decode()
    assert f"as of revision {behind.revision}" in text
    assert "not worked out yet" in text


def test_columns_of_other_states(client: Client, anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith)
    retracted = published_incident(by=anna, editor=edith)
    transition(incident=retracted, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    submitted_incident(by=anna)
    client.force_login(edith)
    text = client.get(QUEUE + "?state=all").content.decode()
    for words in ("edition 1", "retracted", "none", "Did it occur?", "claims deny each other", "2024-02-13", "anna"):
        assert words in text


@pytest.mark.parametrize(
    "query", ["", "?state=all", "?q=fire&analyst=anna", "?priority=high&border=armenia-azerbaijan&review=nobody"]
)
def test_as_many_queries_for_3_rows_as_for_50(
    query: str, client: Client, anna: User, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = submitted_incident(by=anna)
    copies(made, 3)
    save_view(name="High", query="priority=high", shared=True, by=edith)
    client.force_login(edith)
    client.get(QUEUE)  # content types are remembered
    with CaptureQueriesContext(connection) as few:
        assert len(rows(client, query)) == 4
    copies(made, 46)
    for incident in Incident.objects.all()[:9]:
        if not query.startswith("?priority"):
            take(incident=incident, by=edith)
    with django_assert_num_queries(len(few)):
        assert len(rows(client, query)) == 50
    assert len(few) <= 12


def copies(incident: Incident, count: int) -> None:
    """Make more of a submission, with entries in the queue, of the same day at the same place."""
    entry = QueueEntry.objects.get(incident=incident)
    for number in range(Incident.objects.count(), Incident.objects.count() + count):
        twin: Incident = IncidentFactory.create(
            author=incident.author, state="submitted", ref=f"CC-2020-{number:05}", title=f"Fire near {number}",
            kind=incident.kind, earliest=incident.earliest, latest=incident.latest, place=incident.place,
            section=incident.section, place_precision=2,
        )  # fmt: skip
        entry.pk, entry.incident = None, twin
        entry.save(force_insert=True)


def test_the_list_is_counted_up_to_a_bound(
    client: Client, anna: User, edith: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedPaginator, "most", 100)
    made = submitted_incident(by=anna)
    copies(made, 119)
    client.force_login(edith)
    answer = client.get(QUEUE)
    text = answer.content.decode()
    assert "more than 100 incidents" in text
    assert "?p=2" in text
    assert "?p=3" not in text
    assert len(rows(client, "?p=2")) == 50
    assert "1 incident\n" in client.get(f"{QUEUE}?q={made.ref}").content.decode()


def test_the_index_counts_what_waits(client: Client, anna: User, edith: User, edgar: User) -> None:
    client.force_login(edith)
    assert "nothing waits" in client.get("/admin/").content.decode()
    mine = submitted_incident(by=anna)
    soon = submitted_incident(by=anna, embargo_until=timezone.now() + timedelta(days=3))
    theirs = submitted_incident(by=anna)
    QueueEntry.objects.filter(incident=theirs).update(priority=0, submitted_at=timezone.now() - timedelta(days=40))
    complete_incident(by=anna, title="Still a draft")
    take(incident=mine, by=edith)
    take(incident=soon, by=edgar)
    ActorFactory.create(standing="proposed")
    PlaceFactory.create(standing="proposed")
    answer = client.get("/admin/")
    waiting = answer.context["waiting"]
    assert (waiting.queue.submitted, waiting.queue.high, waiting.queue.embargo_soon) == (3, 2, 1)
    assert (waiting.mine, waiting.returned, waiting.actors, waiting.places) == (1, 0, 1, 1)
    assert waiting.queue.oldest_age == "older"


def test_every_counter_leads_to_what_it_counts(client: Client, anna: User, edith: User) -> None:
    take(incident=submitted_incident(by=anna), by=edith)
    submitted_incident(by=anna, embargo_until=timezone.now() + timedelta(days=3))
    ActorFactory.create(standing="proposed")
    client.force_login(edith)
    text = client.get("/admin/").content.decode()
    counters = re.findall(r'<dt>([^<]+)</dt>\s*<dd><a href="([^"]+)">(\d+)</a>', text)
    assert len(counters) == 7
    for label, link, count in counters:
        found = client.get(link.replace("&amp;", "&"))
        assert found.context["cl"].result_count == int(count), label


def test_the_counters_cost_five_queries(
    anna: User, edith: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    submitted_incident(by=anna)
    assert edith.roles  # every page asks for them once
    with django_assert_num_queries(5):
        waiting(edith)


# Who may enter

PAGES = ["/admin/", QUEUE, "/admin/workbench/source/", "/admin/record/edition/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 200), (Role.ADMINISTRATOR, 200)])
def test_editors_and_administrators_enter(page: str, role: Role, status: int, client: Client) -> None:
    client.force_login(person("somebody", role))
    assert client.get(page).status_code == status


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.RESEARCHER, None])
@pytest.mark.parametrize("staff", [False, True])
def test_nobody_else_enters(page: str, role: Role | None, staff: bool, client: Client) -> None:
    client.force_login(person("somebody", role, is_staff=staff))
    assert client.get(page).status_code == 302
    answer = client.get("/admin/login/", {"next": page})
    assert answer.status_code in ((200, 302) if staff else (403,))
    assert client.get(page).status_code == 302


def test_the_public_is_sent_to_the_site_s_own_sign_in(client: Client) -> None:
    answer = client.get(QUEUE, follow=True)
    address, _ = answer.redirect_chain[-1]
    assert address.startswith(reverse("account_login"))
    assert QUEUE in address.replace("%2F", "/")


def test_administrators_see_and_change_nothing(client: Client, anna: User, adam: User) -> None:
    incident = submitted_incident(by=anna)
    client.force_login(adam)
    page = f"{QUEUE}{incident.pk}/change/"
    text = client.get(page).content.decode()
    assert incident.title in text
    assert 'name="_save"' not in text
    assert client.post(page, {"title": "Another title"}).status_code == 403
    assert client.get(f"{QUEUE}add/").status_code == 403
    assert client.post(f"{QUEUE}{incident.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("verb", ["add/", "{pk}/delete/"])
def test_editors_neither_add_nor_delete(verb: str, client: Client, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    client.force_login(edith)
    assert client.get(QUEUE + verb.format(pk=incident.pk)).status_code == 403


def test_a_superuser_without_a_role_sees_no_incident(client: Client, anna: User) -> None:
    submitted_incident(by=anna)
    client.force_login(UserFactory.create(username="root", is_staff=True, is_superuser=True))
    assert client.get("/admin/").context["waiting"] is None
    assert client.get(QUEUE).status_code == 403


def test_editions_are_only_looked_at(client: Client, anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith)
    client.force_login(edith)
    assert client.get("/admin/record/edition/1/change/").status_code == 200
    assert client.post("/admin/record/edition/1/change/", {"title": "x"}).status_code == 403
    assert client.get("/admin/record/edition/add/").status_code == 403
    assert client.get("/admin/record/edition/1/delete/").status_code == 403
