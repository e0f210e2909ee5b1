"""What a query string in ACLED's terms asks of editions.

A column that the mapping makes of few codes (an event type, a country, a precision) is turned round: the condition is
tried on every word that the column can have, and the database is asked for the codes that those words stand for.
Columns that only documents hold are compared row by row, in no more incidents than `WITHIN`.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from django.db.models import Q

from config.rest.parameters import BadParameter, Fault
from incidents.public.interop.compat.acled.codes import inter, inter_label, interaction, interaction_label
from incidents.public.interop.compat.acled.operators import BETWEEN, EQUAL, LIKE, OPERATORS, Condition
from incidents.public.interop.compat.acled.rows import IMPRECISE, tag
from incidents.public.interop.compat.countries import ACLED_REGIONS, COUNTRIES
from incidents.public.interop.compat.reading import has_sides
from incidents.vocabulary import ActorKind, Question
from incidents.vocabulary_mapping import DISORDER, EVENT_TYPES, GEO_PRECISION, TIME_PRECISION

WITHIN = 5_000
"""Incidents in which a column is compared that only documents hold."""
IN_DOCUMENTS = (
    "assoc_actor_1", "assoc_actor_2", "admin1", "admin2", "location", "source", "source_scale", "notes",
)  # fmt: skip
_SECOND = timedelta(seconds=1)
_LATEST = datetime.max.replace(tzinfo=UTC) - 2 * _SECOND
"""The last time behind which there is a second more."""
_NOWHERE = Q(pk__in=[])
_ANYWHERE = Q(pk__isnull=False)
_KINDS = (*ActorKind.codes(), "")


def asked(conditions: list[Condition]) -> tuple[list[Q], list[Condition]]:
    """Return what the database is asked, and what is left to be tried on each row. Raises BadParameter."""
    return (
        [_FILTERS[one.column](one) for one in conditions if one.column not in IN_DOCUMENTS],
        [one for one in conditions if one.column in IN_DOCUMENTS],
    )


def _codes(column: str, told: Mapping[Any, Any]) -> Callable[[Condition], Q]:
    """Make a filter of what a column can say, by the codes that it is said for."""

    def read(condition: Condition) -> Q:
        return Q(**{f"{column}__in": [code for code, words in told.items() if condition.fits(words)]})

    return read


def _country(told: Callable[[str], Any], missing: Any) -> Callable[[Condition], Q]:
    """Make a filter of what a column says of a country; `missing` is what it says of any code that is no country's."""

    def read(condition: Condition) -> Q:
        found = Q(country__in=[code for code in COUNTRIES if condition.fits(told(code))])
        return found | (~Q(country__in=COUNTRIES) if condition.fits(missing) else _NOWHERE)

    return read


def _named_country(condition: Condition) -> Q:
    """Filter by the country's name; a code that is no country's stands for itself."""
    names = {code: country.name for code, country in COUNTRIES.items()}
    return _codes("country", names)(condition) | (~Q(country__in=COUNTRIES) & _text("country", condition))


def _region(condition: Condition) -> Q:
    """Filter by a region's name or, as ACLED numbers them, its number."""
    names = {str(number): name for number, name in ACLED_REGIONS.items()}
    named = Condition(condition.column, condition.operator, tuple(names.get(one, one) for one in condition.values))
    return _country(lambda code: ACLED_REGIONS[COUNTRIES[code].acled_region], "")(named)


def _text(column: str, condition: Condition) -> Q:
    """Filter by a column of text."""
    if condition.operator == BETWEEN:
        return Q(**{f"{column}__gte": condition.values[0], f"{column}__lte": condition.values[1]})
    found = _NOWHERE
    for value in condition.values:
        lookup, text = ("icontains", value.strip("%")) if condition.operator == LIKE else ("iexact", value)
        if condition.operator not in (LIKE, "="):
            lookup = OPERATORS[condition.operator]
        found |= Q(**{f"{column}__{lookup}": text})
    return found


def reference(condition: Condition) -> Q:
    """Filter by the incident's ref."""
    return Q(ref__in=condition.values) if condition.operator == EQUAL else _text("ref", condition)


def _compared(lookups: Callable[[str, Any], Q], read: Callable[[str], Any], condition: Condition) -> Q:
    """Filter by values in an order: `lookups` makes a condition of a lookup and a value."""
    if condition.operator == BETWEEN:
        low, high = (read(value) for value in condition.values)
        return lookups("gte", low) & lookups("lte", high)
    found = _NOWHERE
    for value in condition.values:
        found |= lookups(OPERATORS[condition.operator], read(value))
    return found


