"""Days that a text gives to what happened. Days on which it was said, and the background's, are left out."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from incidents.desk.dates.months import ARMENIAN, AZERBAIJANI, ENGLISH, MONTHS, OF, RUSSIAN, names
from incidents.desk.suggesting.events import is_background, is_event, is_reporting
from incidents.desk.suggesting.texts import Phrase, Sentence
from incidents.vocabulary import DatePrecision

_ENGLISH = [name.capitalize() for name in names(ENGLISH)]
_RU, _HY, _AZ = ("|".join(names(*one)) for one in ((RUSSIAN, OF), (ARMENIAN, OF), (AZERBAIJANI,)))
_EN = "|".join([*_ENGLISH, "Sept", *(name[:3] for name in _ENGLISH)])
_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_QUARTERS = "first|second|third|fourth"
_YEAR = r"(?:,? (?P<year>(?:19|20)\d\d))?\b"
_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_AHEAD = timedelta(days=1)
_WEEK, _RANGE = 7, 6
_NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateSuggestion:
    """First and last day, how precise that is, and times of the day where the sentence has them."""

    phrase: Phrase
    earliest: date
    latest: date
    precision: DatePrecision
    start_time: time | None = None
    end_time: time | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What relative days count from: when the text was published, and the last day that it named."""

    published: date | None
    last: date | None


Days = tuple[date, date] | None
_Rule = tuple["re.Pattern[str]", Callable[["re.Match[str]", _Context], Days]]


def dates(read: list[Sentence], published: date | None) -> list[DateSuggestion]:
    """Return the days of what happened, in the order of the text, each once."""
    found: list[DateSuggestion] = []
    last = None
    for sentence in read:
        for one in _in(sentence, _Context(published, last)):
            last = one.latest
            start, end = one.phrase.start - sentence.start, one.phrase.end - sentence.start
            told = is_background(sentence.text, start) or is_reporting(sentence.text, start, end)
            if is_event(sentence.text) and not told:
                found.append(one)
    kept: dict[tuple[date, date], DateSuggestion] = {}
    for one in found:
        before = kept.setdefault((one.earliest, one.latest), one)
        if before.start_time is None and one.start_time is not None:
            kept[one.earliest, one.latest] = replace(before, start_time=one.start_time, end_time=one.end_time)
    return list(kept.values())


def spans(read: list[Sentence]) -> list[tuple[int, int]]:
    """Return where days are written, so that their numbers are not taken for anything else."""
    context = _Context(date(2000, 1, 1), date(2000, 1, 1))
    return [(one.phrase.start, one.phrase.end) for sentence in read for one in _in(sentence, context)]


def _in(sentence: Sentence, context: _Context) -> Iterator[DateSuggestion]:
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, Days]] = []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(sentence.text):
            start, end = match.span()
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            taken.append((start, end))
            try:
                found.append((start, end, resolve(match, context)))
            except (ValueError, OverflowError):  # 31 February
                continue
    begun, ended = _times(sentence.text)
    for start, end, days in sorted(found):
        if days is None or days[0] > days[1]:
            continue
        context = replace(context, last=days[1])
        single = days[0] == days[1]
        yield DateSuggestion(
            sentence.phrase(start, end), *days, _precision(days), begun if single else None, ended if single else None
        )


def _precision(days: tuple[date, date]) -> DatePrecision:
    length = (days[1] - days[0]).days + 1
    if length == 1:
        return DatePrecision.DAY
    if length <= _RANGE:
        return DatePrecision.RANGE
    if length == _WEEK:
        return DatePrecision.WEEK
    return DatePrecision.MONTH if length <= 31 else DatePrecision.YEAR  # noqa: PLR2004 - the longest month


_TIMES = re.compile(
    r"\b(?P<from>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*(?:–|-|to|and|till|until)\s*(?P<to>[01]?\d|2[0-3])[:.](?P<end>[0-5]\d))?"
    r"(?![\d.])"
)


def _times(text: str) -> tuple[time | None, time | None]:
    """Return the first time of the day in a sentence, and the end where a range is given."""
    found = _TIMES.search(text)
    if found is None or re.search(r"\b(?:ceased|ended|stopped|until|by)\b[^.;]{0,20}$", text[: found.start()]):
        return None, None
    begun = time(int(found["from"]), int(found["minute"]))
    ended = time(int(found["to"]), int(found["end"])) if found["to"] else None
    return begun, ended if ended is None or ended >= begun else None


def _month(text: str) -> int:
    return MONTHS[text.lower()]


def _year(match: "re.Match[str]", context: _Context, month: int, day: int) -> int | None:
    """Return the year that is given, or the last one in which the day was not after publication."""
    if match["year"]:
        return int(match["year"])
    if context.published is None:
        return None
    year = context.published.year
    return year if date(year, month, day) <= context.published + _AHEAD else year - 1


