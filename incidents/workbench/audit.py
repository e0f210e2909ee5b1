"""The audit log: every signed step over all tables with a history, and what nobody signed, newest first."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from pghistory.models import Context

from actors.models import Actor, ActorName, ActorRelation
from config.history import BEFORE
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
from incidents.workbench.history import OF_AN_INCIDENT, event_model
from incidents.workbench.models import (
    Approval,
    Distinction,
    Incident,
    NoteMention,
    QuietReport,
    ReferenceDecision,
    ReviewLock,
    ReviewNote,
    SavedView,
    Source,
    Transition,
)
from incidents.workbench.steps import RowChange, Step, Values, add_change, change_of, step_at

TRACKED: tuple[type[models.Model], ...] = (
    Incident, *OF_AN_INCIDENT, Source, ReviewNote, NoteMention, Distinction, QuietReport, Approval, ReviewLock,
    SavedView, Actor, ActorName, ActorRelation, Place, PlaceName, Border, BorderSection, Dispute, DisputeParty,
    DisputeBorder, Milestone,
)  # fmt: skip
"""Every table with a history, in the order in which a step tells of them."""
BY_NAME = {str(model._meta.model_name): model for model in TRACKED}  # noqa: SLF001 - Django's documented API


@dataclass(frozen=True)
class Asked:
    """What is looked for; what is empty or None is not asked.

    `person` is a user's id, or 0 for nobody: what no one can be named for. `what` is a `why` or a verb of the
    workflow. `row` is a table with a history and perhaps the key of one of its rows. `words` is looked for in the
    values that were written and in reasons, small and large letters alike. Days are those of UTC, both included.
    """

    person: int | None = None
    address: str = ""
    what: str = ""
    incident: Incident | None = None
    row: tuple[type[models.Model], int | None] | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Found:
    """A step and the keys of the incidents that it was about.

    `step.at` is when its transaction began. Steps of one transaction share it; `order` tells them apart.
    """

    step: Step
    order: datetime
    incidents: tuple[int, ...]


def found(asked: Asked, *, before: datetime | None = None, limit: int) -> list[Found]:
    """Return what was written before a moment, newest first: `limit` steps, and what was written with the last one.

    So the last one's time says where to go on. Two queries per table that the steps wrote to, whatever their number.
    """
    signed = _signed(_with_ties(_contexts(asked, before), "created_at", limit)) if asked.person != 0 else []
    plain = _unsigned(asked, before, limit) if asked.person in (None, 0) and not (asked.address or asked.what) else []
    steps = sorted([*signed, *plain], key=lambda one: (one.step.at, one.order), reverse=True)
    end = limit
    while end and end < len(steps) and steps[end].step.at == steps[end - 1].step.at:
        end += 1
    return steps[:end]


def everything(asked: Asked, *, chunk: int = 200) -> Iterator[Found]:
    """Yield all that `found` would give, in pieces: memory does not grow with the log."""
    before: datetime | None = None
    while piece := found(asked, before=before, limit=chunk):
        yield from piece
        before = piece[-1].step.at


def _with_ties(rows: "models.QuerySet[Any]", column: str, limit: int) -> list[Any]:
    """Return the first rows, newest first, and all that have the time of the last of them."""
    first = list(rows[:limit])
    if len(first) < limit:
        return first
    return list(rows.filter(**{f"{column}__gte": getattr(first[-1], column)}))


def _contexts(asked: Asked, before: datetime | None) -> "models.QuerySet[Context]":
    """Return the signatures of steps that are asked for."""
    rows = Context.objects.order_by("-created_at", "-id")
    if before is not None:
        rows = rows.filter(created_at__lt=before)
    if asked.person:
        rows = rows.filter(metadata__user=asked.person)
    if asked.address:
        rows = rows.filter(metadata__address=asked.address)
    if asked.what:
        rows = rows.filter(Q(metadata__why=asked.what) | Q(metadata__verb=asked.what))
    rows = _on_days(rows, "created_at", asked)
    if asked.incident or asked.row or asked.words:
        wanted = _touching(asked)
        if asked.words:
            of_rows = _touching(replace(asked, words="")) if asked.incident or asked.row else Q()
            wanted |= of_rows & _explained(asked.words)
        rows = rows.filter(wanted)
    return rows


def _touching(asked: Asked) -> Q:
    """Return the condition that a signature is of events which fit what is asked of rows."""
    wanted = Q(pk__in=[])
    for _, events in _events(asked):
        wanted |= Q(pk__in=events.filter(pgh_context_id__isnull=False).values("pgh_context_id"))
    return wanted


def _explained(words: str) -> Q:
    """Return the condition that a signature is of a step or decision whose reason holds words."""
    steps = Transition.objects.filter(reason__icontains=words)
    own = steps.filter(incident=OuterRef("pgh_obj_id"), revision=OuterRef("revision"))
    taken = _steps_in(Incident).filter(Exists(own), pgh_context__metadata__has_key="verb")
    decisions = ReferenceDecision.objects.filter(reason__icontains=words).values_list("pk", flat=True)
    return Q(pk__in=taken.values("pgh_context_id")) | Q(metadata__decision__in=list(decisions))


def _on_days(rows: "models.QuerySet[Any]", column: str, asked: Asked) -> "models.QuerySet[Any]":
    """Return the rows of the days that are asked for, in UTC, as an index over the moments finds them."""
    if asked.since:
        rows = rows.filter(**{f"{column}__gte": datetime.combine(asked.since, time.min, UTC)})
    if asked.until and asked.until < date.max:
        rows = rows.filter(**{f"{column}__lt": datetime.combine(asked.until + timedelta(days=1), time.min, UTC)})
    return rows


Part = tuple[type[models.Model], "models.QuerySet[Any]"]
"""A table with a history, and events of it."""


def _with_any(parts: Collection[Part]) -> list[Part]:
    """Return those in which there is any event: most tables have none of a page's. One query."""
    marked = [
        events.order_by().annotate(table=models.Value(number)).values_list("table")[:1]
        for number, (_, events) in enumerate(parts)
    ]
    if not marked:
        return []
    numbers = {number for (number,) in (marked[0].union(*marked[1:], all=True) if marked[1:] else marked[0])}
    return [part for number, part in enumerate(parts) if number in numbers]


