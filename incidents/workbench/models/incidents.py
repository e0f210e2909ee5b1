"""Incidents, who was involved, and how incidents relate."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Upper

from actors.models import Actor
from config.constraints import between, both_or_neither, in_order, one_of
from incidents.reference.models import BorderSection, Dispute, Place
from incidents.vocabulary import (
    PLACE_PRECISION,
    DatePrecision,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    LocationConfidentiality,
    State,
)
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.querysets import IncidentQuerySet
from incidents.workbench.validators import validate_time_zone

PRECISION_CHOICES = [(code, label) for code, (label, _) in PLACE_PRECISION.items()]


@with_history
class Incident(models.Model):
    """The working copy of one incident. A draft may be incomplete; `completeness.missing` names what is lacking."""

    ref = models.CharField(max_length=20, unique=True, editable=False, help_text="Stable and public, as CC-2026-00017.")
    title = models.CharField(max_length=200, blank=True, validators=[MinLengthValidator(8)])
    summary = models.TextField(blank=True, max_length=4000, help_text="One paragraph in neutral words.")
    kind = models.CharField(max_length=30, choices=IncidentKind.choices(), blank=True)

    earliest = models.DateField("first day", null=True, blank=True)
    latest = models.DateField("last day", null=True, blank=True)
    start_time = models.TimeField("from", null=True, blank=True, help_text="Local time.")
    end_time = models.TimeField("to", null=True, blank=True, help_text="Local time.")
    time_zone = models.CharField(max_length=40, default="Asia/Yerevan", validators=[validate_time_zone])
    date_precision = models.CharField(max_length=10, choices=DatePrecision.choices(), default=DatePrecision.DAY)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_wording = models.CharField("place in words", max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place_precision = models.PositiveSmallIntegerField(null=True, blank=True, choices=PRECISION_CHOICES)
    section = models.ForeignKey(BorderSection, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    location_confidentiality = models.CharField(
        max_length=10, choices=LocationConfidentiality.choices(), default=LocationConfidentiality.PUBLIC
    )
    coarse_place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="What the public sees instead of the exact place.",
    )  # fmt: skip
    coarse_precision = models.PositiveSmallIntegerField(null=True, blank=True, choices=PRECISION_CHOICES)

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aggregated = models.BooleanField(default=False, help_text="A period total, left out of counts of incidents.")
    working_note = models.TextField(blank=True, help_text="Never published.")

    state = models.CharField(max_length=20, choices=State.choices(), default=State.DRAFT, editable=False)
    embargo_until = models.DateTimeField(null=True, blank=True)
    shared = models.BooleanField("shared with all analysts", default=False)
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Goes up with every save.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="incidents", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ref__regex=r"^CC-[0-9]{4}-[0-9]{5,}$"),
                name="workbench_incident_ref_form",
                violation_error_message="A ref is CC, the year and a number, as CC-2026-00017.",
            ),
            one_of("workbench_incident_kind_known", "kind", IncidentKind.codes(), blank=True),
            one_of("workbench_incident_state_known", "state", State.codes()),
            one_of("workbench_incident_date_precision_known", "date_precision", DatePrecision.codes()),
            one_of(
                "workbench_incident_location_known", "location_confidentiality", LocationConfidentiality.codes()
            ),
            in_order(
                "workbench_incident_dates_in_order", "earliest", "latest", "The last day is before the first day."
            ),
            both_or_neither(
                "workbench_incident_dates_whole", "earliest", "latest", "Give the first and the last day, or neither."
            ),
            models.CheckConstraint(
                condition=models.Q(start_time__isnull=True)
                | models.Q(end_time__isnull=True)
                | models.Q(latest__gt=models.F("earliest"))
                | models.Q(start_time__lte=models.F("end_time")),
                name="workbench_incident_times_in_order",
                violation_error_message="On one day, the end is before the start.",
            ),
            models.CheckConstraint(
                condition=models.Q(end_time__isnull=True) | models.Q(start_time__isnull=False),
                name="workbench_incident_end_needs_start",
                violation_error_message="An end time needs a start time.",
            ),
            between("workbench_incident_latitude_range", "latitude", -90, 90),
            between("workbench_incident_longitude_range", "longitude", -180, 180),
            both_or_neither(
                "workbench_incident_position_whole", "latitude", "longitude", "Give both latitude and longitude."
            ),
            between("workbench_incident_precision_range", "place_precision", 1, 7),
            between("workbench_incident_coarse_range", "coarse_precision", 2, 7),
            models.CheckConstraint(
                condition=~models.Q(location_confidentiality="coarse")
                | models.Q(coarse_place__isnull=False, coarse_precision__isnull=False),
                name="workbench_incident_coarse_needs_place",
                violation_error_message="A coarser location needs the coarser place and its precision.",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "-updated_at"], name="workbench_incident_queue"),
            models.Index(fields=["author", "-updated_at"], name="workbench_incident_mine"),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="workbench_incident_title_trgm"),
            GinIndex(OpClass(Upper("title"), "gin_trgm_ops"), name="workbench_incident_title_upper"),
            GinIndex(OpClass(Upper("ref"), "gin_trgm_ops"), name="workbench_incident_ref_upper"),
            *(
                models.Index(fields=[*where, "earliest", "id"], name=f"workbench_incident_{name}_day")
                for name, where in (("place", ["place"]), ("section", ["section"]), ("first", []))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title or '(untitled)'}"


@with_history
class Involvement(models.Model):
    """An actor's part in an incident. `claim` is the one that alleges it, where the record does not state it itself."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="involvements")
    position = models.PositiveSmallIntegerField(default=0)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=InvolvementRole.choices())
    alleged = models.BooleanField(default=False)
    claim = models.ForeignKey(
        "workbench.Claim",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="alleged_involvements",
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_involvement_public_id_form"),
            one_of("workbench_involvement_role_known", "role", InvolvementRole.codes()),
            models.UniqueConstraint(
                fields=["incident", "actor", "role", "claim"],
                nulls_distinct=False,
                name="workbench_involvement_once",
                violation_error_message="This actor already has this role here.",
            ),
            models.CheckConstraint(
                condition=models.Q(claim__isnull=True) | models.Q(alleged=True),
                name="workbench_involvement_claim_alleges",
                violation_error_message="An involvement that rests on a claim is alleged.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} as {self.get_role_display()}"


@with_history
class IncidentLink(models.Model):
    """`incident` is … `other`. With a claim it is what that claimant says, not what the record finds."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    position = models.PositiveSmallIntegerField(default=0)
    other = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_to")
    relation = models.CharField(max_length=20, choices=IncidentRelation.choices())
    claim = models.ForeignKey(
        "workbench.Claim", on_delete=models.PROTECT, null=True, blank=True, related_name="alleged_links"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_incidentlink_public_id_form"),
            one_of("workbench_incidentlink_relation_known", "relation", IncidentRelation.codes()),
            models.CheckConstraint(
                condition=~models.Q(incident=models.F("other")),
                name="workbench_incidentlink_not_to_itself",
                violation_error_message="An incident can't be linked to itself.",
            ),
            models.UniqueConstraint(
                fields=["incident", "other", "relation", "claim"],
                nulls_distinct=False,
                name="workbench_incidentlink_once",
                violation_error_message="This link is already there.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.get_relation_display()} {self.other_id}"
