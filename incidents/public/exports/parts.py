"""`fields`, `exclude` and `include`: which parts of what is listed a caller asks for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault

PARAMETERS = ("fields", "exclude", "include")


@dataclass(frozen=True, slots=True)
class Parts:
    """The top-level keys of documents that are kept (None: all), and what is put beside them."""

    keys: frozenset[str] | None = None
    include: tuple[str, ...] = ()

    def cut(self, item: bytes) -> bytes:
        """Return a document with the keys that are kept; as it was published where all are."""
        if self.keys is None:
            return item
        document: dict[str, Any] = orjson.loads(item)
        return orjson.dumps({key: value for key, value in document.items() if key in self.keys})


def parts_of(params: QueryDict, keys: Collection[str], always: Collection[str], includes: Sequence[str]) -> Parts:
    """Return what is asked of documents that have these keys, of which some always stay. Raises BadParameter."""
    may_go = [key for key in keys if key not in always]
    wanted, unwanted = _names(params, "fields", keys), _names(params, "exclude", may_go)
    include = tuple(_names(params, "include", includes) or ())
    if wanted is None and unwanted is None:
        return Parts(include=include)
    kept = {*(keys if wanted is None else wanted), *always}
    return Parts(frozenset(kept.difference(unwanted or ())), include)


def columns_of(params: QueryDict, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are asked for, in the order in which they are named. Raises BadParameter."""
    if "include" in params:
        raise BadParameter(Fault("include", "goes with documents (json, ndjson), not with tables"))
    wanted, unwanted = _names(params, "fields", columns), _names(params, "exclude", columns)
    kept = tuple(name for name in (wanted or columns) if name not in (unwanted or ()))
    if not kept:
        raise BadParameter(Fault("exclude", "leaves no column"))
    return kept


def _names(params: QueryDict, parameter: str, allowed: Collection[str]) -> list[str] | None:
    """Return the names that a parameter lists, with commas or repeated, each once; None where it is not given."""
    if parameter not in params:
        return None
    names = [name.strip() for value in params.getlist(parameter) for name in value.split(",")]
    unknown = [name for name in names if name not in allowed]
    if unknown:
        words = f"{unknown[0]!r} is not one of them" if unknown[0] else "has an empty name"
        raise BadParameter(Fault(parameter, words, tuple(allowed)))
    return list(dict.fromkeys(names))
