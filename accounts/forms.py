"""Forms for inviting people and for keeping their accounts."""

from typing import Any

from django import forms

from accounts.models import APIToken, User
from accounts.operations.tokens import LIVES
from accounts.roles import Role

ROLES = [(role.value, role.value.capitalize()) for role in Role]


class _RoleForm(forms.ModelForm[User]):
    role = forms.TypedChoiceField(choices=ROLES, coerce=Role)


class InvitationForm(_RoleForm):
    """Whom to invite, and as what. There is no password to type."""

    class Meta:
        model = User
        fields = ("username", "email")


class AccountForm(_RoleForm):
    """An account that exists. Neither the password nor superuser can be set here."""

    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields and self.instance.pk:
            self.fields["role"].initial = next(iter(sorted(self.instance.roles)), None)


class TokenForm(forms.Form):
    """What a new key to the API is for, and what its bearer may do."""

    name = forms.CharField(max_length=80, help_text="What it is for, so that you know it again.")
    scope = forms.ChoiceField(help_text="What its bearer may do.")
    days = forms.TypedChoiceField(
        label="Good for",
        coerce=int,
        choices=[(days, f"{days} days") for days in LIVES],
        initial=LIVES[1],
        help_text="Then it ends by itself. The shorter, the less harm if it gets lost.",
    )

    def __init__(self, *args: Any, scopes: list[APIToken.Scope], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"] = forms.ChoiceField(
            choices=[(scope.value, scope.label) for scope in scopes], help_text=self.fields["scope"].help_text
        )
