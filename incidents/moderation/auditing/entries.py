"""A page of the audit log in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from incidents.vocabulary import Verb
from incidents.workbench.audit import Found
from incidents.workbench.change_words import Told, Words, title_of
from incidents.workbench.models import Incident, ReferenceDecision, Transition

NOBODY = "nobody who can be named"
"""What stands for a change outside the application."""


@dataclass(frozen=True)
class Entry:
    """A step of the log: what it was, by whom, when, from where and why; the incidents it was about; what it did."""

    title: str
    by: str
    at: datetime
    address: str
    reason: str
    incidents: list[Incident]
    rows: list[Told]


def in_words(found: Iterable[Found]) -> list[Entry]:
    """Return steps in words. A fixed number of queries, whatever their number."""
    steps = list(found)
    words = Words(change for one in steps for change in one.step.changes)
    people = User.objects.in_bulk({one.step.by for one in steps if one.step.by is not None})
    incidents = Incident.objects.in_bulk({pk for one in steps for pk in one.incidents})
    reasons = _reasons(steps)
    decided = dict(
        ReferenceDecision.objects.filter(pk__in={one.step.decision for one in steps}).values_list("pk", "reason")
    )
    return [
        Entry(
            title=title_of(one.step),
            by=str(people.get(one.step.by or 0) or ("the system" if one.step.why == "told" else NOBODY)),
            at=one.step.at,
            address=one.step.address,
            reason=decided.get(one.step.decision or 0)
            or next((reasons[key] for key in _keys(one) if key in reasons), ""),
            incidents=[incidents[pk] for pk in one.incidents if pk in incidents],
            rows=[told for change in one.step.changes if (told := words.told(change)).fields],
        )
        for one in steps
    ]


def _reasons(steps: Iterable[Found]) -> dict[tuple[int, int | None], str]:
    """Return what was given as the reason of steps of the workflow, by incident and revision. One query."""
    keys = {key for one in steps if one.step.verb in Verb.codes() for key in _keys(one)}
    rows = Transition.objects.filter(incident__in={pk for pk, _ in keys}).exclude(reason="").order_by()
    return {(pk, revision): reason for pk, revision, reason in rows.values_list("incident", "revision", "reason")}


def _keys(one: Found) -> list[tuple[int, int | None]]:
    return [(pk, one.step.revision) for pk in one.incidents]
