"""The record's own filters, with the parameters of OGC API – Features: `bbox` of six numbers too, and `datetime`."""

from functools import cached_property
from typing import Any

from django.db.models import Q

from config.rest.pagination import LARGEST_PAGE, PAGE
from incidents.public.interop.ogc.fields import BoundingBox, Interval, Limit
from incidents.public.interop.ogc.geometry import Area, Lines
from incidents.public.interop.ogc.reading import section_lines
from incidents.record import conditions
from incidents.record.claim_filters import ClaimFilter
from incidents.record.filters import IncidentFilter
from incidents.record.reading import parameter

_BOX = "west,south,east,north in degrees (CRS 84), or the same with heights."
_LIMIT = f"Features in a page; more than {LARGEST_PAGE} is {LARGEST_PAGE}."


class IncidentFeatures(IncidentFilter):
    """Incidents at their published positions."""

    bbox = parameter(BoundingBox, help_text=f"{_BOX} The published position lies in it.")
    datetime = parameter(
        Interval,
        help_text="A date or time, or an interval (2024-02-01/2024-02-29, 2024-02-13/..): the incident may have been "
        "then (with `match=certain`: must have been). Of times the day in UTC counts.",
    )
    limit = parameter(Limit, LARGEST_PAGE, PAGE, help_text=_LIMIT)

    def ranges(self, *, certain: bool) -> list[Q]:
        """Add the condition on the time."""
        asked = super().ranges(certain=certain)
        since, until = self.values["datetime"] or (None, None)
        return [*asked, conditions.occurred(since, until, certain=certain)] if since or until else asked


class AreaFeatures(IncidentFeatures):
    """Incidents as the areas that their true positions lie in."""

    bbox = parameter(BoundingBox, help_text=f"{_BOX} The area and the box share a point (certain: the box holds it).")

    def inside(self, box: conditions.Sides, *, certain: bool) -> Q:
        """Return the condition that the area touches a box; certain: that it is a circle and lies in the box."""
        if certain:
            return super().inside(box, certain=True)
        west, south, east, north = box
        parts = [box] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]
        found = Q()
        for part in parts:
            found |= Q(Area(self.lines).in_box(part))
        return found

    @cached_property
    def lines(self) -> Lines:
        """The lines of public border sections, read once."""
        return section_lines()


class ClaimFeatures(ClaimFilter):
    """Claims, which have no geometry."""

    bbox = parameter(BoundingBox, help_text=f"{_BOX} Claims have no geometry: none is in any.")
    datetime = parameter(
        Interval, help_text="A date or time, or an interval: the claim was made then, or nobody knows when."
    )
    limit = parameter(Limit, LARGEST_PAGE, PAGE, help_text=_LIMIT)

    def filter_queryset(self, queryset: Any) -> Any:
        """Leave out everything where a box is asked for."""
        found = super().filter_queryset(queryset)
        return found.none() if self.values["bbox"] else found

    def asked(self) -> list[Q]:
        """Add the condition on the day; what has none is not left out (Part 1, fc-time-response)."""
        asked, (since, until) = super().asked(), self.values["datetime"] or (None, None)
        made = Q(**({"made_on__gte": since} if since else {}), **({"made_on__lte": until} if until else {}))
        return [*asked, made | Q(made_on=None)] if made else asked
