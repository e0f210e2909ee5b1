"""Counts: exact, about, from the summary table, and the last edition that was seen."""

import pytest
from django.http import QueryDict
from pytest_django.fixtures import DjangoAssertNumQueries

from incidents.record import tally
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition, FacetCount
from incidents.record.tally import EXACT, tally_of
from tests.bench.generate import generate, moment
from tests.incidents.record.factories import involvement, published

pytestmark = pytest.mark.django_db


def counted(query: str, how: str = "estimate") -> tally.Tally:
    asked = IncidentFilter.read(QueryDict(query))
    return tally_of(asked.qs, asked.moment, how=how, asked=asked)


def test_a_few_are_counted_exactly_and_the_last_edition_is_named() -> None:
    editions = [published() for _ in range(3)]
    rows = Edition.objects.live()
    for how in ("estimate", "exact"):
        found = tally_of(rows, None, how=how)
        assert (found.count, found.is_exact, found.kind) == (3, True, EXACT)
        assert (found.seq, found.as_of) == (editions[2].seq, editions[2].published_at)
        assert tally_of(rows.none(), None, how=how).count == 0
    then = tally_of(rows, editions[1].published_at)
    assert (then.seq, then.as_of) == (editions[1].seq, editions[1].published_at)


def test_an_empty_record() -> None:
    found = counted("")
    assert (found.count, found.is_exact, found.seq, found.as_of) == (0, True, 0, None)


def test_many_are_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound it is PostgreSQL's estimate, which after ANALYZE is near, and never below what was counted."""
    generate(2_000)
    monkeypatch.setattr(tally, "COUNTED", 300)
    monkeypatch.setattr(tally, "_ABOUT", tally._ABOUT.replace("10000", "300"))
    exact = counted("civilians=false", EXACT)
    found = counted("civilians=false")
    assert exact.count is not None
    assert found.count is not None
    assert (found.is_exact, found.kind) == (False, "estimate")
    assert found.count > 300
    assert abs(found.count - exact.count) < exact.count / 4
    few = counted("place=gen:00000")
    assert few.is_exact
    assert few.count == counted("place=gen:00000", EXACT).count


@pytest.mark.parametrize(
    "query", ["", "kind=shelling,offensive", "country=UKR&border=border-bel", "aggregates=exclude&match=certain"]
)
def test_the_summary_table_tells_at_once(query: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    generate(500)
    published(location={"country": "UKR"}, kind="shelling")
    with django_assert_num_queries(1) as queries:
        found = counted(query)
    assert "record_facetcount" in queries.captured_queries[0]["sql"]
    assert (found.count, found.is_exact) == (IncidentFilter.read(QueryDict(query)).qs.count(), True)


@pytest.mark.parametrize(
    "query", ["aggregates=include", "aggregates=only", "kind=shelling&place=x", "date_from=2000-01-01", "q=barrage"]
)
def test_what_the_summary_table_does_not_know_is_counted(query: str) -> None:
    generate(200)
    asked = IncidentFilter.read(QueryDict(query))
    assert asked.summary() is None
    FacetCount.objects.update(incidents=7_000)
    assert counted(query).count == asked.qs.count()


def test_the_summary_table_tells_nothing_of_the_past() -> None:
    generate(200)
    asked = IncidentFilter.read(QueryDict(f"as_of={moment(0.5):%Y-%m-%d}"))
    assert asked.summary() is None
    found = tally_of(asked.qs, asked.moment, asked=asked)
    assert found.count == asked.qs.count() < 150
    assert found.as_of is not None
    assert asked.moment is not None
    assert found.as_of <= asked.moment


def test_actors_are_found_with_their_bodies_once() -> None:
    """Who is named twice is looked up once, and each lot keeps its own."""
    generate(200)
    published(involvements=[involvement("army-bel")])
    one = counted("actor=state-bel,army-bel&claimant=state-bel", EXACT)
    assert one.count == IncidentFilter.read(QueryDict("actor=state-bel&claimant=army-bel,guard-bel")).qs.count()
