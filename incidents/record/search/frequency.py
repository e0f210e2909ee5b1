"""How many hits a search may have, from the words of the record: what chooses its plan."""

from functools import reduce

from django.core.cache import cache
from django.db import connection

from incidents.record.search.queries import Alternative, Query, Term

FEW = 50_000
"""Expected hits up to which all of them are found and sorted; measured in docs/search.md."""
COMMON = 10_000
"""Editions from which a word's number matters here."""
_KEPT = 600
"""Seconds for which a process remembers the common words: they change by the month."""
_KEY = "record-common-words"
_COMMON = """
SELECT word, editions, (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'record_edition'::regclass)
FROM record_recordword WHERE editions >= %s
"""


def expects_few(query: Query) -> bool:
    """Tell whether to sort all hits of a search: where there are few, or where nothing tells how many there are.

    Of phrases nothing does. One query for the common words, every ten minutes.
    """
    return any(len(term.words) > 1 for term in query.terms()) or expected(query) <= FEW


def expected(query: Query) -> float:
    """Return about how many editions have what is looked for, as if words were independent of each other."""
    numbers, total = common_words()
    return min(sum(_of_alternative(one, numbers, total) for one in query.alternatives), total)


def common_words() -> tuple[dict[str, int], float]:
    """Return the words that many editions have, with their numbers, and how many editions there are."""
    found: tuple[dict[str, int], float] | None = cache.get(_KEY)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_COMMON, [COMMON])
            rows = cursor.fetchall()
        found = {word: editions for word, editions, _ in rows}, max((max(row[1:]) for row in rows), default=1.0)
        cache.set(_KEY, found, _KEPT)
    return found


def forget_common_words() -> None:
    """Read the common words anew at the next search of this process."""
    cache.delete(_KEY)


def _of_alternative(one: Alternative, numbers: dict[str, int], total: float) -> float:
    shares = [min(_of_term(term, numbers) / total, 1.0) for term in one.required]
    return reduce(lambda left, right: left * right, shares, total)


def _of_term(term: Term, numbers: dict[str, int]) -> float:
    forms = {form for word in term.words for form in word}
    if not term.begins:
        return sum(numbers.get(form, 0) for form in forms) or COMMON
    return sum(number for word, number in numbers.items() if word.startswith(tuple(forms))) or COMMON
