"""Users and their API tokens."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.utils import timezone
from knox.models import AbstractAuthToken

from accounts.roles import Role


class User(AbstractUser):  # type: ignore[django-manager-missing]  # auth_token_set: knox ships no types
    """A person with an account. Nobody registers: an administrator invites (`operations.invite_user`)."""

    email = models.EmailField("e-mail address", unique=True)
    wants_digest = models.BooleanField(
        "weekly digest by e-mail", default=True, help_text="Of what waits for editors; only editors get it."
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email=""),
                name="accounts_user_email_given",
                violation_error_message="An account needs an e-mail address.",
            ),
        ]

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles this person holds; empty for a deactivated account, so that it sees the least."""
        if not self.is_active:
            return frozenset()
        return frozenset(self.groups.values_list("name", flat=True)) & frozenset(Role)


def has_role(user: User | AnonymousUser | None, *roles: Role) -> bool:
    """Tell whether a person holds any of the roles. The public (`None` or anonymous) holds none."""
    return isinstance(user, User) and not user.roles.isdisjoint(roles)


class APIToken(AbstractAuthToken):  # type: ignore[misc]  # knox ships no types
    """A key to the REST API, stored as its digest only; the text is shown once, when it is made."""

    class Scope(models.TextChoices):
        """What the bearer may do."""

        READ = "read", "Read the public record"
        DRAFTS = "drafts", "Read, and write drafts"

    name = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.READ)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope__in=["read", "drafts"]),
                name="accounts_apitoken_scope_known",
                violation_error_message="A token's scope is read or drafts.",
            ),
        ]

    @property
    def has_ended(self) -> bool:
        """Whether its last day is over."""
        return self.expiry is not None and self.expiry < timezone.now()
