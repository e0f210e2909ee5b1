"""A document as a row of GED: its 49 columns, in their order, with the types that UCDP's API gives them."""

from collections.abc import Mapping
from typing import Any

from incidents.document.types import IncidentDocument, Source
from incidents.public.interop.compat.countries import COUNTRIES
from incidents.public.interop.compat.identity import number_of
from incidents.public.interop.compat.positions import Position, position, priogrid, wkt
from incidents.public.interop.compat.ucdp.deaths import deaths
from incidents.public.interop.compat.ucdp.parties import DYADS, UNKNOWN, Party, parties, violence
from incidents.vocabulary import PlaceKind
from incidents.vocabulary_mapping import DATE_PREC

NO_DATE = "1753-01-01"
"""What GED writes for a source without a date."""
CLEAR, SUMMED = 1, 2
_CLEAR, _UNCLEAR = "Clear", "Check dyad"


def row(document: IncidentDocument, first: int, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Return an incident as a GED event.

    `first` is the `seq` of its first edition, `numbers` are UCDP ids of actors. It has a position or a country.
    """
    a, b = parties(document, numbers)
    dead = deaths(document, a, b)
    when = document["occurrence"]
    return {
        "id": number_of(document["ref"], first),
        "relid": document["ref"],
        "year": int(when["latest"][:4]),
        "active_year": False,
        "code_status": _CLEAR if a.name and b.name else _UNCLEAR,
        "type_of_violence": violence(a.group, b.group),
        **_dyad(document, a, b),
        **_sources(document),
        **_place(document),
        "event_clarity": SUMMED if document["aggregated"] else CLEAR,
        "date_prec": DATE_PREC[when["precision"]],
        "date_start": when["earliest"],
        "date_end": when["latest"],
        "deaths_a": dead.a,
        "deaths_b": dead.b,
        "deaths_civilians": dead.civilians,
        "deaths_unknown": dead.unknown,
        "best": dead.best,
        "high": dead.high,
        "low": dead.low,
        "gwnoa": a.gwno,
        "gwnob": b.gwno,
    }


def _dyad(document: IncidentDocument, a: Party, b: Party) -> dict[str, Any]:
    name = document["dispute"]["name"] if document["dispute"] else ""
    conflict, dyad, name = DYADS.get((a.number, b.number), (UNKNOWN, UNKNOWN, name))
    return {
        **_numbered("conflict", conflict, name),
        **_numbered("dyad", dyad, " - ".join(one.name for one in (a, b) if one.name)),
        **_numbered("side_a", a.number, a.name),
        **_numbered("side_b", b.number, b.name),
    }


def _numbered(column: str, number: int, name: str) -> dict[str, Any]:
    known = "" if number == UNKNOWN else str(number)
    return {f"{column}_dset_id": known, f"{column}_new_id": number, f"{column}{_NAME.get(column, '')}": name}


_NAME = {"conflict": "_name", "dyad": "_name"}


def _sources(document: IncidentDocument) -> dict[str, Any]:
    """Return the lists of sources, which are parallel, and who said it."""
    told = document["sources"]
    names = {actor["slug"]: actor["name"] for actor in document["actors"]}
    said = dict.fromkeys(names[claim["claimant"]] for claim in document["claims"])
    return {
        "number_of_sources": len(told) or UNKNOWN,
        "source_article": ";".join(_article(source) for source in told),
        "source_office": _listed(source["publisher"] for source in told),
        "source_date": ";".join(source["published_on"] or NO_DATE for source in told),
        "source_headline": _listed(source["title"] for source in told),
        "source_original": _listed(said),
    }


def _article(source: Source) -> str:
    parts = (source["publisher"], source["published_on"] or NO_DATE, source["title"] or source["url"])
    return '"{}"'.format(",".join(_item(part) for part in parts))


def _listed(texts: Any) -> str:
    return ";".join(_item(text) for text in texts)


def _item(text: str) -> str:
    """Return a text without what separates the items of a list."""
    return " ".join(text.replace(";", ",").replace('"', "'").split())


def _place(document: IncidentDocument) -> dict[str, Any]:
    where = document["location"]
    here = position(where) or Position(0.0, 0.0, 0)
    country = COUNTRIES.get(where["country"])
    place, section = where["place"], where["section"]
    named = place["name"] if place else section["name"] if section else country.ucdp_name if country else ""
    kind = place["kind"] if place else None
    return {
        "where_prec": here.where_prec,
        "where_coordinates": named,
        "where_description": where["wording"],
        "adm_1": place["name"] if place and kind == PlaceKind.PROVINCE else place["admin1"] if place else "",
        "adm_2": place["name"] if place and kind == PlaceKind.DISTRICT else "",
        "latitude": float(here.latitude),
        "longitude": float(here.longitude),
        "geom_wkt": wkt(here.latitude, here.longitude),
        "priogrid_gid": priogrid(here.latitude, here.longitude),
        "country": country.ucdp_name if country else where["country"],
        "country_id": country.gwno if country and country.gwno is not None else UNKNOWN,
        "region": country.ucdp_region if country else "",
    }
