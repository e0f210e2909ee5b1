"""Words are found however they are written, and nothing else is taken out with them."""

import io
import json
import unicodedata

import pytest
from django.core.files import File
from hypothesis import given
from hypothesis import strategies as st

from incidents.publishing.expunge import captures
from incidents.publishing.expunge.words import MARKER, Words, fold

SPELLINGS = [
    "Ağdam Qala", "AĞDAM QALA", "agdam qala", "Ağdam-Qala", "agdam_qala", "Ağdam\n  Qala", "Ağ\u00addam Qala",
    "Ağdam’ Qala", unicodedata.normalize("NFD", "Ağdam Qala"), "\uff21\u011fdam Qala",
]  # fmt: skip


@pytest.mark.parametrize("written", SPELLINGS)
def test_words_are_found_however_they_are_written(written: str) -> None:
    words = Words("Ağdam Qala")
    assert words.are_in(f"near {written}, as told")
    assert words.taken_out(f"near {written}, as told") == f"near {MARKER}, as told"
    assert words.are_in_json(json.dumps({"x": f"near {written}"}, ensure_ascii=False))
    assert words.taken_out_of({"x": [f"{written}", 1, None]}) == {"x": [MARKER, 1, None]}


@pytest.mark.parametrize("written", ["Գևորգյան", "ԳԵՎՈՐԳՅԱՆ", "Գեւորգյան", "գևորգյան"])
def test_armenian_capitals_and_small_letters_are_the_same(written: str) -> None:
    """The ligature և is written ԵՎ in capitals, and եւ in the older spelling."""
    for asked in ("Գևորգյան", "ԳԵՎՈՐԳՅԱՆ"):
        assert Words(asked).taken_out(f"{written} says") == f"{MARKER} says"


def test_other_words_stay() -> None:
    kept = {"a": ["Agdamqala", "Agdam", "qala agdam"], "b": 7}
    assert Words("Ağdam Qala").taken_out_of(kept) is kept


def test_words_in_json_that_is_kept_as_text_are_found() -> None:
    """The admin's log keeps JSON as text, its letters escaped."""
    log = json.dumps([{"changed": {"name": "claim", "object": "Հայկ says"}}])
    assert "Հայկ" not in log
    out = Words("Հայկ").taken_out_of(log)
    assert json.loads(out) == [{"changed": {"name": "claim", "object": f"{MARKER} says"}}]


def test_several_words_at_once_the_longer_first() -> None:
    assert Words("Ani", "Ani Petros").taken_out("By Ani Petros and ANI.") == f"By {MARKER} and {MARKER}."


def test_no_words_are_in_nothing() -> None:
    assert not Words().are_in("anything")


@given(st.text(), st.text(min_size=3), st.text())
def test_what_is_taken_out_is_in_it_no_more(before: str, words: str, after: str) -> None:
    asked = Words(words)
    if fold(words).strip() == "" or fold(words).strip() in fold(MARKER):
        return
    out = asked.taken_out(before + words + after)
    assert MARKER in out
    assert not asked.are_in(out.replace(MARKER, "\u2063|"))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "data",
    [
        "<p>Петросян</p>".encode("windows-1251"),
        "<p>Петросян</p>".encode("utf-16"),
        "".join(f"&#{ord(one)};" for one in "Петросян").encode(),
        "<b>Петро</b>сян".encode(),
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"
        + "Петросян".encode(),
    ],
    ids=["cyrillic", "wide", "entities", "tags", "a broken archive"],
)
def test_words_are_found_in_copies_of_any_encoding(data: bytes) -> None:
    assert any(Words("ПЕТРОСЯН").are_in(text) for text in captures._texts(File(io.BytesIO(data), name="x")))
