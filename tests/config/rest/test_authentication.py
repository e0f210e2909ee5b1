"""A token's scope binds every view, whatever that view permits."""

import pytest
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.models import User
from accounts.operations.tokens import create_token
from config.rest.authentication import TokenAuthentication
from tests.people import anna

__all__ = ["anna"]
pytestmark = pytest.mark.django_db


def asked(method: str, text: str) -> Request:
    return Request(APIRequestFactory().generic(method, "/", headers={"Authorization": f"Token {text}"}))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_token_for_reading_reads(anna: User, method: str) -> None:
    token, text = create_token(user=anna, name="x", scope="read")
    assert TokenAuthentication().authenticate(asked(method, text)) == (anna, token)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_token_for_reading_does_not_write(anna: User, method: str) -> None:
    _, text = create_token(user=anna, name="x", scope="read")
    with pytest.raises(PermissionDenied, match="only read"):
        TokenAuthentication().authenticate(asked(method, text))
    token, text = create_token(user=anna, name="x", scope="drafts")
    assert TokenAuthentication().authenticate(asked(method, text)) == (anna, token)


@pytest.mark.parametrize("text", ["cc_wrong", "\xff\xfe", "a b", ""])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(AuthenticationFailed):
        TokenAuthentication().authenticate(asked("GET", text))
