"""Keep the summary tables equal to the live head, in the transaction that changes it.

Called under the ledger's lock, so that two appends never count at once.
"""

from datetime import date
from math import floor

from django.db.models import F

from incidents.record.models import Edition, FacetCount, MapCell
from incidents.vocabulary import EditionStatus


def follow(*, before: Edition | None, after: Edition) -> None:
    """Take out what the edition before counted for, and count the one that stands now."""
    for edition, sign in ((before, -1), (after, 1)):
        if edition is not None and edition.status == EditionStatus.PUBLISHED and not edition.aggregated:
            _count(edition, sign)


def _count(edition: Edition, sign: int) -> None:
    year, killed = _year(edition.latest), edition.killed_best or edition.killed_low or 0
    unknown = int(edition.killed_best is None)
    facet, _ = FacetCount.objects.get_or_create(
        year=year, kind=edition.kind, country=edition.country, border=edition.border
    )
    FacetCount.objects.filter(pk=facet.pk).update(
        incidents=F("incidents") + sign,
        fatal=F("fatal") + sign * int(killed > 0),
        killed_best=F("killed_best") + sign * killed,
        unknown=F("unknown") + sign * unknown,
    )
    if edition.latitude is None or edition.longitude is None:
        return
    cell, _ = MapCell.objects.get_or_create(
        row=floor(edition.latitude * 2),
        column=floor(edition.longitude * 2),
        year=year,
        kind=edition.kind,
        country=edition.country,
    )
    MapCell.objects.filter(pk=cell.pk).update(
        incidents=F("incidents") + sign,
        killed_best=F("killed_best") + sign * killed,
        unknown=F("unknown") + sign * unknown,
    )


def _year(day: date | str | None) -> int:
    """Return the year of a date, which an edition not yet read back holds as text."""
    return int(str(day)[:4])
