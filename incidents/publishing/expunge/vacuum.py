"""Rewrite the tables that an erasure touches: until then the disk still has the rows as they were before.

A rewrite keeps what a transaction that began before the erasure could still read. So it waits for those to end.
"""

import re
import time
from collections import deque

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model

from incidents.publishing import derived
from incidents.publishing.expunge import bench, texts
from incidents.record.models import Edition, RecordWord

PATIENCE = 60
"""Seconds that a rewrite waits for older transactions."""

_OPEN = """
SELECT pid, xact_start FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)
"""
_KEPT = re.compile(r"(\d+) dead row versions cannot be removed yet")


def statement() -> str:
    """Return the statement that rewrites the tables. A table can't be read while it is rewritten."""
    return f"VACUUM (FULL, ANALYZE) {', '.join(_tables())}"


def _tables() -> list[str]:
    models: dict[type[Model], None] = dict.fromkeys(
        [Edition, RecordWord, *derived.TABLES.values(), *bench.bench(), *texts.walked(), Session]
    )
    return [f'"{model._meta.db_table}"' for model in models]  # noqa: SLF001 - Django's documented API


def vacuum(seconds: float = PATIENCE) -> list[str]:
    """Rewrite them now, and return those that still hold rows which are gone; can't run inside a transaction.

    What an older transaction could read is kept, and the server says so: then it waits for those, and does it again.
    """
    left, deadline = _tables(), time.monotonic() + seconds
    while left:
        wait_for_older(deadline)
        left = [table for table in left if not _rewritten(table)]
        if time.monotonic() > deadline:
            break
    return [table.strip('"') for table in left]


def _rewritten(table: str) -> bool:
    """Rewrite a table, and tell whether nothing of what is gone was kept, as the server reports it."""
    connection.ensure_connection()
    told: deque[str] = deque()
    connection.connection.notices = told
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (FULL, ANALYZE, VERBOSE) {table}")
    counts = [int(found[1]) for line in told if (found := _KEPT.search(line))]
    return bool(counts) and not any(counts)


def wait_for_older(deadline: float) -> None:
    """Wait for the transactions of this database that are open now to end, the server's own ANALYZE among them."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        first = set(cursor.fetchall())
        while first and time.monotonic() < deadline:
            time.sleep(0.1)
            cursor.execute(_OPEN)
            first &= set(cursor.fetchall())
