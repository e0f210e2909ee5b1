"""What a figure suggests, and what the readers of people and of acts share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.desk.suggesting.actors import Mention
from incidents.desk.suggesting.lexicon import KnownActor
from incidents.desk.suggesting.texts import Phrase
from incidents.vocabulary import ActorKind, Question

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class FigureSuggestion:
    """How many of a side and group met an outcome, or how many acts a side committed; and who says so, if anyone."""

    phrase: Phrase
    question: Question
    side: KnownActor | None
    group: str
    low: int
    high: int | None
    wording: str = ""
    claimant: KnownActor | None = None


def speaker_of(actors: Iterable[Mention]) -> KnownActor | None:
    """Return the first actor of a sentence that says something in it."""
    return next((one.actor for one in actors if one.speaks), None)


def each_once(found: Sequence[FigureSuggestion]) -> list[FigureSuggestion]:
    """Leave out what was counted before, and what leaves the side open where another tells it.

    Of the same figure, the one counts that names who says it: rather a body than its state.
    """
    kept: dict[tuple[object, ...], FigureSuggestion] = {}
    for one in found:
        what = (one.question, one.group, one.low, one.high)
        if one.side is None and any(key[:-1] == what for key in kept):
            continue
        before = kept.setdefault((*what, one.side), one)
        if _named(one) > _named(before):
            kept[*what, one.side] = one
    return list(kept.values())


def _named(one: FigureSuggestion) -> int:
    if one.claimant is None:
        return 0
    return 1 if one.claimant.kind == ActorKind.STATE else 2
