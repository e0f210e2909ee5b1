"""Dates as people write them: what is read, what is refused and why, and that what is written is read again."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.desk.dates import Unclear, When, precision_of, read, words

TODAY = date(2024, 3, 1)

READ = [
    ("13 Feb 2024 05:30–09:30", "2024-02-13", "2024-02-13", "05:30", "09:30", "day"),
    ("05:30-09:30, 13 February 2024", "2024-02-13", "2024-02-13", "05:30", "09:30", "day"),
    ("Tuesday, 13 February 2024 at 5:30 am", "2024-02-13", "2024-02-13", "05:30", "", "day"),
    ("13 Feb 2024 from 05:30 to 09:30", "2024-02-13", "2024-02-13", "05:30", "09:30", "day"),
    ("13.02.2024", "2024-02-13", "2024-02-13", "", "", "day"),
    ("2/13/2024", "2024-02-13", "2024-02-13", "", "", "day"),
    ("05.05.2024", "2024-05-05", "2024-05-05", "", "", "day"),
    ("2024-02-13T05:30", "2024-02-13", "2024-02-13", "05:30", "", "day"),
    ("2024-02-12/2024-02-13", "2024-02-12", "2024-02-13", "", "", "range"),
    ("February 12th–13th, 2024", "2024-02-12", "2024-02-13", "", "", "range"),
    ("from 19 to 20 September 2023", "2023-09-19", "2023-09-20", "", "", "range"),
    ("between 30 January and 2 February 2024", "2024-01-30", "2024-02-02", "", "", "range"),
    ("night of 12 to 13 February 2024", "2024-02-12", "2024-02-13", "", "", "range"),
    ("12 Feb 2024 22:00 – 13 Feb 2024 04:30", "2024-02-12", "2024-02-13", "22:00", "04:30", "range"),
    ("week of 14 February 2024", "2024-02-12", "2024-02-18", "", "", "week"),
    ("late Feb 2024", "2024-02-21", "2024-02-29", "", "", "month"),
    ("Feb 2024", "2024-02-01", "2024-02-29", "", "", "month"),
    ("02.2024", "2024-02-01", "2024-02-29", "", "", "month"),
    ("Jan–Feb 2024", "2024-01-01", "2024-02-29", "", "", "year"),
    ("2024", "2024-01-01", "2024-12-31", "", "", "year"),
    ("13 февраля 2024 г.", "2024-02-13", "2024-02-13", "", "", "day"),
    ("13 fevral 2024-cü il", "2024-02-13", "2024-02-13", "", "", "day"),
    ("2024 թ. փետրվարի 13", "2024-02-13", "2024-02-13", "", "", "day"),
    ("yesterday", "2024-02-29", "2024-02-29", "", "", "day"),
]


@pytest.mark.parametrize(("text", "meant"), [(row[0], row[1:]) for row in READ])
def test_what_is_read(text: str, meant: tuple[str, ...]) -> None:
    found = read(text, today=TODAY)
    hours = [f"{at:%H:%M}" if at else "" for at in (found.start, found.end)]
    got = (found.earliest.isoformat(), found.latest.isoformat(), *hours, found.precision)
    assert got == meant
    assert not found.year_assumed


@pytest.mark.parametrize(
    ("text", "earliest"), [("12–13 February", "2024-02-12"), ("12 December", "2023-12-12"), ("29 Feb", "2024-02-29")]
)
def test_a_year_that_is_not_written_is_the_last_one_and_that_is_told(text: str, earliest: str) -> None:
    found = read(text, today=TODAY)
    assert found.earliest.isoformat() == earliest
    assert found.year_assumed
    assert "No year is written" in found.notes[0]


def test_the_future_is_told() -> None:
    assert read("2 March 2024", today=TODAY).notes == ("This is in the future.",)


REFUSED = [
    ("02.03.2024", "could be 2 March or 3 February 2024"),
    ("2/3/2024", "could be 2 March or 3 February 2024"),
    ("03-02-2024", "Write the month as a word"),
    ("Monday 13 Feb 2024", "13 February 2024 is a Tuesday, not a Monday"),
    ("31 Feb 2024", "February 2024 has 29 days"),
    ("0 Feb 2024", "no day 0"),
    ("13.13.2024", "There is no month 13"),
    ("13.02.24", "no year of four digits"),
    ("13 Feb 2024 25:00", "hours go from 00:00 to 23:59"),
    ("13 Feb 2024 13 pm", "no time of a clock with twelve hours"),
    ("13 Feb 2024 22:00–02:00", "write both days"),
    ("Feb 2024 05:30", "A time needs its day"),
    ("12–13 Feb 2024 until 09:30", "two ends"),
    ("12 Feb 2024 – 13 Feb 2024 09:30", "An end time needs a start time"),
    ("30 Dec – 2 Jan 2024", "write both years"),
    ("night of 12 February 2024", "night of 12 to 13 February 2024"),
    ("night of 12 to 14 February 2024", "between two days"),
    ("week of 12 to 14 February 2024", "one of its days"),
    ("12–13", "Day 12 has no month"),
    ("12 13 Feb 2024", "second day"),
    ("Feb Mar 2024", "second month"),
    ("13 Feb 2024 2023", "second year"),
    ("1 – 2 – 3 Feb 2024", "two ends"),
    ("– 13 Feb 2024", "two ends"),
    ("late 2024", "go with a month"),
    ("early", "go with a month"),
    ("13 Feb 1024", "not between 1900 and 2100"),
    ("about 13 Feb 2024", "“about” can't be read"),
    ("13 Feb 2024; drop table", "“drop table” can't be read"),
    ("١٣ 02 2024", "second day"),
    ("тринадцатое", "can't be read"),
    ("05:30", "no day, month or year"),
    ("   ", "Nothing is written"),
    ("13 Feb 2024 1:00 2:00 3:00", "more than two times"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_refused_and_why(text: str, why: str) -> None:
    with pytest.raises(Unclear) as refused:
        read(text, today=TODAY)
    assert why in refused.value.message


def test_nonsense_is_told_what_is_allowed() -> None:
    with pytest.raises(Unclear, match=r"Write it as 13 Feb 2024 05:30–09:30, .* or 13\.02\.2024"):
        read("soon", today=TODAY)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text, today=TODAY)
    except Unclear as refused:
        assert refused.message  # noqa: PT017 - either is right
    else:
        assert found.earliest <= found.latest


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@given(DAYS, st.integers(0, 800), st.none() | st.tuples(HOURS, st.none() | HOURS))
def test_what_is_written_is_read_again(first: date, more: int, hours: tuple[time, time | None] | None) -> None:
    last = min(first + timedelta(days=more), date(2100, 12, 31))
    start, end = hours or (None, None)
    if start and end and first == last and end < start:
        start, end = end, start
    meant = When(first, last, start, end, precision_of(first, last))
    again = read(words(meant), today=date(2100, 12, 31))
    assert again == meant
