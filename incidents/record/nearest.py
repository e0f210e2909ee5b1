"""The order by date where the index by date is no help: it would be walked through all that a filter leaves out.

That is so for a box, a period that ended, an actor of a war that ended, and the record as it stood: measured at
100,000 editions on a busy machine, 110–790 ms for the newest hundred. GiST indexes hold what such filters ask for,
and beside it the date; they are read by the distance of the date from a day after all others, nearest first: 1–30 ms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.search import SearchQueryField
from django.db.models import BigIntegerField, BooleanField, F, FloatField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Least
from psycopg2.extras import DateRange

from config.rest.pagination import Keyset
from incidents.record import conditions
from incidents.record.filters import IncidentFilter

_FAR = 2**53
"""Greater than every date key, and like them exact as a float, which is what distances in a GiST index are."""
_SEQ_BITS = 31
_KEY = f" - DATE '0001-01-01')::bigint * {1 << _SEQ_BITS} + "


@dataclass(frozen=True, slots=True)
class NearestKeyset(Keyset):
    """The order by `latest` and `seq`, by distance.

    Distance is of one value, so both columns are one there (`date_key`). As a plain comparison of that value, a cursor
    is a condition of the index as well: page 1,000 is as near as page 1.
    """

    def ordered(self, queryset: QuerySet[Any, Any], *, backward: bool = False) -> QuerySet[Any, Any]:
        """Return the rows in this order, or backward in it."""
        start = Value(_FAR if self.descending != backward else 0, output_field=BigIntegerField())
        return queryset.order_by(_operation(date_key(), " <-> ", start, FloatField()))

    def beyond(
        self, queryset: QuerySet[Any, Any], first: Any, second: Any, *, backward: bool = False
    ) -> QuerySet[Any, Any]:
        """Return the rows after (backward: before) the row with these values."""
        key = key_of(first if isinstance(first, date) else date.fromisoformat(first), second)
        found: QuerySet[Any, Any] = queryset.alias(date_key=date_key())
        return found.filter(date_key__lt=key) if self.descending != backward else found.filter(date_key__gt=key)


def date_key() -> Func:
    """Return the expression of `latest` and `seq` as one number in their order: 22 bits for the day, 31 for `seq`."""
    return Func(F("latest"), F("seq"), arg_joiner=_KEY, template="((%(expressions)s)", output_field=BigIntegerField())


def key_of(latest: date, seq: int) -> int:
    """Return the date key of a row."""
    return ((latest.toordinal() - 1) << _SEQ_BITS) + seq


def nearest_by_date(asked: IncidentFilter) -> Q | None:
    """Return what follows from a filter in the form that a GiST index answers; None where the index by date is better.

    A search whose hits are all found and sorted needs none of them (`search`).
    """
    given = asked.values
    found = [Q(pk__isnull=False)] if asked.moment is not None else []
    boxes = [given["bbox"], conditions.box_around(*given["near"]) if given["near"] else None]
    found += [_in_one_box(*box) for box in boxes if box and not conditions.is_vast(*box)]
    if given["date_to"]:
        found.append(_lasted(given["date_from"], given["date_to"], certain=asked.certain))
    if given["actor"] or given["claimant"]:
        found.append(_parts(asked))
    return Q(*found) if found and not asked.qs.is_sorted else None


def _in_one_box(west: float, south: float, east: float, north: float) -> Q:
    """Return the condition on the box, or where it is two halves, on the band around the globe that holds both."""
    if west <= east:
        return Q(pk__isnull=False)  # the filter's own condition is the same: no index should look twice
    return conditions.in_box(-180.0, south, 180.0, north)


def _lasted(since: date | None, until: date, *, certain: bool) -> Q:
    """Return the condition that the days of an incident meet (certain: lie within) a period."""
    first = Least(F("earliest"), F("latest"))
    lasted = Func(first, F("latest"), Value("[]"), function="daterange", output_field=DateRangeField())
    asked = Value(DateRange(since, until, "[]"), output_field=DateRangeField())
    return Q(_operation(lasted, " <@ " if certain else " && ", asked, BooleanField()))


def _parts(asked: IncidentFilter) -> Q:
    """Return the condition that one of the actors asked for has a part, and one of the claimants says something.

    When they counted as those asked for is the filter's own condition.
    """
    actors = [slug for span in asked.known.spans["actor"] for slug in span.actors]
    claimants = [f"says:{slug}" for span in asked.known.spans["claimant"] for slug in span.actors]
    query = " & ".join(_any_of(words) for words in (actors, claimants) if words)
    parts = Func(F("actors"), F("claimants"), function="counterclaim_parts", output_field=TextField())
    sought = Func(
        Value(query, output_field=TextField()), template="(%(expressions)s)::tsquery", output_field=SearchQueryField()
    )
    return Q(_operation(parts, " @@ ", sought, BooleanField()))


def _any_of(words: Iterable[str]) -> str:
    quoted = sorted({f"'{word}'" for word in words})
    return f"({' | '.join(quoted)})"


def _operation(left: Any, operator: str, right: Any, kind: Any) -> Func:
    return Func(left, right, arg_joiner=operator, template="(%(expressions)s)", output_field=kind)