def _days(match: "re.Match[str]", context: _Context) -> Days:
    """Resolve a day, or a range of days, whose last month (and year) may stand for both."""
    has = match.groupdict()
    month = _month(match["month"])
    last = int(has.get("last") or match["day"])
    year = _year(match, context, month, last)
    if year is None:
        return None
    first_month = _month(has["first_month"]) if has.get("first_month") else month
    first_year = year - 1 if first_month > month else year
    return date(first_year, first_month, int(match["day"])), date(year, month, last)


def _months(match: "re.Match[str]", _: _Context) -> Days:
    year, month = int(match["year"]), _month(match["month"])
    first = _month(match["first_month"]) if match.groupdict().get("first_month") else month
    return date(year, first, 1), date(year, month, monthrange(year, month)[1])


def _quarter(match: "re.Match[str]", _: _Context) -> Days:
    year = int(match["year"])
    last = 3 * (_QUARTERS.split("|").index(match["which"].lower()) + 1)
    return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])


def _numeric(match: "re.Match[str]", _: _Context) -> Days:
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return day, day


def _weekday(match: "re.Match[str]", context: _Context) -> Days:
    if context.published is None:
        return None
    wanted = _WEEKDAYS.split("|").index(match["weekday"].lower())
    day = context.published - timedelta(days=(context.published.weekday() - wanted) % _WEEK)
    return day, day


def _before_last(_: "re.Match[str]", context: _Context) -> Days:
    base = context.last or context.published
    return (base - _NIGHT, base - _NIGHT) if base else None


def _yesterday(match: "re.Match[str]", context: _Context) -> Days:
    if context.published is None:
        return None
    day = context.published - (timedelta(0) if match[0].lower() in ("today", "this morning") else _NIGHT)
    return day, day


def _rule(expression: str, resolve: Callable[["re.Match[str]", _Context], Days]) -> _Rule:
    return re.compile(expression, re.IGNORECASE), resolve


_DAY, _LAST = _D.format("day"), _D.format("last")
_SPANS = ((r"\bbetween ", " and "), (r"\b", r"\s*(?:–|-|to)\s*"))
"""What opens a span of days and what stands in its middle. Without *between*, *and* names two days."""

_RULES: tuple[_Rule, ...] = (
    *(
        _rule(expression, resolve)
        for begin, to in _SPANS
        for expression, resolve in (
            (rf"{begin}{_DAY} (?P<first_month>{_EN}){to}{_LAST} (?P<month>{_EN}){_YEAR}", _days),
            (rf"{begin}{_DAY}{to}{_LAST} (?P<month>{_EN}){_YEAR}", _days),
            (rf"{begin}(?P<first_month>{_EN}) {_DAY}{to}(?P<month>{_EN}) {_LAST}{_YEAR}", _days),
            (rf"{begin}(?P<month>{_EN}) {_DAY}{to}{_LAST}{_YEAR}", _days),
            (rf"{begin}(?P<first_month>{_EN}){to}(?P<month>{_EN}) (?P<year>(?:19|20)\d\d)\b", _months),
        )
    ),
    _rule(rf"\b{_DAY} (?P<month>{_EN})\b\.?{_YEAR}", _days),
    _rule(rf"\b(?P<month>{_EN})\.? {_DAY}\b(?!:){_YEAR}", _days),
    _rule(rf"\b(?P<month>{_EN}) (?P<year>(?:19|20)\d\d)\b", _months),
    _rule(rf"\b(?P<which>{_QUARTERS}) quarter of (?P<year>(?:19|20)\d\d)\b", _quarter),
    _rule(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b", _numeric),
    _rule(r"\b(?P<day>[0-3]?\d)\.(?P<month>[01]?\d)\.(?P<year>(?:19|20)\d\d)\b", _numeric),
    _rule(rf"\bon (?:the (?:morning|evening|night) of )?(?P<weekday>{_WEEKDAYS})\b", _weekday),
    _rule(r"\b(?:the )?(?:previous day|day before|day earlier)\b", _before_last),
    _rule(r"\b(?:yesterday|last night|today|this morning)\b(?![’'`]s)", _yesterday),
    _rule(rf"\b{_DAY} (?P<month>{_RU})(?: (?P<year>(?:19|20)\d\d))?", _days),
    _rule(rf"(?:(?P<year>(?:19|20)\d\d) (?:թվականի|թ\.) )?(?P<month>{_HY}) {_DAY}", _days),
    _rule(rf"\b{_DAY} (?P<month>{_AZ})(?: (?P<year>(?:19|20)\d\d))?", _days),
)
"""The longer form of a day comes before the shorter one that it contains."""
