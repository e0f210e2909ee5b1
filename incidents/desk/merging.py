"""A save that somebody else's came before: both versions field by field, to choose from, and never an overwrite."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from accounts.models import User
from incidents.desk import uploads
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.merging import Both, Taken, asked, merge, settle
from incidents.desk.forms.seen import SOURCES_SEEN
from incidents.workbench.history import saves_since
from incidents.workbench.models import Incident, Source
from incidents.workbench.operations.seen import as_seen
from incidents.workbench.past import as_of

ASKED, CHOICE = "conflict", "choose-"
"""Names of what the page sends: each field or row that is asked, and whose was chosen of it."""

_ERASING = "expunge"


@dataclass(frozen=True)
class Saved:
    """Somebody else's save, or step of the workflow: who, and when."""

    by: str
    at: datetime


@dataclass
class Conflict:
    """What the page shows: who saved meanwhile, what is to be chosen, what was taken over, and what the form holds."""

    draft: IncidentDraft
    revision: int
    saves: list[Saved] = field(default_factory=list)
    both: list[Both] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    left: bool = False


def conflict(draft: IncidentDraft, *, revision: int) -> Conflict:
    """Put what was typed, starting from a revision, on top of what stands now; nothing is saved."""
    by = draft.by
    incident = Incident.objects.for_form().get(pk=draft.incident.pk)
    saves = saves_since(incident, revision)
    erased = any(one.why == _ERASING for one in saves)
    past = None if erased else as_of(incident, revision)
    base = IncidentDraft(None, by=by, incident=past) if past is not None and _put_seen(past, draft) else None
    theirs = IncidentDraft(None, by=by, incident=incident)
    _add_reused(draft, theirs, base)
    merged = merge(draft, theirs, base)
    merged.data[SOURCES_SEEN] = theirs.seen_text
    again = IncidentDraft(merged.data, by=by, incident=Incident.objects.for_form().get(pk=incident.pk))
    uploads.carry(draft, again)
    people = User.objects.in_bulk({one.by for one in saves if one.by is not None})
    told = [Saved(str(people.get(one.by or 0, "somebody")), one.at) for one in saves]
    return Conflict(again, incident.revision, told, merged.both, merged.taken)


def _put_seen(past: Incident, draft: IncidentDraft) -> bool:
    """Let an incident of before cite its sources as the form was given them; tell whether all of that is known."""
    keys = {one.source.public_id: one.source_id for one in past.citations.all()}
    wanted = {keys[code]: event for code, event in draft.seen.items() if code in keys}
    found = as_seen(wanted)
    for citation in past.citations.all():
        citation.source = found.get(citation.source_id, citation.source)
    return set(found) == set(wanted)


def _add_reused(draft: IncidentDraft, theirs: IncidentDraft, base: IncidentDraft | None) -> None:
    """Put what the form has of sources that the incident does not cite yet beside what they are now, and were."""
    there = {row.id for row in theirs.lists["sources"].rows}
    for row in draft.lists["sources"].rows:
        source = Source.objects.visible_to(draft.by).with_seen().filter(public_id=row.id).first()
        if row.form.is_new or row.id in there or source is None:
            continue
        theirs.add("sources", source=source, focus=False)
        known = {row.id for row in base.lists["sources"].rows} if base is not None else set()
        before = as_seen({source.pk: draft.seen[row.id]}) if row.id in draft.seen else {}
        if base is not None and row.id not in known and source.pk in before:
            base.add("sources", source=before[source.pk], focus=False)


def choices_in(post: QueryDict | None, draft: IncidentDraft, *, revision: int) -> tuple[IncidentDraft, Conflict | None]:
    """Do what was chosen of what a page asked; return the draft, and the page once more where a choice is missing."""
    paths = post.getlist(ASKED) if post is not None else []
    if post is None or not paths or not draft.incident.ref:
        return draft, None
    theirs = version_shown(draft, revision)
    answers = asked(draft, theirs, paths, {path: post.get(f"{CHOICE}{path}", "") for path in paths})
    if any(not one.chosen for one in answers):
        return draft, Conflict(draft, revision, both=answers, left=True)
    settled = IncidentDraft(settle(draft, theirs, answers), by=draft.by, incident=draft.incident)
    uploads.carry(draft, settled)
    return settled, None


def version_shown(draft: IncidentDraft, revision: int) -> IncidentDraft:
    """Return what the page showed as theirs: the revision that it was made from."""
    incident = Incident.objects.for_form().get(pk=draft.incident.pk)
    if incident.revision != revision:
        incident = as_of(incident, revision) or incident
    shown = IncidentDraft(None, by=draft.by, incident=incident)
    _add_reused(draft, shown, None)
    return shown
