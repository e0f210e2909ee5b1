"""Cells: what is not known is nothing, text stays text, numbers stay numbers."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from incidents.document.inert import in_one_cell
from incidents.public.exports.cells import BLOCK, Value, cell, lines


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (0, "0"),
        (-46.5, "-46.5"),
        (-3, "-3"),
        (True, "true"),
        (False, "false"),
        ("", ""),
        ("two killed", "two killed"),
        ("=1+1", "'=1+1"),
        ("+37410", "'+37410"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("\ttext", "'\ttext"),
        ("  =1", "'  =1"),
        ("\xa0=1", "'\xa0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\u3000\u200b@A1", "'\u3000\u200b@A1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20A1", "'\uff20A1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("a;;=1", "a;;'=1"),
        ("a\t=1", "a\t'=1"),
        ("a; \ufeff-1", "a; \ufeff'-1"),
        ('a;"=1+1&"', 'a;"\'=1+1&"'),
        ("a\r\n\uff1d1", "a\r\n'\uff1d1"),
        ("a;", "a;"),
        ("killed;;wounded", "killed;;wounded"),
        ("a; b - c, =d", "a; b - c, =d"),
        (" two killed", " two killed"),
        ("   ", "   "),
        ("a=1", "a=1"),
        (date(2024, 2, 13), "2024-02-13"),
        (datetime(2024, 2, 13, 5, 30, tzinfo=UTC), "2024-02-13T05:30:00.000000Z"),
    ],
)
def test_a_cell(value: Value, written: str) -> None:
    assert cell(value) == written


def test_a_list_keeps_the_place_of_what_is_not_known() -> None:
    assert in_one_cell(["killed", None, "wounded"]) == "killed;;wounded"


def test_lines_are_those_of_rfc_4180() -> None:
    rows: list[list[Value]] = [["a,b", 'say "so"', "two\r\nlines"], ["Ներքին Հանդ", None, -1.5]]
    written = b"".join(lines(("one", "two", "three"), rows))
    assert written.startswith(b'one,two,three\r\n"a,b","say ""so""","two\r\nlines"\r\n')
    assert written.endswith("Ներքին Հանդ,,-1.5\r\n".encode())
    read = list(csv.reader(io.StringIO(written.decode(), newline="")))
    assert read[1:] == [["a,b", 'say "so"', "two\r\nlines"], ["Ներքին Հանդ", "", "-1.5"]]


def test_blocks_are_sent_as_they_fill() -> None:
    sent = list(lines(("text",), (["x" * 1000] for _ in range(1000))))
    assert len(sent) > 10
    assert max(map(len, sent)) < BLOCK + 1100
    assert b"".join(sent).count(b"\r\n") == 1001
