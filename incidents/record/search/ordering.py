"""How hits are put in order: the choice between two plans, and the rank."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Func, IntegerField, OrderBy, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Round

from incidents.record.search.queries import ranked

_Row = TypeVar("_Row", bound=models.Model)

RANKED = 1_000
"""The newest hits, of which alone ranks are computed."""
_MILLION = 1_000_000
_BY_LENGTH = 1
"""Divides a rank by 1 + the logarithm of the text's length (PostgreSQL, ts_rank)."""


class FoundQuerySet(models.QuerySet[_Row]):
    """Rows that were searched for."""

    _is_sorted = False

    @property
    def is_sorted(self) -> bool:
        """Whether all hits are found and then sorted (`sorted_hits`)."""
        return self._is_sorted

    def sorted_hits(self) -> Self:
        """Return the same rows in the same orders, but found first and then sorted, by no index of the order.

        An index that has the order saves the sort, and is right for a common word: 101 hits are soon met. For a word
        of an ended war it is walked through all the years since. Measured at a million editions: docs/search.md.
        `GREATEST(x)` of one value is x, and PostgreSQL knows no index for it: it must find all hits, by whatever index
        is cheapest, and keeps the first rows of them (top-N sort), which reads no body of the others.
        """
        found = self._chain()  # type: ignore[attr-defined]  # QuerySet's own way of copying
        found._is_sorted = True  # noqa: SLF001 - our own
        return found  # type: ignore[no-any-return]

    def order_by(self, *names: Any) -> Self:
        """Order; the first column is hidden from the planner where all hits are sorted."""
        if self._is_sorted and names:
            return super().order_by(_hidden(names[0]), *names[1:])
        return super().order_by(*names)

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]  # QuerySet's own way of copying
        copy._is_sorted = self._is_sorted
        return copy


def _hidden(name: Any) -> Combinable | OrderBy | str:
    """Return the order by a column in a form that no index has; of what is an expression already, itself."""
    if not isinstance(name, str) or name in ("?", "pk", "-pk"):
        return name  # type: ignore[no-any-return]
    return OrderBy(Func(F(name.removeprefix("-")), function="GREATEST"), descending=name.startswith("-"))


def rank(text: str) -> Round:
    """Return how well an edition's vector fits a search, in millionths. Raises Unsearchable."""
    fit = Func(F("search"), ranked(text), Value(_BY_LENGTH), function="ts_rank", output_field=models.FloatField())
    return Cast(Round(fit * _MILLION), IntegerField())  # type: ignore[return-value]
