"""One document has one sequence of bytes: RFC 8785's, as another implementation of it writes them."""

import hashlib
import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.document.canonical import GENESIS, LARGEST, NotCanonical, canonical, chain, envelope, normal, sha256
from incidents.vocabulary import Question, Stance
from tests.incidents.document.samples import document
from tests.incidents.document.unhurried import unhurried

TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))
KEYS = st.text(st.characters(min_codepoint=1, max_codepoint=127))
NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(-LARGEST, LARGEST, allow_nan=False) | st.floats(-1e-4, 1e-4)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=30,
)


@unhurried
@given(VALUES)
@example({"tiny": [0.000001, -0.000009, 0.00001]})
@example({"not": "a number: 1e-6", "but": 0.000002})
@example([0.1 + 0.2, -0.0, 1e15 + 0.3, 4503599627370495.5])
def test_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(normal(value))


@unhurried
@given(VALUES)
def test_reading_and_writing_again_changes_nothing(value: Any) -> None:
    data = canonical(value)
    assert json.loads(data) == normal(value)
    assert canonical(json.loads(data)) == data


@unhurried
@given(st.dictionaries(KEYS, NUMBERS))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@unhurried
@given(st.floats(-180, 180))
def test_coordinates_keep_six_decimals(degrees: float) -> None:
    kept = json.loads(canonical(degrees))
    assert kept == pytest.approx(degrees, abs=0.5000001e-6)
    assert len(repr(kept).partition(".")[2].partition("e")[0]) <= 6 or math.isclose(kept, round(degrees, 6))


def test_a_whole_document_is_canonical() -> None:
    assert canonical(document()) == rfc8785.dumps(normal(document()))


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (1.0, b"1"),
        (-0.0, b"0"),
        (39.0400004, b"39.04"),
        (39.0400006, b"39.040001"),
        (0.0000004, b"0"),
        (0.000001, b"0.000001"),
        (True, b"true"),
        (LARGEST, b"9007199254740991"),
        ({"b": 1, "a": 2, "B": 3, "_": 4}, b'{"B":3,"_":4,"a":2,"b":1}'),
        ("Ağdam — Ստեփանակերտ", '"Ağdam — Ստեփանակերտ"'.encode()),
        ("\x1f\n\"\\/\x7f", b'"\\u001f\\n\\"\\\\/\x7f"'),
        ({Question.KILLED: Stance.DENIES}, b'{"killed":"denies"}'),
    ],
)  # fmt: skip
def test_form(value: Any, data: bytes) -> None:
    assert canonical(value) == data


@pytest.mark.parametrize(
    "value",
    [
        math.nan, math.inf, -math.inf, LARGEST + 1, -LARGEST - 1, 2.0**53, -(2.0**53), 1e300,
        "a\0b", "\ud800", "x\udfffy", b"bytes", datetime(2024, 2, 13, tzinfo=UTC), (1, 2), {1},
    ],
    ids=repr,
)  # fmt: skip
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)
    with pytest.raises(NotCanonical, match=r"^\$\.deep\[1\]"):
        canonical({"deep": [0, value]})


@pytest.mark.parametrize("key", ["ключ", "é", "a\0", 1, None, "\ud800"])
def test_keys_are_ascii_text(key: Any) -> None:
    with pytest.raises(NotCanonical, match="key that is not ASCII"):
        canonical({"ok": {key: 1}})


def test_the_edges_of_integers_are_taken() -> None:
    assert canonical([LARGEST, -LARGEST]) == b"[9007199254740991,-9007199254740991]"


# The chain


def _surrounds(**changed: Any) -> bytes:
    given = {
        "seq": 1, "ref": "CC-2024-00017", "number": 1, "status": "published", "origin": "workbench",
        "schema": "counterclaim/incident/1", "published_at": datetime(2024, 2, 13, 9, 30, 0, 42, UTC),
    }  # fmt: skip
    return envelope(**{**given, **changed})


def test_envelope() -> None:
    assert _surrounds() == (
        b'{"number":1,"origin":"workbench","published_at":"2024-02-13T09:30:00.000042Z","ref":"CC-2024-00017",'
        b'"schema":"counterclaim/incident/1","seq":1,"status":"published"}'
    )


def test_chain_by_hand() -> None:
    """sha256(previous digest ‖ sha256(envelope) ‖ sha256(body)), over raw bytes, for two editions in a row."""
    digest = GENESIS
    expected = bytes(32)
    for seq, body in ((1, b'{"a":1}'), (2, b'{"a":2}')):
        surrounds = _surrounds(seq=seq, number=seq)
        expected = hashlib.sha256(
            expected + hashlib.sha256(surrounds).digest() + hashlib.sha256(body).digest()
        ).digest()
        digest = chain(digest, surrounds, sha256(body))
        assert digest == expected.hex()
    assert digest == "eee1e70bb4b08439e806912cea7cca737565e0bc8cd50e556408fc06e3720cc9"


@pytest.mark.parametrize(
    "change",
    [
        {"seq": 2}, {"ref": "CC-2024-00018"}, {"number": 2}, {"status": "retracted"}, {"origin": "ged"},
        {"schema": "counterclaim/incident/2"}, {"published_at": datetime(2024, 2, 13, 9, 30, 0, 43, UTC)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_every_part_of_the_envelope_is_in_the_digest(change: dict[str, Any]) -> None:
    body = sha256(b"{}")
    assert chain(GENESIS, _surrounds(**change), body) != chain(GENESIS, _surrounds(), body)


def test_the_edition_before_and_the_body_are_in_the_digest() -> None:
    digest = chain(GENESIS, _surrounds(), sha256(b"{}"))
    assert chain(digest, _surrounds(), sha256(b"{}")) != digest
    assert chain(GENESIS, _surrounds(), sha256(b"[]")) != digest
