"""First since over REST: the last fatal incident before one, and since which milestones it is the first."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.record.models import Edition
from tests.factories import DisputeFactory, MilestoneFactory
from tests.incidents.public.api.counting import ELSEWHERE, Get, ask, on

pytestmark = pytest.mark.django_db


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


def test_it_is_found_without_asking_one_after_another(get: Get) -> None:
    """Where none is fatal by a perspective, each incident would be asked for its figures."""
    for day in range(1, 29):
        on(f"2024-01-{day:02}", dead=1)
    for perspective in ("claims-of:armenia", "acknowledged"):
        with CaptureQueriesContext(connection) as queries:
            assert ask(get, "stats/first-since/", perspective=perspective)["incident"] is None
        (asked,) = (one["sql"] for one in queries.captured_queries if "AS seen" in one["sql"])
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked}")
            assert max(loops_of_subplans(cursor.fetchone()[0][0]["Plan"]), default=0) <= 1


def loops_of_subplans(node: dict[str, Any]) -> Iterator[int]:
    """Yield how often each subquery of a plan was carried out."""
    for child in node.get("Plans", []):
        if child.get("Subplan Name", "").startswith("SubPlan"):
            yield child["Actual Loops"]
        yield from loops_of_subplans(child)
