"""Make and revoke keys to the REST API."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import APIToken, User, has_role
from accounts.roles import Role
from incidents.errors import NotAllowed

HOLDERS = (Role.RESEARCHER, Role.ANALYST, Role.EDITOR)
WRITERS = (Role.ANALYST, Role.EDITOR)
LIVES = (30, 90, 365)
"""Days for which a token may be made."""
MOST = 20
"""Tokens of one person: each has limits of its own."""
_logger = logging.getLogger(__name__)


def scopes_for(user: User) -> list[APIToken.Scope]:
    """Return the scopes that a person's tokens may have: drafts are written by analysts and editors only."""
    if not has_role(user, *HOLDERS):
        return []
    return [APIToken.Scope.READ, APIToken.Scope.DRAFTS] if has_role(user, *WRITERS) else [APIToken.Scope.READ]


def tokens_of(user: User) -> "QuerySet[APIToken]":
    """Return a person's tokens, the newest first."""
    found: QuerySet[APIToken] = APIToken.objects.filter(user=user).order_by("-created")
    return found


@transaction.atomic
def create_token(*, user: User, name: str, scope: str, days: int = LIVES[-1]) -> tuple[APIToken, str]:
    """Make a token for a person and return it with its text, which is kept nowhere: show it now or never.

    It is good for so many days. Raises NotAllowed for a scope that the person's role does not give, for a life that
    none has, and for one token too many.
    """
    if days not in LIVES:
        raise NotAllowed(f"A token lives for {', '.join(map(str, LIVES))} days.")
    if scope not in scopes_for(user):
        raise NotAllowed(f"Your role does not give tokens of the scope {scope!r}.")
    User.objects.select_for_update().get(pk=user.pk)  # two at once would both find room
    if tokens_of(user).count() >= MOST:
        raise NotAllowed(f"You have {MOST} tokens, and nobody has more. Revoke one that you don't use.")
    token, text = APIToken.objects.create(user=user, expiry=timedelta(days=days), name=name, scope=scope)
    _logger.info("%s made the token %s (%s, %d days)", user.username, token.token_key, scope, days)
    return token, text


@transaction.atomic
def revoke_token(*, token_key: str, by: User) -> None:
    """Delete one of a person's own tokens, at once and for good. Raises APIToken.DoesNotExist for any other."""
    if not APIToken.objects.filter(user=by, token_key=token_key).delete()[0]:
        raise APIToken.DoesNotExist
    _logger.info("%s revoked the token %s", by.username, token_key)
