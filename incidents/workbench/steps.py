"""Every save of an incident, with who, when and what it changed, from the history that triggers keep."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import models

from incidents.workbench.history import OF_AN_INCIDENT, event_model
from incidents.workbench.models import Citation, Incident, Source

ADDED, CHANGED, REMOVED = "added", "changed", "removed"
_NOT_TOLD = {"id", "ref", "state", "revision", "updated_at", "created_at", "author_id", "incident_id", "public_id"}
"""Columns that say nothing of what people wrote."""

Values = dict[str, Any]


@dataclass(frozen=True)
class RowChange:
    """What a step did to a row: its values before and after, by column; `changed` names those that differ.

    `public_id` is the row's own, also where it is gone by now. The incident, and what an estimate rests on, have none.
    """

    model: type[models.Model]
    pk: int
    what: str
    before: Values
    after: Values
    changed: tuple[str, ...]
    public_id: str = ""


@dataclass
class Step:
    """What was written together: one save, or one step of the workflow. `by` is None for nobody who can be named.

    `decision` is the key of the `ReferenceDecision` that it carried out.
    """

    at: datetime
    by: int | None
    why: str
    verb: str
    restored: int | None
    revision: int | None = None
    address: str = ""
    decision: int | None = None
    changes: list[RowChange] = field(default_factory=list)


def step_at(at: datetime, told: Values) -> Step:
    """Return a step without its changes, from what was told with it (`config.rest.signing`)."""
    words = (told.get("why", ""), told.get("verb", ""), told.get("restored"))
    return Step(at, told.get("user"), *words, address=told.get("address", ""), decision=told.get("decision"))


@dataclass(frozen=True)
class _Event:
    number: tuple[datetime, int]
    context: UUID | None
    told: Values
    change: RowChange
    revision: int | None


def steps_of(incident: Incident) -> list[Step]:
    """Return everything that was written on an incident, newest first. A query per table.

    A source that several incidents cite is told of where it was changed together with this one.
    """
    events = _events_of(Incident, pgh_obj_id=incident.pk)
    for model in OF_AN_INCIDENT:
        events += _events_of(model, incident=incident.pk)
    contexts = {one.context for one in events if one.context is not None}
    cited = event_model(Citation)._default_manager.filter(incident_id=incident.pk)  # noqa: SLF001 - Django's documented accessor
    sources = _events_of(Source, pgh_obj_id__in=models.Subquery(cited.values("source_id")))
    events += [one for one in sources if one.context in contexts]
    return _grouped(sorted(events, key=attrgetter("number")))


def told_columns(model: type[models.Model]) -> list[str]:
    """Return the columns of a table that say something of what people wrote."""
    return [one.attname for one in model._meta.concrete_fields if one.attname not in _NOT_TOLD]  # noqa: SLF001 - Django's documented API


def change_of(model: type[models.Model], event: Values, before: Values, what: str = "") -> RowChange:
    """Return what an event of a row's history did to it, given what the row was before (empty for a new one).

    `what`, where it is other than the event's label says: a merge moves a row, and does not add it.
    """
    now = {name: event[name] for name in told_columns(model)}
    what = what or {"insert": ADDED, "delete": REMOVED}.get(event["pgh_label"], CHANGED)
    after = {} if what == REMOVED else now
    changed = tuple(name for name in now if before.get(name) != after.get(name))
    public_id = event.get("public_id") or ""
    return RowChange(model, event["pgh_obj_id"], what, now if what == REMOVED else before, after, changed, public_id)


def _events_of(model: type[models.Model], *, incident: int | None = None, **of: Any) -> list[_Event]:
    """Return what happened to the rows of a table, each with what the row was before.

    `incident`: to those that hang on it. A row that a merge brings is added, and one that a merge takes is removed.
    """
    every = event_model(model)._default_manager.all()  # noqa: SLF001 - Django's documented accessor
    if incident is not None:
        of["pgh_obj_id__in"] = every.filter(incident_id=incident).order_by().values("pgh_obj_id")
    rows = every.filter(**of).annotate(told=models.F("pgh_context__metadata"))
    columns = told_columns(model)
    last: dict[int, Values] = {}
    found = []
    for row in rows.order_by("pgh_id").values():
        pk = row["pgh_obj_id"]
        before, now = last.get(pk, {}), {name: row[name] for name in columns}
        elsewhere = incident is not None and row["incident_id"] != incident
        last[pk] = {} if elsewhere else now
        if elsewhere and not before:
            continue
        what = _what(row["pgh_label"], moved_here=incident is not None and not before, moved_away=elsewhere)
        change = change_of(model, row, before, what)
        number = (row["pgh_created_at"], row["pgh_id"])
        found.append(_Event(number, row["pgh_context_id"], row["told"] or {}, change, row.get("revision")))
    return found


def _what(label: str, *, moved_here: bool, moved_away: bool) -> str:
    """Return what an event did to the rows of an incident."""
    if label == "insert" or (moved_here and not moved_away):
        return ADDED
    return REMOVED if label == "delete" or moved_away else CHANGED


def _grouped(events: Iterable[_Event]) -> list[Step]:
    steps: list[Step] = []
    by_context: dict[UUID, Step] = {}
    seen: dict[int, dict[tuple[type[models.Model], int], int]] = defaultdict(dict)
    for one in events:
        step = by_context.get(one.context) if one.context is not None else None
        if step is None:
            step = step_at(one.number[0], one.told)
            steps.append(step)
            if one.context is not None:
                by_context[one.context] = step
        step.revision = max(step.revision or 0, one.revision) if one.revision is not None else step.revision
        add_change(step, one.change, seen[id(step)])
    steps.reverse()
    return steps


def add_change(step: Step, change: RowChange, seen: dict[tuple[type[models.Model], int], int]) -> None:
    """Add a change to a step; two of one row in one step are one change."""
    if change.what == CHANGED and not change.changed:
        return
    if (change.model is Incident) and change.what == ADDED:
        return  # an incident starts empty
    key = (change.model, change.pk)
    if key not in seen:
        seen[key] = len(step.changes)
        step.changes.append(change)
        return
    first = step.changes[seen[key]]
    what = ADDED if first.what == ADDED else change.what
    names = tuple(name for name in {**first.before, **change.after} if first.before.get(name) != change.after.get(name))
    step.changes[seen[key]] = RowChange(
        change.model, change.pk, what, first.before, change.after, names, change.public_id
    )
