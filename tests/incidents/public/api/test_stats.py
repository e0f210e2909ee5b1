"""Statistics over REST: what they count is what lists count, nothing hidden is in them, and their rules are told."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from pytest_django import DjangoAssertNumQueries

from incidents.analysis.baseline import FEWEST
from incidents.record.models import Edition
from tests.factories import ActorFactory, DisputeFactory, MilestoneFactory
from tests.incidents.record.factories import claim, involvement, killed, position, published, retracted

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]
SECTION = {"code": "AMAZ-11", "name": "S", "border": "armenia-azerbaijan", "border_name": "Armenia–Azerbaijan"}
ELSEWHERE = {"code": "GEAM-1", "name": "N", "border": "armenia-georgia", "border_name": "Armenia–Georgia"}


def on(first: str, last: str | None = None, dead: int | None = None, **changes: Any) -> Edition:
    """Publish an incident on some days."""
    totals = [] if dead is None else killed(dead, dead)
    when = {"earliest": first, "latest": last or first, "precision": "range" if last else "day"}
    return published(**{"occurrence": when, "totals": totals, "location": {"section": SECTION}} | changes)


@pytest.fixture
def world() -> None:
    """A small record of everything that is told apart, with what must not be counted among it."""
    ActorFactory.create(slug="armenia")
    both = [involvement("armenia", "target"), involvement("azerbaijan", "initiator")]
    on("2023-12-30", dead=3, involvements=both, claims=[claim("armenia", kind="denial")])
    on("2023-12-28", "2024-01-02", kind="shelling", positions=[position("killed", "contested")])
    on("2024-02-13", dead=2, involvements=[involvement("armenia", "target")], kind="shelling")
    on("2024-02-13", location={"country": "GEO", "section": ELSEWHERE}, totals=killed(1, None))
    on("2024-02-01", "2024-02-29", location={"country": "", "section": None}, involvements=both)
    on("2024-05-05", dead=0, claims=[claim("azerbaijan")], positions=[position("occurrence", "contested")])
    retracted(on("2024-03-03", dead=99, kind="incursion").ref)
    on("2024-03-04", dead=98, aggregated=True)
    edition = on("2024-03-05", dead=97, kind="incursion")
    published(
        ref=edition.ref, occurrence={"earliest": "2024-03-06"}, totals=killed(4, 4), location={"section": SECTION}
    )


def ask(get: Get, path: str, **query: Any) -> Any:
    """Return an answer."""
    return get(f"{path}?{urlencode(query, doseq=True)}").json()


# Series


def test_every_incident_is_in_one_bucket_and_empty_ones_are_there(get: Get, world: None) -> None:
    told = ask(get, "stats/series/", by="month")
    (group,) = told["groups"]
    counts = {bucket["bucket"]: bucket["incidents"] for bucket in group["buckets"]}
    assert counts == {"2023-12": 1, "2024-01": 1, "2024-02": 3, "2024-03": 1, "2024-04": 0, "2024-05": 1}
    assert told["total"]["incidents"] == ask(get, "incidents/", count="exact")["count"] == 7
    empty = group["buckets"][4]
    assert empty["killed"] == {"low": 0, "best": 0, "high": 0, "unknown": 0, "without_best": 0, "without_high": 0}
    assert group["buckets"][1]["killed"]["best"] is None
    assert group["buckets"][2]["killed"] == {
        "low": 3, "best": 3, "high": 3, "unknown": 1, "without_best": 0, "without_high": 1,
    }  # fmt: skip
    assert (told["total"]["fatal"], told["total"]["killed"]["best"]) == (4, 10)
    assert "last day" in told["rule"]


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_possible_and_certain_are_what_lists_count(get: Get, world: None, by: str) -> None:
    """A list from a bucket's first day to its last counts `possible`, and with match=certain `certain`."""
    (group,) = ask(get, "stats/series/", by=by)["groups"]
    starts = [date.fromisoformat(bucket["start"]) for bucket in group["buckets"]]
    for bucket, start, after in zip(group["buckets"], starts, [*starts[1:], None], strict=True):
        if after is None or not (bucket["possible"] or start.day == 1):
            continue
        until = date.fromordinal(after.toordinal() - 1)
        for match in ("possible", "certain"):
            listed = ask(get, "incidents/", date_from=start, date_to=until, match=match, count="exact")["count"]
            assert bucket[match] == listed, (bucket["bucket"], match)


