"""The queue follows the incidents, whatever road a change comes by; what is derived again is what is there."""

import random
from datetime import UTC, datetime
from itertools import count

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from accounts.models import User
from incidents.desk.demo.loading import load_incidents
from incidents.errors import DomainError
from incidents.moderation.operations import edit_incident, save_source
from incidents.moderation.queueing import derive, rebuild
from incidents.moderation.referring.merging import merge_actors, merge_sources
from incidents.moderation.referring.undoing import undo_merge
from incidents.moderation.workflow import open_verbs, transition
from incidents.publishing.operations import preview
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Assertion, CasualtyEstimate, Incident, QueueEntry, Source
from incidents.workbench.operations.save import Changes
from tests.factories import ActorFactory
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident
from tests.incidents.desk.conftest import load_reference
from tests.incidents.moderation.forms import fields

pytestmark = pytest.mark.django_db
LATER = datetime(2031, 3, 1, tzinfo=UTC)


def entry(incident: Incident) -> QueueEntry:
    return QueueEntry.objects.get(incident=incident)


def edited(incident: Incident, by: User, *rows: object, **values: object) -> None:
    incident.refresh_from_db()
    for name, value in values.items():
        setattr(incident, name, value)
    edit_incident(incident=incident, changes=Changes(saved=list(rows)), by=by, revision=incident.revision)  # type: ignore[arg-type]


def test_a_submission_is_entered_with_what_the_queue_shows(anna: User) -> None:
    incident = submitted_incident(by=anna, embargo_until=LATER)
    found = entry(incident)
    submission = incident.transitions.get(verb=Verb.SUBMIT)
    assert (found.submitted_at, found.revision) == (submission.at, incident.revision)
    assert (found.killed, found.contested, found.embargo_until, found.priority) == (2, True, LATER, 7)
    assert (found.first_edition, found.changed, found.differences) == (True, [], 0)
    assert (found.warnings, found.problems) == (0, 0)


def test_a_draft_has_no_entry(anna: User) -> None:
    complete_incident(by=anna)
    assert not QueueEntry.objects.exists()


@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.REQUEST_CHANGES, Verb.REJECT, Verb.PUBLISH])
def test_what_leaves_the_queue_has_none(verb: Verb, anna: User, edith: User) -> None:
    incident, other = submitted_incident(by=anna), submitted_incident(by=anna)
    if verb == Verb.PUBLISH:
        publish_as_previewed(incident, by=edith)
    else:
        transition(incident=incident, verb=verb, by=edith, reason="So.")
    assert [one.incident for one in QueueEntry.objects.all()] == [other]


