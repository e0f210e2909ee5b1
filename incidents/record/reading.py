"""What every filter set of the record does: read a query string strictly, then choose the moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Self

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.record import fields
from incidents.record.models import FacetCount
from incidents.record.releases import cutoff_of, latest_versions
from incidents.record.search import frequency, queries

_ORDERED = (("date_from", "date_to"), ("fatalities_min", "fatalities_max"), ("published_from", "published_to"))


def parameter(field: type[fields.Parameter], *arguments: Any, **options: Any) -> django_filters.Filter:
    """Declare a query parameter: how it is read (`fields`). What it asks for is in `asked`."""

    def make(**_filter: Any) -> fields.Parameter:
        return field(*arguments, **options)

    declared = _Shared()
    declared.field_class = make
    return declared


class _Shared(django_filters.Filter):  # type: ignore[misc]  # django-filter ships no types
    """A declaration, which keeps nothing of a request: copying them all took a quarter of the time of a page."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self


@cache
def _form_of(kind: "type[StrictFilter]") -> type[Form]:
    """Return the form of a filter set, made once."""
    return type(f"{kind.__name__}Form", (Form,), {name: one.field for name, one in kind.base_filters.items()})


class StrictFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """Reads parameters strictly, and filters by the conditions that a subclass makes of them."""

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

    def get_form_class(self) -> type[Form]:
        """Return the form that reads the parameters."""
        return _form_of(type(self))  # type: ignore[arg-type]  # a class is hashable, whatever its instances are

    @property
    def values(self) -> dict[str, Any]:
        """What was asked, read: by parameter."""
        cleaned: dict[str, Any] = self.form.cleaned_data
        return cleaned

    def at_odds(self) -> list[Fault]:
        """Return the faults of parameters that don't go together: ranges that end before they begin."""
        given = self.values
        return [
            Fault(last, f"is less than {first}")
            for first, last in _ORDERED
            if given.get(first) is not None and given.get(last) is not None and given[first] > given[last]
        ]

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the rows that meet every condition."""
        return queryset.filter(*self.asked())

    def asked(self) -> list[Q]:
        """Return the conditions that were asked for."""
        return []


class RecordFilter(StrictFilter):
    """The same over the record, as it stands or as it stood at a moment."""

    as_of = parameter(
        fields.Moment,
        end=True,
        help_text="The record as it stood then: a date (its end, UTC) or a time (RFC 3339). Without it: as it stands.",
    )
    release = parameter(
        fields.Version,
        help_text="The record at the cut-off of a release, YY.N or YY.N-rM, in place of `as_of` (/api/v1/releases/).",
    )
    cutoff: datetime | None = None
    """When the last edition of the release was published, where one is asked for."""

    @property
    def moment(self) -> datetime | None:
        """The moment whose record is asked for; None for what stands now."""
        moment: datetime | None = self.values["as_of"]
        return moment or self.cutoff

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
        """Return the faults of parameters that don't go together, and of a release that is not there."""
        if self.values["release"] and self.values["as_of"]:
            return [Fault("release", "names a moment as `as_of` does: give one of them"), *super().at_odds()]
        return [*super().at_odds(), *self._find_release()]

    def _find_release(self) -> list[Fault]:
        """Look up the cut-off of the release that is asked for: one query, or none. Return the fault of none found."""
        version = self.values["release"]
        if version is None:
            return []
        self.cutoff = cutoff_of(version)
        if self.cutoff is not None:
            return []
        latest = latest_versions()
        return [Fault("release", f"{version} is no release" if latest else "there is no release yet", latest)]

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the rows of the record at that moment that meet every condition."""
        queryset = queryset.live() if self.moment is None else queryset.as_of(self.moment)
        return super().filter_queryset(queryset)


class SearchFilter(RecordFilter):
    """The same with a full-text search, `q`."""

    _by_the_order = False
    """Whether the condition on words is made so that no index answers it."""

    def words(self) -> list[Q]:
        """Return the condition that the search holds, if there is one."""
        text = self.values["q"]
        return [queries.matches(text, indexed=not self._by_the_order)] if text else []

    def listed(self) -> Any:
        """Return the rows for a list in an order that an index has.

        PostgreSQL takes words, and what a phrase is made of, for independent, and so common ones together for rare: it
        would find and sort all their hits (0.9 s of a phrase with 39,000 at a million editions, 0.2 s of two words with
        9,000, where walking the order takes 10 ms). What is expected to be rare is sorted (`sorted_hits`).
        """
        if not self.values["q"] or self.qs.is_sorted:
            return self.qs
        self._by_the_order = True
        try:
            return self.filter_queryset(self.queryset.all())
        finally:
            self._by_the_order = False

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the rows so that a search among them is fast: all hits sorted, or met in the order of the list."""
        found, words = super().filter_queryset(queryset), self.values.get("q")
        return found.sorted_hits() if words and frequency.expects_few(queries.parse(words)) else found


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
