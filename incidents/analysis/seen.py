"""What an answer has seen of the ledger: enough to name it, and to tell whether it would be another by now."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

_QUESTION = """
SELECT published_at, digest, (SELECT max(id) FROM record_expunction) FROM (SELECT) AS one LEFT JOIN LATERAL (
    SELECT published_at, digest FROM record_edition WHERE published_at <= %s ORDER BY published_at DESC LIMIT 1
) AS head ON true
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The ledger's last edition (at a moment), and the last expunction, which changes what older editions say."""

    as_of: datetime | None
    digest: str = ""
    expunction: int = 0

    @property
    def mark(self) -> str:
        """What is another one as soon as any answer over the record may be."""
        return f"{self.digest}-{self.expunction}"


def seen_at(moment: datetime | None) -> Seen:
    """Return what an answer over the record (as of a moment) sees. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, [moment or "infinity"])
        published_at, digest, expunction = cursor.fetchone()
    return Seen(published_at, digest or "", expunction or 0)
