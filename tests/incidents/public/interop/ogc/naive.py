"""What a filter means, written down once more: row by row, in Python, with True, False and None for not known."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from shapely.geometry import Point, box, shape

Row = dict[str, Any]
Truth = bool | None

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def holds(tree: Any, row: Row) -> Truth:
    """Tell whether a filter holds for a row."""
    if isinstance(tree, bool):
        return tree
    op, args = tree["op"], tree["args"]
    if op in ("and", "or", "not"):
        return _logic(op, [holds(one, row) for one in args])
    kinds = {"t_": _temporal, "s_": _spatial, "a_": _sets}
    return kinds.get(op[:2], _predicate)(op, args, row)


def _logic(op: str, found: list[Truth]) -> Truth:
    if op == "not":
        return None if found[0] is None else not found[0]
    decisive = op == "or"
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _sets(op: str, args: list[Any], row: Row) -> Truth:
    left, right = (set(_value(one, row)) for one in args)
    return {
        "a_contains": left >= right,
        "a_containedby": left <= right,
        "a_overlaps": bool(left & right),
        "a_equals": left == right,
    }[op]


def _predicate(op: str, args: list[Any], row: Row) -> Truth:
    if op == "isNull":
        return row[args[0]["property"]] is None
    left = _value(args[0], row)
    if op == "in":
        found = [None if left is None else left == _value(one, row) for one in args[1]]
        return None if left is None else any(found)
    rest = [_value(one, row) for one in args[1:]]
    if left is None or None in rest:
        return None
    if op == "between":
        return bool(rest[0] <= left <= rest[1])
    if op == "like":
        pattern = "".join({"%": ".*", "_": "."}.get(one, re.escape(one)) for one in rest[0])
        return re.fullmatch(pattern, left, re.DOTALL) is not None
    return _COMPARE[op](left, rest[0])


def _value(tree: Any, row: Row) -> Any:
    if isinstance(tree, dict):
        if "property" in tree:
            return row[tree["property"]]
        if "date" in tree:
            return date.fromisoformat(tree["date"])
        if "timestamp" in tree:
            return datetime.fromisoformat(tree["timestamp"])
        inner = _value(tree["args"][0], row)  # casei
        return None if inner is None else inner.lower()
    return tree


def _temporal(op: str, args: list[Any], row: Row) -> Truth:
    (s1, e1), (s2, e2) = (_period(one, row) for one in args)
    if None in (s1, e1, s2, e2):
        return None
    return bool({
        "t_after": s1 > e2, "t_before": s2 > e1, "t_contains": s1 < s2 <= e2 < e1, "t_during": s2 < s1 <= e1 < e2,
        "t_equals": (s1, e1) == (s2, e2), "t_finishes": e1 == e2 and s2 < s1, "t_finishedby": e1 == e2 and s1 < s2,
        "t_intersects": not (s1 > e2 or s2 > e1), "t_disjoint": s1 > e2 or s2 > e1, "t_meets": e1 == s2,
        "t_metby": s1 == e2, "t_overlaps": s1 < s2 < e1 < e2, "t_overlappedby": s2 < s1 < e2 < e1,
        "t_starts": s1 == s2 and e1 < e2, "t_startedby": s1 == s2 and e2 < e1,
    }[op])  # fmt: skip


def _period(tree: Any, row: Row) -> tuple[Any, Any]:
    if isinstance(tree, dict) and "interval" in tree:
        first, last = tree["interval"]
        start = date.min if first == ".." else _day(first, row)
        return start, date.max if last == ".." else _day(last, row)
    found = _day(tree, row)
    return found, found


def _day(tree: Any, row: Row) -> Any:
    return date.fromisoformat(tree) if isinstance(tree, str) else _value(tree, row)


def _spatial(op: str, args: list[Any], row: Row) -> Truth:
    if row["geometry"] is None:
        return None
    literal, here = args[1], Point(row["geometry"])
    if "bbox" in literal:
        west, south, east, north = literal["bbox"]
        boxes = [(west, east)] if west <= east else [(west, 180), (-180, east)]
        meets = any(box(left, south, right, north).intersects(here) for left, right in boxes)
    else:
        meets = bool(shape(literal).intersects(here))
    return not meets if op == "s_disjoint" else meets
