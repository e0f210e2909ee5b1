"""Who changed a row, from which address, and why: what the history keeps beside every change.

Operations know nothing of HTTP. The address a request came from lies in a context variable for as long as it is
answered; commands and tasks have none.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.rest.throttling import address_of

_ADDRESS: ContextVar[str] = ContextVar("address", default="")


class FromAddress:
    """Remembers the address that a request came from while it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        before = _ADDRESS.set(address_of(request))
        try:
            return self.get_response(request)
        finally:
            _ADDRESS.reset(before)


def current_address() -> str:
    """Return the address of whoever asked for what runs now; empty outside of requests."""
    return _ADDRESS.get()


def signed(*, by: int | None, **told: Any) -> AbstractContextManager[Any]:
    """Sign every change made inside with a person's id (None: the system), the address, and what else is told.

    `why` names a save, `verb` a step of the workflow. One inside another adds to it. Reasons stay in rows of their
    own, where they can be expunged.
    """
    address = current_address()
    signature = {**({} if by is None else {"user": by}), **({"address": address} if address else {}), **told}
    return pghistory.context(**signature)
