"""Who last changed an actor, a place, a border or a dispute, and when: for whoever meets their change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
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
from incidents.workbench.history import event_model
from incidents.workbench.models import Source

_BELONG: dict[type[models.Model], dict[type[models.Model], tuple[str, ...]]] = {
    Actor: {ActorName: ("actor",), ActorRelation: ("subject", "object")},
    Place: {PlaceName: ("place",)},
    Border: {BorderSection: ("border",)},
    BorderSection: {},
    Source: {},
    Dispute: {Milestone: ("dispute",), DisputeParty: ("dispute",), DisputeBorder: ("dispute",)},
}
"""The rows that belong to a row, by the columns that say so."""


@dataclass(frozen=True)
class LastChange:
    """Who changed a row, or one that belongs to it, last, and when. `by` is None for nobody who can be named."""

    by: User | None
    at: datetime


def last_change(row: models.Model) -> LastChange | None:
    """Return the last change of a row and of what belongs to it; None where none is kept. A query per table."""
    newest: tuple[datetime, Any] | None = None
    for model, names in {type(row): (), **_BELONG[type(row)]}.items():
        of = Q(pgh_obj_id=row.pk) if model is type(row) else Q()
        for name in names:
            of |= Q(**{f"{name}_id": row.pk})
        events = event_model(model)._default_manager.filter(of).exclude(pgh_label=BEFORE).order_by("-pgh_id")  # noqa: SLF001 - Django's documented accessor
        found = events.values_list("pgh_created_at", "pgh_context__metadata").first()
        if found is not None and (newest is None or found[0] > newest[0]):
            newest = found
    if newest is None:
        return None
    at, told = newest
    return LastChange(User.objects.filter(pk=(told or {}).get("user") or 0).first(), at)
