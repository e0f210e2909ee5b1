"""How dates, numbers, languages and grades are written on public pages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language_info

from incidents.document.types import Occurrence
from incidents.record.tally import Tally
from incidents.vocabulary import DatePrecision

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOT_GIVEN = "not given"


def day(value: date | str | None) -> str:
    """Write a date: 13 Feb 2024."""
    if not value:
        return "date not given"
    when = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def moment(value: str | None, zone: str) -> str:
    """Write a moment in the incident's own zone: 13 Feb 2024, 05:30."""
    if not value:
        return NOT_GIVEN
    when = datetime.fromisoformat(value)
    when = when.astimezone(ZoneInfo(zone)) if when.tzinfo else when
    return f"{day(when.date())}, {when:%H:%M}"


def about(total: Tally) -> str:
    """Write how many there are: exactly, or of an estimate its first two digits."""
    count = total.count or 0
    return f"{count if total.is_exact else round(count, 2 - len(str(count))):,}"


def span(earliest: str | date, latest: str | date) -> str:
    """Write a range of days without repeating what both ends share: 19–20 Sep 2023."""
    first = earliest if isinstance(earliest, date) else date.fromisoformat(earliest)
    last = latest if isinstance(latest, date) else date.fromisoformat(latest)
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def dates(earliest: str | date, latest: str | date, precision: str) -> str:
    """Write when something happened, no more exactly than it is known."""
    first = earliest if isinstance(earliest, date) else date.fromisoformat(earliest)
    last = latest if isinstance(latest, date) else date.fromisoformat(latest)
    same_month = (first.year, first.month) == (last.year, last.month)
    if precision == DatePrecision.MONTH and same_month:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if precision == DatePrecision.YEAR and first.year == last.year and (first.month, last.month) == (1, 12):
        return str(first.year)
    return span(first, last)


def dateline(occurrence: Occurrence) -> str:
    """Write the occurrence's dates, with its hours where they are known."""
    text = dates(occurrence["earliest"], occurrence["latest"], occurrence["precision"])
    start, end = occurrence["start_time"], occurrence["end_time"]
    if start and end:
        return f"{text}, {start}–{end}"
    if start or end:
        return f"{text}, {'from' if start else 'until'} {start or end}"
    return text


def said_at(made_on: str | None, made_time: str | None, precision: str = DatePrecision.DAY) -> str:
    """Write when a statement was made, no more exactly than it is known."""
    if not made_on:
        return "date not given"
    match precision:
        case DatePrecision.RANGE:
            return f"about {day(made_on)}, to within two to six days"
        case DatePrecision.WEEK:
            return f"week of {day(made_on)}"
        case DatePrecision.MONTH:
            return day(made_on).split(" ", 1)[1]
        case DatePrecision.YEAR:
            return made_on[:4]
    return f"{day(made_on)}, {made_time}" if made_time else day(made_on)


def machine_said_at(made_on: str | None, made_time: str | None, precision: str) -> str:
    """Write the same for machines, as HTML's `datetime` takes it; empty where it has no form for it."""
    if not made_on or precision == DatePrecision.RANGE:
        return ""
    match precision:
        case DatePrecision.WEEK:
            year, week, _ = date.fromisoformat(made_on).isocalendar()
            return f"{year}-W{week:02}"
        case DatePrecision.MONTH:
            return made_on[:7]
        case DatePrecision.YEAR:
            return made_on[:4]
    return f"{made_on}T{made_time}" if made_time else made_on


def period(first: str, last: str) -> str:
    """Write a period whose ends may be open; nothing where both are."""
    if first and last:
        return f"{first} – {last}"
    if first:
        return f"since {first}"
    return f"until {last}" if last else ""


def number(low: int | None, high: int | None) -> str:
    """Write a range: 4, 2–4, 2 or more, up to 4, 2,945. Unknown is said, never zero."""
    if low is None and high is None:
        return NOT_GIVEN
    if high is None:
        return f"{low:,} or more"
    if low is None:
        return f"up to {high:,}"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def language(tag: str) -> str:
    """Return the English name of a language from its tag."""
    if not tag or tag == "und":
        return "language not given"
    for known in (tag.lower(), tag.split("-", maxsplit=1)[0].lower()):
        try:
            return str(get_language_info(known)["name"])
        except KeyError:
            continue
    return tag


_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "lrc", "mzn", "prs", "ps", "sd", "ug", "ur", "yi"}
)
"""Languages written from right to left unless their tag names another script."""
_SCRIPTS_TO_LEFT = frozenset({"arab", "hebr", "syrc", "thaa"})
_SCRIPT_LENGTH = 4


def direction(tag: str) -> str:
    """Return a text's direction from its language's tag, as HTML's `dir` takes it."""
    if not tag or tag == "und":
        return "auto"
    main, *others = tag.lower().replace("_", "-").split("-")
    for part in others:
        if len(part) == _SCRIPT_LENGTH and part.isalpha():
            return "rtl" if part in _SCRIPTS_TO_LEFT else "ltr"
    return "rtl" if main in _RIGHT_TO_LEFT else "ltr"


def capital(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(parts: list[str]) -> str:
    """Join parts as a sentence does: a, b and c."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
