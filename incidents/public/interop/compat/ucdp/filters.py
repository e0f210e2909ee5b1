"""What a query string of UCDP's API asks for. Several values are alternatives, several parameters must all hold.

Names are read whatever their case, and unknown ones are ignored, as UCDP does; a value that can't be used is refused.
"""

import re
from collections.abc import Callable
from datetime import date
from itertools import product

from django.db.models import Q
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.public.interop.compat.countries import COUNTRIES
from incidents.public.interop.compat.identity import numbered
from incidents.public.interop.compat.reading import has_sides
from incidents.public.interop.compat.ucdp.parties import DYADS, group_of, violence
from incidents.public.interop.compat.ucdp.sides import side_is
from incidents.record import conditions
from incidents.vocabulary import ActorKind

PAGE, LARGEST_PAGE = 100, 1000
_MOST = 1000
"""Values that one parameter may be given."""
_NUMBER = re.compile(r"[0-9]{1,18}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?")
_LATITUDE, _LONGITUDE = 90.0, 180.0
_GROUPS = {
    group: [kind for kind in (*ActorKind.codes(), "") if group_of(kind) == group] for group in ("G", "C", "O", "")
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def given(params: QueryDict) -> dict[str, str]:
    """Return the parameters by their names in lower case; values given several times are joined."""
    found: dict[str, list[str]] = {}
    for name, values in params.lists():
        found.setdefault(name.lower(), []).extend(value for value in values if value.strip())
    return {name: ",".join(values) for name, values in found.items() if values}


def asked(params: QueryDict) -> list[Q]:
    """Return the conditions that were asked for. Raises BadParameter."""
    values = given(params)
    return [read(name, values[name.lower()]) for name, read in _FILTERS.items() if name.lower() in values]


def whole(params: QueryDict, name: str, default: int, lowest: int, highest: int) -> int:
    """Return a number that a parameter gives: within bounds, at most the highest. Raises BadParameter."""
    text = given(params).get(name)
    if text is None:
        return default
    if not _NUMBER.fullmatch(text) or int(text) < lowest:
        raise BadParameter(Fault(name, f"{text!r} is not a whole number from {lowest} to {highest}"))
    return min(int(text), highest)


def flag(params: QueryDict, name: str) -> bool:
    """Tell whether a parameter is set."""
    return given(params).get(name, "0").lower() in ("1", "true", "yes")


def _numbers(name: str, text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > _MOST:
        raise BadParameter(Fault(name, f"has more than {_MOST} values"))
    if wrong := [part for part in parts if not _NUMBER.fullmatch(part)]:
        raise BadParameter(Fault(name, f"{wrong[0]!r} is not a number"))
    return [int(part) for part in parts]


def _id(name: str, text: str) -> Q:
    return numbered(_numbers(name, text))


def _country(name: str, text: str) -> Q:
    numbers = set(_numbers(name, text))
    return Q(country__in=[code for code, country in COUNTRIES.items() if country.gwno in numbers])


def _since(name: str, text: str) -> Q:
    return Q(latest__gte=_day(name, text))


def _until(name: str, text: str) -> Q:
    return Q(latest__lte=_day(name, text))


def _day(name: str, text: str) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadParameter(Fault(name, f"{text!r} is not a date like 2024-02-13"))


def _geography(name: str, text: str) -> Q:
    """Read `south west,north east`. An incident without a position of its own is where its row says: in its country."""
    parts = text.replace(",", " ").split()
    if len(parts) != len("ywxe") or not all(_DEGREES.fullmatch(part) for part in parts):
        raise BadParameter(Fault(name, "is not y0 x0,y1 x1: latitude and longitude of two corners, in degrees"))
    south, west, north, east = (float(part) for part in parts)
    if not (-_LATITUDE <= south <= north <= _LATITUDE and -_LONGITUDE <= west <= east <= _LONGITUDE):
        raise BadParameter(Fault(name, "is not y0 x0,y1 x1: the south-west corner comes first"))
    inside = [
        code
        for code, country in COUNTRIES.items()
        if south <= country.latitude <= north and west <= country.longitude <= east
    ]
    return conditions.inside(west, south, east, north, certain=False) | Q(latitude=None, country__in=inside)


def _violence(name: str, text: str) -> Q:
    wanted, condition = set(_numbers(name, text)), Q(pk__in=[])
    for a, b in product(_GROUPS, repeat=2):
        if violence(a, b) in wanted:
            condition |= Q(kind_a__in=_GROUPS[a], kind_b__in=_GROUPS[b])
    return has_sides(condition)


def _actor(name: str, text: str) -> Q:
    ids = _numbers(name, text)
    return has_sides(side_is("a", ids) | side_is("b", ids))


def _dyad(name: str, text: str) -> Q:
    dyads, condition = set(_numbers(name, text)), Q(pk__in=[])
    for (one, other), (_, dyad, _) in DYADS.items():
        if dyad in dyads:
            for left, right in ((one, other), (other, one)):
                condition |= side_is("a", [left]) & side_is("b", [right])
    return has_sides(condition)


_FILTERS: dict[str, Callable[[str, str], Q]] = {
    "Id": _id,
    "Country": _country,
    "Geography": _geography,
    "StartDate": _since,
    "EndDate": _until,
    "TypeOfViolence": _violence,
    "Dyad": _dyad,
    "Actor": _actor,
}