def test_weeks_are_iso_weeks(get: Get) -> None:
    on("2020-12-31")
    on("2021-01-03")
    on("2021-01-04")
    (group,) = ask(get, "stats/series/", by="week")["groups"]
    assert [(one["bucket"], one["start"], one["incidents"]) for one in group["buckets"]] == [
        ("2020-W53", "2020-12-28", 2),
        ("2021-W01", "2021-01-04", 1),
    ]


def test_a_period_asked_for_is_there_from_end_to_end(get: Get, world: None) -> None:
    (group,) = ask(get, "stats/series/", by="year", date_from="2022-06-01", date_to="2025-01-01")["groups"]
    assert [one["bucket"] for one in group["buckets"]] == ["2022", "2023", "2024", "2025"]
    assert ask(get, "stats/series/", kind="capture")["groups"] == []


SPLITS = {
    "kind": "kind", "country": "country", "border": "border", "section": "section", "dispute": "dispute",
    "claimant": "claimant", "contested": "contested", "role": "role", "claim_kind": "claim_kind",
    "civilians": "civilians", "place": "place", "actor": "actor", "place_precision": "", "origin": "",
}  # fmt: skip


@pytest.mark.parametrize("split", SPLITS)
def test_a_group_is_what_a_list_with_that_filter_counts(get: Get, world: None, split: str) -> None:
    told = ask(get, "stats/series/", by="year", split=split)
    assert told["total"]["incidents"] == 7
    for group in told["groups"]:
        assert sum(bucket["incidents"] for bucket in group["buckets"]) == group["total"]["incidents"]
        if group["group"] == "term" and SPLITS[split]:
            listed = ask(get, "incidents/", **{SPLITS[split]: group["term"], "count": "exact"})["count"]
            assert group["total"]["incidents"] == listed, group["term"]
    if not told["overlapping"]:
        assert sum(group["total"]["incidents"] for group in told["groups"]) == 7


def test_beyond_the_largest_groups_all_others_are_one(get: Get, world: None) -> None:
    told = ask(get, "stats/series/", by="year", split="role", groups=1)
    assert [(one["group"], one["term"], one["total"]["incidents"]) for one in told["groups"]] == [
        ("term", "target", 3),
        ("other", None, 2),
        ("none", None, 4),
    ]
    assert (told["terms"], told["overlapping"]) == (2, True)


def test_too_many_buckets_are_refused_with_what_would_do(get: Get) -> None:
    on("1990-01-01")
    on("2024-01-01")
    refused = get("stats/series/?by=day", status=400).json()
    assert refused["errors"][0]["parameter"] == "by"
    assert refused["errors"][0]["allowed"] == ["day", "week", "month", "year"]
    assert get("stats/series/?by=year&date_from=0001-01-01&date_to=9999-12-31", status=400)
    assert ask(get, "stats/series/", by="month")["total"]["incidents"] == 2


# Facets


FACETS = "kind,country,border,section,dispute,place,civilians,year,contested,role,claim_kind"
QUERIES: list[dict[str, Any]] = [
    {},
    {"match": "certain"},
    {"kind": "shelling"},
    {"date_from": "2024-01-01"},
    {"date_from": "2024-01-01", "match": "certain"},
    {"date_to": "2023-12-31"},
    {"date_to": "2023-12-31", "match": "certain"},
    {"country": ["ARM", "GEO"], "border": "armenia-azerbaijan"},
    {"actor": "azerbaijan"},
    {"actor": "armenia", "role": "target"},
    {"claimant": "armenia"},
    {"fatalities_min": 1},
    {"contested": "killed,occurrence"},
    {"aggregates": "include"},
    {"aggregates": "only"},
]


