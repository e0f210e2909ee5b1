"""An actor's place in the hierarchy over time: what it is part of, what is part of it, and its other relations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from actors.models import Actor, ActorRelation
from actors.relating import INVERSE
from incidents.public.web.pages.words import day, period
from incidents.vocabulary import ActorKind, ActorRelationKind

WIDTH = 160.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period on the page's axis of years; an end that is open, or not known, fades."""

    x: float
    width: float
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation read from this actor's side: "is part of" the other, in a period.

    `held` says whether it held on the day that is asked for, if one is.
    """

    words: str
    slug: str
    name: str
    kind: str
    period: str
    held: bool | None
    stretch: Stretch | None


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The relations in groups, and the years at the ends of their axis (none where no date is known)."""

    above: list[Tie]
    below: list[Tie]
    others: list[Tie]
    first_year: int | None
    last_year: int | None


def hierarchy_of(actor: Actor, relations: Sequence[ActorRelation], on: date | None = None) -> Hierarchy:
    """Return an actor's relations in groups, each on one axis from the first known date to today."""
    known = [end for one in relations for end in (one.valid.lower, one.valid.upper) if end]
    axis = _Axis(min(known), max(*known, timezone.localdate())) if known else None
    above: list[Tie] = []
    below: list[Tie] = []
    others: list[Tie] = []
    for one in relations:
        outgoing = one.subject_id == actor.pk
        group = others if one.kind != ActorRelationKind.PART_OF else above if outgoing else below
        group.append(_tie(one, axis, on, outgoing=outgoing))
    return Hierarchy(
        above,
        sorted(below, key=lambda tie: tie.name),
        others,
        axis.first.year if axis else None,
        axis.last.year if axis else None,
    )


class _Axis:
    """Whole years, one before the first known date so that an open start has room."""

    def __init__(self, first: date, last: date) -> None:
        self.first = date(max(first.year - 1, 1), 1, 1)
        self.last = date(min(last.year, 9998), 12, 31)

    def x(self, when: date) -> float:
        return round((when - self.first).days / (self.last - self.first).days * WIDTH, 1)

    def stretch(self, since: date | None, until: date | None) -> Stretch:
        start = self.x(since) if since else 0.0
        end = self.x(until) if until else WIDTH
        return Stretch(start, round(max(end - start, 1.0), 1), since is None, until is None)


def _tie(relation: ActorRelation, axis: _Axis | None, on: date | None, *, outgoing: bool) -> Tie:
    kind = ActorRelationKind.of(relation.kind)
    other = relation.object if outgoing else relation.subject
    since, until = relation.valid.lower, relation.valid.upper
    last = until - timedelta(days=1) if until else None
    return Tie(
        words=kind.label if outgoing else INVERSE[kind],
        slug=other.slug,
        name=other.name,
        kind=ActorKind.of(other.kind).label,
        period=period(day(since) if since else "", day(last) if last else ""),
        held=None if on is None else (since or date.min) <= on < (until or date.max),
        stretch=axis.stretch(since, until) if axis else None,
    )
