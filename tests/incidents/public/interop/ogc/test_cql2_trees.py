"""Filters over rows: random trees find what a naive evaluation finds, and what can't be answered is refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.public.interop.ogc.collections import INCIDENTS
from incidents.public.interop.ogc.cql2.conditions import OPERATORS, condition
from incidents.public.interop.ogc.geometry import Position
from incidents.record.models import Edition
from tests.incidents.public.interop.ogc.conftest import Get
from tests.incidents.public.interop.ogc.naive import Row, holds
from tests.incidents.record.factories import claim, involvement, killed, position, published

pytestmark = pytest.mark.django_db
Refs = Callable[..., list[str]]
Fault = Callable[..., str]

PLACES = [None, (46.5, 39.0), (44.0, 41.0), (-179.5, 0.0), (179.5, 10.0), (46.5, 41.0)]
TITLES = ["Fire", "fire at a post", "Shelling 100%", "a_b"]
KINDS = ["exchange_of_fire", "shelling"]
DAYS = ["2024-01-31", "2024-02-01", "2024-02-13", "2024-03-01"]
SLUGS = ["armenia", "azerbaijan", "osce"]


def world() -> list[Row]:
    """Publish incidents of every kind of knowing and not knowing, and return them as rows."""
    rows = []
    for index in range(24):
        place, first, last = PLACES[index % 6], DAYS[index % 3], DAYS[max(index % 3, index % 4)]
        named = SLUGS[: index % 4]
        figures = [None, (0, 0), (1, 3), (2, None)][index % 4]
        precision = {"precision": 1 + index % 3, "radius_km": 2.5 * (index % 3)}
        where = {"latitude": place[1], "longitude": place[0], **precision} if place else {}
        edition = published(
            title=TITLES[index % 4],
            kind=KINDS[index % 2],
            location={"country": ["ARM", "", "AZE"][index % 3], **where},
            occurrence={"earliest": first, "latest": last, "precision": "day" if first == last else "range"},
            totals=killed(*figures) if figures else [],
            involvements=[involvement(slug) for slug in named],
            positions=[position("initiator", "contested")] if index % 5 == 0 else [],
        )
        rows.append({
            "ref": edition.ref, "title": edition.title, "kind": edition.kind, "country": edition.country or None,
            "earliest": date.fromisoformat(first), "latest": date.fromisoformat(last),
            "killed_low": edition.killed_low, "killed_high": edition.killed_high,
            "place_precision": edition.place_precision, "radius_km": edition.radius_km, "civilians": edition.civilians,
            "actors": named, "contested": edition.contested, "geometry": place,
        })  # fmt: skip
    return rows


TEXT = st.sampled_from(["title", "kind", "country"]).map(lambda name: {"property": name})
FIGURES = ["killed_low", "killed_high", "place_precision", "radius_km"]
NUMBER = st.sampled_from(FIGURES).map(lambda name: {"property": name})
DAY = st.sampled_from(["earliest", "latest"]).map(lambda name: {"property": name})
ANY = st.one_of(TEXT, NUMBER, DAY)
WORDS = st.sampled_from([*TITLES, *KINDS, "ARM", "AZE", "", "x", "fire"])
NUMBERS = st.one_of(st.integers(-1, 4), st.sampled_from([0.5, 2.5, 5.0]))
DATES = st.sampled_from(DAYS).map(lambda one: {"date": one})
COMPARISON = st.sampled_from(["=", "<>", "<", ">", "<=", ">="])


def call(op: Any, *args: Any) -> Any:
    return st.builds(lambda name, given: {"op": name, "args": given}, op, st.tuples(*args).map(list))


def casei(one: Any) -> Any:
    return st.builds(lambda inner: {"op": "casei", "args": [inner]}, one)


PERIODS = st.one_of(
    DAY,
    DATES,
    st.just({"interval": [{"property": "earliest"}, {"property": "latest"}]}),
    st.tuples(st.sampled_from(["..", *DAYS[:2]]), st.sampled_from(["..", *DAYS[2:]])).map(
        lambda ends: {"interval": list(ends)}
    ),
)
CORNERS = st.tuples(st.sampled_from([-180.0, 43.3, 46.2, 170.0]), st.sampled_from([-10.0, 38.7, 40.1]))
BOXES = st.tuples(CORNERS, st.sampled_from([44.7, 46.9, 180.0, -170.0]), st.sampled_from([40.2, 41.5])).map(
    lambda found: {"bbox": [*found[0], found[1], found[2]]}
)
TRIANGLES = st.sampled_from([
    [[[40.0, 38.0], [48.0, 38.0], [44.0, 43.0], [40.0, 38.0]]],
    [[[40.0, 38.0], [48.0, 38.0], [48.0, 43.0], [40.0, 43.0], [40.0, 38.0]],
     [[46.0, 38.5], [47.0, 38.5], [47.0, 39.5], [46.0, 39.5], [46.0, 38.5]]],
])  # fmt: skip
SHAPES = st.one_of(
    BOXES,
    st.sampled_from([one for one in PLACES if one]).map(lambda one: {"type": "Point", "coordinates": list(one)}),
    TRIANGLES.map(lambda rings: {"type": "Polygon", "coordinates": rings}),
    st.lists(TRIANGLES, min_size=1, max_size=2).map(lambda few: {"type": "MultiPolygon", "coordinates": few}),
)
LISTS = st.lists(st.sampled_from(SLUGS), max_size=3, unique=True)
LEAVES = st.one_of(
    call(COMPARISON, TEXT, st.one_of(WORDS, TEXT)),
    call(COMPARISON, casei(TEXT), casei(WORDS)),
    call(COMPARISON, NUMBER, st.one_of(NUMBERS, NUMBER)),
    call(COMPARISON, NUMBERS, NUMBER),
    call(COMPARISON, DAY, st.one_of(DATES, DAY)),
    call(st.just("="), st.just({"property": "civilians"}), st.booleans()),
    call(st.just("like"), TEXT, st.sampled_from(["%", "F%", "%fire%", "_ire", "a_b", "%100%"])),
    call(st.just("between"), NUMBER, NUMBERS, NUMBERS),
    call(st.just("between"), DAY, DATES, DATES),
    call(st.just("in"), TEXT, st.lists(WORDS, min_size=1, max_size=3)),
    call(st.just("in"), NUMBER, st.lists(NUMBERS, min_size=1, max_size=3)),
    call(st.just("isNull"), ANY),
    call(st.sampled_from([one for one in OPERATORS if one.startswith("a_")]),
         st.just({"property": "actors"}), LISTS),
    call(st.sampled_from([one for one in OPERATORS if one.startswith("t_")]), PERIODS, PERIODS),
    call(st.sampled_from([one for one in OPERATORS if one.startswith("s_")]),
         st.just({"property": "geometry"}), SHAPES),
    st.booleans(),
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda one: {"op": "not", "args": [one]}, inner),
        st.builds(lambda op, few: {"op": op, "args": few}, st.sampled_from(["and", "or"]),
                  st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=8,
)  # fmt: skip


@pytest.fixture(name="rows")
def rows_of_the_world(db: None) -> list[Row]:
    return world()


def test_random_filters_find_what_a_naive_evaluation_finds(rows: list[Row]) -> None:
    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(TREES)
    def check(tree: Any) -> None:
        found = Edition.objects.live().filter(condition(tree, INCIDENTS.by_name, Position()))
        expected = {row["ref"] for row in rows if holds(tree, row)}
        assert set(found.values_list("ref", flat=True)) == expected

    check()


def test_the_world_knows_and_does_not_know(rows: list[Row]) -> None:
    for name in ("country", "killed_low", "killed_high", "place_precision", "geometry"):
        assert {row[name] is None for row in rows} == {True, False}, name
    assert any(row["contested"] for row in rows)


# Over the address


def test_text_and_json_say_the_same(refs: Refs) -> None:
    one = published(totals=killed(1, 2), involvements=[involvement("armenia")]).ref
    published()
    tree = {"op": "and", "args": [
        {"op": ">=", "args": [{"property": "killed_high"}, 2]},
        {"op": "a_contains", "args": [{"property": "actors"}, ["armenia"]]},
    ]}  # fmt: skip
    text = "killed_high >= 2 AND A_CONTAINS(actors, ('armenia'))"
    for params in (
        {"filter": text},
        {"filter": text, "filter_lang": "cql2-text"},
        {"filter": text, "filter_lang": "cql-text"},
        {"filter": orjson.dumps(tree).decode(), "filter_lang": "cql2-json"},
    ):
        assert refs(**params) == [one]


def test_not_known_is_neither_true_nor_false(refs: Refs) -> None:
    none_killed, unknown = published(totals=killed(0, 0)).ref, published().ref
    assert refs(filter="killed_best = 0") == refs(filter="NOT killed_best > 0") == [none_killed]
    assert refs(filter="killed_best IS NULL") == [unknown]
    nowhere = published(location={"country": ""}).ref
    assert nowhere not in refs(filter="country <> 'AZE'")
    assert refs(filter="country IS NULL") == [nowhere]


def test_a_filter_narrows_what_the_parameters_found(refs: Refs) -> None:
    one = published(kind="shelling", title="Shells").ref
    published(kind="shelling")
    published(title="Shells")
    assert refs(filter="title = 'Shells'", kind="shelling") == [one]


def test_filters_of_claims(refs: Refs) -> None:
    one, other = claim("armenia", kind="denial"), claim("azerbaijan", made_on=None)
    published(claims=[one, other], title="An exchange")
    assert refs("claims", filter="kind = 'denial' AND title LIKE 'An %'") == [one["id"]]
    assert refs("claims", filter="made_on IS NULL") == [other["id"]]
    assert refs("claims", filter="T_INTERSECTS(made_on, INTERVAL('2024-02-01','..'))") == [one["id"]]
    assert len(refs("claims", filter="repeats = FALSE AND published_at > TIMESTAMP('2020-01-01T00:00:00Z')")) == 2


def test_dates_as_gdal_writes_them(refs: Refs) -> None:
    one = published().ref
    for text in (
        "earliest >= '2024-02-13T'",
        "earliest = '2024-02-13T00:00:00Z'",
        "published_at > '2020-01-01T'",
        "published_at > '2020-01-01T10:00:00Z'",
        "NOT ((latest < '2024-02-13'))",
        "aggregated = 0",
    ):
        assert refs(filter=text) == [one], text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing = 1", "names 'nothing', which is no queryable here"),
        ("search = 'x'", "names 'search'"),
        ("killed_best = 'many'", "compares killed_best, which is of type integer with 'many'"),
        ("title > 5", "compares title"),
        ("title = NULL", "write IS NULL"),
        ("earliest = DATE('2024-02-30')", "'2024-02-30', which is not a date"),
        ("earliest = 'soon'", "'soon', which is not a time"),
        ("earliest > '2024-02-13T10:00:00Z'", "give a date"),
        ("published_at > TIMESTAMP('yesterday')", "which is not a time"),
        ("actors = 'armenia'", "use A_CONTAINS"),
        ("A_CONTAINS(title, ('x'))", "a function of lists"),
        ("A_CONTAINS(actors, (1, 2))", "a function of lists"),
        ("geometry = POINT(1 2)", "something other than a property"),
        ("geometry = geometry", "use S_INTERSECTS"),
        ("S_INTERSECTS(title, POINT(1 2))", "it takes geometry"),
        ("S_INTERSECTS(geometry)", "it takes two"),
        ("S_INTERSECTS(geometry, geometry)", "no POINT, BBOX"),
        ("S_INTERSECTS(geometry, POINT(90 180))", "not longitude and latitude"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1)))", "fewer than 4"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 0, 1 1, 2 2)))", "does not end where it begins"),
        ("S_INTERSECTS(geometry, BBOX(1, 2, 3))", "west,south,east,north"),
        ("S_WITHIN(POINT(1 2), geometry)", "as its first argument"),
        ("S_CROSSES(geometry, POINT(1 2))", "S_CROSSES, which is not supported"),
        ("T_AFTER(title, DATE('2024-01-01'))", "takes dates and times"),
        ("T_DURING(earliest, INTERVAL('2024-02-01', '2024-01-01'))", "ends before it begins"),
        ("T_DURING(earliest, INTERVAL('2024-02-01'))", "not two ends"),
        ("T_AFTER(earliest, published_at)", "compares"),
        ("title LIKE 'a' OR title LIKE title", "LIKE of something"),
        ("title LIKE 'x\\'", "can’t be read"),
        ("killed_best LIKE '1%'", "LIKE of something"),
        ("title BETWEEN 'a' AND 'b'", "takes numbers, dates and times"),
        ("title", "something other than a comparison"),
        ("CASEI(killed_best) = 'x'", "it takes text"),
        ("ACCENTI(title) = 'x'", "ACCENTI where a value should be"),
        ("killed_best > 1e400", "too large"),
        ("foo(title)", "FOO, which is not supported"),
        ("title = 'a\0b'", "contains a NUL"),
        ("", "is empty"),
        (" ", "is empty"),
    ],
)
def test_what_can_not_be_answered_is_refused(fault: Fault, text: str, said: str) -> None:
    assert said in fault(filter=text)
    assert fault(filter=text).startswith("filter ")


@pytest.mark.parametrize(
    "tree",
    [
        "null", "1", '"x"', "[]", "{}", '{"op":"="}', '{"op":1,"args":[]}', '{"op":"=","args":{}}',
        '{"op":"=","args":[1]}', '{"op":"not","args":[]}', '{"op":"and","args":[]}', '{"op":"and","args":[1]}',
        '{"op":"isNull","args":[1]}', '{"op":"in","args":[{"property":"title"},"x"]}',
        '{"op":"in","args":[{"property":"title"},[]]}', '{"op":"=","args":[{"property":[1]},1]}',
        '{"op":"=","args":[{"property":"title"},{"op":["x"]}]}', '{"op":"=","args":[{"property":"title"},["x"]]}',
        '{"op":"like","args":[{"property":"title"},"x\\\\"]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[1]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[1],[2],[3],[1]]]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[]]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["1","2"]}]}',
        '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[true,1,2,3]}]}',
        '{"op":"t_after","args":[{"interval":1},{"date":"2024-01-01"}]}', '{"op":"t_after","args":[1,2]}',
        '{"op":"=","args":[{"property":"title"},99999999999999999999999]}', '{"op":"=","args":[{"date":5},1]}',
        '{"op":"a_contains","args":[["x"],["y"],["z"]]}', '{"op":"casei","args":["x"]}', '{"op":"' + "x" * 4000 + '"}',
    ],
)  # fmt: skip
def test_json_that_is_no_filter_is_refused(fault: Fault, tree: str) -> None:
    assert fault(filter=tree, filter_lang="cql2-json").startswith("filter ")


@pytest.mark.parametrize("name", ["property", "op"])
@pytest.mark.parametrize("inner", ["%s", '{"coordinates":%s}', '{"op":"casei","args":[{"op":%s}]}'])
def test_what_is_nested_in_a_name_is_refused_and_not_repeated(fault: Fault, name: str, inner: str) -> None:
    """To tell it would go deeper than the interpreter can."""
    deep = inner % ("[" * 950 + "]" * 950)
    tree = f'{{"op":"=","args":[{{"{name}":{deep}}},1]}}'
    told = fault(filter=tree, filter_lang="cql2-json")
    assert told.startswith("filter ")
    assert "[[" not in told


def test_lists_that_are_both_literals_are_compared(refs: Refs) -> None:
    one = published().ref
    assert refs(filter="A_CONTAINS(('x', 'y'), ('x'))") == [one]
    assert refs(filter="TRUE AND NOT FALSE") == [one]


def test_the_language_is_named_where_it_is_wrong(fault: Fault) -> None:
    assert fault(filter="TRUE", filter_lang="ecql").startswith("filter-lang 'ecql' is not one of them")


def test_a_refusal_says_what_is_allowed(get: Get) -> None:
    errors = get("collections/incidents/items", status=400, filter="nothing = 1").json()["errors"]
    assert errors[0]["allowed"] == [*INCIDENTS.by_name]
