"""Claims across incidents."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import PARAMETERS, Keyset
from incidents.public.api import splice
from incidents.public.api.schema import BAD_REQUEST, COUNT, PAGING, answers, parameters_of
from incidents.public.api.views.base import PublicView, counted, page_response
from incidents.record.filters import ClaimFilter

BY_DATE = Keyset("made_on", "id", nullable=True)


class ClaimSearch(PublicView):
    """Claims, whoever made them, about whatever incident."""

    @extend_schema(
        operation_id="claims",
        parameters=[*parameters_of(ClaimFilter), *PAGING, COUNT],
        responses=answers("ClaimPage", BAD_REQUEST),
        tags=["claims"],
    )
    def get(self, request: Request) -> Response:
        """List claims by the day they were made, undated ones first, then newest first.

        `question`, `stance` and `about` ask for one assertion that has them all.
        """
        asked = ClaimFilter.read(request.GET, also=(*PARAMETERS, "count"))
        tally = counted(request, asked.qs, asked.moment)  # first: it must not name what the page did not see
        page = BY_DATE.page(asked.qs.for_bytes(), request.GET)
        items = splice.claims(page.rows, splice.incidents_url(request))
        return page_response(request, page, items, tally)
