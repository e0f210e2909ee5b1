"""CQL2 Text: read as the `cql2` package reads it, in linear time, and every mistake named with its place."""

from typing import Any

import cql2
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.public.interop.ogc.cql2.conditions import LONGEST, MOST_PARTS, read_json, read_text
from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.text import DEEPEST, parse
from tests.incidents.document.unhurried import unhurried


def flat(tree: Any) -> Any:
    """Return a tree in which it makes no difference how ANDs and ORs were grouped, nor how a number was written."""
    if isinstance(tree, list):
        return [flat(one) for one in tree]
    if isinstance(tree, dict):
        found = {key: flat(one) for key, one in tree.items()}
        if found.get("op") in ("and", "or"):
            grouped = [one["args"] if one.get("op") == found["op"] else [one] for one in found["args"]]
            found["args"] = [one for group in grouped for one in group]
        return found
    return float(tree) if isinstance(tree, int) and not isinstance(tree, bool) else tree


READ = [
    "kind = 'sniper_fire'",
    "title = 'it''s'",
    "killed_best >= -1.5e1",
    "a <> 1 AND b < 2 OR NOT c >= 3 AND d IS NULL",
    "NOT (a = 1 OR b = TRUE)",
    "NOT NOT a = 1",
    "((((a = 1))))",
    "a IS NOT NULL",
    "title NOT LIKE 'a%'",
    "CASEI(title) LIKE CASEI('%Fire%')",
    "a BETWEEN 1 AND 2 AND b NOT BETWEEN 3 AND 4",
    "a IN ('x', 'y') OR b NOT IN (1)",
    "CASEI(a) IN (CASEI('x'))",
    '"killed_best" = 1 AND "a""b" = 2',
    "A_CONTAINS(actors, ('armenia', 'azerbaijan'))",
    "A_OVERLAPS(actors, ('armenia'))",
    "T_AFTER(earliest, DATE('2024-02-13'))",
    "published_at > TIMESTAMP('2024-02-13T00:00:00Z')",
    "T_DURING(INTERVAL(earliest, latest), INTERVAL('2024-01-01', '..'))",
    "S_INTERSECTS(geometry, BBOX(44, 38.5, -1e1, 42))",
    "S_INTERSECTS(geometry, POINT(46.5 39))",
    "S_INTERSECTS(geometry, POINT Z (46.5 39 100))",
    "S_INTERSECTS(geometry, POLYGON((0 0, 10 0, 10 10, 0 0), (1 1, 2 1, 2 2, 1 1)))",
    "S_DISJOINT(geometry, MULTIPOLYGON(((0 0, 10 0, 10 10, 0 0)), ((20 0, 30 0, 30 10, 20 0))))",
    "a = b",
    "5 < a",
    "TRUE",
    "Հայ = 'Ağdam'",
]


@pytest.mark.parametrize("text", READ)
def test_it_is_read_as_the_package_reads_it(text: str) -> None:
    assert flat(parse(text)) == flat(cql2.parse_text(text).to_json())


NAMES = st.sampled_from(["kind", "killed_best", "title", "date_precision"]).map(lambda name: {"property": name})
VALUES = st.one_of(
    st.text(alphabet="ab'%_ é", min_size=1, max_size=5),
    st.integers(-1000, 1000).map(float),
    st.booleans(),
    st.just({"date": "2024-02-13"}),
)
LEAVES = st.one_of(
    st.builds(lambda op, left, right: {"op": op, "args": [left, right]},
              st.sampled_from(["=", "<>", "<", ">", "<=", ">="]), NAMES, VALUES),
    st.builds(lambda one: {"op": "isNull", "args": [one]}, NAMES),
    st.builds(lambda one, text: {"op": "like", "args": [one, text]}, NAMES, st.text("ab%_", min_size=1, max_size=4)),
    st.builds(lambda one, few: {"op": "in", "args": [one, few]}, NAMES,
              st.lists(st.text("xyz", min_size=1, max_size=3), min_size=1, max_size=3)),
    st.builds(lambda one, low, high: {"op": "between", "args": [one, float(low), float(high)]}, NAMES,
              st.integers(0, 9), st.integers(0, 9)),
)  # fmt: skip
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda one: {"op": "not", "args": [one]}, inner),
        st.builds(
            lambda op, few: {"op": op, "args": few},
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=8,
)


