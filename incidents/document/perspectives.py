"""Perspectives: what an incident's figures of killed and wounded come to, depending on whom one believes.

Pure, over document types, so that any edition is counted the same way. The rules in words are `vocabulary.Perspective`.
A total is the sum of its sides, and of a side nobody's people are counted twice: both as for the record's own ranges
(`figures.py`). Unknown is never zero.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TypedDict

from incidents.document.figures import counted_once, range_of, totals
from incidents.document.types import Estimate, IncidentDocument, Position, Statement, Total
from incidents.vocabulary import EstimateBasis, Group, Outcome, Perspective

COUNTED = (Outcome.KILLED, Outcome.WOUNDED)
"""The outcomes that are counted over incidents."""


class FigureRow(TypedDict):
    """A row of `record.RecordFigure`, without its edition."""

    perspective: str
    outcome: str
    claimant: str
    side: str
    group: str
    low: int | None
    best: int | None
    high: int | None


def figure_rows(document: IncidentDocument) -> list[FigureRow]:
    """Return what has to be stored so that every perspective can be counted by the database."""
    return [*_claim_rows(document), *_total_rows(document)]


def claims_of(document: IncidentDocument, actors: Collection[str], outcome: Outcome) -> Total | None:
    """Return the total that the standing claims of these actors give; None where they say nothing of it."""
    parts = [part for side in _sides(document, outcome).values() for part in _said(side, actors=actors)]
    return _total(parts)


def acknowledged(document: IncidentDocument, outcome: Outcome) -> Total | None:
    """Return the total of what each party gives as its own losses; None where no party gives any."""
    parts = []
    for side, rows in _sides(document, outcome).items():
        parts += _said(rows, party=side) or [_part(side, outcome, None, None, None)]
    total = _total(parts)
    return total if total and total["low"] is not None else None


def maximal(document: IncidentDocument, outcome: Outcome) -> Total | None:
    """Return the total of the most that is given for each side. Without a highest value where one is open upwards."""
    parts = []
    for side, rows in _sides(document, outcome).items():
        voices = [one for one in _voices(document, side, rows, outcome) if one["low"] is not None or one["high"]]
        tops = [top for one in voices if (top := one["low"] if one["high"] is None else one["high"]) is not None]
        most = max(tops, default=None)
        high = None if any(one["high"] is None for one in voices) else most
        parts.append(_part(side, outcome, most, most, high))
    return _total(parts)


def minimal(document: IncidentDocument, outcome: Outcome) -> Total | None:
    """Return the total of the least that is given for each side."""
    parts = []
    for side, rows in _sides(document, outcome).items():
        voices = _voices(document, side, rows, outcome)
        least = min((one["low"] for one in voices if one["low"] is not None), default=None)
        parts.append(_part(side, outcome, least, least, least))
    return _total(parts)


def _claim_rows(document: IncidentDocument) -> list[FigureRow]:
    found: list[FigureRow] = []
    for outcome in COUNTED:
        for side, rows in _sides(document, outcome).items():
            for row in rows:
                group = row["group"] or Group.UNKNOWN
                by_claimant: dict[str, list[Statement]] = defaultdict(list)
                for column in row["columns"]:
                    for one in column["statements"]:
                        by_claimant[one["claimant"]].append(one)
                for claimant, statements in sorted(by_claimant.items()):
                    part = range_of(statements, side, group, outcome)
                    if part["claims"]:
                        found.append(_row(Perspective.CLAIMS_OF, outcome, claimant, part))
    return found


def _total_rows(document: IncidentDocument) -> list[FigureRow]:
    found: list[FigureRow] = []
    own = {total["outcome"]: total for total in document["totals"]}
    for outcome in COUNTED:
        told = own.get(outcome)
        low, best, high = (told["low"], told["best"], told["high"]) if told else (None, None, None)
        most = next((one for one in (high, best, low) if one is not None), None)
        for perspective, total, as_columns in (
            (Perspective.ACKNOWLEDGED, acknowledged(document, outcome), (None, None, None)),
            (Perspective.MAXIMAL, maximal(document, outcome), (most, most, high)),
            (Perspective.MINIMAL, minimal(document, outcome), (low, low, low)),
        ):
            if total and (total["low"], total["best"], total["high"]) != as_columns:
                found.append(_row(perspective, outcome, "", {**total, "side": "", "group": ""}))  # type: ignore[typeddict-item]
    return found


def _sides(document: IncidentDocument, outcome: Outcome) -> dict[str, list[Position]]:
    """Return the rows of the positions table on an outcome by the party whose people they are about.

    A party of whom only an estimate tells has no row.
    """
    sides: dict[str, list[Position]] = {side: [] for side, one in _estimates(document) if one["outcome"] == outcome}
    for row in document["positions"]:
        if row["question"] == outcome.value and row["side"] is not None:
            sides.setdefault(row["side"], []).append(row)
    return sides


def _estimates(document: IncidentDocument) -> list[tuple[str, Estimate]]:
    """Return the record's estimates, each with the party whose people it is about."""
    party_of = {actor["slug"]: actor["party"] for actor in document["actors"]}
    return [(party_of.get(one["side"], one["side"]), one) for one in document["estimates"]]


def _said(
    rows: Iterable[Position], *, party: str | None = None, actors: Collection[str] | None = None
) -> list[Estimate]:
    """Return what a party, or some actors, say of one side, group by group, its people counted once."""
    parts = []
    for row in rows:
        columns = [column for column in row["columns"] if party in (None, column["party"])]
        statements = [
            one for column in columns for one in column["statements"] if actors is None or one["claimant"] in actors
        ]
        side, group = row["side"] or "", row["group"] or Group.UNKNOWN
        part = range_of(statements, side, group, Outcome.of(row["question"]))
        if part["claims"]:
            parts.append(part)
    return counted_once(parts, parts, {part["side"]: part["side"] for part in parts})


def _voices(document: IncidentDocument, side: str, rows: list[Position], outcome: Outcome) -> list[Total]:
    """Return the totals for one side: of the record's estimates, and of each party's and observer's claims."""
    own = [one for party, one in _estimates(document) if one["outcome"] == outcome and party == side]
    parties = sorted({column["party"] for row in rows for column in row["columns"]})
    said = [_said(rows, party=party) for party in parties]
    return [total for parts in (own, *said) if (total := _total(parts)) is not None]


def _total(parts: list[Estimate]) -> Total | None:
    return next(iter(totals(parts)), None)


def _part(side: str, outcome: Outcome, low: int | None, best: int | None, high: int | None) -> Estimate:
    return {
        "side": side,
        "group": Group.UNKNOWN,
        "outcome": outcome,
        "low": low,
        "best": best,
        "high": high,
        "basis": EstimateBasis.CLAIMS,
        "derived": True,
        "claims": [],
        "note": "",
    }


def _row(perspective: Perspective, outcome: Outcome, claimant: str, part: Estimate) -> FigureRow:
    return {
        "perspective": perspective.value,
        "outcome": outcome.value,
        "claimant": claimant,
        "side": part["side"],
        "group": str(part["group"]),
        "low": part["low"],
        "best": part["best"],
        "high": part["high"],
    }
