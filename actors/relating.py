"""What relations between actors can hold beside each other, said with names and days before the database refuses it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from incidents.vocabulary import ActorRelationKind

INVERSE = {
    ActorRelationKind.PART_OF: "includes",
    ActorRelationKind.SUCCESSOR_OF: "was succeeded by",
    ActorRelationKind.ALLIED_WITH: "is allied with",
    ActorRelationKind.CONTROLS: "is controlled by",
}
"""How a relation reads from its other end."""


def days_in_words(since: date | None, until: date | None) -> str:
    """Return a period in words; `until` is the day after the last."""
    first = f"from {since}" if since else ""
    last = f"to {until - timedelta(days=1)}" if until else ""
    return f"{first} {last}".strip() or "always"


@dataclass(frozen=True)
class Tie:
    """A relation as it would stand: the ids of both ends, and its days from `since` up to, but not on, `until`.

    `key` tells it from the others: the id of its row, or whatever stands for a new one.
    """

    key: object
    subject: int
    kind: str
    object: int
    since: date | None = None
    until: date | None = None

    @property
    def days(self) -> str:
        """Its period in words."""
        return days_in_words(self.since, self.until)


@dataclass(frozen=True)
class Conflict:
    """Why a relation can't hold: the field of it that is to be changed, and what would be allowed."""

    key: object
    field: str
    message: str


def conflicts(ties: Iterable[Tie], touched: Iterable[object], names: Mapping[int, str]) -> list[Conflict]:
    """Return what keeps the touched relations from holding beside all others; `names` has those of all actors.

    Of two that are touched and overlap, the later in `ties` is told of. `ties` has every relation that matters: all
    part_of, and all of the subjects that are touched.
    """
    every = list(ties)
    keys = set(touched)
    found: list[Conflict] = []
    for place, tie in enumerate(every):
        if tie.key not in keys:
            continue
        if tie.subject == tie.object:
            found.append(
                Conflict(tie.key, "other", f"{names[tie.subject]} can’t relate to itself: name another actor.")
            )
            continue
        others = [one for at, one in enumerate(every) if one is not tie and (one.key not in keys or at < place)]
        overlap = next(_overlaps(tie, others, names), None)
        if overlap is None and tie.kind == ActorRelationKind.PART_OF:
            overlap = _circle(tie, every, names)
        if overlap is not None:
            found.append(overlap)
    return found


def _overlaps(tie: Tie, others: list[Tie], names: Mapping[int, str]) -> Iterator[Conflict]:
    subject, wholes = names[tie.subject], tie.kind == ActorRelationKind.PART_OF
    for one in others:
        if one.subject != tie.subject or one.kind != tie.kind or _meet((tie.since, tie.until), one) is None:
            continue
        if one.object == tie.object:
            words = f"{subject} {ActorRelationKind.of(tie.kind).label} {names[tie.object]}"
            yield Conflict(tie.key, "since", f"It is recorded already that {words} {one.days}. {_room(one)}")
        elif wholes:
            told = f"{subject} is part of {names[one.object]} {one.days}, and of one actor at a time. {_room(one)}"
            yield Conflict(tie.key, "since", told)


def _room(one: Tie) -> str:
    """Say which days are free beside a relation."""
    before = f"end on {one.since - timedelta(days=1)} or before" if one.since and one.since > date.min else ""
    after = f"begin on {one.until} or later" if one.until else ""
    allowed = " or ".join(part for part in (before, after) if part)
    return f"This one may {allowed}." if allowed else "End that one first."


def _circle(tie: Tie, every: list[Tie], names: Mapping[int, str]) -> Conflict | None:
    """Return that an actor would be a part of itself on some day."""
    above: dict[int, list[Tie]] = {}
    for one in every:
        if one.kind == ActorRelationKind.PART_OF and one is not tie:
            above.setdefault(one.subject, []).append(one)
    waiting: list[tuple[Tie, list[int]]] = [(tie, [tie.subject, tie.object])]
    seen: set[tuple[int, date | None, date | None]] = set()
    while waiting:
        here, path = waiting.pop()
        if here.object == tie.subject:
            chain = " is part of ".join(names[one] for one in path)
            told = f"On some of these days ({here.days}) it would be a part of itself: {chain}. Name another actor, "
            return Conflict(tie.key, "other", told + "or choose days on which that doesn’t hold.")
        for one in above.get(here.object, []):
            days = _meet((here.since, here.until), one)
            if days is not None and (one.object, *days) not in seen:
                seen.add((one.object, *days))
                waiting.append((Tie(None, tie.subject, tie.kind, one.object, *days), [*path, one.object]))
    return None


def _meet(days: tuple[date | None, date | None], one: Tie) -> tuple[date | None, date | None] | None:
    """Return the days that a period and a relation have in common; None where there are none."""
    starts = [day for day in (days[0], one.since) if day]
    ends = [day for day in (days[1], one.until) if day]
    since, until = max(starts, default=None), min(ends, default=None)
    return None if since and until and since >= until else (since, until)
