"""What whoever wants to write is told in read-only mode: a page, or a problem, that says so and since when.

Requests that may write are refused before anything of them runs; what gets to the database all the same is refused
there, by triggers, and told in the same words. So is a write to a database that is a replica.
"""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from config.readonly.models import ReadOnly
from config.readonly.operations import standing
from config.readonly.refusals import RETRY_AFTER, NotNow, refused_as_read_only
from config.rest.errors import plain_problem
from config.rest.faces import SAFE, is_for_machines

_WRITES_NOTHING = ("/accounts/logout/", "/compat/")
"""Signing out; and the token for public reading, which scripts for other sites' APIs ask for by POST."""


class ReadOnlyMode:
    """Refuses requests that may write while nothing may be written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request. Reading costs no query."""
        if request.method not in SAFE and not request.path.startswith(_WRITES_NOTHING) and (now := standing()):
            return refusal(request, now)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Return the page where the database refused; nothing for other errors."""
        return refusal(request, None) if refused_as_read_only(error) else None


def refusal(request: HttpRequest, now: ReadOnly | None) -> HttpResponseBase:
    """Return the page, or for programs the problem, that says why nothing is written."""
    said = " ".join(part for part in (str(NotNow.default_detail), now.reason if now else "") if part)
    answer: HttpResponseBase
    if is_for_machines(request):
        answer = plain_problem(request, NotNow.status_code, said)
    elif request.headers.get("Accept", "").startswith("application/json"):
        answer = JsonResponse({"why": said}, status=NotNow.status_code)
    else:
        answer = render(request, "read_only.html", {"now": now}, status=NotNow.status_code)
    answer["Retry-After"] = str(RETRY_AFTER)
    answer["Cache-Control"] = "no-store"
    return answer
