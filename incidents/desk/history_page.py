"""The edit history of an incident in words: who saved what and when, field by field, and what can be restored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db import models
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from incidents.desk.forms.incident import IncidentForm
from incidents.desk.forms.kinds import KINDS, Kind
from incidents.reference.models import Place
from incidents.vocabulary import Verb
from incidents.workbench import policies
from incidents.workbench.models import Assessment, Incident
from incidents.workbench.steps import REMOVED, RowChange, Step, Values, steps_of

PAGE = 20
_WHY = {"create": "Started", "edit": "Saved", "undo": "Restored", "admin": "Edited in the admin", "expunge": "Expunged"}
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


@dataclass
class Entry:
    """One step of the history: what it was, by whom and when, and the revision that it made."""

    title: str
    by: str
    at: datetime
    revision: int | None
    rows: list[Told] = field(default_factory=list)
    restorable: bool = False


@dataclass
class HistoryPage:
    """A page of the history, newest first, and whether the person may restore."""

    incident: Incident
    entries: list[Entry]
    page: "Page[Step]"
    may_restore: bool


def history_page(incident: Incident, by: User, *, number: str = "1") -> HistoryPage:
    """Return a page of an incident's history. The number of queries does not depend on its length."""
    page = Paginator(steps_of(incident), PAGE).get_page(number)
    may = policies.may_edit(by, incident)
    steps = list(page)
    words = _Words(incident, (change for step in steps for change in step.changes))
    people = User.objects.in_bulk({step.by for step in steps if step.by is not None})
    with timezone.override(_zone(incident)):
        entries = [
            Entry(
                _title(step),
                str(people.get(step.by or 0) or "nobody who can be named"),
                step.at,
                step.revision,
                [told for change in step.changes if (told := words.told(change)).fields],
            )
            for step in steps
        ]
    for entry in entries:
        entry.restorable = (
            may and bool(entry.rows) and entry.revision is not None and entry.revision < incident.revision
        )
    return HistoryPage(incident, entries, page, may)


def _zone(incident: Incident) -> ZoneInfo:
    try:
        return ZoneInfo(incident.time_zone)
    except (ValueError, OSError):
        return ZoneInfo("UTC")


def _title(step: Step) -> str:
    if step.verb == Verb.RESTORE:
        return f"Restored an edition, as it was at revision {step.restored}"
    if step.restored is not None:
        return f"Restored revision {step.restored}"
    if step.why in _WHY:
        return _WHY[step.why]
    if step.verb in {one.value for one in Verb}:
        return Verb.of(step.verb).label
    return "Changed outside the application"


def _forms(kinds: Iterable[Kind] = KINDS) -> Iterable[Kind]:
    for kind in kinds:
        yield kind
        yield from _forms(kind.children)


class _Words:
    """Names of fields, rows and values. The rows that values name are fetched together, a query per table."""

    def __init__(self, incident: Incident, changes: Iterable[RowChange]) -> None:
        self._forms: dict[type[models.Model], Any] = {Incident: IncidentForm}
        for kind in _forms():
            self._forms.setdefault(kind.model, kind.form)
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
        noun = str(form.row_noun if form else change.model._meta.verbose_name).capitalize()  # noqa: SLF001 - Django's documented API
        values = change.before if change.what == REMOVED else change.after
        said = next((self._value(one, values) for one in _columns(change.model) if one.name in _NAMING), "")
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


_SILENT = {"position", "rated_by", "rated_at", "added_by", "assessed_by", "assessed_at"}
"""Columns that change along with others."""
_NAMING = {"actor", "claimant", "publisher", "question", "relation", "source", "side"}
"""Columns by whose value a row is known."""


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
