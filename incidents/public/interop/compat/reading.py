"""Reads of the record that these faces make: what they list, and conditions on what no column of an edition holds."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from actors.models import Actor
from incidents.public.interop.compat.countries import COUNTRIES
from incidents.record.models import Edition, RecordSides, Release
from incidents.record.models.editions import FATAL
from incidents.record.querysets import EditionQuerySet


def single(moment: datetime | None) -> EditionQuerySet:
    """Return what stood at a moment (None: stands now) and is one incident, not the total of a period."""
    return Edition.objects.standing(moment).filter(aggregated=False)


def placed(rows: EditionQuerySet) -> EditionQuerySet:
    """Return those that have a position, or a country to stand in for it."""
    return rows.filter(Q(latitude__isnull=False) | Q(country__in=COUNTRIES))


def fatal(rows: EditionQuerySet) -> EditionQuerySet:
    """Return those with at least one death by one of the figures."""
    return rows.filter(FATAL)


def moment_of(version: str) -> datetime | None:
    """Return when the last edition of a release was published: the record at its cut-off. None: no such release."""
    cutoff = Release.objects.filter(version=version).values("cutoff_seq")
    return Edition.objects.filter(seq__in=cutoff).values_list("published_at", flat=True).first()


def numbers_of_actors() -> dict[str, int]:
    """Return the UCDP actor ids that the record knows, by slug."""
    known = Actor.objects.visible_to(None).filter(ucdp_id__isnull=False).with_merged()
    numbers = known.values_list("slug", Coalesce("merged_into__ucdp_id", "ucdp_id"))
    return {slug: number for slug, number in numbers if number is not None}


def has_sides(condition: Q) -> Q:
    """Return the condition on an edition that its two sides meet a condition."""
    return Q(Exists(RecordSides.objects.filter(condition, edition=OuterRef("pk"))))
