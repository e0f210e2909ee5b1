"""An incident as linked data (schema.org): an Event, and what is claimed about it as Claims, never as ClaimReview.

A rating would take sides, and so would a finding told as a truth: neither is in here. All of it comes from the public
document alone, and nothing is told more exactly than it is known.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.utils.safestring import SafeString

from incidents.document.types import Claim, IncidentDocument, Location, Occurrence, Source
from incidents.vocabulary import DatePrecision, LinkRelation

CONTEXT = "https://schema.org"
_YEAR, _MONTH = 4, 7
"""Length of an ISO 8601 date of reduced precision."""


def event(document: IncidentDocument, *, address: str, title: str, description: str, place: str) -> dict[str, Any]:
    """Return the incident as an Event. `address` is the page's, `place` is where, in its words."""
    name = f"{address}#incident"
    described: set[str] = set()
    start, end = _dates(document["occurrence"])
    return _given(
        {
            "@context": CONTEXT,
            "@type": "Event",
            "@id": name,
            "identifier": document["ref"],
            "name": title,
            "description": f"{description} {_precision(document['occurrence'])}".strip(),
            "url": address,
            "startDate": start,
            "endDate": end,
            "location": _place(document["location"], place),
            "subjectOf": [_claim(one, document, address, name, described) for one in document["claims"]],
        }
    )


def data_block(value: Any) -> SafeString:
    """Return JSON that can stand in a `<script>` element as data: nothing in it ends the element or starts markup."""
    text = orjson.dumps(value).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return SafeString(text)


def _given(parts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known: linked data has no word for it."""
    return {name: part for name, part in parts.items() if part not in (None, "", [], {})}


def _dates(occurrence: Occurrence) -> tuple[str, str]:
    """Return the first and the last day, as exactly as they are known: with the hour, or as a month or a year alone."""
    first, last = occurrence["earliest"], occurrence["latest"]
    match occurrence["precision"]:
        case DatePrecision.MONTH:
            return first[:_MONTH], last[:_MONTH]
        case DatePrecision.YEAR:
            length = _YEAR if first[_YEAR:] == "-01-01" and last[_YEAR:] == "-12-31" else _MONTH
            return first[:length], last[:length]
        case DatePrecision.DAY:
            zone = occurrence["time_zone"]
            return _time(first, occurrence["start_time"], zone), _time(last, occurrence["end_time"], zone)
    return first, last


def _time(day: str, clock: str | None, zone: str) -> str:
    """Return a day, with the hour and its offset where the hour is known."""
    if not clock:
        return day
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).isoformat()


def _precision(occurrence: Occurrence) -> str:
    """Say that the days enclose what is not known more exactly; a day that is known needs no word."""
    precision = DatePrecision.of(occurrence["precision"])
    return "" if precision is DatePrecision.DAY else f"Date: {precision.definition}"


def _place(location: Location, words: str) -> dict[str, Any]:
    country = location["country"]
    inside = {"@type": "Country", "identifier": country} if country else None
    found = _given({"name": words, "containedInPlace": inside, "geo": _position(location)})
    return {"@type": "Place", **found} if found else {}


def _position(location: Location) -> dict[str, Any]:
    """Return a point only where the place is known exactly, otherwise the circle in which it lies; in metres."""
    latitude, longitude, radius = location["latitude"], location["longitude"], location["radius_km"]
    if latitude is None or longitude is None:
        return {}
    point = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    if location["precision"] == 1:
        return point
    return {"@type": "GeoCircle", "geoMidpoint": point, "geoRadius": radius * 1000} if radius else {}


def _claim(
    claim: Claim, document: IncidentDocument, address: str, event_name: str, described: set[str]
) -> dict[str, Any]:
    """Return a claim: its text, whose it is, and in what it appears. What it only repeats, it is based on.

    A source is described where it first appears; `described` notes that, and later claims only name it.
    """
    actors = {actor["slug"]: actor["name"] for actor in document["actors"]}
    sources = {source["id"]: source for source in document["sources"]}
    cited = [*claim["citations"], *(one for said in claim["assertions"] for one in said["citations"])]
    appearances = [sources[one] for one in dict.fromkeys(one["source"] for one in cited) if one in sources]
    repeated = dict.fromkeys(one["to"] for one in claim["answers"] if one["relation"] == LinkRelation.REPEATS)
    return _given(
        {
            "@type": "Claim",
            "@id": f"{address}#claim-{claim['id']}",
            "url": f"{address}#claim-{claim['id']}",
            "text": claim["statement"],
            "author": {"@type": "Organization", "name": actors.get(claim["claimant"], claim["claimant"])},
            "datePublished": _said(claim),
            "about": {"@id": event_name},
            "appearance": [_work(one, address, described) for one in appearances],
            "isBasedOn": [{"@id": f"{address}#claim-{one}"} for one in repeated],
        }
    )


def _said(claim: Claim) -> str | None:
    """Return when a claim was made, as exactly as that is known: in the claimant's own time, which has no zone."""
    day, precision = claim["made_on"], claim["made_precision"]
    if day is None or precision in (DatePrecision.RANGE, DatePrecision.WEEK):
        return None
    if precision == DatePrecision.DAY:
        return f"{day}T{claim['made_time']}:00" if claim["made_time"] else day
    return day[: _MONTH if precision == DatePrecision.MONTH else _YEAR]


def _work(source: Source, address: str, described: set[str]) -> dict[str, Any]:
    """Return a source. Its grade is left out: it rates the source, and a claim is not to be rated by it."""
    name = f"{address}#source-{source['id']}"
    if name in described:
        return {"@id": name}
    described.add(name)
    web = source["url"] if source["url"].startswith(("https://", "http://")) else ""
    return _given(
        {
            "@type": "CreativeWork",
            "@id": name,
            "name": source["title"] or source["publisher"],
            "publisher": {"@type": "Organization", "name": source["publisher"]},
            "url": web,
            "datePublished": source["published_on"],
            "inLanguage": "" if source["language"] == "und" else source["language"],
        }
    )
