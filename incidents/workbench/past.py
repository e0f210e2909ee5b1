"""An incident as it stood at an earlier revision, put together again from the history that triggers keep."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from incidents.workbench.history import event_model
from incidents.workbench.models import (
    Assertion,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Merge,
    Source,
)

DECISION = "decision"
"""What the history notes with a step that was a decision on an actor, a place or a source: the decision's key."""
_Row = TypeVar("_Row", bound=models.Model)
_LISTS: tuple[tuple[type[models.Model], str], ...] = (
    (Involvement, "involvements"), (Claim, "claims"), (Assertion, "assertions"), (ClaimLink, "claim_links"),
    (Citation, "citations"), (CasualtyEstimate, "estimates"), (IncidentLink, "links"),
)  # fmt: skip


class Moment:
    """The end of a revision: everything before the step that made the next one, and not after `until` if it is given.

    Sources change without an incident's revision, so for what stood at one instant both are needed.
    """

    def __init__(self, incident: Incident, revision: int, *, until: datetime | None = None) -> None:
        self._until = until
        self._own = _events(Incident).filter(pgh_obj_id=incident.pk)
        later = self._own.filter(revision__gt=revision).order_by("pgh_id")
        self._next = later.values("pgh_created_at", "pgh_context_id").first()

    def changed_after(self, model: type[models.Model], keys: Iterable[int]) -> models.QuerySet[models.Model]:
        """Return what happened to rows after it, but for what one and the same step did to them and the incident."""
        if self._next is None:
            return _events(model).none()
        own = self._own.exclude(pgh_context=None).exclude(pgh_context__metadata__has_key=DECISION).order_by()
        later = _events(model).filter(pgh_obj_id__in=list(keys), pgh_created_at__gte=self._next["pgh_created_at"])
        return later.exclude(pgh_context__in=own.values("pgh_context"))

    def rows(self, model: type[_Row], **of: Any) -> dict[int, _Row]:
        """Return the rows of a table that were there, by primary key."""
        found = _events(model)
        if incident := of.get("incident_id"):  # a merge takes rows to another incident: all that was ever here is asked
            found = found.filter(pgh_obj_id__in=found.filter(incident_id=incident).order_by().values("pgh_obj_id"))
        else:
            found = found.filter(**of)
        if self._until is not None:
            found = found.filter(pgh_created_at__lte=self._until)
        if self._next is not None:
            found = found.filter(pgh_created_at__lt=self._next["pgh_created_at"])
            if self._next["pgh_context_id"] is not None:
                found = found.exclude(pgh_context_id=self._next["pgh_context_id"])
        last = found.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id").values()
        return {
            event["pgh_obj_id"]: _row(model, event)
            for event in last
            if event["pgh_label"] != "delete" and event.get("incident_id") == (incident or event.get("incident_id"))
        }


def _events(model: type[models.Model]) -> models.QuerySet[models.Model]:
    return event_model(model)._default_manager.all()  # noqa: SLF001 - Django's documented accessor


def _row(model: type[_Row], event: dict[str, Any]) -> _Row:
    """Return a row as it was; it is not to be saved."""
    values = {one.attname: event[one.attname] for one in model._meta.concrete_fields if not one.primary_key}  # noqa: SLF001 - Django's documented API
    row = model(pk=event["pgh_obj_id"], **values)
    row._state.adding = False  # noqa: SLF001 - Django's documented flag
    return row


