"""Incidents that came to a state by the workflow, and how many rows every table has."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from accounts.models import User
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import TABLE, transition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident
from incidents.workbench.operations.save import Changes
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident
from tests.incidents.moderation.merges import merge_as_seen


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
