"""A border in the overview: two numbers, and its months as small columns."""

from dataclasses import dataclass

from incidents.analysis.borders import BorderActivity, Last
from incidents.public.web.pages.words import dates

HEIGHT = 28.0
STEP = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """One month's column."""

    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Ago:
    """How long ago the last incident was: a number of days, or a range where its date is one."""

    days: str
    ref: str
    title: str
    when: str
    contested: bool


@dataclass(frozen=True, slots=True)
class BorderRow:
    """A border in the overview."""

    slug: str
    name: str
    last: Ago | None
    last_fatal: Ago | None
    columns: tuple[Column, ...]
    width: float
    words: str
    first_month: str
    last_month: str


def border_row(border: BorderActivity, largest: int) -> BorderRow:
    """Return the row; `largest` is the most incidents in a month on any border, so that columns compare."""
    columns = []
    for n, month in enumerate(border.months):
        height = round(month.incidents / max(largest, 1) * HEIGHT, 1) if month.incidents else 0.8
        columns.append(Column(n * STEP, round(HEIGHT - height, 1), height))
    first, last = border.months[0].month, border.months[-1].month
    noun = "incident" if border.total == 1 else "incidents"
    return BorderRow(
        border.slug,
        border.name,
        _ago(border.last),
        _ago(border.last_fatal),
        tuple(columns),
        len(columns) * STEP,
        f"{border.total} {noun} from {first:%B %Y} to {last:%B %Y}",
        f"{first:%b %Y}",
        f"{last:%b %Y}",
    )


def _ago(last: Last | None) -> Ago | None:
    if last is None:
        return None
    exact = last.days_low == last.days_high
    days = f"{last.days_low:,}" if exact else f"{last.days_low:,}–{last.days_high:,}"
    return Ago(days, last.ref, last.title, dates(last.earliest, last.latest, "range"), last.contested)
