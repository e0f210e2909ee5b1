"""Figures: ranges derived from the claims where no estimate was entered, and totals that are the sum of parts.

What this module computes is told to readers by the sentences in `rules.py`.
"""

from collections.abc import Iterable

from incidents.document.types import Actor, Estimate, Position, Statement, Total
from incidents.vocabulary import EstimateBasis, Group, Outcome, Stance


def with_derived(estimates: list[Estimate], table: list[Position], actors: list[Actor]) -> list[Estimate]:
    """Return the estimates that were entered and, for rows of the table without one, a range from the claims.

    The derived range runs from the least to the most that any standing assertion gives; it is open where one of
    them is. It has a best value only where all give one and the same number. Of people whose status is not given, only
    those count who go beyond the ones whose status is given.
    """
    party_of = {actor["slug"]: actor["party"] for actor in actors}
    parts = _derived_parts(estimates, table, party_of)
    return [*estimates, *counted_once(parts, [*estimates, *parts], party_of)]


def counted_once(parts: list[Estimate], among: list[Estimate], party_of: dict[str, str]) -> list[Estimate]:
    """Return the parts so that people are counted once: those whose status is not given as far as they go beyond."""
    return [part for one in parts if (part := _beyond(one, among, party_of)) is not None]


def _derived_parts(estimates: list[Estimate], table: list[Position], party_of: dict[str, str]) -> list[Estimate]:
    entered = {(party_of[one["side"]], one["group"], one["outcome"]) for one in estimates}
    derived = []
    for row in table:
        if row["question"] not in Outcome.codes():
            continue
        outcome, group = Outcome.of(row["question"]), row["group"] or Group.UNKNOWN
        if row["side"] is not None and (row["side"], group, outcome) not in entered:
            derived.append(_derive(row, row["side"], group, outcome))
    return derived


def _beyond(part: Estimate, parts: list[Estimate], party_of: dict[str, str]) -> Estimate | None:
    """Return what a range of people whose status is not given adds to those of the same side whose status is given.

    "Four killed" beside "four soldiers killed" are the same four; of "six killed" two are beyond them. Every other
    range stands as it is.
    """
    given = [
        one
        for one in parts
        if one["group"] != Group.UNKNOWN
        and one["outcome"] == part["outcome"]
        and party_of[one["side"]] == party_of[part["side"]]
    ]
    if part["group"] != Group.UNKNOWN or not given:
        return part
    most = _sum([one["high"] for one in given]) if None not in [one["high"] for one in given] else None
    least = _sum([one["low"] for one in given]) or 0
    if part["low"] is None or most is None or (part["high"] is not None and part["high"] <= least):
        return None
    low, high = max(part["low"] - most, 0), None if part["high"] is None else part["high"] - least
    return {**part, "low": low, "best": low if low == high else None, "high": high}


def _derive(row: Position, side: str, group: Group, outcome: Outcome) -> Estimate:
    every = [statement for column in row["columns"] for statement in column["statements"]]
    return range_of(every, side, group, outcome)


def range_of(statements: Iterable[Statement], side: str, group: Group, outcome: Outcome) -> Estimate:
    """Return the range that statements give: from the least to the most, open where one of them is.

    Who denies or withdraws gives no figure; who speaks of losses without one leaves it unknown.
    """
    said = [one for one in statements if one["stance"] in (Stance.ASSERTS, Stance.ACCEPTS, Stance.ACKNOWLEDGES)]
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
