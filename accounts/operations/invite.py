"""Invite people and give them their role. Passwords are set by whoever uses them, never by an administrator."""

from urllib.parse import urljoin

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.errors import NotAllowed

STAFF = frozenset({Role.EDITOR, Role.ADMINISTRATOR})
"""Roles that enter the admin."""

_SUBJECT = "Your account at Counterclaim"
_TEXT = """You were invited to Counterclaim as {role}. Your user name is {username}.

Choose your password here; the link works once, for three days:

{link}

After that, sign in and set up a second factor under your account.
"""


@transaction.atomic
def invite_user(*, email: str, username: str, role: Role, by: User, site: str = "") -> User:
    """Make an account in a role, without a password, and mail the link to set one when the transaction commits.

    `site` is the address the link begins with; without it nothing is mailed (a command tells the link itself).
    Raises NotAllowed unless `by` is an administrator, ValidationError for an address or name that can't be had.
    """
    _check(by)
    user = User(username=username, email=User.objects.normalize_email(email), is_staff=role in STAFF)
    user.set_unusable_password()
    user.full_clean()
    user.save(force_insert=True)
    user.groups.set([Group.objects.get(name=role)])
    know_address(user)
    if site:
        send_invitation(user=user, by=by, site=site)
    return user


def know_address(user: User) -> None:
    """Take a person's address as theirs: an administrator gave it. Without that, allauth refuses a second factor."""
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def give_role(*, user: User, role: Role, by: User) -> User:
    """Put a person into one role and out of the others; the admin opens or closes with it.

    Nobody changes their own role, and nobody but a superuser a superuser's.
    """
    _check(by, user)
    user.groups.set([Group.objects.get(name=role)])
    user.is_staff = role in STAFF or user.is_superuser
    user.save(update_fields=["is_staff"])
    user.__dict__.pop("roles", None)
    return user


@transaction.atomic
def change_account(*, user: User, by: User) -> User:
    """Save a person's name, address, and whether the account is active. Never a password, a role, or superuser."""
    _check(by, user)
    user.save(update_fields=["username", "email", "first_name", "last_name", "is_active"])
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    know_address(user)
    return user


def send_invitation(*, user: User, by: User, site: str) -> None:
    """Mail the link to set a password, when the transaction commits. Only to active accounts without a password."""
    _check(by)
    if user.has_usable_password() or not user.is_active:
        raise NotAllowed(f"{user.username} has a password, or no active account: there is nothing to set.")
    role = ", ".join(sorted(user.roles)) or "a guest"
    text = _TEXT.format(role=role, username=user.username, link=urljoin(site, password_path(user)))
    transaction.on_commit(lambda: send_mail(_SUBJECT, text, None, [user.email]))


def password_path(user: User) -> str:
    """Return the path on which a person sets a password: allauth's reset by key, good once and for a limited time."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def _check(by: User, user: User | None = None) -> None:
    if not (by.is_superuser and by.is_active) and not has_role(by, Role.ADMINISTRATOR):
        raise NotAllowed("Only administrators invite people and give roles.")
    if user is None:
        return
    if user.is_superuser and not by.is_superuser:
        raise NotAllowed("Only a superuser changes a superuser's account.")
    if user.pk == by.pk:
        raise NotAllowed("Another administrator must change your own account.")
