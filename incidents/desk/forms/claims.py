"""Rows about who says what: claims, what each says about a question, and how they answer one another."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from incidents.desk.forms.fields import ActorField, ClaimField, IncidentField, LocalDateTimeField, PlaceField
from incidents.desk.forms.rows import RowForm
from incidents.workbench.models import Assertion, Claim, ClaimLink


class ClaimForm(RowForm):
    """One statement by one actor."""

    row_noun = "claim"
    needed = ("made_on",)
    beside: ClassVar[dict[str, str]] = {
        "workbench_claim_kind_known": "kind",
        "workbench_claim_channel_known": "channel",
        "workbench_claim_precision_known": "made_precision",
        "workbench_claim_statement_given": "statement",
        "workbench_claim_quotation_has_language": "quotation_language",
        "workbench_claim_translation_of_quotation": "translation",
        "workbench_claim_time_needs_day": "made_on",
    }
    claimant = ActorField(required=True, label="Who says it", error_messages={"required": "Say who makes the claim."})

    class Meta:
        model = Claim
        fields = (
            "claimant", "kind", "statement", "made_on", "made_time", "made_precision", "channel", "speaker",
            "quotation", "quotation_language", "translation", "confidential",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "kind": "What the statement does",
            "made_on": "Said on",
            "made_time": "At",
            "made_precision": "Precision of that date",
            "channel": "How it was said",
            "quotation": "Exact words",
            "quotation_language": "Their language",
            "confidential": "Confidential claim",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "kind": {"required": "Say what the statement does."},
            "statement": {"required": "Say in a paraphrase what the claimant says."},
        }


class AssertionForm(RowForm):
    """What a claim says about one question."""

    row_noun = "answer to a question"
    beside: ClassVar[dict[str, str]] = {
        "workbench_assertion_question_known": "question",
        "workbench_assertion_stance_known": "stance",
        "workbench_assertion_group_known": "group",
        "workbench_assertion_numbers_in_order": "high",
        "workbench_assertion_times_in_order": "time_to",
        "workbench_assertion_number_fits_question": "low",
        "workbench_assertion_side_fits_question": "side",
        "workbench_assertion_high_needs_low": "low",
        "workbench_assertion_actor_fits_question": "actor",
        "workbench_assertion_place_fits_question": "place",
        "workbench_assertion_time_fits_question": "time_from",
    }
    side = ActorField(label="Whose people or acts")
    actor = ActorField(label="Who")
    place = PlaceField(label="Where")
    response_to = IncidentField(label="In response to (ref)")
    time_from = LocalDateTimeField(label="From")
    time_to = LocalDateTimeField(label="To")

    class Meta:
        model = Assertion
        fields = (
            "question", "stance", "side", "group", "low", "high", "actor", "place", "time_from", "time_to", "text",
            "response_to", "wording",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "low": "At least",
            "high": "At most",
            "text": "Answer",
            "wording": "In these words (“several” …)",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "low": "",
            "high": "",
            "wording": "",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "question": {"required": "Say which question this answers."},
        }


class AnswerForm(RowForm):
    """How a claim answers another one."""

    row_noun = "answer to another claim"
    beside: ClassVar[dict[str, str]] = {
        "workbench_claimlink_relation_known": "relation",
        "workbench_claimlink_question_known": "question",
    }
    to = ClaimField(required=True, label="Which claim", error_messages={"required": "Say which claim it answers."})

    class Meta:
        model = ClaimLink
        fields = ("relation", "to", "question")
        labels: ClassVar[dict[str, str]] = {"relation": "This claim", "question": "On the question"}
        help_texts: ClassVar[dict[str, str]] = {"question": "Empty: as a whole."}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "relation": {"required": "Say how it answers the other claim."},
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an answer to itself: the table would, but ids are not known yet."""
        cleaned = super().clean()
        if isinstance(self.instance, ClaimLink) and cleaned.get("to") is self.instance.claim:
            self.add_error("to", ValidationError("A claim can't answer itself."))
        return cleaned
