"""What the lists of reference rows can be asked for. They have no editions, so they take no moment."""

from typing import Any

from django.db.models import Q

from incidents.record import fields
from incidents.record.filters import CODE
from incidents.record.reading import StrictFilter, parameter
from incidents.reference.models import Place
from incidents.vocabulary import PlaceKind


class PlaceFilter(StrictFilter):
    """Places."""

    q = parameter(fields.Text, help_text="A part of any name, in any language or script; case and accents are ignored.")
    kind = parameter(fields.Terms, PlaceKind)
    country = parameter(fields.Codes, r"[A-Z]{3}", "ARM", help_text="ISO 3166-1 alpha-3.")
    parent = parameter(fields.Codes, CODE, "gn:174815", help_text="Code of the place that they are in.")
    bbox = parameter(fields.Box, help_text="west,south,east,north in degrees.")

    class Meta:
        model = Place
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Return the places that match."""
        words = self.values["q"]
        return super().filter_queryset(queryset.named_in_public(words) if words else queryset)

    def asked(self) -> list[Q]:
        """Return the conditions that were asked for. A parent that is not public is none that one may ask by."""
        given = self.values
        asked = [Q(**{f"{name}__in": given[name]}) for name in ("kind", "country") if given[name]]
        if given["parent"]:
            asked.append(
                Q(parent__in=Place.objects.visible_to(None).filter(code__in=Place.objects.same_as(given["parent"])))
            )
        if given["bbox"]:
            west, south, east, north = given["bbox"]
            beside = Q(longitude__gte=west), Q(longitude__lte=east)
            asked += [
                Q(latitude__range=(south, north)),
                beside[0] & beside[1] if west <= east else beside[0] | beside[1],
            ]
        return asked
