"""Places, borders and disputes: what incidents refer to, as far as an editor made it public."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import PARAMETERS, Keyset, linked, links_of, only
from config.rest.renderers import GeoJSONRenderer, JSONRenderer
from incidents.public.api import entries
from incidents.public.api.filters import PlaceFilter
from incidents.public.api.schema import BAD_REQUEST, NOT_FOUND, PAGING, PATH_SLUG, PREFIX, answers, parameters_of
from incidents.public.api.views.base import PublicView, moved
from incidents.public.api.views.negotiating import format_of
from incidents.reference.models import Border, Dispute, Place

BY_NAME = Keyset("name", "slug", descending=False)
_FORMATS = ("json", "geojson")
_FORMAT = OpenApiParameter("format", {"type": "string", "enum": list(_FORMATS), "default": "json"})
_PATH_CODE = OpenApiParameter(
    "code",
    {"type": "string", "pattern": "^[-A-Za-z0-9_.:]{1,40}$"},
    OpenApiParameter.PATH,
    description="Code of a place, for example gn:174815.",
)


def _lines_too(found: dict[Any, Any]) -> dict[Any, Any]:
    """Return responses, the one that is asked for also as GeoJSON."""
    features = OpenApiResponse({"$ref": f"{PREFIX}BorderFeatures"}, description="The lines.")
    whole = found.pop(200)
    return {(200, JSONRenderer.media_type): whole, (200, GeoJSONRenderer.media_type): features} | found


class PlaceList(PublicView):
    """Places."""

    @extend_schema(
        operation_id="places",
        parameters=[*parameters_of(PlaceFilter), *PAGING],
        responses=answers("PlacePage", BAD_REQUEST),
        tags=["reference"],
    )
    def get(self, request: Request) -> Response:
        """List places by name, with all their names by language and by the party that uses them."""
        asked = PlaceFilter.read(request.GET, also=PARAMETERS)
        page = Keyset("name", "code", descending=False).page(
            asked.filter_queryset(Place.objects.in_public()), request.GET
        )
        base, links = _base(request, "places"), links_of(request, page)
        return linked(Response({**links, "results": [entries.place(row, base) for row in page.rows]}), links)


class PlaceDetail(PublicView):
    """One place."""

    @extend_schema(
        operation_id="place",
        parameters=[_PATH_CODE],
        responses=answers("PlaceEntry", BAD_REQUEST, NOT_FOUND, moves=True),
        tags=["reference"],
    )
    def get(self, request: Request, code: str) -> Response:
        """Return a place with all its names by language and by the party that uses them.

        One that was found to be the same as another leads there for good (301).
        """
        only(request.GET)
        found = Place.objects.in_public().named(code=code)
        if found is None:
            return moved(Place.objects.winner_of(code), "api:place")
        return Response(entries.place(found, _base(request, "places")))


class BorderList(PublicView):
    """Borders."""

    renderer_classes = [*PublicView.renderer_classes, GeoJSONRenderer]

    @extend_schema(
        operation_id="borders",
        parameters=[*PAGING, _FORMAT],
        responses=_lines_too(answers("BorderPage", BAD_REQUEST)),
        tags=["reference"],
    )
    def get(self, request: Request) -> Response:
        """List borders by name, with their sections; `format=geojson`: their lines, a feature for each section."""
        only(request.GET, *PARAMETERS, "format")
        page = BY_NAME.page(Border.objects.in_public(), request.GET)
        base, links = _base(request, "borders"), links_of(request, page)
        if _wants_lines(request):
            return linked(_features(entries.lines(page.rows, base)), links)
        return linked(Response({**links, "results": [entries.border(row, base) for row in page.rows]}), links)


class BorderDetail(PublicView):
    """One border."""

    renderer_classes = [*PublicView.renderer_classes, GeoJSONRenderer]

    @extend_schema(
        operation_id="border",
        parameters=[PATH_SLUG, _FORMAT],
        responses=_lines_too(answers("BorderEntry", BAD_REQUEST, NOT_FOUND)),
        tags=["reference"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return a border with its sections; `format=geojson`: their lines."""
        only(request.GET, "format")
        as_lines = _wants_lines(request)
        border, base = _found(Border.objects.in_public(), slug=slug), _base(request, "borders")
        return _features(entries.lines([border], base)) if as_lines else Response(entries.border(border, base))


class DisputeList(PublicView):
    """Disputes."""

    @extend_schema(
        operation_id="disputes", parameters=PAGING, responses=answers("DisputePage", BAD_REQUEST), tags=["reference"]
    )
    def get(self, request: Request) -> Response:
        """List disputes by name, with parties, borders and milestones."""
        only(request.GET, *PARAMETERS)
        page = BY_NAME.page(Dispute.objects.in_public(), request.GET)
        base, links = _base(request, "disputes"), links_of(request, page)
        return linked(Response({**links, "results": [entries.dispute(row, base) for row in page.rows]}), links)


class DisputeDetail(PublicView):
    """One dispute."""

    @extend_schema(
        operation_id="dispute",
        parameters=[PATH_SLUG],
        responses=answers("DisputeEntry", BAD_REQUEST, NOT_FOUND),
        tags=["reference"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """Return a dispute with its parties, borders and milestones."""
        only(request.GET)
        return Response(entries.dispute(_found(Dispute.objects.in_public(), slug=slug), _base(request, "disputes")))


def _wants_lines(request: Request) -> bool:
    """Tell whether lines are asked for, by `format` or by what is accepted. Raises BadParameter."""
    return format_of(request, *_FORMATS) == "geojson"


def _features(collection: dict[str, Any]) -> Response:
    return Response(collection, content_type=GeoJSONRenderer.media_type)


def _found(queryset: Any, **named: str) -> Any:
    found = queryset.named(**named)
    if found is None:
        raise Http404
    return found


def _base(request: Request, name: str) -> str:
    return request.build_absolute_uri(reverse(f"api:{name}"))
