"""Pages of one list at one moment: a script that follows them has each row once, whatever is published meanwhile.

The address of the next page carries a signed note of the moment, of the total, and of where the page before ended. With
it a page costs the same wherever it is, and the rows are counted once for the whole walk.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict

from config.rest.pagination import Keyset
from incidents.record.querysets import EditionQuerySet

BY_DATE = Keyset("latest", "seq")

_PAGE = """
WITH picked AS ({picked})
SELECT head.seq, head.published_at, {total}, told.seq, told.ref, told.latest, told.published_at, told.body, first.seq
FROM (SELECT) AS one
LEFT JOIN LATERAL (SELECT seq, published_at FROM record_edition ORDER BY seq DESC LIMIT 1) AS head ON true
LEFT JOIN (picked JOIN record_edition AS told ON told.seq = picked.seq) ON true
LEFT JOIN record_edition AS first ON first.ref = told.ref AND first.number = 1
ORDER BY told.latest DESC, told.seq DESC
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What is needed of an edition to tell it in another shape. `first` is the seq of its incident's first edition."""

    seq: int
    ref: str
    latest: Any
    published_at: datetime
    body: str
    first: int


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, how many there are in all (None: not asked), whether more follow, and the ledger's last edition."""

    rows: list[Row]
    total: int | None
    more: bool
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody who follows the pages is: at which moment, how many rows in all, and after which row."""

    moment: str
    total: int | None
    latest: str
    seq: int

    @property
    def at(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.moment)

    def write(self, face: str, params: QueryDict, leave: Collection[str]) -> str:
        """Return the note for this face and this query; `leave` are parameters that change from page to page.

        Those are left out in any case, because UCDP's names may be written in any.
        """
        return signing.dumps([*asdict(self).values(), _mark(params, leave)], salt=f"compat {face}")

    @classmethod
    def read(cls, text: str | None, face: str, params: QueryDict, leave: Collection[str]) -> "Walk | None":
        """Return what a note says; None for one that this face did not write for this query."""
        try:
            *values, mark = signing.loads(text or "", salt=f"compat {face}")
        except (signing.BadSignature, ValueError):
            return None
        return cls(*values) if mark == _mark(params, leave) else None


def _mark(params: QueryDict, leave: Collection[str]) -> str:
    kept = sorted((name, tuple(values)) for name, values in params.lists() if name.lower() not in leave)
    return sha256(repr(kept).encode()).hexdigest()[:16]


def after(rows: EditionQuerySet, walk: Walk | None) -> EditionQuerySet:
    """Return the rows that are left to somebody who follows the pages."""
    if walk is None:
        return rows
    left: QuerySet[Any, Any] = BY_DATE.beyond(rows, walk.latest, walk.seq)
    return left  # type: ignore[return-value]  # the same class, narrowed


def page_of(rows: EditionQuerySet, *, size: int, offset: int = 0, counted: EditionQuerySet | None = None) -> Page:
    """Return a page of the rows by date, the newest first, in one query; `counted` are the rows to count as well.

    A page by its number reads the ids before it from the index alone (a deferred join), and bodies for itself.
    """
    sql, params = _sql(rows.by_date().values("seq")[offset : offset + size + 1])
    inner, counting = ("SELECT NULL::bigint", ()) if counted is None else _sql(counted.order_by().values("seq"))
    total = "NULL" if counted is None else f"(SELECT count(*) FROM ({inner}) AS counted)"
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(picked=sql, total=total), [*params, *counting])
        found = cursor.fetchall()
    told = [Row(*values[3:]) for values in found if values[3] is not None]
    return Page(told[:size], found[0][2], len(told) > size, found[0][1])


def _sql(ids: "QuerySet[Any, Any]") -> tuple[str, tuple[Any, ...]]:
    try:
        return ids.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint AS seq WHERE false", ()
