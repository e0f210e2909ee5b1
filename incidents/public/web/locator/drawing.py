"""A locator map of one incident: the lit section or the circle of uncertainty, never a pin."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, hypot, radians
from typing import Any

from shapely.geometry import Point, box, shape
from shapely.geometry.base import BaseGeometry

from incidents.document.types import IncidentDocument, Location
from incidents.public.web.locator.geography import CAUCASUS, CREDIT_CAUCASUS, CREDIT_WORLD, Feature, layer
from incidents.public.web.locator.projection import HEIGHT, KM_PER_DEGREE, WIDTH, Projection

_LEAST_KM = {True: 70.0, False: 1200.0}
"""Narrowest view, with the detailed layers and without."""
_COUNTRY_ONLY = 6
_DETAILED = frozenset({"ARM", "AZE", "GEO"})
"""Countries that the detailed layers hold whole."""
_NICE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name of the place, in its language."""

    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle that the true position lies in."""

    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Map:
    """Everything that the template draws."""

    land: tuple[str, ...]
    water: tuple[str, ...]
    divisions: tuple[str, ...]
    borders: tuple[str, ...]
    contact: tuple[str, ...]
    lit: str
    lit_area: str
    circle: Circle | None
    countries: tuple[Label, ...]
    names: tuple[PlaceName, ...]
    name_x: float
    name_y: float
    scale_km: int
    scale_units: float
    words: str
    credit: str


def locator(document: IncidentDocument, section_line: dict[str, Any] | None) -> Map | None:
    """Return the map of an incident, or None where no position is given at all."""
    location = document["location"]
    line = shape(section_line) if section_line else None
    focus = _focus(location, line)
    if focus is None:
        return None
    detailed = CAUCASUS.contains(focus.centroid)
    projection = _view(focus, detailed)
    day = date.fromisoformat(document["occurrence"]["latest"])
    backdrop = _caucasus(projection, day) if detailed else _world(projection)
    circle = _circle(location, line, projection)
    country_only = location["precision"] is not None and location["precision"] >= _COUNTRY_ONLY and line is None
    x, y = projection.point(focus.centroid.x, focus.centroid.y)
    if circle:
        y = circle.y - min(circle.r, HEIGHT / 2 - 70) - 8 if circle.r < 40 else circle.y  # noqa: PLR2004 - room for a name
        x = circle.x
    window = box(*projection.window())
    nice = max((km for km in _NICE if km * projection.per_km <= WIDTH / 4), default=1)
    return Map(
        land=backdrop.land,
        water=backdrop.water,
        divisions=backdrop.divisions,
        borders=backdrop.borders,
        contact=backdrop.contact,
        lit=projection.path(line.intersection(window)) if line else "",
        lit_area=projection.path(focus.intersection(window)) if country_only and circle is None else "",
        circle=circle,
        countries=backdrop.countries,
        names=_names(location),
        name_x=x,
        name_y=y,
        scale_km=nice,
        scale_units=round(nice * projection.per_km, 1),
        words=_words(location, line is not None),
        credit=CREDIT_CAUCASUS if detailed else CREDIT_WORLD,
    )


def _focus(location: Location, line: BaseGeometry | None) -> BaseGeometry | None:
    """Return what the map is about."""
    latitude, longitude = location["latitude"], location["longitude"]
    position: BaseGeometry | None = None
    if latitude is not None and longitude is not None:
        position = Point(longitude, latitude)
        if location["radius_km"]:
            position = position.buffer(location["radius_km"] / KM_PER_DEGREE)
    if line is not None:
        small = position is not None and position.buffer(0.2).intersects(line)
        return position.union(line) if position is not None and small else line
    if position is not None:
        return position
    if not location["country"]:
        return None
    name = "caucasus-countries" if location["country"] in _DETAILED else "world-countries"
    return layer(name).country(location["country"])


def _view(focus: BaseGeometry, detailed: bool) -> Projection:
    west, south, east, north = focus.bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    wide = (east - west) * KM_PER_DEGREE * cos(radians(latitude))
    tall = (north - south) * KM_PER_DEGREE * WIDTH / HEIGHT
    return Projection(longitude, latitude, max(wide * 1.5, tall * 1.35, _LEAST_KM[detailed]))


@dataclass(frozen=True, slots=True)
class _Backdrop:
    land: tuple[str, ...]
    water: tuple[str, ...]
    divisions: tuple[str, ...]
    borders: tuple[str, ...]
    contact: tuple[str, ...]
    countries: tuple[Label, ...]


@lru_cache(maxsize=256)
def _caucasus(projection: Projection, day: date) -> _Backdrop:
    window = projection.window()
    lines = [one for one in layer("caucasus-lines").within(window) if one.stands_on(day)]

    def paths(name: str) -> tuple[str, ...]:
        return tuple(projection.path(one.shape) for one in layer(name).within(window))

    return _Backdrop(
        land=(f"M0,0H{WIDTH:g}V{HEIGHT:g}H0Z",),
        water=paths("caucasus-water"),
        divisions=paths("caucasus-divisions"),
        borders=tuple(projection.path(one.shape) for one in lines if one.facts["kind"] == "international"),
        contact=tuple(projection.path(one.shape) for one in lines if one.facts["kind"] != "international"),
        countries=_country_labels(layer("caucasus-countries").within(window), projection),
    )


@lru_cache(maxsize=256)
def _world(projection: Projection) -> _Backdrop:
    countries = layer("world-countries").within(projection.window())
    land = tuple(projection.path(one.shape) for one in countries)
    return _Backdrop(land, (), (), land, (), _country_labels(countries, projection))


def _country_labels(countries: list[Feature], projection: Projection) -> tuple[Label, ...]:
    """Put each country's name inside what the view shows of it, where there is room for it."""
    labels = []
    for country in countries:
        name = str(country.facts["name"])
        spot = country.shape.representative_point()
        x, y = projection.point(spot.x, spot.y)
        share = country.shape.area / box(*projection.window()).area
        half = len(name) * 5.0
        if share > 0.02 and half < x < WIDTH - half and 24 < y < HEIGHT - 44:  # noqa: PLR2004 - room for a name
            labels.append(Label(name, x, y))
    return tuple(_apart(labels))


