"""What the filters ask of a row, as Q objects. `certain` asks that it must be so, otherwise that it may be so.

What the record does not know is a range: of dates, of numbers, around a position. A condition may hold for all of the
range (certain) or for some of it (possible). Every certain match is a possible one.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Cos, Radians
from django.db.models.lookups import GreaterThanOrEqual

from actors.models import Actor
from actors.querysets import BELOW, Membership
from incidents.reference.models import Place

KM_PER_DEGREE = 111.195
"""Of a great circle on a sphere of 6,371 km."""
_EARTH_RADIUS_KM = 6378.168
"""What the `earthdistance` extension takes it to be."""
_LATITUDE, _LONGITUDE = 90.0, 180.0
_ENDLESS = 2**31 - 1
_VAST = 360 * 180 * 3 / 4
"""Square degrees."""

Sides = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Span:
    """Actors that count as one of those asked for, from `since` up to, but not on, `until` (None: open)."""

    since: date | None
    until: date | None
    actors: tuple[str, ...]

    def during(self, first: str, last: str, *, certain: bool) -> Q:
        """Return the condition that the days from column `first` to column `last` are (may be) within the span."""
        after, before = (first, last) if certain else (last, first)
        condition = Q()
        if self.since:
            condition &= Q(**{f"{after}__gte": self.since})
        if self.until:
            condition &= Q(**{f"{before}__lt": self.until})
        return condition


def spans_of(slugs: Collection[str]) -> list[Span]:
    """Return who counts as one of these actors, and when."""
    return spans_of_each(slugs)[0]


_BOTH = f"""
SELECT 'actor', root, slug, since, until FROM ({BELOW}) AS below (root, slug, since, until)
UNION ALL
SELECT 'place', '', place.code, NULL, NULL FROM reference_place AS place WHERE coalesce(merged_into_id, id) IN (
    SELECT coalesce(merged_into_id, id) FROM reference_place WHERE code = ANY(%s)
)
"""


def spans_and_places(*asked: Collection[str], places: Collection[str]) -> tuple[list[list[Span]], list[str]]:
    """Return what `spans_of_each` does, and these places with those that were merged with one of them. One query."""
    if not places:
        return spans_of_each(*asked), []
    if not any(asked):
        return [[] for _ in asked], Place.objects.same_as(places)
    below: dict[str, list[Membership]] = {}
    codes = set(places)
    with connection.cursor() as cursor:
        cursor.execute(_BOTH, [sorted({slug for slugs in asked for slug in slugs}), list(places)])
        for kind, root, code, since, until in cursor.fetchall():
            if kind == "place":
                codes.add(code)
            else:
                below.setdefault(root, []).append(Membership(code, since, until))
    spans = [_spans(slugs, [member for slug in slugs for member in below.get(slug, ())]) for slugs in asked]
    return spans, sorted(codes)


def spans_of_each(*asked: Collection[str]) -> list[list[Span]]:
    """Return who counts as one of these actors, and when, for each lot of slugs: they and their subordinates.

    One query for all lots; none where no slug is given. Actors that were merged are one. A slug that names no actor
    stands for itself alone, as editions of a mirror may.
    """
    below = Actor.objects.memberships_below(*{slug for slugs in asked for slug in slugs}) if any(asked) else {}
    return [_spans(slugs, [member for slug in slugs for member in below.get(slug, ())]) for slugs in asked]


def _spans(roots: Collection[str], members: Iterable[Membership]) -> list[Span]:
    when: dict[str, list[tuple[date, date]]] = {slug: [(date.min, date.max)] for slug in roots}
    for member in members:
        when.setdefault(member.slug, []).append((member.since or date.min, member.until or date.max))
    grouped: dict[tuple[date, date], list[str]] = {}
    for slug, periods in when.items():
        for period in _joined(periods):
            grouped.setdefault(period, []).append(slug)
    return [
        Span(None if since == date.min else since, None if until == date.max else until, tuple(sorted(actors)))
        for (since, until), actors in sorted(grouped.items())
    ]


def _joined(periods: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Join periods that touch or overlap, so that 'certain' may reach over the seam."""
    joined: list[tuple[date, date]] = []
    for since, until in sorted(periods):
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def occurred(since: date | None, until: date | None, *, certain: bool) -> Q:
    """Return the condition that the incident took place in a period, both days included."""
    first, last = ("earliest", "latest") if certain else ("latest", "earliest")
    condition = Q()
    if since:
        condition &= Q(**{f"{first}__gte": since})
    if until:
        condition &= Q(**{f"{last}__lte": until})
    return condition


