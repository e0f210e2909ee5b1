"""Where a merged incident is told now."""

from incidents.errors import MergedAway
from incidents.vocabulary import State
from incidents.workbench.models import Incident, Merge


def told_under(incident: Incident) -> Incident:
    """Return the incident under whose ref another is told: itself, or at the end of its merges. A query per merge."""
    while incident.state == State.MERGED and (merge := Merge.objects.of(incident)) is not None:
        incident = merge.winner
    return incident


def check_not_merged(incident: Incident) -> None:
    """Refuse to write to an incident that was merged, and name the one to write to. Raises MergedAway."""
    if incident.state == State.MERGED:
        into = told_under(incident).ref
        raise MergedAway(
            f"{incident.ref} was merged into {into}: it is told and edited there now. Nothing of yours was saved.",
            into=into,
        )
