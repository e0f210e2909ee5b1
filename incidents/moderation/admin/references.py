"""Actors and places in the admin: standing changes only by decisions, and what was merged is there to be read."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.models import User
from actors.admin import ActorAdmin, StandingAdmin
from actors.models import Actor
from incidents.errors import NotAllowed
from incidents.moderation.referring.kinds import ACTOR, PLACE, Kind, admin_page
from incidents.moderation.referring.proposals import accept_proposals
from incidents.reference.admin import PlaceAdmin
from incidents.reference.models import Place
from incidents.vocabulary import IN_USE, Standing

AUTOCOMPLETE = "/autocomplete/"
_FORM = "admin/reference_change_form.html"


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
        assert isinstance(request.user, User), "the admin lets in only who is signed in"  # noqa: S101
        try:
            changed = len(accept_proposals(kind=self.kind, rows=queryset, by=request.user))
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


@admin.register(Actor)
class DecidedActorAdmin(DecidedOn, ActorAdmin):
    """Actors."""

    kind = ACTOR
    change_form_template = _FORM


@admin.register(Place)
class DecidedPlaceAdmin(DecidedOn, PlaceAdmin):
    """Places."""

    kind = PLACE
    change_form_template = _FORM
