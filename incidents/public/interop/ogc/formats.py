"""JSON or HTML: by `f`, or by what the caller prefers. A client that says nothing of HTML gets JSON."""

from django.http import HttpRequest

from config.rest.pagination import one
from config.rest.parameters import BadParameter, Fault
from incidents.public.interop.ogc.addresses import GEOJSON, HTML, JSON

FORMATS = ("json", "html")
_PREFERENCE = [GEOJSON, JSON, HTML]


def wants_html(request: HttpRequest) -> bool:
    """Tell whether a page is asked for. Raises BadParameter."""
    given = one(request.GET, "f")
    if given is not None and given not in FORMATS:
        raise BadParameter(Fault("f", f"{given!r} is not one of them", FORMATS))
    if given is not None or HTML not in request.META.get("HTTP_ACCEPT", ""):
        return given == "html"
    return request.get_preferred_type(_PREFERENCE) == HTML
