"""Which sources may be one: the same address but for what differs idly, the same copy, or the same publisher and title.

What was told apart is not named again, nor what was merged.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from incidents.workbench.models import Source

MOST = 50
"""How many pairs are looked at, and how many others beside one source."""
_WORDS = {1: "same publisher and title", 2: "same copy", 4: "same address"}

_ALIKE = """
SELECT mine.id, alike.id, bit_or(alike.why)
FROM workbench_source mine
CROSS JOIN LATERAL (
    SELECT other.id, 4 AS why FROM workbench_source other
     WHERE mine.url > '' AND other.url > '' AND workbench_address(other.url) = workbench_address(mine.url)
    UNION ALL
    SELECT two.source_id, 2 FROM workbench_capture one
      JOIN workbench_capture two ON two.payload_sha256 = one.payload_sha256 WHERE one.source_id = mine.id
    UNION ALL
    SELECT other.id, 1 FROM workbench_source other
     WHERE mine.title > '' AND counterclaim_fold(other.publisher) = counterclaim_fold(mine.publisher)
       AND counterclaim_fold(other.title) = counterclaim_fold(mine.title)
       AND coalesce(other.published_on = mine.published_on, true)
) alike
JOIN workbench_source there ON there.id = alike.id
WHERE {which} AND mine.merged_into_id IS NULL AND there.merged_into_id IS NULL AND there.id <> mine.id
  AND NOT EXISTS (SELECT FROM workbench_distinction apart
                   WHERE apart.first = least(mine.public_id COLLATE "C", there.public_id COLLATE "C")
                     AND apart.second = greatest(mine.public_id COLLATE "C", there.public_id COLLATE "C"))
GROUP BY mine.id, alike.id
ORDER BY bit_or(alike.why) DESC, mine.id, alike.id
LIMIT %(most)s
"""


@dataclass(frozen=True)
class Alike:
    """Two sources that may be one, and what they have in common; the newer one first."""

    source: Source
    other: Source
    reasons: list[str]

    @property
    def words(self) -> str:
        """What they have in common, in words."""
        return ", ".join(self.reasons)


def alike_to(source: Source) -> list[Alike]:
    """Return the sources that may be the same as one, likest first. Two queries."""
    return _found("mine.id = %(source)s", source=source.pk)


def pairs_alike() -> list[Alike]:
    """Return pairs of sources that may be one, likest first, each once. Two queries; looks at every source."""
    return _found("mine.id > alike.id")


def _found(which: str, **told: int) -> list[Alike]:
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE.format(which=which), {"most": MOST, **told})
        pairs = cursor.fetchall()
    rows = Source.objects.in_bulk({pk for one, other, _ in pairs for pk in (one, other)})
    return [Alike(rows[one], rows[other], list(_reasons(why))) for one, other, why in pairs]


def _reasons(why: int) -> Iterable[str]:
    return (words for bit, words in sorted(_WORDS.items(), reverse=True) if why & bit)
