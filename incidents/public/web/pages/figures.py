"""Figures: the record's ranges, and on whose word each rests."""

from dataclasses import dataclass

from incidents.document.types import Estimate, IncidentDocument, Total
from incidents.public.web.pages.bars import Bar, bar, largest_of
from incidents.public.web.pages.cast import Cast, Member
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
    """One range: who, how many, and who says so."""

    outcome: str
    side: Member
    group: str
    words: str
    given: bool
    best: int | None
    exact: bool
    bar: Bar | None
    basis: str
    derived: bool
    note: str
    speakers: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """An outcome in the fact strip, per side."""

    label: str
    figures: tuple[Figure, ...]
    total: str


def figures(document: IncidentDocument, cast: Cast) -> list[Figure]:
    """Return every estimate of the document."""
    estimates = document["estimates"]
    largest = largest_of([n for one in estimates for n in (one["low"], one["best"], one["high"])])
    speakers = {
        (claim["id"], assertion["question"]): Speaker(cast.member(claim["claimant"]).name, claim["id"])
        for claim in document["claims"]
        for assertion in claim["assertions"]
        if (assertion["value"]["low"], assertion["value"]["high"]) != (None, None)
    }
    return [_figure(one, largest, speakers, cast) for one in estimates]


def facts(document: IncidentDocument, cast: Cast) -> list[Fact]:
    """Return the fact strip: killed and wounded of any incident, other outcomes where something is said of them."""
    shown = figures(document, cast)
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
    return f"{words}, with a part unknown" if total["includes_unknown"] and total["high"] is not None else words


def _figure(one: Estimate, largest: int, speakers: dict[tuple[str, Question], Speaker], cast: Cast) -> Figure:
    words = number(one["low"], one["high"])
    said = [speakers.get((claim, Question.of(one["outcome"]))) for claim in one["claims"]]
    who = {speaker.name: speaker for speaker in said if speaker}
    return Figure(
        outcome=Outcome.of(one["outcome"]).label,
        side=cast.member(one["side"]),
        group=Group.of(one["group"]).label,
        words=words,
        given=words != NOT_GIVEN,
        best=one["best"],
        exact=one["low"] is not None and one["low"] == one["high"],
        bar=bar(one["low"], one["best"], one["high"], largest),
        basis=EstimateBasis.of(one["basis"]).label,
        derived=one["derived"],
        note=one["note"],
        speakers=tuple(who.values()),
    )
