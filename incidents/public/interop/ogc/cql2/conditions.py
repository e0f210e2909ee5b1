"""The tree of a filter as a condition on rows, over an allow-list of properties. NULL is SQL's: not known."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
from django.db.models import Func, Value

from incidents.public.interop.ogc.cql2 import shapes, times
from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.sql import compared, conjunction, disjunction, negation, truth
from incidents.public.interop.ogc.cql2.terms import Queryables, Term, agreed, named, term
from incidents.public.interop.ogc.cql2.text import DEEPEST, parse
from incidents.public.interop.ogc.queryables import Kind

LONGEST = 8000
"""Characters of a filter."""
MOST_PARTS = 500
"""Operators, functions and values of a filter; the corners of polygons are counted apart."""

_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_OF_LISTS = {"a_contains": "@>", "a_containedby": "<@", "a_overlaps": "&&", "a_equals": "="}
OPERATORS = (
    "and", "or", "not", *_COMPARISONS, "like", "between", "in", "isNull", *_OF_LISTS,
    *shapes.FUNCTIONS, *times.FUNCTIONS,
)  # fmt: skip
_LONE_ESCAPE = re.compile(r"(?:[^\\]|\\.)*\\", re.DOTALL)


def read_text(text: str) -> Any:
    """Return the tree of CQL2 Text. Raises Refused."""
    return _bounded(parse(_short(text)))


def read_json(text: str) -> Any:
    """Return the tree of CQL2 JSON. Raises Refused."""
    try:
        return _bounded(orjson.loads(_short(text)))
    except orjson.JSONDecodeError as error:
        raise Refused(f"is no JSON: {error}") from error


def mentions(tree: Any, name: str) -> bool:
    """Tell whether a filter names a property."""
    return any(isinstance(one, dict) and one.get("property") == name for one, _ in _parts(tree))


def _short(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(f"is longer than {LONGEST} characters")
    return text


def _bounded(tree: Any) -> Any:
    """Return a tree that is neither too deep nor too large."""
    count = 0
    for part, depth in _parts(tree):
        count += not isinstance(part, list)
        if depth > 2 * DEEPEST + 2:  # an operator and its list of arguments
            raise Refused(f"is nested more than {DEEPEST} deep")
        if count > MOST_PARTS:
            raise Refused(f"has more than {MOST_PARTS} parts")
    return tree


def _parts(tree: Any) -> Iterator[tuple[Any, int]]:
    """Yield every part of a tree with its depth, coordinates left out."""
    waiting = [(tree, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        if isinstance(part, dict):
            waiting += [(one, depth + 1) for key, one in part.items() if key not in ("coordinates", "op", "property")]
        elif isinstance(part, list):
            waiting += [(one, depth + 1) for one in part]


def condition(tree: Any, queryables: Queryables, here: shapes.Shapes | None) -> Func:
    """Return the condition of a tree on rows with these properties, whose geometry is `here`. Raises Refused."""
    match tree:
        case bool():
            return truth(Value(tree))
        case {"op": str() as given, "args": list() as args}:
            return _operation(given, args, queryables, here)
    raise Refused("has something other than a comparison or a function where a condition should be", OPERATORS)


def _operation(given: str, args: list[Any], queryables: Queryables, here: shapes.Shapes | None) -> Func:
    op = given if given == "isNull" else given.lower()
    if op in ("and", "or", "not"):
        return _logic(op, args, queryables, here)
    if op in shapes.FUNCTIONS:
        return shapes.spatial(op, args, queryables, here)
    if op in times.FUNCTIONS:
        return times.temporal(op, args, queryables)
    if op in _PREDICATES:
        return _PREDICATES[op](op, args, queryables)
    raise Refused(f"has {given.upper()}, which is not supported", OPERATORS)


def _logic(op: str, args: list[Any], queryables: Queryables, here: shapes.Shapes | None) -> Func:
    if op == "not":
        (only,) = _exactly(1, op, args)
        return negation(condition(only, queryables, here))
    if not args:
        raise Refused(f"has {op.upper()} of nothing")
    parts = [condition(one, queryables, here) for one in args]
    return conjunction(*parts) if op == "and" else disjunction(*parts)


def _compare(op: str, args: list[Any], queryables: Queryables) -> Func:
    left, right = agreed(*(term(one, queryables) for one in _exactly(2, op, args)))
    return compared(left.sql, op, right.sql)


def _like(op: str, args: list[Any], queryables: Queryables) -> Func:
    value, pattern = (term(one, queryables) for one in _exactly(2, op, args))
    if value.kind != Kind.TEXT or pattern.kind != Kind.TEXT or pattern.name:
        raise Refused("has LIKE of something other than a text property and a pattern")
    if _LONE_ESCAPE.fullmatch(pattern.literal):
        raise Refused(f"has the pattern {pattern.literal!r}, which ends in a \\ that escapes nothing")
    return compared(value.sql, "LIKE", pattern.sql)


def _between(op: str, args: list[Any], queryables: Queryables) -> Func:
    value, lowest, highest = agreed(*(term(one, queryables) for one in _exactly(3, op, args)))
    if value.kind in (Kind.TEXT, Kind.BOOLEAN):
        raise Refused(f"has BETWEEN of {value}: it takes numbers, dates and times")
    return conjunction(compared(value.sql, ">=", lowest.sql), compared(value.sql, "<=", highest.sql))


def _in(op: str, args: list[Any], queryables: Queryables) -> Func:
    value, given = _exactly(2, op, args)
    if not isinstance(given, list) or not given:
        raise Refused("has IN without a list of values")
    found, *values = agreed(*(term(one, queryables) for one in (value, *given)))
    return disjunction(*(compared(found.sql, "=", one.sql) for one in values))


def _is_null(op: str, args: list[Any], queryables: Queryables) -> Func:
    (given,) = _exactly(1, op, args)
    if not isinstance(given, dict) or "property" not in given:
        raise Refused("has IS NULL of something other than a property")
    found = named(given["property"], queryables)
    if found.kind == Kind.GEOMETRY and not found.column:
        raise Refused("has IS NULL of the geometry, which is not supported here")
    return truth(found.expression(), template="(%(expressions)s IS NULL)")


def _of_lists(op: str, args: list[Any], queryables: Queryables) -> Func:
    """Compare lists as sets, which is what the lists here are."""
    left, right = (_list(one, queryables) for one in _exactly(2, op, args))
    if op == "a_equals":
        return conjunction(_sets(left, "@>", right), _sets(left, "<@", right))
    return _sets(left, _OF_LISTS[op], right)


def _sets(left: Term, operator: str, right: Term) -> Func:
    return compared(_cast(left), operator, _cast(right))


def _cast(one: Term) -> Any:
    return one.sql if one.name else truth(one.sql, template="%(expressions)s::varchar[]")


def _list(tree: Any, queryables: Queryables) -> Term:
    if isinstance(tree, list) and all(isinstance(one, str) and "\0" not in one for one in tree):
        return Term(Kind.LIST, Value(tree), literal=tree)
    found = term(tree, queryables) if isinstance(tree, dict) else None
    if found is None or found.kind != Kind.LIST:
        raise Refused(
            "has a function of lists of something other than a property of that type and texts in parentheses"
        )
    return found


def _exactly(count: int, op: str, args: list[Any]) -> Sequence[Any]:
    if len(args) != count:
        raise Refused(f"gives {op.upper()} {len(args)} arguments: it takes {count}")
    return args


_PREDICATES: dict[str, Callable[[str, list[Any], Queryables], Func]] = {
    **dict.fromkeys(_COMPARISONS, _compare),
    **dict.fromkeys(_OF_LISTS, _of_lists),
    "like": _like,
    "between": _between,
    "in": _in,
    "isNull": _is_null,
}
