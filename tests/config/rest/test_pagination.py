"""Keyset pages stay on their index, and cursors can't be made up."""

import pytest
from django.db import connection
from django.http import QueryDict

from config.rest.pagination import Keyset, link_header, page_size
from config.rest.parameters import BadParameter
from incidents.record.models import Edition

BY_DATE = Keyset("latest", "seq")


@pytest.mark.django_db
def test_the_next_page_is_a_row_value_comparison_on_the_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_edition (seq, ref, number, origin, status, schema, published_at, validity, body,"
            " body_sha256, digest, title, kind, aggregated, latest, date_precision, place, country, border, section,"
            " dispute, actors, claimants, contested, civilians, expunged)"
            " SELECT n, 'r' || n, 1, 'x', 'published', 's', now(), tstzrange(now(), NULL), '{}', repeat('0', 64),"
            " lpad(n::text, 64, '0'), '', '', false, date '2020-01-01' + n %% 50, '', '', '', '', '', '', '{}', '{}',"
            " '{}', false, false FROM generate_series(1, 2000) AS n",
            [],
        )
        cursor.execute("ANALYZE record_edition")
    first = BY_DATE.page(Edition.objects.live(), QueryDict("page_size=900"))
    query = QueryDict(f"page_size=100&cursor={first.next}")
    second = BY_DATE.page(Edition.objects.live(), query)
    keys = [(row.latest, row.seq) for row in [*first.rows, *second.rows]]
    assert keys == sorted(keys, reverse=True)
    assert len(set(keys)) == 1000
    last = (first.rows[-1].latest, first.rows[-1].seq)
    plan = BY_DATE.beyond(Edition.objects.live(), *last).order_by("-latest", "-seq")[:101].explain()
    assert "record_edition_by_date" in plan
    assert "Index Cond: (ROW(latest, seq) < ROW(" in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("text", ["", "0", "1001", "-1", "1e2", "٣", "10 "])
def test_a_page_size_that_is_none(text: str) -> None:
    with pytest.raises(BadParameter) as caught:
        page_size(QueryDict(f"page_size={text}"))
    assert caught.value.field == "page_size"


def test_the_link_header() -> None:
    assert link_header({"next": "http://a/?b", "prev": None}) == '<http://a/?b>; rel="next"'
    assert link_header({"next": None}) == ""
