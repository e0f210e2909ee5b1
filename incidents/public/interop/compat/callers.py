"""Who is calling, where scripts bring the tokens of other sites along."""

from typing import Any

from django.conf import settings
from rest_framework.authentication import get_authorization_header
from rest_framework.request import Request

from config.rest.authentication import TokenAuthentication


class AnyToken(TokenAuthentication):
    """A token of this site says who is calling, as everywhere; any other is taken for none, and not looked at."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Return the user and the token, None without one of this site."""
        words = get_authorization_header(request).split()
        ours = bool(words) and words[-1].startswith(str(settings.REST_KNOX["TOKEN_PREFIX"]).encode())
        return super().authenticate(request) if ours else None
