"""Figures over time: how what the record gives for an outcome changed from edition to edition, and by which claims."""

from dataclasses import dataclass

from incidents.public.web.pages.bars import Bar, bar, largest_of
from incidents.public.web.pages.roll import ClaimRef, Roll
from incidents.public.web.pages.words import NOT_GIVEN, day, number
from incidents.public.web.reading import claims_with_figures
from incidents.record.models import Edition
from incidents.vocabulary import Outcome

_FOLLOWED = (Outcome.KILLED, Outcome.WOUNDED)
"""The outcomes whose totals an edition's columns hold."""

Range = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Step:
    """An edition that gives another figure than the one before it; `claims` are those that came with it."""

    edition: int
    ref: str
    published: str
    words: str
    given: bool
    bar: Bar | None
    claims: tuple[ClaimRef, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The figures of one outcome, oldest first."""

    outcome: str
    steps: tuple[Step, ...]


def courses(editions: list[Edition], roll: Roll) -> list[Course]:
    """Return the outcomes whose totals changed. One query, or none where none did. Editions come oldest first."""
    changed = {outcome: steps for outcome in _FOLLOWED if len(steps := _turning(editions, outcome)) > 1}
    if not changed:
        return []
    giving = claims_with_figures(editions, [outcome.value for outcome in changed])
    return [_course(outcome, editions, steps, giving, roll) for outcome, steps in changed.items()]


def _range(edition: Edition, outcome: Outcome) -> Range:
    low, best, high = (getattr(edition, f"{outcome}_{bound}") for bound in ("low", "best", "high"))
    return low, best, high


def _turning(editions: list[Edition], outcome: Outcome) -> list[Edition]:
    """Return the first edition and each whose total differs from that of the one before."""
    return [one for n, one in enumerate(editions) if n == 0 or _range(one, outcome) != _range(editions[n - 1], outcome)]


def _course(
    outcome: Outcome, editions: list[Edition], turning: list[Edition], giving: set[tuple[int, str, str]], roll: Roll
) -> Course:
    largest = largest_of([bound for one in turning for bound in _range(one, outcome)])
    claims = {
        one.seq: {claim for seq, about, claim in giving if (seq, about) == (one.seq, outcome)} for one in editions
    }
    known: set[str] = set()
    came: dict[int, set[str]] = {}
    for one in editions:
        came[one.seq], known = claims[one.seq] - known, claims[one.seq]
    steps = tuple(_step(one, _range(one, outcome), largest, roll.refs(came[one.seq])) for one in turning)
    return Course(outcome.label, steps)


def _step(edition: Edition, given: Range, largest: int, claims: tuple[ClaimRef, ...]) -> Step:
    low, best, high = given
    words = number(low, high)
    return Step(
        edition=edition.number,
        ref=edition.ref,
        published=day(edition.published_at.date()),
        words=words,
        given=words != NOT_GIVEN,
        bar=bar(low, best, high, largest),
        claims=claims,
    )
