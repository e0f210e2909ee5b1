"""Addresses and parameters that will go: announced in every answer that uses them (RFC 9745, RFC 8594).

docs/http.md has the policy. To deprecate something, add it to `DEPRECATED`; nothing else has to change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class Deprecation:
    """What is deprecated: the addresses that begin like this, or one parameter there; since when; when it goes."""

    path: str
    since: datetime
    sunset: datetime | None
    more: str
    """Address of what to use instead."""
    parameter: str | None = None

    def concerns(self, request: HttpRequest) -> bool:
        """Tell whether a request uses it."""
        return request.path_info.startswith(self.path) and (self.parameter is None or self.parameter in request.GET)


DEPRECATED: tuple[Deprecation, ...] = ()


class Announcing:
    """Puts `Deprecation`, `Sunset` and a link into answers that use what is deprecated; of several, the first to go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        response = self.get_response(request)
        found = [one for one in DEPRECATED if one.concerns(request)]
        if found:
            response["Deprecation"] = f"@{min(int(one.since.timestamp()) for one in found)}"
            links = [f'<{one.more}>; rel="deprecation"; type="text/html"' for one in found]
            response["Link"] = ", ".join([*filter(None, [response.get("Link")]), *links])
        if sunsets := [one.sunset.timestamp() for one in found if one.sunset]:
            response["Sunset"] = http_date(min(sunsets))
        return response
