"""Read when something happened from free text, without guessing: what can be read in two ways is refused by name."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any

from incidents.desk.dates.tokens import DAYS, Kind, Token, tokens
from incidents.vocabulary import DatePrecision

ALLOWED = (
    "Write it as 13 Feb 2024 05:30–09:30, 12–13 February 2024, night of 12 to 13 February 2024, Feb 2024, 2024, "
    "or 13.02.2024."
)
_MONTH_NAMES = calendar.month_name
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_YEAR_DIGITS, _MONTHS_IN_YEAR, _NOON = 4, 12, 12
_RANGE, _WEEK, _MONTH = 6, 7, 31
_SIDES = 2


class Unclear(ValueError):
    """A text that is no date, or could be two; `message` says which, and what is allowed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class When:
    """First and last day, the hours on them (local), and how exactly that is known. `notes` say what was assumed."""

    earliest: date
    latest: date
    start: time | None = None
    end: time | None = None
    precision: DatePrecision = DatePrecision.DAY
    notes: tuple[str, ...] = ()
    year_assumed: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    """One end of a range, as far as it was written."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    third: tuple[int, int] | None = None
    weekday: int | None = None
    at: tuple[time, ...] = ()


def precision_of(earliest: date, latest: date) -> DatePrecision:
    """Return how exactly a range of days is known, by its length (UCDP date_prec)."""
    days = (latest - earliest).days + 1
    steps = ((1, DatePrecision.DAY), (_RANGE, DatePrecision.RANGE), (_WEEK, DatePrecision.WEEK))
    for most, precision in (*steps, (_MONTH, DatePrecision.MONTH)):
        if days <= most:
            return precision
    return DatePrecision.YEAR


def read(text: str, *, today: date) -> When:
    """Return what a text says. Raises Unclear for nonsense, and for what can be read in two ways.

    A day and a month without a year are read as the last such day up to `today`, and `year_assumed` tells so.
    """
    found = tokens(text)
    if not found:
        raise Unclear(f"Nothing is written. {ALLOWED}")
    strange = [one.text for one in found if one.kind is Kind.OTHER]
    if strange:
        raise Unclear(f"“{' '.join(strange)}” can't be read as part of a date. {ALLOWED}")
    whole = [one for one in found if one.kind in (Kind.NIGHT, Kind.WEEK)]
    if len(whole) > 1:
        raise Unclear(f"Say night or week once. {ALLOWED}")
    sides = [_side(part, today) for part in _split([one for one in found if one not in whole])]
    sides, assumed = _complete(sides, today)
    first, last = _days(sides[0])[0], _days(sides[-1])[1]
    if last < first:
        raise Unclear(
            f"{_named(first)} is after {_named(last)}: the first day comes first. Where the range runs over the new "
            "year, write both years."
        )
    if whole:
        first, last = _whole(whole[0].kind, first, last)
    start, end = _hours(sides, first, last)
    notes = ["No year is written: the last one up to today is taken."] if assumed else []
    if first > today:
        notes.append("This is in the future.")
    return When(first, last, start, end, precision_of(first, last), tuple(notes), assumed)


def _split(found: Sequence[Token]) -> list[list[Token]]:
    """Return the pieces of both ends of a range, or of the one day; `05:30–09:30` on one day stays together."""
    parts: list[list[Token]] = [[]]
    for index, token in enumerate(found):
        between_times = (
            token.kind is Kind.TO
            and 0 < index < len(found) - 1
            and found[index - 1].kind is Kind.TIME
            and found[index + 1].kind is Kind.TIME
        )
        if token.kind is not Kind.TO:
            parts[-1].append(token)
        elif not between_times:
            parts.append([])
    if len(parts) > _SIDES or not all(parts):
        raise Unclear(f"A range has two ends, as 12–13 February 2024. {ALLOWED}")
    return parts


def _side(found: Sequence[Token], today: date) -> _Side:
    side = _Side()
    for token in found:
        side = _with(side, token, today)
    return side


def _with(side: _Side, token: Token, today: date) -> _Side:
    """Return a side with one more piece; a piece that is there already is refused."""
    match token.kind:
        case Kind.TIME:
            return replace(side, at=(*side.at, _time(token.text)))
        case Kind.WEEKDAY:
            return replace(side, weekday=token.numbers[0])
        case Kind.PART:
            return replace(side, third=(token.numbers[0], token.numbers[1]))
        case Kind.RELATIVE:
            day = today if token.text == "today" else today - timedelta(days=1)
            named: dict[str, Any] = {"day": day.day, "month": day.month, "year": day.year}
        case Kind.FULL:
            named = dict(zip(("year", "month", "day"), _full(token), strict=True))
        case Kind.MONTH_OF_YEAR:
            named = {"year": token.numbers[0], "month": token.numbers[1]}
        case Kind.MONTH:
            named = {"month": token.numbers[0]}
        case Kind.YEAR:
            named = {"year": token.numbers[0]}
        case _:
            named = {"day": token.numbers[0]}
    twice = [name for name in named if getattr(side, name) is not None]
    if twice:
        raise Unclear(f"“{token.text}” is a second {twice[0]}. {ALLOWED}")
    return replace(side, **named)


def _full(token: Token) -> tuple[int, int, int]:
    """Return year, month, day of a date in figures. Raises Unclear where day and month could change places."""
    parts = [len(part) for part in token.text.replace("/", ".").replace("-", ".").split(".")]
    first, second, third = token.numbers
    if parts[0] == _YEAR_DIGITS:
        return first, second, third
    if parts[2] != _YEAR_DIGITS:
        raise Unclear(f"“{token.text}” has no year of four digits. {ALLOWED}")
    if first != second and first <= _MONTHS_IN_YEAR and second <= _MONTHS_IN_YEAR:
        raise Unclear(
            f"“{token.text}” could be {first} {_MONTH_NAMES[second]} or {second} {_MONTH_NAMES[first]} {third}. "
            "Write the month as a word."
        )
    day, month = (second, first) if second > _MONTHS_IN_YEAR else (first, second)
    return third, month, day


def _time(text: str) -> time:
    digits = text.rstrip("apm. ")
    hour, _, rest = digits.partition(":")
    hours, minutes = int(hour), int(rest[:2] or 0)
    half = text[len(digits) :].strip().replace(".", "")
    if half:
        if not 1 <= hours <= _NOON:
            raise Unclear(f"“{text}” is no time of a clock with twelve hours.")
        hours = hours % _NOON + (_NOON if half == "pm" else 0)
    try:
        return time(hours, minutes)
    except ValueError as error:
        raise Unclear(f"“{text}” is no time: hours go from 00:00 to 23:59.") from error


def _complete(sides: list[_Side], today: date) -> tuple[list[_Side], bool]:
    """Give each end what only the other one says, and a year where none is written."""
    if len(sides) == _SIDES:
        one, two = sides
        sides = [_filled(one, two), _filled(two, one)]
    for side in sides:
        if side.day is not None and side.month is None:
            raise Unclear(f"Day {side.day} has no month. {ALLOWED}")
        if side.third and side.month is None:
            raise Unclear(f"Early, mid and late go with a month, as late Feb 2024. {ALLOWED}")
        if side.month is None and side.year is None:
            raise Unclear(f"There is no day, month or year. {ALLOWED}")
    if any(side.year is not None for side in sides):
        return sides, False
    for year in range(today.year, today.year - 9, -1):  # 29 February comes back within eight years
        dated = [replace(side, year=year) for side in sides]
        try:
            if _days(dated[-1])[0] <= today:
                return dated, True
        except Unclear:
            continue
    return [replace(side, year=today.year) for side in sides], True


def _filled(side: _Side, other: _Side) -> _Side:
    """Return a side with the month and the year of the other where it has none."""
    month = other.month if side.month is None and side.day is not None else side.month
    return replace(side, month=month, year=other.year if side.year is None else side.year)


def _days(side: _Side) -> tuple[date, date]:
    """Return the first and last day that one end means."""
    year = side.year or 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unclear(f"The year {year} is not between {_FIRST_YEAR} and {_LAST_YEAR}.")
    if side.month is None:
        return date(year, 1, 1), date(year, _MONTHS_IN_YEAR, 31)
    if not 1 <= side.month <= _MONTHS_IN_YEAR:
        raise Unclear(f"There is no month {side.month}. {ALLOWED}")
    length = calendar.monthrange(year, side.month)[1]
    if side.day is None:
        low, high = side.third or (1, length)
        return date(year, side.month, low), date(year, side.month, min(high, length))
    if not 1 <= side.day <= length:
        raise Unclear(f"{_MONTH_NAMES[side.month]} {year} has {length} days, no day {side.day}.")
    day = date(year, side.month, side.day)
    if side.weekday not in (None, day.weekday()):
        said, is_ = (_weekday(number) for number in (side.weekday, day.weekday()))
        raise Unclear(f"{_named(day)} is a {is_}, not a {said}.")
    return day, day


def _weekday(number: int | None) -> str:
    return next(word for word, of in DAYS.items() if of == number).capitalize()


def _named(day: date) -> str:
    return f"{day.day} {_MONTH_NAMES[day.month]} {day.year}"


def _whole(kind: Kind, first: date, last: date) -> tuple[date, date]:
    """Return the two days of a night, or the Monday to Sunday of a week."""
    if kind is Kind.WEEK:
        if first != last:
            raise Unclear("A week is named by one of its days, as week of 12 February 2024.")
        monday = first - timedelta(days=first.weekday())
        return monday, monday + timedelta(days=6)
    if (last - first).days != 1:
        raise Unclear("A night lies between two days: write night of 12 to 13 February 2024.")
    return first, last


def _hours(sides: Sequence[_Side], first: date, last: date) -> tuple[time | None, time | None]:
    """Return the hours, which need a day."""
    written = [at for side in sides for at in side.at]
    if not written:
        return None, None
    if any(side.day is None for side in sides):
        raise Unclear(f"A time needs its day. {ALLOWED}")
    if len(written) > _SIDES:
        raise Unclear(f"There are more than two times. {ALLOWED}")
    if len(sides) == _SIDES and len(written) == 1 and not sides[0].at:
        raise Unclear("An end time needs a start time.")
    start, end = written[0], written[1] if len(written) > 1 else None
    if end is not None and first == last and end < start:
        raise Unclear(
            f"On one day, {end:%H:%M} is before {start:%H:%M}. If it went on past midnight, write both days, as "
            "12 Feb 2024 22:00 – 13 Feb 2024 02:00."
        )
    return start, end
