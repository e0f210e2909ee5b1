"""What is stored of texts to find them by: a tsvector, in the very form in which PostgreSQL writes it."""

from collections.abc import Iterable

from incidents.record.search.folding import words
from incidents.record.search.texts import FIELDS, LEAST, Text

LAST_PLACE = 16_383
"""PostgreSQL's last position: words behind it are found, but by no phrase."""
MOST_PLACES = 255
"""Of one word, as PostgreSQL keeps them."""
_LAST = str(LAST_PLACE)


def vector_of(texts: Iterable[Text]) -> str:
    """Return the tsvector of texts: each word's forms at its place, weighed. No phrase reaches from text to text."""
    places: dict[str, list[str]] = {}
    place = 0
    for text in texts:
        weight = FIELDS[text.field]
        suffix = "" if weight == LEAST else weight
        for word in words(text.text):
            place += 1
            for form in word.forms:
                found = places.setdefault(form, [])
                if place < LAST_PLACE:
                    found.append(f"{place}{suffix}")
                elif not found or not found[-1].startswith(_LAST):
                    found.append(f"{_LAST}{suffix}")
        place += 1
    return " ".join([f"'{form}':{','.join(places[form][:MOST_PLACES])}" for form in sorted(places)])
