"""Reads that only the OGC API makes."""

from collections.abc import Callable
from functools import cache, partial

from django.db.models import Max, Min

from actors.models import Actor
from incidents.public.interop.ogc.cql2.merges import Same
from incidents.public.interop.ogc.geometry import Lines
from incidents.record.models import FacetCount, MapCell
from incidents.reference.models import BorderSection, Place
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


def same_actors_and_places() -> dict[str, Same]:
    """Return what tells which codes are one. One query for actors and one for places, when the first is asked after."""
    merges = {"actor": cache(Actor.objects.merges), "place": cache(Place.objects.merges)}
    return {name: partial(_same, read) for name, read in merges.items()}


def _same(read: Callable[[], dict[str, str]], code: str) -> list[str]:
    winners = read()
    winner = winners.get(code, code)
    return sorted({code, winner, *(loser for loser, other in winners.items() if other == winner)})
