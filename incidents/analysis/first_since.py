"""First since: whether an incident is the first of its kind on its border since a turning point of its dispute.

The sentence is derived from the record alone and says what it compared.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from incidents.record.models import Edition
from incidents.reference.models import Milestone
from incidents.vocabulary import MilestoneKind, Standing

FATAL = Q(killed_best__gte=1) | Q(killed_best__isnull=True, killed_low__gte=1)
"""At least one death in the record's figures: the best value, or where there is none the lowest."""

_TURNING_POINTS = (MilestoneKind.TALKS_OPENED, MilestoneKind.CEASEFIRE, MilestoneKind.AGREEMENT)


@dataclass(frozen=True, slots=True)
class FirstSince:
    """The first fatal incident on a border since a milestone, and how many live incidents were compared."""

    milestone: str
    since: date
    until: date
    precision: str
    compared: int
    last_before: date | None
    last_before_ref: str


def first_fatal_since(edition: Edition, moment: datetime | None = None) -> FirstSince | None:
    """Return the finding for a fatal incident on a border, or None where an earlier fatal one is known.

    Compares incidents that stand (or stood at a moment) on the same border, period totals left out, whose days lie
    wholly after the milestone and before the incident. Four queries at most.
    """
    fatal = (edition.killed_best or 0) >= 1 or (edition.killed_best is None and (edition.killed_low or 0) >= 1)
    if not (fatal and edition.border and edition.dispute and edition.earliest):
        return None
    milestone = (
        Milestone.objects.filter(
            dispute__slug=edition.dispute,
            dispute__standing=Standing.PUBLIC,
            kind__in=_TURNING_POINTS,
            latest__lt=edition.earliest,
        )
        .order_by("-earliest")
        .first()
    )
    if milestone is None:
        return None
    others = Edition.objects.standing(moment).filter(border=edition.border, aggregated=False).exclude(ref=edition.ref)
    between = others.filter(latest__gte=milestone.earliest, earliest__lt=edition.earliest)
    if between.filter(FATAL).exists():
        return None
    before = others.filter(FATAL, latest__lt=milestone.earliest).by_date()
    last = before.values_list("latest", "ref").first()
    return FirstSince(
        milestone=milestone.title,
        since=milestone.earliest,
        until=milestone.latest,
        precision=milestone.precision,
        compared=between.count(),
        last_before=last[0] if last else None,
        last_before_ref=last[1] if last else "",
    )