@pytest.mark.parametrize("query", QUERIES, ids=urlencode)
@pytest.mark.parametrize("names", [FACETS, "kind,country,border,year"])
def test_a_facet_counts_what_the_list_counts(get: Get, world: None, query: dict[str, Any], names: str) -> None:
    told = ask(get, "stats/facets/", facet=names, **query)
    assert told["total"]["incidents"] == ask(get, "incidents/", count="exact", **query)["count"]
    for name, facet in told["facets"].items():
        for term in facet["terms"]:
            if term["term"] is None:
                continue
            added = {name: term["term"]}
            if name == "year":
                asked = [query.get("date_from"), f"{term['term']}-01-01"]
                until = [query.get("date_to"), f"{term['term']}-12-31"]
                added = {"date_from": max(filter(None, asked)), "date_to": min(filter(None, until))}
                if added["date_from"] > added["date_to"]:
                    assert term["listed"] == 0
                    continue
            listed = ask(get, "incidents/", count="exact", **(query | added))["count"]
            assert term["listed"] == listed, (name, term["term"])
            if name != "year":
                assert term["incidents"] == listed


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ({}, "summary"),
        ({"kind": "shelling", "country": "ARM", "border": "armenia-azerbaijan"}, "summary"),
        ({"date_from": "2024-01-01"}, "summary"),
        ({"date_from": "2024-01-02"}, "rows"),
        ({"date_from": "2024-01-01", "match": "certain"}, "rows"),
        ({"date_to": "2024-12-31"}, "rows"),
        ({"date_to": "2024-12-31", "match": "certain"}, "summary"),
        ({"as_of": "2099-01-01"}, "rows"),
        ({"aggregates": "include"}, "rows"),
        ({"perspective": "maximal"}, "rows"),
        ({"facet": "role"}, "rows"),
        ({"q": "fire"}, "rows"),
    ],
)
def test_the_summary_is_read_where_it_counts_the_same(
    get: Get, world: None, query: dict[str, Any], source: str
) -> None:
    told = ask(get, "stats/facets/", **query)
    assert told["source"] == source
    again = ask(get, "stats/facets/", **({"as_of": "2099-01-01"} | query))
    assert told["facets"] == again["facets"]
    assert told["total"] == again["total"]


# First since


@pytest.fixture
def talks() -> None:
    dispute = DisputeFactory.create(slug="nagorno-karabakh")
    MilestoneFactory.create(dispute=dispute, title="War", kind="offensive", earliest=date(2020, 9, 27))
    MilestoneFactory.create(dispute=dispute, title="Talks opened", kind="talks_opened", earliest=date(2023, 5, 1))
    MilestoneFactory.create(dispute=dispute, title="Stalled", kind="talks_stalled", earliest=date(2024, 6, 1))


NK = {"slug": "nagorno-karabakh", "name": "Nagorno-Karabakh"}


def test_the_last_fatal_one_before_and_since_which_milestones(get: Get, talks: None) -> None:
    before = on("2023-04-01", "2023-04-11", dead=7)
    on("2023-06-01")
    on("2023-07-01", dead=0)
    on("2023-08-01", dead=5, location={"section": ELSEWHERE})
    here = on("2024-02-13", "2024-02-14", dead=2, dispute=NK)
    told = ask(get, "stats/first-since/", ref=here.ref)
    assert (told["incident"]["ref"], told["incident"]["fatal"]) == (here.ref, True)
    assert told["last_fatal"]["ref"] == before.ref
    assert told["days"] == {"low": (date(2024, 2, 13) - date(2023, 4, 11)).days, "high": 319}
    assert told["since"]["title"] == "Talks opened"
    assert [(one["title"], one["first"]) for one in told["milestones"]] == [("Talks opened", True), ("War", False)]
    assert told["compared"] == {"scope": "border", "border": "armenia-azerbaijan", "between": 2, "unknown": 1}
    assert "last fatal incident before" in told["rule"]
    everywhere = ask(get, "stats/first-since/", ref=here.ref, kind="exchange_of_fire")
    assert (everywhere["compared"]["scope"], everywhere["since"]) == ("filters", None)
    assert everywhere["last_fatal"]["earliest"] == "2023-08-01"


