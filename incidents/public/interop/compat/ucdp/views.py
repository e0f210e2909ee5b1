"""GED events over HTTP."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.public.api.views.base import AnyFormat, PublicView
from incidents.public.interop.compat.answering import dated
from incidents.public.interop.compat.callers import AnyToken
from incidents.public.interop.compat.ucdp.pages import Asked, page


class GedEvents(PublicView):
    """Fatal incidents as GED events: of a release, or of what stands now (`live`).

    Any `x-ucdp-access-token` will do, and none is needed.
    """

    authentication_classes = [AnyToken]
    content_negotiation_class = AnyFormat

    @extend_schema(exclude=True)
    def get(self, request: Request, version: str) -> Response:
        """List them, newest first. A version that does not exist answers 404, which clients that probe stop at."""
        here = request.build_absolute_uri(reverse("compat:gedevents", args=[version]))
        answer, as_of = page(Asked(version, request.GET), here)
        response: Response = dated(Response(answer), as_of)
        return response
