"""Who answers whom, as a small graph: parties left and right, observers on the spine, time downwards.

Lines run at right angles and end with an arrow at the claim that is answered; answers within one column bend back to
it. Lengths are in SVG units, which are pixels: nothing is scaled, so that the words stay readable.
"""

from dataclasses import dataclass
from textwrap import wrap

from incidents.public.web.pages.cast import Member, Side
from incidents.public.web.pages.exchange import Answer, Turn
from incidents.public.web.pages.wiring import GAP, LANE, RADIUS, Group, Spot, Wire, give_lanes, sign, stack, wire
from incidents.vocabulary import LinkRelation

FEWEST = 3
"""A graph is drawn where there are at least so many links; fewer are read faster in the turns themselves."""
NAMES = 176
"""Width of the names at each side, which a phone leaves out (exchange.css crops just this)."""
_HEAD = 34
_EDGE, _BEND, _WORD = 20, 16, 82
"""Widths: beside the outer circles, from a circle to the first line that bends back to it, of the longest word."""
_LETTERS, _LINES, _LEADING = 25, 2, 15
_CORNER = 8.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text beside or above a node, whose middle is at 0."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Node:
    """A claim: a numbered circle that links to its turn. `label` has the name where the lines shorten it."""

    number: int
    claim: str
    side: Side
    x: float
    y: float
    lines: tuple[Line, ...]
    name_x: int
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from the claim that answers to the one that is answered, with its word, which starts or ends at x."""

    relation: LinkRelation
    path: str
    x: float
    y: float
    ends: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The drawing, and the same in words."""

    width: float
    height: float
    spine: float
    left: str
    right: str
    left_x: float
    right_x: float
    middle: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    answers: tuple[Answer, ...]
    relations: tuple[LinkRelation, ...]
    left_out: tuple[int, ...]

    @property
    def by_relation(self) -> list[tuple[str, list[Edge]]]:
        """The lines by their pattern."""
        return [(one.value, [edge for edge in self.edges if edge.relation is one]) for one in self.relations]

    @property
    def is_short(self) -> bool:
        """Whether the words are few enough to stand open beside the drawing."""
        return len(self.answers) <= 2 * FEWEST


def graph(turns: list[Turn], answers: list[Answer], left: Member | None, right: Member | None) -> Graph | None:
    """Return the graph of the claims that a link joins, or None where there are too few links to draw."""
    if sum(max(len(one.questions), 1) for one in answers) < FEWEST:
        return None
    joined = {ref.number for one in answers for ref in (one.by, one.to)}
    spots = {turn.number: Spot(turn) for turn in turns if turn.number in joined}
    wires = [wire(one, spots) for one in answers if one.by != one.to]
    height = stack(spots.values(), _HEAD)
    lanes = give_lanes(wires)
    spine = NAMES + _EDGE + RADIUS + _half_width(lanes, -1)
    drawing = _Drawing({-1: NAMES + _EDGE + RADIUS, 0: spine, 1: spine + _half_width(lanes, 1)}, lanes)
    middle = list(dict.fromkeys(spot.turn.role for spot in spots.values() if spot.column == 0))
    return Graph(
        width=drawing.xs[1] + RADIUS + _EDGE + NAMES,
        height=round(height + GAP / 2),
        spine=spine,
        left=left.name if left else "",
        right=right.name if right else "",
        left_x=drawing.xs[-1] - RADIUS,
        right_x=drawing.xs[1] + RADIUS,
        middle=("others" if len(middle) > 1 else middle[0]) if middle else "",
        nodes=tuple(drawing.node(spot) for spot in spots.values()),
        edges=tuple(drawing.edge(one) for one in wires),
        answers=tuple(answers),
        relations=tuple(one for one in LinkRelation if one in {answer.relation for answer in answers}),
        left_out=tuple(turn.number for turn in turns if turn.number not in joined),
    )


def _half_width(lanes: dict[Group, int], half: int) -> int:
    """Return how far an outer column stands from the spine, so that its lanes and a word fit between."""
    back, climbing = lanes[half, True], lanes[half, False]
    return 2 * RADIUS + GAP + _WORD + (_BEND + LANE * back if back else 0) + LANE * climbing