def killed(lowest: int | None, highest: int | None, *, certain: bool) -> Q:
    """Return the condition on the number of killed. Without any figure it is unknown: found by neither bound."""
    condition = Q()
    if lowest is not None:
        condition &= Q(killed_low__gte=lowest) if certain else Q(GreaterThanOrEqual(most_killed(), lowest))
    if highest is not None:
        may = Q(killed_low__lte=highest) | Q(killed_low=None, killed_high__isnull=False)
        condition &= Q(killed_high__lte=highest) if certain else may
    return condition


def most_killed() -> Coalesce:
    """Return the expression of how many may have been killed: without end where the range is open, null without any.

    In the form that the index answers. Read by date, a bound that few reach would be compared with every incident.
    """
    open_end = Case(When(killed_low__isnull=False, then=Value(_ENDLESS)), output_field=IntegerField())
    return Coalesce(F("killed_high"), open_end, output_field=IntegerField())


def inside(west: float, south: float, east: float, north: float, *, certain: bool) -> Q:
    """Return the condition that the published position (certain: the whole circle of uncertainty) is in a box."""
    boxes = [(west, east)] if west <= east else [(west, _LONGITUDE), (-_LONGITUDE, east)]
    vast = is_vast(west, south, east, north)
    is_wide = (
        0 < west - east < _LONGITUDE and not vast
    )  # two boxes, most of a band around the globe: found as that band
    condition = Q()
    for left, right in boxes:
        part = Q(longitude__range=(left, right)) if vast or is_wide else in_box(left, south, right, north)
        if vast:
            part &= Q(latitude__range=(south, north))
        if certain:
            part &= _circle_in_box(left, south, right, north)
        condition |= part
    band = in_box(-_LONGITUDE, south, _LONGITUDE, north) if is_wide else Q()
    return Q(latitude__isnull=False) & band & condition


def is_vast(west: float, south: float, east: float, north: float) -> bool:
    """Tell whether a box is three quarters of the globe's degrees or more.

    An index of positions leaves out too little of it: a page far behind, which the index by date has at once, took 80
    to 160 ms at a million editions. A smaller box may hold next to nothing: read by date, that takes longer by far.
    """
    width = east - west if west <= east else east - west + 2 * _LONGITUDE
    return width * (north - south) >= _VAST


def near(latitude: float, longitude: float, km: float, *, certain: bool) -> Q:
    """Return the condition that the published position (certain: the whole circle around it) is within `km`."""
    position = _earth(F("latitude"), F("longitude"))
    here = _earth(Value(latitude), Value(longitude))
    metres = Func(position, here, function="earth_distance", output_field=FloatField())
    reach = metres + _radius() * 1000.0 if certain else metres
    exact = Func(reach, Value(km * 1000), arg_joiner=" <= ", template="(%(expressions)s)", output_field=BooleanField())
    return inside(*box_around(latitude, longitude, km), certain=False) & Q(exact)


def box_around(latitude: float, longitude: float, km: float) -> Sides:
    """Return a box that encloses a circle on the globe: the whole band where the circle holds a pole."""
    angle = km / _EARTH_RADIUS_KM * 1.001
    height = math.degrees(angle)
    south, north = latitude - height, latitude + height
    if south <= -_LATITUDE or north >= _LATITUDE:
        return -_LONGITUDE, max(south, -_LATITUDE), _LONGITUDE, min(north, _LATITUDE)
    width = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(latitude)))))
    if width >= _LONGITUDE:
        return -_LONGITUDE, south, _LONGITUDE, north
    return _turned(longitude - width), south, _turned(longitude + width), north


def _turned(longitude: float) -> float:
    """Return a longitude between -180 and 180."""
    return (longitude + _LONGITUDE) % 360 - _LONGITUDE


def in_box(west: float, south: float, east: float, north: float) -> Q:
    """Return the condition in the form that the GiST index on point(longitude, latitude) answers."""
    corners = [_point(Value(west), Value(south)), _point(Value(east), Value(north))]
    box = Func(*corners, function="box", output_field=FloatField())
    position = _point(F("longitude"), F("latitude"))
    return Q(Func(position, box, arg_joiner=" <@ ", template="(%(expressions)s)", output_field=BooleanField()))


def _circle_in_box(west: float, south: float, east: float, north: float) -> Q:
    high = _radius() / KM_PER_DEGREE
    wide = high / Cos(Radians(F("latitude")))
    return Q(
        latitude__gte=Value(south) + high,
        latitude__lte=Value(north) - high,
        longitude__gte=Value(west) + wide,
        longitude__lte=Value(east) - wide,
    )


def _radius() -> Coalesce:
    return Coalesce(F("radius_km"), Value(0.0), output_field=FloatField())


def _point(x: F | Value, y: F | Value) -> Func:
    return Func(x, y, function="point", output_field=FloatField())


def _earth(latitude: F | Value, longitude: F | Value) -> Func:
    return Func(latitude, longitude, function="ll_to_earth", output_field=FloatField())
