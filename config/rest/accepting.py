"""What `Accept` may ask of whoever reads it: a few ranges, each of which can be read.

Django, REST framework and the lists each read it in their own way, range by range against what they have. A header of
hundreds of kilobytes (servers join repeated ones) would keep them at it for seconds, and a parameter in an encoding
that nobody knows makes Django's reader raise.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.request import MediaType
from django.http.response import HttpResponseBase

RANGES = 50
"""The first so many are read; browsers send fewer than ten."""


class Accepting:
    """Leaves of `Accept` what can be read; of nothing, nothing, which accepts anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request."""
        given = request.META.pop("HTTP_ACCEPT", "").split(",", RANGES)[:RANGES]
        if kept := [range_ for range_ in given if range_.strip() and _can_be_read(range_)]:
            request.META["HTTP_ACCEPT"] = ",".join(kept)
        return self.get_response(request)


def _can_be_read(range_: str) -> bool:
    try:
        MediaType(range_)
    except ValueError:
        return False
    return True
