"""The list of incidents: one page of rows, the filters that made it, and the way to the next."""

from dataclasses import dataclass

from django.http import QueryDict

from incidents.public.web.moment import MOMENTS, AsOf, seen
from incidents.public.web.pages.filters import CURSOR, INCIDENTS, Chip, Group, Meant, Rail, meant, with_cursor, without
from incidents.public.web.pages.listing import ListRow, list_row
from incidents.public.web.pages.words import about
from incidents.public.web.reading import actor_suggestions, border_options, section_options
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition
from incidents.record.ordering import incident_order
from incidents.record.reading import without_blanks
from incidents.record.search.queries import parse
from incidents.record.tally import tally_of

PAGE = 40
"""Rows on a page."""

_INCIDENTS = ("incident", "incidents")
_NOUNS = {"only": ("period total", "period totals"), "include": ("incident or total", "incidents and period totals")}
"""What is counted, one and several, by the filter of that name: a total over a period is no incident."""


@dataclass(frozen=True, slots=True)
class IncidentList:
    """What the list's page shows."""

    rows: list[ListRow]
    total: str
    noun: str
    is_about: bool
    groups: list[Group]
    chips: list[Chip]
    next: str
    first: str
    is_first: bool
    as_of: AsOf | None
    now: str
    meant: Meant | None


def compose(params: QueryDict) -> IncidentList:
    """Read the query and put the page together. Raises BadParameter.

    Five queries, one more with `as_of`, one more where a search finds nothing, and those of the filters.
    """
    query = without_blanks(params)
    asked = IncidentFilter.read(query, also=[CURSOR])
    as_of = seen(asked)
    order = incident_order(asked, QueryDict())
    total = tally_of(asked.qs, asked.moment, asked=asked)
    page = order.keyset.page(order.rows.for_list(), query, name=CURSOR, size=PAGE)
    search = parse(asked.values["q"]) if asked.values["q"] else None
    actors = actor_suggestions()
    rail = Rail(
        asked,
        query,
        INCIDENTS,
        options={"border": border_options(), "section": section_options()},
        suggestions={"actor": actors, "claimant": actors},
    )
    return IncidentList(
        rows=[list_row(one, _note(one), search) for one in page.rows],
        total=about(total),
        noun=_NOUNS.get(query.get("aggregates", ""), _INCIDENTS)[total.count != 1],
        is_about=not total.is_exact,
        groups=rail.groups(),
        chips=rail.chips(),
        next=with_cursor(query, page.next) if page.next else "",
        first=without(query, CURSOR).urlencode(),
        is_first=CURSOR not in query,
        as_of=as_of,
        now=f"?{without(query, CURSOR, *MOMENTS).urlencode()}",
        meant=meant(asked, query) if not total.count else None,
    )


def _note(edition: Edition) -> str:
    return "" if getattr(edition, "certain", True) else "only a possible match"
