"""Saved views of the queue: kept from the list, renamed, shared and deleted in a table of their own."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.admin.bases import NamedFields
from incidents.moderation.saved_views import change_view, delete_view, save_view
from incidents.workbench import policies
from incidents.workbench.models import SavedView

if TYPE_CHECKING:
    SavedViewModelAdmin = admin.ModelAdmin[SavedView]
    ViewForm = forms.ModelForm[SavedView]
else:
    SavedViewModelAdmin, ViewForm = admin.ModelAdmin, forms.ModelForm


def keep_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """Keep the filters and the order that were sent, and open them; or say why not."""
    queue = reverse("admin:workbench_incident_changelist")
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    query = request.POST.get("query", "")
    if request.method == "POST":
        try:
            view = save_view(
                name=request.POST.get("name", ""), query=query, shared=request.POST.get("shared") == "on", by=user
            )
        except DomainError as refused:
            model_admin.message_user(request, f"Nothing was kept: {refused.message}", messages.ERROR)
        else:
            model_admin.message_user(request, f"Kept as “{view.name}”.", messages.SUCCESS)
    return HttpResponseRedirect(f"{queue}?{query}" if query else queue)


class SavedViewForm(ViewForm):
    """The name of a view, and whether all editors have it."""

    class Meta:
        model = SavedView
        fields = ("name", "shared")

    def clean_name(self) -> str:
        """Refuse a name that the owner has given to another view."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if SavedView.objects.filter(owner=self.instance.owner, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("You have a view of this name already.")
        return name


@admin.register(SavedView)
class SavedViewAdmin(NamedFields, SavedViewModelAdmin):
    """An editor's own views. They are made above the list; here they are renamed, shared and deleted."""

    list_display = ("name", "shared", "opens")
    form = SavedViewForm
    fields = ("name", "shared", "opens")
    readonly_fields = ("opens",)
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedView]:
        """Return the person's own."""
        user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
        return SavedView.objects.visible_to(user).filter(owner=user)

    def has_view_permission(self, request: HttpRequest, obj: SavedView | None = None) -> bool:
        """Let editors see and change theirs."""
        user = request.user if isinstance(request.user, User) else None
        return policies.may_review(user) and (obj is None or obj.owner_id == request.user.pk)

    has_change_permission = has_delete_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to who may have rows in it."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: a view is kept above the list that it shows."""
        return False

    def save_model(self, request: HttpRequest, obj: SavedView, form: Any, change: bool) -> None:
        """Rename and share through the operation; the form has checked the name."""
        change_view(view=obj, name=obj.name, shared=obj.shared, by=_editor(request))

    def delete_model(self, request: HttpRequest, obj: SavedView) -> None:
        """Delete through the operation."""
        delete_view(view=obj, by=_editor(request))

    @admin.display(description="opens")
    def opens(self, view: SavedView) -> SafeString:
        """Link to the list as the view has it."""
        return format_html(
            '<a href="{}?{}">{}</a>',
            reverse("admin:workbench_incident_changelist"),
            view.query,
            view.query or "the whole queue",
        )


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the admin lets in only who is signed in"  # noqa: S101
    return request.user
