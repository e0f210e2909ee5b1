"""First since: the sentence is derived from the record, and only where it holds."""

from datetime import date

import pytest

from incidents.analysis.borders import border_activity
from incidents.analysis.first_since import first_fatal_since
from incidents.record.models import Edition
from tests.factories import BorderFactory, DisputeFactory, MilestoneFactory
from tests.incidents.record.factories import killed, published, retracted

pytestmark = pytest.mark.django_db
SECTION = {"code": "S", "name": "S", "border": "armenia-azerbaijan", "border_name": "Armenia–Azerbaijan"}
DISPUTE = {"slug": "nagorno-karabakh", "name": "Nagorno-Karabakh"}


@pytest.fixture
def talks() -> None:
    dispute = DisputeFactory.create(slug="nagorno-karabakh")
    MilestoneFactory.create(dispute=dispute, title="Talks opened", earliest=date(2023, 5, 1))


def on(day: str, dead: int | None = None, **changes: object) -> Edition:
    """Publish an incident on the border."""
    totals = [] if dead is None else killed(dead, dead)
    facts = {"location": {"section": SECTION}, "dispute": DISPUTE, "totals": totals}
    return published(occurrence={"earliest": day}, **(facts | changes))


def test_it_is_the_first_where_no_fatal_one_lies_between(talks: None) -> None:
    on("2023-04-11", 7)
    on("2023-06-01")
    found = first_fatal_since(on("2024-02-13", 2))
    assert found is not None
    assert (found.milestone, found.compared, found.last_before) == ("Talks opened", 1, date(2023, 4, 11))


def test_it_is_not_the_first_where_one_does(talks: None) -> None:
    on("2023-06-01", 1)
    assert first_fatal_since(on("2024-02-13", 2)) is None


def test_retracted_incidents_and_period_totals_do_not_count(talks: None) -> None:
    retracted(on("2023-06-01", 1).ref)
    on("2023-07-01", 3, aggregated=True)
    found = first_fatal_since(on("2024-02-13", 2))
    assert found is not None
    assert found.compared == 0


@pytest.mark.parametrize("changes", [{"totals": []}, {"dispute": None}, {"location": {}}])
def test_nothing_is_said_without_deaths_border_or_dispute(talks: None, changes: dict[str, object]) -> None:
    assert first_fatal_since(on("2024-02-13", 2, **changes)) is None


def test_borders_count_live_incidents_by_month_on_one_axis() -> None:
    BorderFactory.create(slug="armenia-azerbaijan", name="Armenia–Azerbaijan")
    BorderFactory.create(slug="quiet", name="Quiet")
    on("2024-02-13", 2)
    on("2024-02-01")
    on("2022-03-01")
    on("2022-02-28")
    retracted(on("2024-02-20").ref)
    on("2024-02-21", aggregated=True)
    active, quiet = border_activity(date(2024, 2, 23))
    assert (active.slug, active.total, len(active.months)) == ("armenia-azerbaijan", 3, 24)
    assert active.months[0].month == date(2022, 3, 1)
    assert active.months[-1].incidents == 2
    assert active.last is not None
    assert active.last.days_low == 10
    assert (quiet.last, quiet.total) == (None, 0)
    assert [one.month for one in quiet.months] == [one.month for one in active.months]


def test_an_uncertain_date_makes_the_days_a_range() -> None:
    BorderFactory.create(slug="armenia-azerbaijan")
    published(
        location={"section": SECTION},
        occurrence={"earliest": "2024-02-01", "latest": "2024-02-10", "precision": "week"},
    )
    last = border_activity(date(2024, 2, 20))[0].last
    assert last is not None
    assert (last.days_low, last.days_high) == (10, 19)
