"""What the workflow asks beside its table, and what a step leaves behind."""

import pytest
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from incidents.errors import DomainError, Incomplete, NotAllowed
from incidents.moderation.workflow import TABLE, transition
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench.models import Incident
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import IncidentFactory, person
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident
from tests.incidents.moderation.states import incident_in, reopened_in, row_counts

pytestmark = pytest.mark.django_db


def test_what_would_publish_something_is_not_settled(anna: User, edith: User) -> None:
    incident = reopened_in(State.DRAFT, anna, edith)
    incident.title = "Another title of the incident"
    save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    for never in (incident, complete_incident(by=anna)):
        with pytest.raises(NotAllowed, match="must be published"):
            transition(incident=never, verb=Verb.SETTLE, by=anna)


def test_table_names_every_verb() -> None:
    assert set(TABLE) == set(Verb)


@pytest.mark.parametrize("verb", [verb for verb, rule in TABLE.items() if rule.reason])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_needed(verb: Verb, reason: str, anna: User, edith: User) -> None:
    incident = incident_in(min(TABLE[verb].sources), anna, edith)
    before = row_counts()
    with pytest.raises(NotAllowed, match="reason"):
        transition(incident=incident, verb=verb, by=edith, reason=reason)
    assert row_counts() == before


def test_an_analyst_moves_only_own_and_shared_incidents(anna: User) -> None:
    other = person("astghik", Role.ANALYST)
    incident = complete_incident(by=anna)
    with pytest.raises(NotAllowed):
        transition(incident=incident, verb=Verb.SUBMIT, by=other)
    Incident.objects.filter(pk=incident.pk).update(shared=True)
    assert transition(incident=incident, verb=Verb.SUBMIT, by=other).target_state == State.SUBMITTED


def test_a_deactivated_editor_decides_nothing(anna: User) -> None:
    gone = person("gone", Role.EDITOR, is_active=False)
    with pytest.raises(NotAllowed):
        transition(incident=submitted_incident(by=anna), verb=Verb.REJECT, by=gone, reason="No.")


def test_an_incomplete_incident_is_not_submitted(anna: User) -> None:
    incident = IncidentFactory.create(author=anna)
    before = row_counts()
    with pytest.raises(Incomplete) as refused:
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert set(refused.value.missing) == {"title", "summary", "kind", "earliest", "place", "involvements", "claims"}
    assert row_counts() == before


def test_what_an_editor_emptied_is_not_published(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    incident.summary = ""
    save_incident(incident=incident, changes=Changes(), by=person("edgar", Role.EDITOR), revision=incident.revision)
    with pytest.raises(Incomplete) as refused:
        publish_as_previewed(incident, by=edith)
    assert set(refused.value.missing) == {"summary"}
    assert Edition.objects.count() == 0


def test_retract_appends_an_edition_with_the_reason(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    step = transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    edition = Edition.objects.get(seq=step.edition_seq or 0)
    assert (edition.status, edition.number) == (EditionStatus.RETRACTED, 2)
    assert "It was a drill." in edition.body
    assert not Edition.objects.live().filter(ref=incident.ref).exists()


def test_a_retracted_incident_is_not_retracted_again(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    before = row_counts()
    with pytest.raises(DomainError, match="no public edition"):
        transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="Again.")
    assert row_counts() == before


def test_a_retracted_incident_can_be_published_again(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It was a drill.")
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert publish_as_previewed(incident, by=edith).number == 3


def test_the_log_is_append_only(anna: User, edith: User) -> None:
    submitted_incident(by=anna)
    with pytest.raises(Exception, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute("UPDATE workbench_transition SET reason = 'other'")
