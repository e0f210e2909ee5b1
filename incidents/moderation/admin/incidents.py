"""The queue and the incident form."""

from typing import Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.moderation.admin.bases import NamedFields
from incidents.moderation.admin.bulk import BulkDecisions
from incidents.moderation.admin.forms import IncidentForm
from incidents.moderation.admin.inlines import INLINES
from incidents.moderation.admin.merges import choose_page
from incidents.moderation.admin.merging import merge_page
from incidents.moderation.admin.preview import preview_page
from incidents.moderation.admin.queue import Queue
from incidents.moderation.admin.reviews import review_page
from incidents.moderation.admin.saved_views import keep_view
from incidents.moderation.admin.saving import rule_of, save_collected
from incidents.moderation.admin.unmerging import unmerge_page
from incidents.vocabulary import AccessFace, State
from incidents.workbench import policies
from incidents.workbench.accesses import note_sight
from incidents.workbench.merged import told_under
from incidents.workbench.models import Incident


@admin.register(Incident)
class IncidentAdmin(BulkDecisions, NamedFields, Queue):
    """Working copies. Incidents start at the desk, and none is ever deleted."""

    form = IncidentForm
    inlines = INLINES
    save_on_top = True
    autocomplete_fields = ("place", "coarse_place", "section", "dispute")
    readonly_fields = ("ref", "state", "revision", "author", "public_status", "preview", "thread")
    fieldsets = (
        (
            None,
            {"fields": ("opened_at", ("ref", "state", "revision"), ("author", "public_status", "preview"), "thread")},
        ),
        ("What", {"fields": ("title", "summary", ("kind", "aggregated"), "dispute")}),
        (
            "When",
            {"fields": (("earliest", "latest", "date_precision"), ("start_time", "end_time", "time_zone"))},
        ),
        (
            "Where",
            {"fields": (("place", "place_precision"), "place_wording", ("latitude", "longitude"), "section")},
        ),
        (
            "What the public may see of where",
            {"fields": ("location_confidentiality", ("coarse_place", "coarse_precision"))},
        ),
        ("Not public", {"fields": (("embargo_until", "shared"), "working_note")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the preview, who reviews, the saved views, and merging."""
        guard, name = self.admin_site.admin_view, "workbench_incident_"
        return [
            path("<int:pk>/preview/", guard(self.preview_view), name=f"{name}preview"),
            path("<int:pk>/review/", guard(self.review_view), name=f"{name}review"),
            path("views/", guard(self.views_view), name=f"{name}views"),
            path("<int:pk>/merge/", guard(self.choose_view), name=f"{name}choose"),
            path("<int:pk>/merge/<int:into>/", guard(self.merge_view), name=f"{name}merge"),
            path("<int:pk>/unmerge/", guard(self.unmerge_view), name=f"{name}unmerge"),
            *super().get_urls(),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what would become public, and take the decision."""
        return preview_page(self, request, pk)

    def choose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the incident to merge into."""
        return choose_page(self, request, pk)

    def merge_view(self, request: HttpRequest, pk: int, into: int) -> HttpResponse:
        """Show what a merge would do, and do it."""
        return merge_page(self, request, pk, into)

    def unmerge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what undoing a merge would do, and do it."""
        return unmerge_page(self, request, pk)

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take, release or take over a review."""
        return review_page(self, request, pk)

    def views_view(self, request: HttpRequest) -> HttpResponse:
        """Keep a view of the queue."""
        return keep_view(self, request)

    # Who may

    def has_view_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        """Let editors and administrators see every working copy."""
        return has_role(_user(request), Role.EDITOR, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        """Let editors change what may be changed in its state."""
        user = _user(request)
        return policies.may_review(user) if obj is None else policies.may_edit(user, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to who may see its rows."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: incidents start at the desk."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Incident | None = None) -> bool:
        """Refuse: what was entered stays; it can be rejected."""
        return False

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Incident | None = None) -> Any:
        """Leave the form's own revision out where there is nothing to save."""
        if self.has_change_permission(request, obj):
            return self.fieldsets
        (name, first), *others = self.fieldsets
        return [(name, {"fields": first["fields"][1:]}), *others]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save all or nothing, under the incident's lock; say so where its state closed it meanwhile."""
        if request.method == "GET" and object_id and object_id.isdecimal():
            self._tell_merged(request, int(object_id))
        try:
            with transaction.atomic():
                locked = self._lock(object_id) if request.method == "POST" and object_id else None
                closed = locked is not None and not self.has_change_permission(request, locked)
                if locked is None or not closed or not self.has_change_permission(request):
                    return super().changeform_view(request, object_id, form_url, extra_context)
                refused = _closed(locked)
        except IntegrityError as error:  # a rule between rows, which no single form could see
            refused = rule_of(error)
        self.message_user(request, refused, messages.ERROR)
        return HttpResponseRedirect(request.path)

    def _tell_merged(self, request: HttpRequest, pk: int) -> None:
        """Say on the form of a merged incident where it is told and edited now."""
        incident = Incident.objects.visible_to(_user(request)).filter(pk=pk, state=State.MERGED).first()
        if incident is not None:
            winner = told_under(incident)
            address = reverse("admin:workbench_incident_change", args=[winner.pk])
            told = format_html(
                '{} was merged: it is told and edited as <a href="{}">{}</a>.', incident.ref, address, winner.ref
            )
            self.message_user(request, told, messages.WARNING)

    def _lock(self, object_id: str) -> Incident | None:
        found = Incident.objects.select_for_update(of=("self",))
        return found.filter(pk=int(object_id)).first() if object_id.isdecimal() else None

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Answer 409 where the form was stale."""
        answer = super().render_change_form(request, context, **kwargs)
        if request.method == "GET" and kwargs.get("obj") is not None:
            note_sight(incident=kwargs["obj"], by=_editor(request), face=AccessFace.ADMIN)
        if getattr(context["adminform"].form, "stale", False):
            answer.status_code = 409
        return answer

    def save_model(self, request: HttpRequest, obj: Incident, form: Any, change: bool) -> None:
        """Leave saving to `save_related`, where all rows are known: one operation writes them."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Hand the incident and its changed rows to the domain."""
        if not save_collected(form, formsets, by=_editor(request), site=request.build_absolute_uri("/")):
            self.message_user(request, "Nothing was different, so nothing was saved.", messages.INFO)

    # Read-only fields

    @admin.display(description="decide")
    def preview(self, incident: Incident) -> str:
        """Link to the preview and its decisions."""
        address = reverse("admin:workbench_incident_preview", args=[incident.pk])
        return format_html('<a href="{}">Preview edition</a>', address)

    @admin.display(description="review thread")
    def thread(self, incident: Incident) -> str:
        """Link to the notes, and say how many are open."""
        count = incident.notes.open().count()
        words = "no open notes" if not count else "1 open note" if count == 1 else f"{count} open notes"
        return format_html('<a href="#notes-group">{}</a>', words)


def _closed(incident: Incident) -> str:
    """Say why a form that was open can't be saved."""
    if incident.state == State.MERGED:
        into = told_under(incident).ref
        return f"{incident.ref} was merged into {into} and is edited there now: nothing of yours was saved."
    return f"{incident.ref} is {State.of(incident.state).label.lower()} now: nothing of yours was saved."


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _editor(request: HttpRequest) -> User:
    user = _user(request)
    assert user is not None, "the admin lets in only who is signed in"  # noqa: S101
    return user