def _date(condition: Condition) -> Q:
    if condition.operator == LIKE:
        raise BadParameter(Fault("event_date_where", "LIKE is for text; use BETWEEN", (*OPERATORS, BETWEEN)))

    def read(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise BadParameter(Fault("event_date", f"{text!r} is not a date like 2024-02-13")) from error

    return _compared(lambda lookup, day: Q(**{f"latest__{lookup}": day}), read, condition)


def _year(condition: Condition) -> Q:
    def read(text: str) -> int:
        year = condition.number(text)
        if year != int(year) or not 1 <= year <= 9999:  # noqa: PLR2004 - years of the calendar
            raise BadParameter(Fault("year", f"{text!r} is not a year"))
        return int(year)

    return _compared(lambda lookup, year: Q(**{f"latest__year__{lookup}": year}), read, condition)


def _fatalities(condition: Condition) -> Q:
    """Filter by the best figure, else the lowest, else 0."""

    def lookups(lookup: str, figure: Decimal) -> Q:
        best = Q(**{f"killed_best__{lookup}": figure})
        low = Q(killed_best=None, **{f"killed_low__{lookup}": figure})
        return best | low | (Q(killed_best=None, killed_low=None) if _holds(Decimal(0), lookup, figure) else _NOWHERE)

    def read(text: str) -> Decimal:
        figure = condition.number(text)
        if figure != int(figure):
            raise BadParameter(Fault("fatalities", f"{text!r} is not a whole number"))
        return figure

    return _compared(lookups, read, condition)


def _coordinate(column: str) -> Callable[[Condition], Q]:
    """Make a filter by a coordinate; what has none of its own has that of a point in its country."""

    def read(condition: Condition) -> Q:
        def lookups(lookup: str, degrees: Decimal) -> Q:
            there = [
                code for code, one in COUNTRIES.items() if _holds(Decimal(str(getattr(one, column))), lookup, degrees)
            ]
            return Q(**{f"{column}__{lookup}": float(degrees)}) | Q(latitude=None, country__in=there)

        return _compared(lookups, condition.number, condition)

    return read


def _holds(one: Decimal, lookup: str, other: Decimal) -> bool:
    return {
        "exact": one == other, "gt": one > other, "lt": one < other, "gte": one >= other, "lte": one <= other,
    }[lookup]  # fmt: skip


def _geo_precision(condition: Condition) -> Q:
    own = [code for code, geo in GEO_PRECISION.items() if condition.fits(geo)]
    found = Q(latitude__isnull=False, place_precision__in=own)
    return found | (Q(latitude=None) | Q(place_precision=None) if condition.fits(IMPRECISE) else _NOWHERE)


def moment(condition: Condition, text: str) -> datetime:
    """Return the time of a value: in seconds since 1970, or a date, or a date and time in UTC. Raises BadParameter."""
    try:
        if text.isascii() and text.isdigit():
            return min(datetime.fromtimestamp(int(text), tz=UTC), _LATEST)
        found = datetime.fromisoformat(text)
        return min(found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC), _LATEST)
    except (ValueError, OverflowError, OSError) as error:
        raise BadParameter(Fault(condition.column, f"{text!r} is neither a time in seconds nor a date")) from error


def in_seconds(column: str) -> Callable[[Condition], Q]:
    """Make a filter by a time that a row tells in whole seconds: all of a second is equal to it."""

    def lookups(lookup: str, when: datetime) -> Q:
        begin = when.replace(microsecond=0)
        since, until = Q(**{f"{column}__gte": begin}), Q(**{f"{column}__lt": begin + _SECOND})
        return {"exact": since & until, "gte": since, "lt": ~since, "lte": until, "gt": ~until}[lookup]

    return lambda condition: _compared(lookups, lambda text: moment(condition, text), condition)


def _actor(letter: str) -> Callable[[Condition], Q]:
    return lambda condition: has_sides(_text(f"name_{letter}", condition))


def _inter(letter: str) -> Callable[[Condition], Q]:
    """Make a filter by an inter code, given as its number or in words."""

    def read(condition: Condition) -> Q:
        codes = {kind: inter(kind) for kind in _KINDS}
        kinds = [kind for kind, code in codes.items() if condition.fits(code) or condition.fits(inter_label(code))]
        return has_sides(Q(**{f"kind_{letter}__in": kinds}))

    return read


def _interaction(condition: Condition) -> Q:
    found = _NOWHERE
    for a, b in product(_KINDS, repeat=2):
        codes = inter(a), inter(b)
        if condition.fits(interaction(*codes)) or condition.fits(interaction_label(*codes)):
            found |= Q(kind_a=a, kind_b=b)
    return has_sides(found)


def _tags(condition: Condition) -> Q:
    """Filter by one of the tags."""
    tags = [question for question in Question.codes() if condition.fits(tag(question))]
    return Q(contested__overlap=tags) if tags else _NOWHERE


def _empty(condition: Condition) -> Q:
    """Filter by a column that says nothing."""
    return _ANYWHERE if condition.fits("") else _NOWHERE


_FILTERS: dict[str, Callable[[Condition], Q]] = {
    "event_id_cnty": reference,
    "event_date": _date,
    "year": _year,
    "time_precision": _codes("date_precision", TIME_PRECISION),
    "disorder_type": _codes("kind", {kind: DISORDER[event] for kind, (event, _) in EVENT_TYPES.items()}),
    "event_type": _codes("kind", {kind: event for kind, (event, _) in EVENT_TYPES.items()}),
    "sub_event_type": _codes("kind", {kind: sub_event for kind, (_, sub_event) in EVENT_TYPES.items()}),
    "actor1": _actor("a"),
    "inter1": _inter("a"),
    "actor2": _actor("b"),
    "inter2": _inter("b"),
    "interaction": _interaction,
    "civilian_targeting": _empty,
    "iso": _country(lambda code: COUNTRIES[code].iso, 0),
    "region": _region,
    "country": _named_country,
    "admin3": _empty,
    "latitude": _coordinate("latitude"),
    "longitude": _coordinate("longitude"),
    "geo_precision": _geo_precision,
    "fatalities": _fatalities,
    "tags": _tags,
    "timestamp": in_seconds("published_at"),
}
