"""What differs in the sources of two editions: which are new or gone, and which were graded otherwise."""

from collections.abc import Callable
from typing import Any

from incidents.document.changes import Change, fields_between
from incidents.document.types import Source
from incidents.public.web.pages.difference_parts import told_row
from incidents.public.web.pages.was_is import Cell, Item, Row, lines, raw
from incidents.public.web.pages.words import NOT_GIVEN, day, language
from incidents.vocabulary import Reliability, SourceKind

_WRITTEN: dict[str, tuple[str, Callable[[Any], str]]] = {
    "publisher": ("Publisher", str),
    "origin": ("Passes on", lambda text: text or "its own report"),
    "title": ("Title", lambda text: text or NOT_GIVEN),
    "url": ("Address", lambda text: text or NOT_GIVEN),
    "published_on": ("Published on", day),
    "language": ("Language", language),
    "kind": ("Kind", lambda code: SourceKind.of(code).label),
    "reliability": ("Reliability", lambda code: Reliability.of(code).label),
    "rated_on": ("Graded on", day),
    "captures": ("Kept copies", lambda copies: str(len(copies))),
}


def source_item(change: Change[Source]) -> Item:
    """Return a source with what differs in it; one that is new, or gone, with what it is."""
    source, before, after = change.thing, change.before, change.after
    if before and after:
        rows = tuple(
            told_row(*_WRITTEN.get(one.name, (one.name, raw)), one.before, one.after)
            for one in fields_between(before, after, source)
        )
    else:
        rows = (Row("Source", _whole(before) if before else (), _whole(after) if after else ()),)
    heading = source["title"] or source["publisher"]
    tag = source["language"] if source["title"] else ""
    publisher = source["publisher"] if source["publisher"] != heading else ""
    return Item(heading, publisher, change.kind, rows, anchor=f"source-{source['id']}", tag=tag)


def _whole(source: Source) -> Cell:
    published = day(source["published_on"]) if source["published_on"] else "date not given"
    about = f"{SourceKind.of(source['kind']).label}, {language(source['language'])}, {published}"
    return lines([about, f"reliability {Reliability.of(source['reliability']).label}", source["url"]])
