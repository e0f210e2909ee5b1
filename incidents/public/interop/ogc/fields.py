"""Parameters that OGC API – Features reads in a way of its own."""

import re
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError

from incidents.public.interop.ogc.cql2.errors import Refused
from incidents.public.interop.ogc.cql2.shapes import boxes
from incidents.public.interop.ogc.cql2.terms import day, moment
from incidents.record.conditions import Sides
from incidents.record.fields import Parameter

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?")
Period = tuple[date | None, date | None]
"""First and last day, both included; None: open."""


class BoundingBox(Parameter):
    """Four numbers, or six with heights, which the record does not know and ignores."""

    schema = {
        "type": "array",
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
        "items": {"type": "number"},
    }

    def parse(self, text: str) -> Sides:
        """Return west, south, east, north; a west greater than the east crosses the antimeridian."""
        parts = [part.strip() for part in text.split(",")]
        try:
            found = boxes([float(part) if _NUMBER.fullmatch(part) else part for part in parts])
        except Refused as error:
            raise ValidationError(error.message) from error
        return found[0][0], found[0][1], found[-1][2], found[0][3]


class Interval(Parameter):
    """An instant, or an interval that may be open on a side: dates, or times, of which the day in UTC counts."""

    schema = {"type": "string"}

    def parse(self, text: str) -> Period:
        """Return the days."""
        first, slash, last = text.partition("/")
        if not slash:
            only = _day(first)
            return only, only
        since, until = (None if end.strip() in ("", "..") else _day(end.strip()) for end in (first, last))
        if since and until and since > until:
            raise ValidationError(f"{text!r} ends before it begins")
        return since, until


class Limit(Parameter):
    """How many features a page has: more than the largest page is the largest page, as the standard wants it."""

    def __init__(self, largest: int, default: int, *, help_text: str = "") -> None:
        """Take the bounds."""
        super().__init__(help_text=help_text)
        self.largest = largest
        self.schema = {"type": "integer", "minimum": 1, "maximum": largest, "default": default}

    def parse(self, text: str) -> int:
        """Return the number."""
        if not (text.isascii() and text.isdigit()) or not text.strip("0"):
            raise ValidationError(f"{text!r} is not a whole number from 1 to {self.largest}")
        return self.largest if len(text) > len(str(self.largest)) + 1 else min(int(text), self.largest)


def _day(text: str) -> date:
    try:
        found: date | datetime = moment(text) if "t" in text.lower() or " " in text else day(text)
    except Refused as error:
        raise ValidationError(f"{text!r} is neither a date, 2024-02-13, nor a time, 2024-02-13T05:30:00Z") from error
    return found.astimezone(UTC).date() if isinstance(found, datetime) else found
