"""Loads the places every installation has: countries, their divisions, and the gazetteer.

Rows go in by COPY. A place whose code is there already stays as the editors keep it, with its names.
"""

import csv
import gzip
import io
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from actors.models import Actor
from incidents.reference.models import Place
from incidents.vocabulary import PlaceKind

DATA = Path(__file__).parents[1] / "data"
AREAS = DATA / "areas.csv"
GAZETTEER = DATA / "gazetteer.csv.gz"
PLACES = DATA / "places.toml"

_AREA_SOURCE = "ISO 3166; position and names: Natural Earth, Who's On First and this project"

_STAGE = """
CREATE TEMPORARY TABLE staged_place (
    code text PRIMARY KEY, name text, kind text, parent text, latitude float8, longitude float8, country text,
    admin1 text, population integer, prominent boolean, source text, licence text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_name (code text, text text, language text, used_by_id bigint) ON COMMIT DROP;
"""

_COPY_PLACES = """
COPY staged_place FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (parent, country, admin1, source, licence))
"""

_ADD = """
WITH added AS (
    INSERT INTO reference_place
        (code, name, kind, latitude, longitude, country, admin1, population, prominent, source, licence, standing)
    SELECT code, name, kind, latitude, longitude, country, admin1, population, prominent, source, licence, 'public'
    FROM staged_place ORDER BY code
    ON CONFLICT (code) DO NOTHING
    RETURNING id, code
)
INSERT INTO reference_placename (place_id, text, language, used_by_id)
SELECT added.id, n.text, n.language, n.used_by_id FROM staged_name n JOIN added USING (code)
"""

_PARENTS = """
UPDATE reference_place child SET parent_id = parent.id
FROM staged_place s JOIN reference_place parent ON parent.code = s.parent
WHERE child.code = s.code AND child.code = ANY(%s)
"""


@dataclass(slots=True)
class StagedPlace:
    """One place as the files give it. `names` maps (language, text) to the slug of the party that uses it."""

    code: str
    name: str
    kind: str = PlaceKind.SETTLEMENT
    parent: str = ""
    latitude: str = ""
    longitude: str = ""
    country: str = ""
    admin1: str = ""
    population: str = ""
    prominent: str = "t"
    source: str = ""
    licence: str = ""
    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def row(self) -> list[str]:
        """Return the columns of the staging table."""
        return [str(getattr(self, column)) for column in _COLUMNS]


_COLUMNS = [
    "code", "name", "kind", "parent", "latitude", "longitude", "country", "admin1", "population", "prominent",
    "source", "licence",
]  # fmt: skip


@transaction.atomic
def load_gazetteer() -> int:
    """Add every place of the files whose code is new, with its names; return how many. All are public."""
    listed = _read_all()
    known = set(Place.objects.filter(code__in=list(listed)).values_list("code", flat=True))
    new = [place for code, place in listed.items() if code not in known]
    if not new:
        return 0
    users = dict(Actor.objects.values_list("slug", "pk"))
    names = (
        [place.code, text, language, users[used_by] if used_by else ""]
        for place in new
        for (language, text), used_by in place.names.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.copy_expert(_COPY_PLACES, _csv(place.row() for place in new))
        cursor.copy_expert("COPY staged_name FROM STDIN WITH (FORMAT csv)", _csv(names))
        cursor.execute(_ADD)
        cursor.execute(_PARENTS, [[place.code for place in new]])
        cursor.execute("DROP TABLE staged_place, staged_name")
    return len(new)


def _csv(rows: Iterable[Iterable[Any]]) -> io.StringIO:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    file.seek(0)
    return file


def _read_all() -> dict[str, StagedPlace]:
    """Read areas, gazetteer and the hand-made file, in this order: the later adds to the earlier."""
    places = {place.code: place for place in _read_areas()}
    divisions = {code.removeprefix("iso:"): place.name for code, place in places.items()}
    places |= {place.code: place for place in _read_gazetteer(divisions)}
    for row in tomllib.loads(PLACES.read_text(encoding="utf-8"))["place"]:
        _apply(places, row)
    return places


def _read_areas() -> Iterator[StagedPlace]:
    with AREAS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text, language = row.pop("local_name"), row.pop("language")
            yield StagedPlace(
                **row,
                source=_AREA_SOURCE,
                licence="CC BY 4.0",
                names={(language, text): ""} if text else {},
            )


def _read_gazetteer(divisions: dict[str, str]) -> Iterator[StagedPlace]:
    with gzip.open(GAZETTEER, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named = (name.partition(":") for name in row.pop("alternate_names").split("|") if name)
            division = row.pop("admin1")
            yield StagedPlace(
                **row,
                parent=f"iso:{division}" if division else "",
                admin1=divisions.get(division, ""),
                names=dict.fromkeys(((language, text) for language, _colon, text in named), ""),
            )


def _apply(places: dict[str, StagedPlace], row: dict[str, Any]) -> None:
    """Add a hand-made place, or a name to show and names by party to a place of the gazetteer."""
    names = {(language, text): (used_by[0] if used_by else "") for language, text, *used_by in row.pop("names")}
    place = places.get(row["code"])
    if place is None:
        place = places[row["code"]] = StagedPlace(**row)
    elif place.name != row["name"]:
        if place.name not in {text for _language, text in place.names}:
            place.names["und", place.name] = ""
        place.name = row["name"]
    place.names |= names
