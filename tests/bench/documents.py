"""Complete documents of made-up incidents, with marks where one incident differs from the next.

A mark is a text (or a number) that stands nowhere else: `templates` puts the real value in its place. What follows from
a document by the project's rules (positions, derived figures, totals) is computed by the project's own code.
"""

from typing import Any, NamedTuple

from incidents.document.figures import totals, with_derived
from incidents.document.positions import positions
from incidents.document.types import SCHEMA

CODE, CAPITALS, TITLE, COUNTRY = "qqz", "QQZ", "Qqz", "XQZ"
REF, IDS = "GEN-QQZ-00", "qzqzqzqz"
DAYS = ("1901-01-01", "1901-01-07", "1901-01-08", "1901-01-09")
"""The incident's first and last day, and two days after it."""
TOWN, OTHER, ADMIN1, PLACE = "Qzplace", "Qzother", "Qzprovince", "gen:qz"
LATITUDE, LONGITUDE, TOWN_LATITUDE, TOWN_LONGITUDE = 11.111111, 22.222222, 33.333333, 44.444444
WORDS = "Qzwords"
"""Marks: of the conflict, the incident, its days, its place, and its rare words."""

KINDS = {
    "exchange_of_fire": ("Exchange of fire", "an exchange of fire along the line of contact"),
    "small_arms_fire": ("Small arms fire", "small arms fire at a post on the line of contact"),
    "shelling": ("Shelling", "heavy fire from artillery on villages"),
    "air_drone_strike": ("Drone strike", "a strike from the air with small bombs"),
    "sniper_fire": ("Sniper fire", "aimed shots from a small post, no other arms"),
    "mine_explosive": ("Explosion", "an explosion on a road near the border"),
    "offensive": ("Attack", "an attack with heavy arms and fire on positions"),
    "ceasefire_violation": ("Ceasefire violations", "violations of the ceasefire along the line of contact"),
}
"""Title and summary of each kind, in few words that recur, so that phrases are made of common ones."""
FIGURES: tuple[tuple[int, int | None] | None, ...] = (None, (0, 0), (1, 1), (2, 2), (3, 5), (12, 12), (10, None))
"""Killed, as the claims give it: not at all, or from … to (None: open)."""
TALKS = 3
"""Ways in which claims follow each other: one side speaks, the other denies, the other acknowledges and many speak."""

_ACTORS = {
    "agency": ("Wire Agency", "media", "agency"),
    f"army-{CODE}": (f"Armed Forces of {TITLE}", "armed_forces", f"state-{CODE}"),
    f"group-{CODE}": (f"Front of {TITLE}", "non_state_armed", f"group-{CODE}"),
    f"guard-{CODE}": (f"Border Guard of {TITLE}", "security_service", f"state-{CODE}"),
    "monitors": ("Monitoring Mission", "international", "monitors"),
    f"state-{CODE}": (f"State of {TITLE}", "state", f"state-{CODE}"),
}
"""Name, kind and party by slug, in the order of the slugs whatever the code."""
_VALUE = dict.fromkeys(("low", "high", "actor", "place", "time_from", "time_to", "response_to")) | {"text": ""}


class Shape(NamedTuple):
    """What decides the parts of a document. Documents of one shape differ in their marks only."""

    kind: str
    killed: int
    talk: int
    week: bool
    bordered: bool
    aggregated: bool = False
    revised: bool = False


def document(shape: Shape) -> dict[str, Any]:
    """Return the document of a shape, valid but for what its marks stand for."""
    title, words = KINDS[shape.kind]
    claims = _claims(shape)
    sources = [_source(index) for index in range(1 + (shape.talk > 0))]
    involvements = [
        {"actor": f"army-{CODE}", "role": "target", "alleged": False, "claim": None},
        {"actor": f"group-{CODE}", "role": "initiator", "alleged": True, "claim": _id(0)},
    ]
    named = {one["actor"] for one in involvements} | {one["claimant"] for one in claims} | {f"state-{CODE}"}
    actors = [
        {
            "slug": slug,
            "name": name,
            "names": [],
            "kind": kind,
            "country": COUNTRY if "state" in party else "",
            "party": party,
        }
        for slug, (name, kind, party) in _ACTORS.items()
        if slug in named
    ]
    table: Any = positions(
        {"actors": actors, "involvements": involvements, "claims": claims, "sources": sources, "assessments": []}  # type: ignore[typeddict-item]  # plain dicts
    )
    estimates = with_derived([], table, actors)  # type: ignore[arg-type]  # plain dicts
    return {
        "schema": SCHEMA,
        "ref": REF,
        "title": f"{title} near {TOWN}",
        "summary": f"Reports tell of {words} near {TOWN}.{' Since revised.' if shape.revised else ''}{WORDS}",
        "kind": shape.kind,
        "aggregated": shape.aggregated,
        "occurrence": _occurrence(shape),
        "location": _location(shape),
        "dispute": {"slug": f"dispute-{CODE}", "name": f"The {TITLE} dispute"} if shape.bordered else None,
        "actors": actors,
        "involvements": involvements,
        "claims": claims,
        "sources": sources,
        "citations": [],
        "estimates": estimates,
        "totals": totals(estimates),
        "assessments": [],
        "links": [],
        "positions": table,
        "origin": {"name": "generated", "fields": {}},
    }


