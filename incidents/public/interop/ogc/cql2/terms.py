"""Values of a filter: properties and literals, with their types, and how two of them agree on one."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Lower

from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.queryables import Kind, Queryable

Queryables = Mapping[str, Queryable]

_LARGEST = 1e18
"""Beyond it PostgreSQL's integers end."""
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T?")
"""GDAL writes a date as 2024-02-13T."""
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+\- ][0-9]{2}:[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A value: what SQL makes of it, its type, the property that it is (empty: a literal), and the literal."""

    kind: Kind
    sql: Any
    name: str = ""
    literal: Any = None

    def __str__(self) -> str:
        return f"{self.name}, which is of type {self.kind}" if self.name else f"{self.literal!r}"


def named(name: Any, queryables: Queryables) -> Queryable:
    """Return a property by its name. Raises Refused."""
    if not isinstance(name, str):  # and not told: it may be nested without end
        raise Refused("names a property by something other than a text", tuple(queryables))
    if name not in queryables:
        raise Refused(f"names {name!r}, which is no queryable here", tuple(queryables))
    return queryables[name]


def term(tree: Any, queryables: Queryables) -> Term:
    """Return the value that a part of the tree stands for. Raises Refused."""
    match tree:
        case {"property": name}:
            found = named(name, queryables)
            return Term(found.kind, found.expression(), found.name)
        case {"op": str() as op, "args": [part]} if op.lower() == "casei":
            inner = term(part, queryables)
            if inner.kind != Kind.TEXT:
                raise Refused(f"has CASEI of {inner}: it takes text")
            return Term(Kind.TEXT, Lower(inner.sql), inner.name, inner.literal)
        case {"op": op}:
            told = op.upper() if isinstance(op, str) else "an operator that is no text"
            raise Refused(f"has {told} where a value should be: of functions of values there is CASEI")
        case {"date": str() as text}:
            return _dated(day(text))
        case {"timestamp": str() as text}:
            return _dated(moment(text))
    return _literal(tree)


def _literal(value: Any) -> Term:
    """Return the value that a text, a number or a truth is. Raises Refused."""
    if value is None:
        raise Refused("compares with NULL, which is never true: write IS NULL or IS NOT NULL")
    if not isinstance(value, bool | int | float | str):
        raise Refused("has something other than a property, a text, a number, a date, TRUE or FALSE for a value")
    if isinstance(value, str):
        if "\0" in value:
            raise Refused("contains a NUL")
        return Term(Kind.TEXT, Value(value), literal=value)
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise Refused("has a number that is too large")
    return Term(Kind.BOOLEAN if isinstance(value, bool) else Kind.NUMBER, Value(value), literal=value)


def day(text: str) -> date:
    """Return a date. Raises Refused."""
    try:
        if found := _DAY.fullmatch(text):
            return date.fromisoformat(found[1])
    except ValueError:
        pass
    raise Refused(f"has {text!r}, which is not a date like 2024-02-13")


def moment(text: str) -> datetime:
    """Return a time in UTC. Raises Refused."""
    try:
        if _MOMENT.fullmatch(text):
            clock = text[11:].upper().replace(" ", "+")  # where a URL decoder took the + for a space
            return datetime.fromisoformat(f"{text[:10]}T{clock}").astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refused(f"has {text!r}, which is not a time like 2024-02-13T05:30:00Z")


def dated(text: str) -> Term:
    """Return the date or the time that a text is. Raises Refused."""
    return _dated(day(text) if _DAY.fullmatch(text) else moment(text))


def agreed(*terms: Term) -> tuple[Term, ...]:
    """Return values that can be compared with each other, literals turned into what stands beside them. Or Refused."""
    kinds = {one.kind for one in terms if one.name}
    if not kinds.isdisjoint({Kind.LIST, Kind.GEOMETRY}):
        hint = "A_CONTAINS or A_OVERLAPS" if Kind.LIST in kinds else "S_INTERSECTS"
        raise Refused(f"compares {' with '.join(map(str, terms))}: use {hint}")
    if len(kinds) == 1:
        terms = tuple(one if one.name else _turned(one, *kinds) for one in terms)
    if len({Kind.NUMBER if one.kind == Kind.INTEGER else one.kind for one in terms}) > 1:
        raise Refused(f"compares {' with '.join(map(str, terms))}")
    return terms


def _turned(literal: Term, kind: Kind) -> Term:
    """Return a literal as a property of that kind would have it, where that is plainly meant."""
    value = literal.literal
    if kind == Kind.DATE and literal.kind == Kind.TEXT:
        found = dated(value)
        return _as_day(found) if found.kind == Kind.INSTANT else found
    if kind == Kind.DATE and literal.kind == Kind.INSTANT:
        return _as_day(literal)
    if kind == Kind.INSTANT and literal.kind in (Kind.TEXT, Kind.DATE):
        found = dated(value) if literal.kind == Kind.TEXT else literal
        when = found.literal
        return found if found.kind == Kind.INSTANT else _dated(datetime(when.year, when.month, when.day, tzinfo=UTC))
    if kind == Kind.BOOLEAN and literal.kind == Kind.NUMBER and value in (0, 1):
        return Term(Kind.BOOLEAN, Value(value == 1), literal=value == 1)
    return literal


def _as_day(when: Term) -> Term:
    """Return a time that is a midnight as the day that begins. Raises Refused."""
    if (when.literal.hour, when.literal.minute, when.literal.second, when.literal.microsecond) != (0, 0, 0, 0):
        raise Refused(f"compares the time {when.literal.isoformat()} with a date: give a date")
    return _dated(when.literal.date())


def _dated(value: date | datetime) -> Term:
    return Term(Kind.INSTANT if isinstance(value, datetime) else Kind.DATE, Value(value), literal=value)
