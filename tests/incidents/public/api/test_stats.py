"""Statistics over REST: what they count is what lists count, nothing hidden is in them, and their rules are told."""

import pytest
from pytest_django import DjangoAssertNumQueries

from incidents.record.models import Edition
from tests.incidents.public.api.counting import Get, on

pytestmark = pytest.mark.django_db


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
