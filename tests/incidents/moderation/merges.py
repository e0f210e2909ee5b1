"""Merging as an editor does it: look, then decide on exactly what was seen."""

from typing import Any

from accounts.models import User
from incidents.moderation.merge_plans import plan_merge, plan_unmerge
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.history import OF_AN_INCIDENT
from incidents.workbench.models import EstimateClaim, Incident, Merge, Transition

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