def retraction() -> dict[str, Any]:
    """Return what stands in place of a document that was taken back."""
    told = {"reason": "Two reports told of one event.", "edition": 1}
    return {"schema": SCHEMA, "ref": REF, "title": f"Report from {TOWN}", "retracted": told}


def _occurrence(shape: Shape) -> dict[str, Any]:
    return {
        "earliest": DAYS[0] if shape.week else DAYS[1],
        "latest": DAYS[1],
        "start_time": None,
        "end_time": None,
        "time_zone": "UTC",
        "precision": "week" if shape.week else "day",
    }


def _location(shape: Shape) -> dict[str, Any]:
    border = {"code": f"{CAPITALS}-1", "name": "North", "border": f"border-{CODE}", "border_name": f"{TITLE} border"}
    return {
        "place": {
            "code": PLACE,
            "name": TOWN,
            "kind": "settlement",
            "country": COUNTRY,
            "admin1": ADMIN1,
            "latitude": TOWN_LATITUDE,
            "longitude": TOWN_LONGITUDE,
            "names": [{"text": OTHER, "language": "mul-Cyrl", "used_by": None}],
        },
        "wording": "",
        "latitude": LATITUDE,
        "longitude": LONGITUDE,
        "precision": 2 if shape.week else 1,
        "radius_km": 25 if shape.week else 1,
        "country": COUNTRY,
        "section": border if shape.bordered else None,
    }


def _claims(shape: Shape) -> list[dict[str, Any]]:
    accuser, accused = f"army-{CODE}", f"group-{CODE}"
    figures = FIGURES[shape.killed]
    first = _claim(0, accuser, "accusation", f"{accused} opened fire near {TOWN}.", DAYS[2], source=0)
    first["assertions"] = [
        _assertion(10, "occurrence", "asserts"),
        _assertion(11, "initiator", "asserts", actor=accused),
    ]
    if figures is not None:
        low, high = figures
        first["assertions"].append(
            _assertion(12, "killed", "asserts", side=f"state-{CODE}", group="military", low=low, high=high)
        )
    if shape.talk == 0:
        return [first]
    denies = shape.talk == 1
    second = _claim(1, accused, "denial" if denies else "acknowledgement", "", DAYS[3], source=1)
    second["statement"] = "There was no such fire." if denies else f"Our side answered fire near {TOWN}."
    second["assertions"] = [
        _assertion(20, "occurrence", "denies" if denies else "acknowledges"),
        _assertion(21, "initiator", "asserts", actor=f"state-{CODE}"),
    ]
    second["answers"] = [{"relation": "denies" if denies else "responds_to", "to": _id(0), "question": "occurrence"}]
    if denies:
        return [first, second]
    third = _claim(2, "agency", "assertion", f"According to the army, {accused} opened fire.", DAYS[3], source=1)
    third["answers"] = [{"relation": "repeats", "to": _id(0), "question": None}]
    fourth = _claim(3, f"guard-{CODE}", "assertion", "Guards heard heavy fire from small arms.", DAYS[3], source=1)
    fourth["assertions"] = [_assertion(30, "occurrence", "asserts")]
    fourth["answers"] = [{"relation": "corroborates", "to": _id(0), "question": "occurrence"}]
    return [first, second, third, fourth]


def _claim(number: int, claimant: str, kind: str, statement: str, day: str, *, source: int) -> dict[str, Any]:
    citation = {"locator": "", "quote": "", "note": "", "credibility": 2 + source, "rated_on": None}
    return {
        "id": _id(number),
        "claimant": claimant,
        "speaker": "",
        "kind": kind,
        "statement": statement,
        "quotation": None,
        "made_on": day,
        "made_time": None,
        "made_precision": "day",
        "channel": "press_statement",
        "assertions": [],
        "answers": [],
        "citations": [citation | {"source": _id(90 + source)}],
    }


def _assertion(
    number: int, question: str, stance: str, *, side: str | None = None, group: str | None = None, **value: Any
) -> dict[str, Any]:
    return {
        "id": _id(number),
        "question": question,
        "side": side,
        "group": group,
        "stance": stance,
        "value": _VALUE | value,
        "wording": "",
        "citations": [],
    }


def _source(number: int) -> dict[str, Any]:
    return {
        "id": _id(90 + number),
        "publisher": ("Wire Agency", "Daily Paper")[number],
        "origin": "",
        "title": f"Fire near {TOWN}",
        "url": f"https://news.example/{IDS}/{number}",
        "published_on": DAYS[3],
        "language": "en",
        "kind": "agency",
        "reliability": "BC"[number],
        "rated_on": None,
        "captures": [],
    }


def _id(number: int) -> str:
    """Return a public id: the incident's mark and a number, so that ids sort as they are numbered."""
    return f"{IDS}{number:02}"
