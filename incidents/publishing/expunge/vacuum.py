"""Rewrite the tables that an erasure touches: until then the disk still has the rows as they were before."""

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model

from incidents.publishing import derived
from incidents.publishing.expunge import bench, texts
from incidents.record.models import Edition


def statement() -> str:
    """Return the statement that rewrites the tables. A table can't be read while it is rewritten."""
    models: dict[type[Model], None] = dict.fromkeys(
        [Edition, *derived.TABLES.values(), *bench.bench(), *texts.walked(), Session]
    )
    names = ", ".join(f'"{model._meta.db_table}"' for model in models)  # noqa: SLF001 - Django's documented API
    return f"VACUUM (FULL, ANALYZE) {names}"


def vacuum() -> None:
    """Rewrite them now; can't run inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement())
