"""Statistics over the record: series, facets, first since, and the last days against the year before."""

from typing import Any

from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from config.rest.parameters import BadParameter, Fault
from incidents.analysis import baseline, facets, first_since, series
from incidents.analysis.groups import SPLITS
from incidents.analysis.perspectives import ESTIMATES, Perspective
from incidents.analysis.seen import Seen, seen_at
from incidents.public.api.schema import BAD_REQUEST, NOT_FOUND, answers, parameters_of
from incidents.public.api.splice import incidents_url
from incidents.public.api.told import stats as told
from incidents.public.api.views.computed import PERSPECTIVE, ComputedView, documented
from incidents.record import fields
from incidents.record.filters import IncidentFilter
from incidents.record.reading import options

FILTERS = parameters_of(IncidentFilter)
DEFAULTS: dict[str, Any] = {"perspective": ESTIMATES}

SERIES = {
    "by": fields.OneOf(series.STEPS, help_text="Steps in time; weeks are ISO 8601 weeks. Default: month."),
    "split": fields.OneOf(SPLITS, help_text="What incidents are told apart by. Default: nothing."),
    "groups": fields.Number(1, 50, help_text="Largest terms that have a series of their own. Default: 10."),
    "perspective": PERSPECTIVE,
}
FACETS = {
    "facet": fields.SomeOf(facets.FACETS, help_text=f"Default: {', '.join(facets.SUMMED)}."),
    "groups": fields.Number(1, 1000, help_text="Terms of a facet, at most. Default: 50."),
    "perspective": PERSPECTIVE,
}
FIRST_SINCE = {
    "ref": fields.Code(r"[A-Za-z0-9][-A-Za-z0-9_.]{0,39}", "CC-2024-00017", help_text="Default: the newest fatal one."),
    "perspective": PERSPECTIVE,
}
BASELINE = {
    "window": fields.Number(1, baseline.LONGEST, help_text="Days that are compared. Default: 30."),
    "perspective": PERSPECTIVE,
}


class Series(ComputedView):
    """Incidents over time."""

    @extend_schema(
        operation_id="stats_series",
        parameters=[*FILTERS, *documented(SERIES)],
        responses=answers("SeriesAnswer", BAD_REQUEST),
        tags=["stats"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Count incidents, fatal ones, killed and wounded by day, week, month or year, and by one more thing.

        Each is counted once, on its last day; `possible` says how many may have taken place in a bucket. At most 1,000
        buckets, and 6,000 in all groups.
        """
        asked = IncidentFilter.read(request.GET, also=SERIES)
        given = options(request.GET, SERIES, DEFAULTS | {"by": "month", "split": None, "groups": 10})
        perspective: Perspective = given["perspective"]

        def compute() -> dict[str, Any]:
            try:
                found = series.series(asked, perspective, by=given["by"], split=given["split"], most=given["groups"])
            except series.TooMany as error:
                raise BadParameter(Fault("by", str(error), series.STEPS)) from error
            return told.series(found, given["by"], given["split"])

        return self.answered(request, asked, perspective, compute, terms=[given["split"]])


class Facets(ComputedView):
    """Counts by facet."""

    @extend_schema(
        operation_id="stats_facets",
        parameters=[*FILTERS, *documented(FACETS)],
        responses=answers("FacetAnswer", BAD_REQUEST),
        tags=["stats"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Count the incidents of each kind, country, border, year and more: what a list with that filter added counts.

        What stands is counted from a summary where only kinds, countries, borders and whole years are asked for.
        """
        asked = IncidentFilter.read(request.GET, also=FACETS)
        given = options(request.GET, FACETS, DEFAULTS | {"facet": facets.SUMMED, "groups": 50})
        perspective: Perspective = given["perspective"]
        return self.answered(
            request,
            asked,
            perspective,
            lambda: told.facets(facets.facets(asked, perspective, given["facet"], given["groups"])),
            terms=given["facet"],
        )


class FirstSince(ComputedView):
    """The last fatal incident before one."""

    @extend_schema(
        operation_id="stats_first_since",
        parameters=[*FILTERS, *documented(FIRST_SINCE)],
        responses=answers("FirstSinceAnswer", BAD_REQUEST, NOT_FOUND),
        tags=["stats"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Return the last fatal incident before one, the days between, and since which milestones it is the first.

        It is compared with what the filters ask for; where they ask for nothing, with what happened on its border.
        """
        asked = IncidentFilter.read(request.GET, also=FIRST_SINCE)
        given = options(request.GET, FIRST_SINCE, DEFAULTS | {"ref": None})
        perspective: Perspective = given["perspective"]
        one = first_since.one_incident(asked, perspective, given["ref"])
        if one is None and given["ref"]:
            raise Http404
        base = incidents_url(request)
        found = first_since.compared(asked, perspective, one) if one else None
        seen = Seen(one.seen) if one else seen_at(asked.moment)
        return self.answered(request, asked, perspective, lambda: told.first_since(found, base), seen=seen)


class Baseline(ComputedView):
    """The last days against the year before them."""

    @extend_schema(
        operation_id="stats_baseline",
        parameters=[*(one for one in FILTERS if one.name != "date_from"), *documented(BASELINE)],
        responses=answers("BaselineAnswer", BAD_REQUEST),
        tags=["stats"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Compare the days that end with `date_to` with every stretch of as many days in the year before them.

        Without `date_to` they end with the day of `as_of`, or else with the last day of the newest incident found.
        """
        asked = IncidentFilter.read(request.GET, also=BASELINE)
        given = options(request.GET, BASELINE, DEFAULTS | {"window": 30})
        if asked.values["date_from"]:
            raise BadParameter(Fault("date_from", "has no meaning here: `window` says where the days begin"))
        perspective: Perspective = given["perspective"]
        until = asked.values["date_to"] or (asked.moment.date() if asked.moment else None)
        asked.change(date_to=None)
        return self.answered(
            request,
            asked,
            perspective,
            lambda: told.baseline(
                baseline.baseline(asked, perspective, window=given["window"], until=until), given["window"]
            ),
        )
