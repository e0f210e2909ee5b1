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
from config.history import without_beginnings
from incidents.reference.models import Place
from incidents.vocabulary import PlaceKind

DATA = Path(__file__).parents[1] / "data"
AREAS = DATA / "areas.csv"
GAZETTEER = DATA / "gazetteer.csv.gz"
PLACES = DATA / "places.toml"

_AREA_SOURCE = "ISO 3166; position and names: Natural Earth, Who's On First and this project"

_STAGE = """
CREATE TEMPORARY TABLE staged_place (
    id bigint DEFAULT nextval(pg_get_serial_sequence('reference_place', 'id')),
    code text, name text, kind text, parent text, latitude float8, longitude float8, country text,
    admin1 text, population integer, prominent boolean, source text, licence text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_name (code text, text text, language text, used_by_id bigint) ON COMMIT DROP;
"""

_ADD = """
ANALYZE staged_place, staged_name;
INSERT INTO reference_place
    (id, code, name, kind, parent_id, latitude, longitude, country, admin1, population, prominent, source, licence,
     standing)
SELECT s.id, s.code, s.name, s.kind, coalesce(new.id, old.id), s.latitude, s.longitude, s.country, s.admin1,
    s.population, s.prominent, s.source, s.licence, 'public'
FROM staged_place s
    LEFT JOIN staged_place new ON new.code = s.parent
    LEFT JOIN reference_place old ON old.code = s.parent;
INSERT INTO reference_placename (place_id, text, language, used_by_id)
SELECT s.id, n.text, n.language, n.used_by_id FROM staged_name n JOIN staged_place s USING (code);
DROP TABLE staged_place, staged_name;
ANALYZE reference_place, reference_placename;
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
_TEXTS = "parent, country, admin1, source, licence"


@transaction.atomic
def load_gazetteer() -> int:
    """Add every place of the files whose code is new, with its names; return how many. All are public."""
    with connection.cursor() as cursor:  # two at once would both find the places missing
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reference_place.load'))")
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
    with without_beginnings(), connection.cursor() as cursor:
        cursor.execute(_STAGE)
        _copy(cursor, f"staged_place ({', '.join(_COLUMNS)})", (place.row() for place in new), filled=_TEXTS)
        _copy(cursor, "staged_name", names)
        cursor.execute(_ADD)
    return len(new)


def _copy(cursor: Any, table: str, rows: Iterable[Iterable[Any]], *, filled: str = "") -> None:
    """Write rows into a table. An empty value is NULL, except in the columns `filled`."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    file.seek(0)
    options = f"FORMAT csv, FORCE_NOT_NULL ({filled})" if filled else "FORMAT csv"
    cursor.copy_expert(f"COPY {table} FROM STDIN WITH ({options})", file)


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
