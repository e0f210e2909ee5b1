"""Words of a text as they are compared: without case, accents and apostrophes, and in each spelling of one name.

Everything that is searched and everything that is searched for goes through `words`, so that both are cut and folded
alike, and a hit can be shown in the original text. Whoever changes a rule here raises `publishing.derived.VERSION`:
stored vectors then have to be derived again.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST = 100
"""Characters of a word that are compared."""
_MOST_FORMS = 50
"""Of a word: `'s` after `'s` is no language, and must not be followed without end."""
_SHORT = 80

_APOSTROPHES = "'’‘`´ʻʼʿʾ՚"
_INSIDE = set(_APOSTROPHES + "՛՜՞")
"""Dropped inside a word; the last three are the Armenian marks of emphasis, exclamation and question."""
_UNDECOMPOSED = {
    "ə": "e", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n",
}  # fmt: skip
_AZERBAIJANI = re.compile("[əşğı]")
ENGLISH = str.maketrans({"ə": "a", "ş": "sh", "ç": "ch", "ğ": "gh", "c": "j", "x": "kh", "q": "g", "ı": "i"})
"""How English spells what it takes from Azerbaijani: Əliyev, Şuşa, Gəncə as Aliyev, Shusha, Ganja."""
_POSSESSIVE = re.compile(f"(.*\\w)[{_APOSTROPHES}]s", re.IGNORECASE)
_RUN = re.compile("w(?:[wmd]*[wm])?")
"""In a text of classes: a letter or digit, and all up to the last one, with its marks."""


class Word(NamedTuple):
    """A word where it stands in a text, and the forms under which it is found: the first is its plain folding."""

    start: int
    end: int
    forms: tuple[str, ...]


class _Classes(dict[int, str]):
    """Maps a character to its class, one letter each: of a word (w), a mark on it (m), dropped (d), or between (-)."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character in _INSIDE or category == "Cf":
            found = "d"
        elif category.startswith("M"):
            found = "m"
        else:
            found = "w" if character.isalnum() else "-"
        self[code] = found
        return found


_CLASSES = _Classes()


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order. Short texts, which are names for the most part, are cut once."""
    return _short(text) if len(text) <= _SHORT else tuple(_cut(text))


def _cut(text: str) -> Iterator[Word]:
    for found in _RUN.finditer(text.translate(_CLASSES)):
        start, end = found.span()
        if forms := forms_of(text[start:end]):
            yield Word(start, end, forms)


@lru_cache(maxsize=20_000)
def _short(text: str) -> tuple[Word, ...]:
    return tuple(_cut(text))


@lru_cache(maxsize=50_000)
def forms_of(word: str) -> tuple[str, ...]:
    """Return the forms of a word, which all stand at its place: its folding, and what else it may be spelt as.

    A word with a letter that only Azerbaijani and Turkish have is found as English spells it, too; a possessive also
    without its 's. None for what folds to nothing.
    """
    found: list[str] = []
    owner = word
    while owner and len(found) < _MOST_FORMS:
        found.append(fold(owner))
        lower = owner.replace("İ", "i").lower()
        if _AZERBAIJANI.search(lower):
            found.append(fold(lower.translate(ENGLISH)))
        possessive = _POSSESSIVE.fullmatch(owner)
        owner = possessive[1] if possessive else ""
    return tuple(dict.fromkeys(form for form in found if form))


def fold(word: str) -> str:
    """Return what a word is compared as. Armenian և, եւ and the capitals ԵՎ are one."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    kept = (one for one in decomposed if one not in _INSIDE and not unicodedata.combining(one))
    letters = (_UNDECOMPOSED.get(one, one) for one in kept)
    return "".join(letter for letter in letters if letter.isalnum()).replace("եւ", "եվ")[:LONGEST]
