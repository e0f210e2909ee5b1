"""The editors' admin of actors, as far as it only reads. What is saved goes through `incidents.moderation`.

Who may do what follows Django's model permissions (moderation/migrations), and the operations decide again.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.models import User
from actors.models import Actor, ActorName
from actors.operations import make_public
from incidents.errors import NotAllowed

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    ActorInline = admin.TabularInline[Any, Actor]
else:
    ModelAdmin = admin.ModelAdmin
    ActorInline = admin.TabularInline


class StandingAdmin(ModelAdmin):
    """Rows with a standing: made public by an action, never by typing, and not deleted, since records name them."""

    actions = ["make_public"]
    list_filter = ["standing"]
    readonly_fields = ["standing"]
    permanent = "slug"  # the public id: typed once, when the row is made

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Keep the public id of a row that exists."""
        return [*self.readonly_fields, self.permanent] if obj else [*self.readonly_fields]

    @admin.action(description="Make the selected rows public", permissions=["change"])
    def make_public(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Make rows public, through the operation that every other road takes."""
        try:
            changed = sum(make_public(row=row, by=_editor(request)) for row in queryset)
        except NotAllowed as error:
            self.message_user(request, error.message, messages.ERROR)
        else:
            self.message_user(request, f"{changed} made public.", messages.SUCCESS)

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Refuse: a public id is permanent."""
        return False


def _editor(request: HttpRequest) -> User:
    """Return the signed-in person; the admin lets nobody else in."""
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user


class NameInline(ActorInline):
    """Names of the actor, and one empty row: a browser without JavaScript can't make another."""

    model = ActorName
    extra = 1


class ActorAdmin(StandingAdmin):
    """Actors, found by any of their names."""

    list_display = ["name", "kind", "country", "slug", "ucdp_id", "standing", "proposed_by"]
    list_filter = ["standing", "kind", "country"]
    list_select_related = ["proposed_by"]
    search_fields = ["name", "slug", "names__text", "wikidata_id"]
    readonly_fields = ["standing", "proposed_by", "created_at"]


class ActorRelationAdmin(ModelAdmin):
    """Relations between actors, over time, to be found: they are edited with the hierarchy of an actor."""

    list_display = ["subject", "kind", "object", "valid"]
    list_filter = ["kind"]
    list_select_related = ["subject", "object"]
    search_fields = ["subject__name", "subject__slug", "object__name", "object__slug"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Refuse: see the hierarchy of either actor."""
        return False

    def has_change_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Refuse, as adding."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Refuse, as adding."""
        return False
