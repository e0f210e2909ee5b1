"""What every filter set of the record does: read a query string strictly, then choose the moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Self

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.record import fields
from incidents.record.models import FacetCount
from incidents.record.search import frequency, queries

_ORDERED = (("date_from", "date_to"), ("fatalities_min", "fatalities_max"))


def parameter(field: type[fields.Parameter], *arguments: Any, **options: Any) -> django_filters.Filter:
    """Declare a query parameter: how it is read (`fields`). What it asks for is in `asked`."""

    def make(**_filter: Any) -> fields.Parameter:
        return field(*arguments, **options)

    declared = django_filters.Filter()
    declared.field_class = make
    return declared


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Reads parameters strictly, and filters by the conditions that a subclass makes of them."""

    as_of = parameter(
        fields.Moment,
        end=True,
        help_text="The record as it stood then: a date (its end, UTC) or a time (RFC 3339). Without it: as it stands.",
    )

    @classmethod
    def read(cls, params: QueryDict, *, also: Collection[str] = ()) -> Self:
        """Return the filter for a query string; `also` names the caller's own parameters. Raises BadParameter."""
        found = cls(data=params)
        names = [*found.filters, *also]
        faults = [Fault(name, "is not a parameter here", tuple(names)) for name in params if name not in names]
        for name, messages in found.errors.get_json_data().items():
            allowed = found.form.fields[name].allowed
            faults += [Fault(name, message["message"], allowed) for message in messages]
        faults = faults or found.at_odds()
        if faults:
            raise BadParameter(*faults)
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What was asked, read: by parameter."""
        cleaned: dict[str, Any] = self.form.cleaned_data
        return cleaned

    @property
    def moment(self) -> datetime | None:
        """The moment whose record is asked for; None for what stands now."""
        moment: datetime | None = self.values["as_of"]
        return moment

    def change(self, **values: Any) -> None:
        """Ask from here on for other values (None: for any), as if the query had named them."""
        self.values.update(values)
        self.__dict__.pop("_qs", None)

    def hold(self, moment: datetime) -> None:
        """Ask from here on for the record as it stood at a moment, also where no moment was asked for."""
        self.values["as_of"] = moment
        self.__dict__.pop("_qs", None)

    def summary(self) -> QuerySet[FacetCount] | None:
        """Return the counts whose sum is how many rows match; None where the summary tables can't tell."""
        return None

    def at_odds(self) -> list[Fault]:
        """Return the faults of parameters that don't go together: ranges that end before they begin."""
        given = self.values
        return [
            Fault(last, f"is less than {first}")
            for first, last in _ORDERED
            if given.get(first) is not None and given.get(last) is not None and given[first] > given[last]
        ]

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the rows of the record at that moment that meet every condition."""
        queryset = queryset.live() if self.moment is None else queryset.as_of(self.moment)
        return self.planned(queryset.filter(*self.asked()))

    def planned(self, queryset: Any) -> Any:
        """Return the rows so that a search among them is fast: all hits sorted, or met in the order of the list."""
        words = self.values.get("q")
        return queryset.sorted_hits() if words and frequency.expects_few(queries.parse(words)) else queryset

    def asked(self) -> list[Q]:
        """Return the conditions that were asked for, besides the moment."""
        return []


def options(params: QueryDict, known: Mapping[str, fields.Parameter], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return a face's own parameters, read as strictly as filters are, or their defaults. Raises BadParameter."""
    found, faults = dict(defaults), []
    for name, field in known.items():
        if name in params:
            try:
                found[name] = field.to_python(params.getlist(name))
            except ValidationError as error:
                faults.append(Fault(name, error.messages[0], field.allowed))
    if faults:
        raise BadParameter(*faults)
    return found


def without_blanks(params: QueryDict) -> QueryDict:
    """Return a query string without its empty values, which a page's form sends for every field left alone."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if given := [value for value in values if value.strip()]:
            kept.setlist(name, given)
    return kept
