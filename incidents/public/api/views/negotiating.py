"""Which of a view's few renderers answers: by `format` in the query, which the view reads, or by what is accepted."""

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request

from config.rest.pagination import one
from config.rest.parameters import BadParameter, Fault


class ByFormatOrAccept(DefaultContentNegotiation):
    """Leaves a `format` in the query to the view, whatever the caller accepts."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return the renderer for all that is not streamed, errors included."""
        if "format" in request.query_params:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)


def format_of(request: Request, *names: str) -> str:
    """Return the format that `format` names, else that of what is accepted. Raises BadParameter."""
    given = one(request.GET, "format")
    if given is None:
        return str(request.accepted_renderer.format)
    if given not in names:
        raise BadParameter(Fault("format", f"{given!r} is not one of them", names))
    return given
