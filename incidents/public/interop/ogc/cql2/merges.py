"""Merged actors and places in the tree of a filter: whichever of them is named, all are meant.

Editions name what was merged since, so that a comparison with one code is a comparison with all that are one with it.
Only equality asks what a code stands for; an order of codes, LIKE and CASEI are about its letters.
"""

from collections.abc import Callable, Mapping
from typing import Any

from incidents.public.interop.ogc.cql2.terms import Queryables

Same = Callable[[str], list[str]]
"""Return a code and those of what was merged with it."""


def following(tree: Any, queryables: Queryables, same: Mapping[str, Same]) -> Any:
    """Return a tree with every comparison of an actor or a place led to all that are one with it.

    `same` has a function for each kind of thing that a queryable can name (`Queryable.names`). What can't be read is
    left to whoever reads it next.
    """
    match tree:
        case {"op": str() as op, "args": list() as args}:
            found = _comparison(op.lower(), args, queryables, same)
            if found is not None:
                return found
            return {**tree, "args": [following(one, queryables, same) for one in args]}
    return tree


def _comparison(op: str, args: list[Any], queryables: Queryables, same: Mapping[str, Same]) -> Any:
    """Return what stands for a comparison of something that may be merged with literals; None for any other."""
    match op, args:
        case (("=" | "<>"), [{"property": _} as left, str() as code] | [str() as code, {"property": _} as left]):
            codes = _codes(left, [code], queryables, same)
            if codes is None:
                return None
            found = {"op": "in", "args": [left, codes[0]]}
            return found if op == "=" else {"op": "not", "args": [found]}
        case "in", [{"property": _} as left, [str(), *_] as given] if _texts(given):
            codes = _codes(left, given, queryables, same)
            return None if codes is None else {"op": "in", "args": [left, _all(codes)]}
        case (("a_contains" | "a_overlaps" | "a_equals" | "a_containedby"), [{"property": _} as left, list() as given]):
            return _of_list(op, left, given, queryables, same)
        case (
            ("a_contains" | "a_overlaps" | "a_equals" | "a_containedby"),
            [list() as given, {"property": _} as right],
        ):
            turned = {"a_contains": "a_containedby", "a_containedby": "a_contains"}
            return _of_list(turned.get(op, op), right, given, queryables, same)
    return None


def _of_list(op: str, left: Any, given: list[Any], queryables: Queryables, same: Mapping[str, Same]) -> Any:
    """Return what stands for a comparison of a list with texts, as sets: each of which may go by several codes."""
    codes = _codes(left, given, queryables, same) if _texts(given) else None
    if not codes:
        return None
    within = {"op": "a_containedby", "args": [left, _all(codes)]}
    each = [{"op": "a_overlaps", "args": [left, one]} for one in codes]
    match op:
        case "a_overlaps":
            return {"op": "a_overlaps", "args": [left, _all(codes)]}
        case "a_containedby":
            return within
        case "a_contains":
            return {"op": "and", "args": each}
    return {"op": "and", "args": [*each, within]}


def _codes(
    left: dict[str, Any], given: list[str], queryables: Queryables, same: Mapping[str, Same]
) -> list[list[str]] | None:
    """Return the codes of each that is given; None where the property names nothing that can be merged."""
    name = left["property"]
    names = queryables[name].names if isinstance(name, str) and name in queryables else ""
    return [same[names](code) for code in given] if names else None


def _texts(given: list[Any]) -> bool:
    return all(isinstance(one, str) for one in given)


def _all(codes: list[list[str]]) -> list[str]:
    return list(dict.fromkeys(code for some in codes for code in some))
