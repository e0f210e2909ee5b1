"""What PostgreSQL's catalogue says of the project's own tables."""

import re
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection

OWN_APPS = ("readonly", "accounts", "actors", "reference", "workbench", "record")
PRIMARY_KEYS = {
    model._meta.db_table: model._meta.pk.column
    for label in OWN_APPS
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
    if model._meta.managed and not model._meta.proxy
}
TABLES = sorted(PRIMARY_KEYS)
"""Every table of the project's own apps, join tables and history included."""

CHECK, FOREIGN_KEY, PRIMARY_KEY, UNIQUE, EXCLUSION = "c", "f", "p", "u", "x"


@dataclass(frozen=True)
class Constraint:
    """A row of `pg_constraint`, NOT NULL left out (`required_columns` has those, on every version)."""

    name: str
    table: str
    kind: str
    columns: tuple[str, ...]
    definition: str

    @property
    def not_negative(self) -> str | None:
        """Return the column that a check of Django's own (`PositiveIntegerField`) keeps from being negative."""
        match = re.fullmatch(r'CHECK \(\("?(\w+)"? >= 0\)\)', self.definition)
        return match[1] if match and self.name == f"{self.table}_{match[1]}_check" else None


@dataclass(frozen=True)
class Trigger:
    """A row of `pg_trigger` that a migration made; `short` is its name without pgtrigger's prefix and hash."""

    name: str
    table: str
    short: str


def query(sql: str, *params: object) -> list[tuple]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def constraints() -> list[Constraint]:
    """Return every constraint of the project's own tables."""
    rows = query(
        """
        SELECT c.conname, t.relname, c.contype,
               ARRAY(SELECT attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(num, place)
                     JOIN pg_attribute ON attrelid = t.oid AND attnum = k.num ORDER BY k.place),
               pg_get_constraintdef(c.oid)
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        WHERE t.relname = ANY(%s) AND c.contype <> 'n' AND t.relnamespace = 'public'::regnamespace
        ORDER BY t.relname, c.conname
        """,
        TABLES,
    )
    return [Constraint(name, table, kind, tuple(columns), text) for name, table, kind, columns, text in rows]


def triggers() -> list[Trigger]:
    """Return every trigger of the project's own tables that is not PostgreSQL's own."""
    rows = query(
        """
        SELECT g.tgname, t.relname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
        WHERE NOT g.tgisinternal AND t.relname = ANY(%s) AND t.relnamespace = 'public'::regnamespace ORDER BY 2, 1
        """,
        TABLES,
    )
    return [Trigger(name, table, re.sub(r"^pgtrigger_|_[0-9a-f]{5}$", "", name)) for name, table in rows]


@cache
def columns(table: str) -> dict[str, str]:
    """Return the columns of a table with their types, lengths left out."""
    rows = query(
        """
        SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """,
        table,
    )
    return dict(rows)


def required_columns(table: str) -> list[str]:
    """Return the columns of a table that refuse NULL."""
    rows = query(
        """
        SELECT attname FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attnotnull ORDER BY attnum
        """,
        table,
    )
    return [name for (name,) in rows]


def primary_key(table: str) -> str:
    """Return the column that is a table's primary key."""
    return str(PRIMARY_KEYS[table])
