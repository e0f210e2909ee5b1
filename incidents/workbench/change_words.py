"""What a step of the history did to a row, in words: the names of fields, rows and values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from actors.models import Actor, ActorName, ActorRelation
from actors.relating import days_in_words
from incidents.reference.models import (
    Border,
    BorderSection,
    Dispute,
    DisputeBorder,
    DisputeParty,
    Milestone,
    Place,
    PlaceName,
)
from incidents.vocabulary import Verb
from incidents.workbench.models import Assessment, Incident
from incidents.workbench.steps import REMOVED, RowChange, Step, Values

WHY = {
    "create": "Started",
    "edit": "Saved",
    "undo": "Restored",
    "admin": "Edited in the admin",
    "expunge": "Expunged",
    "quiet report": "Report of quiet",
    "merge actors": "Merged actors",
    "merge places": "Merged places",
    "merge sources": "Merged sources",
    "unmerge sources": "Undid a merge of sources",
    "proposal": "Decided on a proposal",
    "propose": "Proposed an actor or a place",
    "actor": "Edited an actor",
    "place": "Edited a place",
    "border": "Edited a border",
    "dispute": "Edited a dispute",
    "relations": "Edited relations of an actor",
    "note": "Wrote in the review thread",
    "told": "Mailed whom a note names",
    "not the same": "Told apart from what looks alike",
    "may be the same after all": "Took back that it is told apart",
}
_EMPTY: tuple[Any, ...] = (None, "", False)
_LONG = 60


@dataclass(frozen=True)
class FieldChange:
    """A field before and after, in words; empty for what was not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """What a step did to one row."""

    name: str
    what: str
    fields: list[FieldChange]


def title_of(step: Step) -> str:
    """Return what a step was: a save, or a step of the workflow."""
    if step.verb == Verb.RESTORE:
        return f"Restored an edition, as it was at revision {step.restored}"
    if step.restored is not None:
        return f"Restored revision {step.restored}"
    if step.why in WHY:
        return WHY[step.why]
    if step.verb in {one.value for one in Verb}:
        return Verb.of(step.verb).label
    return "Changed outside the application"


class Words:
    """Names of fields, rows and values. The rows that values name are fetched together, a query per table.

    `forms` has the form of a table whose labels and nouns people know; without one, the model's own words stand.
    """

    def __init__(self, changes: Iterable[RowChange], forms: Mapping[type[models.Model], Any] | None = None) -> None:
        """Fetch what the changes name."""
        self._forms = forms or {}
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for change in changes:
            for values in (change.before, change.after):
                for column in _columns(change.model):
                    if column.is_relation and values.get(column.attname) is not None:
                        wanted[column.related_model].add(values[column.attname])  # type: ignore[index] # a model
        self._rows = {model: model._default_manager.in_bulk(pks) for model, pks in wanted.items()}  # noqa: SLF001 - Django's documented accessor

    def told(self, change: RowChange) -> Told:
        """Return a change in words."""
        fields = []
        for column in _columns(change.model):
            if column.attname not in change.changed or column.name in _SILENT:
                continue
            before, after = (self._value(column, values) for values in (change.before, change.after))
            if before != after:
                fields.append(FieldChange(self._label(change.model, column), before, after))
        return Told(self._name(change), change.what, fields)

    def _name(self, change: RowChange) -> str:
        if change.model is Incident:
            return "The incident"
        if change.model is Assessment:
            return "Finding of the editors"
        form = self._forms.get(change.model)
        noun = str(form.row_noun).capitalize() if form else noun_of(change.model)
        values = change.before if change.what == REMOVED else change.after
        names = {_KNOWN_BY[change.model]} if change.model in _KNOWN_BY else _NAMING
        said = next((self._value(one, values) for one in _columns(change.model) if one.name in names), "")
        return f"{noun}: {_shortly(said)}" if said else noun

    def _label(self, model: type[models.Model], column: "models.Field[Any, Any]") -> str:
        form = self._forms.get(model)
        known = form.base_fields.get(column.name) if form else None
        label = known.label if known is not None and known.label else column.verbose_name
        return str(label)[:1].upper() + str(label)[1:]

    def _value(self, column: "models.Field[Any, Any]", values: Values) -> str:
        value = values.get(column.attname)
        if value in _EMPTY:
            return ""
        if column.is_relation:
            row = self._rows.get(column.related_model, {}).get(value)  # type: ignore[arg-type] # a model
            return _row_words(row) if row is not None else "a row that is gone"
        return str(dict(column.flatchoices).get(value, value)) if column.choices else _plain(value)


_SILENT = {"position", "rated_by", "rated_at", "added_by", "assessed_by", "assessed_at", "recorded_at"}
"""Columns that change along with others."""
_NAMING = {"actor", "claimant", "publisher", "question", "relation", "source", "side"}
"""Columns by whose value a row is known."""
_KNOWN_BY: dict[type[models.Model], str] = {
    Actor: "name", ActorName: "text", ActorRelation: "subject", Place: "name", PlaceName: "text", Border: "name",
    BorderSection: "name", Dispute: "name", DisputeParty: "actor", DisputeBorder: "border", Milestone: "title",
}  # fmt: skip
"""The same, for tables that incidents refer to."""


def noun_of(model: type[models.Model]) -> str:
    """Return what a row of a table is called, with a capital."""
    return str(model._meta.verbose_name).capitalize()  # noqa: SLF001 - Django's documented API


def _plain(value: Any) -> str:
    match value:
        case True:
            return "yes"
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case DateRange():
            return days_in_words(value.lower, value.upper)
    return str(value)


def _columns(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return list(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented API


def _row_words(row: models.Model) -> str:
    if isinstance(row, Actor):
        return row.name
    if isinstance(row, Place):
        return str(row)
    return row.ref if isinstance(row, Incident) else _shortly(str(row))


def _shortly(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
