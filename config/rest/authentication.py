"""Who is calling."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from knox.models import get_token_model
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

READ = "read"
NOTED_EVERY = timedelta(minutes=1)


SCHEMES = (b"bearer", b"token")


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]  # knox ships no types
    """`Authorization: Bearer cc_…` (or `Token cc_…`), as made on /accounts/tokens/.

    A token for reading may only read, anywhere. One query, and a note of the use at most once a minute.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user and the token, None without one. Raises AuthenticationFailed, PermissionDenied."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() not in SCHEMES:
            return None
        if len(words) != 2:  # noqa: PLR2004 - scheme and token
            raise AuthenticationFailed("The header has not the form `Authorization: Bearer cc_…`.")
        try:
            user, token = self.authenticate_credentials(words[1])
        except ValueError as error:  # bytes that are no UTF-8, or a NUL
            raise AuthenticationFailed("Invalid token.") from error
        if token.scope == READ and request.method not in SAFE_METHODS:
            raise PermissionDenied("This token may only read.")
        self.note_use(token)
        return user, token

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge of a 401 (RFC 6750)."""
        return 'Bearer realm="Counterclaim"'

    def note_use(self, token: Any) -> None:
        """Write when the token was used, unless that was written less than a minute ago."""
        now = timezone.now()
        if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
            get_token_model().objects.filter(pk=token.pk).update(last_used_at=now)

    def _cleanup_token(self, auth_token: Any) -> bool:
        """Tell whether a token has ended. It stays on its owner's page, which says so, until it is revoked."""
        return bool(auth_token.has_ended)
