"""Two texts in runs of words, and pairs of them: what stands on the left, what on the right, and what differs."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
_LEAST_ALIKE = 0.25
"""Texts that have less than this in common are told as one text in place of another, not word by word."""


class Run(NamedTuple):
    """Some words, and whether they are `del` (on the left only), `ins` (on the right only) or on both sides."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands on the left and on the right, in runs of words; empty runs: nothing stands there.

    `key` names the field or row: an anchor, or for rows without a public id in the document what `row_key` makes.
    """

    key: str
    label: str
    before: Sequence[Run]
    after: Sequence[Run]
    kind: str


def runs(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Return two texts in runs of words that are on one side only or on both."""
    if before == after:
        return ([Run(before)] if before else []), ([Run(after)] if after else [])
    left, right = _words(before), _words(after)
    found = difflib.SequenceMatcher(str.isspace, left, right, autojunk=False)
    if found.ratio() < _LEAST_ALIKE:
        return ([Run(before, "del")] if before else []), ([Run(after, "ins")] if after else [])
    was: list[Run] = []
    now: list[Run] = []
    for tag, from_left, to_left, from_right, to_right in found.get_opcodes():
        kept = tag == "equal"
        if to_left > from_left:
            was.append(Run("".join(left[from_left:to_left]), "" if kept else "del"))
        if to_right > from_right:
            now.append(Run("".join(right[from_right:to_right]), "" if kept else "ins"))
    return was, now


def _words(text: str) -> list[str]:
    """Return the words, marks and spaces of a text, so that joined they are the text again."""
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def pair(key: str, label: str, before: str, after: str, *, there: tuple[bool, bool] = (True, True)) -> Pair:
    """Return a pair of texts. `there` tells on which sides there is something at all, however empty its text."""
    was, now = runs(before, after)
    both = SAME if before == after else CHANGED
    one = ADDED if there[1] else REMOVED
    return Pair(key, label, was, now, both if there == (True, True) else one)


def row_key(rows: str, *parts: str | None) -> str:
    """Return what names a row that has no public id in the document: its list, and what it says of whom."""
    return ":".join([rows, *(part or "" for part in parts)])


def citation_key(claim: str, assertion: str, source: str, locator: str, number: int) -> str:
    """Return what names a citation: the n-th of a source, at a place in it, for a claim or one assertion of it."""
    return row_key("citations", claim, assertion, source, locator, str(number))


def paired(before: Mapping[str, str], after: Mapping[str, str], label: str) -> Iterator[Pair]:
    """Yield what is proposed in its order, and what would be gone after what it stood behind."""
    for key in merged([*before], [*after]):
        yield pair(key, label, before.get(key, ""), after.get(key, ""), there=(key in before, key in after))


def merged(before: list[str], after: list[str]) -> list[str]:
    """Return all keys in the later order; those that are gone stay behind the one they stood behind."""
    found = list(after)
    for index, key in enumerate(before):
        if key not in after:
            previous = next((one for one in reversed(before[:index]) if one in found), None)
            found.insert(found.index(previous) + 1 if previous else 0, key)
    return found
