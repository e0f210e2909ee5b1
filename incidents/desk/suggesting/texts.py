"""A text cut into sentences, and the phrases in it that suggestions come from."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_CHARACTERS = 20_000
"""How much of a text is read: an article is a fifth of it."""

_LONGEST = 1_000
"""Characters of a sentence."""

_END = re.compile(r"(?<=[.!?։])[\"”»’')]*\s+(?=[\"“«‘'(]*[A-ZÀ-ÞА-ЯЁԱ-ՖƏİÇŞĞÖÜ0-9])|\n+")
_TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|St|No|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$")

_LANGUAGES = (("hy", re.compile("[ա-և]")), ("ru", re.compile("[а-я]")), ("az", re.compile("[əƏğ]")))
_MANY = 0.01
"""Of a text's characters: how many of a language's own letters show that it is written in it."""


class Phrase(NamedTuple):
    """Some characters of the text, from `start` up to, but not on, `end`."""

    start: int
    end: int
    text: str


class Sentence(NamedTuple):
    """A sentence where it stands in the text."""

    start: int
    text: str

    def phrase(self, start: int, end: int) -> Phrase:
        """Return the part of the text between two places of the sentence."""
        return Phrase(self.start + start, self.start + end, self.text[start:end])


def language_of(text: str) -> str:
    """Return the language that a text's letters show: hy, ru or az, and en where they show none of these."""
    for language, letters in _LANGUAGES:
        if len(letters.findall(text)) > _MANY * len(text):
            return language
    return "en"


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text, and its lines: a headline seldom ends in a full stop.

    What goes on without an end is cut: rules look back and forth in a sentence, which must not take for ever.
    """
    start = 0
    for end in _END.finditer(text):
        if _TITLES.search(text, start, end.start()):
            continue
        yield from _cut(text, start, end.start())
        start = end.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[Sentence]:
    while end - start > _LONGEST:
        cut = max(text.rfind(" ", start, start + _LONGEST), start + _LONGEST // 2)
        yield Sentence(start, text[start:cut])
        start = cut
    if text[start:end].strip():
        yield Sentence(start, text[start:end])


def overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a span shares a character with one of some others."""
    return any(start < other_end and end > other_start for other_start, other_end in spans)
