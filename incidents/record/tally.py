"""How many rows a list has: exact, about, or not counted at all; and the last edition that the answer saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from incidents.record.querysets import EditionQuerySet, RecordClaimQuerySet
from incidents.record.reading import RecordFilter

EXACT, ESTIMATE, NONE = COUNTS = ("exact", "estimate", "none")
"""Values of `count`."""
COUNTED = 10_000
"""How far rows are counted for an estimate: counting to here takes 1–21 ms at a million, all up to 740."""

_HEAD = """
LEFT JOIN LATERAL (
    SELECT seq, published_at FROM record_edition WHERE published_at <= %s ORDER BY published_at DESC LIMIT 1
) AS head ON true
"""
_ALL = f"""
SELECT counted.n, true, head.seq, head.published_at FROM (SELECT count(*) AS n FROM ({{}}) AS found) AS counted {_HEAD}
"""
_SUM = f"""
SELECT counted.n, true, head.seq, head.published_at
FROM (SELECT coalesce(sum(incidents), 0) AS n FROM ({{}}) AS found) AS counted {_HEAD}
"""
_ABOUT = f"""
SELECT CASE WHEN counted.n > {COUNTED} THEN greatest(counterclaim_estimate(%s, %s), counted.n) ELSE counted.n END,
    counted.n <= {COUNTED}, head.seq, head.published_at
FROM (SELECT count(*) AS n FROM ({{}} LIMIT {COUNTED + 1}) AS found) AS counted {_HEAD}
"""
Statement = tuple[str, Sequence[Any]]
"""A query and its values."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there are (None: not counted), whether that is exact, and the last edition that was seen."""

    count: int | None
    is_exact: bool
    seq: int
    as_of: datetime | None

    @property
    def kind(self) -> str | None:
        """Return how the count is to be taken: exact, an estimate, or None where there is none."""
        if self.count is None:
            return None
        return EXACT if self.is_exact else ESTIMATE


def tally_of(
    rows: EditionQuerySet | RecordClaimQuerySet,
    moment: datetime | None,
    *,
    how: str = ESTIMATE,
    asked: RecordFilter | None = None,
) -> Tally:
    """Return the count of rows, as exact as `how` wants it, and the ledger's last edition (at that moment). One query.

    An estimate is exact up to COUNTED, and beyond that PostgreSQL's, from its statistics. Where `asked` is the filter
    that the rows come from, and the summary tables can tell, the count is exact in any case, and read in a moment.
    """
    summary = asked.summary() if asked is not None else None
    if summary is not None:
        return _tally(_SUM, _statement(summary.order_by().values("incidents")), moment)
    picked = _statement(rows.order_by().values("pk"))
    if how == EXACT:
        return _tally(_ALL, picked, moment)
    return _tally(_ABOUT, picked, moment, _written(*picked), moment is None)


def uncounted(as_of: datetime | None) -> Tally:
    """Return the tally of a list whose rows nobody wants counted."""
    return Tally(None, False, 0, as_of)


def _tally(template: str, statement: Statement, moment: datetime | None, *estimated: str | bool) -> Tally:
    sql, params = statement
    with connection.cursor() as cursor:
        cursor.execute(template.format(sql), [*estimated, *params, moment or "infinity"])
        count, is_exact, seq, published_at = cursor.fetchone()
    return Tally(int(count), is_exact, seq or 0, published_at)


def _statement(rows: Any) -> Statement:
    try:
        found: Statement = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 AS incidents WHERE false", ()
    return found


def _written(sql: str, params: Sequence[Any]) -> str:
    """Return a query as a text, its values written into it as they would be sent."""
    with connection.cursor() as cursor:
        return str(cursor.mogrify(sql, params).decode())
