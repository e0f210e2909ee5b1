"""Which of a view's few renderers answers: by `format` in the query, which the view reads, or by what is accepted."""

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request


class ByFormatOrAccept(DefaultContentNegotiation):
    """Leaves a `format` in the query to the view, whatever the caller accepts."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return the renderer for all that is not streamed, errors included."""
        if "format" in request.query_params:
            return renderers[0], renderers[0].media_type
        return super().select_renderer(request, renderers, format_suffix)
