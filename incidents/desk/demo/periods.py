"""Demo period totals: how many ceasefire violations each side counted of the other, 2018 and 2019.

One incident for each period of the table in `data/`, marked as a total: what both sides say of the same days stands
side by side. Each counts the other's violations, so that their figures answer two different questions.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from incidents.desk.demo.shape import Case, Row, answers, cites, says
from incidents.desk.demo.sources import NK_OBSERVER, sources
from incidents.vocabulary import DatePrecision, Question

TABLE = Path(__file__).parent / "data" / "nk_ceasefire_claims_2018_2019.csv"
LETTER = "p"
IDS_EACH = 100
"""How many ids of each kind a period has to itself."""

_COUNTED = {
    "ceasefire_violations": (Question.VIOLATIONS, "ceasefire violations", ""),
    "projectiles": (Question.PROJECTILES, "projectiles", ""),
    "mortar_shells": (Question.PROJECTILES, "mortar shells", "mortar"),
    "mortar_shells_60mm": (Question.PROJECTILES, "mortar shells of 60 mm", "60 mm mortar"),
}
"""Metric of the table → the question that it answers, what is counted, and the weapon where the metric names it."""

_FORCES = {
    "Defence authorities in Nagorno-Karabakh": "nagorno-karabakh-defence-authorities",
    "Ministry of Defence of Azerbaijan": "azerbaijan-armed-forces",
}
"""Claimant → whose positions it says were fired at."""

_WEAPONS = {2: "small arms"}
_PLACES = {11: "near positions in the Aghdam area", 23: "from Armenia proper and the line of contact"}
_WORDS = {7: "about 2,550, the same number as in 2018"}
"""What the table's notes say in words, by claim."""

_COUNTER_CLAIM = "counter-claim to "
_LINE: Row = {"place": "cc:nagorno-karabakh", "place_precision": 5, "place_wording": "the line of contact"}
_ELSEWHERE: dict[int, Row] = {
    23: {
        "latitude": 40.2, "longitude": 46.0, "place_precision": 6,
        "place_wording": "the line of contact, and from Armenia proper",
    },
}  # fmt: skip
"""Where a period's figures are about, by its number; else it is the line of contact."""

_WIDTHS = ((1, DatePrecision.DAY), (6, DatePrecision.RANGE), (8, DatePrecision.WEEK), (31, DatePrecision.MONTH))


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: what a claimant counted of whom, over which days, by which article."""

    number: int
    claimant: str
    accused: str
    first: date
    last: date
    metric: str
    value: int
    approximate: bool
    url: str
    note: str

    @property
    def words(self) -> str:
        """Return the figure as the claimant is reported to give it."""
        return f"{'about ' if self.approximate else ''}{self.value:,}"


@dataclass(frozen=True, slots=True)
class Period:
    """All figures for the same days; its number is that of its first claim."""

    number: int
    figures: tuple[Figure, ...]
    known: tuple[date, ...]
    """The last day that the article of each figure covers: the earliest on which the figure can have been given."""

    def nested(self) -> Row:
        """Return the incident as the forms take it."""
        case = Case(LETTER, after=self.number * IDS_EACH)
        first, last = self.figures[0].first, self.figures[0].last
        claims = [_claim(case, figure, known) for figure, known in zip(self.figures, self.known, strict=True)]
        parties = {(figure.claimant, figure.accused): figure.number for figure in reversed(self.figures)}
        return {
            "title": f"Ceasefire violations claimed for {_days(first, last)}",
            "summary": _summary(self.figures),
            "kind": "ceasefire_violation",
            "aggregated": True,
            "earliest": first.isoformat(),
            "latest": last.isoformat(),
            "date_precision": _precision(first, last),
            "time_zone": "Asia/Baku",
            "dispute": "nagorno-karabakh",
            **_ELSEWHERE.get(self.number, _LINE),
            "involvements": [
                involved
                for (claimant, accused), number in sorted(parties.items(), key=lambda item: item[1])
                for involved in (
                    case.involved(accused, "initiator", number),
                    case.involved(_FORCES[claimant], "target", number),
                )
            ],
            "claims": claims,
            "sources": sources(*dict.fromkeys(NK_OBSERVER[figure.url] for figure in self.figures)),
        }


def read_figures(path: Path = TABLE) -> list[Figure]:
    """Return the rows of the table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Figure(
                number=int(row["claim_id"]),
                claimant=row["claimant"],
                accused=row["alleged_violator"],
                first=date.fromisoformat(row["period_start"]),
                last=date.fromisoformat(row["period_end"]),
                metric=row["metric"],
                value=int(row["value"]),
                approximate=row["approx"] == "yes",
                url=row["source_url"],
                note=row["note"],
            )
            for row in csv.DictReader(file)
        ]


