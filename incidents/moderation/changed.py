"""Which parts of a document differ, in a few words: “title, 2 claims, figures”. It holds nothing of what they say."""

import re
from collections.abc import Iterable

from incidents.document.difference import Difference

_PARTS: dict[str, tuple[str, str]] = {
    "title": ("title", ""),
    "summary": ("summary", ""),
    "kind": ("kind", ""),
    "aggregated": ("period total", ""),
    "occurrence": ("date", ""),
    "location": ("place", ""),
    "dispute": ("dispute", ""),
    "involvements": ("part of an actor", "parts of actors"),
    "claims": ("claim", "claims"),
    "estimates": ("figures", ""),
    "assessments": ("verdict", "verdicts"),
    "links": ("link", "links"),
    "sources": ("source", "sources"),
    "citations": ("citation", "citations"),
}
"""Part of the document → its name, and, where it is a list whose items are counted, the name of several."""

_DERIVED = {"actors": "names of actors", "positions": "positions", "totals": "totals"}
"""Parts that follow from others, named only where nothing else differs."""

_HEAD = re.compile(r"(\w+)(?:\[([^\]]*)\])?")
_COPIES = re.compile(r"sources\[[^\]]*\]\.captures\b")


def counted(differences: Iterable[Difference]) -> list[Difference]:
    """Return the differences that somebody made: copies of sources arrive by themselves."""
    return [one for one in differences if not _COPIES.match(one.path)]


def changed_parts(differences: Iterable[Difference]) -> list[str]:
    """Name the parts that differ, in the order of the document."""
    items: dict[str, set[str]] = {}
    for one in differences:
        found = _HEAD.match(one.path)
        if found:
            items.setdefault(found[1], set()).add(found[2] or "")
    named = [_named(part, items[part]) for part in _PARTS if part in items]
    return named or [name for part, name in _DERIVED.items() if part in items]


def _named(part: str, keys: set[str]) -> str:
    one, several = _PARTS[part]
    if not several:
        return one
    if "" in keys:  # a list that can't be matched item by item, or that was empty
        return several
    return f"1 {one}" if len(keys) == 1 else f"{len(keys)} {several}"
