"""Where the lines of the graph of claims run: their heights at the claims, and the lanes in which they climb.

A line leaves the claim that answers on a height of its own, which carries its word, and climbs in a lane, which is
given again only where it is free. So words can't meet, and no line can hide another.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.public.web.pages.cast import Side
from incidents.public.web.pages.exchange import Answer, Turn

RADIUS = 12
LANE = 9
"""Between two lanes."""
GAP = 16
_ROW, _OUT, _IN, _NAME = 54, 20, 10, 18
"""Heights: of a row at least, of a line that leaves with its word over it, of one that arrives, of a line of text."""

Group = tuple[int, bool]
"""Which lanes: the half (-1 left, 1 right), and whether for lines that bend back to their column."""


class Spot:
    """A claim's place in the graph: which column, and how many lines leave and reach it towards either hand."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.column = {Side.LEFT: -1, Side.RIGHT: 1}.get(turn.party.side, 0)
        self.leaving: dict[int, list[Answer]] = {-1: [], 1: []}
        self.reaching: dict[int, list[Answer]] = {-1: [], 1: []}
        self.y = 0.0

    @property
    def height(self) -> float:
        """The row's height. On the spine the name stands above the circle, so that the row needs more."""
        lines = 2 * self.reach
        return max(_ROW, lines + GAP) if self.column else max(2.0 * RADIUS, lines) + GAP + 2 * _NAME

    @property
    def reach(self) -> float:
        """How far the lines stand from the middle at most."""
        return max(self._needed(hand) for hand in (-1, 1)) / 2

    def _needed(self, hand: int) -> float:
        return _OUT * len(self.leaving[hand]) + _IN * len(self.reaching[hand])

    def port(self, answer: Answer, hand: int, *, leaves: bool) -> float:
        """Return the height at which a line leaves or reaches the claim: those that leave stand above."""
        top = self.y - self._needed(hand) / 2
        if leaves:
            return top + _OUT * (self.leaving[hand].index(answer) + 0.5)
        return top + _OUT * len(self.leaving[hand]) + _IN * (self.reaching[hand].index(answer) + 0.5)


@dataclass(slots=True)
class Wire:
    """A line: the answer it draws, its ends, on which hand it leaves and arrives, at which heights, in which lane."""

    answer: Answer
    start: Spot
    end: Spot
    out: int
    into: int
    start_y: float = 0.0
    end_y: float = 0.0
    lane: int = 0

    @property
    def bends_back(self) -> bool:
        """Whether both ends are in one of the outer columns."""
        return self.start.column == self.end.column != 0

    @property
    def half(self) -> int:
        """In which half it climbs: that of the claim that answers."""
        return self.out if self.start.column == 0 else -self.out

    @property
    def group(self) -> Group:
        """Which lanes it may have."""
        return self.half, self.bends_back


def wire(answer: Answer, spots: dict[int, Spot]) -> Wire:
    """Let a line leave and reach its claims on the sides that face each other; within a column, on the inner side."""
    start, end = spots[answer.by.number], spots[answer.to.number]
    out = sign(end.column - start.column) or -start.column or 1
    into = sign(start.column - end.column) or -end.column or 1
    start.leaving[out].append(answer)
    end.reaching[into].append(answer)
    return Wire(answer, start, end, out, into)


def stack(spots: Iterable[Spot], top: float) -> float:
    """Put the claims below each other; return where the last row ends."""
    for spot in spots:
        spot.y = top + spot.height / 2
        top += spot.height
    return top


def give_lanes(wires: list[Wire]) -> dict[Group, int]:
    """Give each line the first lane that is free over its height, short lines first; return each group's lanes."""
    taken: dict[Group, list[list[Wire]]] = defaultdict(list)
    for one in wires:
        one.start_y = one.start.port(one.answer, one.out, leaves=True)
        one.end_y = one.end.port(one.answer, one.into, leaves=False)
    for one in sorted(wires, key=lambda one: (abs(one.end_y - one.start_y), one.start_y)):
        lanes = taken[one.group]
        one.lane = next((n for n, lane in enumerate(lanes) if not any(_meet(one, other) for other in lane)), len(lanes))
        if one.lane == len(lanes):
            lanes.append([])
        lanes[one.lane].append(one)
    return {(half, back): len(taken[half, back]) for half in (-1, 1) for back in (True, False)}


def _meet(one: Wire, other: Wire) -> bool:
    """Tell whether two lines overlap in height, or nearly."""
    (top, bottom), (above, below) = (sorted((each.start_y, each.end_y)) for each in (one, other))
    return top <= below + LANE and above <= bottom + LANE


def sign(number: float) -> int:
    """Return -1, 0 or 1."""
    return (number > 0) - (number < 0)
