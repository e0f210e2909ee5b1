"""The filters of the record: one set for incidents, one for claims, under the same names on every face.

`incidents_for(params)` and `claims_for(params)` are the way in. A parameter that is unknown, unusable or
empty raises BadParameter, which names it; nothing is silently ignored.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import cached_property

from incidents.record import conditions, fields
from incidents.record.models import Edition, FacetCount, RecordClaim, RecordInvolvement
from incidents.record.querysets import EditionQuerySet
from incidents.record.reading import RecordFilter, SearchFilter, parameter
from incidents.vocabulary import ClaimKind, IncidentKind, InvolvementRole, Question

SLUG = r"[-a-zA-Z0-9_]{1,80}"
CODE = r"[-A-Za-z0-9_.:]{1,40}"
SECTION = r"[-A-Za-z0-9_.:]{1,20}"
_SUMMED = {"kind", "country", "border"}
"""Filters that the summary table has as columns."""
SEARCH = (
    'words, all of them; "a phrase"; beginn*; or; -not. Case, accents and spellings of one name are folded '
    "(docs/search.md)."
)
_COLUMNS = ("kind", "country", "border", "section", "dispute")


class MomentFilter(RecordFilter):
    """One incident, over editions: what was newest at a moment, be it a retraction."""

    class Meta:
        model = Edition
        fields: list[str] = []

    def filter_queryset(self, queryset: EditionQuerySet) -> EditionQuerySet:
        """Return the newest edition of each incident at that moment."""
        return queryset.at(self.moment)


class IncidentFilter(SearchFilter):
    """Incidents, over editions. Values given several times, or with commas, are alternatives."""

    date_from = parameter(fields.Day, help_text="On this day or later, in the incident's own zone.")
    date_to = parameter(fields.Day, help_text="On this day or earlier, in the incident's own zone.")
    kind = parameter(fields.Terms, IncidentKind)
    country = parameter(fields.Codes, r"[A-Z]{3}", "ARM", help_text="ISO 3166-1 alpha-3.")
    border = parameter(fields.Codes, SLUG, "armenia-azerbaijan", help_text="Slug of a border.")
    section = parameter(fields.Codes, SECTION, "AM-AZ-6", help_text="Code of a border section.")
    dispute = parameter(fields.Codes, SLUG, "nagorno-karabakh", help_text="Slug of a dispute.")
    place = parameter(fields.Codes, CODE, "gn:174815", help_text="Code of a place.")
    bbox = parameter(fields.Box, help_text="west,south,east,north in degrees: the published position lies in it.")
    near = parameter(fields.Near, help_text="lat,lon,km: the published position lies within that distance.")
    actor = parameter(
        fields.Codes,
        SLUG,
        "azerbaijan",
        help_text="Slug of an actor that has a part; its subordinates on the incident's dates count as it.",
    )
    role = parameter(fields.Terms, InvolvementRole, help_text="The part of the `actor`, or of any; alleged ones too.")
    claimant = parameter(
        fields.Codes,
        SLUG,
        "azerbaijan",
        help_text="Slug of an actor that claims something; its subordinates on the incident's dates count as it.",
    )
    claim_kind = parameter(fields.Terms, ClaimKind, help_text="What the `claimant`, or anybody, does by a claim.")
    contested = parameter(fields.Terms, Question, help_text="A question on which the parties contradict each other.")
    fatalities_min = parameter(fields.Number, 0, help_text="Killed, at least. An unknown number is never found.")
    fatalities_max = parameter(fields.Number, 0, help_text="Killed, at most. An unknown number is never found.")
    civilians = parameter(fields.Flag, help_text="Civilians were harmed, or are said to have been.")
    precision_max = parameter(fields.Number, 1, 7, help_text="UCDP where_prec: 1 exact … 7 international waters.")
    aggregates = parameter(
        fields.OneOf,
        ("exclude", "include", "only"),
        help_text="Period totals, which are no single incidents. Default: exclude.",
    )
    match = parameter(
        fields.OneOf,
        ("possible", "certain"),
        help_text="Whether a range of dates, numbers or around a position may (possible) or must (certain) fit. "
        "Default: possible.",
    )
    q = parameter(fields.Words, help_text=f"Title, summary, places, actors, claims, sources: {SEARCH}")
    published_since = parameter(
        fields.Moment,
        end=False,
        help_text="The edition was published then or later: a date (its beginning, UTC) or a time.",
    )

    class Meta:
        model = Edition
        fields: list[str] = []

    @property
    def certain(self) -> bool:
        """Whether only certain matches are asked for."""
        return bool(self.values["match"] == "certain")

    def filter_queryset(self, queryset: EditionQuerySet) -> EditionQuerySet:
        """Return the editions that match, each with `certain`: whether it must, or only may, fit."""
        found: EditionQuerySet = super().filter_queryset(queryset)
        if self.values["q"] and self.moment is not None:
            found = found.searched_then().sorted_hits()  # no index has the order of what stood then
        certainly = Q(*self.ranges(certain=True))
        marked = ExpressionWrapper(certainly or Q(pk__isnull=False), BooleanField())
        return found.annotate(certain=Coalesce(marked, Value(False)))

    def summary(self) -> QuerySet[FacetCount] | None:
        """Return the counts whose sum is how many incidents match; None where more is asked for than they know."""
        given = {name: value for name, value in self.values.items() if value not in (None, ())}
        given.pop("match", None)  # nothing that they know is a range
        if given.pop("aggregates", "exclude") != "exclude" or not given.keys() <= _SUMMED:
            return None
        return FacetCount.objects.filter(**{f"{name}__in": value for name, value in given.items()})

    def asked(self) -> list[Q]:
        """Return the conditions that were asked for."""
        since = self.values["published_since"]
        return [*self.told(), *([Q(published_at__gte=since)] if since else [])]

    def told(self) -> list[Q]:
        """Return the conditions on what an edition tells, whenever it was published."""
        given = self.values
        asked = [*self.ranges(certain=self.certain), *self.parts()]
        asked += [Q(**{f"{name}__in": given[name]}) for name in _COLUMNS if given[name]]
        if given["place"]:
            asked.append(Q(place__in=self.known.places))
        if given["contested"]:
            asked.append(Q(contested__overlap=list(given["contested"])))
        if given["civilians"] is not None:
            asked.append(Q(civilians=given["civilians"]))
        if given["precision_max"]:
            asked.append(Q(place_precision__lte=given["precision_max"]))
        if given["aggregates"] != "include":
            asked.append(Q(aggregated=given["aggregates"] == "only"))
        return [*asked, *self.words()]

    def ranges(self, *, certain: bool) -> list[Q]:
        """Return the conditions on what the record knows as a range, which hold certainly or possibly."""
        given = self.values
        asked = [
            conditions.occurred(given["date_from"], given["date_to"], certain=certain),
            conditions.killed(given["fatalities_min"], given["fatalities_max"], certain=certain),
        ]
        if given["bbox"]:
            asked.append(self.inside(given["bbox"], certain=certain))
        if given["near"]:
            asked.append(conditions.near(*given["near"], certain=certain))
        return [condition for condition in asked if condition]

    def inside(self, box: conditions.Sides, *, certain: bool) -> Q:
        """Return the condition that an incident is in a box: that its published position is."""
        return conditions.inside(*box, certain=certain)

    def parts(self) -> list[Q]:
        """Return the conditions on who has a part and who claims something."""
        given = self.values
        involved = RecordInvolvement.objects.filter(edition=OuterRef("pk"), role__in=given["role"])
        claims = RecordClaim.objects.filter(edition=OuterRef("pk"), kind__in=given["claim_kind"])
        return [
            *self.by_actor("actor", "actors", involved if given["role"] else None),
            *self.by_actor("claimant", "claimants", claims if given["claim_kind"] else None),
        ]

    def by_actor(self, name: str, column: str, rows: QuerySet[Any] | None) -> list[Q]:
        """Return the condition on an array of actors, and where `rows` are given, that one of them is by that actor."""
        if not self.values[name]:
            return [] if rows is None else [Q(Exists(rows))]
        condition = Q()
        for span in self.known.spans[name]:
            part = Q(**{f"{column}__overlap": list(span.actors)})
            part &= span.during("earliest", "latest", certain=self.certain)
            if rows is not None:
                part &= Q(Exists(rows.filter(**{f"{name}__in": span.actors})))
            condition |= part
        return [condition]

    @cached_property
    def known(self) -> "Known":
        """What stands for the actors, claimants and places that are asked for; read from the database once."""
        given = self.values
        spans, places = conditions.spans_and_places(given["actor"], given["claimant"], places=given["place"])
        return Known(dict(zip(("actor", "claimant"), spans, strict=True)), places)


@dataclass(frozen=True, slots=True)
class Known:
    """Who counts as the actors and claimants asked for, and when; and the places, with those merged with them."""

    spans: dict[str, list[conditions.Span]]
    places: list[str]


def incidents_for(params: QueryDict, *, also: Collection[str] = ()) -> EditionQuerySet:
    """Return the editions that a query string asks for: of what stands, or stood at `as_of`. Raises BadParameter."""
    found: EditionQuerySet = IncidentFilter.read(params, also=also).qs
    return found


def incidents_at(params: QueryDict) -> EditionQuerySet:
    """Return the newest edition of each incident, retractions included, at `as_of`; each says where the ledger ended.

    Raises BadParameter.
    """
    asked = MomentFilter.read(params)
    found: EditionQuerySet = asked.qs.with_head(asked.moment)
    return found
