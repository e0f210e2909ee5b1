"""Figures: the record's ranges, and on whose word each rests."""

from dataclasses import dataclass

from incidents.document.rules import DERIVED_RANGE, TOTAL
from incidents.document.types import Estimate, IncidentDocument, Total
from incidents.public.web.pages.bars import Bar, bar, largest_of
from incidents.public.web.pages.cast import Cast, Member
from incidents.public.web.pages.roll import ClaimRef, Roll
from incidents.public.web.pages.words import NOT_GIVEN, number
from incidents.vocabulary import EstimateBasis, Group, IncidentKind, Outcome, Question

ALWAYS = (Outcome.KILLED, Outcome.WOUNDED)
"""Outcomes that the page of every incident shows, also where nothing is known of them; but no diplomatic act kills."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A claimant whose claim a figure rests on."""

    name: str
    claim: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One range: who, how many, and who says so. Its bounds are written out, so that unknown is a word."""

    outcome: str
    side: Member
    group: str
    words: str
    given: bool
    low: str
    best: str
    high: str
    shows_best: bool
    bar: Bar | None
    basis: str
    derived: bool
    note: str
    rests_on: tuple[ClaimRef, ...]
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of an outcome; `parts` are how many ranges it adds up."""

    outcome: str
    words: str
    low: str
    best: str
    high: str
    includes_unknown: bool
    parts: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The table: ranges, the totals of what has several parts, and the rules that apply to them in words."""

    rows: tuple[Figure, ...]
    sums: tuple[Sum, ...]
    derived_rule: str
    total_rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """An outcome in the fact strip, per side."""

    label: str
    figures: tuple[Figure, ...]
    total: str


def figures(document: IncidentDocument, cast: Cast, roll: Roll) -> Figures:
    """Return every estimate of the document, and the totals of outcomes that have several."""
    rows = _rows(document, cast, roll)
    sums = []
    for total in document["totals"]:
        parts = sum(one["outcome"] == total["outcome"] for one in document["estimates"])
        if parts > 1:
            sums.append(
                Sum(
                    Outcome.of(total["outcome"]).label,
                    total_words(total),
                    bound_words(total["low"]),
                    bound_words(total["best"]),
                    bound_words(total["high"]),
                    total["includes_unknown"],
                    parts,
                )
            )
    derived = any(one["derived"] for one in document["estimates"])
    return Figures(tuple(rows), tuple(sums), DERIVED_RANGE if derived else "", TOTAL if sums else "")


def facts(document: IncidentDocument, cast: Cast, roll: Roll) -> list[Fact]:
    """Return the fact strip: killed and wounded of any incident, other outcomes where something is said of them."""
    shown = _rows(document, cast, roll)
    totals = {total["outcome"]: total for total in document["totals"]}
    strip = []
    always = ALWAYS if document["kind"] != IncidentKind.DIPLOMATIC and not document["aggregated"] else ()
    for outcome in Outcome:
        of_outcome = tuple(figure for figure in shown if figure.outcome == outcome.label)
        if of_outcome or outcome in always:
            total = totals.get(outcome)
            several = len(of_outcome) > 1 and total is not None
            strip.append(Fact(outcome.label, of_outcome, total_words(total) if several and total else ""))
    return strip


def total_words(total: Total) -> str:
    """Write a sum, and whether a part of it is unknown."""
    words = number(total["low"], total["high"])
    if words == NOT_GIVEN:
        return words
    return f"{words} (includes unknown)" if total["includes_unknown"] else words


def bound_words(bound: int | None) -> str:
    """Write one bound of a range: unknown is said, never zero."""
    return NOT_GIVEN if bound is None else str(bound)


def _rows(document: IncidentDocument, cast: Cast, roll: Roll) -> list[Figure]:
    estimates = document["estimates"]
    largest = largest_of([n for one in estimates for n in (one["low"], one["best"], one["high"])])
    speakers = {
        (claim["id"], assertion["question"]): Speaker(cast.member(claim["claimant"]).name, claim["id"])
        for claim in document["claims"]
        for assertion in claim["assertions"]
        if (assertion["value"]["low"], assertion["value"]["high"]) != (None, None)
    }
    order = Outcome.codes()
    by_outcome = sorted(estimates, key=lambda one: order.index(one["outcome"]))
    return [_figure(one, largest, speakers, cast, roll) for one in by_outcome]


def _figure(
    one: Estimate, largest: int, speakers: dict[tuple[str, Question], Speaker], cast: Cast, roll: Roll
) -> Figure:
    words = number(one["low"], one["high"])
    said = [speakers.get((claim, Question.of(one["outcome"]))) for claim in one["claims"]]
    who = {speaker.name: speaker for speaker in said if speaker}
    return Figure(
        outcome=Outcome.of(one["outcome"]).label,
        side=cast.member(one["side"]),
        group=Group.of(one["group"]).label,
        words=words,
        given=words != NOT_GIVEN,
        low=bound_words(one["low"]),
        best=bound_words(one["best"]),
        high=bound_words(one["high"]),
        shows_best=one["best"] is not None and one["low"] != one["high"],
        bar=bar(one["low"], one["best"], one["high"], largest),
        basis=EstimateBasis.of(one["basis"]).label,
        derived=one["derived"],
        note=one["note"],
        rests_on=roll.refs(one["claims"]),
        speakers=tuple(who.values()),
    )
