"""Statistics as answers."""

from typing import Any

from incidents.analysis import baseline as baselines
from incidents.analysis import facets as faceting
from incidents.analysis import first_since as firsts
from incidents.analysis import series as timing
from incidents.analysis.measures import Measures
from incidents.reference.models import Milestone


def series(found: timing.Series, by: str, split: str | None) -> dict[str, Any]:
    """Return a series (`stats_shapes.SeriesAnswer`)."""
    return {
        "rule": timing.RULE,
        "by": by,
        "split": split,
        "overlapping": found.overlaps,
        "terms": found.terms,
        "total": _measures(found.total),
        "certain": found.certain,
        "groups": [
            {
                "group": group.group,
                "term": group.term,
                "total": _measures(group.total),
                "buckets": [
                    {
                        "bucket": bucket.label,
                        "start": bucket.start,
                        "certain": bucket.certain,
                        "possible": bucket.possible,
                        **_measures(bucket.measures),
                    }
                    for bucket in group.buckets
                ],
            }
            for group in found.groups
        ],
    }


def _measures(found: Measures) -> dict[str, Any]:
    return {"incidents": found.incidents, "fatal": found.fatal, "killed": found.killed, "wounded": found.wounded}


def facets(found: faceting.Facets) -> dict[str, Any]:
    """Return facets (`stats_shapes.FacetAnswer`)."""
    return {"rule": faceting.RULE, "source": found.source, "total": found.total, "facets": found.facets}


def first_since(found: firsts.Comparison | None, base: str) -> dict[str, Any]:
    """Return a comparison (`stats_shapes.FirstSinceAnswer`). `base` is the address that incidents are under."""
    if found is None:
        empty = dict.fromkeys(("incident", "last_fatal", "days", "since", "compared"))
        return {"rule": firsts.RULE, **empty, "milestones": []}
    one, last = found.edition, found.before.last
    point = firsts.newest_turning_point(found.milestones)
    return {
        "rule": firsts.RULE,
        "incident": {
            **_incident(one, base),
            "killed_low": found.killed_low,
            "killed_best": found.killed_best,
            "fatal": found.fatal,
        },
        "last_fatal": _incident(last, base) if last else None,
        "days": {"low": last.days_low, "high": last.days_high} if last else None,
        "since": _milestone(point) if point else None,
        "milestones": [{**_milestone(passed.milestone), "first": passed.first} for passed in found.milestones],
        "compared": {
            "scope": found.scope,
            "border": found.border,
            "between": found.before.between,
            "unknown": found.before.unknown,
        },
    }


def _incident(one: Any, base: str) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "url": f"{base}{one.ref}/",
        "title": one.title,
        "earliest": one.earliest,
        "latest": one.latest,
        "contested": one.contested,
    }


def _milestone(one: Milestone) -> dict[str, Any]:
    return {
        "title": one.title,
        "kind": one.kind,
        "earliest": one.earliest,
        "latest": one.latest,
        "precision": one.precision,
    }


def baseline(found: baselines.Baseline | None, window: int) -> dict[str, Any]:
    """Return a comparison with the year before (`stats_shapes.BaselineAnswer`)."""
    return {"rule": baselines.RULE, "window": window, "result": found}
