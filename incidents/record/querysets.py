"""Reads of the record. The public record has one audience: nothing here depends on who asks."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from incidents.vocabulary import EditionStatus

if TYPE_CHECKING:
    from incidents.record.models import Edition, RecordClaim  # noqa: F401


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions."""

    def open(self) -> Self:
        """Return the newest edition of each incident, retractions and merges included."""
        return self.filter(validity__upper_inf=True)

    def live(self) -> Self:
        """Return what stands now: newest editions that are neither retracted nor merged."""
        return self.filter(validity__upper_inf=True, status=EditionStatus.PUBLISHED)

    def as_of(self, moment: datetime) -> Self:
        """Return what stood at that moment."""
        return self.filter(validity__contains=moment, status=EditionStatus.PUBLISHED)

    def of(self, ref: str) -> Self:
        """Return all editions of one incident, newest first."""
        return self.filter(ref=ref).order_by("-number")

    def by_date(self) -> Self:
        """Order by the incident's last day, newest first; the ledger's order breaks ties."""
        return self.order_by("-latest", "-seq")

    def for_list(self) -> Self:
        """Leave out the columns that no list shows."""
        return self.defer("search")

    def head(self) -> "Edition | None":
        """Return the ledger's last edition."""
        return self.order_by("-seq").first()


class RecordClaimQuerySet(models.QuerySet["RecordClaim"]):
    """Claims, as editions tell them."""

    def live(self) -> Self:
        """Return the claims of what stands now."""
        return self.filter(edition__validity__upper_inf=True, edition__status=EditionStatus.PUBLISHED)

    def as_of(self, moment: datetime) -> Self:
        """Return the claims of what stood at that moment."""
        return self.filter(edition__validity__contains=moment, edition__status=EditionStatus.PUBLISHED)
