"""The edit history of an incident in words: who saved what and when, field by field, and what can be restored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db import models
from django.utils import timezone

from accounts.models import User
from incidents.desk.forms.incident import IncidentForm
from incidents.desk.forms.kinds import KINDS, Kind
from incidents.workbench import policies
from incidents.workbench.change_words import Told, Words, title_of
from incidents.workbench.models import Incident
from incidents.workbench.steps import Step, steps_of

PAGE = 20


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
    words = Words((change for step in steps for change in step.changes), _FORMS)
    people = User.objects.in_bulk({step.by for step in steps if step.by is not None})
    with timezone.override(_zone(incident)):
        entries = [
            Entry(
                title_of(step),
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


def _kinds(kinds: Iterable[Kind] = KINDS) -> Iterable[Kind]:
    for kind in kinds:
        yield kind
        yield from _kinds(kind.children)


_FORMS: dict[type[models.Model], Any] = {
    **{kind.model: kind.form for kind in reversed([*_kinds()])}, Incident: IncidentForm,
}  # fmt: skip
"""The form of each table, whose words people know; of two, the first of the page."""
