"""How dates and numbers are written."""

import pytest

from incidents.public.web.pages.answers import names
from incidents.public.web.pages.bars import WIDTH, bar
from incidents.public.web.pages.words import dates, language, listed, number, said_at, span


@pytest.mark.parametrize(
    ("earliest", "latest", "written"),
    [
        ("2024-02-13", "2024-02-13", "13 Feb 2024"),
        ("2023-09-19", "2023-09-20", "19–20 Sep 2023"),
        ("2024-01-30", "2024-02-02", "30 Jan – 2 Feb 2024"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023 – 2 Jan 2024"),
    ],
)
def test_a_span_says_nothing_twice(earliest: str, latest: str, written: str) -> None:
    assert span(earliest, latest) == written


def test_dates_are_no_more_exact_than_known() -> None:
    assert dates("2023-09-01", "2023-09-30", "month") == "Sep 2023"
    assert dates("2023-01-01", "2023-12-31", "year") == "2023"
    assert dates("2024-02-12", "2024-02-18", "week") == "12–18 Feb 2024"
    assert said_at("2023-09-01", None, "month") == "Sep 2023"
    assert said_at(None, None) == "date not given"


@pytest.mark.parametrize(
    ("low", "high", "written"),
    [
        (4, 4, "4"),
        (2, 4, "2–4"),
        (2, None, "2 or more"),
        (None, 3, "up to 3"),
        (None, None, "not given"),
        (0, 0, "0"),
        (2945, 2945, "2,945"),
        (1000, 2406, "1,000–2,406"),
        (11031, None, "11,031 or more"),
        (None, 1900, "up to 1,900"),
    ],
)
def test_numbers_are_ranges_and_unknown_is_words(low: int | None, high: int | None, written: str) -> None:
    assert number(low, high) == written


def test_languages_have_names() -> None:
    assert language("hy") == "Armenian"
    assert language("az-Latn") == "Azerbaijani"
    assert language("und") == "language not given"
    assert language("xx") == "xx"


def test_lists_read_as_sentences_do() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""


def test_an_open_range_fades_and_an_unknown_one_is_not_drawn() -> None:
    assert bar(None, None, None, 10) is None
    several = bar(2, None, None, 10)
    assert several is not None
    assert several.fades[0].opacity > several.fades[-1].opacity
    exact = bar(10, 10, 10, 10)
    assert exact is not None
    assert (exact.sure, exact.unsure, exact.best, exact.fades) == (WIDTH, 0.0, None, ())


@pytest.mark.parametrize(
    ("wording", "figure", "named"),
    [
        ("about 180", "180", True),
        ("about 2,550, the same number as in 2018", "2,550", True),
        ("about 1,800", "180", False),
        ("12,180", "180", False),
        ("in 2180", "180", False),
        ("mortar shells", "8", False),
    ],
)
def test_words_that_name_the_figure_stand_for_it(wording: str, figure: str, named: bool) -> None:
    assert names(wording, figure) is named
