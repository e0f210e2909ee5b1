"""The baseline over REST: the last days against every stretch of the year before."""

import pytest

from incidents.analysis.baseline import FEWEST
from tests.incidents.public.api.counting import Get, ask, on

pytestmark = pytest.mark.django_db


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
