"""Where a point lies: in which country, and at which section of a border. All positions are WGS 84 degrees.

Armenia, Azerbaijan and Georgia come from the detailed layer that the map draws; every other country from a layer at
1:50 million, which serves only to name it. Accuracy and origin: docs/data-sources.md.
"""

import gzip
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from shapely import Point, STRtree
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from accounts.models import User
from incidents.reference.models import Border, BorderSection

DETAILED = Path(settings.BASE_DIR) / "static" / "geo" / "caucasus-countries.geojson"
COARSE = Path(__file__).parent / "data" / "countries-50m.geojson.gz"

KM_PER_DEGREE = 111.195  # of a great circle on a sphere of 6,371 km
OFFSHORE = 0.15  # degrees: how far from a coast or from a coarse outline a point still counts to the country


@dataclass(frozen=True, slots=True)
class Nearest:
    """The section of a border nearest to a point, and its distance."""

    section: BorderSection
    km: float


@dataclass(frozen=True, slots=True)
class _Countries:
    """Outlines with their ISO 3166-1 alpha-3 codes; the first `detailed` of them decide where they overlap."""

    codes: list[str]
    outlines: list[BaseGeometry]
    tree: STRtree
    detailed: int


def country_at(latitude: float, longitude: float) -> str:
    """Return the ISO 3166-1 alpha-3 code of the country at a point, or "" on the high seas.

    Whose territory a place is internationally recognised as, not who holds it.
    """
    countries = _countries()
    point = Point(longitude, latitude)
    inside: list[int] = sorted(countries.tree.query(point, predicate="intersects").tolist())
    if inside and inside[0] < countries.detailed:
        return countries.codes[inside[0]]
    near: list[int] = countries.tree.query_nearest(point, max_distance=OFFSHORE).tolist()
    return countries.codes[min(near)] if near else ""


def nearest_section(
    latitude: float, longitude: float, *, within_km: float = 50.0, user: User | None = None
) -> Nearest | None:
    """Return the nearest section, enclaves included, of the borders a person may see; None if none is in range."""
    sections = BorderSection.objects.filter(border__in=Border.objects.visible_to(user)).select_related("border")
    distances = [
        (distance_km(latitude, longitude, section.line), section) for section in sections.order_by("border", "position")
    ]
    km, section = min(distances, key=lambda pair: pair[0], default=(math.inf, None))
    return Nearest(section, round(km, 2)) if section and km <= within_km else None


def distance_km(latitude: float, longitude: float, line: dict[str, Any]) -> float:
    """Return the distance from a point to a GeoJSON line, right to 1 % within 100 km."""
    east = KM_PER_DEGREE * math.cos(math.radians(latitude))
    flat = shapely.transform(shape(line), lambda points: (points - (longitude, latitude)) * (east, KM_PER_DEGREE))
    return float(flat.distance(Point(0, 0)))


@lru_cache(maxsize=1)
def _countries() -> _Countries:
    """Read the outlines once per process."""
    detailed = json.loads(DETAILED.read_text(encoding="utf-8"))["features"]
    with gzip.open(COARSE, "rt", encoding="utf-8") as file:
        features = [*detailed, *json.load(file)["features"]]
    outlines = [shape(feature["geometry"]) for feature in features]
    return _Countries(
        codes=[feature["properties"]["iso_a3"] for feature in features],
        outlines=outlines,
        tree=STRtree(outlines),
        detailed=len(detailed),
    )
