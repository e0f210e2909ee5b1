"""The editors' admin of places, borders and disputes, as far as it only reads.

What is saved goes through what registers these classes (`incidents.moderation.admin.references`).
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from actors.admin import ModelAdmin, StandingAdmin
from incidents.reference.models import Border, BorderSection, Dispute, Milestone, Place, PlaceName
from incidents.reference.querysets import PlaceQuerySet

if TYPE_CHECKING:
    PlaceInline = admin.TabularInline[Any, Place]
    BorderInline = admin.TabularInline[Any, Border]
    DisputeInline = admin.TabularInline[Any, Dispute]
else:
    PlaceInline = BorderInline = DisputeInline = admin.TabularInline


class PlaceNameInline(PlaceInline):
    """Names of the place, with the party that uses each."""

    model = PlaceName
    extra = 1
    autocomplete_fields = ["used_by"]


class PlaceAdmin(StandingAdmin):
    """Places. Searching finds any name in any script, and ignores case and diacritics."""

    list_display = ["name", "kind", "country", "admin1", "prominent", "code", "standing", "proposed_by"]
    list_filter = ["standing", "kind", "country", "prominent"]
    list_select_related = ["proposed_by"]
    search_fields = ["name"]  # switches the search on; get_search_results decides what it finds
    search_help_text = "A name or a part of one, in any language and script, or a code."
    readonly_fields = ["standing", "proposed_by"]
    permanent = "code"
    autocomplete_fields = ["parent"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search as the analysts' form does, or by code."""
        if not search_term.strip() or not isinstance(queryset, PlaceQuerySet):
            return queryset, False
        if ":" in search_term:
            return queryset.called(search_term), False
        return queryset.suggested_for(search_term), False


class BorderSectionInline(BorderInline):
    """Sections of the border, in order. Lines are loaded, not typed."""

    model = BorderSection
    fields = ["position", "code", "name", "source"]
    readonly_fields = ["code", "source"]
    extra = 0
    max_num = 0
    can_delete = False


class BorderAdmin(StandingAdmin):
    """Borders with their sections."""

    list_display = ["name", "side_a", "side_b", "slug", "standing"]
    list_select_related = ["side_a", "side_b"]
    search_fields = ["name", "slug", "sections__name", "sections__code"]
    autocomplete_fields = ["side_a", "side_b"]


class BorderSectionAdmin(ModelAdmin):
    """Sections, for other forms to find them. Lines are loaded, not typed."""

    list_display = ["name", "code", "border", "position"]
    list_filter = ["border"]
    list_select_related = ["border"]
    search_fields = ["name", "code"]
    fields = ["name", "border", "code", "position", "source"]
    readonly_fields = ["border", "code", "position", "source"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Refuse: a section comes with its line from a data file."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Refuse: a public id is permanent."""
        return False


class MilestoneInline(DisputeInline):
    """Turning points of the dispute."""

    model = Milestone
    fields = ["kind", "title", "earliest", "latest", "precision", "source_title", "source_url"]
    extra = 0
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class DisputeAdmin(StandingAdmin):
    """Disputes with their milestones."""

    list_display = ["name", "begun", "slug", "standing"]
    search_fields = ["name", "slug", "summary", "parties__name"]
    autocomplete_fields = ["parties", "borders"]
