"""What may be kept of an answer, by whom, and whether the caller has it already.

The tag of an answer is the hash of its bytes, unless the view gives one that it knows without making them (an edition's
digest, the ledger's head). The bytes hold all that an answer depends on: the editions, and also the hierarchy, names
and borders, which have no place in the ledger; a tag of the ledger's head and the query would miss those. It is strong:
the same tag is the same bytes. It saves sending them, not making them.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe

from config.rest.faces import PRIVATE, PROBES, SAFE, is_open

PUBLIC = "public, no-cache"
"""Anybody may keep it, and asks each time whether it is still so."""
OWN = "private, no-cache"
"""Only the browser of the person may keep it."""
NOWHERE = "no-store"
_KEPT_WITH_304 = ("Counterclaim-As-Of", "Link")
_OK, _ERRORS = 200, 400


class Caching:
    """Says what may be kept, tags public answers, and answers 304 to who has them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        response = self.get_response(request)
        if not is_open(request):
            patch_vary_headers(response, ["Cookie"])
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = policy(request, response)
        if not isinstance(response, HttpResponse) or response.status_code != _OK:
            return response
        if request.method not in ("GET", "HEAD"):
            return response
        if not response.has_header("ETag") and "public" in response["Cache-Control"]:
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return _unless_known(request, response)


def policy(request: HttpRequest, response: HttpResponseBase) -> str:
    """Return who may keep an answer that does not say so itself."""
    if response.status_code >= _ERRORS or request.path_info in PROBES:
        return NOWHERE
    if is_open(request):
        return PUBLIC if request.method in SAFE else NOWHERE
    personal = settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
    if personal or request.method not in SAFE or request.path_info.startswith(PRIVATE):
        return OWN
    return PUBLIC


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Return the answer, or 304 where `If-None-Match` names its tag or, without that, it has not changed since."""
    changed = parse_http_date_safe(response.get("Last-Modified", ""))
    answer = get_conditional_response(request, response.get("ETag"), changed, response)
    if answer is None or answer is response:
        return response
    for name in _KEPT_WITH_304:
        if response.has_header(name):
            answer[name] = response[name]
    return answer
