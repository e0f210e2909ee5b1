"""Actors, places, borders and disputes in the admin.

Standing changes only by decisions, every save is an operation, and what was merged is there to be read.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from accounts.models import User
from actors.admin import ActorAdmin, ActorRelationAdmin, ModelAdmin, NameInline, StandingAdmin
from actors.locking import lock_references
from actors.models import Actor, ActorRelation
from incidents.errors import DomainError, NotAllowed
from incidents.moderation.admin.bases import NamedFields
from incidents.moderation.admin.merged_meanwhile import merged_into, merged_meanwhile
from incidents.moderation.admin.reference_forms import (
    ActorNameForm,
    NameRows,
    PlaceNameForm,
    ReferenceForm,
    RowForm,
    Rows,
)
from incidents.moderation.referring.editing import Edit, save_reference
from incidents.moderation.referring.hierarchy import hierarchy_page
from incidents.moderation.referring.kinds import ACTOR, PLACE, Kind, admin_page
from incidents.moderation.referring.proposals import accept_proposals
from incidents.moderation.referring.versions import last_change
from incidents.moderation.watching import Moved, WatchingRows
from incidents.reference.admin import (
    BorderAdmin,
    BorderSectionAdmin,
    BorderSectionInline,
    DisputeAdmin,
    MilestoneInline,
    PlaceAdmin,
    PlaceNameInline,
)
from incidents.reference.models import Border, BorderSection, Dispute, Place
from incidents.vocabulary import IN_USE, Standing

AUTOCOMPLETE = "/autocomplete/"
_FORM = "admin/reference_change_form.html"
_STACKED = "admin/edit_inline/stacked.html"
"""A name is a few lines, not a row of a table: it fits a phone, and every field has its label."""
_REFUSAL, _UNCHANGED = "refused_by_the_domain", "nothing_was_different"


class SignedEdits(NamedFields, ModelAdmin if TYPE_CHECKING else object):  # type: ignore[misc] # mixed into admins
    """What an admin adds whose saves are operations: signed, with a reason, and never over somebody else's."""

    form: Any = ReferenceForm
    change_form_template: Any = _FORM
    object_history_template: Any = "admin/workbench/object_history.html"

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Ask for the reason last, and only where something can be changed."""
        fields = [name for name in super().get_fields(request, obj) if name != "reason"]
        return [*fields, "reason"] if obj is not None and self.has_change_permission(request, obj) else fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Hand the form why the domain refused what it sent."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, _REFUSAL, None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Look and save under one lock. What the domain refuses comes back as an error beside all that was typed."""
        if request.method != "POST":
            return self._plainly(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                self.lock(object_id)
                if (row := merged_into(self.model, object_id)) is not None:
                    return merged_meanwhile(request, self.admin_site, row)
                return self._plainly(request, object_id, form_url, extra_context)
        except DomainError as refusal:
            setattr(request, _REFUSAL, refusal)
        except IntegrityError as error:  # a rule that no form knows
            setattr(request, _REFUSAL, NotAllowed(f"Nothing was saved: {error}"))
        return self._plainly(request, object_id, form_url, extra_context)

    def _plainly(self, request: HttpRequest, *asked: Any) -> HttpResponse:
        """Show or save as the admin does."""
        answer: HttpResponse = super().changeform_view(request, *asked)
        return answer

    def lock(self, object_id: str | None) -> None:
        """Let nobody else change what is looked at, until the transaction ends."""
        lock_references()

    def message_user(
        self, request: HttpRequest, message: Any, level: int | str = messages.INFO, *more: Any, **of: Any
    ) -> None:
        """Leave out the admin's word that a row was changed, where nothing was."""
        if not (level == messages.SUCCESS and hasattr(request, _UNCHANGED)):
            super().message_user(request, message, level, *more, **of)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log what was changed."""
        return None if hasattr(request, _UNCHANGED) else super().log_change(request, obj, message)

    def tell_unchanged(self, request: HttpRequest) -> None:
        """Say that there was nothing to save."""
        setattr(request, _UNCHANGED, True)
        self.message_user(request, "Nothing was different, so nothing was saved.", messages.INFO)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Leave saving to `save_related`, where all rows are known: one operation writes them."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Hand the row and what belongs to it to the domain."""
        edit = _edit(form, formsets)
        if edit.empty:
            self.tell_unchanged(request)
        save_reference(edit=edit, by=_editor(request), reason=form.cleaned_data.get("reason", ""))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Show both versions where somebody else saved meanwhile, and answer 409."""
        row = kwargs.get("obj")
        stale = row is not None and _stale(context)
        if row is not None and stale:
            context |= {"moved": _moved(context), "last_change": last_change(row)}
        answer = super().render_change_form(request, context, *args, **kwargs)
        if stale:
            answer.status_code = 409
        return answer


def _edit(form: Any, formsets: Any) -> Edit:
    """Return what a valid form and its rows ask to be saved."""
    row = form.instance
    lists = {one.name for one in row._meta.many_to_many}  # noqa: SLF001 - Django's documented API
    changed = tuple(form.changed_data)
    edit = Edit(row, changed, {name: form.cleaned_data[name] for name in changed if name in lists})
    for formset in formsets:
        formset.save(commit=False)
        edit.added += formset.new_objects
        edit.rows += [(one, tuple(names)) for one, names in formset.changed_objects]
        edit.removed += formset.deleted_objects
    return edit


def _stale(context: dict[str, Any]) -> bool:
    form = context["adminform"].form
    return bool(form.moved) or any(getattr(one.formset, "stale", False) for one in context["inline_admin_formsets"])


def _moved(context: dict[str, Any]) -> list[tuple[str, list[Moved], list[str]]]:
    """Return what moved: of the row and of each table of rows, the fields, and the rows that came or went."""
    found: list[tuple[str, list[Moved], list[str]]] = [("", context["adminform"].form.moved, [])]
    for one in context["inline_admin_formsets"]:
        if not isinstance(one.formset, WatchingRows):
            continue
        found += [(str(form.instance), form.moved, []) for form in one.formset.forms]
        if one.formset.met:
            found.append((str(one.opts.verbose_name_plural).capitalize(), [], one.formset.met))
    return [part for part in found if part[1] or part[2]]


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the admin lets in only who is signed in"  # noqa: S101
    return request.user


class DecidedOn(StandingAdmin if TYPE_CHECKING else object):  # type: ignore[misc] # mixed into admins of both
    """What an admin of actors or places adds: decisions are logged, and what is out of use can't be chosen."""

    kind: Kind

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Say what stands for a row that was merged."""
        return [*super().get_readonly_fields(request, obj), "stands_for_it"]

    @admin.display(description="merged into")
    def stands_for_it(self, row: Any) -> str:
        """Link to the winner."""
        if row.merged_into is None:
            return "-"
        return format_html('<a href="{}">{}</a>', admin_page(self.kind, row.merged_into), row.merged_into)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leave what was merged as it is."""
        merged = obj is not None and obj.standing == Standing.MERGED
        return not merged and bool(super().has_change_permission(request, obj))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Offer to other forms only what is in use."""
        found, several = super().get_search_results(request, queryset, search_term)
        return (found.filter(standing__in=IN_USE) if request.path.endswith(AUTOCOMPLETE) else found), several

    @admin.action(description="Make the selected rows public", permissions=["change"])
    def make_public(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Accept proposals, as on their page."""
        try:
            changed = len(accept_proposals(kind=self.kind, rows=queryset, by=_editor(request)))
        except NotAllowed as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            self.message_user(request, f"{changed} made public.", messages.SUCCESS)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Lead from a row to merging it."""
        row = kwargs.get("obj")
        if row is not None and row.standing != Standing.MERGED:
            context["merge"] = f"{reverse(f'admin:merge_{self.kind.name}')}?loser={self.kind.key_of(row)}"
        return super().render_change_form(request, context, *args, **kwargs)


class SignedNames(NamedFields, NameInline):
    """Names of an actor."""

    form = ActorNameForm
    formset = NameRows
    template = _STACKED
    fields = (("text", "language"), ("kind", "script", "used_from", "used_to"))


class SignedPlaceNames(NamedFields, PlaceNameInline):
    """Names of a place."""

    form = PlaceNameForm
    formset = NameRows
    template = _STACKED
    fields = (("text", "language", "used_by"),)


class SignedSections(NamedFields, BorderSectionInline):
    """Names of the sections of a border."""

    form = RowForm
    formset = Rows


class SignedMilestones(NamedFields, MilestoneInline):
    """Turning points of a dispute."""

    form = RowForm
    formset = Rows
    extra = 1


@admin.register(Actor)
class DecidedActorAdmin(DecidedOn, SignedEdits, ActorAdmin):
    """Actors."""

    kind = ACTOR
    inlines = [SignedNames]

    def get_urls(self) -> list[URLPattern]:
        """Add the hierarchy."""
        page = self.admin_site.admin_view(self.hierarchy_view)
        return [path("<int:pk>/hierarchy/", page, name="actors_actor_hierarchy"), *super().get_urls()]

    def hierarchy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show where the actor stands, and edit its relations."""
        return hierarchy_page(request, _editor(request), self.admin_site, pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Lead from an actor to its hierarchy."""
        if (row := kwargs.get("obj")) is not None:
            context["hierarchy"] = reverse("admin:actors_actor_hierarchy", args=[row.pk])
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(ActorRelation)
class ReadActorRelationAdmin(ActorRelationAdmin):
    """Relations, which lead to the hierarchy that they are edited with."""

    list_display = ["subject", "kind", "object", "valid", "edit"]

    @admin.display(description="edit")
    def edit(self, row: ActorRelation) -> str:
        """Link to the hierarchy of the subject."""
        return format_html('<a href="{}">Hierarchy</a>', reverse("admin:actors_actor_hierarchy", args=[row.subject_id]))


@admin.register(Place)
class DecidedPlaceAdmin(DecidedOn, SignedEdits, PlaceAdmin):
    """Places."""

    kind = PLACE
    inlines = [SignedPlaceNames]


@admin.register(Border)
class SignedBorderAdmin(SignedEdits, BorderAdmin):
    """Borders with their sections."""

    inlines = [SignedSections]


@admin.register(BorderSection)
class SignedBorderSectionAdmin(SignedEdits, BorderSectionAdmin):
    """Sections of borders: only names are typed."""


@admin.register(Dispute)
class SignedDisputeAdmin(SignedEdits, DisputeAdmin):
    """Disputes with their milestones."""

    inlines = [SignedMilestones]
