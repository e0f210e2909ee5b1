"""Claims across incidents."""

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from config.rest.pagination import PARAMETERS
from incidents.public.api import found, splice
from incidents.public.api.schema import BAD_REQUEST, COUNT, FORMAT, PAGING, SNIPPETS, answers, parameters_of
from incidents.public.api.views.base import AnyFormat, PublicView, counted, page_response
from incidents.public.exports.answer import csv_answer, wants_csv
from incidents.public.exports.tables import CLAIMS
from incidents.record.filters import ClaimFilter
from incidents.record.querysets import CLAIMS_BY_DATE


class ClaimSearch(PublicView):
    """Claims, whoever made them, about whatever incident."""

    content_negotiation_class = AnyFormat

    @extend_schema(
        operation_id="claims",
        parameters=[*parameters_of(ClaimFilter), *PAGING, COUNT, FORMAT, SNIPPETS],
        responses=answers("ClaimPage", BAD_REQUEST, table=True),
        tags=["claims"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List claims by the day they were made, undated ones first, then newest first.

        `question`, `stance` and `about` ask for one assertion that has them all.
        """
        if wants_csv(request.GET):
            return csv_answer(request, CLAIMS, ClaimFilter.read(request.GET, also=("format",)), "-made_on", "-id")
        asked = ClaimFilter.read(request.GET, also=(*PARAMETERS, "count", "format", found.SNIPPETS))
        note = found.claim_note(asked, request.GET)
        tally = counted(request, asked.qs, asked.moment)  # first: it must not name what the page did not see
        rows = asked.qs.none() if tally.count == 0 else asked.qs
        page = CLAIMS_BY_DATE.page(rows.for_bytes(), request.GET)
        items = splice.claims(page.rows, splice.incidents_url(request), note)
        return page_response(request, page, items, tally, found.meant(asked, tally.count))
