"""Every place where the database and the files may hold words: what is expunged must be in none of them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

Found = list[str]


def run(sql: str, *params: Any) -> list[tuple]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def columns() -> list[tuple[str, str]]:
    """Return every column of every table, whatever its type: (table, column)."""
    return run(
        """
        SELECT c.oid::regclass::text, quote_ident(attname) FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped ORDER BY 1, 2
        """
    )


def in_database(*words: str) -> Found:
    """Return the columns whose values, as text, hold one of the words in whatever case."""
    return [
        f"{table}.{column}: {word}"
        for table, column in columns()
        for word in words
        if run(f"SELECT 1 FROM {table} WHERE strpos(lower({column}::text), lower(%s)) > 0 LIMIT 1", word)
    ]


def in_files(*words: str) -> Found:
    """Return the files under MEDIA_ROOT that hold one of the words."""
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    return [f"{path.name}: {word}" for path in files for word in words if word.encode() in path.read_bytes()]


def on_disk(*words: str) -> Found:
    """Return the tables whose files on the server's disk hold one of the words, also in rows that are gone."""
    run("CHECKPOINT")
    files = run(
        """
        SELECT oid::regclass::text, pg_relation_filepath(oid) FROM pg_class
        WHERE relkind IN ('r', 't', 'i') AND oid >= 16384 AND pg_relation_size(oid) > 0
        """
    )
    return [
        f"{table}: {word}"
        for table, path in files
        for word in words
        if run("SELECT position(%s::bytea IN pg_read_binary_file(%s, 0, 1000000000, true)) > 0", word.encode(), path)
        == [(True,)]
    ]


def dump(table: str, where: str = "true") -> list[tuple]:
    """Return the rows of a table as text, in order."""
    return run(f"SELECT t::text FROM {table} t WHERE {where} ORDER BY 1")


def whole() -> dict[str, list[tuple]]:
    """Return every table's rows."""
    return {table: dump(table) for table, _ in columns()}
