"""Claims across incidents."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from config.rest.pagination import PARAMETERS
from incidents.public.api import splice
from incidents.public.api.exporting import format_parameters, list_answers
from incidents.public.api.schema import COUNT, PAGING, parameters_of
from incidents.public.api.views.base import ManyFormats, counted, page_response
from incidents.public.exports.answer import ALSO, export
from incidents.public.exports.formats import JSON, asked_format
from incidents.public.exports.listing import CLAIM_LIST
from incidents.record.filters import ClaimFilter
from incidents.record.querysets import CLAIMS_BY_DATE


class ClaimSearch(ManyFormats):
    """Claims, whoever made them, about whatever incident."""

    @extend_schema(
        operation_id="claims",
        parameters=[*parameters_of(ClaimFilter), *PAGING, COUNT, *format_parameters(CLAIM_LIST)],
        responses=list_answers("ClaimPage"),
        tags=["claims"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List claims by the day they were made, undated ones first, then newest first.

        `question`, `stance` and `about` ask for one assertion that has them all.
        """
        wanted = asked_format(request)
        if wanted is not JSON:
            return export(request, wanted, CLAIM_LIST, ClaimFilter.read(request.GET, also=ALSO))
        asked = ClaimFilter.read(request.GET, also=(*PARAMETERS, "count", *ALSO))
        parts = CLAIM_LIST.parts(request.GET)
        tally = counted(request, asked.qs, asked.moment)  # first: it must not name what the page did not see
        page = CLAIMS_BY_DATE.page(CLAIM_LIST.rows(asked.qs), request.GET)
        items = CLAIM_LIST.items(page.rows, parts, splice.incidents_url(request), tally.as_of)
        return page_response(request, page, items, tally)
