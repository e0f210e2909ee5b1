"""The ledger of editions."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from config.constraints import one_of
from incidents.record.models.triggers import immutable_edition
from incidents.record.querysets import EditionQuerySet
from incidents.vocabulary import EditionStatus

LIVE = models.Q(validity__upper_inf=True, status=EditionStatus.PUBLISHED)
"""What stands now: the open edition of an incident that is neither retracted nor merged."""

FATAL = models.Q(killed_high__gte=1) | models.Q(killed_best__gte=1) | models.Q(killed_low__gte=1)
"""At least one death by one of the figures: what UCDP GED asks of an event."""
GONE = models.Q(validity__upper_inf=True) & (~models.Q(status=EditionStatus.PUBLISHED) | models.Q(expunged=True))
"""What was there and is no more: retracted, merged or expunged."""
GUARDED = "A spreadsheet could run a text of its row: exports look at each (incidents/document/inert.py)."
CLOSED = models.Q(validity__upper_inf=False)
"""What stood once. With LIVE it is all that may have stood at a moment; the two have their own indexes of words."""

COUNTED = ("earliest", "kind", "country", "border", "expunged", "aggregated")
"""What the commonest filters ask beside the column that an index begins with: counted there, without the rows.

At 100,000 editions, a count by country, kind and date: 13 ms from an index of all by date, 2 ms from one by country.
"""


class Edition(models.Model):
    """One immutable published version of one incident.

    `body` is the canonical JSON document, served as it is. Everything below it is derived from the body alone, so
    that queries need not open it. `validity` runs from `published_at` to the next edition of the same incident.
    """

    seq = models.BigIntegerField(primary_key=True, help_text="The ledger's order: 1, 2, 3, … without gaps.")
    ref = models.CharField(max_length=40)
    number = models.PositiveIntegerField(help_text="1, 2, 3, … within the incident.")
    origin = models.CharField(max_length=40, help_text="workbench, or the import it came by.")
    status = models.CharField(max_length=10, choices=EditionStatus.choices())
    schema = models.CharField(max_length=60)
    published_at = models.DateTimeField()
    validity = DateTimeRangeField()
    body = models.TextField()
    body_sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    title = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    aggregated = models.BooleanField(default=False)
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    date_precision = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    radius_km = models.FloatField(null=True)
    place_precision = models.PositiveSmallIntegerField(null=True)
    place = models.CharField(max_length=40, blank=True)
    place_name = models.TextField(blank=True, default="", db_default="", help_text="The place's, or the wording.")
    country = models.CharField(max_length=3, blank=True)
    border = models.CharField(max_length=80, blank=True)
    section = models.CharField(max_length=20, blank=True)
    dispute = models.CharField(max_length=80, blank=True)
    actors = ArrayField(models.CharField(max_length=80), default=list)
    claimants = ArrayField(models.CharField(max_length=80), default=list)
    contested = ArrayField(models.CharField(max_length=20), default=list)
    killed_low = models.PositiveIntegerField(null=True)
    killed_best = models.PositiveIntegerField(null=True)
    killed_high = models.PositiveIntegerField(null=True)
    killed_includes_unknown = models.BooleanField(default=True, db_default=True)
    wounded_low = models.PositiveIntegerField(null=True)
    wounded_best = models.PositiveIntegerField(null=True)
    wounded_high = models.PositiveIntegerField(null=True)
    wounded_includes_unknown = models.BooleanField(default=True, db_default=True)
    civilians = models.BooleanField(default=False, help_text="Civilians were harmed, or are said to have been.")
    guarded = models.BooleanField(default=True, db_default=True, help_text=GUARDED)
    merged_into = models.CharField(
        max_length=40, blank=True, default="", db_default="", help_text="The ref that a merged incident is told under."
    )
    search = SearchVectorField(null=True)
    expunged = models.BooleanField(default=False, help_text="A stub stands in place of its content (Expunction).")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        triggers = immutable_edition()
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="record_edition_seq_from_one"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="record_edition_number_from_one"),
            one_of("record_edition_status_known", "status", EditionStatus.codes()),
            models.CheckConstraint(
                condition=models.Q(body_sha256__regex=r"^[0-9a-f]{64}$", digest__regex=r"^[0-9a-f]{64}$"),
                name="record_edition_hash_form",
            ),
            models.CheckConstraint(condition=models.Q(validity__isempty=False), name="record_edition_valid_sometime"),
            models.CheckConstraint(
                condition=models.Q(validity__startswith=models.F("published_at")),
                name="record_edition_valid_from_publication",
            ),
            models.UniqueConstraint(fields=["ref", "number"], name="record_edition_number_once"),
            models.UniqueConstraint(fields=["digest"], name="record_edition_digest_once"),
            ExclusionConstraint(
                name="record_edition_one_at_a_time",
                expressions=[("ref", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [
            models.Index(fields=["-latest", "-seq"], condition=LIVE, name="record_edition_by_date"),
            models.Index(
                fields=["-latest", "-seq"],
                condition=LIVE & models.Q(aggregated=False) & FATAL,
                name="record_edition_fatal",
            ),
            models.Index(fields=["ref"], condition=GONE, name="record_edition_gone"),
            *(
                models.Index(fields=[one, "-latest", "-seq"], condition=LIVE, name=f"record_edition_by_{one}")
                for one in ("place", "section")
            ),
            *(
                models.Index(
                    fields=[one, "-latest", "-seq"],
                    include=[column for column in COUNTED if column != one],
                    condition=LIVE,
                    name=f"record_edition_by_{one}",
                )
                for one in ("kind", "country", "border", "dispute")
            ),
            *(
                models.Index(
                    fields=["-latest", "-seq"],
                    condition=LIVE & models.Q(**{flag: True}),
                    name=f"record_edition_{flag}",
                )
                for flag in ("civilians", "aggregated")
            ),
            models.Index(fields=["-published_at"], name="record_edition_by_time"),
            models.Index(fields=["ref"], condition=LIVE, name="record_edition_live_ref"),
            models.Index(fields=["seq"], condition=LIVE, name="record_edition_live"),
            models.Index(
                fields=["seq"], condition=~models.Q(status=EditionStatus.PUBLISHED), name="record_edition_taken_back"
            ),
            models.Index(
                fields=["merged_into"], condition=~models.Q(merged_into=""), name="record_edition_merged_into"
            ),
            GinIndex(fields=["actors"], condition=LIVE, name="record_edition_actors"),
            GinIndex(fields=["claimants"], condition=LIVE, name="record_edition_claimants"),
            GinIndex(fields=["contested"], condition=LIVE, name="record_edition_contested"),
            GinIndex(fields=["search"], condition=LIVE, name="record_edition_search"),
            GinIndex(fields=["search"], condition=CLOSED, name="record_edition_searched_then"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} edition {self.number}"
