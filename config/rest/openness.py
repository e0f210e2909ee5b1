"""Reads by pages of any origin (CORS), and problem documents where no view came to answer.

Every origin may read, none may send cookies along: `*` and credentials exclude each other, and the public record does
not depend on who asks. Addresses that change something are not open.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from config.rest.errors import plain_problem
from config.rest.faces import is_for_machines, is_open

METHODS = "GET, HEAD, OPTIONS"
SENT = "Accept, Authorization, Content-Type, If-Modified-Since, If-None-Match"
READ = (
    "Content-Disposition, Counterclaim-As-Of, Deprecation, ETag, Last-Modified, Link, RateLimit, RateLimit-Limit, "
    "RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset, Retry-After, Sunset"
)
KEPT = 24 * 3600
"""Seconds for which a browser need not ask again; browsers cut it down to their own limit."""
_PAGE = "text/html"
_OF_THE_PAGE = ("content-type", "content-length", "content-language", "content-encoding", "etag", "last-modified")
"""Headers that told of the page, not of the answer."""
_ERRORS = 400


class Openness:
    """Answers preflight requests, lets every origin read, and turns error pages into problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        open_ = is_open(request)
        asked = request.headers.get("Access-Control-Request-Method")
        if open_ and request.method == "OPTIONS" and asked:
            return _preflight()
        response = self.get_response(request)
        if is_for_machines(request) and response.status_code >= _ERRORS and _is_page(response):
            response = _as_problem(request, response)
        if open_ and request.method in METHODS.split(", "):
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = READ
        return response


def _as_problem(request: HttpRequest, page: HttpResponseBase) -> HttpResponse:
    """Return an error page as a problem: with all that its headers say of limits, methods and caching."""
    answer = plain_problem(request, page.status_code)
    for name, value in page.items():
        if name.lower() not in _OF_THE_PAGE:
            answer[name] = value
    return answer


def _preflight() -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["Allow"] = answer["Access-Control-Allow-Methods"] = METHODS
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Headers"] = SENT
    answer["Access-Control-Max-Age"] = str(KEPT)
    return answer


def _is_page(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", _PAGE).startswith(_PAGE)
