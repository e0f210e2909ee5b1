"""Two texts told apart, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+\s*|^\s+")
_ALIKE = 0.4
"""Texts that share less than this are another text altogether, in which marks on single words would say nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and whether the other text lacks them."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]


def apart(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces: the words that only one of them has are marked."""
    was, now = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, [one.strip() for one in was], [one.strip() for one in now], autojunk=False)
    if not was or not now or matcher.ratio() < _ALIKE:
        return whole(before), whole(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        _add(left, "".join(was[i1:i2]), differs=tag != "equal")
        _add(right, "".join(now[j1:j2]), differs=tag != "equal")
    return tuple(left), tuple(right)


def whole(text: str) -> Pieces:
    """Return a text in one piece, without marks; no text has no piece."""
    return (Piece(text, differs=False),) if text else ()


def _add(pieces: list[Piece], text: str, *, differs: bool) -> None:
    """Add some words; the space behind marked ones is not marked."""
    words = text.rstrip() if differs else text
    if words:
        pieces.append(Piece(words, differs))
    if len(words) < len(text):
        pieces.append(Piece(text[len(words) :], differs=False))
