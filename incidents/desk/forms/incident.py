"""The incident's own fields."""

from typing import Any, ClassVar

from django import forms

from incidents.desk.forms.fields import LocalDateTimeField, PlaceField
from incidents.desk.forms.rows import RowForm
from incidents.reference.models import BorderSection, Dispute
from incidents.workbench.models import Incident


class SectionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A border section, by its code."""

    def label_from_instance(self, obj: Any) -> str:
        """Say which border it belongs to."""
        return f"{obj.border.name}: {obj.name}"


class IncidentForm(RowForm):
    """When, where and what; and what the desk alone sees."""

    row_noun = "incident"
    needed = ("title", "summary", "kind", "place", "place_precision")  # the line above the days is needed, not they
    needed_unless: ClassVar[dict[str, tuple[str, ...]]] = {"place": ("section", "latitude")}
    needed_if: ClassVar[dict[str, tuple[str, ...]]] = {"place_precision": ("place", "section", "latitude")}
    beside: ClassVar[dict[str, str]] = {
        "workbench_incident_kind_known": "kind",
        "workbench_incident_date_precision_known": "date_precision",
        "workbench_incident_location_known": "location_confidentiality",
        "workbench_incident_dates_in_order": "latest",
        "workbench_incident_dates_whole": "earliest",
        "workbench_incident_times_in_order": "end_time",
        "workbench_incident_end_needs_start": "start_time",
        "workbench_incident_latitude_range": "latitude",
        "workbench_incident_longitude_range": "longitude",
        "workbench_incident_position_whole": "longitude",
        "workbench_incident_precision_range": "place_precision",
        "workbench_incident_coarse_range": "coarse_precision",
        "workbench_incident_coarse_needs_place": "coarse_place",
    }
    place = PlaceField(help_text="A name in any spelling or script, or a code.")
    coarse_place = PlaceField(
        label="Coarser place", help_text="What the public sees instead of the exact place, if that is confidential."
    )
    section = SectionField(
        queryset=BorderSection.objects.none(), to_field_name="code", required=False, label="Border section"
    )
    dispute = forms.ModelChoiceField(queryset=Dispute.objects.none(), to_field_name="slug", required=False)
    embargo_until = LocalDateTimeField(
        label="Embargo until", help_text="Not published before then. Local time of the incident."
    )

    class Meta:
        model = Incident
        fields = (
            "earliest", "latest", "start_time", "end_time", "time_zone", "date_precision",
            "place", "place_wording", "latitude", "longitude", "place_precision", "section",
            "kind", "title", "summary", "dispute", "aggregated",
            "working_note", "shared", "embargo_until", "location_confidentiality", "coarse_place", "coarse_precision",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "place_wording": "Place in words",
            "place_precision": "How precise is the place?",
            "date_precision": "How precise is the date?",
            "aggregated": "A total over a period, not one incident",
            "coarse_precision": "Precision of the coarser place",
            "location_confidentiality": "How much of the position may become public?",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "latest": "Empty for a single day.",
            "time_zone": "As Asia/Yerevan or Asia/Baku.",
            "place_wording": "As the source says it, for example “a north-western section of the border”.",
            "latitude": "Degrees, for example 39.0413. Or choose the point on the map.",
            "title": "Neutral: what happened and where, at least eight characters.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the sections and disputes that the person may see."""
        super().__init__(*args, **options)
        by = self.fields["place"].names.by  # type: ignore[attr-defined]  # a PlaceField
        sections = BorderSection.objects.select_related("border").defer("line").order_by("border__name", "position")
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]
        self.fields["dispute"].queryset = Dispute.objects.visible_to(by)  # type: ignore[attr-defined]
        for name in ("section", "dispute"):
            self.initial[name] = self._named(name)

    def clean(self) -> dict[str, Any]:
        """Take a single day as both ends."""
        cleaned = super().clean()
        if cleaned.get("earliest") and cleaned.get("latest", "") is None:
            cleaned["latest"] = cleaned["earliest"]
        return cleaned
