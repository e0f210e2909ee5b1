"""Whose figures a table tells: the record's own estimates, or those of another perspective (docs/stats.md)."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import TextField, Value
from django.db.models.lookups import IsNull
from django.http import QueryDict

from config.rest.parameters import BadParameter, Fault
from incidents.analysis.perspectives import BOUNDS, ESTIMATES, OUTCOMES, Perspective, PerspectiveField
from incidents.public.exports.tables import Column, Kind, Read
from incidents.record.reading import options
from incidents.vocabulary import Outcome

PERSPECTIVE = "perspective"
FIELD = PerspectiveField(
    help_text="Of tables and geojson: whose figures of killed and wounded they tell; a last column names it "
    "(docs/stats.md). `ordering` and filters go by the record's own."
)
_WHERE = "goes with figures: tables and geojson of incidents, /stats/ and /map/"


def told_by(params: QueryDict, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns with the figures of the perspective that is asked for, and then one that names it.

    Without one they are the record's own. Raises BadParameter, also where no column has figures.
    """
    if PERSPECTIVE not in params:
        return columns
    perspective: Perspective = options(params, {PERSPECTIVE: FIELD}, {})[PERSPECTIVE]
    reads = dict(_reads(perspective))
    if reads.keys().isdisjoint(column.name for column in columns):
        raise BadParameter(Fault(PERSPECTIVE, f"{_WHERE}; no column that is asked for has any"))
    told = columns
    if perspective != ESTIMATES:
        told = tuple(replace(one, read=reads[one.name]) if one.name in reads else one for one in columns)
    name = Value(str(perspective), output_field=TextField())
    says = f"Whose figures of killed and wounded these are. {perspective.words}"
    return (*told, Column(PERSPECTIVE, Kind.TEXT, lambda _base: name, "#meta+perspective", says))


def refuse_perspective(params: QueryDict) -> None:
    """Refuse a perspective where documents are asked for, which tell every figure. Raises BadParameter."""
    if PERSPECTIVE in params:
        raise BadParameter(Fault(PERSPECTIVE, f"{_WHERE}; a document (json, ndjson) tells them all"))


def _reads(perspective: Perspective) -> Iterator[tuple[str, Read]]:
    for outcome in OUTCOMES:
        yield from ((f"{outcome}_{bound}", _figure(perspective, outcome, bound)) for bound in BOUNDS)
        yield f"{outcome}_includes_unknown", _is_open(perspective, outcome)


def _figure(perspective: Perspective, outcome: Outcome, bound: str) -> Read:
    return lambda _base: perspective.figure(outcome, bound)


def _is_open(perspective: Perspective, outcome: Outcome) -> Read:
    """Return what reads whether the upper end, or all of it, is not known."""
    return lambda _base: IsNull(perspective.figure(outcome, "high"), True)
