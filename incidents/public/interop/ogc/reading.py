"""Reads that only the OGC API makes."""

from django.db.models import Max, Min

from incidents.public.interop.ogc.geometry import Lines
from incidents.record.models import FacetCount, MapCell
from incidents.reference.models import BorderSection
from incidents.vocabulary import Standing

_HALF_DEGREE = 0.5


def section_lines() -> Lines:
    """Return the lines of the sections of public borders. One query."""
    sections = BorderSection.objects.filter(border__standing=Standing.PUBLIC)
    return dict(sections.values_list("code", "line"))


Extent = tuple[list[float] | None, tuple[int, int] | None]
"""A box in half degrees, and the first and the last year; None where there is nothing."""


def extent() -> Extent:
    """Return where live incidents lie, and in which years they ended. Two queries over the summaries."""
    cells = MapCell.objects.filter(incidents__gt=0).aggregate(
        west=Min("column"), south=Min("row"), east=Max("column"), north=Max("row")
    )
    years = FacetCount.objects.filter(incidents__gt=0).aggregate(first=Min("year"), last=Max("year"))
    box = None
    if cells["west"] is not None:
        sides = (cells["west"], cells["south"], cells["east"] + 1, cells["north"] + 1)
        box = [side * _HALF_DEGREE for side in sides]
    return box, None if years["first"] is None else (years["first"], years["last"])
