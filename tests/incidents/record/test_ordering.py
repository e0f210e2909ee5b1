"""Orders of lists: complete, the same forward and backward, stable while rows are added, and each on an index."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from config.rest.pagination import Keyset, Page
from config.rest.parameters import BadParameter
from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition, RecordClaim
from incidents.record.nearest import NearestKeyset, key_of
from incidents.record.ordering import CLAIM_ORDERS, INCIDENT_ORDERS, RELEVANCE, Order, claim_order, incident_order
from tests.bench.generate import ended_town, generate, moment
from tests.incidents.record.factories import claim, published

pytestmark = pytest.mark.django_db
THEN = f"{moment(0.6):%Y-%m-%d}"
NEAREST = (
    "bbox=-60,-20,60,50",
    "bbox=-60,-20,-80,20",
    "bbox=30,-30,-170,60",
    "near=30,40,4000",
    "date_to=2010-06-30",
    "date_from=1993-01-01&date_to=1994-06-30&match=certain",
    "actor=state-bel",
    "actor=group-arn,army-cor&claimant=agency,army-arn,army-cor",
    f"as_of={THEN}",
    f"as_of={THEN}&bbox=-180,-90,180,90&country=ARM",
)


@pytest.fixture
def record() -> None:
    """A record of some hundred incidents."""
    generate(400)


def incidents(query: str) -> Order[Any]:
    params = QueryDict(query)
    return incident_order(IncidentFilter.read(params, also=("ordering",)), params)


def claims(query: str) -> Order[Any]:
    params = QueryDict(query)
    return claim_order(ClaimFilter.read(params, also=("ordering",)), params)


def pages(order: Order[Any], way: str, cursor: str | None = None, size: int = 37) -> Iterator[Page]:
    """Walk from a cursor (from the first page) to the last page that way."""
    while True:
        page = order.keyset.page(order.rows, QueryDict(f"cursor={cursor}" if cursor else ""), size=size)
        yield page
        cursor = getattr(page, way)
        if cursor is None:
            return


def incident_keys(rows: list[Edition], name: str) -> list[Any]:
    """Return what the rows are to be ordered by."""
    match name.removeprefix("-"):
        case "date":
            return [(row.latest, row.seq) for row in rows]
        case "published":
            return [row.seq for row in rows]
        case _:
            best = [row.killed_low if row.killed_best is None else row.killed_best for row in rows]
            return [(-1 if figure is None else figure, row.seq) for figure, row in zip(best, rows, strict=True)]


def test_every_incident_comes_once_in_each_order(record: None) -> None:
    for name in INCIDENT_ORDERS:
        if name != RELEVANCE:
            goes_through_all(name)


def goes_through_all(name: str) -> None:
    order = incidents(f"ordering={name}")
    forward = list(pages(order, "next"))
    rows = [row for page in forward for row in page.rows]
    keys = incident_keys(rows, name)
    assert keys == sorted(keys, reverse=name.startswith("-"))
    assert len({row.seq for row in rows}) == len(rows) == order.rows.count() > 300
    assert [row.seq for row in order.keyset.ordered(order.rows)] == [row.seq for row in rows]
    back = [row.seq for page in pages(order, "previous", forward[-1].previous) for row in reversed(page.rows)]
    assert back == [row.seq for page in reversed(forward[:-1]) for row in reversed(page.rows)]


def test_every_claim_comes_once_in_each_order(record: None) -> None:
    published(claims=[claim("state-bel", made_on=None), claim("state-cor", made_on=None)])
    for name in CLAIM_ORDERS:
        goes_through_all_claims(name)


def goes_through_all_claims(name: str) -> None:
    order = claims(f"ordering={name}")
    forward = list(pages(order, "next", size=101))
    rows: list[RecordClaim] = [row for page in forward for row in page.rows]
    undated_first = [(row.made_on is None, str(row.made_on), row.pk) for row in rows]
    keys = undated_first if "date" in name else [(row.edition_id, row.pk) for row in rows]
    assert keys == sorted(keys, reverse=name.startswith("-"))
    assert len({row.pk for row in rows}) == len(rows) == order.rows.count()
    back = [row.pk for page in pages(order, "previous", forward[-1].previous, 101) for row in reversed(page.rows)]
    assert back == [row.pk for page in reversed(forward[:-1]) for row in reversed(page.rows)]


def test_by_distance_they_come_as_by_date(record: None) -> None:
    """The same rows in the same order as sorting what the filter finds; forward and backward."""
    for query in NEAREST:
        comes_as_sorted(query, "-date")
        comes_as_sorted(query, "date")


def comes_as_sorted(query: str, name: str) -> None:
    order = incidents(f"{query}&ordering={name}")
    assert isinstance(order.keyset, NearestKeyset)
    asked = IncidentFilter.read(QueryDict(query)).qs.order_by(
        *(("-latest", "-seq") if name == "-date" else ("latest", "seq"))
    )
    expected = list(asked.values_list("seq", flat=True))
    assert expected
    forward = list(pages(order, "next", size=11))
    assert [row.seq for page in forward for row in page.rows] == expected
    back = [row.seq for page in pages(order, "previous", forward[-1].previous, 11) for row in reversed(page.rows)]
    assert back == [row.seq for page in reversed(forward[:-1]) for row in reversed(page.rows)]


def test_a_page_stays_where_it_was_while_rows_are_added(record: None) -> None:
    order = incidents("")
    first = order.keyset.page(order.rows, QueryDict("page_size=20"))
    second = order.keyset.page(order.rows, QueryDict(f"page_size=20&cursor={first.next}"))
    newest = published(occurrence={"earliest": "2030-01-01"})
    again = order.keyset.page(order.rows, QueryDict(f"page_size=20&cursor={first.next}"))
    assert [row.seq for row in again.rows] == [row.seq for row in second.rows]
    before = order.keyset.page(order.rows, QueryDict(f"page_size=20&cursor={again.previous}"))
    assert [row.seq for row in before.rows] == [row.seq for row in first.rows]
    assert before.previous
    assert order.keyset.page(order.rows, QueryDict(f"cursor={before.previous}")).rows == [newest]


def test_a_cursor_is_good_for_its_own_order_only(record: None) -> None:
    cursor = incidents("").keyset.page(incidents("").rows, QueryDict("page_size=5")).next
    assert incidents("date_to=2020-01-01").keyset.page(incidents("").rows, QueryDict(f"cursor={cursor}")).rows
    for name in ("date", "published", "-killed"):
        order = incidents(f"ordering={name}")
        with pytest.raises(BadParameter) as caught:
            order.keyset.page(order.rows, QueryDict(f"cursor={cursor}"))
        assert caught.value.field == "cursor"
    with pytest.raises(BadParameter):
        claims("").keyset.page(claims("").rows, QueryDict(f"cursor={cursor}"))


@pytest.mark.parametrize(
    ("make", "query", "allowed"),
    [
        (incidents, "ordering=size", INCIDENT_ORDERS),
        (incidents, "ordering=relevance", INCIDENT_ORDERS),
        (incidents, "ordering=", INCIDENT_ORDERS),
        (claims, "ordering=-killed", CLAIM_ORDERS),
        (claims, "ordering=date&ordering=-date", ()),
    ],
)
def test_an_order_that_is_none_is_refused(make: Callable[[str], Any], query: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(BadParameter) as caught:
        make(query)
    assert (caught.value.field, caught.value.allowed) == ("ordering", allowed)


def test_dates_and_the_ledger_make_one_number(record: None) -> None:
    rows = list(Edition.objects.live())
    assert sorted(rows, key=lambda row: key_of(row.latest, row.seq)) == sorted(
        rows, key=lambda row: (row.latest, row.seq)
    )
    assert max(key_of(row.latest, row.seq) for row in rows) < 2**53


# Plans


INDEXES = {
    "": "record_edition_by_date",
    "date_from=2010-01-01": "record_edition_by_date",
    "bbox=-180,-90,180,90": "record_edition_by_date",
    "bbox=10,20,60,50": "record_edition_box",
    "bbox=170,-90,160,90": "record_edition_by_date",
    "bbox=-60,-20,-80,20": "record_edition_box",
    "near=30,40,500": "record_edition_box",
    "date_to=1994-06-30": "record_edition_period",
    "date_from=1993-01-01&date_to=1994-06-30": "record_edition_period",
    "date_from=1993-01-01&date_to=1994-06-30&match=certain": "record_edition_period",
    "actor=group-arn": "record_edition_parts",
    "claimant=army-arn": "record_edition_parts",
    "actor=group-arn&role=initiator": "record_edition_parts",
    f"as_of={THEN}": "record_edition_then",
    "country=ARM": "record_edition_by_country",
    "place=gen:00400": "record_edition_by_place",
    "dispute=dispute-arn": "record_edition_by_dispute",
    "section=ARN-1": "record_edition_by_section",
    "civilians=true": "record_edition_civilians",
    "aggregates=only": "record_edition_aggregated",
    "ordering=-published": "record_edition_live",
    "ordering=published": "record_edition_live",
    "ordering=-killed": "record_edition_by_figure",
    "ordering=killed": "record_edition_by_figure",
}


def test_the_order_comes_from_an_index() -> None:
    """Of page 1 and of pages far behind: nothing is sorted, and a cursor is a condition of the index."""
    generate(2_000)
    for query, index in INDEXES.items():
        is_read_from(query, index)


def is_read_from(query: str, index: str) -> None:
    order = incidents(query)
    assert index in plan(order.keyset.ordered(order.rows)[:101])
    middle = list(order.keyset.ordered(order.rows)[5:6])
    if not middle:
        assert query == "civilians=true"
        return
    key = (getattr(middle[0], order.keyset.first), middle[0].seq)
    deep = plan(order.keyset.ordered(order.keyset.beyond(order.rows, *key))[:101])
    assert index in deep
    condition = next(line for line in deep.splitlines() if "Index Cond" in line)
    assert "ROW(" in condition or "< " in condition or "> " in condition


@pytest.mark.parametrize("query", ["fatalities_min=1000", "fatalities_min=1000&match=certain"])
def test_rare_figures_are_found_by_an_index(query: str) -> None:
    generate(2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE record_edition")
        for other in ("seqscan", "indexscan", "indexonlyscan"):  # few rows in a table that tests have filled before
            cursor.execute(f"SET LOCAL enable_{other} = off")
    found = incidents(query).rows.order_by().explain()
    assert "record_edition_by_most" in found or "record_edition_by_least" in found


def plan(rows: Any) -> str:
    """Return the plan where the planner may sort only if there is no other way; it must have found another."""
    with connection.cursor() as cursor:
        for other in ("sort", "seqscan", "bitmapscan", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
        found: str = rows.explain()
        cursor.execute(
            "RESET enable_sort; RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_incremental_sort"
        )
    assert "Sort" not in found, found
    return found


def test_a_name_of_the_ended_war_is_no_trap() -> None:
    """Boxes and periods leave a search to its own plan."""
    generate(200)
    assert type(incidents(f"q={ended_town()}&date_to=2020-01-01").keyset) is Keyset
