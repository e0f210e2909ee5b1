"""The incidents that a query asks for, as SQL over which questions are asked: in one pass, whatever the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q

from incidents.analysis.perspectives import COLUMNS, Perspective
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition
from incidents.record.querysets import EditionQuerySet


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT and its parameters."""

    sql: str
    params: tuple[Any, ...]

    def ask(self, question: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Return the answer to a question that names these rows as `{rows}`.

        `params`: all parameters in the order of the text, those of the rows among them where they stand in it.
        """
        with connection.cursor() as cursor:
            cursor.execute(question.replace("{rows}", self.sql), self.params if params is None else params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def rows_of(editions: EditionQuerySet, *columns: str) -> Rows:
    """Return columns of editions."""
    try:
        sql, params = editions.order_by().values("seq", *columns).query.sql_with_params()
    except EmptyResultSet:
        plain = [column for column in columns if column != "certain"]
        sql, params = Edition.objects.order_by().values("seq", *plain).query.sql_with_params()
        sql = f"SELECT *, true AS certain FROM ({sql}) AS nothing WHERE false"
    return Rows(sql, tuple(params))


def picked(asked: IncidentFilter, *columns: str) -> Rows:
    """Return columns of the editions that match; `certain` among them tells whether each must."""
    return rows_of(asked.qs, *columns)


def with_figures(asked: IncidentFilter, perspective: Perspective, *columns: str, also: Q | None = None) -> Rows:
    """Return columns of the editions that match (and meet a condition), with killed and wounded by a perspective."""
    rows = rows_of(asked.qs if also is None else asked.qs.filter(also), *columns, *COLUMNS)
    sql, params = perspective.figures(rows.sql, ("seq", *columns))
    return Rows(sql, (*rows.params, *params))
