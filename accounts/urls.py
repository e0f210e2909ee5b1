"""Addresses of a person's own account that allauth does not have, under /accounts/."""

from django.urls import path, register_converter

from accounts import views


class TokenKeyConverter:
    """The beginning of a token's text, by which it is known."""

    regex = "[0-9A-Za-z_]{1,40}"

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


register_converter(TokenKeyConverter, "token_key")

app_name = "accounts"
urlpatterns = [
    path("tokens/", views.Tokens.as_view(), name="tokens"),
    path("tokens/<token_key:token_key>/revoke/", views.RevokeToken.as_view(), name="revoke-token"),
]
