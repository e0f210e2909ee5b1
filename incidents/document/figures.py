"""Figures: ranges derived from the claims where no estimate was entered, and totals that are the sum of parts.

What this module computes is told to readers by the sentences in `rules.py`.
"""

from incidents.document.types import Actor, Estimate, Position, Statement, Total
from incidents.vocabulary import EstimateBasis, Group, Outcome, Stance


def with_derived(estimates: list[Estimate], table: list[Position], actors: list[Actor]) -> list[Estimate]:
    """Return the estimates that were entered and, for rows of the table without one, a range from the claims.

    The derived range runs from the least to the most that any standing assertion gives; it is open where one of
    them is. It has a best value only where all give one and the same number.
    """
    party_of = {actor["slug"]: actor["party"] for actor in actors}
    entered = {(party_of[one["side"]], one["group"], one["outcome"]) for one in estimates}
    derived = []
    for row in table:
        if row["question"] not in Outcome.codes():
            continue
        outcome, group = Outcome.of(row["question"]), row["group"] or Group.UNKNOWN
        if row["side"] is not None and (row["side"], group, outcome) not in entered:
            derived.append(_derive(row, row["side"], group, outcome))
    return [*estimates, *derived]


def _derive(row: Position, side: str, group: Group, outcome: Outcome) -> Estimate:
    said = [
        statement
        for column in row["columns"]
        for statement in column["statements"]
        if statement["stance"] in (Stance.ASSERTS, Stance.ACCEPTS, Stance.ACKNOWLEDGES)
    ]
    counted = [statement for statement in said if statement["value"]["low"] is not None]
    lows = [low for statement in counted if (low := statement["value"]["low"]) is not None]
    highs = [_high(statement) for statement in counted]
    low = min(lows, default=None)
    high = None if None in highs else max((top for top in highs if top is not None), default=None)
    return {
        "side": side,
        "group": group,
        "outcome": outcome,
        "low": low,
        "best": low if low is not None and low == high else None,
        "high": high,
        "basis": EstimateBasis.CLAIMS,
        "derived": True,
        "claims": sorted({statement["claim"] for statement in counted or said}),
        "note": "",
    }


def _high(statement: Statement) -> int | None:
    return statement["value"]["high"]


def totals(estimates: list[Estimate]) -> list[Total]:
    """Return the sum of the parts for each outcome that has any. Unknown parts are flagged, never zero."""
    found = []
    for outcome in Outcome:
        parts = [one for one in estimates if one["outcome"] == outcome]
        if parts:
            lows, bests, highs = ([part[bound] for part in parts] for bound in ("low", "best", "high"))
            found.append(
                Total(
                    outcome=outcome,
                    low=_sum(lows),
                    best=_sum(bests) if None not in bests else None,
                    high=_sum(highs) if None not in highs else None,
                    includes_unknown=None in [*lows, *bests, *highs],
                )
            )
    return found


def _sum(parts: list[int | None]) -> int | None:
    """Return the sum of what is known, or unknown where nothing is."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
