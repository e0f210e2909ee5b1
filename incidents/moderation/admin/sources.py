"""Sources: what several incidents may cite, and the Admiralty grade of each publisher."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from accounts.models import User
from incidents.moderation.admin.bases import SimpleTabular, SourceModelAdmin
from incidents.moderation.admin.reference_forms import SourceForm
from incidents.moderation.admin.references import AUTOCOMPLETE, SignedEdits
from incidents.moderation.operations import lock_source, save_source
from incidents.moderation.referring.kinds import SOURCE, admin_page
from incidents.moderation.referring.source_pages import undo_address
from incidents.moderation.referring.undoing import merges_of
from incidents.workbench.accesses import note_source
from incidents.workbench.grading import grades_of
from incidents.workbench.models import Capture, CaptureAttempt, Incident, Source
from incidents.workbench.retries import next_try

_GRADE = {"reliability", "reliability_reason"}


class _Log(SimpleTabular):
    """Rows that are only ever added to, and not here."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: the desk and the system add rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: a row never changes."""
        return False


class CaptureInline(_Log):
    """Copies of the source: read only, because they are evidence."""

    model = Capture
    fields = readonly_fields = (
        "file", "captured_at", "mime", "size", "sha256", "captured_by", "tool", "final_url", "custody",
    )  # fmt: skip
    verbose_name_plural = "kept copies"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch along who was at the copies."""
        return super().get_queryset(request).select_related("captured_by").prefetch_related("custody__by")

    @admin.display(description="copy")
    def file(self, capture: Capture) -> str:
        """Link to the file; opening it is noted."""
        return format_html('<a href="{}">Open</a>', reverse("desk:capture", args=[capture.public_id]))

    @admin.display(description="chain of custody")
    def custody(self, capture: Capture) -> str:
        """Return what happened to the copy, a line each."""
        lines = [
            (f"{entry.at:%Y-%m-%d %H:%M} UTC", entry.get_action_display(), entry.by or "the system", entry.note)
            for entry in capture.custody.all()
        ]
        return format_html_join(mark_safe("<br>"), "{} {} by {} {}", lines)


class AttemptInline(_Log):
    """The tries to copy the source's address, and the wishes for one: the last one is how it stands."""

    model = CaptureAttempt
    fields = readonly_fields = ("started_at", "outcome", "number", "url", "http_status", "error", "tried_again", "by")
    verbose_name_plural = "tries to copy the address"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch along who asked."""
        return super().get_queryset(request).select_related("by")

    @admin.display(description="tried again after")
    def tried_again(self, entry: CaptureAttempt) -> str:
        """Say when it is tried again after this entry, or that it was given up."""
        when = next_try(entry)
        if when is not None:
            return f"{when:%Y-%m-%d %H:%M} UTC"
        return "given up" if entry.error else ""


@admin.register(Source)
class SourceAdmin(SignedEdits, SourceModelAdmin):
    """Sources, confidential ones included: only editors and administrators come here."""

    form = SourceForm
    inlines = (CaptureInline, AttemptInline)
    list_display = ("publisher", "title", "published_on", "kind", "reliability", "kept_back", "cited")
    list_display_links = ("publisher", "title")
    list_filter = ("kind", "reliability", "confidential")
    search_fields = ("publisher", "title", "url")
    show_full_result_count = False
    actions = None
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("rated_by", "rated_at", "grades_so_far", "added_by", "added_at", "stands_for_it")
    fieldsets = (
        (None, {"fields": (("publisher", "kind", "language"), "origin", "title", "url", "published_on")}),
        (
            "Reliability of the publisher",
            {"fields": ("reliability", "reliability_reason", ("rated_by", "rated_at"), "grades_so_far")},
        ),
        ("Kept copies", {"fields": ("captures_public",)}),
        ("Not public", {"fields": ("confidential", "private_note", ("added_by", "added_at"), "stands_for_it")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Return what the person may see, with how often it is cited."""
        user = request.user if isinstance(request.user, User) else None
        seen = Source.objects.visible_to(user).select_related("added_by", "rated_by")
        counted = seen.annotate(citation_count=Count("citations"))
        return counted.order_by("publisher", "published_on", "pk")  # counting loses the model's own order

    def lock(self, object_id: str | None) -> None:
        """Lock what `save_source` does, before the source is read."""
        lock_source(int(object_id) if object_id is not None and object_id.isdecimal() else None)

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Refuse: what was cited once stays."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        """Leave what was merged as it is."""
        return (obj is None or obj.merged_into_id is None) and super().has_change_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Source], search_term: str
    ) -> tuple[QuerySet[Source], bool]:
        """Offer to other forms only what is in use."""
        found, several = super().get_search_results(request, queryset, search_term)
        return (found.filter(merged_into=None) if request.path.endswith(AUTOCOMPLETE) else found), several

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Lead from a source to merging it, and from either of two that were merged to undoing that."""
        source = kwargs.get("obj")
        if source is not None:
            if request.method == "GET" and isinstance(request.user, User):
                note_source(source=source, by=request.user)
            merges = merges_of(SOURCE, source)
            context["undo"] = [(one, undo_address(one)) for one in merges]
            if source.merged_into_id is None:
                context["merge"] = f"{reverse('admin:merge_source')}?loser={source.public_id}"
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="merged into")
    def stands_for_it(self, source: Source) -> str:
        """Link to the source that stands for it."""
        if source.merged_into is None:
            return "-"
        return format_html('<a href="{}">{}</a>', admin_page(SOURCE, source.merged_into), source.merged_into)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save through the domain, and say which public incidents show the source as it was."""
        by = request.user
        if not isinstance(by, User):
            return
        if not form.has_changed():
            self.tell_unchanged(request)
            return
        save_source(source=obj, by=by, regraded=bool(_GRADE.intersection(form.changed_data)))
        cited = Incident.objects.filter(citations__source=obj).distinct().values_list("ref", flat=True)
        if change and cited:
            refs = ", ".join(cited.order_by("ref")[:10])
            told = f"Cited by {refs}: what is public keeps the source as it was until the next edition."
            self.message_user(request, told, messages.WARNING)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Leave what belongs to a source as it is; the admin asks what was changed of it, which is nothing."""
        for formset in formsets:
            formset.save(commit=False)

    @admin.display(description="grades so far")
    def grades_so_far(self, source: Source) -> str:
        """List every grade that the source has had, newest first."""
        told = grades_of(Source, [source]).get(source.public_id, [])
        lines = ((one.grade, one.by, f"{one.at:%Y-%m-%d %H:%M} UTC", one.reason) for one in told)
        return format_html_join(mark_safe("<br>"), "{} by {}, {}: {}", lines) or "none"

    @admin.display(description="confidential", ordering="confidential")
    def kept_back(self, source: Source) -> str:
        """Say it in a word, where it is so: a cross beside every other source looks like a fault."""
        return "confidential" if source.confidential else "–"

    @admin.display(description="citations", ordering="citation_count")
    def cited(self, source: Any) -> int:
        """Return how many citations point at it."""
        count: int = source.citation_count
        return count