def periods() -> Iterator[Period]:
    """Yield the periods of the table in the order of their first claims."""
    figures = read_figures()
    known: dict[str, date] = {}
    grouped: dict[tuple[date, date], list[Figure]] = {}
    for figure in figures:
        known[figure.url] = max(figure.last, known.get(figure.url, figure.last))
        grouped.setdefault((figure.first, figure.last), []).append(figure)
    for several in grouped.values():
        yield Period(several[0].number, tuple(several), tuple(known[figure.url] for figure in several))


def _claim(case: Case, figure: Figure, known: date) -> Row:
    """Return the claim of a figure. An approximate one keeps its words, and is no range that nobody gave."""
    question, noun, weapon = _COUNTED[figure.metric]
    weapon = _WEAPONS.get(figure.number, weapon)
    wording = figure.words if figure.approximate else noun if weapon else ""
    asserted = [
        says(
            question, side=figure.accused, low=figure.value, high=figure.value,
            wording=_WORDS.get(figure.number, wording),
        )
    ]  # fmt: skip
    if weapon:
        asserted.append(says("weapon", text=weapon))
    if figure.number in _PLACES:
        asserted.append(says("place", wording=_PLACES[figure.number]))
    replies = []
    if figure.note.startswith(_COUNTER_CLAIM):
        replies.append(answers("responds_to", LETTER, int(figure.note.removeprefix(_COUNTER_CLAIM)), question))
    return case.claim(
        figure.number, figure.claimant, "assertion", _statement(figure, noun), known.isoformat(),
        made_precision=DatePrecision.YEAR,
        says=asserted, answers=replies, cites=[cites(NK_OBSERVER[figure.url], note=_note(figure, known))],
    )  # fmt: skip


def _note(figure: Figure, known: date) -> str:
    """Return what is known of the citation beyond the figure."""
    dated = f"When the figure was given is not known: on {_day(known)} or later, as the article covers that day."
    if not figure.note or figure.note.startswith(_COUNTER_CLAIM):
        return dated
    return f"Noted with the figure: {figure.note}. {dated}"


def _statement(figure: Figure, noun: str) -> str:
    days = _days(figure.first, figure.last)
    when = f"on {days}" if figure.first == figure.last else f"from {days}"
    if _COUNTED[figure.metric][0] is Question.VIOLATIONS:
        return f"Says that {_named(figure.accused)} violated the ceasefire {figure.words} times {when}."
    return f"Says that {_named(figure.accused)} fired {figure.words} {noun} {when}."


def _summary(figures: tuple[Figure, ...]) -> str:
    """Return each side's figures in turn."""
    told: dict[str, list[str]] = {}
    for figure in figures:
        counted = f"{figure.words} {_COUNTED[figure.metric][1]} by {_named(figure.accused)}"
        told.setdefault(figure.claimant, []).append(counted)
    parts = ["Figures for a period, not one incident."]
    parts += [f"{claimant}: {' and '.join(counted)}." for claimant, counted in told.items()]
    if len(told) == 1:
        parts.append("No figure of the other side is recorded for the same days.")
    return " ".join(parts)


def _named(accused: str) -> str:
    """Return an actor's name as it stands within a sentence."""
    return f"the {accused}" if accused == "Armenian side" else accused


def _precision(first: date, last: date) -> DatePrecision:
    """Return the narrowest term that the days fit in."""
    days = (last - first).days + 1
    return next((term for most, term in _WIDTHS if days <= most), DatePrecision.YEAR)


def _day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"


def _days(first: date, last: date) -> str:
    """Write the days of a period: 17 to 23 March 2019."""
    if first == last:
        return _day(first)
    start = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else f"{first.day} {first:%B}"
    return f"{start} to {_day(last)}"