def _events(asked: Asked) -> Iterator[tuple[type[models.Model], "models.QuerySet[Any]"]]:
    """Yield the tables' events that fit what is asked of rows: table, incident, words."""
    tables = TRACKED if asked.row is None else (asked.row[0],)
    for model in tables:
        events = _steps_in(model)
        if asked.row is not None and asked.row[1] is not None:
            events = events.filter(pgh_obj_id=asked.row[1])
        if asked.incident is not None:
            of = _of_incident(model, asked.incident)
            if of is None:
                continue
            events = events.filter(of)
        if asked.words:
            events = events.filter(_said(model, asked.words))
        yield model, events


def _steps_in(model: type[models.Model]) -> "models.QuerySet[Any]":
    """Return a table's events without those that only say what a row was before its first kept change."""
    return event_model(model)._default_manager.exclude(pgh_label=BEFORE)  # noqa: SLF001 - Django's documented accessor


def _said(model: type[models.Model], words: str) -> Q:
    """Return the condition that some text of a row holds words."""
    told = Q(pk__in=[])
    for one in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
        if isinstance(one, models.CharField | models.TextField):
            told |= Q(**{f"{one.name}__icontains": words})
    return told


def _of_incident(model: type[models.Model], incident: Incident) -> Q | None:
    if model is Incident:
        return Q(pgh_obj_id=incident.pk)
    names = {one.attname for one in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
    if "incident_id" in names:
        return Q(incident_id=incident.pk)
    if model is Distinction:
        return Q(first=incident.ref) | Q(second=incident.ref)
    return None


def _signed(contexts: list[Context]) -> list[Found]:
    """Return the steps of signatures, with what each did to rows."""
    steps = {one.pk: step_at(one.created_at, one.metadata) for one in contexts}
    about: dict[UUID, dict[int, None]] = defaultdict(dict)
    written: dict[UUID, datetime] = {}
    seen: dict[UUID, dict[tuple[type[models.Model], int], int]] = defaultdict(dict)
    parts = [(model, _steps_in(model).filter(pgh_context_id__in=list(steps))) for model in TRACKED]
    for model, events in _with_any(parts):
        for event, change in _changes(model, events):
            step = steps[event["pgh_context_id"]]
            written[event["pgh_context_id"]] = max(
                written.get(event["pgh_context_id"], step.at), event["pgh_created_at"]
            )
            if model is Incident:
                step.revision = max(step.revision or 0, event["revision"])
            add_change(step, change, seen[event["pgh_context_id"]])
            if (pk := _incident_of(model, event)) is not None:
                about[event["pgh_context_id"]][pk] = None
    return [Found(steps[one.pk], written.get(one.pk, one.created_at), tuple(about[one.pk])) for one in contexts]


def _unsigned(asked: Asked, before: datetime | None, limit: int) -> list[Found]:
    """Return changes by nobody, each by itself."""
    told = []
    parts = []
    for model, events in _events(asked):
        rows = events.filter(pgh_context_id__isnull=True)
        if before is not None:
            rows = rows.filter(pgh_created_at__lt=before)
        parts.append((model, _on_days(rows, "pgh_created_at", asked)))
    for model, of in _with_any(parts):
        rows = of.order_by("-pgh_created_at", "-pgh_id")
        keys = [row.pgh_id for row in _with_ties(rows.only("pgh_id", "pgh_created_at"), "pgh_created_at", limit)]
        if not keys:
            continue
        for event, change in _changes(model, event_model(model)._default_manager.filter(pgh_id__in=keys)):  # noqa: SLF001 - Django's documented accessor
            step = step_at(event["pgh_created_at"], {})
            add_change(step, change, {})
            pk = _incident_of(model, event)
            told.append(Found(step, step.at, () if pk is None else (pk,)))
    return told


def _changes(model: type[models.Model], events: "models.QuerySet[Any]") -> list[tuple[Values, RowChange]]:
    """Return events with what each did, from the event of the same row before it. Two queries."""
    earlier = event_model(model)._default_manager.filter(  # noqa: SLF001 - Django's documented accessor
        pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
    )
    newest = Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])
    rows: list[Values] = list(events.annotate(earlier=newest).order_by("pgh_id").values())
    before = _rows(model, {row["earlier"] for row in rows if row["earlier"] is not None})
    return [(row, change_of(model, row, before.get(row["earlier"], {}))) for row in rows]


def _rows(model: type[models.Model], keys: Collection[int]) -> dict[int, Values]:
    if not keys:
        return {}
    events = event_model(model)._default_manager.filter(pgh_id__in=keys)  # noqa: SLF001 - Django's documented accessor
    return {row["pgh_id"]: row for row in events.values()}


def _incident_of(model: type[models.Model], event: Values) -> int | None:
    pk: int | None = event["pgh_obj_id"] if model is Incident else event.get("incident_id")
    return pk
