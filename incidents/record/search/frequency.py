"""How soon the hits of a search are met in a list by date, from the words of the record: what chooses its plan.

How many editions have a word does not tell: 30,000 hits all over the years are met at once, those of a war that ended
are met last. So it is counted in how many of the newest editions a word is.
"""

from collections.abc import Iterable
from functools import reduce

from django.core.cache import cache
from django.db import connection

from incidents.record.search.queries import Alternative, Query, Term

NEWEST = 20_000
"""Editions, newest first by date, in which words are counted."""
FEW = 100
"""Expected hits among the newest up to which all hits are found and sorted: a page of 100 is not soon met.

At a million editions, 180 expected hits are 9,000 in all: sorted in 200 ms, met in the order of the list in 20.
"""
COMMON = 50
"""Of the newest editions: from here on the number of a word, or of two in a row, is looked at."""
_KEPT = 600
"""Seconds for which a process remembers the common words: they change by the month."""
_KEY = "record-common-words"
_COMMON = """
SELECT word, recent, (SELECT least(greatest(reltuples, 1), %s) FROM pg_class WHERE oid = 'record_edition'::regclass)
FROM record_recordword WHERE recent >= %s
"""


def expects_few(query: Query) -> bool:
    """Tell whether to sort all hits of a search: where few are new. One query, every ten minutes."""
    return expected(query) <= FEW


def expected(query: Query) -> float:
    """Return about how many of the newest editions have what is looked for, as if words were independent."""
    numbers, total = common_words()
    return min(sum(_of_alternative(one, numbers, total) for one in query.alternatives), total)


def common_words() -> tuple[dict[str, int], float]:
    """Return the words that many of the newest editions have, with their numbers, and how many of those there are."""
    found: tuple[dict[str, int], float] | None = cache.get(_KEY)
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_COMMON, [NEWEST, COMMON])
            rows = cursor.fetchall()
        found = {word: recent for word, recent, _ in rows}, max((max(row[1:]) for row in rows), default=1.0)
        cache.set(_KEY, found, _KEPT)
    return found


def forget_common_words() -> None:
    """Read the common words anew at the next search of this process."""
    cache.delete(_KEY)


def _of_alternative(one: Alternative, numbers: dict[str, int], total: float) -> float:
    shares = [min(_of_term(term, numbers) / total, 1.0) for term in one.required]
    return reduce(lambda left, right: left * right, shares, total)


def _of_term(term: Term, numbers: dict[str, int]) -> float:
    """Of a phrase: its pairs follow each other as if each knew only the word that both share."""
    if len(term.words) == 1:
        return _of_forms(term.words[0], numbers, begins=term.begins)
    last = len(term.pairs) - 1
    pairs = [_of_forms(forms, numbers, begins=term.begins and at == last) for at, forms in enumerate(term.pairs)]
    shared = [max(_of_forms(forms, numbers), one) for forms, one in zip(term.words[1:-1], pairs[1:], strict=True)]
    return reduce(lambda number, after: number * after[0] / after[1], zip(pairs[1:], shared, strict=True), pairs[0])


def _of_forms(forms: Iterable[str], numbers: dict[str, int], *, begins: bool = False) -> float:
    if not begins:
        return sum(numbers.get(form, 0) for form in forms) or COMMON
    kind = {" " in form for form in forms}  # words, or pairs
    beginnings = tuple(forms)
    return (
        sum(number for word, number in numbers.items() if word.startswith(beginnings) and (" " in word) in kind)
        or COMMON
    )
