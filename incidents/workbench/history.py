"""Who changed what, from the history that database triggers keep."""

from datetime import datetime
from typing import Any

from django.db import models

from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Source,
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


def event_model(model: type[models.Model]) -> type[models.Model]:
    """Return the model of a tracked model's history."""
    found: type[models.Model] = model.pgh_event_model  # type: ignore[attr-defined] # set by pghistory.track
    return found


def _events(model: type[models.Model], since: datetime | None, **of: Any) -> models.QuerySet[models.Model]:
    events = event_model(model)._default_manager.filter(**of)  # noqa: SLF001 - Django's documented accessor
    return events.filter(pgh_created_at__gt=since) if since else events


def changed_by(incident: Incident, *, since: datetime | None) -> set[int | None]:
    """Return the ids of everybody who changed a row of an incident, or a source it cites, after `since`.

    `None` stands for a change by nobody (raw SQL, or code that did not say who) that nobody has stood for since by
    saving the incident. Steps of the workflow don't count: they change the state and nothing that is published.
    """
    own = _events(Incident, since, pgh_obj_id=incident.pk)
    parts = [_events(model, since, incident_id=incident.pk) for model in OF_AN_INCIDENT]
    cited = models.Subquery(Citation.objects.filter(incident=incident).values("source_id"))
    saves = [when for when, user in _people(own) if user is not None]
    last_save = max(saves, default=None)
    found: set[int | None] = set()
    for events in (own, *parts, _events(Source, since, pgh_obj_id__in=cited)):
        for when, user in _people(events):
            if user is not None or last_save is None or when > last_save:
                found.add(user)
    return found


def _people(events: models.QuerySet[models.Model]) -> list[tuple[datetime, int | None]]:
    """Return when and by whom rows were changed, steps of the workflow left out."""
    told = events.values_list("pgh_created_at", "pgh_context__metadata").order_by()
    return [
        (when, None if context is None else context.get("user"))
        for when, context in told
        if context is None or "verb" not in context
    ]
