"""The ACLED-shaped reads over HTTP."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import problem_handler
from config.rest.parameters import BadParameter
from incidents.public.api.views.base import AnyFormat, PublicView
from incidents.public.interop.compat.acled import answers, gone
from incidents.public.interop.compat.acled.pages import Asked, everything, found, notes, reason
from incidents.public.interop.compat.callers import AnyToken

NAME = "counterclaim-acled-shaped"
NOTHING = "Nothing that was published has been taken back, as far as was asked."


def in_envelope(error: Exception, context: dict[str, Any]) -> Response:
    """Return what is wrong in the envelope that clients of this face read."""
    response = problem_handler(error, context)
    told = str(error) if isinstance(error, BadParameter) else response.data["detail"]
    allowed = [f"Allowed: {', '.join(error.allowed)}."] if isinstance(error, BadParameter) and error.allowed else []
    data = answers.refused([told, *allowed], response.status_code)
    return Response(data, status=response.status_code, headers=dict(response.headers), content_type="application/json")


class Shaped(PublicView):
    """A read whose errors are told in ACLED's envelope. Tokens of any kind, keys and addresses are not needed."""

    authentication_classes = [AnyToken]
    content_negotiation_class = AnyFormat

    def get_exception_handler(self) -> Any:
        """Return what tells errors."""
        return in_envelope


class AcledRead(Shaped):
    """Incidents that stand, in the shape of ACLED's rows."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        """List incidents, newest first. `limit=0`, and any limit above 5,000, is streamed."""
        asked = Asked(request.GET)
        telling = answers.Telling(asked.columns, asked.csv, NAME, notes(asked), reason(asked))
        if asked.streams:
            return answers.streamed(everything(asked), telling, sent=request.method != "HEAD")
        return answers.whole(found(asked), telling)


class DeletedRead(Shaped):
    """Incidents that are no more: retracted, merged into another, or expunged."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        """List them, in the order in which they went."""
        asked = gone.Asked(request.GET)
        telling = answers.Telling(gone.COLUMNS, asked.csv, f"{NAME}-deleted", notes(asked), NOTHING)
        return answers.whole(gone.found(asked), telling)
