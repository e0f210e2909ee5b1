"""The JSON Patch between two documents: applying it gives the other one, to the byte."""

import subprocess
import sys
from copy import deepcopy
from typing import Any

import jsonpatch
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document.canonical import canonical
from incidents.document.patch import patch_between
from incidents.vocabulary import Stance
from tests.incidents.document.samples import assertion, claim, document, killed, retraction, source
from tests.incidents.document.unhurried import unhurried

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4)
LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | TEXTS | st.sampled_from(["", "/~"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text("abc/~", max_size=2), inner, max_size=4)
        | st.lists(st.sampled_from(["a", "b", 1, True, {"id": 1}]), max_size=6)
    ),
    max_leaves=25,
)


def applied(before: bytes, after: bytes) -> bytes:
    """Return what the patch between two documents makes of the first, as a caller would."""
    told = orjson.loads(orjson.dumps(patch_between(before, after)))
    return canonical(jsonpatch.apply_patch(orjson.loads(before), told))


@unhurried
@given(VALUES, VALUES)
def test_applying_it_gives_the_other_value_exactly(one: Any, other: Any) -> None:
    before, after = canonical({"body": one}), canonical({"body": other})
    assert applied(before, after) == after


@st.composite
def documents(draw: st.DrawFn) -> Any:
    """Return a document with some of its claims, in some order, differing in what they say."""
    names = draw(st.lists(st.sampled_from(["claim00001", "claim00002", "claim00003"]), unique=True, min_size=1))
    said = [
        claim(
            name,
            draw(st.sampled_from(["ours", "theirs"])),
            assertion(stance=draw(st.sampled_from([Stance.ASSERTS, Stance.DENIES])), id=f"{name}a"),
            killed(draw(st.integers(0, 2)), draw(st.none() | st.integers(2, 4)), id=f"{name}b"),
            at=draw(st.none() | st.just("09:00")),
        )
        for name in names
    ]
    sources = draw(st.lists(st.sampled_from(["source0001", "source0002"]), unique=True))
    told = document(*said, title=draw(st.sampled_from(["One", "Other"])), sources=[source(one) for one in sources])
    return draw(st.sampled_from([told, told, told, retraction()]))


@unhurried
@given(documents(), documents())
def test_applying_it_gives_the_other_document_exactly(one: Any, other: Any) -> None:
    before, after = canonical(one), canonical(other)
    assert applied(before, after) == after


@unhurried
@given(documents())
def test_no_operation_lies_between_a_document_and_itself(one: Any) -> None:
    assert patch_between(canonical(one), canonical(one)) == []


@pytest.mark.parametrize(
    ("before", "after"), [(1, True), (0, False), ("1", 1), (None, ""), ([1], [True]), ({"a": None}, {})]
)
def test_values_that_python_takes_for_equal_differ(before: Any, after: Any) -> None:
    one, other = canonical({"v": before}), canonical({"v": after})
    assert applied(one, other) == other != one


def test_one_new_claim_is_one_operation_on_the_claims() -> None:
    before: Any = document()
    after = deepcopy(before)
    after["claims"].insert(0, claim("claim00009", "ours", assertion()))
    operations = patch_between(canonical(before), canonical(after))
    assert [(one["op"], one["path"]) for one in operations] == [("add", "/claims/0")]


def test_the_operations_do_not_depend_on_the_process() -> None:
    """Sets of words have another order in each process; what a cache keeps must not."""
    script = (
        "import sys; from incidents.document.patch import patch_between;"
        "print(patch_between(*sys.stdin.buffer.read().splitlines()))"
    )
    before, after = document(), document(claim("claim00007", "theirs", killed(3)), title="Another", summary="")
    told = canonical({**before, "gone": 1, "away": 2}) + b"\n" + canonical({**after, "new": 1, "fresh": 2})
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], input=told, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
    assert b"'op'" in answers.pop()
