"""The map over REST: whole cells, nothing hidden, and what has no position beside them."""

from collections.abc import Callable
from typing import Any

import pytest

from incidents.analysis.cells import FEW, SIZES, grid_of
from tests.incidents.record.factories import killed, published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
SECTION = {"code": "AMAZ-11", "name": "S", "border": "armenia-azerbaijan", "border_name": "Armenia–Azerbaijan"}


def at(latitude: float | None, longitude: float | None, **changes: Any) -> Any:
    """Publish an incident at a position."""
    where = {"latitude": latitude, "longitude": longitude, "precision": 2, "radius_km": 25}
    return published(**{"location": where if latitude is not None else {"section": SECTION}} | changes)


@pytest.fixture
def world() -> None:
    """Positions in cells, on their edges, at the ends of the world, and none."""
    at(39.04, 46.53, totals=killed(4, 4))
    at(39.49, 46.51, totals=killed(2, None), kind="shelling")
    at(39.5, 46.5)
    at(-90, -180)
    at(90, 180)
    at(-0.1, 179.9)
    at(None, None, totals=killed(1, 1))
    published(totals=killed(3, 3))
    retracted(at(39.04, 46.53, totals=killed(99, 99)).ref)
    at(39.04, 46.53, totals=killed(98, 98), aggregated=True)
    moved = at(10, 10, totals=killed(97, 97))
    at(20, 20, ref=moved.ref)


def cells(told: Any) -> dict[tuple[float, float], tuple[int, int, int]]:
    """Return the counts by south-western corner."""
    return {
        (cell["south"], cell["west"]): (cell["incidents"], cell["killed"], cell["killed_unknown"])
        for cell in told["cells"]
    }


def test_incidents_lie_in_the_cell_of_their_position(get: Get, world: None) -> None:
    told = get("map/").json()
    assert cells(told) == {
        (-90, -180): (1, 0, 1),
        (-0.5, 179.5): (1, 0, 1),
        (20, 20): (1, 0, 1),
        (39, 46.5): (2, 6, 0),
        (39.5, 46.5): (1, 0, 1),
        (89.5, 179.5): (1, 0, 1),
    }
    assert (told["incidents"], told["bbox"], told["cell"]) == (7, [-180, -90, 180, 90], "0.5")
    assert told["unlocated"] == {
        "incidents": 2, "killed": 4, "killed_unknown": 0,
        "sections": [
            {"border": "armenia-azerbaijan", "section": "AMAZ-11", "incidents": 1, "killed": 1, "killed_unknown": 0}
        ],
    }  # fmt: skip
    assert told["source"] == "summary"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "query", ["", "&kind=shelling", "&date_from=2024-01-01", "&bbox=46.6,39.1,46.7,39.2", "&bbox=170,-10,-170,10"]
)
def test_rows_and_summary_count_the_same(get: Get, world: None, size: str, query: str) -> None:
    now = get(f"map/?cell={size}{query}").json()
    then = get(f"map/?cell={size}{query}&as_of=2099-01-01").json()
    assert then["source"] == "rows"
    assert now["source"] == ("rows" if float(size) < 0.5 else "summary")
    for told in (now, then):
        del told["source"], told["as_of"]
    assert now == then


def test_a_cell_is_what_a_list_within_it_counts(get: Get, world: None) -> None:
    for cell in get("map/?cell=1").json()["cells"]:
        sides = (cell["west"], cell["south"], cell["east"] - 1e-6, cell["north"] - 1e-6)
        inside = ",".join(f"{side:.6f}" for side in sides)
        if cell["north"] < 90:
            listed = get(f"incidents/?bbox={inside}&count=exact").json()["count"]
            assert cell["incidents"] == listed


def test_a_box_is_widened_to_whole_cells(get: Get, world: None) -> None:
    told = get("map/?cell=0.5&bbox=46.6,39.1,46.7,39.2").json()
    assert (told["bbox"], cells(told)) == ([46.5, 39, 47, 39.5], {(39, 46.5): (2, 6, 0)})
    assert told["unlocated"]["incidents"] == 2
    across = get("map/?cell=5&bbox=170,-10,-170,10").json()
    assert (across["bbox"], cells(across)) == ([170, -10, -170, 10], {(-5, 175): (1, 0, 1)})


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "box",
    [(-180.0, -90.0, 180.0, 90.0), (180.0, 90.0, 180.0, 90.0), (-180.0, -90.0, -180.0, -90.0), (0.0, 0.0, 0.0, 0.0),
     (179.9, 0.0, -179.9, 0.1), (5.0, 0.0, 4.9, 1.0), (40.0, 39.0, 41.0, 40.0)],
)  # fmt: skip
def test_cells_of_a_box_are_on_the_globe_and_cover_it(size: str, box: tuple[float, float, float, float]) -> None:
    grid = grid_of(size, box)
    west, south, east, north = grid.box
    assert -180 <= west <= 180
    assert -180 <= east <= 180
    assert -90 <= south <= min(box[1], 90 - grid.degrees)
    assert box[3] <= north <= 90
    assert grid.columns


