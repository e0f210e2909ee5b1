"""Deaths by side, as GED counts them, from the record's estimates."""

from dataclasses import dataclass

from incidents.document.types import Estimate, IncidentDocument
from incidents.public.interop.compat.ucdp.parties import Party
from incidents.vocabulary import Group, Outcome


@dataclass(frozen=True, slots=True)
class Deaths:
    """The columns deaths_* and the range around their sum."""

    a: int
    b: int
    civilians: int
    unknown: int
    low: int
    high: int

    @property
    def best(self) -> int:
        """The sum, as GED defines it."""
        return self.a + self.b + self.civilians + self.unknown


def deaths(document: IncidentDocument, a: Party, b: Party) -> Deaths:
    """Return the deaths. A part without a best figure counts with its lowest; one without any figure with none.

    low ≤ best ≤ high holds always: a bound that is open, or on the wrong side of the sum, is the sum.
    """
    party_of = {actor["slug"]: actor["party"] for actor in document["actors"]}
    killed = [one for one in document["estimates"] if one["outcome"] == Outcome.KILLED]
    if not killed:
        return _undivided(document)
    columns = dict.fromkeys(("a", "b", "civilians", "unknown"), 0)
    for one in killed:
        columns[_column(one, party_of.get(one["side"], one["side"]), a, b)] += _figure(one)
    best = sum(columns.values())
    low = sum(_first(one["low"], one["best"], 0) for one in killed)
    high = sum(_first(one["high"], one["best"], one["low"], 0) for one in killed)
    return Deaths(**columns, low=min(low, best), high=max(high, best))


def _undivided(document: IncidentDocument) -> Deaths:
    """Return the total alone, where no side is told."""
    for total in document["totals"]:
        if total["outcome"] == Outcome.KILLED:
            best = _first(total["best"], total["low"], 0)
            low, high = _first(total["low"], best), _first(total["high"], best)
            return Deaths(0, 0, 0, best, low=min(low, best), high=max(high, best))
    return Deaths(0, 0, 0, 0, 0, 0)


def _column(one: Estimate, party: str, a: Party, b: Party) -> str:
    if one["group"] == Group.CIVILIAN:
        return "civilians"
    if one["group"] == Group.MILITARY and party and party in (a.slug, b.slug):
        return "a" if party == a.slug else "b"
    return "unknown"


def _figure(one: Estimate) -> int:
    return _first(one["best"], one["low"], 0)


def _first(*figures: int | None) -> int:
    return next(figure for figure in figures if figure is not None)
