"""What an export reads: all that a list's filters find, chosen columns of it, at one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.expressions import Combinable

from config.patience import take_all_the_time
from incidents.public.exports.parts import Parts
from incidents.public.exports.tables import Column, Table
from incidents.record.models import Edition
from incidents.record.ordering import Order
from incidents.record.reading import RecordFilter

AT_ONCE = 100
"""Rows that are held at a time where they pass through Python: a document may have hundreds of kilobytes."""


@dataclass(frozen=True, slots=True)
class Extract:
    """All of a list, for one caller. `base` is the address that incidents are under, `query` what was asked."""

    table: Table
    asked: RecordFilter
    order: Callable[[], Order[Any]]
    columns: tuple[Column, ...]
    parts: Parts
    base: str
    api: str
    query: str
    as_of: datetime | None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read within one transaction of one moment: what is published meanwhile is not seen."""
        outermost = not connection.in_atomic_block
        with transaction.atomic():
            if outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            take_all_the_time()
            if self.as_of and Edition.objects.last_seen(self.asked.moment) != self.as_of:
                self.asked.hold(self.as_of)  # something was published since the header was written
            yield

    def ordered(self) -> Any:
        """Return all that was asked for, in its order."""
        order = self.order()
        return order.keyset.ordered(order.rows)

    def select(self, reads: Callable[[Column, str], Combinable] | None = None, *also: str) -> Any:
        """Return a query of the columns (each as `reads` makes it, else as it is), and of further paths."""
        read = reads or (lambda column, base: column.read(base))
        asked = {f"c{place}": read(column, self.base) for place, column in enumerate(self.columns)}
        asked |= {f"x{place}": F(path) for place, path in enumerate(also)}
        return self.ordered().annotate(**asked).values_list(*asked)

    def rows(self, *also: str) -> Iterator[tuple[Any, ...]]:
        """Yield the columns, and further paths, row by row through a cursor on the server."""
        found: Iterator[tuple[Any, ...]] = self.select(None, *also).iterator(chunk_size=AT_ONCE)
        return found

    @property
    def note(self) -> dict[str, str | None]:
        """What the file says of itself."""
        return {
            "query": self.query,
            "as_of": f"{self.as_of:%Y-%m-%dT%H:%M:%S.%fZ}" if self.as_of else None,
            "licence": settings.DATA_LICENCE or "Not stated here; ask who runs this site.",
        }
