"""The spatial functions: S_INTERSECTS, S_WITHIN and S_DISJOINT of the geometry with a literal, in degrees (CRS 84)."""

import math
from collections.abc import Sequence
from typing import Any, Protocol

from django.db.models import Func

from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.sql import disjunction, negation
from incidents.public.interop.ogc.cql2.terms import Queryables, named
from incidents.public.interop.ogc.queryables import Kind

FUNCTIONS = ("s_intersects", "s_within", "s_disjoint")
MOST_CORNERS = 1000
_CORNERS = 4  # of the smallest ring, the first given again
_HALF, _QUARTER = 180.0, 90.0

Box = tuple[float, float, float, float]
Ring = list[tuple[float, float]]


class Shapes(Protocol):
    """How the geometry of a collection is compared, as SQL: NULL where a row has none."""

    def in_box(self, box: Box) -> Func:
        """Return the condition that it and the box (whose west is no greater than its east) share a point."""

    def in_polygon(self, rings: list[Ring]) -> Func:
        """Return the condition that it and the polygon (a shell, then its holes) share a point. Raises Refused."""

    @property
    def is_point(self) -> bool:
        """Whether what shares a point with another shape is within it."""


def spatial(op: str, args: Sequence[Any], queryables: Queryables, shapes: Shapes | None) -> Func:
    """Return the condition of a spatial function. Raises Refused."""
    if shapes is None:
        raise Refused("has a spatial function: what is here has no geometry")
    if len(args) != 2:  # noqa: PLR2004 - first and second
        raise Refused(f"gives {op.upper()} {len(args)} arguments: it takes two")
    literal, first = (args[1], args[0]) if _is_property(args[0]) else (args[0], args[1])
    if not _is_property(first) or (op == "s_within" and first is args[1]):
        raise Refused(f"has {op.upper()} without the property geometry as its first argument")
    if named(first["property"], queryables).kind != Kind.GEOMETRY:
        raise Refused(f"gives {op.upper()} the property {first['property']}: it takes geometry")
    if op == "s_within" and not shapes.is_point:
        raise Refused("has S_WITHIN: areas here are compared by S_INTERSECTS and S_DISJOINT")
    meets = _meets(literal, shapes)
    return negation(meets) if op == "s_disjoint" else meets


def boxes(numbers: Sequence[Any]) -> list[Box]:
    """Return a bounding box of 4 numbers, or of 6 with heights, as one box, or two where it crosses the antimeridian.

    Raises Refused.
    """
    if len(numbers) not in (4, 6) or not all(_is_number(one) for one in numbers):
        raise Refused("is not west,south,east,north in degrees, nor the same with heights")
    west, south, east, north = (*numbers[:2], *numbers[len(numbers) // 2 :][:2])
    _placed(west, south)
    _placed(east, north)
    if south > north:
        raise Refused("is a box whose south is greater than its north")
    if west <= east:
        return [(west, south, east, north)]
    return [(west, south, _HALF, north), (-_HALF, south, east, north)]


def _is_property(tree: Any) -> bool:
    return isinstance(tree, dict) and "property" in tree


def _meets(literal: Any, shapes: Shapes) -> Func:
    match literal:
        case {"bbox": list() as numbers}:
            return disjunction(*(shapes.in_box(box) for box in boxes(numbers)))
        case {"type": "Point", "coordinates": position}:
            x, y = _position(position)
            return shapes.in_box((x, y, x, y))
        case {"type": "Polygon", "coordinates": list() as rings} if rings:
            return _polygons([rings], shapes)
        case {"type": "MultiPolygon", "coordinates": list() as polygons} if polygons:
            return _polygons(polygons, shapes)
    raise Refused("has no POINT, BBOX, POLYGON or MULTIPOLYGON in a spatial function")


def _polygons(polygons: list[Any], shapes: Shapes) -> Func:
    if not all(isinstance(rings, list) and rings for rings in polygons):
        raise Refused("has a polygon without a ring")
    read = [[_ring(ring) for ring in rings] for rings in polygons]
    if sum(len(ring) for rings in read for ring in rings) > MOST_CORNERS:
        raise Refused(f"has polygons of more than {MOST_CORNERS} corners")
    return disjunction(*(shapes.in_polygon(rings) for rings in read))


def _ring(given: Any) -> Ring:
    if not isinstance(given, list) or len(given) < _CORNERS or len(given) > MOST_CORNERS:
        raise Refused(f"has a ring of a polygon with fewer than {_CORNERS} or more than {MOST_CORNERS} corners")
    ring = [_position(one) for one in given]
    if ring[0] != ring[-1]:
        raise Refused("has a ring of a polygon that does not end where it begins")
    return ring


def _position(given: Any) -> tuple[float, float]:
    if not isinstance(given, list) or len(given) not in (2, 3) or not all(_is_number(one) for one in given):
        raise Refused("has a position that is not longitude and latitude")
    _placed(given[0], given[1])
    return float(given[0]), float(given[1])


def _placed(longitude: float, latitude: float) -> None:
    if abs(longitude) > _HALF or abs(latitude) > _QUARTER:
        raise Refused(f"has the position {longitude} {latitude}, which is not longitude and latitude in degrees")


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given)
