"""Django as gunicorn serves it, and what it leaves to the server before it (`config.wsgi`)."""

import socket
import struct
from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.utils.http import parse_header_parameters

PATIENCE = 60.0
"""Seconds for which a caller may take nothing of an answer."""
_UNREADABLE = "application/octet-stream"


class Application:
    """Django. Who takes nothing of an answer is cut off, and HEAD has no body."""

    def __init__(self) -> None:
        """Load what the settings name."""
        self._django = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        limit_waiting(environ.get("gunicorn.socket"))
        if not _can_be_read(environ.get("CONTENT_TYPE", "")):  # Django raises where nothing catches it
            environ["CONTENT_TYPE"] = _UNREADABLE
        answer = self._django(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return answer
        answer.close()  # gunicorn would drop the body, and log a warning for each
        return []


def limit_waiting(client: socket.socket | None, seconds: float = PATIENCE) -> None:
    """Have sending fail once a caller took nothing for so long, else it waits for ever, and a thread with it.

    What it held (a place among exports, a snapshot of the database) is given back then. Slow callers are no concern:
    each byte that is taken begins the time anew.
    """
    if client is not None:
        whole, part = divmod(seconds, 1)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("@ll", int(whole), int(part * 1_000_000)))


def _can_be_read(content_type: str) -> bool:
    """Tell whether Django can read a header; a parameter in an encoding that nobody knows it can't."""
    try:
        parse_header_parameters(content_type)
    except ValueError:
        return False
    return True
