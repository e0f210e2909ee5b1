"""The administrators' list of people: invite, give a role, deactivate. Nobody is deleted: the log names them."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401 - registers groups, so that they can be taken out
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.forms import AccountForm, InvitationForm
from accounts.models import User
from accounts.operations.invite import change_account, give_role, invite_user, send_invitation
from incidents.errors import NotAllowed

if TYPE_CHECKING:
    PeopleAdmin = admin.ModelAdmin[User]
else:
    PeopleAdmin = admin.ModelAdmin

admin.site.unregister(Group)  # roles and their permissions come from migrations


@admin.register(User)
class UserAdmin(PeopleAdmin):
    """People. Only administrators hold the permission."""

    list_display = ("username", "email", "role_names", "is_active", "has_password", "last_login")
    list_filter = (("groups", admin.RelatedFieldListFilter), "is_active")
    search_fields = ("username", "email", "first_name", "last_name")
    ordering = ("username",)
    actions = ("send_again",)
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Fetch the roles along."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Invite with one form, keep the account with another."""
        kwargs["form"] = AccountForm if obj else InvitationForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Ask for three things to invite."""
        if obj is None:
            told = "A link to choose a password is mailed to the address."
            return [(None, {"fields": ("email", "username", "role"), "description": told})]
        return [
            (None, {"fields": ("username", "email", ("first_name", "last_name"))}),
            ("Access", {"fields": ("role", "is_active")}),
            ("Dates", {"fields": (("last_login", "date_joined"),)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show dates only for an account that exists."""
        return self.readonly_fields if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse one's own account, and a superuser's to all but superusers."""
        if obj is not None and (obj.pk == request.user.pk or (obj.is_superuser and not request.user.is_superuser)):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse: deactivate instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Invite, or keep the account, through the operations."""
        by, data = _signed_in(request), form.cleaned_data
        if change:
            change_account(user=obj, by=by)
            if "role" in form.changed_data:
                give_role(user=obj, role=data["role"], by=by)
            return
        site = request.build_absolute_uri("/")
        made = invite_user(email=data["email"], username=data["username"], role=data["role"], by=by, site=site)
        obj.__dict__.update(made.__dict__)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Leave the groups alone: the operations set them."""

    @admin.action(description="Send the link to set a password again", permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Mail the link again to those who have not set a password yet."""
        try:
            with transaction.atomic():
                for user in queryset:
                    send_invitation(user=user, by=_signed_in(request), site=request.build_absolute_uri("/"))
        except NotAllowed as refused:
            self.message_user(request, refused.message, messages.ERROR)
        else:
            self.message_user(request, "Sent.", messages.SUCCESS)

    @admin.display(description="role")
    def role_names(self, user: User) -> str:
        """Return the role, or that it is the superuser's."""
        names = [group.name for group in user.groups.all()]
        return ", ".join([*names, "superuser"] if user.is_superuser else names) or "none"

    @admin.display(description="password set", boolean=True)
    def has_password(self, user: User) -> bool:
        """Tell whether the person has set a password."""
        return user.has_usable_password()


def _signed_in(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user
