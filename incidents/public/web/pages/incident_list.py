"""The list of incidents: one page of rows, the filters that made it, and the way to the next."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.public.web.moment import MOMENTS, AsOf, seen
from incidents.public.web.pages.filters import CURSOR, INCIDENTS, Chip, Group, Rail, with_cursor, without
from incidents.public.web.pages.listing import Cursor, ListRow, list_row
from incidents.public.web.reading import actor_suggestions, border_options, section_options
from incidents.record.filters import IncidentFilter, without_blanks
from incidents.record.querysets import EditionQuerySet

PAGE = 40
"""Rows on a page."""
COUNTED = 10_000
"""Beyond this many matches the exact number is not counted."""

_INCIDENTS = ("incident", "incidents")
_NOUNS = {"only": ("period total", "period totals"), "include": ("incident or total", "incidents and period totals")}
"""What is counted, one and several, by the filter of that name: a total over a period is no incident."""


@dataclass(frozen=True, slots=True)
class IncidentList:
    """What the list's page shows."""

    rows: list[ListRow]
    total: int
    noun: str
    total_is_more: bool
    groups: list[Group]
    chips: list[Chip]
    next: str
    first: str
    is_first: bool
    as_of: AsOf | None
    now: str


def compose(params: QueryDict) -> IncidentList:
    """Read the query and put the page together. Raises BadParameter.

    Five queries, one more with `as_of`, and those of the filters.
    """
    query = without_blanks(params)
    asked = IncidentFilter.read(query, also=[CURSOR])
    cursor = _cursor(query)
    as_of = seen(asked)
    found: EditionQuerySet = asked.qs
    total = found.order_by()[: COUNTED + 1].count()
    page = list(_after(found, cursor).for_list().by_date()[: PAGE + 1])
    rows = [list_row(one, "" if getattr(one, "certain", True) else "only a possible match") for one in page[:PAGE]]
    last = page[PAGE - 1] if len(page) > PAGE else None
    actors = actor_suggestions()
    rail = Rail(
        asked,
        query,
        INCIDENTS,
        options={"border": border_options(), "section": section_options()},
        suggestions={"actor": actors, "claimant": actors},
    )
    return IncidentList(
        rows=rows,
        total=min(total, COUNTED),
        noun=_NOUNS.get(query.get("aggregates", ""), _INCIDENTS)[total != 1],
        total_is_more=total > COUNTED,
        groups=rail.groups(),
        chips=rail.chips(),
        next=with_cursor(query, str(Cursor(last.latest, last.seq))) if last and last.latest else "",
        first=without(query, CURSOR).urlencode(),
        is_first=cursor is None,
        as_of=as_of,
        now=f"?{without(query, CURSOR, *MOMENTS).urlencode()}",
    )


def _cursor(query: QueryDict) -> Cursor | None:
    text = query.get(CURSOR, "")
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise BadParameter(Fault(CURSOR, f"{text!r} is not where a page ends")) from error


def _after(found: EditionQuerySet, cursor: Cursor | None) -> EditionQuerySet:
    """Return what comes after the cursor: (latest, seq) < (…), written so that the index by date is used."""
    if cursor is None:
        return found
    same_day = Q(latest=cursor.latest, seq__lt=cursor.seq)
    return found.filter(Q(latest__lt=cursor.latest) | same_day, latest__lte=cursor.latest)
