"""For every step, an incident on which it may be taken: come there by the workflow, as people do it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.merge_plans import plan_merge, plan_unmerge
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident, Merge
from incidents.workbench.operations.save import Changes
from tests.factories import person
from tests.incidents.complete import complete_incident, publish_as_previewed

REASON = "Because the date is wrong."


@dataclass(frozen=True)
class People:
    """Everybody who may try: one per kind. `touched` is an editor who changed the incident; `anna` wrote it."""

    nobody: User
    researcher: User
    anna: User
    astghik: User
    edith: User
    adam: User
    touched: User


def people() -> People:
    """Make the people."""
    return People(
        nobody=person("nobody"),
        researcher=person("rufat", Role.RESEARCHER),
        anna=person("anna", Role.ANALYST),
        astghik=person("astghik", Role.ANALYST),
        edith=person("edith", Role.EDITOR),
        adam=person("adam", Role.ADMINISTRATOR),
        touched=person("tigran", Role.EDITOR),
    )


@dataclass(frozen=True)
class Arranged:
    """An incident, and what a step on it is sent with."""

    incident: Incident
    sent: dict[str, Any] = field(default_factory=dict)


Arrangement = Callable[[People], Arranged]


def retitled(incident: Incident, title: str, *, by: User) -> Incident:
    """Change the title of an incident, as somebody does who edits it."""
    incident.refresh_from_db()
    incident.title = title
    return edit_incident(incident=incident, changes=Changes(), by=by, revision=incident.revision)


def take(incident: Incident, verb: Verb, by: User, **sent: Any) -> None:
    """Take a step, with a reason where none is sent."""
    transition(incident=incident, verb=verb, by=by, **{"reason": REASON, **sent})
    incident.refresh_from_db()


def drafted(who: People, **fields: Any) -> Incident:
    """Return a draft of anna's that tigran has edited, too."""
    incident = complete_incident(by=who.anna, **fields)
    return retitled(incident, "Exchange of fire near Nerkin Hand, as tigran put it", by=who.touched)


def submitted(who: People, **fields: Any) -> Incident:
    """Return an incident that waits for an editor."""
    incident = drafted(who, **fields)
    take(incident, Verb.SUBMIT, who.anna)
    return incident


def published(who: People) -> Incident:
    """Return an incident in sync."""
    incident = submitted(who)
    publish_as_previewed(incident, by=who.edith)
    incident.refresh_from_db()
    return incident


def published_twice(who: People) -> Incident:
    """Return an incident in sync at its second edition."""
    incident = published(who)
    retitled(incident, "Exchange of fire near Nerkin Hand, corrected", by=who.touched)
    take(incident, Verb.SUBMIT, who.anna)
    publish_as_previewed(incident, by=who.edith)
    incident.refresh_from_db()
    return incident


def as_previewed(incident: Incident) -> dict[str, Any]:
    """Return what publishing and approving name."""
    now = preview(incident)
    return {"revision": now.revision, "body_sha256": now.body_sha256}


def _reopened(who: People) -> Incident:
    incident = published(who)
    take(incident, Verb.REOPEN, who.anna)
    return incident


def _embargoed(who: People) -> Incident:
    return submitted(who, embargo_until=timezone.now() + timedelta(days=2))


def _with_preview(incident: Incident) -> Arranged:
    return Arranged(incident, as_previewed(incident))


def _other(who: People) -> Incident:
    return complete_incident(by=who.anna, title="The same exchange of fire, entered twice")


def _to_merge(incident: Incident, other: Incident) -> Arranged:
    return Arranged(incident, {"reason": REASON, "into": other.ref, **asdict(plan_merge(incident, other).seen)})


def _merged(incident: Incident, other: Incident, who: People) -> Arranged:
    take(incident, Verb.MERGE, who.edith, into=other, **asdict(plan_merge(incident, other).seen))
    merge = Merge.objects.of(incident)
    assert merge is not None
    return Arranged(incident, {"reason": REASON, **asdict(plan_unmerge(merge).seen)})


ARRANGED: dict[Verb, Arrangement] = {
    Verb.SUBMIT: lambda who: Arranged(drafted(who)),
    Verb.WITHDRAW: lambda who: Arranged(submitted(who)),
    Verb.REQUEST_CHANGES: lambda who: Arranged(submitted(who), {"reason": REASON}),
    Verb.REJECT: lambda who: Arranged(submitted(who), {"reason": REASON}),
    Verb.PUBLISH: lambda who: _with_preview(submitted(who)),
    Verb.REOPEN: lambda who: Arranged(published(who)),
    Verb.SETTLE: lambda who: Arranged(_reopened(who)),
    Verb.RETRACT: lambda who: Arranged(published(who), {"reason": REASON}),
    Verb.APPROVE: lambda who: _with_preview(_embargoed(who)),
    Verb.RESTORE: lambda who: Arranged(published_twice(who), {"reason": REASON, "edition": 1}),
    Verb.UNPUBLISH: lambda who: Arranged(_reopened(who), {"reason": REASON}),
    Verb.MERGE: lambda who: _to_merge(drafted(who), _other(who)),
    Verb.UNMERGE: lambda who: _merged(drafted(who), _other(who), who),
}
"""Step → an incident on which anna's or edith's step succeeds. A new step needs a line here."""


def in_state(state: State, who: People) -> Incident:
    """Return an incident that came to a state by the workflow, without having been published unless it must."""
    if state == State.DRAFT:
        return drafted(who)
    if state == State.IN_SYNC:
        return published(who)
    if state == State.MERGED:
        return _merged(drafted(who), _other(who), who).incident
    incident = submitted(who)
    if state in (State.CHANGES_REQUESTED, State.REJECTED):
        back = {State.CHANGES_REQUESTED: Verb.REQUEST_CHANGES, State.REJECTED: Verb.REJECT}
        take(incident, back[state], who.edith)
    assert incident.state == state, f"say in tests/incidents/moderation/arranging.py how an incident becomes {state}"
    return incident
