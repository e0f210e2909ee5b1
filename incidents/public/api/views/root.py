"""The way in, the schema, its page, and the way out of addresses that lead nowhere."""

from typing import Any

from django.http import Http404, HttpRequest
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.rest.pagination import only
from incidents.public.api.views.base import PublicView

STATS = ("stats-series", "stats-facets", "stats-first-since", "stats-baseline", "map")
REFERENCE = ("places", "borders", "disputes", "sources")
LEDGER = ("changes", "releases")
LISTS = ("incidents", "claims", "actors", *REFERENCE, *STATS, *LEDGER, "codebook", "schema", "docs")


class Root(PublicView):
    """The addresses to begin with."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """Return the address of every list, of the schema, and of its page."""
        only(request.GET)
        return Response({name: reverse(f"api:{name}", request=request) for name in LISTS})


class Nowhere(PublicView):
    """Any other address: a problem document, as for everything else here."""

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> Response:
        """Answer 404."""
        raise Http404

    def http_method_not_allowed(self, request: HttpRequest, *_args: Any, **_parts: Any) -> Response:
        """Answer 404 to every other method too: it is not the method that is wrong."""
        raise Http404


class Schema(SpectacularAPIView):
    """The OpenAPI 3.1 schema, in YAML or (`?format=json`) JSON."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]


class Docs(SpectacularSwaggerSplitView):
    """Swagger UI over the schema, from drf-spectacular's sidecar: nothing inline, nothing from elsewhere."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    url_name = "api:schema"
    template_name = "public_api/docs.html"