def _apart(labels: list[Label]) -> list[Label]:
    """Leave out names that would touch one already placed."""
    placed: list[Label] = []
    for label in labels:
        if all(hypot(label.x - one.x, (label.y - one.y) * 3) > 90 for one in placed):  # noqa: PLR2004 - units
            placed.append(label)
    return placed


def _circle(location: Location, line: BaseGeometry | None, projection: Projection) -> Circle | None:
    """Return the circle of uncertainty; a lit section says it better where there is one and no finer position."""
    latitude, longitude, radius = location["latitude"], location["longitude"], location["radius_km"]
    if latitude is None or longitude is None or not radius:
        return None
    if line is not None and location["precision"] not in (1, 2):
        return None
    x, y = projection.point(longitude, latitude)
    return Circle(x, y, max(round(radius * projection.per_km, 1), 5.0))


def _names(location: Location) -> tuple[PlaceName, ...]:
    """Return the place's names for the map: the list's name, then one per other script or language."""
    place = location["place"]
    if place is None:
        return ()
    names = {place["name"]: PlaceName(place["name"], "")}
    wanted = {"hy", "az", "ka", "ru"}
    for name in place["names"]:
        tag = name["language"].split("-")[0]
        if tag in wanted and name["text"] not in names:
            names[name["text"]] = PlaceName(name["text"], name["language"])
            wanted.discard(tag)
    return tuple(names.values())[:4]


def _words(location: Location, has_line: bool) -> str:
    """Say in words what the drawing shows, for those who don't see it and those who do."""
    place, radius, section = location["place"], location["radius_km"], location["section"]
    if has_line and section and location["precision"] not in (1, 2):
        return f"The position within the border section {section['name']} is not given: the whole section is marked."
    if location["latitude"] is not None and radius:
        about = f" around the position of {place['name']}" if place else ""
        return f"The incident lies somewhere within the circle, {radius:g} km in radius{about}."
    return "Only the country is given."