@unhurried
@given(TREES)
def test_what_the_package_writes_is_read_back(tree: Any) -> None:
    assert flat(parse(cql2.Expr(tree).to_text())) == flat(tree)


@unhurried
@given(st.text(alphabet="ab'\"(),=<>-+.0123 \t\\", max_size=40))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        read_text(text)
    except Refused as error:
        assert error.message  # noqa: PT017 - what is refused says why


@unhurried
@given(st.lists(st.sampled_from([*"(),'=<>-", "NOT ", " AND ", " OR ", " IS ", "NULL", " IN ", "a", "1", " LIKE ",
                                 "BBOX", "POINT", "POLYGON", "DATE", "INTERVAL", " BETWEEN ", "CASEI", "A_CONTAINS"]),
                max_size=25).map("".join))  # fmt: skip
def test_no_heap_of_words_does_more_than_be_refused(text: str) -> None:
    try:
        read_text(text)
    except Refused as error:
        assert error.message  # noqa: PT017 - what is refused says why


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = ", "at character 5: it ends"),
        ("a = 1 b", "at character 7: 'b' stands"),
        ("a = 'open", 'at character 5, "\'"'),
        ("a = 1; DROP TABLE x", "at character 6, ';'"),
        ("a + 1 = 2", "arithmetic (+) at character 3"),
        ("a NOT = 1", "at character 7: '=' stands where it expected LIKE, BETWEEN or IN"),
        ("S_INTERSECTS(g, LINESTRING(0 0, 1 1))", "LINESTRING: of geometries"),
        ("a IN ()", "at character 7: ')' stands"),
        ("(a = 1", "at character 7: it ends where it expected )"),
        ("DATE(5) = a", "DATE or TIMESTAMP without its text"),
        ("DATE('2024-01-01', '2024-01-02') = a", "DATE or TIMESTAMP without its text"),
        ("a < TIMESTAMP('x', 'y', 'z')", "DATE or TIMESTAMP without its text"),
        ("a = -b", "expected a number"),
        ("a = -('x')", "arithmetic (-)"),
        ("a = 1 AND OR b", "at character 11"),
        ("a[1] = 1", "at character 2, '['"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Refused) as caught:
        parse(text)
    assert said in caught.value.message


@pytest.mark.parametrize("text", ["(" * 4000, "NOT " * 1900, "a = " + "-(" * 3000, "f(" * 3900, "a IN (" + "(" * 3000])
def test_what_is_nested_too_deep_is_refused_at_once(text: str) -> None:
    """The package would take longer than there is for 40 open parentheses."""
    with pytest.raises(Refused, match=f"nested more than {DEEPEST} deep"):
        read_text(text)


def test_a_mistake_behind_deep_parentheses_is_found_at_once() -> None:
    with pytest.raises(Refused, match="can’t be read"):
        read_text("(" * DEEPEST + " AND ".join(["a = 1"] * 90) + " AND a = " + ")" * DEEPEST)


def test_the_length_and_the_number_of_parts_are_bounded() -> None:
    with pytest.raises(Refused, match=f"longer than {LONGEST}"):
        read_text(f"a = '{'x' * LONGEST}'")
    with pytest.raises(Refused, match=f"more than {MOST_PARTS} parts"):
        read_text(" OR ".join(["a=1"] * 400))
    with pytest.raises(Refused, match="nested more than"):
        read_json('{"op":"not","args":[' * 200 + "true" + "]}" * 200)


@pytest.mark.parametrize("text", ["", "{", '{"op":"="', "[" * 3000, '"\\ud800"'])
def test_json_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_json(text)


def test_json_is_the_tree_as_it_is() -> None:
    tree = {"op": "=", "args": [{"property": "kind"}, "x"]}
    assert read_json(orjson.dumps(tree).decode()) == tree == read_text("kind = 'x'")


def test_what_gdal_and_qgis_write() -> None:
    assert parse("title ILIKE '%x%'") == parse("CASEI(title) LIKE CASEI('%x%')")
    assert parse("a = ( - (5))") == parse("a = -5")
    assert parse("(\"a\" <> 'x') AND (b IS NOT NULL)") == parse("a <> 'x' AND NOT b IS NULL")
    assert parse(r"a = 'it\'s'") == parse("a = 'it''s'")