def test_without_a_ref_it_is_the_newest_fatal_one(get: Get, world: None) -> None:
    told = ask(get, "stats/first-since/")
    assert (told["incident"]["latest"], told["last_fatal"]["latest"]) == ("2024-03-06", "2024-02-13")
    narrowed = ask(get, "stats/first-since/", date_to="2024-02-20", border="armenia-azerbaijan")
    assert (narrowed["incident"]["latest"], narrowed["last_fatal"]["latest"]) == ("2024-02-13", "2023-12-30")
    nothing = ask(get, "stats/first-since/", kind="capture")
    assert (nothing["incident"], nothing["last_fatal"], nothing["milestones"]) == (None, None, [])


def test_an_incident_that_does_not_stand_has_none(get: Get, world: None) -> None:
    gone = Edition.objects.filter(status="retracted").get().ref
    for ref in (gone, "CC-1999-00001"):
        assert get(f"stats/first-since/?ref={ref}", status=404)


def test_a_perspective_decides_which_are_fatal(get: Get, world: None) -> None:
    told = ask(get, "stats/first-since/", perspective="acknowledged")
    assert told["incident"] is None
    assert ask(get, "stats/first-since/", perspective="maximal")["incident"]["latest"] == "2024-03-06"


# Baseline


def test_the_window_against_every_stretch_of_the_year_before(get: Get) -> None:
    for month in range(1, 13):
        on(f"2023-{month:02}-10", dead=month % 2)
    for day in (1, 5, 9):
        on(f"2024-02-{day:02}")
    told = ask(get, "stats/baseline/", window=10)
    found = told["result"]
    assert (found["since"], found["until"], found["year_since"]) == ("2024-01-31", "2024-02-09", "2023-01-31")
    assert (found["stretches"], found["apart"]) == (356, 36)
    assert found["incidents"] == {
        "count": 3, "year_before": 11, "lowest": 0, "median": 0, "highest": 1, "below": 356, "equal": 0, "above": 0,
        "quantile": None,
    }  # fmt: skip
    assert "fewer than 12" in found["caution"][0]


def test_quantile_median_and_range(get: Get) -> None:
    on("2020-01-01")
    for month in range(1, 13):
        for _ in range(month % 3):
            on(f"2023-{month:02}-15")
    on("2024-01-10")
    found = ask(get, "stats/baseline/", window=30, date_to="2024-01-14")["result"]
    ours = found["incidents"]
    assert (ours["count"], ours["year_before"], found["caution"]) == (1, 12, [])
    assert ours["below"] + ours["equal"] + ours["above"] == found["stretches"] == 336
    assert ours["quantile"] == round((ours["below"] + ours["equal"] / 2) / 336, 4)
    assert (ours["lowest"], ours["highest"]) == (0, 2)
    assert found["fatal"]["quantile"] is None


def test_a_record_that_begins_too_late_is_no_year_to_compare_with(get: Get) -> None:
    for n in range(FEWEST + 3):
        on(f"2024-01-{n + 1:02}")
    on("2024-03-01")
    found = ask(get, "stats/baseline/")["result"]
    assert found["incidents"]["quantile"] is None
    assert "begins on 2024-01-01" in found["caution"][0]
    assert ask(get, "stats/baseline/", kind="capture")["result"] is None


