"""Where things are drawn: a point only where there is a position, so that no map gets a false pin."""

from typing import Any

from incidents.reference.models import BorderSection
from incidents.vocabulary import Standing

FINEST = 2
"""The coarsest `where_prec` with which a position says more than the section of the border in which it lies."""
COUNTRY = 6
"""The `where_prec` of what is known by its country alone: the position is the middle of it, where nothing happened."""

Where = tuple[float | None, float | None, int | None, float | None, str]
"""Latitude, longitude, where_prec, radius_km, and the code of a section; as `tables.Where.paths`."""


def lines_of_sections() -> dict[str, dict[str, Any]]:
    """Return the lines of the sections of public borders, as they are drawn today, by code."""
    return dict(BorderSection.objects.filter(border__standing=Standing.PUBLIC).values_list("code", "line"))


def geometry(where: Where, lines: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any] | None]:
    """Return what is drawn, by its word and as a GeoJSON geometry: a position, the section's line, or nothing.

    The same rule as on the pages' maps: a section of the border says it better than a coarse position in it.
    """
    latitude, longitude, precision, _, section = where
    if section in lines and (latitude is None or precision is None or precision > FINEST):
        return "section", lines[section]
    if latitude is None or longitude is None or precision == COUNTRY:
        return "nothing", None
    return "position", {"type": "Point", "coordinates": [longitude, latitude]}
