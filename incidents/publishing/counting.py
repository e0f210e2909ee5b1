"""Count the words of the record: for a nightly task, for the end of an import, and where all is derived again.

Of two words in a row only the common ones among the newest are kept: that is what a phrase's plan is chosen by. In the
vectors they have no place, so that `ts_stat` passes over them where it is asked for the four weights. It is given the editions in no order (by digest): its tree of words is never balanced, and refs that
come in order make it a list. 100,000 editions take 105 s by their ledger, 7 s by their digests.
"""

from django.db import connection, transaction

from incidents.publishing.ledger import LOCK
from incidents.publishing.words import follow
from incidents.record.models import Edition, Expunction
from incidents.record.search.folding import LONGEST
from incidents.record.search.frequency import COMMON, NEWEST, forget_common_words

NUMERALS_FROM = 1_000
"""Editions from which a word with digits is kept: refs, dates and figures are no words to propose."""

_LIVE = "upper_inf(validity) AND status = 'published' AND NOT expunged"
_WEIGHTS = "abcd"
_COUNT = f"""
DROP TABLE IF EXISTS pg_temp.counted_word;
CREATE TEMPORARY TABLE counted_word ON COMMIT DROP AS
WITH newest AS MATERIALIZED (
    SELECT word, ndoc FROM ts_stat($$
        SELECT search FROM (
            SELECT search, digest FROM record_edition WHERE {_LIVE} ORDER BY latest DESC, seq DESC LIMIT {NEWEST}
        ) AS newest ORDER BY digest
    $$)
)
SELECT word, alive.ndoc AS editions, coalesce(newest.ndoc, 0) AS recent
FROM ts_stat($$SELECT search FROM record_edition WHERE {_LIVE} ORDER BY digest$$, '{_WEIGHTS}') AS alive LEFT JOIN newest USING (word)
WHERE word !~ '[0-9]' OR alive.ndoc >= {NUMERALS_FROM}
UNION ALL
SELECT word, ndoc, ndoc FROM newest WHERE strpos(word, ' ') > 0 AND ndoc >= {COMMON} AND length(word) <= {LONGEST}
"""
_REPLACE = """
DELETE FROM record_recordword AS kept WHERE NOT EXISTS (SELECT FROM counted_word WHERE counted_word.word = kept.word);
INSERT INTO record_recordword AS kept (word, editions, recent) SELECT word, editions, recent FROM counted_word
ON CONFLICT (word) DO UPDATE SET editions = excluded.editions, recent = excluded.recent
WHERE (kept.editions, kept.recent) <> (excluded.editions, excluded.recent);
"""
_SINCE = """
SELECT after.seq, before.seq FROM record_edition AS after
LEFT JOIN record_edition AS before ON before.ref = after.ref AND before.number = after.number - 1
WHERE after.seq > %s ORDER BY after.seq
"""


@transaction.atomic
def count_words() -> int:
    """Count the words of what stands now, and return how many there are.

    Counts first, and takes the ledger's lock only to write: what was published meanwhile is followed then. Where
    content was expunged meanwhile, nothing can tell its words from others any more, and all is counted once more.
    """
    head = Edition.objects.head()
    seen, expunctions = head.seq if head else 0, Expunction.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if Expunction.objects.count() != expunctions:
            cursor.execute(_COUNT)
        cursor.execute(_REPLACE)
        cursor.execute(_SINCE, [seen])
        for after, before in cursor.fetchall():
            follow(before=before, after=after)
        cursor.execute("SELECT count(*) FROM record_recordword")
        counted: int = cursor.fetchone()[0]
    forget_common_words()
    return counted
