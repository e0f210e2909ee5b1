"""Keep the words of the record: none of what does not stand, from the moment on in which it was taken back.

`follow` runs in the transaction that appends, under the ledger's lock. It adds words and takes out those that no live
edition has any more; in how many editions they are is counted by `counting`.
"""

from django.db import connection

_LIVE = "upper_inf(validity) AND status = 'published' AND NOT expunged"
_WORDS = "SELECT unnest(tsvector_to_array(search)) AS word FROM record_edition WHERE seq = {seq}"
_ADD = f"""
INSERT INTO record_recordword (word, editions, recent)
SELECT word, 1, 0 FROM ({_WORDS.format(seq="%(after)s")} AND {_LIVE}) AS told WHERE word !~ '[ 0-9]'
ON CONFLICT (word) DO NOTHING
"""
_TAKE_OUT = f"""
DELETE FROM record_recordword USING (
    {_WORDS.format(seq="%(before)s")} EXCEPT {_WORDS.format(seq="%(after)s")} AND {_LIVE}
) AS gone
WHERE record_recordword.word = gone.word AND NOT EXISTS (
    SELECT FROM record_edition WHERE {_LIVE} AND search @@ ('''' || gone.word || '''')::tsquery
)
"""


def follow(*, before: int | None, after: int) -> None:
    """Take out the words that went with the edition before, and add those of the one that stands now (by seq)."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {"after": after})
        if before is not None:
            cursor.execute(_TAKE_OUT, {"before": before, "after": after})
