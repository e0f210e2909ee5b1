"""Decisions at the same moment, on real connections: one edition each, no gap, no overlap, no deadlock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from incidents.errors import DomainError, NotAllowed, Stale
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.publishing.verify import verify
from incidents.record.models import Edition
from incidents.vocabulary import ApprovalState, State, Verb
from incidents.workbench.models import Approval, Citation, Incident, Source, Transition
from incidents.workbench.operations.save import Changes
from tests.incidents.complete import complete_incident, published_incident, submitted_incident

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Begin every call at the same moment, each in a thread with its own connection; return results and refusals.

    What is no refusal of the domain (a deadlock, say) is raised here.
    """
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(60)
            return call()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def publish(incident: Incident, by: User) -> Callable[[], Transition]:
    """Return the publication of what is previewed now."""
    now = preview(incident)
    sent: dict[str, Any] = {"revision": now.revision, "body_sha256": now.body_sha256}
    return lambda: transition(incident=Incident.objects.get(pk=incident.pk), verb=Verb.PUBLISH, by=by, **sent)


def save(incident: Incident, by: User, title: str) -> Callable[[], Incident]:
    """Return a save that started from what stands now."""
    found = Incident.objects.get(pk=incident.pk)
    found.title, revision = title, found.revision
    return lambda: edit_incident(incident=found, changes=Changes(), by=by, revision=revision)


