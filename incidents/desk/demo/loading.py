"""Enters the demo incidents as an analyst and publishes them as an editor, by the ways that people take."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from incidents.desk.demo.around import (
    offensive_in_nagorno_karabakh,
    reported_fire_in_the_north_west,
    reported_sniper_fire,
    talks_blocked,
)
from incidents.desk.demo.nerkin_hand import fire_near_nerkin_hand
from incidents.desk.demo.periods import IDS_EACH, periods
from incidents.desk.demo.shape import Row, row_id
from incidents.desk.forms import IncidentDraft, flatten
from incidents.desk.operations import create_draft, save_draft, submit_draft
from incidents.errors import DomainError, NotPublishable
from incidents.moderation import workflow
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident, Involvement


@dataclass(frozen=True)
class Step:
    """One edition of one incident: A to E as in the acceptance case, or P and a number for a period."""

    name: str
    edition: int
    nested: Callable[[], Row]


STEPS = (
    Step("C", 1, offensive_in_nagorno_karabakh),
    Step("B", 1, lambda: reported_fire_in_the_north_west(1)),
    Step("D", 1, lambda: talks_blocked(1)),
    Step("E", 1, reported_sniper_fire),
    Step("A", 1, lambda: fire_near_nerkin_hand(1)),
    Step("B", 2, lambda: reported_fire_in_the_north_west(2)),
    Step("A", 2, lambda: fire_near_nerkin_hand(2)),
    Step("A", 3, lambda: fire_near_nerkin_hand(3)),
    Step("D", 2, lambda: talks_blocked(2)),
)
"""In this order: an incident is in the record before another one names it."""


def steps() -> Iterator[Step]:
    """Yield the acceptance case, then the totals over periods."""
    yield from STEPS
    for period in periods():
        yield Step(f"P{period.number}", 1, period.nested)


class DemoRefused(DomainError):
    """The forms found something wrong with the demo data."""


def load_incidents(*, analyst: User, editor: User) -> Iterator[str]:
    """Enter and publish what is not in the record yet, a transaction per edition; yield what was done."""
    refs: dict[str, str] = {}
    for step in steps():
        found = entered(step.name)
        if found is not None:
            refs[step.name] = found.ref
            if Edition.objects.of(found.ref).filter(number__gte=step.edition).exists():
                continue
        with transaction.atomic():
            incident = _enter(step, refs, by=analyst)
            edition = _publish(incident, by=editor)
        refs[step.name] = incident.ref
        yield f"{incident.ref} edition {edition}: {incident.title}"


def entered(name: str) -> Incident | None:
    """Return the demo incident with this name, if it was entered before: its first involvement tells."""
    letter, number = name[0].lower(), int(name[1:] or 0) * IDS_EACH
    found = Involvement.objects.filter(public_id=row_id(letter, "v", number + 1)).select_related("incident").first()
    return Incident.objects.for_detail().get(pk=found.incident_id) if found else None


def _enter(step: Step, refs: dict[str, str], *, by: User) -> Incident:
    """Save the data through the form and submit them."""
    incident = entered(step.name)
    draft = IncidentDraft(flatten(_with_refs(step.nested(), refs)), by=by, incident=incident, whole=True)
    if not draft.is_valid():
        told = "; ".join(f"{one.path}: {one.message}" for one in draft.problems())
        raise DemoRefused(f"Demo incident {step.name}: {told}")
    if incident is None:
        saved = create_draft(draft=draft, by=by)
    else:
        saved = save_draft(draft=draft, by=by, revision=incident.revision)
    submit_draft(incident=saved, by=by, copies=False)  # the demo asks nothing of the network
    return saved


def _publish(incident: Incident, *, by: User) -> int:
    """Publish exactly what the preview shows; return the edition's number."""
    seen = preview(incident)
    if seen.problems:
        raise NotPublishable(f"{incident.ref} can't be published: {'; '.join(seen.problems)}", problems=seen.problems)
    workflow.transition(
        incident=incident, verb=Verb.PUBLISH, by=by, revision=seen.revision, body_sha256=seen.body_sha256
    )
    return Edition.objects.of(incident.ref).values_list("number", flat=True)[0]


def _with_refs(value: Any, refs: dict[str, str]) -> Any:
    """Return nested data with `@B` replaced by the ref of B."""
    if isinstance(value, dict):
        return {name: _with_refs(part, refs) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_refs(part, refs) for part in value]
    return refs[value[1:]] if isinstance(value, str) and value.startswith("@") else value