def test_few_incidents_are_told_one_by_one_with_their_radius(get: Get, world: None) -> None:
    told = get("map/?bbox=46.5,39,47,39.5").json()
    assert [(one["latitude"], one["radius_km"], one["killed_low"], one["killed_high"]) for one in told["results"]] == [
        (39.49, 25, 2, None),
        (39.04, 25, 4, 4),
    ]
    assert told["results"][0]["url"].endswith(f"/api/v1/incidents/{told['results'][0]['ref']}/")


def test_many_are_not(get: Get, monkeypatch: pytest.MonkeyPatch, world: None) -> None:
    assert FEW == 200
    monkeypatch.setattr("incidents.analysis.cells.FEW", 6)
    assert get("map/").json()["results"] is None
    assert len(get("map/?kind=shelling").json()["results"]) == 1


@pytest.mark.parametrize(("zoom", "cell"), [(0, "10"), (3, "5"), (6, "0.5"), (10, "0.125"), (22, "0.125")])
def test_a_zoom_level_has_a_cell(get: Get, zoom: int, cell: str) -> None:
    assert get(f"map/?zoom={zoom}").json()["cell"] == cell


def test_a_perspective_changes_the_figures(get: Get, world: None) -> None:
    told = get("map/?perspective=acknowledged").json()
    assert (told["source"], cells(told)[39, 46.5]) == ("rows", (2, 0, 2))
    assert told["results"][-1]["killed_best"] is None


def test_cells_as_geojson(get: Get, world: None) -> None:
    response = get("map/?format=geojson&cell=1")
    told = response.json()
    assert response["Content-Type"] == "application/geo+json"
    assert told["type"] == "FeatureCollection"
    feature = next(one for one in told["features"] if one["id"] == "39,46")
    assert feature["geometry"] == {
        "type": "Polygon",
        "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 40], [46, 39]]],
    }
    assert feature["properties"] == {"incidents": 3, "killed": 6, "killed_unknown": 1}
    assert (told["perspective"]["name"], told["unlocated"]["incidents"]) == ("estimates", 2)


@pytest.mark.parametrize("size", SIZES)
def test_certain_is_whose_radius_lies_in_the_box_whatever_is_read(get: Get, world: None, size: str) -> None:
    """The summary knows no radius: with a box, it is not asked. Without, both count every position."""
    at(39.25, 46.75, location={"latitude": 39.25, "longitude": 46.75, "precision": 1, "radius_km": 1})
    for query, source in (("bbox=46.5,39,47,39.5", "rows"), ("", "summary" if float(size) >= 0.5 else "rows")):
        now = get(f"map/?cell={size}&match=certain&{query}").json()
        then = get(f"map/?cell={size}&match=certain&{query}&as_of=2099-01-01").json()
        assert now.pop("source") == source
        assert then.pop("source") == "rows"
        del now["as_of"], then["as_of"]
        assert now == then
        assert now["incidents"] == len(now["results"]) > 0
        assert {one["match"] for one in now["results"]} <= {"certain"}


def test_more_cells_than_an_answer_holds_are_refused_in_words(
    get: Get, world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = len(get("map/?cell=0.25").json()["cells"])
    monkeypatch.setattr("incidents.analysis.cells.MOST", there - 1)
    for query in ("cell=0.125", "zoom=9", "cell=0.25&format=geojson"):
        answer = get(f"map/?{query}", status=400)
        (fault,) = answer.json()["errors"]
        assert (fault["parameter"], fault["allowed"][-1]) == ("cell", "10")
        assert "cells" in fault["detail"]
    assert len(get("map/?cell=0.25&bbox=46,39,47,39.1").json()["cells"]) == 1
    monkeypatch.setattr("incidents.analysis.cells.MOST", there)
    assert len(get("map/?cell=0.125").json()["cells"]) == there  # the other one is kept
