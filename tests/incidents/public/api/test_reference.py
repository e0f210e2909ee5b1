"""Places, borders, disputes and sources over REST: what is public of them, every filter, three queries at most."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from actors.models import Actor
from incidents.record.sources import BY_PUBLISHER, SourceFilter, all_sources
from incidents.reference.models import PlaceName
from incidents.vocabulary import Standing
from tests.bench.generate import generate
from tests.factories import (
    ActorFactory,
    BorderFactory,
    BorderSectionFactory,
    DisputeFactory,
    MilestoneFactory,
    PlaceFactory,
)
from tests.incidents.record.factories import published, retracted, source

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
PROPOSED = {"standing": Standing.PROPOSED}


@pytest.fixture
def places() -> None:
    """A region with two towns that two parties name differently, and what is not public of them."""
    azerbaijan, group = ActorFactory.create(slug="azerbaijan"), ActorFactory.create(slug="a-group", **PROPOSED)
    region = PlaceFactory.create(code="p:region", name="Karabakh", kind="region", country="AZE")
    town = PlaceFactory.create(
        code="p:town", name="Stepanakert", country="AZE", parent=region, latitude=39.8, longitude=46.75
    )
    PlaceFactory.create(code="p:far", name="Nadi", country="FJI", latitude=-17.8, longitude=177.4)
    hidden = PlaceFactory.create(code="p:hidden", name="Hidden", **PROPOSED)
    PlaceFactory.create(code="p:child", name="Child of the hidden", parent=hidden)
    PlaceName.objects.create(place=town, text="Ստեփանակերտ", language="hy")
    PlaceName.objects.create(place=town, text="Xankəndi", language="az", used_by=azerbaijan)
    PlaceName.objects.create(place=town, text="Zqsecret", language="az", used_by=group)


def codes(get: Get, query: str) -> list[str]:
    return [one["code"] for one in get(f"places/?{query}").json()["results"]]


def test_a_place_has_all_its_names_and_who_uses_them(get: Get, places: None) -> None:
    told = get("places/p:town/").json()
    assert told["names"] == [
        {"text": "Xankəndi", "language": "az", "used_by": "azerbaijan"},
        {"text": "Ստեփանակերտ", "language": "hy", "used_by": None},
    ]
    assert (told["parent"], told["latitude"], told["url"][-15:]) == ("p:region", 39.8, "/places/p:town/")
    assert get("places/p:child/").json()["parent"] is None
    get("places/p:hidden/", status=404)
    get("places/p:none/", status=404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["p:child", "p:region", "p:far", "p:town"]),
        ("q=khankendi", []),
        ("q=xankendi", ["p:town"]),
        ("q=ՍՏԵՓԱՆ", ["p:town"]),
        ("q=karab", ["p:region"]),
        ("q=na", ["p:far"]),
        ("q=zqsecret", []),
        ("q=hidden", ["p:child"]),
        ("kind=region", ["p:region"]),
        ("country=FJI,GEO", ["p:far"]),
        ("parent=p:region", ["p:town"]),
        ("parent=p:hidden", []),
        ("bbox=46,39,47,40", ["p:town"]),
        ("bbox=170,-20,-170,-10", ["p:far"]),
        ("q=an&bbox=46,39,47,40", []),
    ],
)
def test_places_by_every_filter(get: Get, places: None, query: str, found: list[str]) -> None:
    assert codes(get, query) == found


def test_pages_of_places(get: Get, places: None) -> None:
    seen, url = [], "places/?page_size=1"
    while url:
        page = get(url).json()
        seen += [one["code"] for one in page["results"]]
        url = page["next"]
    assert seen == ["p:child", "p:region", "p:far", "p:town"]


@pytest.mark.parametrize("query", ["as_of=2024-01-01", "kind=town", "bbox=1,2", "q=", "country=armenia"])
def test_what_places_refuse(get: Get, query: str) -> None:
    assert get(f"places/?{query}", status=400).json()["errors"][0]["parameter"] == query.partition("=")[0]


@pytest.fixture
def border() -> None:
    """A border of two sections, one that is proposed, and one of which a side is."""
    armenia, azerbaijan = ActorFactory.create(slug="armenia"), ActorFactory.create(slug="azerbaijan")
    one = BorderFactory.create(slug="armenia-azerbaijan", side_a=armenia, side_b=azerbaijan)
    BorderSectionFactory.create(border=one, code="AM-AZ-2", name="South", position=2)
    BorderSectionFactory.create(border=one, code="AM-AZ-1", name="North", position=1)
    BorderFactory.create(slug="hidden", **PROPOSED)
    BorderFactory.create(slug="half", side_a=armenia, side_b=ActorFactory.create(slug="quiet", **PROPOSED))


def test_borders_with_their_sections(get: Get, border: None) -> None:
    (one,) = get("borders/").json()["results"]
    assert one["sides"] == ["armenia", "azerbaijan"]
    assert [section["code"] for section in one["sections"]] == ["AM-AZ-1", "AM-AZ-2"]
    assert get("borders/armenia-azerbaijan/").json() == one
    get("borders/hidden/", status=404)
    get("borders/half/", status=404)


@pytest.mark.parametrize("path", ["borders/", "borders/armenia-azerbaijan/"])
def test_borders_as_lines(get: Get, border: None, path: str) -> None:
    answer = get(f"{path}?format=geojson")
    assert answer["Content-Type"] == "application/geo+json"
    first, _ = answer.json()["features"]
    assert first["geometry"]["type"] == "LineString"
    assert first["properties"]["border"] == "armenia-azerbaijan"
    assert get(path, accept="application/geo+json").json() == answer.json()
    assert get(f"{path}?format=kml", status=400).json()["errors"][0]["allowed"] == ["json", "geojson"]


def test_disputes_with_their_milestones(get: Get, border: None) -> None:
    one = DisputeFactory.create(slug="a-dispute")
    one.parties.add(*Actor.objects.filter(slug__in=["armenia", "azerbaijan", "quiet"]))
    one.borders.add(BorderFactory.create(slug="armenia-azerbaijan"), BorderFactory.create(slug="hidden"))
    MilestoneFactory.create(dispute=one, title="Later", earliest=date(2024, 1, 1))
    MilestoneFactory.create(dispute=one, title="Sooner")
    DisputeFactory.create(slug="hidden", **PROPOSED)
    (told,) = get("disputes/").json()["results"]
    assert (told["parties"], told["borders"]) == (["armenia", "azerbaijan"], ["armenia-azerbaijan"])
    assert [milestone["title"] for milestone in told["milestones"]] == ["Sooner", "Later"]
    assert get("disputes/a-dispute/").json() == told
    get("disputes/hidden/", status=404)


def ids(get: Get, query: str = "") -> list[str]:
    return [one["id"] for one in get(f"sources/?{query}").json()["results"]]


def test_a_source_is_told_as_the_newest_edition_tells_it(get: Get) -> None:
    first = published(sources=[source("s000000001", title="Old title")])
    second = published(
        sources=[source("s000000001", title="New title", reliability="B"), source("s000000002", "Zeitung")]
    )
    answer = get("sources/")
    one, other = answer.json()["results"]
    assert (one["title"], one["reliability"], one["incidents"]) == ("New title", "B", 2)
    assert (other["id"], other["incidents"]) == ("s000000002", 1)
    assert answer["Counterclaim-As-Of"] == answer.json()["as_of"]
    cited = get("sources/s000000001/").json()
    assert [row["ref"] for row in cited["cited_by"]] == [second.ref, first.ref]
    assert (cited["title"], cited["incidents"]) == ("New title", 2)
    page = get("sources/s000000001/?page_size=1").json()
    assert [row["ref"] for row in get(page["next"]).json()["cited_by"]] == [first.ref]
    get("sources/s000000009/", status=404)


def test_sources_of_what_stands_and_of_what_stood(get: Get) -> None:
    first = published(sources=[source("s000000001")])
    published(ref=first.ref, sources=[source("s000000002")])
    assert ids(get) == ["s000000002"]
    then = first.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert ids(get, f"as_of={then}") == ["s000000001"]
    get("sources/s000000001/", status=404)
    assert get(f"sources/s000000001/?as_of={then}").json()["incidents"] == 1
    retracted(first.ref)
    assert ids(get) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("publisher=agency", [1]),
        ("publisher=agen", []),
        ("q=agen", [1]),
        ("q=agdam", [2]),
        ("q=example.org", [2]),
        ("q=-gen or", []),
        ("q=?a|b", [2]),
        ("publisher=Either or*", [3]),
        ("reliability=B,C", [2]),
        ("published_from=2024-02-13", [2]),
        ("published_to=2024-02-12", []),
        ("published_from=2024-02-13&published_to=2024-02-13", [2]),
    ],
)
def test_sources_by_every_filter(get: Get, query: str, found: list[int]) -> None:
    more = {"title": "Ağdam", "url": "https://example.org/?a|b", "published_on": "2024-02-13", "reliability": "B"}
    other = source("s000000003", "Either or*", reliability="A")
    published(sources=[source("s000000001", "Agency"), source("s000000002", "Zeitung", **more), other])
    assert ids(get, query) == [f"s{number:09}" for number in found]


def test_what_sources_refuse(get: Get) -> None:
    for query in ("published_from=2024-02-13&published_to=2024-02-12", "reliability=G", "colour=red", "release=26.1"):
        assert get(f"sources/?{query}", status=400).json()["errors"]
    nothing_left = ("q=%CC%81", "q=%CA%BB!", "publisher=-")  # folded, it would be in every text
    for query in (*nothing_left, f"q={'a' * 201}", "q=a%00"):
        assert get(f"sources/?{query}", status=400).json()["errors"][0]["parameter"] == query.partition("=")[0]
    assert get("places/?q=%CC%81", status=400).json()["errors"][0]["parameter"] == "q"
    assert get("places/?q=-abad").json()["results"] == []


def test_whether_a_newer_edition_cites_it_is_looked_up() -> None:
    """By source and edition in one index: a source that thousands cite would else be compared with itself."""
    generate(400)
    rows = SourceFilter.read(QueryDict("")).filter_queryset(all_sources())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE record_edition; ANALYZE record_recordsource")
        for other in ("seqscan", "hashjoin", "mergejoin", "material", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
    plan = BY_PUBLISHER.ordered(rows)[:101].explain().splitlines()
    conditions = [after for line, after in pairwise(plan) if "record_source_by_id" in line]
    assert any("edition_id >" in condition for condition in conditions), plan


@pytest.mark.parametrize("count", [1, 3])
def test_queries(get: Get, border: None, places: None, django_assert_max_num_queries: Any, count: int) -> None:
    for number in range(count):
        published(sources=[source(f"s{number:09}"), source("s900000000")])
        DisputeFactory.create(slug=f"dispute-{number}").parties.add(Actor.objects.get(slug="armenia"))
    paths = (
        "places/?q=an&bbox=46,39,47,40", "places/p:town/", "borders/", "borders/armenia-azerbaijan/", "disputes/",
        "disputes/dispute-0/", "sources/", "sources/s900000000/",
    )  # fmt: skip
    for path in paths:
        with django_assert_max_num_queries(3):
            get(path)


def test_the_way_in_names_every_list(get: Get) -> None:
    lists = get("").json()
    assert {"places", "borders", "disputes", "sources", "changes", "releases"} <= set(lists)
    for address in lists.values():
        get(address)
