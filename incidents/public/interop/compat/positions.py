"""Where a row of a dataset of points says that an incident was, and in which cell of PRIO-GRID that is."""

from dataclasses import dataclass
from math import floor

from incidents.document.types import Location
from incidents.public.interop.compat.countries import COUNTRIES

COUNTRY_ONLY, OPEN_WATERS = 6, 7
_ROWS, _COLUMNS, _PER_DEGREE = 360, 720, 2


@dataclass(frozen=True, slots=True)
class Position:
    """A point with UCDP's where_prec."""

    latitude: float
    longitude: float
    where_prec: int


def position(location: Location) -> Position | None:
    """Return the published position; without one a point inside the country, which says that it is no more than that.

    None where the record names no country either.
    """
    if location["latitude"] is not None and location["longitude"] is not None:
        return Position(location["latitude"], location["longitude"], location["precision"] or COUNTRY_ONLY)
    country = COUNTRIES.get(location["country"])
    if country is None:
        return None
    precision = OPEN_WATERS if location["precision"] == OPEN_WATERS else COUNTRY_ONLY
    return Position(country.latitude, country.longitude, precision)


def priogrid(latitude: float, longitude: float) -> int:
    """Return the id of the PRIO-GRID cell: half degrees, counted from 1 in the south-west, row by row to the north."""
    row = min(floor((latitude + 90) * _PER_DEGREE), _ROWS - 1)
    column = min(floor((longitude + 180) * _PER_DEGREE), _COLUMNS - 1)
    return row * _COLUMNS + column + 1


def wkt(latitude: float, longitude: float) -> str:
    """Return the point as well-known text, as GED writes it: longitude first, whole numbers without a point."""
    return f"POINT ({_plain(longitude)} {_plain(latitude)})"


def _plain(degrees: float) -> str:
    text = f"{degrees:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
