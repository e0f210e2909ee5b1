"""How searches are carried out over a large table: which index, and nothing sorted or read that need not be."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from pytest_django.plugin import DjangoDbBlocker

from incidents.publishing.counting import count_words
from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter, incidents_for
from incidents.record.models import Edition, RecordWord
from incidents.record.ordering import claim_order, incident_order
from incidents.record.search import frequency
from tests.bench.generate import ended_town, generate, moment

SIZE = 3_000
pytestmark = pytest.mark.usefixtures("large_record")


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Generate a large record once for the module, and take it back: no test of it may be marked django_db."""
    with django_db_blocker.unblock(), transaction.atomic():
        generate(SIZE)
        count_words()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def large_record(ground: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The large record, with bounds in proportion: a word is common from a tenth of a million editions on."""
    monkeypatch.setattr(frequency, "FEW", SIZE // 20)
    monkeypatch.setattr(frequency, "COMMON", SIZE // 100)
    frequency.forget_common_words()
    yield
    frequency.forget_common_words()


def plan(rows: Any) -> str:
    """Return the plan of a query as PostgreSQL writes it, without its costs."""
    return str(rows.explain(costs=False))


def incidents(query: str) -> str:
    """Return the plan of the first page of a list of incidents by date."""
    order = incident_order(IncidentFilter.read(QueryDict(query)), QueryDict())
    return plan(order.keyset.ordered(order.rows.for_bytes("certain"))[:101])


def claims(query: str) -> str:
    """Return the plan of the first page of a list of claims."""
    order = claim_order(ClaimFilter.read(QueryDict(query)), QueryDict())
    return plan(order.keyset.ordered(order.rows.for_bytes())[:101])


@pytest.mark.parametrize(
    "query", ["q=quillon", "q=tessera", "q=caisson", f"q={ended_town()}", 'q="small arms fire"', "q=caiss*"]
)
def test_hits_are_found_by_the_index_of_words_and_then_sorted(query: str) -> None:
    found = incidents(query)
    assert "Bitmap Index Scan on record_edition_search" in found
    assert found.count("Index Scan") == 1  # nothing else is read to learn which hits stand
    assert "Sort Key: (GREATEST(latest)) DESC, seq DESC" in found


@pytest.mark.parametrize("query", ["q=barrage", "q=reports", "q=reports -barrage"])
def test_common_words_are_met_in_the_order_of_the_list(query: str) -> None:
    found = incidents(query)
    assert "Index Scan using record_edition_by_date" in found
    assert "Sort" not in found


@pytest.mark.parametrize("terms", ["quillon+barrage", "tessera+caisson", "quillon+tessera+caisson+barrage"])
def test_of_terms_together_the_rare_one_decides(terms: str) -> None:
    found = incidents(f"q={terms}")
    assert "Bitmap Index Scan on record_edition_search" in found
    assert "Index Scan using record_edition_by_date" not in found


@pytest.mark.parametrize(("few", "walked"), [(SIZE // 200, True), (SIZE // 20, False)])
def test_terms_together_are_met_in_the_order_of_the_list_where_many_new_ones_have_them(
    monkeypatch: pytest.MonkeyPatch, few: int, walked: bool
) -> None:
    """Of 3 % and 30 %, independent of each other, 0.9 % have both: at a million, 180 of the newest 20,000."""
    monkeypatch.setattr(frequency, "FEW", few)
    found = incidents("q=caisson+barrage")
    assert ("Index Scan using record_edition_by_date" in found) is walked
    assert ("Sort" in found) is not walked


def test_a_common_phrase_is_met_in_the_order_of_the_list() -> None:
    commonest = RecordWord.objects.filter(word__contains=" ").order_by("-recent").values_list("word", flat=True)[0]
    found = incidents(f'q="{commonest}"')
    assert "Index Scan using record_edition_by_date" in found
    assert "Sort" not in found


def test_the_form_without_an_index_changes_no_answer() -> None:
    commonest = RecordWord.objects.filter(word__contains=" ").order_by("-recent").values_list("word", flat=True)[0]
    for also in ("", "&kind=shelling", "&count=none&match=certain&date_from=2000-01-01"):
        asked = IncidentFilter.read(QueryDict(f'q="{commonest}"{also}'), also=["count"])
        assert "CASE WHEN" in str(asked.listed().query)
        assert "CASE WHEN" not in str(asked.qs.query)
        listed = list(asked.listed().order_by("-latest", "-seq").values_list("seq", "certain")[:200])
        assert listed == list(asked.qs.order_by("-latest", "-seq").values_list("seq", "certain")[:200])


def test_of_a_phrase_of_common_words_the_index_names_those_that_have_its_pairs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    rows = incidents_for(QueryDict('q="small arms fire"')).order_by("-latest", "-seq")
    told = json.loads(rows.explain(format="json", analyze=True))
    scan = next(node for node in nodes(told[0]["Plan"]) if node["Node Type"] == "Bitmap Heap Scan")
    assert scan["Actual Rows"] > 0
    assert scan["Rows Removed by Index Recheck"] <= scan["Actual Rows"] / 10


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a node of a plan and all beneath it."""
    yield plan
    for one in plan.get("Plans", []):
        yield from nodes(one)


def test_a_rare_word_is_found_first_whatever_else_is_asked() -> None:
    for also in ("kind=shelling", "date_from=1990-01-01", "q=quillon&fatalities_min=1", "civilians=false"):
        found = incidents(f"q=quillon&{also}" if "q=" not in also else also)
        assert "Bitmap Index Scan on record_edition_search" in found, also


def test_what_stood_at_a_moment_is_found_by_the_indexes_of_words() -> None:
    found = incidents(f"q=tessera&as_of={moment(0.5):%Y-%m-%d}")
    assert "BitmapOr" in found
    assert "Bitmap Index Scan on record_edition_search" in found
    assert "Bitmap Index Scan on record_edition_searched_then" in found
    assert "Seq Scan" not in found


def test_claims_are_found_by_their_own_words() -> None:
    found = claims(f"q={ended_town()}")
    assert "Bitmap Index Scan on record_claim_search" in found
    assert "record_claim_by_date" not in found


def test_claims_of_a_common_word_are_met_in_the_order_of_the_list() -> None:
    found = claims("q=fire")
    assert "record_claim_by_date" in found
    assert "Sort" not in found


def test_ranks_are_of_the_newest_hits_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.record.querysets.RANKED", 20)
    found = plan(incidents_for(QueryDict("q=barrage")).ranked("barrage").order_by("-relevance", "-seq")[:101])
    newest = found[found.index("Limit", found.index("Sort")) :]
    assert "Index Scan using record_edition_by_date" in newest


def test_the_fence_changes_no_answer() -> None:
    rows = Edition.objects.live()
    for order in (("-latest", "-seq"), ("latest", "seq"), ("-seq",), ("title", "seq")):
        plain = list(rows.order_by(*order).values_list("seq", flat=True)[:50])
        assert plain == list(rows.sorted_hits().order_by(*order).values_list("seq", flat=True)[:50])
