"""Which text a spreadsheet would run as a formula, and the text that it does not: one rule for every table.

OWASP advises an apostrophe before it. The database's function `counterclaim_inert` says the same in SQL, for tables
that PostgreSQL writes; a test holds the two together.
"""

import re
from collections.abc import Iterable

_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What begins a formula; the last four are the full-width forms, which some spreadsheets take for the others."""
_SEPARATORS = frozenset(";\t\r\n")
"""What begins a cell or a line in a spreadsheet that is set to another separator, and then minds no quotes."""
_UNSEEN = re.compile(r'[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff";]+')
"""Spaces of every kind, marks without width, and what may stand between two cells."""


def inert(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe stands before what would be a formula.

    That is so at the start, also behind spaces and what is not seen, and behind a separator within.
    """
    text = _UNSEEN.sub(_guarded, text)
    unseen = _UNSEEN.match(text)
    starts = text[unseen.end() if unseen else 0 :][:1] in _FORMULA or text[:1] in _SEPARATORS - {";"}
    return f"'{text}" if text and starts else text


def needs_guard(texts: Iterable[str]) -> bool:
    """Tell whether one of these texts would be run."""
    return any(inert(text) != text for text in texts)


def in_one_cell(values: Iterable[str | None]) -> str:
    """Write several values in one cell, in their order; what is not known leaves its place empty."""
    return ";".join(value or "" for value in values)


def _guarded(unseen: re.Match[str]) -> str:
    run, follows = unseen[0], unseen.string[unseen.end() :][:1]
    return f"{run}'" if follows in _FORMULA and not _SEPARATORS.isdisjoint(run) else run
