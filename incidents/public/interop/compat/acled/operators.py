"""Conditions as ACLED's API writes them: a column, an operator that may be left out, and values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.public.interop.compat.acled.rows import COLUMNS

LIKE, BETWEEN, EQUAL = "LIKE", "BETWEEN", "="
OPERATORS: dict[str, str] = {"=": "exact", ">": "gt", "<": "lt", ">=": "gte", "<=": "lte"}
"""Operator → Django's lookup."""
NUMBERS = frozenset(
    {
        "year", "time_precision", "iso", "latitude", "longitude", "geo_precision", "fatalities", "timestamp",
        "deleted_timestamp",
    }
)  # fmt: skip
WHOLE = frozenset({"event_date", "country", "region", "inter1", "inter2", "interaction"})
"""Columns beside the numbers that are compared as a whole unless `_where` says otherwise."""
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?")
_MOST = 500


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; any of the values will do, except between two."""

    column: str
    operator: str
    values: tuple[str, ...]

    def fits(self, told: Any) -> bool:
        """Tell whether what a row has in the column meets it. Case is ignored."""
        if self.operator == LIKE:
            return any(value.strip("%").casefold() in str(told).casefold() for value in self.values)
        if self.operator == BETWEEN:
            low, high = (_comparable(told, value) for value in self.values)
            return bool(low[1] <= low[0] and high[0] <= high[1])
        compare = _COMPARE[self.operator]
        return any(compare(*_comparable(told, value)) for value in self.values)

    def number(self, text: str) -> Decimal:
        """Return the number of a value. Raises BadParameter."""
        if not _NUMBER.fullmatch(text):
            raise BadParameter(Fault(self.column, f"{text!r} is not a number"))
        return Decimal(text)

    def said(self) -> str:
        """Return it in words, for messages."""
        return f"{self.column} {self.operator} {'|'.join(self.values)}"


def _comparable(told: Any, value: str) -> tuple[Any, Any]:
    if isinstance(told, int | float) and _NUMBER.fullmatch(value):
        return Decimal(str(told)), Decimal(value)
    return str(told).casefold(), value.casefold()


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda told, value: bool(told == value),
    ">": lambda told, value: bool(told > value),
    "<": lambda told, value: bool(told < value),
    ">=": lambda told, value: bool(told >= value),
    "<=": lambda told, value: bool(told <= value),
}


def conditions(params: QueryDict, columns: tuple[str, ...] = COLUMNS) -> list[Condition]:
    """Return the conditions of a query string on these columns. Raises BadParameter."""
    return [_condition(params, column) for column in columns if any(value.strip() for value in params.getlist(column))]


def _condition(params: QueryDict, column: str) -> Condition:
    values = [value for text in params.getlist(column) for value in _alternatives(column, text)]
    operator = _operator(params, column)
    if operator == BETWEEN and len(values) != len("AB"):
        raise BadParameter(Fault(column, "needs two values for BETWEEN, as 2024-01-01|2024-01-31"))
    if len(values) > _MOST or any("\0" in value for value in values):
        raise BadParameter(Fault(column, f"has more than {_MOST} values, or one that is no text"))
    if operator == LIKE and column in NUMBERS:
        raise BadParameter(Fault(f"{column}_where", "LIKE is for text", (*OPERATORS, BETWEEN)))
    return Condition(column, operator, tuple(values))


def _operator(params: QueryDict, column: str) -> str:
    operator = params.get(f"{column}_where", "").strip().upper()
    if not operator:
        if column in ("timestamp", "deleted_timestamp"):
            return ">="
        return EQUAL if column in NUMBERS | WHOLE else LIKE
    if operator not in (*OPERATORS, LIKE, BETWEEN):
        raise BadParameter(Fault(f"{column}_where", f"{operator!r} is not one of them", (*OPERATORS, LIKE, BETWEEN)))
    return operator


def _alternatives(column: str, text: str) -> list[str]:
    """Split `A|B` and `A:OR:country=B`. An OR between two columns can't be said here."""
    first, *others = text.split(":OR:")
    values = first.split("|")
    for other in others:
        name, _, rest = other.partition("=")
        if name.strip() != column:
            raise BadParameter(Fault(column, f":OR: joins values of one column, and {name.strip()!r} is another"))
        values += rest.split("|")
    return [value.strip() for value in values if value.strip()]
