"""What a difference is shown in: rows with what was on the left, what is on the right, and what it is between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from incidents.public.web.pages.apart import Pieces, apart, whole
from incidents.public.web.pages.bars import Bar
from incidents.public.web.pages.ledger import Mark
from incidents.public.web.pages.words import NOT_GIVEN


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell: words, some of them marked, in a language; drawn as a bar or with a finding's mark as well."""

    pieces: Pieces
    tag: str = ""
    bar: Bar | None = None
    mark: Mark | None = None

    @property
    def given(self) -> bool:
        """Tell whether it is more than that nothing was given."""
        return self.pieces != whole(NOT_GIVEN)


Cell = tuple[Line, ...]
"""What one edition says; empty where it says nothing of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs. `long`: its words are to be read, and need the width of a small screen."""

    label: str
    was: Cell
    now: Cell
    long: bool = False

    @property
    def kind(self) -> str:
        """Return added, removed or changed."""
        if not self.was:
            return "added"
        return "changed" if self.now else "removed"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing with a name of its own, such as a claim, and the rows of what differs in it."""

    heading: str
    meta: str
    kind: str
    rows: tuple[Row, ...]
    anchor: str = ""
    tag: str = ""

    @property
    def told_at_once(self) -> bool:
        """Tell whether all of it is new, or gone, so that it need not be said of every row."""
        return bool(self.heading) and self.kind != "changed"


@dataclass(frozen=True, slots=True)
class Group:
    """Everything of one kind that differs: rows, or items with rows."""

    anchor: str
    title: str
    items: tuple[Item, ...]


def line(text: str, **how: Any) -> Cell:
    """Return a cell of one line, or an empty one for no text."""
    return (Line(whole(text), **how),) if text else ()


def lines(texts: Iterable[str]) -> Cell:
    """Return a cell of several lines."""
    return tuple(Line(whole(text)) for text in texts if text)


def worded(label: str, before: str, after: str, tag: str = "") -> Row:
    """Return a row of two texts told apart word by word."""
    left, right = apart(before, after)
    return Row(label, (Line(left, tag),) if left else (), (Line(right, tag),) if right else (), long=True)


def plain(label: str, before: str, after: str) -> Row:
    """Return a row of two short texts."""
    return Row(label, line(before), line(after))


def raw(value: Any) -> str:
    """Return a value as the document has it, for where no words tell it from another."""
    return orjson.dumps(value).decode()


def rows_item(rows: Iterable[Row]) -> tuple[Item, ...]:
    """Return rows that need no heading as one item; none for no rows."""
    found = tuple(rows)
    return (Item("", "", "", found),) if found else ()
