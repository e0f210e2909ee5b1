"""A document as a row in the shape of ACLED: 31 columns, in their order."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from incidents.document.sides import Side, sides
from incidents.document.types import IncidentDocument, Source
from incidents.public.interop.compat.acled.codes import inter, inter_label, interaction, interaction_label
from incidents.public.interop.compat.countries import ACLED_REGIONS, COUNTRIES
from incidents.public.interop.compat.positions import position
from incidents.vocabulary import Finding, Outcome, PlaceKind
from incidents.vocabulary_mapping import DISORDER, EVENT_TYPES, GEO_PRECISION, SOURCE_SCALE, TIME_PRECISION

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
IMPRECISE = 3
"""geo_precision of what has no position of its own."""


def row(document: IncidentDocument, published_at: datetime, *, numbers: bool = False) -> dict[str, Any]:
    """Return an incident as a row. `numbers` gives inter codes as numbers, not in words."""
    when, (event, sub_event) = document["occurrence"], EVENT_TYPES[document["kind"]]
    return {
        "event_id_cnty": document["ref"],
        "event_date": when["latest"],
        "year": int(when["latest"][:4]),
        "time_precision": TIME_PRECISION[when["precision"]],
        "disorder_type": DISORDER[event],
        "event_type": event,
        "sub_event_type": sub_event,
        **_actors(document, numbers=numbers),
        "civilian_targeting": "",
        **_place(document),
        **_sources(document["sources"]),
        "notes": document["summary"] or document["title"],
        "fatalities": fatalities(document),
        "tags": "; ".join(tag(question) for question in _contested(document)),
        "timestamp": int(published_at.timestamp()),
    }


def monadic(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each of the two actors, in the place of the first; one row where nobody is named."""
    nobody: dict[str, Any] = {"actor2": "", "assoc_actor_2": "", "inter2": type(told["inter2"])()}
    second = {"actor1": told["actor2"], "assoc_actor_1": told["assoc_actor_2"], "inter1": told["inter2"]}
    if told["actor1"] or not told["actor2"]:
        yield {**told, **nobody}
    if told["actor2"]:
        yield {**told, **nobody, **second}


def tag(question: str) -> str:
    """Return the tag of a question on which the parties contradict each other."""
    return f"contested={question}"


def fatalities(document: IncidentDocument) -> int:
    """Return the best figure of the killed, else the lowest, else 0: ACLED has one number, and no unknown."""
    for total in document["totals"]:
        if total["outcome"] == Outcome.KILLED:
            return total["best"] if total["best"] is not None else total["low"] or 0
    return 0


def _actors(document: IncidentDocument, *, numbers: bool) -> dict[str, Any]:
    one, other = sides(document)
    codes = [inter(side.lead["kind"]) if side else 0 for side in (one, other)]
    words = interaction(*codes) if numbers else interaction_label(*codes)
    return {
        **_side("1", one, codes[0], numbers=numbers),
        **_side("2", other, codes[1], numbers=numbers),
        "interaction": words,
    }


def _side(number: str, side: Side | None, code: int, *, numbers: bool) -> dict[str, Any]:
    return {
        f"actor{number}": side.lead["name"] if side else "",
        f"assoc_actor_{number}": "; ".join(one["name"] for one in side.others) if side else "",
        f"inter{number}": code if numbers else inter_label(code),
    }


def _place(document: IncidentDocument) -> dict[str, Any]:
    where = document["location"]
    country, here = COUNTRIES.get(where["country"]), position(where)
    place, section = where["place"], where["section"]
    kind, name = (place["kind"], place["name"]) if place else (None, "")
    own = where["latitude"] is not None and where["precision"] is not None
    return {
        "iso": country.iso if country else 0,
        "region": ACLED_REGIONS[country.acled_region] if country else "",
        "country": country.name if country else where["country"],
        "admin1": name if kind == PlaceKind.PROVINCE else place["admin1"] if place else "",
        "admin2": name if kind == PlaceKind.DISTRICT else "",
        "admin3": "",
        "location": name or (section["name"] if section else where["wording"]) or (country.name if country else ""),
        "latitude": float(here.latitude) if here else None,
        "longitude": float(here.longitude) if here else None,
        "geo_precision": GEO_PRECISION[where["precision"] or 0] if own else IMPRECISE,
    }


def _sources(sources: list[Source]) -> dict[str, str]:
    publishers = dict.fromkeys(source["publisher"] for source in sources)
    scales = dict.fromkeys(SOURCE_SCALE[source["kind"]] for source in sources)
    return {"source": "; ".join(publishers), "source_scale": "-".join(scales)}


def _contested(document: IncidentDocument) -> list[str]:
    """Return the questions whose finding, or the one that editors put in its place, is contested."""
    return sorted(
        {
            str(one["question"])
            for one in document["positions"]
            if (one["set_aside"]["finding"] if one["set_aside"] else one["finding"]) == Finding.CONTESTED
        }
    )
