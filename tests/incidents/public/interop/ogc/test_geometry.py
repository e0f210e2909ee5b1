"""Areas: what a map draws in place of a pin, and what a box and a point meet of it."""

from collections.abc import Callable
from typing import Any

import pytest
from shapely.geometry import LinearRing, Point, box, shape

from incidents.public.interop.ogc import geometry
from incidents.public.interop.ogc.geometry import LEAST_KM, circle
from incidents.reference.geometry import distance_km
from incidents.vocabulary import Standing
from tests.factories import BorderFactory
from tests.incidents.public.interop.ogc.conftest import Get
from tests.incidents.record.factories import published

pytestmark = pytest.mark.django_db
Refs = Callable[..., list[str]]
Fault = Callable[..., str]
AREAS = "incident-areas"
LINE = {"type": "LineString", "coordinates": [[45.0, 41.0], [45.5, 40.5]]}
SECTION = {"code": "T-1", "name": "A section", "border": "a-border", "border_name": "A border"}


@pytest.mark.parametrize(("latitude", "longitude", "km"), [(39.04, 46.51, 25), (0, 0, 1), (-60, 170, 250), (40, 45, 0)])
def test_a_circle_has_the_radius(latitude: float, longitude: float, km: float) -> None:
    ring = circle(latitude, longitude, km)
    assert ring[0] == ring[-1]
    assert LinearRing(ring).is_ccw
    for x, y in ring:
        found = distance_km(latitude, longitude, {"type": "LineString", "coordinates": [[x, y], [x, y + 1e-9]]})
        assert found == pytest.approx(max(km, LEAST_KM), rel=0.02)


def test_the_circle_of_uncertainty_is_the_geometry(get: Get) -> None:
    where = {"latitude": 39.04, "longitude": 46.51, "precision": 2, "radius_km": 25.0}
    edition = published(location=where)
    (one,) = get(f"collections/{AREAS}/items").json()["features"]
    drawn = shape(one["geometry"])
    assert one["geometry"]["type"] == "Polygon"
    assert (drawn.centroid.x, drawn.centroid.y) == pytest.approx((46.51, 39.04), abs=1e-4)
    assert one["properties"]["radius_km"] == 25.0
    assert get(f"collections/{AREAS}/items/{edition.ref}").json()["geometry"] == one["geometry"]


def test_lines_are_made_shapes_once_however_many_boxes_there_are(
    refs: Refs, section: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def count(line: Any) -> Any:
        made.append(line)
        return shape(line)

    monkeypatch.setattr(geometry, "shape", count)
    boxes = " OR ".join(f"S_INTERSECTS(geometry, POINT({x} 0))" for x in range(50))
    assert refs(AREAS, filter=boxes) == []
    assert len(made) == 1


@pytest.fixture
def section() -> None:
    border = BorderFactory.create(slug="a-border", standing=Standing.PUBLIC)
    border.sections.create(code="T-1", name="A section", position=90, line=LINE)


@pytest.mark.usefixtures("section")
def test_without_a_position_the_section_is_the_geometry(get: Get, refs: Refs) -> None:
    edition = published(location={"section": SECTION})
    (one,) = get(f"collections/{AREAS}/items").json()["features"]
    assert one["geometry"] == LINE
    assert refs(AREAS, bbox="44.9,40.9,45.05,41.1") == [edition.ref]
    assert refs(AREAS, bbox="45.4,40.9,45.6,41.1") == [], "inside the line's box, beside the line"
    assert refs(AREAS, filter="S_DISJOINT(geometry, BBOX(45.4,40.9,45.6,41.1))") == [edition.ref]
    assert get("collections/incidents/items").json()["features"][0]["geometry"] is None


def test_the_section_of_a_border_that_is_not_public_is_not_drawn(get: Get, refs: Refs) -> None:
    border = BorderFactory.create(slug="a-border", standing=Standing.PROPOSED)
    border.sections.create(code="T-1", name="A section", position=90, line=LINE)
    published(location={"section": SECTION})
    assert get(f"collections/{AREAS}/items").json()["features"][0]["geometry"] is None
    assert refs(AREAS, bbox="-180,-90,180,90") == []
    assert refs(AREAS, filter="S_DISJOINT(geometry, POINT(0 0))") == [], "not known is neither"


@pytest.mark.parametrize(
    "sides",
    [
        (46.51, 39.04, 46.51, 39.04), (46.7, 39.0, 46.9, 39.1), (46.85, 39.0, 46.9, 39.1), (40.0, 30.0, 50.0, 45.0),
        (46.75, 39.22, 46.9, 39.3), (46.65, 39.15, 46.9, 39.3), (46.2, 38.7, 46.25, 38.75), (46.0, 39.264, 47.0, 39.4),
        (46.0, 39.266, 47.0, 39.4),
    ],
)  # fmt: skip
def test_a_box_meets_what_is_drawn(get: Get, refs: Refs, sides: tuple[float, float, float, float]) -> None:
    """As the circle is drawn, not as the box around it."""
    where = {"latitude": 39.04, "longitude": 46.51, "precision": 2, "radius_km": 25.0}
    edition = published(location=where)
    drawn = shape(get(f"collections/{AREAS}/items").json()["features"][0]["geometry"])
    expected = [edition.ref] if box(*sides).intersects(drawn) else []
    text = ",".join(map(str, sides))
    assert refs(AREAS, bbox=text) == expected
    assert refs(AREAS, filter=f"S_INTERSECTS(geometry, BBOX({text}))") == expected
    x, y = sides[:2]
    met = [edition.ref] if drawn.intersects(Point(x, y)) else []
    assert refs(AREAS, filter=f"S_INTERSECTS(geometry, POINT({x} {y}))") == met


def test_polygons_are_for_positions(fault: Fault) -> None:
    path = f"collections/{AREAS}/items"
    text = "S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 0 0)))"
    assert "polygons go with `incidents`" in fault(path, filter=text)
    assert "S_WITHIN" in fault(path, filter="S_WITHIN(geometry, BBOX(0,0,1,1))")
    assert "has no geometry" in fault("collections/claims/items", filter="S_INTERSECTS(geometry, POINT(1 1))")
