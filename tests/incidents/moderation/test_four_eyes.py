"""Whoever changed an incident since the last edition can't publish it; a change by nobody blocks.

These tests commit: the history dates a change by its transaction, and an edition by the clock.
"""

import pytest
from django.db import connection

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.operations import edit_incident, save_source
from incidents.moderation.thread import write_note
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.history import changed_by
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident

pytestmark = pytest.mark.django_db(transaction=True)


def edit_claim(incident: Incident, by: User) -> None:
    claim = incident.claims.all()[0]
    claim.statement = "Says that units opened fire at dawn."
    edit_incident(incident=incident, changes=Changes(saved=[claim]), by=by, revision=incident.revision)


def raw(sql: str, *values: int) -> None:
    """Change a row behind the application's back."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_an_editor_who_edited_may_not_publish(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    edit_claim(incident, edith)
    with pytest.raises(NotAllowed, match="You changed"):
        publish_as_previewed(incident, by=edith)
    assert Edition.objects.count() == 0
    assert publish_as_previewed(incident, by=edgar).number == 1


def test_an_editor_who_wrote_it_may_not_publish(edith: User, edgar: User) -> None:
    incident = submitted_incident(by=edith)
    with pytest.raises(NotAllowed, match="You changed"):
        publish_as_previewed(incident, by=edith)
    publish_as_previewed(incident, by=edgar)


def test_an_edition_closes_the_account(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=edith, shared=True)
    publish_as_previewed(incident, by=edgar)
    incident.refresh_from_db()
    edit_claim(incident, anna)
    incident.refresh_from_db()
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    publish_as_previewed(incident, by=edith)


def test_an_editor_who_regraded_a_cited_source_may_not_publish(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    source = incident.citations.all()[0].source
    source.reliability = "B"
    save_source(source=source, by=edith, regraded=True)
    assert source.rated_by == edith
    with pytest.raises(NotAllowed, match="You changed"):
        publish_as_previewed(incident, by=edith)


def test_a_remark_is_no_change(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    revision = incident.revision
    write_note(note=ReviewNote(incident=incident, text="Which village?"), by=edith)
    incident.refresh_from_db()
    assert incident.revision == revision
    publish_as_previewed(incident, by=edith)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workbench_claim SET statement = 'Says something else.' WHERE incident_id = %s",
        "DELETE FROM workbench_citation WHERE incident_id = %s",
        "UPDATE workbench_incident SET title = 'Another title' WHERE id = %s",
        """
        UPDATE workbench_source SET publisher = 'Somebody'
        WHERE id IN (SELECT source_id FROM workbench_citation WHERE incident_id = %s)
        """,
    ],
)
def test_a_change_by_nobody_blocks_until_somebody_stands_for_it(sql: str, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    raw(sql, incident.pk)
    assert None in changed_by(incident, since=None)
    with pytest.raises(NotAllowed, match="nobody who can be named"):
        publish_as_previewed(incident, by=edith)
    assert Edition.objects.count() == 0

    transition(incident=incident, verb=Verb.WITHDRAW, by=anna)
    incident.refresh_from_db()
    save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    assert None not in changed_by(incident, since=None)
    incident.refresh_from_db()
    if "DELETE" in sql:
        return  # what it lacks now is another matter
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    publish_as_previewed(incident, by=edith)


def test_a_step_of_the_workflow_does_not_stand_for_a_change_by_nobody(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    raw("UPDATE workbench_claim SET statement = 'Says something else.' WHERE incident_id = %s", incident.pk)
    transition(incident=incident, verb=Verb.WITHDRAW, by=anna)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    with pytest.raises(NotAllowed, match="nobody who can be named"):
        publish_as_previewed(incident, by=edith)


def test_an_edit_of_what_is_public_reopens_and_leaves_the_edition(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    body = Edition.objects.live().get(ref=incident.ref).body
    edit_claim(incident, edith)
    incident.refresh_from_db()
    assert incident.state == State.DRAFT
    assert list(incident.transitions.values_list("verb", flat=True)) == ["submit", "publish", "reopen"]
    assert Edition.objects.live().get(ref=incident.ref).body == body


def test_a_draft_of_somebody_else_is_closed_to_analysts(anna: User, rufat: User) -> None:
    incident = complete_incident(by=anna)
    with pytest.raises(NotAllowed):
        edit_incident(incident=incident, changes=Changes(), by=rufat, revision=incident.revision)
    with pytest.raises(NotAllowed):
        write_note(note=ReviewNote(incident=incident, text="Let me in."), by=rufat)