class _Drawing:
    """Turns columns and lanes into positions."""

    def __init__(self, xs: dict[int, int], lanes: dict[Group, int]) -> None:
        self.xs = xs
        self._lanes = lanes

    def node(self, spot: Spot) -> Node:
        turn = spot.turn
        lines = _beside(spot) if spot.column else _above(spot)
        shortened = any(line.text.endswith("…") for line in lines)
        return Node(
            number=turn.number,
            claim=turn.id,
            side=turn.party.side,
            x=self.xs[spot.column],
            y=round(spot.y, 1),
            lines=lines,
            name_x=spot.column * (RADIUS + 8),
            label=f"{turn.number} {turn.claimant.name}, {turn.when}" if shortened else "",
        )

    def edge(self, one: Wire) -> Edge:
        start_x, end_x, lane_x = self.xs[one.start.column], self.xs[one.end.column], self._lane_x(one)
        back = self._lanes[one.half, True] if one.start.column else 0
        past_lanes = _BEND + LANE * (back - 1) if back else 0
        return Edge(
            relation=one.answer.relation,
            path=_route(
                [
                    *_out_of(start_x, one.start.y, one.start_y),
                    (lane_x, one.start_y),
                    (lane_x, one.end_y),
                    *_into(end_x, one.end.y, one.end_y, one.into),
                ]
            ),
            x=start_x + one.out * (RADIUS + 8 + past_lanes),
            y=round(one.start_y - 4, 1),
            ends=one.out < 0,
        )

    def _lane_x(self, one: Wire) -> float:
        """Return where a line climbs: near the column it bends back to, else between the words and the spine."""
        if one.bends_back:
            return self.xs[one.start.column] + one.out * (RADIUS + _BEND + LANE * one.lane)
        return self.xs[0] + one.half * (RADIUS + 8 + LANE * one.lane)


def _out_of(x: float, node_y: float, y: float) -> list[Point]:
    """Return the beginning: from the circle's middle, which covers it, or upright where the line leaves further off."""
    return [(x, node_y), (x, y)] if abs(y - node_y) > RADIUS else [(x, y)]


def _into(x: float, node_y: float, y: float, hand: int) -> list[Point]:
    """Return the end: at the circle's rim, from the side or, where the line comes by above or below, upright."""
    off = y - node_y
    if abs(off) < RADIUS - 1:
        return [(x + hand * ((RADIUS**2 - off**2) ** 0.5 + 2), y)]
    return [(x, y), (x, node_y + sign(off) * (RADIUS + 2))]


def _route(points: list[Point]) -> str:
    """Return a path through points at right angles, with round corners."""
    path = f"M{_n(*points[0])}"
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        path += f"L{_n(*_towards(here, before))}Q{_n(*here)} {_n(*_towards(here, after))}"
    return f"{path}L{_n(*points[-1])}"


def _towards(corner: Point, other: Point) -> Point:
    """Return the point on the way from a corner where its rounding begins."""
    across, along = other[0] - corner[0], other[1] - corner[1]
    cut = min(_CORNER, max(abs(across), abs(along)) / 2)
    return corner[0] + sign(across) * cut, corner[1] + sign(along) * cut


def _beside(spot: Spot) -> tuple[Line, ...]:
    """Return name and date beside a node, the name in two lines at most."""
    name = wrap(spot.turn.claimant.name, _LETTERS, max_lines=_LINES, placeholder=" …")
    lines = [*name, spot.turn.when]
    top = 4 - _LEADING * (len(lines) - 1) / 2
    return tuple(Line(text, top + n * _LEADING) for n, text in enumerate(lines))


def _above(spot: Spot) -> tuple[Line, ...]:
    """Return the name above a node on the spine, in one line."""
    name = wrap(spot.turn.claimant.name, _LETTERS + _LETTERS // 2, max_lines=1, placeholder=" …")
    return tuple(Line(text, -12 - max(RADIUS, spot.reach)) for text in name)


def _n(*numbers: float) -> str:
    """Write numbers as short as they are."""
    return " ".join(f"{number:.1f}".removesuffix(".0") for number in numbers)
