"""Features as documents: a page of them, and one."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request

from config.rest.pagination import links_of
from incidents.public.api import splice
from incidents.public.interop.ogc.addresses import GEOJSON, JSON, Addresses, Link, link
from incidents.public.interop.ogc.asking import Question, read_crs
from incidents.public.interop.ogc.collections import Collection
from incidents.record.filters import MomentFilter
from incidents.record.models import Edition
from incidents.record.redirects import told_under
from incidents.record.tally import NONE, Tally, tally_of, uncounted


def tally(found: Question, how: str) -> Tally:
    """Return how many features there are, as exact as `how` wants it, and the last edition seen. One query."""
    moment = found.asked.moment
    if how == NONE:
        return uncounted(Edition.objects.last_seen(moment))
    return tally_of(found.rows, moment, how=how, asked=None if found.filtered else found.asked)


def page(one: Collection, found: Question, tally: Tally, request: Request, itself: list[Link]) -> dict[str, Any]:
    """Return a page of features. One query; `numberMatched` is left out where not all were counted.

    There is no `timeStamp`, which the standard leaves open: with it, no two answers would have one ETag.
    """
    to = Addresses.of(request)
    told = one.told(found.rows, *(["certain"] if one.geometries else []))
    rows = one.order.page(told, request.GET, size=found.limit)
    around = links_of(request, rows)
    links = [*itself, link(to.collection(one.name), "collection", JSON, one.title)]
    for name, rel in (("next", "next"), ("previous", "prev")):
        if address := around[name]:
            links.append(link(address, rel, GEOJSON, f"The {name} page"))
    return {
        "type": "FeatureCollection",
        **({"numberMatched": tally.count} if tally.is_exact else {}),
        "numberReturned": len(rows.rows),
        "as_of": splice.moment(tally.as_of) if tally.as_of else None,
        "links": links,
        "features": [one.feature(row, to, found.lines) for row in rows.rows],
    }


def elsewhere(one: Collection, name: str, request: Request) -> str | None:
    """Return the address of the feature that tells a merged incident, with the same query. One query, or none."""
    into = told_under([name], _moment(request)).get(name) if one.key == "ref" else None
    if into is None:
        return None
    query = request.META.get("QUERY_STRING", "")
    return Addresses.of(request).collection(one.name, "items", into) + (f"?{query}" if query else "")


def seen(request: Request) -> datetime | None:
    """Return when the last edition that an answer with one feature may have seen was published. One query."""
    return Edition.objects.last_seen(_moment(request))


def _moment(request: Request) -> datetime | None:
    return MomentFilter.read(request.GET, also=("f", "crs")).moment


def feature(one: Collection, name: str, request: Request, itself: list[Link]) -> dict[str, Any] | None:
    """Return a feature that stands, or stood at `as_of`; None where there is none. Raises BadParameter."""
    read_crs(request.GET)
    row = one.one(name, _moment(request))
    if row is None:
        return None
    to = Addresses.of(request)
    links = [*itself, link(to.collection(one.name), "collection", JSON, one.title)]
    return one.feature(row, to, one.lines()) | {"links": links}
