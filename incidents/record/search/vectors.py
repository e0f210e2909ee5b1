"""What is stored of texts to find them by: a tsvector, in the very form in which PostgreSQL writes it."""

from collections.abc import Iterable

from incidents.record.search.folding import words
from incidents.record.search.texts import FIELDS, LEAST, Text

LAST_PLACE = 16_383
"""PostgreSQL's last position: words behind it are found, but by no phrase."""
MOST_PLACES = 255
"""Of one word, as PostgreSQL keeps them."""


def vector_of(texts: Iterable[Text]) -> str:
    """Return the tsvector of texts: each word's forms at its place, weighed. No phrase reaches from text to text."""
    places: dict[str, dict[int, str]] = {}
    place = 0
    for text in texts:
        weight = FIELDS[text.field]
        for word in words(text.text):
            place += 1
            for form in word.forms:
                found = places.setdefault(form, {})
                if len(found) < MOST_PLACES:
                    found.setdefault(min(place, LAST_PLACE), weight)
        place += 1
    return " ".join(f"'{form}':{_written(places[form])}" for form in sorted(places))


def _written(places: dict[int, str]) -> str:
    return ",".join(f"{place}{'' if weight == LEAST else weight}" for place, weight in places.items())
