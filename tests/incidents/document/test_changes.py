"""What changed between two documents, by kind, for people."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document.canonical import normal
from incidents.document.changes import Change, Changes, changes_between, fields_between, paired
from incidents.vocabulary import Finding, Question
from tests.incidents.document.samples import assertion, citation, claim, document, estimate, killed, verdict
from tests.incidents.document.unhurried import unhurried

DERIVED = {"schema", "ref", "positions", "actors"}
"""Keys that are the same in all editions of an incident, or follow from what is told elsewhere."""


def told(**changes: Any) -> Any:
    """Return a document in which every part has something in it."""
    given = {
        "assessments": [verdict(Finding.AGREED, Question.OCCURRENCE)],
        "estimates": [estimate(1, 2, 3)],
    }
    return normal(document(**{**given, **changes}))


def altered(edit: Any) -> Changes:
    """Return what differs once a document was edited."""
    before = told()
    after = deepcopy(before)
    edit(after)
    return changes_between(before, after)


def parts(found: Changes) -> set[str]:
    """Return the kinds of which something differs."""
    return {name for name in Changes.__slots__ if getattr(found, name)}


def test_nothing_differs_from_itself() -> None:
    assert not changes_between(told(), told())


def test_an_order_of_its_own_is_no_difference() -> None:
    before = told()
    after = deepcopy(before)
    for value in after.values():
        if isinstance(value, list):
            value.reverse()
    assert before != after
    assert not changes_between(before, after)


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("title", "own"), ("summary", "own"), ("kind", "own"), ("aggregated", "own"), ("occurrence", "own"),
        ("dispute", "own"), ("origin", "own"), ("location", "place"), ("involvements", "involvements"),
        ("claims", "claims"), ("sources", "sources"), ("citations", "citations"), ("estimates", "estimates"),
        ("totals", "totals"), ("assessments", "assessments"), ("links", "links"), ("positions", "findings"),
    ],
)  # fmt: skip
def test_every_part_of_a_document_is_looked_at(key: str, part: str) -> None:
    """Whatever is put in its place, the difference is told, and under its own heading."""

    def empty(document: Any) -> None:
        value = document[key]
        if key == "location":
            value["wording"] = "elsewhere"
        elif key == "occurrence":
            value["end_time"] = "23:59"
        else:
            document[key] = [] if isinstance(value, list) else not value if isinstance(value, bool) else None

    assert parts(altered(empty)) == {part}


def test_all_keys_of_a_document_are_known_here() -> None:
    """A part that is added to the document has to be told of, or named as derived."""
    looked_at = {
        "title", "summary", "kind", "aggregated", "occurrence", "dispute", "origin", "location", "involvements",
        "claims", "sources", "citations", "estimates", "totals", "assessments", "links",
    }  # fmt: skip
    assert set(told()) == looked_at | DERIVED


def test_a_claim_that_is_new_is_told_whole() -> None:
    new = normal(claim("c9", "theirs", assertion(), killed(3), citations=[citation()]))
    found = altered(lambda document: document["claims"].insert(0, new))
    (one,) = found.claims
    assert (one.claim, one.claim.kind, one.claim.thing) == (Change(None, new), "added", new)
    assert [change.after for change in one.assertions] == new["assertions"]
    assert [change.after for change in one.citations] == new["citations"]
    assert one.fields == []


def test_a_claim_that_is_gone_is_told_as_it_was() -> None:
    found = altered(lambda document: document["claims"].pop())
    (one,) = found.claims
    assert one.claim.kind == "removed"
    assert one.claim.thing["id"] == "c1a1m00002"
    assert [change.kind for change in (*one.assertions, *one.answers, *one.citations)] == ["removed"] * 3


def test_of_a_claim_only_what_differs_is_told() -> None:
    def edit(document: Any) -> None:
        document["claims"][0]["statement"] = "Says otherwise."
        document["claims"][0]["assertions"][1]["value"] |= {"low": 4, "high": 4}

    (one,) = altered(edit).claims
    assert [(field.name, field.after) for field in one.fields] == [("statement", "Says otherwise.")]
    (said,) = one.assertions
    assert said.before is not None
    assert said.after is not None
    assert (said.before["value"]["low"], said.after["value"]["low"]) == (2, 4)
    assert (one.answers, one.citations) == ([], [])


def test_a_finding_that_stands_is_not_told_though_its_columns_differ() -> None:
    def speak(document: Any) -> None:
        document["positions"][0]["columns"][0]["statements"][0]["speaker"] = "A spokesperson"

    assert not altered(speak)

    def turn(document: Any) -> None:
        document["positions"][0]["finding"] = Finding.AGREED

    assert parts(altered(turn)) == {"findings"}


def test_only_actors_that_are_called_otherwise_are_told() -> None:
    assert not altered(lambda document: document["actors"].pop())

    def rename(document: Any) -> None:
        document["actors"][0]["name"] = "Another name"

    assert [one.kind for one in altered(rename).actors] == ["changed"]


def test_a_source_that_was_graded_otherwise() -> None:
    (one,) = altered(lambda document: document["sources"][0].update(reliability="A")).sources
    assert one.before is not None
    assert one.after is not None
    assert [field.name for field in fields_between(one.before, one.after, one.thing)] == ["reliability"]


def test_things_of_one_key_are_told_apart_by_their_order() -> None:
    assert paired(["a", "a"], ["a"], str) == [Change("a", None)]
    assert paired(["a"], ["a", "a"], str) == [Change(None, "a")]


@unhurried
@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_both_ways_differ_in_the_same_things(one: list[int], other: list[int]) -> None:
    there = {(change.before, change.after) for change in paired(one, other, lambda n: n % 3)}
    back = {(change.after, change.before) for change in paired(other, one, lambda n: n % 3)}
    assert there == back
    assert not paired(one, one, lambda n: n % 3)


def test_a_field_that_one_side_lacks_differs() -> None:
    assert [one.name for one in fields_between({"a": 1}, {"b": None}, ("a", "b"))] == ["a"]
