"""When the counts that publication keeps (`record/models/summaries.py`) can answer a query, and which of them do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from incidents.record.filters import IncidentFilter

_LAST_MONTH, _LAST_DAY = 12, 31


@dataclass(frozen=True, slots=True)
class Summary:
    """The condition on a summary table's rows, and its parameters."""

    where: str
    params: tuple[Any, ...]


def summary_of(asked: IncidentFilter, columns: Collection[str], *, beside: Collection[str] = ()) -> Summary | None:
    """Return which rows of a summary with these columns count what was asked for; None where only the rows can.

    It counts what stands, by the year of the last day, without period totals. So a beginning on 1 January fits where
    matches may be possible (the last day is on it or later), and an end on 31 December where they must be certain.
    `beside`: filters that the caller sees to itself.
    """
    given, own = asked.values, {"aggregates", "match", "date_from", "date_to", *beside}
    others = [name for name, value in given.items() if value not in (None, ()) and name not in own]
    if not {*others} <= {*columns} or given["aggregates"] in ("include", "only"):
        return None
    where, params = ["incidents > 0"], []
    for name in others:
        where.append(f"{name} = ANY(%s)")
        params.append(list(given[name]))
    for day, fits, condition in (
        (given["date_from"], _begins_year(given["date_from"]) and not asked.certain, "year >= %s"),
        (given["date_to"], _ends_year(given["date_to"]) and asked.certain, "year <= %s"),
    ):
        if day and not fits:
            return None
        if day:
            where.append(condition)
            params.append(day.year)
    return Summary(" AND ".join(where), tuple(params))


def _begins_year(day: Any) -> bool:
    return bool(day) and (day.month, day.day) == (1, 1)


def _ends_year(day: Any) -> bool:
    return bool(day) and (day.month, day.day) == (_LAST_MONTH, _LAST_DAY)
