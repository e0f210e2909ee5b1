"""The graph of who answers whom: what stands where, and that no word or line covers another."""

import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.public.web.pages.threads import Edge, Graph
from incidents.public.web.pages.wiring import RADIUS
from incidents.vocabulary import LinkRelation
from tests.incidents.public.web import big, sample
from tests.incidents.public.web.composed import graph_of

LETTER, TALL = 6.6, 11
"""A letter of the drawing at most, on average; a line of words."""
CLAIMANTS = ("mod-armenia", "sbs-azerbaijan", "mod-azerbaijan", "armenia", "afp")


def drawn(document: dict[str, Any]) -> Graph:
    """Return the graph of a document that has one."""
    found = graph_of(document)
    assert found is not None
    return found


def linked(*links: tuple[int, int, str], claims: int = 8) -> dict[str, Any]:
    """Return a document whose claims (by turns of five claimants) answer each other: by, to, relation."""
    said = [
        sample.said(
            n, CLAIMANTS[n % len(CLAIMANTS)], "assertion", "It says so.", id=f"claim{n:05}", made_time=f"{8 + n:02}:00",
            answers=[big.answer(relation, to) for by, to, relation in links if by == n],
        )
        for n in range(1, claims + 1)
    ]  # fmt: skip
    return sample.told("CC-2024-09042", "Answers", said)


def corners(edge: Edge) -> list[tuple[float, float]]:
    """Return the points that a line runs through, the middles of its rounded corners included."""
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", edge.path)
    return [(float(x), float(y)) for x, y in pairs]


def climbs(edge: Edge, graph: Graph) -> list[tuple[float, float, float]]:
    """Return (x, top, bottom) of the upright pieces of a line, but for those that stand on a claim's own column."""
    columns = {node.x for node in graph.nodes}
    points = corners(edge)
    return [
        (a[0], min(a[1], b[1]), max(a[1], b[1]))
        for a, b in pairwise(points)
        if a[0] == b[0] and a[1] != b[1] and a[0] not in columns
    ]


def box(edge: Edge) -> tuple[float, float, float, float]:
    """Return the box of a line's word."""
    wide = len(edge.relation.label) * LETTER
    left = edge.x - wide if edge.ends else edge.x
    return left, edge.y - TALL, left + wide, edge.y


