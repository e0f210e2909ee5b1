"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody registers: accounts come from an administrator's invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse open registration, always."""
        return False
