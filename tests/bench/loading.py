"""Writes generated editions in bulk: COPY, indexes made anew at the end, foreign keys taken on trust.

Needs a superuser, as the embedded server and the tests have.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.db import connection
from django.db.models import Model

from incidents.publishing import derived
from incidents.publishing.counting import count_words
from incidents.record.models import Edition, FacetCount, MapCell
from tests.bench.templates import COLUMNS, fields_of

LEDGER = (
    "seq", "ref", "number", "origin", "status", "schema", "published_at", "validity", "body", "body_sha256", "digest",
)  # fmt: skip
_MODELS: tuple[Any, ...] = (Edition, *derived.TABLES.values())
_TABLES = tuple(model._meta.db_table for model in _MODELS)
_CONSTRAINTS = """
SELECT conrelid::regclass::text, format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype IN ('u', 'x') AND conrelid::regclass::text = ANY(%s) ORDER BY conname
"""
_INDEXES = """
SELECT indrelid::regclass::text, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 3
"""
_STAGED = ", ".join((*LEDGER, *COLUMNS))
_STAGE = f"""
CREATE TEMPORARY TABLE generated_edition AS SELECT {_STAGED}, ''::text AS vector FROM record_edition WHERE false;
ALTER TABLE generated_edition SET (toast_tuple_target = 8160);
"""
_MOVE = f"""
INSERT INTO record_edition ({_STAGED}, expunged, search)
SELECT {_STAGED}, false, vector::tsvector FROM generated_edition;
TRUNCATE generated_edition;
"""
_SESSION = "SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'"
_RESET = "RESET session_replication_role; RESET synchronous_commit; RESET maintenance_work_mem"


@dataclass
class Batch:
    """Lines for COPY: editions, and rows by table."""

    editions: list[str] = field(default_factory=list)
    rows: dict[type[Model], list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class Counts:
    """What the summary tables hold, by their keys."""

    facets: dict[tuple[Any, ...], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    cells: dict[tuple[Any, ...], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))


class _Lane:
    """One connection, and a thread that works on it while the next lines are made. At most two batches wait."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.worker = ThreadPoolExecutor(1)
        self.waiting: list[Future[None]] = []

    def run(self, sql: str, data: str | None = None) -> None:
        """Have a statement executed, or a COPY of some lines."""
        while len(self.waiting) > 2 * len(_TABLES):
            self.waiting.pop(0).result()
        self.waiting.append(self.worker.submit(self._run, sql, data))

    def wait(self) -> None:
        """Wait until all is done. Raises what went wrong."""
        while self.waiting:
            self.waiting.pop(0).result()

    def _run(self, sql: str, data: str | None) -> None:
        with self.raw.cursor() as cursor:
            if data is None:
                cursor.execute(sql)
            else:
                cursor.copy_expert(sql, StringIO(data))


class Loader:
    """Takes batches, and writes editions on one lane and their rows on the other."""

    def __init__(self, editions: _Lane, rows: _Lane) -> None:
        """Take the lanes, which may be one."""
        self._editions, self._rows = editions, rows

    def send(self, batch: Batch) -> None:
        """Write a batch, some time later."""
        columns = ", ".join((*LEDGER, *COLUMNS, "vector"))
        self._editions.run(f"COPY generated_edition ({columns}) FROM STDIN", "".join(batch.editions))
        self._editions.run(_MOVE)
        for model, lines in batch.rows.items():
            fields = ", ".join(f'"{name}"' for name in fields_of(model))
            table = model._meta.db_table
            self._rows.run(f"COPY {table} ({fields}) FROM STDIN", "".join(lines))

    def count(self, counts: Counts) -> None:
        """Add to the summary tables what was generated."""
        self._editions.wait()
        self._rows.wait()
        _add(FacetCount, ("year", "kind", "country", "border"), counts.facets)
        _add(MapCell, ("row", "column", "year", "kind", "country"), counts.cells)


def _add(model: Any, keys: tuple[str, ...], counts: Mapping[tuple[Any, ...], list[int]]) -> None:
    names = (
        ("incidents", "fatal", "killed_best", "unknown")
        if model is FacetCount
        else ("incidents", "killed_best", "unknown")
    )
    stored = {tuple(getattr(row, key) for key in keys): row for row in model.objects.all()}
    fresh = []
    for key, values in counts.items():
        row = stored.get(key)
        if row is None:
            fresh.append(model(**dict(zip(keys, key, strict=True)), **dict(zip(names, values, strict=True))))
            continue
        for name, value in zip(names, values, strict=True):
            setattr(row, name, getattr(row, name) + value)
        row.save()
    model.objects.bulk_create(fresh, batch_size=5_000)


@contextmanager
def loading() -> Iterator[Loader]:
    """Prepare the tables for bulk, and put them right afterwards. In a transaction: on its connection alone."""
    connection.ensure_connection()
    second = None if connection.in_atomic_block else connection.copy()
    if second is not None:
        second.ensure_connection()
    first = _Lane(connection.connection)
    lanes = (first, first if second is None else _Lane(second.connection))
    made_again = _taken_down()
    try:
        for lane in dict.fromkeys(lanes):
            lane.run(_SESSION)
        first.run(_STAGE)
        yield Loader(*lanes)
        for table, sql in made_again:
            lanes[table != _TABLES[0]].run(sql)
        first.run("DROP TABLE generated_edition")
        for lane in dict.fromkeys(lanes):
            lane.run(_RESET)
        for lane in lanes:
            lane.wait()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE" if second is None else "VACUUM (ANALYZE)")
        if second is not None:
            count_words()
    finally:
        for lane in lanes:
            lane.worker.shutdown(cancel_futures=True)
        if second is not None:
            second.close()


def _taken_down() -> list[tuple[str, str]]:
    """Drop every index and every constraint that is one, but for primary keys; return how each is made again."""
    made_again = []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for found in (_CONSTRAINTS, _INDEXES):
            cursor.execute(found, [list(_TABLES)])
            for table, drop, again in cursor.fetchall():
                made_again.append((table, again))
                cursor.execute(drop)
    return made_again