def apart(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def check(graph: Graph) -> None:
    """Assert what must hold for any graph."""
    assert all(apart(box(a), box(b)) for a, b in combinations(graph.edges, 2))
    rows = sorted(graph.nodes, key=lambda node: node.number)
    assert all(b.y - a.y >= 2 * RADIUS + 4 for a, b in pairwise(rows))
    uprights = [(n, piece) for n, edge in enumerate(graph.edges) for piece in climbs(edge, graph)]
    for (n, (x, top, bottom)), (m, (other_x, above, below)) in combinations(uprights, 2):
        assert n == m or x != other_x or bottom < above or below < top, "two lines share a lane"
    xs = [x for edge in graph.edges for x, _ in corners(edge)]
    ys = [y for edge in graph.edges for _, y in corners(edge)]
    assert all(0 <= x <= graph.width for x in xs)
    assert all(0 <= y <= graph.height for y in ys)


@pytest.mark.parametrize("document", [big.big(40), big.rich(2), sample.document_a()], ids=["40", "rich", "A"])
def test_words_and_lines_keep_apart(document: dict[str, Any]) -> None:
    graph = graph_of(document)
    if graph is not None:
        check(graph)


_LINKS = st.lists(
    st.tuples(st.integers(1, 8), st.integers(1, 8), st.sampled_from(LinkRelation.codes())), min_size=3, max_size=24
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_LINKS)
def test_any_links_can_be_drawn(links: list[tuple[int, int, str]]) -> None:
    graph = drawn(linked(*dict.fromkeys(links), *[(2, 1, "denies"), (3, 1, "denies"), (4, 1, "denies")]))
    check(graph)


def test_parties_stand_left_and_right_and_observers_on_the_spine() -> None:
    graph = drawn(big.rich(2))
    where = {node.lines[0].text: (node.x > graph.spine) - (node.x < graph.spine) for node in graph.nodes}
    assert where["Ministry of Defence of"] in (-1, 1)
    assert {node.side.value: (node.x > graph.spine) - (node.x < graph.spine) for node in graph.nodes} == {
        "left": -1, "right": 1, "observer": 0,
    }  # fmt: skip
    assert (graph.left, graph.middle, graph.right) == ("Armenia", "others", "Azerbaijan")


def test_time_runs_downwards_and_numbers_are_the_turns() -> None:
    graph = drawn(big.big(12))
    assert [node.number for node in graph.nodes] == sorted(node.number for node in graph.nodes)
    assert [node.y for node in graph.nodes] == sorted(node.y for node in graph.nodes)


def test_a_line_ends_at_the_claim_that_is_answered() -> None:
    graph = drawn(linked((2, 1, "denies"), (3, 1, "disputes"), (5, 2, "corroborates")))
    nodes = {node.number: node for node in graph.nodes}
    for edge, answer in zip(graph.edges, graph.answers, strict=True):
        x, y = corners(edge)[-1]
        target = nodes[answer.to.number]
        assert abs(((x - target.x) ** 2 + (y - target.y) ** 2) ** 0.5 - (RADIUS + 2)) < 2


@pytest.mark.parametrize("relation", ["corrects", "repeats"])
def test_within_one_party_a_line_bends_back_on_its_own_side(relation: str) -> None:
    graph = drawn(linked((6, 1, relation), (7, 2, relation), (2, 1, "denies"), claims=7))
    nodes = {node.number: node for node in graph.nodes}
    for edge, answer in zip(graph.edges, graph.answers, strict=True):
        start, end = nodes[answer.by.number], nodes[answer.to.number]
        if start.x == end.x:
            column = abs(graph.spine - start.x)
            assert all(RADIUS < abs(graph.spine - x) <= column for x, _ in corners(edge))
            assert len({x < graph.spine for x, _ in corners(edge)}) == 1


def test_answers_on_several_questions_are_one_line_and_name_them_in_words() -> None:
    document = linked((6, 1, "corrects"), (2, 1, "denies"))
    document["claims"][5]["answers"] = [big.answer("corrects", 1, "killed"), big.answer("corrects", 1, "wounded")]
    graph = drawn(document)
    assert [(one.by.number, one.relation, one.to.number, one.on) for one in graph.answers] == [
        (2, "denies", 1, ""), (6, "corrects", 1, "Killed and Wounded"),
    ]  # fmt: skip
    assert len(graph.edges) == len(graph.answers)


def test_few_links_make_no_graph_and_links_to_nothing_none_at_all() -> None:
    assert graph_of(linked((2, 1, "denies"), (3, 2, "denies"))) is None
    assert graph_of(linked((2, 1, "denies"), (3, 2, "denies"), (4, 99, "denies"))) is None
    assert graph_of(linked((2, 1, "denies"), (3, 2, "denies"), (4, 3, "denies"))) is not None


def test_claims_without_a_link_are_left_out_and_named() -> None:
    graph = drawn(linked((2, 1, "denies"), (3, 2, "denies"), (4, 3, "denies"), claims=6))
    assert [node.number for node in graph.nodes] == [1, 2, 3, 4]
    assert graph.left_out == (5, 6)


def test_a_long_name_is_whole_in_the_label() -> None:
    document = linked((2, 1, "denies"), (3, 2, "denies"), (4, 3, "denies"))
    name = "Commission of the Parliament for the Investigation of Everything at the Border"
    document["actors"] = [
        one | {"name": name} if one["slug"] == "sbs-azerbaijan" else one for one in document["actors"]
    ]
    node = drawn(document).nodes[0]
    assert node.lines[1].text.endswith("…")
    assert name in node.label
