"""Who changed what, from the history that database triggers keep."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from incidents.workbench.models import (
    Assertion,
    Assessment,
    Capture,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Merge,
    ReferenceDecision,
    Source,
    Unmerge,
)

OF_AN_INCIDENT: tuple[type[models.Model], ...] = (
    Involvement,
    IncidentLink,
    Claim,
    Assertion,
    ClaimLink,
    Citation,
    CasualtyEstimate,
    EstimateClaim,
    Assessment,
)

MERGES = frozenset({"merge actors", "merge places", "merge sources", "unmerge sources"})
"""Why of what changes rows of many incidents at once: whoever did it stands for those, and for nothing else there."""
_NOT_CONTENT = frozenset(
    {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id", "state", "revision", "updated_at"}
)


def event_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model of a tracked model's history."""
    found: type[models.Model] = model.pgh_event_model  # type: ignore[attr-defined] # set by pghistory.track
    return found


def _events(model: type[models.Model], since: datetime | None, **of: Any) -> models.QuerySet[models.Model]:
    events = event_model(model)._default_manager.filter(**of)  # noqa: SLF001 - Django's documented accessor
    return events.filter(pgh_created_at__gt=since) if since else events


@dataclass(frozen=True)
class Save:
    """A step that raised an incident's revision: when, by whom (None for nobody who can be named), by which form."""

    revision: int
    at: datetime
    by: int | None
    form: str
    verb: str
    why: str


def saves_since(incident: Incident, revision: int) -> list[Save]:
    """Return the steps that raised an incident above a revision, oldest first. One query."""
    events = _events(Incident, None, pgh_obj_id=incident.pk, revision__gt=revision).order_by("pgh_id")
    told = events.values_list("revision", "pgh_created_at", "pgh_context__metadata")
    found: dict[int, Save] = {}
    for number, at, context in told:
        said = context or {}
        words = (said.get("form", ""), said.get("verb", ""), said.get("why", ""))
        found.setdefault(number, Save(number, at, said.get("user"), *words))
    return list(found.values())


def changed_by(incident: Incident, *, since: datetime | None) -> set[int | None]:
    """Return the ids of everybody who changed a row of an incident, or a source it cites, after `since`.

    `None` stands for a change by nobody (raw SQL, or code that did not say who) that nobody has stood for since by
    saving the incident. Steps of the workflow don't count. Three queries.
    """
    own, saves = _own_changes(incident, since)
    last_save = max(saves, default=None)
    parts = [_events(model, since, incident_id=incident.pk) for model in OF_AN_INCIDENT]
    cited = models.Subquery(Citation.objects.filter(incident=incident).values("source_id"))
    parts.append(_events(Source, since, pgh_obj_id__in=cited))
    changes = own + _told(parts) + _beside(cited, since) + _by_merges(incident, since)
    return {user for when, user in changes if user is not None or last_save is None or when > last_save}


def _by_merges(incident: Incident, since: datetime | None) -> list[tuple[datetime, int | None]]:
    """Return what changed by merges that appended no edition, and what was changed elsewhere on rows they brought.

    Whoever merged, or undid it, changed both incidents. Rows that were never published count with all their changes,
    whenever these were made and on whichever incident they hung then.
    """
    here = models.Q(winner=incident) | models.Q(loser=incident)
    merges = list(Merge.objects.filter(here).select_related("undone"))
    private = [one for one in merges if one.loser_edition is None]
    found: list[tuple[datetime, int | None]] = [(one.at, one.by_id) for one in private]
    for one in merges:
        undone: Unmerge | None = getattr(one, "undone", None)
        if undone is not None and undone.loser_edition is None:
            found.append((undone.at, undone.by_id))
    found = [(at, by) for at, by in found if since is None or at > since]
    if not merges:
        return []
    unseen = any(one.winner_id == incident.pk and (since is None or one.at > since) for one in private)
    told_since = None if unseen else since
    parts = []
    for model in OF_AN_INCIDENT:
        rows = model._default_manager.filter(incident_id=incident.pk)  # noqa: SLF001 - Django's documented accessor
        came = event_model(model)._default_manager.filter(pgh_obj_id__in=rows.order_by().values("pk"))  # noqa: SLF001
        came = came.filter(pgh_created_at__gt=told_since) if told_since else came
        parts.append(came.exclude(incident_id=incident.pk))
    return found + _told(parts)


def _beside(sources: models.Subquery, since: datetime | None) -> list[tuple[datetime, int | None]]:
    """Return when and by whom files were added to sources, and other sources merged into them or parted from them.

    What the system fetched by itself is nobody's judgement. One query.
    """
    uploads = Capture.objects.filter(source__in=sources, final_url="")
    ids = Source.objects.filter(pk__in=sources).order_by().values("public_id")
    merges = ReferenceDecision.objects.filter(table="source", winner__in=ids)
    if since is not None:
        uploads, merges = uploads.filter(captured_at__gt=since), merges.filter(at__gt=since)
    told = uploads.order_by().values_list("captured_at", "captured_by")
    return [*told.union(merges.order_by().values_list("at", "by"), all=True)]


def lock_rows(*incidents: Incident) -> None:
    """Wait for whoever is changing a row of the incidents, or a source they cite, and keep others waiting.

    The caller holds the incidents' own locks, which new rows wait for; so what is built next is what stands.
    """
    pks = [incident.pk for incident in incidents]
    for model in OF_AN_INCIDENT:
        rows = model._default_manager.filter(incident_id__in=pks)  # noqa: SLF001 - Django's documented accessor
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    cited = Citation.objects.filter(incident__in=pks).values("source_id")
    list(Source.objects.filter(pk__in=cited).select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _own_changes(
    incident: Incident, since: datetime | None
) -> tuple[list[tuple[datetime, int | None]], list[datetime]]:
    """Return when and by whom the incident's own row was changed or saved, and when somebody saved it.

    A save says why, and counts also where it changed nothing: whoever made it stands for the rest. A step of the
    workflow says no such thing, and moves only what is not content; a merge stands for what it changed alone.
    """
    found, saves = [], []
    before: dict[str, Any] = {}
    events = _events(Incident, None, pgh_obj_id=incident.pk).annotate(told=models.F("pgh_context__metadata"))
    for event in events.order_by("pgh_id").values():
        told = event.pop("told") or {}
        content = {name: value for name, value in event.items() if name not in _NOT_CONTENT}
        merged = told.get("why") in MERGES
        counts = content != before or ("why" in told and not merged)
        if counts and (since is None or event["pgh_created_at"] > since):
            found.append((event["pgh_created_at"], told.get("user")))
            if told.get("user") is not None and not merged:
                saves.append(event["pgh_created_at"])
        before = content
    return found, saves


def _told(parts: list[models.QuerySet[models.Model]]) -> list[tuple[datetime, int | None]]:
    """Return when and by whom rows of several tables were changed. One query."""
    first, *others = (part.order_by().values_list("pgh_created_at", "pgh_context__metadata") for part in parts)
    told = first.union(*others, all=True)
    return [(when, None if context is None else context.get("user")) for when, context in told]
