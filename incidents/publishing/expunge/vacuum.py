"""Rewrite the tables that an erasure touches: until then the disk still has the rows as they were before.

A rewrite keeps what a transaction that began before the erasure could still read. So it waits for those to end.
"""

import time

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model

from incidents.publishing import derived
from incidents.publishing.expunge import bench, texts
from incidents.record.models import Edition

PATIENCE = 60
"""Seconds that a rewrite waits for older transactions."""

_OLDER = """
SELECT pid || ' ' || xact_start,
    'process ' || pid || ' (' || coalesce(nullif(application_name, ''), backend_type) || ')'
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
    AND (backend_xid IS NOT NULL OR backend_xmin IS NOT NULL)
"""


def statement() -> str:
    """Return the statement that rewrites the tables. A table can't be read while it is rewritten."""
    models: dict[type[Model], None] = dict.fromkeys(
        [Edition, *derived.TABLES.values(), *bench.bench(), *texts.walked(), Session]
    )
    names = ", ".join(f'"{model._meta.db_table}"' for model in models)  # noqa: SLF001 - Django's documented API
    return f"VACUUM (FULL, ANALYZE) {names}"


def vacuum() -> list[str]:
    """Rewrite them now, and return who may have kept the old rows alive; can't run inside a transaction."""
    holding = wait_for_older()
    with connection.cursor() as cursor:
        cursor.execute(statement())
    return holding


def wait_for_older(seconds: float = PATIENCE) -> list[str]:
    """Wait for the transactions of this database that are open now, and return those that did not end in time."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDER)
        first = dict(cursor.fetchall())
        deadline = time.monotonic() + seconds
        while first and time.monotonic() < deadline:
            time.sleep(0.1)
            cursor.execute(_OLDER)
            still = dict(cursor.fetchall())
            first = {name: words for name, words in first.items() if name in still}
    return sorted(first.values())