def as_of(incident: Incident, revision: int) -> Incident | None:
    """Return an incident as it stood at a revision, with its rows of then, as `for_detail()` would give it.

    None where the history knows nothing of it any more. It is for reading: its rows may be changed or gone since.
    A number of queries that does not depend on the number of rows.
    """
    moment = Moment(incident, revision)
    past = moment.rows(Incident, pgh_obj_id=incident.pk).get(incident.pk)
    if past is None:
        return None
    tables: list[type[models.Model]] = [*(model for model, _ in _LISTS), EstimateClaim]
    lists: dict[type[models.Model], dict[int, Any]] = {
        model: moment.rows(model, incident_id=incident.pk) for model in tables
    }
    lists[Source] = moment.rows(Source, pgh_obj_id__in={row.source_id for row in lists[Citation].values()})
    _name_rows(past, lists)
    for model, name in _LISTS:
        put_rows(past, name, _in_order(lists[model].values()))
    rests: dict[int, list[Any]] = defaultdict(list)
    for rest in lists[EstimateClaim].values():
        rests[rest.estimate_id].append(rest)
    for estimate in lists[CasualtyEstimate].values():
        put_rows(estimate, "rests_on", rests[estimate.pk])
    return past


def not_its_own(incident: Incident, revision: int, sources: Iterable[int]) -> set[int]:
    """Return those of the sources that are not this incident's alone to put back to a revision, by key.

    Other incidents cite them, or somebody changed them since the revision other than by saving this one. Three queries.
    """
    keys = list(sources)
    cited = Citation.objects.filter(source__in=keys).exclude(incident=incident).order_by()
    changed = Moment(incident, revision).changed_after(Source, keys).order_by()
    return {*cited.values_list("source_id", flat=True), *changed.values_list("pgh_obj_id", flat=True)}


def hang_elsewhere(past: Incident) -> list[str]:
    """Return the refs of the incidents on which rows of an earlier revision hang now, because a merge moved them.

    One query where the incident had no part in a merge.
    """
    if not Merge.objects.filter(models.Q(loser=past) | models.Q(winner=past)).exists():
        return []
    refs: set[str] = set()
    for model, name in _LISTS:
        pks = [row.pk for row in getattr(past, name).all()]
        rows = model._default_manager.filter(pk__in=pks).exclude(incident=past)  # noqa: SLF001 - Django's documented accessor
        refs |= set(rows.values_list("incident__ref", flat=True))
    return sorted(refs)


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk))


def _name_rows(past: Incident, lists: dict[type[models.Model], dict[int, Any]]) -> None:
    """Give every row the rows that it names: those of then, or for actors, places and the like those of now."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    naming = [(row, one) for row in (past, *(row for rows in lists.values() for row in rows.values()))
              for one in keys_of(type(row)) if getattr(row, one.attname) is not None]  # fmt: skip
    for row, one in naming:
        target = target_of(one)
        if target not in lists and target is not Incident:
            wanted[target].add(getattr(row, one.attname))
        elif one.name == "other":
            wanted[Incident].add(getattr(row, one.attname))
    found: dict[type[models.Model], dict[int, Any]] = {
        model: model._default_manager.in_bulk(pks)  # noqa: SLF001 - Django's documented accessor
        for model, pks in wanted.items()
    }
    for row, one in naming:
        rows = lists.get(target_of(one)) or found.get(target_of(one), {})
        named = past if one.name == "incident" else rows.get(getattr(row, one.attname))
        if named is not None:
            setattr(row, one.name, named)


def keys_of(model: type[models.Model]) -> "list[models.ForeignKey[Any, Any]]":
    """Return the columns of a table that name other rows."""
    return [one for one in model._meta.concrete_fields if isinstance(one, models.ForeignKey)]  # noqa: SLF001 - Django's documented API


def target_of(key: "models.ForeignKey[Any, Any]") -> type[models.Model]:
    """Return the table whose rows a column names."""
    target: type[models.Model] = key.related_model
    return target


def put_rows(row: models.Model, name: str, rows: list[Any]) -> None:
    """Let a row's manager give these rows, as prefetching does."""
    queryset = getattr(row, name).all()
    queryset._result_cache, queryset._prefetch_done = rows, True  # noqa: SLF001 - what Django's own prefetching sets
    kept = row.__dict__.setdefault("_prefetched_objects_cache", {})
    kept[name] = queryset
