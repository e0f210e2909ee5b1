"""What both faces put into their answers beside the rows."""

from datetime import datetime
from typing import Any

from incidents.public.api import splice
from incidents.public.exports.answer import AS_OF


def dated(response: Any, as_of: datetime | None) -> Any:
    """Say in the header which edition was the last that the answer saw."""
    if as_of is not None:
        response[AS_OF] = splice.moment(as_of)
    return response
