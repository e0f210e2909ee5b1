"""Merging as an editor does it: look, then decide on exactly what was seen. And what is merged: a pair, edited on."""

from typing import Any

import pytest

from accounts.models import User
from incidents.moderation.merge_plans import plan_merge, plan_unmerge
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.history import OF_AN_INCIDENT
from incidents.workbench.models import EstimateClaim, Incident, Merge, Transition
from incidents.workbench.operations.save import Changes
from tests.incidents.complete import publish_as_previewed, published_incident

WHY = "They are one and the same."


def merge_as_seen(loser: Incident, winner: Incident, *, by: User, reason: str = WHY) -> Merge:
    """Look at a merge and do exactly that."""
    seen = plan_merge(loser, winner).seen
    transition(
        incident=loser, verb=Verb.MERGE, by=by, reason=reason, into=winner, revision=seen.revision,
        into_revision=seen.into_revision, body_sha256=seen.body_sha256,
    )  # fmt: skip
    found = Merge.objects.of(loser)
    assert found is not None
    return found


def unmerge_as_seen(loser: Incident, *, by: User, reason: str = "They are two after all.") -> Transition:
    """Look at the undoing of a merge and do exactly that."""
    merge = Merge.objects.of(loser)
    assert merge is not None
    seen = plan_unmerge(merge).seen
    return transition(
        incident=loser, verb=Verb.UNMERGE, by=by, reason=reason, revision=seen.revision,
        into_revision=seen.into_revision, body_sha256=seen.body_sha256,
    )  # fmt: skip


def every_row() -> dict[tuple[str, Any], dict[str, Any]]:
    """Return every row that hangs on an incident, by table and primary key, with all its columns."""
    return {
        (model.__name__, row["id"]): row
        for model in OF_AN_INCIDENT
        for row in model._default_manager.order_by().values()
    }


def ids_on(incident: Incident) -> set[str]:
    """Return the public ids of the rows of an incident."""
    return {
        public_id
        for model in OF_AN_INCIDENT
        if model is not EstimateClaim
        for public_id in model._default_manager.filter(incident_id=incident.pk).values_list("public_id", flat=True)
    }


def rests_on(incident: Incident) -> set[tuple[str, str]]:
    """Return which estimates of an incident rest on which claims, by their public ids."""
    rows = EstimateClaim.objects.filter(incident=incident)
    return set(rows.values_list("estimate__public_id", "claim__public_id"))


@pytest.fixture
def pair(anna: User, edith: User) -> tuple[Incident, Incident]:
    """Two public incidents: the loser, and the winner."""
    loser = published_incident(by=anna, editor=edith, title="The second account of it")
    return loser, published_incident(by=anna, editor=edith, title="The first account of it")


def edit(incident: Incident, by: User, *rows: Any, removed: tuple[Any, ...] = (), **fields: Any) -> None:
    """Save rows and fields of an incident as they are now."""
    fresh = Incident.objects.get(pk=incident.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    changes = Changes(saved=list(rows), removed=list(removed))
    edit_incident(incident=fresh, changes=changes, by=by, revision=fresh.revision)
    incident.refresh_from_db()


def republish(incident: Incident, by: User, editor: User) -> Edition:
    """Submit what was edited and have it published."""
    incident.refresh_from_db()
    transition(incident=incident, verb=Verb.SUBMIT, by=by)
    return publish_as_previewed(incident, by=editor)


def standing(incident: Incident) -> Edition:
    """Return an incident's newest edition."""
    return Edition.objects.open().get(ref=incident.ref)