def check_ledger() -> None:
    """Check that the ledger has no gap, that each incident's editions follow one another, and that the chain holds."""
    seqs = list(Edition.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    for ref in set(Edition.objects.values_list("ref", flat=True)):
        editions = list(Edition.objects.filter(ref=ref).order_by("number"))
        assert [one.number for one in editions] == list(range(1, len(editions) + 1))
        for one, after in zip(editions, [*editions[1:], None], strict=True):
            assert one.validity.lower == one.published_at
            assert one.validity.upper == (after.published_at if after else None)
    assert verify().faults == []


def test_two_editors_publish(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    results = together(publish(incident, edith), publish(incident, edgar))
    done = [one for one in results if isinstance(one, Transition)]
    (refused,) = [one for one in results if isinstance(one, DomainError)]
    assert len(done) == 1
    assert isinstance(refused, NotAllowed)
    assert f"{incident.ref} is in sync" in refused.message
    assert Edition.objects.count() == 1
    assert Transition.objects.filter(verb=Verb.PUBLISH).count() == 1
    check_ledger()


def test_two_editors_publish_on_the_page(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    now = preview(incident)
    sent = {"verb": "publish", "revision": now.revision, "body_sha256": now.body_sha256}
    clients = []
    for user in (edith, edgar):
        clients.append(Client())
        clients[-1].force_login(user)
    path = f"/admin/workbench/incident/{incident.pk}/preview/"

    def post(client: Client) -> Callable[[], int]:
        return lambda: client.post(path, sent).status_code

    assert sorted(together(*map(post, clients))) == [302, 422]
    assert Edition.objects.count() == 1
    check_ledger()


@pytest.mark.parametrize("turn", range(4))
def test_publish_against_a_save(turn: int, anna: User, edith: User, edgar: User) -> None:
    """Whoever comes first wins: the other is told, and nothing is published that nobody previewed."""
    incident = submitted_incident(by=anna)
    before = incident.title
    published, saved = together(publish(incident, edith), save(incident, edgar, "What edgar made of it"))
    incident.refresh_from_db()
    if isinstance(published, Transition):
        assert isinstance(saved, Stale | NotAllowed)
        assert (incident.state, incident.title) == (State.IN_SYNC, before)
        assert Edition.objects.get().title == before
    else:
        assert isinstance(published, DomainError)
        assert isinstance(saved, Incident)
        assert (incident.state, incident.title) == (State.SUBMITTED, "What edgar made of it")
        assert not Edition.objects.exists()
    check_ledger()


def test_many_submissions_and_publications(anna: User, edith: User, edgar: User) -> None:
    """They all cite one source, too, whose row every publication locks."""
    shared = Source.objects.create(publisher="Everybody's agency", added_by=anna)
    incidents = []
    with transaction.atomic():
        for number in range(MANY):
            incident = complete_incident(by=anna, title=f"Exchange of fire number {number}")
            cited = Citation(incident=incident, claim=incident.claims.all()[0], source=shared, position=5)
            edit_incident(incident=incident, changes=Changes(saved=[cited]), by=anna, revision=incident.revision)
            incidents.append(incident)

    def submit(incident: Incident) -> Callable[[], Transition]:
        return lambda: transition(incident=Incident.objects.get(pk=incident.pk), verb=Verb.SUBMIT, by=anna)

    steps = together(*map(submit, incidents))
    assert [one for one in steps if not isinstance(one, Transition)] == []
    assert Incident.objects.filter(state=State.SUBMITTED).count() == MANY

    published = together(*(publish(one, edgar if one.pk % 2 else edith) for one in incidents))
    assert [one for one in published if not isinstance(one, Transition)] == []
    assert sorted(one.edition_seq for one in published) == list(range(1, MANY + 1))
    assert {one.ref for one in Edition.objects.all()} == {one.ref for one in incidents}
    assert Edition.objects.count() == MANY
    check_ledger()


def test_two_editions_and_retractions_at_once(anna: User, edith: User) -> None:
    incidents = [published_incident(by=anna, editor=edith, title=f"Exchange of fire number {one}") for one in range(6)]

    def retract(incident: Incident, verb: Verb) -> Callable[[], Transition]:
        found = Incident.objects.get(pk=incident.pk)
        return lambda: transition(incident=found, verb=verb, by=edith, reason="A drill.")

    verbs = (Verb.RETRACT, Verb.UNPUBLISH)
    results = together(*(retract(one, verb) for one in incidents for verb in verbs))
    assert sum(isinstance(one, Transition) for one in results) == len(incidents)
    assert Edition.objects.count() == 2 * len(incidents)
    check_ledger()


# Under embargo


@pytest.fixture
def approved(anna: User, edith: User, monkeypatch: pytest.MonkeyPatch) -> Incident:
    """An incident that edith approved, at the moment when its embargo has ended."""
    until = timezone.now() + timedelta(hours=2)
    incident = submitted_incident(by=anna, embargo_until=until)
    now = preview(incident)
    sent: dict[str, Any] = {"revision": now.revision, "body_sha256": now.body_sha256}
    transition(incident=incident, verb=Verb.APPROVE, by=edith, **sent)
    clock(monkeypatch, until + timedelta(seconds=1))
    return incident


def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Set the clock."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def run_due() -> None:
    """Run the command."""
    call_command("publish_due")


def test_two_runs_of_publish_due(approved: Incident, edith: User) -> None:
    together(run_due, run_due, run_due)
    edition = Edition.objects.get()
    step = Transition.objects.get(verb=Verb.PUBLISH)
    assert (step.by, step.edition_seq, edition.ref) == (edith, edition.seq, approved.ref)
    assert Approval.objects.get().state == ApprovalState.PUBLISHED
    check_ledger()


@pytest.mark.parametrize("turn", range(4))
def test_publish_due_against_a_save(turn: int, approved: Incident, edgar: User) -> None:
    before = Incident.objects.get(pk=approved.pk).title
    _, saved = together(run_due, save(approved, edgar, "What edgar made of it"))
    approved.refresh_from_db()
    run_due()
    approval = Approval.objects.get()
    if isinstance(saved, DomainError):
        assert Edition.objects.get().title == before
        assert (approval.state, approved.state, approved.title) == (ApprovalState.PUBLISHED, State.IN_SYNC, before)
    else:
        assert not Edition.objects.exists()
        assert (approval.state, approved.state) == (ApprovalState.VOID, State.SUBMITTED)
        assert "saved again" in approval.why
    check_ledger()


@pytest.mark.parametrize("turn", range(3))
def test_publish_due_against_a_withdrawal(turn: int, approved: Incident, anna: User) -> None:
    found = Incident.objects.get(pk=approved.pk)
    _, step = together(run_due, lambda: transition(incident=found, verb=Verb.WITHDRAW, by=anna))
    approved.refresh_from_db()
    published = Edition.objects.exists()
    assert published == isinstance(step, NotAllowed)
    assert approved.state == (State.IN_SYNC if published else State.DRAFT)
    assert Approval.objects.get().state == (ApprovalState.PUBLISHED if published else ApprovalState.VOID)
    check_ledger()
