"""Where the ledger ended at a moment: one step of an index, however far back the moment is."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from incidents.analysis.first_since import one_incident
from incidents.analysis.perspectives import ESTIMATES
from incidents.analysis.seen import seen_at
from incidents.record.changes import ledger_at
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition
from tests.bench.generate import generate, moment

pytestmark = pytest.mark.django_db


def by_first_since(then: datetime) -> datetime | None:
    """Return the moment of the last edition as the newest fatal incident of then has it."""
    asked = IncidentFilter.read(QueryDict(f"as_of={then:%Y-%m-%d}"))
    found: datetime | None = one_incident(asked, ESTIMATES, None).seen
    return found


@pytest.mark.parametrize(
    "ask",
    [lambda then: ledger_at(then, 0).published_at, lambda then: seen_at(then).as_of, by_first_since],
    ids=["changes", "statistics", "first since"],
)
def test_the_end_of_then_is_read_from_the_index_by_time(ask: Callable[[datetime], Any]) -> None:
    """By `seq`, all that was published since would be read first: nine tenths of the ledger at a tenth of its time."""
    generate(200)
    then = moment(0.3).replace(hour=0, minute=0, second=0, microsecond=0)
    with CaptureQueriesContext(connection) as queries:
        found = ask(then)
    assert abs(found - Edition.objects.last_seen(then)).days <= 1
    (asked,) = (one["sql"] for one in queries.captured_queries if "published_at <=" in one["sql"])
    with connection.cursor() as cursor:
        for other in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "record_edition_by_time" in plan
    assert "Filter: (published_at" not in plan
