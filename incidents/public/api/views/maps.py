"""The map: cells of a grid with what lies in them, and what is known of no position."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from config.rest.parameters import BadParameter, Fault
from incidents.analysis.cells import HIGHEST_ZOOM, MOST, SIZES, ZOOMS, TooManyCells, map_of
from incidents.analysis.perspectives import ESTIMATES, Perspective
from incidents.public.api.schema import BAD_REQUEST, FEATURES, answers, parameters_of
from incidents.public.api.splice import incidents_url
from incidents.public.api.told import maps as told
from incidents.public.api.views.base import AnyFormat
from incidents.public.api.views.computed import PERSPECTIVE, ComputedView, documented
from incidents.record import fields
from incidents.record.filters import IncidentFilter
from incidents.record.reading import options

GEOJSON = "application/geo+json"
MAP: dict[str, fields.Parameter] = {
    "cell": fields.OneOf(SIZES, help_text="Height and width of a cell in degrees. Default: 0.5."),
    "zoom": fields.Number(0, HIGHEST_ZOOM, help_text="Zoom level of a web map, in place of `cell`."),
    "format": fields.OneOf(("json", "geojson"), help_text="`geojson`: the cells as polygons. Default: json."),
    "perspective": PERSPECTIVE,
}
_GEOJSON = OpenApiResponse(FEATURES, description="The cells as a FeatureCollection (RFC 7946).")


class Map(ComputedView):
    """Incidents by cell."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="map",
        parameters=[*parameters_of(IncidentFilter), *documented(MAP)],
        responses=answers("MapAnswer", BAD_REQUEST) | {(200, GEOJSON): _GEOJSON},
        tags=["map"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Count incidents and killed by cell; where there are few, each incident with the radius it lies in as well.

        Incidents without a position are in no cell: `unlocated` counts them, and those known by a border section apart.
        """
        asked = IncidentFilter.read(request.GET, also=MAP)
        given = options(request.GET, MAP, {"cell": None, "zoom": None, "format": "json", "perspective": ESTIMATES})
        if given["cell"] and given["zoom"] is not None:
            raise BadParameter(Fault("zoom", "goes not with `cell`: give one of them"))
        size = given["cell"] or ("0.5" if given["zoom"] is None else ZOOMS[min(given["zoom"], len(ZOOMS) - 1)])
        perspective: Perspective = given["perspective"]
        plain = given["format"] == "json"
        base = incidents_url(request)

        def compute() -> dict[str, Any]:
            try:
                found = map_of(asked, perspective, size)
            except TooManyCells as error:
                wider = SIZES[SIZES.index(size) + 1 :]
                wrong = f"makes more than {MOST:,} cells: take larger ones, or a smaller `bbox`"
                raise BadParameter(Fault("cell", wrong, wider)) from error
            return told.cells(found, base) if plain else told.geojson(found)

        return self.answered(request, asked, perspective, compute, media_type=None if plain else GEOJSON)
