"""Who is calling."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from knox.models import get_token_model
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

READ = "read"
NOTED_EVERY = timedelta(minutes=1)


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]  # knox ships no types
    """`Authorization: Token cc_…`, as made on /accounts/tokens/. A token for reading may only read, anywhere."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user and the token, None without one. Notes the use, at most once a minute."""
        try:
            found: tuple[Any, Any] | None = super().authenticate(request)
        except ValueError as error:  # bytes that are no UTF-8, or a NUL
            raise AuthenticationFailed("Invalid token.") from error
        if found is None:
            return None
        token = found[1]
        if token.scope == READ and request.method not in SAFE_METHODS:
            raise PermissionDenied("This token may only read.")
        self.note_use(token)
        return found

    def note_use(self, token: Any) -> None:
        """Write when the token was used, unless that was written less than a minute ago."""
        now = timezone.now()
        if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
            get_token_model().objects.filter(pk=token.pk).update(last_used_at=now)
