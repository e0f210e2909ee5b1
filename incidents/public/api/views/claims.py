"""Claims across incidents."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from config.rest.pagination import PARAMETERS
from incidents.public.api import found, splice
from incidents.public.api.exporting import format_parameters, list_answers
from incidents.public.api.schema import CLAIM_ORDERING, COUNT, PAGING, SNIPPETS, parameters_of
from incidents.public.api.views.base import ManyFormats, page_of, page_response
from incidents.public.exports.answer import ALSO, export
from incidents.public.exports.formats import JSON, asked_format
from incidents.public.exports.listing import CLAIM_LIST
from incidents.record.claim_filters import ClaimFilter
from incidents.record.ordering import claim_order


class ClaimSearch(ManyFormats):
    """Claims, whoever made them, about whatever incident."""

    @extend_schema(
        operation_id="claims",
        parameters=[
            *parameters_of(ClaimFilter),
            *PAGING,
            CLAIM_ORDERING,
            COUNT,
            SNIPPETS,
            *format_parameters(CLAIM_LIST),
        ],
        responses=list_answers("ClaimPage"),
        tags=["claims"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List claims by the day they were made, undated ones first, then newest first, or as `ordering` says.

        `question`, `stance` and `about` ask for one assertion that has them all.
        """
        wanted = asked_format(request)
        if wanted is not JSON:
            return export(request, wanted, CLAIM_LIST, ClaimFilter.read(request.GET, also=ALSO))
        asked = ClaimFilter.read(request.GET, also=(*PARAMETERS, "count", found.SNIPPETS, *ALSO))
        parts, note = CLAIM_LIST.parts(request.GET), found.claim_note(asked, request.GET)
        page, tally = page_of(request, asked, claim_order(asked, request.GET), *CLAIM_LIST.reads)
        items = CLAIM_LIST.items(page.rows, parts, splice.incidents_url(request), tally.as_of, note)
        return page_response(request, page, items, tally, found.meant(asked, tally.count))
