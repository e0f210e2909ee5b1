"""The place where scripts written for ACLED's API ask for a token. Reading needs none, so everybody is given one."""

import secrets
from typing import Any

from django.core import signing
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

A_DAY, TWO_WEEKS = 86_400, 1_209_600


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Token(APIView):
    """Hands anyone a token for reading what is public, for 24 hours.

    The request's body is never read, so that a password that was meant for another site is nowhere: not in a variable,
    a log or a report of an error. The token is no account's and opens nothing; the reads take it and don't look at it.
    """

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    parser_classes: list[Any] = []
    http_method_names = ["post", "options"]

    @extend_schema(exclude=True)
    def post(self, request: Request) -> Response:
        """Return a token, and one to renew it with, whatever was sent."""
        answer = {
            "token_type": "Bearer",
            "expires_in": A_DAY,
            "access_token": _opaque("access"),
            "refresh_token": _opaque("refresh"),
            "refresh_token_expires_in": TWO_WEEKS,
            "scope": "public-read",
        }
        return Response(answer, headers={"Cache-Control": "no-store"})


def _opaque(use: str) -> str:
    """Return a signed text that says what it is for, and nothing about anybody."""
    return signing.dumps([use, secrets.token_urlsafe(8)], salt="compat token")
