"""Write when something happened so that `read` reads the same again."""

import calendar
from datetime import date, time

from incidents.desk.dates.reading import When

_DECEMBER = 12


def words(when: When) -> str:
    """Return the shortest full text: 13 February 2024, 05:30–09:30 · 12–13 February 2024 · February 2024 · 2024.

    Text and precision go together: where the precision is not the one that the days have by their length, only the
    days are written.
    """
    first, last = when.earliest, when.latest
    if when.start is None:
        return _span(first, last)
    if first == last:
        hours = f"{_clock(when.start)}–{_clock(when.end)}" if when.end else f"from {_clock(when.start)}"
        return f"{_day(first)}, {hours}"
    end = f" {_clock(when.end)}" if when.end else ""
    return f"{_day(first)} {_clock(when.start)} – {_day(last)}{end}"


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        return _months(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {calendar.month_name[first.month]} – {_day(last)}"
    return f"{_day(first)} – {_day(last)}"


def _months(first: date, last: date) -> str:
    """Write whole months, or whole years."""
    if (first.month, last.month) == (1, _DECEMBER):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    end = f"{calendar.month_name[last.month]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    start = calendar.month_name[first.month]
    return f"{start}–{end}" if first.year == last.year else f"{start} {first.year} – {end}"


def _day(day: date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""
