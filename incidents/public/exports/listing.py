"""The two lists as documents: what is read of them, how it is sent, and what may be put beside it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.http import QueryDict

from incidents.document.types import Claim, IncidentDocument
from incidents.public.api import splice
from incidents.public.api.found import SNIPPETS, Note, nothing
from incidents.public.api.shapes import ClaimNote
from incidents.public.exports.figures import refuse_perspective
from incidents.public.exports.parts import Parts, parts_of
from incidents.public.exports.tables import CLAIMS, INCIDENTS, Table
from incidents.record.models import Edition
from incidents.record.ordering import Order, claim_order, incident_order

Beside = Callable[[list[Any], datetime | None, str], list[Any]]
"""Takes rows, the moment, and the address of incidents in the API; returns what is put beside each row."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its table, the keys of its documents, of which some always stay, and what `include` may name."""

    table: Table
    order: Callable[[Any, QueryDict], Order[Any]]
    keys: tuple[str, ...]
    always: tuple[str, ...]
    reads: tuple[str, ...]
    splice: Callable[[Iterable[Any], str, Note], Iterator[bytes]]
    includes: Mapping[str, Beside]

    def parts(self, params: QueryDict) -> Parts:
        """Return which parts of its documents are asked for. Raises BadParameter."""
        refuse_perspective(params)
        return parts_of(params, self.keys, self.always, tuple(self.includes))

    def rows(self, found: Any) -> Any:
        """Return what is read of a list."""
        return found.for_bytes(*self.reads)

    def items(
        self, rows: list[Any], parts: Parts, base: str, moment: datetime | None, note: Note = nothing
    ) -> Iterator[bytes]:
        """Yield the documents of some rows as they are sent, each with what `note` says of it.

        At most one query for each thing that is included.
        """
        beside = {name: self.includes[name](rows, moment, base) for name in parts.include}
        for place, item in enumerate(self.splice(rows, base, note)):
            cut = parts.cut(item)
            if beside:
                added = orjson.dumps({name: values[place] for name, values in beside.items()})
                cut = cut[:-1] + b"," + added[1:]
            yield cut


def _editions(rows: list[Any], moment: datetime | None, base: str) -> list[Any]:
    """Return each incident's editions by a moment, newest first, without their documents."""
    found: dict[str, list[dict[str, Any]]] = {row.ref: [] for row in rows}
    for one in Edition.objects.histories(found, moment):
        found[one.ref].append(splice.envelope(one, base) | {"title": one.title})
    return [found[row.ref] for row in rows]


def _incident(rows: list[Any], _moment: datetime | None, base: str) -> list[Any]:
    """Return the head of the incident that each claim is about, as the same edition tells it."""
    heads = {one.seq: one for one in Edition.objects.heads({row.edition_id for row in rows})}
    return [_head(heads[row.edition_id], base) for row in rows]


def _head(row: Any, base: str) -> dict[str, Any]:
    named = {name: getattr(row, name) for name in ("ref", "title", "kind", "country", "border", "section", "dispute")}
    return {
        **named,
        "earliest": row.earliest.isoformat() if row.earliest else None,
        "latest": row.latest.isoformat() if row.latest else None,
        "actors": row.actors,
        "url": f"{base}{row.ref}/",
    }


INCIDENT_LIST = Listing(
    table=INCIDENTS,
    order=incident_order,
    keys=("edition", *IncidentDocument.__annotations__),
    always=("ref", "edition"),
    reads=("certain",),
    splice=splice.incidents,
    includes={"editions": _editions},
)
CLAIM_LIST = Listing(
    table=CLAIMS,
    order=claim_order,
    keys=(*ClaimNote.__annotations__, *Claim.__annotations__),
    always=("id", "edition", SNIPPETS),
    reads=(),
    splice=splice.claims,
    includes={"incident": _incident},
)
