"""Rows beside the claims: who was involved, estimates of casualties, and links to other incidents."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from incidents.desk.forms.fields import ActorField, ClaimField, ClaimsField, IncidentField
from incidents.desk.forms.rows import RowForm
from incidents.workbench.models import CasualtyEstimate, IncidentLink, Involvement


class InvolvementForm(RowForm):
    """An actor's part in the incident."""

    row_noun = "actor"
    beside: ClassVar[dict[str, str]] = {
        "workbench_involvement_role_known": "role",
        "workbench_involvement_claim_alleges": "alleged",
    }
    actor = ActorField(required=True, error_messages={"required": "Say which actor."})
    claim = ClaimField(label="Alleged by this claim", help_text="Empty where the record states it itself.")

    class Meta:
        model = Involvement
        fields = ("actor", "role", "alleged", "claim")
        labels: ClassVar[dict[str, str]] = {"alleged": "Alleged, not established"}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {"role": {"required": "Say what part it had."}}

    def clean(self) -> dict[str, Any]:
        """Count what a claim alleges as alleged."""
        cleaned = super().clean()
        if cleaned.get("claim") is not None:
            cleaned["alleged"] = True
        return cleaned


class EstimateForm(RowForm):
    """The record's own range for one side, group and outcome."""

    row_noun = "estimate"
    beside: ClassVar[dict[str, str]] = {
        "workbench_estimate_group_known": "group",
        "workbench_estimate_outcome_known": "outcome",
        "workbench_estimate_basis_known": "basis",
        "workbench_estimate_low_to_best": "best",
        "workbench_estimate_best_to_high": "high",
        "workbench_estimate_low_to_high": "high",
    }
    side = ActorField(required=True, label="Whose people", error_messages={"required": "Say whose people."})
    claims = ClaimsField(label="Rests on these claims")

    class Meta:
        model = CasualtyEstimate
        fields = ("side", "group", "outcome", "low", "best", "high", "basis", "note")
        labels: ClassVar[dict[str, str]] = {"note": "How the range was reached"}
        help_texts: ClassVar[dict[str, str]] = {"low": "Empty where it is not known: never 0 for unknown."}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "group": {"required": "Say which group."},
            "outcome": {"required": "Say what happened to them."},
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the claims it rests on."""
        super().__init__(*args, **options)
        if isinstance(self.instance, CasualtyEstimate) and self.instance.pk is not None:
            self.initial["claims"] = [rest.claim for rest in self.instance.rests_on.all()]


class LinkForm(RowForm):
    """How the incident relates to another one."""

    row_noun = "link"
    beside: ClassVar[dict[str, str]] = {"workbench_incidentlink_relation_known": "relation"}
    other = IncidentField(
        required=True,
        label="Which incident",
        help_text="Its ref, as CC-2026-00017.",
        error_messages={"required": "Say which incident."},
    )
    claim = ClaimField(label="Alleged by this claim", help_text="Empty where the record finds it itself.")

    class Meta:
        model = IncidentLink
        fields = ("relation", "other", "claim")
        labels: ClassVar[dict[str, str]] = {"relation": "This incident is"}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {"relation": {"required": "Say how they relate."}}

    def clean(self) -> dict[str, Any]:
        """Refuse a link to itself."""
        cleaned = super().clean()
        other = cleaned.get("other")
        if isinstance(self.instance, IncidentLink) and other is not None and other.pk == self.instance.incident.pk:
            self.add_error("other", ValidationError("An incident can't be linked to itself."))
        return cleaned
