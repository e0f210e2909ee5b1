"""Sources, and what cites them. The two Admiralty grades are kept apart."""

from django.conf import settings
from django.db import models

from config.constraints import between, one_of
from incidents.vocabulary import CREDIBILITY, Reliability, SourceKind
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.models.claims import Assertion, Claim
from incidents.workbench.models.incidents import Incident
from incidents.workbench.querysets import SourceQuerySet

CREDIBILITY_CHOICES = [(code, label) for code, (label, _) in CREDIBILITY.items()]


@with_history
class Source(models.Model):
    """Something that was published, and how reliable its publisher is (Admiralty A–F)."""

    public_id = public_id_field()
    publisher = models.CharField(max_length=120)
    origin = models.CharField(
        "passes on the report of", max_length=120, blank=True,
        help_text="Where it only passes on what another published: that publisher. Empty: its own report.",
    )  # fmt: skip
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField("address", max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=20, default="en", help_text="BCP 47, for example en or hy.")
    kind = models.CharField(max_length=20, choices=SourceKind.choices(), default=SourceKind.NEWS)
    reliability = models.CharField(max_length=1, choices=Reliability.choices(), default=Reliability.F)
    reliability_reason = models.CharField(max_length=300, blank=True)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rated_at = models.DateTimeField(null=True, blank=True)
    confidential = models.BooleanField(default=False, help_text="Never published.")
    private_note = models.TextField(blank=True, help_text="Never published.")
    captures_public = models.BooleanField(
        "show the copies to the public",
        default=False,
        help_text="Only where the right to show them was cleared. Otherwise the public reads that a copy is kept.",
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sources", editable=False
    )
    added_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, editable=False, related_name="merged",
        help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
    )  # fmt: skip

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["publisher", "published_on", "pk"]
        constraints = [
            public_id_form("workbench_source_public_id_form"),
            one_of("workbench_source_kind_known", "kind", SourceKind.codes()),
            one_of("workbench_source_reliability_known", "reliability", Reliability.codes()),
            models.CheckConstraint(
                condition=models.Q(publisher__gt=""),
                name="workbench_source_publisher_given",
                violation_error_message="Say who published it.",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")),
                name="workbench_source_not_merged_into_itself",
                violation_error_message="Nothing is merged into itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called: by whom, its title, and when."""
        return ", ".join(part for part in (self.publisher, self.title, str(self.published_on or "")) if part)


@with_history
class Citation(models.Model):
    """Where a source says it: for a claim, one assertion of it, or (without either) the incident."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField(default=0)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    assertion = models.ForeignKey(Assertion, on_delete=models.CASCADE, null=True, blank=True, related_name="citations")
    locator = models.CharField(max_length=100, blank=True, help_text="Page, paragraph, minute.")
    quote = models.CharField(max_length=300, blank=True, help_text="A short quote.")
    note = models.CharField(max_length=500, blank=True, help_text="Published with the citation.")
    credibility = models.PositiveSmallIntegerField(choices=CREDIBILITY_CHOICES, default=6)
    credibility_reason = models.CharField(max_length=300, blank=True)
    rated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rated_at = models.DateTimeField(null=True, blank=True)
    confidential = models.BooleanField(default=False, help_text="Never published.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_citation_public_id_form"),
            between("workbench_citation_credibility_range", "credibility", 1, 6),
            models.CheckConstraint(
                condition=models.Q(assertion__isnull=True) | models.Q(claim__isnull=False),
                name="workbench_citation_assertion_has_claim",
                violation_error_message="A citation of an assertion names its claim too.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.locator}".strip()
