"""Geometries of features, and how the database compares them: a position, or the area that it stands for."""

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, F, FloatField, Func, Value, When
from django.db.models.functions import Coalesce, Cos, Greatest, Least, Radians, Sqrt
from shapely.geometry import box as box_shape
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.shapes import Box, Ring
from incidents.public.interop.ogc.cql2.sql import compared, conjunction, negation, truth
from incidents.record.conditions import KM_PER_DEGREE

Lines = Mapping[str, dict[str, Any]]
"""Sections of public borders: code → line (GeoJSON)."""

LEAST_KM = 0.1
"""Radius of the circle that is drawn where the record gives none."""
_CORNERS = 64
_LEAST_COSINE = 0.01  # beyond 89.4° a circle would be drawn around the globe
_DIGITS = 6


class Position:
    """The published position, as PostgreSQL's point: what the GiST index on point(longitude, latitude) answers."""

    is_point = True

    def in_box(self, box: Box) -> Func:
        """Return the condition that it lies in a box, the edges included."""
        corners = [_point(Value(box[0]), Value(box[1])), _point(Value(box[2]), Value(box[3]))]
        return compared(_position(), "<@", Func(*corners, function="box"))

    def in_polygon(self, rings: list[Ring]) -> Func:
        """Return the condition that it lies in a polygon: the shell's edge included, those of holes excluded."""
        shell, *holes = (compared(_position(), "<@", _polygon(ring)) for ring in rings)
        return conjunction(shell, *(negation(hole) for hole in holes))


class Area:
    """The circle of uncertainty around the position; without one, the line of the border section."""

    is_point = False

    def __init__(self, lines: Lines) -> None:
        """Take the lines that are drawn."""
        self.lines = lines

    def in_box(self, box: Box) -> Func:
        """Return the condition that the area and a box share a point, on a plane that is true at the position."""
        touched = [code for code, line in self._shapes.items() if line.intersects(box_shape(*box))]
        found = Case(
            When(latitude__isnull=False, then=compared(_distance_km(box), "<=", _radius_km())),
            When(section__in=touched, then=Value(True)),
            When(section__in=list(self.lines), then=Value(False)),
            default=Value(None),
            output_field=BooleanField(null=True),
        )
        return truth(found)

    @cached_property
    def _shapes(self) -> dict[str, BaseGeometry]:
        """The lines as shapes, made once: a filter may have hundreds of boxes."""
        return {code: shape(line) for code, line in self.lines.items()}

    def in_polygon(self, rings: list[Ring]) -> Func:
        """Refuse it."""
        raise Refused("compares areas with a polygon: here a BBOX or a POINT will do; polygons go with `incidents`")


def point(row: Any) -> dict[str, Any] | None:
    """Return the published position of an edition."""
    if row.latitude is None or row.longitude is None:
        return None
    return {"type": "Point", "coordinates": [row.longitude, row.latitude]}


def area(row: Any, lines: Lines) -> dict[str, Any] | None:
    """Return the area of an edition: the circle that the true position lies in, or the line of its section."""
    if row.latitude is None or row.longitude is None:
        return lines.get(row.section)
    return {"type": "Polygon", "coordinates": [circle(row.latitude, row.longitude, row.radius_km or LEAST_KM)]}


def circle(latitude: float, longitude: float, km: float) -> list[list[float]]:
    """Return a circle as a ring, counter-clockwise, closed."""
    high = max(km, LEAST_KM) / KM_PER_DEGREE
    wide = high / max(math.cos(math.radians(latitude)), _LEAST_COSINE)
    angles = [2 * math.pi * index / _CORNERS for index in range(_CORNERS)]
    ring = [[longitude + wide * math.cos(angle), latitude + high * math.sin(angle)] for angle in angles]
    ring = [[round(x, _DIGITS), round(max(-90.0, min(90.0, y)), _DIGITS)] for x, y in ring]
    return [*ring, ring[0]]


def bounds(geometries: Iterable[dict[str, Any] | None]) -> list[float] | None:
    """Return west, south, east, north of geometries; None without any."""
    found = [shape(one).bounds for one in geometries if one]
    if not found:
        return None
    wests, souths, easts, norths = zip(*found, strict=True)
    return [min(wests), min(souths), max(easts), max(norths)]


def _distance_km(box: Box) -> Any:
    """Return the distance from the position to a box: 0 inside."""
    west, south, east, north = box
    up = F("latitude") - Least(Greatest(F("latitude"), Value(south)), Value(north))
    along = F("longitude") - Least(Greatest(F("longitude"), Value(west)), Value(east))
    wide = along * Cos(Radians(F("latitude")))
    return Sqrt(up * up + wide * wide, output_field=FloatField()) * Value(KM_PER_DEGREE)


def _radius_km() -> Any:
    return Greatest(Coalesce(F("radius_km"), Value(LEAST_KM)), Value(LEAST_KM))


def _position() -> Func:
    return _point(F("longitude"), F("latitude"))


def _point(x: Any, y: Any) -> Func:
    return Func(x, y, function="point")


def _polygon(ring: Ring) -> Func:
    corners = ",".join(f"({x!r},{y!r})" for x, y in ring)
    return Func(Value(f"({corners})"), template="%(expressions)s::polygon")