def test_it_says_what_changed_since_the_last_edition(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    claim = incident.claims.all()[0]
    claim.statement = "Says that Azerbaijani units opened fire at dawn."
    edited(incident, anna, claim, title="Exchange of fire near the village of Nerkin Hand")
    assert not QueueEntry.objects.exists()
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    found = entry(incident)
    assert (found.first_edition, found.changed, found.differences) == (False, ["title", "1 claim"], 2)


def test_an_edit_in_the_queue_is_followed(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    killed = Assertion.objects.get(incident=incident, question="killed")
    killed.low = killed.high = 12
    edited(incident, edith, killed, summary="")
    found = entry(incident)
    assert (found.killed, found.priority, found.warnings) == (12, 7, 1)
    incident.refresh_from_db()
    assert found.revision == incident.revision


def test_the_desk_s_form_is_followed(anna: User, edith: User, client: Client) -> None:
    incident = submitted_incident(by=anna)
    client.force_login(edith)
    page = f"/admin/workbench/incident/{incident.pk}/change/"
    sent = fields(client.get(page).content)
    assert (
        client.post(page, {**sent, "embargo_until_0": "2031-03-01", "embargo_until_1": "00:00:00"}).status_code == 302
    )
    assert entry(incident).embargo_until == LATER


def test_a_source_that_is_changed_is_followed_where_it_is_cited(anna: User, edith: User) -> None:
    cited, other = submitted_incident(by=anna), submitted_incident(by=anna)
    source = cited.citations.all()[0].source
    source.reliability_reason = ""
    save_source(source=source, by=edith, regraded=True)
    assert (entry(cited).warnings, entry(other).warnings) == (1, 0)


def test_a_merge_of_sources_and_its_undoing_are_followed(anna: User, edith: User) -> None:
    """Also where only the source that stays is cited: it takes what it lacks from the other."""
    first, second = submitted_incident(by=anna), published_incident(by=anna, editor=edith)
    loser, winner = (one.citations.all()[0].source for one in (first, second))
    transition(incident=second, verb=Verb.REOPEN, by=anna)
    transition(incident=second, verb=Verb.SUBMIT, by=anna)
    Source.objects.filter(pk=winner.pk).update(url="")
    rebuild()
    assert entry(second).differences == 1
    decision = merge_sources(loser=loser, winner=winner, by=edith, reason="One article.", sure=True)
    assert (entry(first).revision, entry(second).differences) == (first.revision + 1, 0)
    assert rebuild() == (2, 0)
    undo_merge(decision=decision, by=edith, reason="Two articles.")
    assert (entry(first).revision, entry(second).differences) == (first.revision + 2, 1)
    assert rebuild() == (2, 0)


def test_a_merge_of_actors_is_followed(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    loser = incident.claims.all()[0].claimant
    winner = ActorFactory.create(kind=loser.kind)
    merge_actors(loser=loser, winner=winner, by=edith, reason="One body.", sure=True)
    assert entry(incident).revision == incident.revision + 1
    assert rebuild() == (1, 0)


@pytest.mark.parametrize(
    ("stance", "numbers", "killed"),
    [
        ("asserts", (3, None), 3),
        ("asserts", (3, 5), 5),
        ("acknowledges", (4, 4), 4),
        ("denies", (9, 9), None),
        ("withdraws", (9, 9), None),
        ("asserts", (0, 0), 0),
    ],
)
def test_the_highest_that_is_claimed(
    stance: str, numbers: tuple[int, int | None], killed: int | None, anna: User, edith: User
) -> None:
    incident = submitted_incident(by=anna)
    CasualtyEstimate.objects.filter(incident=incident).delete()
    said = Assertion.objects.get(incident=incident, question="killed")
    said.stance, (said.low, said.high) = stance, numbers
    edited(incident, edith, said)
    assert entry(incident).killed == killed


def test_estimates_count_together(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    estimate = incident.estimates.get()
    other = CasualtyEstimate(incident=incident, side=estimate.side, group="civilian", outcome="killed", low=1, high=7)
    edited(incident, edith, other)
    assert entry(incident).killed == 9


def test_problems_are_those_of_the_preview_without_the_embargo(anna: User) -> None:
    incident = submitted_incident(by=anna, embargo_until=LATER)
    (embargo,) = preview(incident).problems
    assert "embargo" in embargo
    assert entry(incident).problems == 0


# Derived again


def consistent() -> list[str]:
    """Return what is wrong with the queue: against the states, and against what would be derived now."""
    waiting = set(Incident.objects.filter(state=State.SUBMITTED))
    entries = {one.incident: one for one in QueueEntry.objects.select_related("incident")}
    wrong = [f"{one.ref} waits and has no entry" for one in waiting - set(entries)]
    wrong += [f"{one.ref} has an entry and does not wait" for one in set(entries) - waiting]
    for incident in waiting & set(entries):
        derived = derive(incident)
        for name, value in vars(derived).items():
            if getattr(entries[incident], name) != value:
                wrong.append(f"{incident.ref}.{name}: {getattr(entries[incident], name)!r}, derived {value!r}")
    return wrong


def test_the_acceptance_case_derived_again(anna: User, edith: User) -> None:
    load_reference()
    list(load_incidents(analyst=anna, editor=edith))
    for number, incident in enumerate(Incident.objects.filter(state=State.IN_SYNC).order_by("pk")[:12]):
        if number % 2:
            edited(incident, anna, title=f"{incident.title[:150]}, corrected")
        else:
            transition(incident=incident, verb=Verb.REOPEN, by=anna)
        transition(incident=incident, verb=Verb.SUBMIT, by=anna, copies=False)
    assert QueueEntry.objects.count() == 12
    assert set(QueueEntry.objects.values_list("first_edition", flat=True)) == {False}
    assert consistent() == []
    assert rebuild() == (12, 0)


@pytest.mark.parametrize("seed", range(4))
def test_random_steps(seed: int, anna: User, edith: User, edgar: User) -> None:
    """Whatever is done, also what is refused, the queue holds what would be derived."""
    chance = random.Random(seed)
    incidents = [complete_incident(by=anna, title=f"Incident number {number}") for number in range(3)]
    numbers = count(1)

    def step(incident: Incident) -> None:
        incident.refresh_from_db()
        by = chance.choice([anna, edith, edgar])
        verbs = open_verbs(incident, by)
        if not verbs or chance.random() < 0.4:
            edited(incident, by, title=f"Incident changed {next(numbers)}", embargo_until=chance.choice([None, LATER]))
            return
        verb = chance.choice(verbs)
        now = preview(incident)
        transition(
            incident=incident, verb=verb, by=by, reason="So.", revision=now.revision, body_sha256=now.body_sha256
        )

    for _ in range(25):
        try:
            with transaction.atomic():
                step(chance.choice(incidents))
        except DomainError:
            pass
        assert consistent() == []
    before = list(QueueEntry.objects.order_by("incident").values())
    rebuild()
    assert list(QueueEntry.objects.order_by("incident").values()) == before


def test_rebuilding_mends_what_came_by_no_road(anna: User, edith: User, capsys: pytest.CaptureFixture[str]) -> None:
    kept, lost, left, moved = (submitted_incident(by=anna, title=f"Incident number {number}") for number in range(4))
    QueueEntry.objects.filter(incident=lost).delete()
    QueueEntry.objects.filter(incident=kept).update(killed=99, priority=9)
    Incident.objects.filter(pk=left.pk).update(state=State.DRAFT)
    Incident.objects.filter(pk=moved.pk).update(revision=moved.revision + 1)
    call_command("rebuild_queue", "--if-needed")
    assert capsys.readouterr().out == "3 wait; 3 entries were brought up to date.\n"
    assert entry(kept).killed == 99
    call_command("rebuild_queue")
    assert capsys.readouterr().out == "3 wait; 1 entries were brought up to date.\n"
    assert consistent() == []


def test_what_waited_before_the_queue_gets_an_entry_by_the_migration(anna: User) -> None:
    """The data migration's statement, on a queue that was emptied."""
    from importlib import import_module

    incident = submitted_incident(by=anna, embargo_until=LATER)
    complete_incident(by=anna)
    QueueEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("incidents.moderation.migrations.0003_queue_entries").FILL)
    found = QueueEntry.objects.get()
    assert (found.incident, found.revision, found.embargo_until) == (incident, 0, LATER)
    assert found.submitted_at == incident.transitions.get().at
    rebuild(only_outdated=True)
    assert consistent() == []


def test_the_entry_holds_no_word_of_the_incident(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith, working_note="zqsecret")
    edited(incident, anna, title="zqsecret in the title", summary="zqsecret")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert "zqsecret" not in str(QueueEntry.objects.values().get())
