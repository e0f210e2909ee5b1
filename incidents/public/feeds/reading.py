"""What the feeds read: newest publications first, a page at a time by the ledger's order."""

from typing import Any

from django.db.models import Exists, OuterRef

from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus

PAGE = 50
"""Entries on a page."""


def published(asked: IncidentFilter, before: int | None) -> list[Edition]:
    """Return the newest edition of each incident that matches, published before `before`: one more than a page.

    An incident that was taken back matches where the edition that was taken back does: the retraction itself says
    nothing to filter by. Two queries, and those of the filters.
    """
    newest = Edition.objects.at(asked.moment)
    earlier = Edition.objects.filter(ref=OuterRef("ref"), number=OuterRef("number") - 1).filter(*asked.told())
    taken_back = newest.exclude(status=EditionStatus.PUBLISHED).filter(Exists(earlier))
    found = [*_page(asked.qs, before), *_page(_published_since(taken_back, asked), before)]
    return sorted(found, key=lambda edition: -edition.seq)[: PAGE + 1]


def _published_since(taken_back: Any, asked: IncidentFilter) -> Any:
    since = asked.values["published_since"]
    return taken_back.filter(published_at__gte=since) if since else taken_back


def _page(rows: Any, before: int | None) -> Any:
    rows = rows.filter(seq__lt=before) if before is not None else rows
    return rows.for_list().order_by("-seq")[: PAGE + 1]


def claimed(asked: ClaimFilter, before: tuple[int, int] | None) -> list[Any]:
    """Return the claims that match, of the newest publications first: one more than a page. One query."""
    rows = asked.qs.select_related("edition").defer("edition__search")
    if before is not None:
        rows = rows.filter(edition__lte=before[0]).exclude(edition=before[0], pk__gte=before[1])
    return list(rows.order_by("-edition", "-pk")[: PAGE + 1])
