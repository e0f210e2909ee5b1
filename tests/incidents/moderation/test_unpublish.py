"""Emergency unpublish: at once, whatever the working copy's state, and nothing of the working copy is touched."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from incidents.errors import DomainError, NotAllowed
from incidents.moderation.workflow import TABLE, transition
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench.history import OF_AN_INCIDENT
from incidents.workbench.models import Incident
from tests.incidents.complete import publish_as_previewed, published_incident, submitted_incident
from tests.incidents.moderation.arranging import retitled, take
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_admin_preview import offered, page_of
from tests.incidents.moderation.test_embargo import notices

pytestmark = pytest.mark.django_db
WHY = "A name of a private person stands in it."


def in_state(state: State, anna: User, edith: User) -> Incident:
    """Return an incident that was published and has come to a state since."""
    incident = published_incident(by=anna, editor=edith)
    incident.refresh_from_db()
    if state == State.IN_SYNC:
        return incident
    retitled(incident, "Exchange of fire, being corrected", by=anna)
    if state == State.DRAFT:
        return incident
    take(incident, Verb.SUBMIT, anna)
    back = {State.CHANGES_REQUESTED: Verb.REQUEST_CHANGES, State.REJECTED: Verb.REJECT}
    if state in back:
        take(incident, back[state], edith)
    return incident


def rows(incident: Incident) -> list[list[Any]]:
    """Return every row of the working copy."""
    own: Any = Incident.objects.filter(pk=incident.pk).values().get()
    for moved in ("revision", "updated_at"):
        own.pop(moved)
    hanging: list[list[Any]] = [
        list(model._default_manager.filter(incident_id=incident.pk).values()) for model in OF_AN_INCIDENT
    ]
    return [[own], *hanging]


@pytest.mark.parametrize("state", sorted(TABLE[Verb.UNPUBLISH].sources))
@pytest.mark.parametrize("administers", [False, True])
def test_from_every_state(state: State, administers: bool, anna: User, edith: User, adam: User) -> None:
    incident = in_state(state, anna, edith)
    before = rows(incident)
    by = adam if administers else edith
    step = transition(incident=incident, verb=Verb.UNPUBLISH, by=by, reason=WHY)
    edition = Edition.objects.open().get(ref=incident.ref)
    assert (edition.status, edition.number, step.edition_seq) == (EditionStatus.RETRACTED, 2, edition.seq)
    assert not Edition.objects.live().filter(ref=incident.ref).exists()
    assert rows(incident) == before
    incident.refresh_from_db()
    assert (incident.state, step.source_state, step.target_state) == (state, state, state)


def test_a_save_meanwhile_holds_nothing_up(client: Client, anna: User, edith: User, edgar: User) -> None:
    """The page names the revision that was looked at; an emergency does not wait for another look."""
    incident = in_state(State.SUBMITTED, anna, edith)
    client.force_login(edith)
    sent = offered(client.get(page_of(incident)).content)
    retitled(incident, "Exchange of fire, saved meanwhile", by=edgar)
    assert client.post(page_of(incident), {**sent["reject"], "reason": WHY}).status_code == 409
    assert client.post(page_of(incident), {**sent["unpublish"], "reason": WHY}).status_code == 302
    assert not Edition.objects.live().exists()


def test_no_four_eyes(anna: User, edith: User) -> None:
    incident = in_state(State.IN_SYNC, anna, edith)
    retitled(incident, "Exchange of fire, being corrected", by=edith)
    transition(incident=incident, verb=Verb.UNPUBLISH, by=edith, reason=WHY)
    assert Edition.objects.count() == 2


def test_it_does_not_close_the_account_of_who_changed_what(anna: User, edith: User, edgar: User) -> None:
    """Who changed the draft before the emergency may not publish it after it."""
    incident = in_state(State.IN_SYNC, anna, edith)
    retitled(incident, "Exchange of fire, as edith has it", by=edith)
    transition(incident=incident, verb=Verb.UNPUBLISH, by=edgar, reason=WHY)
    take(incident, Verb.SUBMIT, anna)
    with pytest.raises(NotAllowed, match="You changed"):
        publish_as_previewed(incident, by=edith)
    assert publish_as_previewed(incident, by=edgar).number == 3


def test_what_the_public_sees(client: Client, anna: User, edith: User) -> None:
    incident = in_state(State.DRAFT, anna, edith)
    transition(incident=incident, verb=Verb.UNPUBLISH, by=edith, reason=WHY)
    page = client.get(f"/incidents/{incident.ref}/")
    assert WHY in page.content.decode()
    assert "Says that Azerbaijani units opened fire" not in page.content.decode()


def test_every_editor_is_told(
    anna: User, edith: User, edgar: User, adam: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    incident = in_state(State.DRAFT, anna, edith)
    with django_capture_on_commit_callbacks(execute=True):
        transition(incident=incident, verb=Verb.UNPUBLISH, by=adam, reason=WHY)
    assert notices() == sorted([edith.email, edgar.email])
    assert all(incident.ref in one.subject and "adam" in one.body for one in mail.outbox)
    assert all(WHY not in one.body and incident.title not in one.body for one in mail.outbox)


def test_nothing_public_nothing_to_take_back(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    before = row_counts()
    with pytest.raises(DomainError, match="no public edition"):
        transition(incident=incident, verb=Verb.UNPUBLISH, by=edith, reason=WHY)
    assert row_counts() == before


def test_the_page_of_decision_offers_it_to_administrators_too(
    client: Client, anna: User, edith: User, adam: User
) -> None:
    incident = in_state(State.SUBMITTED, anna, edith)
    client.force_login(adam)
    sent = offered(client.get(page_of(incident)).content)
    assert set(sent) == {"unpublish"}
    assert client.post(page_of(incident), {**sent["unpublish"], "reason": WHY}).status_code == 302
    assert offered(client.get(page_of(incident)).content) == {}
    assert WHY in client.get(page_of(incident)).content.decode()
