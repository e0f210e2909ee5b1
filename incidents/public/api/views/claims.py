"""Claims across incidents."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from config.rest.pagination import PARAMETERS
from incidents.public.api import splice
from incidents.public.api.schema import BAD_REQUEST, CLAIM_ORDERING, COUNT, FORMAT, PAGING, answers, parameters_of
from incidents.public.api.views.base import AnyFormat, PublicView, page_of, page_response
from incidents.public.exports.answer import csv_answer, wants_csv
from incidents.public.exports.tables import CLAIMS
from incidents.record.filters import ClaimFilter
from incidents.record.ordering import ORDERING, claim_order


class ClaimSearch(PublicView):
    """Claims, whoever made them, about whatever incident."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="claims",
        parameters=[*parameters_of(ClaimFilter), *PAGING, CLAIM_ORDERING, COUNT, FORMAT],
        responses=answers("ClaimPage", BAD_REQUEST, table=True),
        tags=["claims"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List claims by the day they were made, undated ones first, then newest first, or as `ordering` says.

        `question`, `stance` and `about` ask for one assertion that has them all.
        """
        if wants_csv(request.GET):
            return csv_answer(request, CLAIMS, ClaimFilter.read(request.GET, also=("format",)), "-made_on", "-id")
        asked = ClaimFilter.read(request.GET, also=(*PARAMETERS, "count", "format", ORDERING))
        page, tally = page_of(request, asked, claim_order(asked, request.GET))
        items = splice.claims(page.rows, splice.incidents_url(request))
        return page_response(request, page, items, tally)
