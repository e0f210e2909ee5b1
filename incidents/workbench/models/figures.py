"""Casualty estimates and the editors' verdict."""

from django.conf import settings
from django.db import models

from actors.models import Actor
from config.constraints import in_order, one_of
from incidents.vocabulary import EstimateBasis, Finding, Group, Outcome, Question
from incidents.workbench.models.base import public_id_field, public_id_form, with_history
from incidents.workbench.models.claims import Claim
from incidents.workbench.models.incidents import Incident


@with_history
class CasualtyEstimate(models.Model):
    """The record's own range for one side, group and outcome. Unknown stays unknown: it is never zero."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="estimates")
    position = models.PositiveSmallIntegerField(default=0)
    side = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices())
    outcome = models.CharField(max_length=10, choices=Outcome.choices())
    low = models.PositiveIntegerField(null=True, blank=True)
    best = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=EstimateBasis.choices(), default=EstimateBasis.CLAIMS)
    note = models.CharField(max_length=300, blank=True, help_text="Published: how the range was reached.")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            public_id_form("workbench_estimate_public_id_form"),
            models.UniqueConstraint(fields=["id", "incident"], name="workbench_estimate_of_incident"),
            one_of("workbench_estimate_group_known", "group", Group.codes()),
            one_of("workbench_estimate_outcome_known", "outcome", Outcome.codes()),
            one_of("workbench_estimate_basis_known", "basis", EstimateBasis.codes()),
            in_order("workbench_estimate_low_to_best", "low", "best", "Best is less than low."),
            in_order("workbench_estimate_best_to_high", "best", "high", "High is less than best."),
            in_order("workbench_estimate_low_to_high", "low", "high", "High is less than low."),
            models.UniqueConstraint(
                fields=["incident", "side", "group", "outcome"],
                name="workbench_estimate_once",
                violation_error_message="There is already an estimate for this side, group and outcome.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.group} {self.outcome}"


@with_history
class EstimateClaim(models.Model):
    """A claim that an estimate rests on."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    estimate = models.ForeignKey(CasualtyEstimate, on_delete=models.CASCADE, related_name="rests_on")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["estimate", "claim"],
                name="workbench_estimateclaim_once",
                violation_error_message="The estimate already rests on this claim.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.estimate_id} rests on {self.claim_id}"


@with_history
class Assessment(models.Model):
    """The editors' verdict on the whole, or on one finding that they set aside; always with the reason."""

    public_id = public_id_field()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assessments")
    question = models.CharField(max_length=20, choices=Question.choices(), blank=True)
    side = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices(), blank=True)
    finding = models.CharField(max_length=20, choices=Finding.choices(), blank=True)
    reason = models.TextField(max_length=2000)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    assessed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["question", "pk"]
        constraints = [
            public_id_form("workbench_assessment_public_id_form"),
            one_of("workbench_assessment_question_known", "question", Question.codes(), blank=True),
            one_of("workbench_assessment_group_known", "group", Group.codes(), blank=True),
            one_of("workbench_assessment_finding_known", "finding", Finding.codes(), blank=True),
            models.CheckConstraint(
                condition=models.Q(reason__gt=""),
                name="workbench_assessment_reason_given",
                violation_error_message="A verdict needs its reason.",
            ),
            models.CheckConstraint(
                condition=(models.Q(question="") & models.Q(finding=""))
                | (models.Q(question__gt="") & models.Q(finding__gt="")),
                name="workbench_assessment_finding_has_question",
                violation_error_message="A finding needs its question, and a question its finding.",
            ),
            models.UniqueConstraint(
                fields=["incident", "question", "side", "group"],
                nulls_distinct=False,
                name="workbench_assessment_once",
                violation_error_message="There is already a verdict on this question.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question or 'verdict'}: {self.reason[:60]}"
