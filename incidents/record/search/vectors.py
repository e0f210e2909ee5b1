"""What is stored of texts to find them by: a tsvector, in the very form in which PostgreSQL writes it.

Beside its words it holds every two words in a row, as one lexeme without a place. A GIN index knows no places: for a
phrase of common words it names all that have the words anywhere, and each of those has to be read (0.9 s at a million
editions, of which one in seven had the phrase). With pairs it names those that have the phrase, or nearly.
"""

from collections.abc import Iterable

from incidents.record.search.folding import words
from incidents.record.search.texts import FIELDS, LEAST, Text

LAST_PLACE = 16_383
"""PostgreSQL's last position: words behind it are found, but by no phrase of three words or more."""
MOST_PAIRS = 30_000
"""Different pairs that are stored of one document: a tsvector holds 1 MB."""
MOST_PLACES = 255
"""Of one word, as PostgreSQL keeps them."""
_LAST = str(LAST_PLACE)


def vector_of(texts: Iterable[Text]) -> str:
    """Return the tsvector of texts: each word's forms at its place, weighed. No phrase reaches from text to text."""
    places: dict[str, list[str]] = {}
    pairs: set[str] = set()
    place = 0
    for text in texts:
        weight = FIELDS[text.field]
        suffix = "" if weight == LEAST else weight
        before: tuple[str, ...] = ()
        for word in words(text.text):
            place += 1
            if before and len(pairs) < MOST_PAIRS:
                pairs.update(pairs_of(before, word.forms))
            before = word.forms
            for form in word.forms:
                found = places.setdefault(form, [])
                if place < LAST_PLACE:
                    found.append(f"{place}{suffix}")
                elif not found or not found[-1].startswith(_LAST):
                    found.append(f"{_LAST}{suffix}")
        place += 1
    return " ".join([_lexeme(form, places.get(form)) for form in sorted([*places, *pairs])])


def pairs_of(forms: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the lexemes of two words in a row, each in all its forms."""
    return [f"{form} {other}" for form in forms for other in others]


def _lexeme(form: str, places: list[str] | None) -> str:
    return f"'{form}':{','.join(places[:MOST_PLACES])}" if places else f"'{form}'"
