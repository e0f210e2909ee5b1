"""The list of claims across incidents: one page of rows, the filters that made it, and the way to the next."""

from dataclasses import dataclass

from django.http import QueryDict

from incidents.public.web.moment import MOMENTS, AsOf, seen
from incidents.public.web.pages.claims import ClaimRow, claim_rows
from incidents.public.web.pages.filters import CLAIMS, CURSOR, Chip, Group, Meant, Rail, meant, with_cursor, without
from incidents.public.web.pages.words import about
from incidents.public.web.reading import actor_suggestions
from incidents.record.claim_filters import ClaimFilter
from incidents.record.querysets import CLAIMS_BY_DATE, RecordClaimQuerySet
from incidents.record.reading import without_blanks
from incidents.record.tally import tally_of

PAGE = 40
"""Rows on a page."""


@dataclass(frozen=True, slots=True)
class ClaimList:
    """What the list's page shows."""

    rows: list[ClaimRow]
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


def compose(params: QueryDict) -> ClaimList:
    """Read the query and put the page together. Raises BadParameter.

    Five queries, one more with `as_of`, one more where a search finds nothing, and those of the filters.
    """
    query = without_blanks(params)
    asked = ClaimFilter.read(query, also=[CURSOR])
    as_of = seen(asked)
    found: RecordClaimQuerySet = asked.qs
    total = tally_of(found, asked.moment, asked=asked)
    page = CLAIMS_BY_DATE.page(found.for_list(), query, name=CURSOR, size=PAGE)
    actors = actor_suggestions()
    rail = Rail(asked, query, CLAIMS, suggestions={"claimant": actors, "about": actors})
    return ClaimList(
        rows=claim_rows(page.rows),
        total=about(total),
        noun="claim" if total.count == 1 else "claims",
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
