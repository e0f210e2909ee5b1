"""Rows about where it is said: sources and citations."""

from typing import ClassVar

from django import forms

from incidents.desk.forms.fields import AssertionField, SourceField
from incidents.desk.forms.rows import RowForm
from incidents.workbench.models import Citation, Source


class SourceForm(RowForm):
    """Something that was published. Other incidents may cite it too."""

    row_noun = "source"
    beside: ClassVar[dict[str, str]] = {
        "workbench_source_kind_known": "kind",
        "workbench_source_reliability_known": "reliability",
        "workbench_source_publisher_given": "publisher",
    }

    url = forms.URLField(label="Address", required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Source
        fields = (
            "publisher", "origin", "title", "url", "published_on", "language", "kind", "reliability",
            "reliability_reason", "confidential", "private_note",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "kind": "What it is",
            "origin": "Passes on the report of",
            "published_on": "Published on",
            "reliability": "Reliability of the publisher",
            "reliability_reason": "Why this grade",
            "confidential": "Confidential source",
            "private_note": "Private note",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "publisher": {"required": "Say who published it."},
        }


_BESIDE = {
    "workbench_citation_credibility_range": "credibility",
    "workbench_citation_assertion_has_claim": "assertion",
}
_LABELS = {
    "locator": "Where in it",
    "quote": "Short quote",
    "credibility": "Credibility",
    "credibility_reason": "Why this grade",
    "confidential": "Confidential citation",
}


class CitationForm(RowForm):
    """A source cited for the incident as a whole."""

    row_noun = "citation"
    beside: ClassVar[dict[str, str]] = _BESIDE
    source = SourceField(required=True, label="Source", error_messages={"required": "Choose one of the sources."})

    class Meta:
        model = Citation
        fields: tuple[str, ...] = (
            "source", "locator", "quote", "note", "credibility", "credibility_reason", "confidential",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = _LABELS
        help_texts: ClassVar[dict[str, str]] = {"quote": ""}


class ClaimCitationForm(CitationForm):
    """A source cited for a claim, or for one thing that the claim says."""

    assertion = AssertionField(label="For which answer", help_text="Empty: for the whole claim.")

    class Meta(CitationForm.Meta):
        fields = (
            "source", "assertion", "locator", "quote", "note", "credibility", "credibility_reason", "confidential",
        )  # fmt: skip
