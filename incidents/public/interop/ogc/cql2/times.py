"""The temporal functions of CQL2: how two periods lie to each other. An instant is a period that ends as it begins."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Func, Value
from django.db.models.expressions import Combinable

from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.sql import compared, conjunction, disjunction
from incidents.public.interop.ogc.cql2.terms import Queryables, Term, agreed, dated, term
from incidents.public.interop.ogc.queryables import Kind

_TYPES = {Kind.DATE: "date", Kind.INSTANT: "timestamptz"}

# Each is a list of comparisons: which end of the first period, how, which end of the second (0 start, 1 end).
_RULES: dict[str, tuple[tuple[int, str, int], ...]] = {
    "t_after": ((0, ">", 1),),
    "t_before": ((1, "<", 0),),
    "t_contains": ((0, "<", 0), (1, ">", 1)),
    "t_during": ((0, ">", 0), (1, "<", 1)),
    "t_equals": ((0, "=", 0), (1, "=", 1)),
    "t_finishedby": ((0, "<", 0), (1, "=", 1)),
    "t_finishes": ((0, ">", 0), (1, "=", 1)),
    "t_intersects": ((0, "<=", 1), (1, ">=", 0)),
    "t_meets": ((1, "=", 0),),
    "t_metby": ((0, "=", 1),),
    "t_overlappedby": ((0, ">", 0), (0, "<", 1), (1, ">", 1)),
    "t_overlaps": ((0, "<", 0), (1, ">", 0), (1, "<", 1)),
    "t_startedby": ((0, "=", 0), (1, ">", 1)),
    "t_starts": ((0, "=", 0), (1, "<", 1)),
}
FUNCTIONS = (*_RULES, "t_disjoint")


def temporal(op: str, args: Sequence[Any], queryables: Queryables) -> Func:
    """Return the condition of a temporal function. Raises Refused."""
    if len(args) != 2:  # noqa: PLR2004 - first and second
        raise Refused(f"gives {op.upper()} {len(args)} arguments: it takes two")
    ends = [*_ends(args[0], queryables), *_ends(args[1], queryables)]
    known = agreed(*(one for one in ends if one is not None))
    kind = known[0].kind if known else Kind.DATE
    if kind not in _TYPES:
        raise Refused(f"gives {op.upper()} {known[0]}: it takes dates and times")
    given = iter(known)
    sql = [_open(kind, index % 2) if end is None else next(given).sql for index, end in enumerate(ends)]
    if op == "t_disjoint":
        return disjunction(compared(sql[1], "<", sql[2]), compared(sql[0], ">", sql[3]))
    return conjunction(*(compared(sql[first], how, sql[2 + second]) for first, how, second in _RULES[op]))


def _ends(tree: Any, queryables: Queryables) -> tuple[Term | None, Term | None]:
    """Return start and end of a period; None where it is open."""
    if isinstance(tree, dict) and "interval" in tree:
        given = tree["interval"]
        if not isinstance(given, list) or len(given) != 2:  # noqa: PLR2004 - start and end
            raise Refused("has an INTERVAL that has not two ends")
        start, end = (None if one == ".." else _instant(one, queryables) for one in given)
        if start and end and not (start.name or end.name) and start.kind == end.kind and start.literal > end.literal:
            raise Refused("has an INTERVAL that ends before it begins")
        return start, end
    found = _instant(tree, queryables)
    return found, found


def _instant(tree: Any, queryables: Queryables) -> Term:
    found = dated(tree) if isinstance(tree, str) else term(tree, queryables)
    if found.kind not in _TYPES:
        raise Refused(f"has {found} in a temporal function, which takes dates and times")
    return found


def _open(kind: Kind, end: int) -> Combinable:
    return Func(Value("infinity" if end else "-infinity"), template=f"%(expressions)s::{_TYPES[kind]}")