def test_the_end_is_the_date_asked_for_else_that_of_the_record_asked_for(get: Get) -> None:
    on("2024-02-13")
    assert ask(get, "stats/baseline/")["result"]["until"] == "2024-02-13"
    assert ask(get, "stats/baseline/", as_of="2099-05-05")["result"]["until"] == "2099-05-05"
    assert ask(get, "stats/baseline/", as_of="2099-05-05", date_to="2024-03-01")["result"]["until"] == "2024-03-01"
    assert get("stats/baseline/?date_from=2024-01-01", status=400).json()["errors"][0]["parameter"] == "date_from"
    assert ask(get, "stats/baseline/", date_to="0001-01-05")["result"]["incidents"]["count"] == 0


# All of them

ADDRESSES = ("stats/series/", "stats/facets/", "stats/first-since/", "stats/baseline/", "map/")


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_names_whose_figures_it_counted_and_what_it_saw(get: Get, world: None, path: str) -> None:
    response = get(f"{path}?perspective=claims-of:armenia")
    told = response.json()
    assert told["perspective"]["name"] == "claims-of:armenia"
    assert "standing figures" in told["perspective"]["rule"]
    assert told["as_of"] == response["Counterclaim-As-Of"]
    head = Edition.objects.order_by("-seq")[0]
    assert told["as_of"] == head.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    first = Edition.objects.get(seq=2)
    then = get(f"{path}?as_of={first.published_at:%Y-%m-%dT%H:%M:%S.%f}Z").json()
    assert then["as_of"] == first.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("perspective=mine", "perspective"),
        ("perspective=claims-of", "perspective"),
        ("perspective=claims-of:a%20b", "perspective"),
        ("perspective=maximal:armenia", "perspective"),
        ("perspective=maximal&perspective=minimal", "perspective"),
        ("kind=nonsense", "kind"),
        ("page_size=3", "page_size"),
    ],
)
def test_what_cannot_be_used_is_refused(get: Get, path: str, query: str, parameter: str) -> None:
    refused = get(f"{path}?{query}", status=400).json()
    assert [fault["parameter"] for fault in refused["errors"]] == [parameter]


@pytest.mark.parametrize(
    "query",
    ["stats/series/?by=decade", "stats/series/?split=party", "stats/series/?groups=51", "stats/facets/?facet=actor",
     "stats/facets/?facet=kind,,year", "stats/first-since/?ref=a%20b", "stats/baseline/?window=181",
     "stats/baseline/?window=0", "map/?cell=0.3", "map/?zoom=23", "map/?zoom=3&cell=1", "map/?format=svg"],
)  # fmt: skip
def test_own_parameters_are_read_strictly(get: Get, query: str) -> None:
    name = query.partition("?")[2].partition("=")[0]
    assert get(query, status=400).json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("query", ["", "?perspective=maximal", "?kind=shelling&precision_max=7", "?date_to=2024-06-01"])
def test_three_queries_at_most(
    get: Get, world: None, django_assert_max_num_queries: DjangoAssertNumQueries, path: str, query: str
) -> None:
    with django_assert_max_num_queries(3):
        get(path + query)


@pytest.mark.parametrize("path", ADDRESSES)
def test_who_has_it_gets_304_until_the_record_changes(
    get: Get, world: None, django_assert_max_num_queries: DjangoAssertNumQueries, path: str
) -> None:
    first = get(path)
    with django_assert_max_num_queries(3 if "first" in path else 1):
        again = get(path, **{"if-none-match": first["ETag"]}, status=304)
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "public, no-cache")
    on("2024-06-06", dead=1)
    now = get(path, **{"if-none-match": first["ETag"]})
    assert now["ETag"] != first["ETag"]
    assert get(f"{path}?kind=shelling")["ETag"] != now["ETag"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_that_was_taken_back_is_counted(get: Get, world: None, path: str) -> None:
    """Neither what was retracted, nor an edition that another replaced, nor a total over a period."""
    for query in ("", "?as_of=2099-01-01", "?perspective=maximal", "?perspective=minimal"):
        text = get(path + query).content.decode()
        assert not [word for word in ("99,", "98,", "97,", "incursion", "2024-03-03") if f'":{word}' in text]
        assert "incursion" not in text
