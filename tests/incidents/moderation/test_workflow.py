"""The workflow, from its own table: every role, verb and state; what is refused writes nothing."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.errors import DomainError, Incomplete, NotAllowed
from incidents.moderation.merge_plans import plan_merge, plan_unmerge
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import TABLE, open_verbs, transition
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench.models import Incident, Merge, Transition
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import IncidentFactory, person
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident
from tests.incidents.moderation.merges import merge_as_seen

pytestmark = pytest.mark.django_db

ROLES = [*Role, None]


def row_counts() -> dict[str, int]:
    """Return how many rows every table of the workbench and the record has, histories included."""
    models = [*apps.get_app_config("workbench").get_models(), *apps.get_app_config("record").get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def incident_in(state: State, author: User, editor: User, **fields: Any) -> Incident:
    """Return a complete incident that came to a state by the workflow."""
    if state == State.DRAFT:
        return complete_incident(by=author, **fields)
    incident = submitted_incident(by=author, **fields)
    if state == State.CHANGES_REQUESTED:
        transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=editor, reason="The date, please.")
    if state == State.REJECTED:
        transition(incident=incident, verb=Verb.REJECT, by=editor, reason="Not a border incident.")
    if state == State.IN_SYNC:
        publish_as_previewed(incident, by=editor)
    if state == State.MERGED:
        merge_as_seen(incident, complete_incident(by=author), by=editor)
    return incident


def reopened_in(state: State, author: User, editor: User) -> Incident:
    """Return an incident that was published, and came to a state again without a change."""
    incident = published_incident(by=author, editor=editor)
    if state == State.IN_SYNC:
        return incident
    transition(incident=incident, verb=Verb.REOPEN, by=author)
    if state != State.DRAFT:
        transition(incident=incident, verb=Verb.SUBMIT, by=author)
    if state == State.CHANGES_REQUESTED:
        transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=editor, reason="The date, please.")
    if state == State.REJECTED:
        transition(incident=incident, verb=Verb.REJECT, by=editor, reason="Not a border incident.")
    return incident


def published_twice(author: User, editor: User) -> Incident:
    """Return an incident that has an edition before the one that stands."""
    incident = published_incident(by=author, editor=editor)
    incident.title = "Another title of the incident"
    edit_incident(incident=incident, changes=Changes(), by=author, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=author)
    publish_as_previewed(incident, by=editor)
    return incident


def arranged(verb: Verb, state: State, author: User, editor: User) -> Incident:
    """Return an incident in a state in which there is something for the verb to do, where the table allows it."""
    if state not in TABLE[verb].sources:
        return incident_in(state, author, editor)
    if state != State.MERGED and verb in (Verb.SETTLE, Verb.UNPUBLISH):
        return reopened_in(state, author, editor)
    if verb == Verb.RESTORE:
        return published_twice(author, editor)
    if verb == Verb.APPROVE:
        return incident_in(state, author, editor, embargo_until=timezone.now() + timedelta(days=1))
    return incident_in(state, author, editor)


def asked(verb: Verb, incident: Incident, author: User, editor: User) -> dict[str, Any]:
    """Return what a step takes beside the reason, as it was looked at."""
    if verb == Verb.MERGE:
        public = incident.state == State.IN_SYNC
        into = published_incident(by=author, editor=editor) if public else complete_incident(by=author)
        seen = plan_merge(incident, into).seen
        return {"into": into, **asdict(seen)}
    merge = Merge.objects.of(incident) if verb == Verb.UNMERGE else None
    if merge is not None:
        return asdict(plan_unmerge(merge).seen)
    now = preview(incident)
    edition = 1 if verb == Verb.RESTORE else None
    return {"revision": now.revision, "body_sha256": now.body_sha256, "edition": edition}


CASES = [
    pytest.param(role, verb, state, id=f"{role or 'no role'} {verb} {state}")
    for role in ROLES
    for verb in Verb
    for state in State
]
"""Every role, verb and state."""


@pytest.mark.parametrize(("role", "verb", "state"), CASES)
def test_table(role: Role | None, verb: Verb, state: State, anna: User, edith: User) -> None:
    incident = arranged(verb, state, anna, edith)
    actor = anna if role == Role.ANALYST else person("somebody", role)
    sent = asked(verb, incident, anna, edith)
    before, shown = row_counts(), open_verbs(incident, actor)
    rule = TABLE[verb]
    allowed = role in rule.roles and state in rule.sources
    assert (verb in shown) == allowed

    def take() -> Transition:
        return transition(incident=incident, verb=verb, by=actor, reason="Because.", **sent)

    if allowed:
        step = take()
        incident.refresh_from_db()
        target = rule.target or (State.SUBMITTED if verb == Verb.UNMERGE else state)
        assert (step.source_state, step.target_state, step.by) == (state, target, actor)
        assert (incident.state, incident.revision) == (target, step.revision)
        logged = 2 if verb in (Verb.MERGE, Verb.UNMERGE) else 1  # the other incident's people see it as well
        assert row_counts()["workbench.Transition"] == before["workbench.Transition"] + logged
        published = (Verb.PUBLISH, Verb.RETRACT, Verb.UNPUBLISH, *([Verb.MERGE] if state == State.IN_SYNC else []))
        assert (step.edition_seq is not None) == (verb in published)
    else:
        with pytest.raises(NotAllowed):
            take()
        assert row_counts() == before
        incident.refresh_from_db()
        assert incident.state == state


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
