"""What a search that finds nothing may have meant: the most alike among the words of what stands now."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from incidents.record.search.queries import LONGEST, Query, parse

_MOST, _TRIED = 20, 5
"""Words of a search that are looked up, and candidates for each that are tried."""
_SHORTEST = 3
_ALIKE = """
SELECT asked.word, found.word
FROM unnest(%(words)s) AS asked (word)
CROSS JOIN LATERAL (
    SELECT candidate.word FROM (
        SELECT word, editions, similarity(word, asked.word) AS likeness FROM record_recordword
        WHERE word %% asked.word AND word !~ '[ 0-9]' AND word <> 'or'
        ORDER BY likeness DESC, editions DESC, word LIMIT %(tried)s
    ) AS candidate
    WHERE EXISTS (
        SELECT FROM record_edition
        WHERE upper_inf(validity) AND status = 'published' AND NOT expunged
        AND search @@ ('''' || candidate.word || '''')::tsquery
    )
    ORDER BY candidate.likeness DESC, candidate.editions DESC, candidate.word LIMIT 1
) AS found
WHERE NOT EXISTS (SELECT FROM record_recordword WHERE word = asked.word)
"""


def did_you_mean(text: str) -> str | None:
    """Return the search with its unknown words replaced by the most alike of the record, or None. One query.

    A word is proposed only if an edition that stands now has it, whatever was counted when. `or` never is: it would not
    be looked for. What is proposed can be searched for as it stands.
    """
    query = parse(text)
    asked = dict.fromkeys(form for _, _, form in _single(query) if len(form) >= _SHORTEST)
    if not asked:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {"words": list(asked)[:_MOST], "tried": _TRIED})
        alike: dict[str, str] = dict(cursor.fetchall())
    meant = _replaced(query, alike) if alike else None
    return meant if meant and len(meant) <= LONGEST else None


def _single(query: Query) -> Iterator[tuple[int, int, str]]:
    """Yield where each word that is looked for stands, and its plain form; beginnings are none."""
    for term in query.terms():
        for index, (start, end) in enumerate(term.spans):
            if not (term.begins and index == len(term.spans) - 1):
                yield start, end, term.words[index][0]


def _replaced(query: Query, alike: dict[str, Any]) -> str:
    found, end = "", 0
    for start, stop, form in sorted(_single(query)):
        if form in alike:
            found += query.text[end:start] + alike[form]
            end = stop
    return found + query.text[end:]
