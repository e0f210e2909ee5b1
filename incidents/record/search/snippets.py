"""Pieces of the original texts in which a search was found, with the hits marked. Pure: reads no database.

A piece is segments of plain text, in order, each a hit or not: whoever shows them escapes them, and adds the marks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple, Self, TypedDict

from incidents.document.types import about
from incidents.record.search.folding import Word, words
from incidents.record.search.queries import Query, Term
from incidents.record.search.texts import FIELDS, Text

PIECES = 5
"""Pieces of one row, at most."""
_BEFORE, _AFTER = 60, 140
"""Characters that are shown before the first hit of a piece, and from it on."""
_MORE = "…"


class Segment(TypedDict):
    """A part of a text, and whether it is what was searched for."""

    text: str
    hit: bool


class Snippet(TypedDict):
    """A piece of a text of an incident or a claim."""

    field: Annotated[str, about(enum=tuple(FIELDS), description="What text it is.")]
    id: Annotated[str, about(description="Whose it is: id of a claim or source, slug of an actor, code of a place.")]
    segments: list[Segment]


class _Hit(NamedTuple):
    """Where a term stands in a text."""

    start: int
    end: int


def snippets(query: Query, texts: Iterable[Text]) -> list[Snippet]:
    """Return a few pieces of these texts: first those with the most of the terms, then in the order of the texts."""
    terms = list({(term.words, term.begins): term for term in query.terms()}.values())
    found: list[tuple[int, Snippet]] = []
    shown = set()
    for text in texts:
        among = Among.of(text.text)
        hits = [(index, hit) for index, term in enumerate(terms) for hit in hits_of(term, among)]
        if hits and (text.field, text.id, text.text) not in shown:
            shown.add((text.field, text.id, text.text))
            kinds = len({index for index, _ in hits})
            found.append((-kinds, _piece(text, _joined(hit for _, hit in hits))))
    return [piece for _, piece in sorted(found, key=lambda one: one[0])[:PIECES]]


class Among(NamedTuple):
    """The words of a text, and the places of each form among them: each term is looked up, not compared with each."""

    words: tuple[Word, ...]
    places: dict[str, list[int]]

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the words of a text."""
        found, places = words(text), defaultdict(list)
        for place, word in enumerate(found):
            for form in word.forms:
                places[form].append(place)
        return cls(found, dict(places))

    def firsts(self, term: Term) -> set[int]:
        """Return the places at which the first word of a term stands."""
        asked = term.words[0]
        if term.begins and len(term.words) == 1:
            return {place for form, places in self.places.items() if form.startswith(asked) for place in places}
        return {place for form in asked for place in self.places.get(form, ())}


def hits_of(term: Term, among: Among) -> Iterator[_Hit]:
    """Yield where a term stands among the words of a text."""
    further = range(1, len(term.words))
    for first in sorted(among.firsts(term)):
        row = among.words[first : first + len(term.words)]
        if len(row) == len(term.words) and all(_fits(term, index, row[index]) for index in further):
            yield _Hit(row[0].start, row[-1].end)


def _fits(term: Term, index: int, word: Word) -> bool:
    asked = term.words[index]
    if term.begins and index == len(term.words) - 1:
        return any(form.startswith(asked) for form in word.forms)
    return not set(asked).isdisjoint(word.forms)


def _joined(hits: Iterable[_Hit]) -> list[_Hit]:
    """Join hits that overlap, in order."""
    joined: list[_Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, one.end)):
        if joined and hit.start < joined[-1].end:
            joined[-1] = _Hit(joined[-1].start, max(joined[-1].end, hit.end))
        else:
            joined.append(hit)
    return joined


def _piece(text: Text, hits: list[_Hit]) -> Snippet:
    """Cut a piece around the first hit, at spaces where there are some."""
    whole = text.text
    start = _space_after(whole, max(0, hits[0].start - _BEFORE), hits[0].start)
    end = _space_before(whole, min(len(whole), hits[0].start + _AFTER), hits[0].end)
    segments: list[Segment] = []
    _add(segments, (_MORE if start else "") + whole[start : hits[0].start], hit=False)
    place = hits[0].start
    for hit in hits:
        if hit.start >= end:
            break
        _add(segments, whole[place : hit.start], hit=False)
        _add(segments, whole[hit.start : hit.end], hit=True)
        place = hit.end
    _add(segments, whole[place : max(place, end)] + (_MORE if max(place, end) < len(whole) else ""), hit=False)
    return {"field": text.field, "id": text.id, "segments": segments}


def _add(segments: list[Segment], text: str, *, hit: bool) -> None:
    if text:
        segments.append({"text": text, "hit": hit})


def _space_after(text: str, start: int, latest: int) -> int:
    """Return where a word begins at or behind a place; the place itself where none does."""
    if start == 0:
        return 0
    space = text.find(" ", start, latest)
    return start if space < 0 else space + 1


def _space_before(text: str, end: int, earliest: int) -> int:
    """Return where a word ends at or before a place, or the later of the two places."""
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", earliest, end)
    return max(end, earliest) if space < 0 else space
