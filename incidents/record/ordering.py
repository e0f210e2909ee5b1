"""The orders of the lists: `ordering=` on incidents and claims, each a keyset with an index under it.

    order = incident_order(asked, request.GET)     # raises BadParameter
    page = order.keyset.page(order.rows.for_bytes("certain", *order.reads), request.GET)
    complete = order.keyset.ordered(order.rows)

The parameter is no filter: a face that takes it reads its filter with `also=(ORDERING, …)`.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from config.rest.pagination import Keyset, one
from config.rest.parameters import BadParameter, Fault
from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from incidents.record.nearest import NearestKeyset, nearest_by_date
from incidents.record.querysets import CLAIMS_BY_DATE, EditionQuerySet, RecordClaimQuerySet

ORDERING = "ordering"
DEFAULT = "-date"
RELEVANCE = "relevance"
CLAIM_ORDERS = ("-date", "date", "-published", "published")
INCIDENT_ORDERS = (*CLAIM_ORDERS, "-killed", "killed", RELEVANCE)
_Rows = TypeVar("_Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True, slots=True)
class Order(Generic[_Rows]):
    """Rows, with what they are ordered by, and the order. `reads`: what a cursor needs of each row beside its ids."""

    rows: _Rows
    keyset: Keyset
    reads: tuple[str, ...] = ()


def figure() -> Coalesce:
    """Return the expression of how many were killed: the best figure, the lowest where none is best, else -1."""
    return Coalesce(F("killed_best"), F("killed_low"), Value(-1), output_field=IntegerField())


def incident_order(asked: IncidentFilter, params: QueryDict) -> Order[EditionQuerySet]:
    """Return the incidents in the order that `ordering` asks for. Raises BadParameter.

    By date they are read from the index of positions or of periods where a filter needs that.
    """
    name = _named(params, INCIDENT_ORDERS)
    rows: EditionQuerySet = asked.listed()
    descending = name.startswith("-")
    match name.removeprefix("-"):
        case "published":
            return Order(rows, Keyset("seq", "seq", descending=descending))
        case "killed":
            return Order(rows.annotate(figure=figure()), Keyset("figure", "seq", descending=descending), ("figure",))
        case "relevance":
            if not asked.values["q"]:
                raise BadParameter(Fault(ORDERING, "by relevance needs a search (`q`)", INCIDENT_ORDERS))
            return Order(rows.ranked(asked.values["q"]), Keyset("relevance", "seq"), ("relevance",))
    nearest = nearest_by_date(asked)
    if nearest is None:
        return Order(rows, Keyset("latest", "seq", descending=descending))
    return Order(rows.filter(nearest), NearestKeyset("latest", "seq", descending=descending))


def claim_order(asked: ClaimFilter, params: QueryDict) -> Order[RecordClaimQuerySet]:
    """Return the claims in the order that `ordering` asks for. Raises BadParameter."""
    name = _named(params, CLAIM_ORDERS)
    rows: RecordClaimQuerySet = asked.listed()
    match name:
        case "-date":
            return Order(rows, CLAIMS_BY_DATE)
        case "date":
            return Order(rows, Keyset("made_on", "id", descending=False, nullable=True))
        case _:
            return Order(rows, Keyset("edition_id", "id", descending=name.startswith("-")))


def _named(params: QueryDict, allowed: tuple[str, ...]) -> str:
    name = one(params, ORDERING)
    if name is None:
        return DEFAULT
    if name not in allowed:
        raise BadParameter(Fault(ORDERING, f"{name!r} is not one of them", allowed))
    return name
