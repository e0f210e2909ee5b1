"""Sources: what several incidents may cite, and the Admiralty grade of each publisher."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from accounts.models import User
from incidents.moderation.admin.bases import SimpleTabular, SourceModelAdmin
from incidents.moderation.operations import save_source
from incidents.workbench.grading import grades_of
from incidents.workbench.models import Capture, Incident, Source

_GRADE = {"reliability", "reliability_reason"}


class CaptureInline(SimpleTabular):
    """Copies of the source: read only, because they are evidence."""

    model = Capture
    extra = 0
    can_delete = False
    fields = readonly_fields = ("captured_at", "mime", "size", "sha256", "captured_by", "tool")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the desk takes captures."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a capture never changes."""
        return False


@admin.register(Source)
class SourceAdmin(SourceModelAdmin):
    """Sources, confidential ones included: only editors and administrators come here."""

    inlines = (CaptureInline,)
    list_display = ("publisher", "title", "published_on", "kind", "reliability", "confidential", "cited")
    list_display_links = ("publisher", "title")
    list_filter = ("kind", "reliability", "confidential")
    search_fields = ("publisher", "title", "url")
    show_full_result_count = False
    actions = None
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("rated_by", "rated_at", "grades_so_far", "added_by", "added_at")
    fieldsets = (
        (None, {"fields": (("publisher", "kind", "language"), "origin", "title", "url", "published_on")}),
        (
            "Reliability of the publisher",
            {"fields": ("reliability", "reliability_reason", ("rated_by", "rated_at"), "grades_so_far")},
        ),
        ("Not public", {"fields": ("confidential", "private_note", ("added_by", "added_at"))}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Return what the person may see, with how often it is cited."""
        user = request.user if isinstance(request.user, User) else None
        seen = Source.objects.visible_to(user).select_related("added_by", "rated_by")
        return seen.annotate(citation_count=Count("citations"))

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Refuse: what was cited once stays."""
        return False

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save through the domain, and say which public incidents show the source as it was."""
        by = request.user
        if not form.has_changed() or not isinstance(by, User):
            return
        save_source(source=obj, by=by, regraded=bool(_GRADE.intersection(form.changed_data)))
        cited = Incident.objects.filter(citations__source=obj).distinct().values_list("ref", flat=True)
        if change and cited:
            refs = ", ".join(cited.order_by("ref")[:10])
            told = f"Cited by {refs}: what is public keeps the source as it was until the next edition."
            self.message_user(request, told, messages.WARNING)

    @admin.display(description="grades so far")
    def grades_so_far(self, source: Source) -> str:
        """List every grade that the source has had, newest first."""
        told = grades_of(Source, [source]).get(source.public_id, [])
        lines = ((one.grade, one.by, f"{one.at:%Y-%m-%d %H:%M} UTC", one.reason) for one in told)
        return format_html_join(mark_safe("<br>"), "{} by {}, {}: {}", lines) or "none"

    @admin.display(description="citations", ordering="citation_count")
    def cited(self, source: Any) -> int:
        """Return how many citations point at it."""
        count: int = source.citation_count
        return count
