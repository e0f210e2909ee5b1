"""What changed between two documents, as a person reads it."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document.canonical import normal
from incidents.document.difference import Difference, difference
from tests.incidents.document.samples import assertion, claim, document
from tests.incidents.document.unhurried import unhurried

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.dictionaries(st.just("id"), st.text()),
    max_leaves=20,
)


@unhurried
@given(VALUES)
def test_nothing_differs_from_itself(value: Any) -> None:
    assert difference(value, deepcopy(value)) == []


@unhurried
@given(VALUES, VALUES)
def test_both_ways_differ_in_the_same_places(one: Any, other: Any) -> None:
    there = difference(one, other)
    back = difference(other, one)
    assert [(line.path, line.after, line.before) for line in back] == [
        (line.path, line.before, line.after) for line in there
    ]


def test_documents_do_not_differ_by_the_order_of_their_lists() -> None:
    before: Any = normal(document())
    after = deepcopy(before)
    for key in ("actors", "claims", "involvements", "sources", "estimates", "positions", "links"):
        after[key].reverse()
    after["claims"][-1]["assertions"].reverse()
    assert before != after
    assert difference(before, after) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 2}, [Difference("a", 1, 2)]),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [Difference("a.b", 1, 2)]),
        ({}, {"a": 1}, [Difference("a", None, 1)]),
        ({"a": 1}, {}, [Difference("a", 1, None)]),
        ([1, 2], [2, 1], [Difference("", [1, 2], [2, 1])]),
        ({"a": [{"id": "x", "n": 1}]}, {"a": [{"id": "x", "n": 2}]}, [Difference("a[x].n", 1, 2)]),
        ({"a": []}, {"a": [{"id": "x"}]}, [Difference("a[x]", None, {"id": "x"})]),
        (
            {"a": [{"id": "x"}, {"id": "x"}]}, {"a": [{"id": "x"}]},
            [Difference("a", [{"id": "x"}, {"id": "x"}], [{"id": "x"}])],
        ),
        (
            {"e": [{"outcome": "killed", "side": "ours", "group": "military", "low": 1}]},
            {"e": [{"outcome": "killed", "side": "ours", "group": "military", "low": 2}]},
            [Difference("e[killed ours military].low", 1, 2)],
        ),
    ],
)  # fmt: skip
def test_paths(before: Any, after: Any, expected: list[Difference]) -> None:
    assert difference(before, after) == expected


def test_paths_in_a_document() -> None:
    before: Any = normal(document())
    after = deepcopy(before)
    after["claims"][0]["statement"] = "Says otherwise."
    after["claims"][0]["assertions"][1]["value"]["high"] = 3
    after["sources"] = []
    after["occurrence"]["start_time"] = None
    found = {line.path: line.kind for line in difference(before, after)}
    assert found == {
        "claims[c1a1m00001].assertions[assert0002 killed ours military].value.high": "changed",
        "claims[c1a1m00001].statement": "changed",
        "occurrence.start_time": "removed",
        "sources[source0001]": "removed",
    }


def test_a_new_claim_is_one_line() -> None:
    one, two = claim("c1", "ours", assertion()), claim("c2", "theirs", assertion())
    (line,) = difference({"claims": [one]}, {"claims": [two, one]})
    assert (line.path, line.kind) == ("claims[c2]", "added")


def test_lines_come_in_the_order_of_paths() -> None:
    found = [line.path for line in difference({"b": 1, "a": {"c": 1, "b": 1}}, {"b": 2, "a": {"c": 2, "b": 2}})]
    assert found == sorted(found) == ["a.b", "a.c", "b"]
