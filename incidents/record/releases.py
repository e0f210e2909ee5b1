"""Releases: frozen points in the ledger, and the moments that they stand for."""

from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from incidents.record.models import Edition, Release

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of a release of an empty ledger."""
_LISTED = 10
_KEY = "record-release"


def releases() -> Any:
    """Return the releases, newest first, each with `as_of`: when the last edition in it was published."""
    cutoff = Edition.objects.filter(seq=OuterRef("cutoff_seq")).values("published_at")
    moment = Coalesce(Subquery(cutoff), BEFORE_ALL, output_field=DateTimeField())
    return Release.objects.annotate(as_of=moment).order_by("-released_at", "-pk")


def cutoff_of(version: str) -> datetime | None:
    """Return when the last edition of a release was published; None where there is no such release.

    One query, or none where the process has asked before: a release is never changed.
    """
    key = f"{_KEY}-{version}"
    found: datetime | None = cache.get(key)
    if found is None:
        found = releases().filter(version=version).values_list("as_of", flat=True).first()
        if found is not None:
            cache.set(key, found, timeout=None)
    return found


def latest_versions() -> tuple[str, ...]:
    """Return the latest versions, newest first. One query."""
    return tuple(releases().values_list("version", flat=True)[:_LISTED])


def one_release(version: str) -> Release | None:
    """Return a release by its version. One query."""
    found: Release | None = releases().filter(version=version).first()
    return found
