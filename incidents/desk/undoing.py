"""Undo: a new save that brings an earlier revision back. The history keeps both."""

from accounts.models import User
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.kinds import DELETE, IDENTITY
from incidents.desk.forms.rows import Data
from incidents.desk.forms.stored import stored
from incidents.desk.forms.versions import data_of
from incidents.desk.operations import save_draft
from incidents.desk.page import edit_page
from incidents.desk.posting import INVALID, Outcome
from incidents.errors import NotAllowed
from incidents.workbench.models import Incident
from incidents.workbench.past import as_of, hang_elsewhere, not_its_own


def restore(incident: Incident, *, to: int, by: User, revision: int) -> Outcome:
    """Save an incident as it stood at revision `to`. What can't be saved like that any more is shown, to be mended.

    A source that others cite, or that somebody changed elsewhere since, stays as it is now.
    Raises Stale where somebody saved since `revision`, NotAllowed where the history has nothing of `to`, or where rows
    of then hang on another incident since a merge or its undoing.
    """
    past = as_of(incident, to) if 0 <= to < incident.revision else None
    if past is None:
        raise NotAllowed(f"The history of {incident.ref} has no revision {to} to go back to.")
    if others := hang_elsewhere(past):
        raise NotAllowed(f"Revision {to} can't be brought back: rows that it had belong to {', '.join(others)} now.")
    then = IncidentDraft(None, by=by, incident=past)
    data = data_of(then)
    data.update(_let_go(incident, then))
    data.update(_still_confidential(incident, then))
    _leave_sources(data, incident, then, to)
    draft = IncidentDraft(data, by=by, incident=incident, whole=True)
    if not draft.is_valid():
        refusal = f"Revision {to} can't be saved as it was. It is in the form: mend what is listed here, then save."
        return Outcome(page=edit_page(draft, judged=True, refusal=refusal), status=INVALID)
    save_draft(draft=draft, by=by, revision=revision, restored=to)
    return Outcome(saved=incident.ref, message=f"{incident.ref} is as it was at revision {to} again.")


def _still_confidential(incident: Incident, then: IncidentDraft) -> Data:
    """Keep sources confidential that are so now: to go back is not to have looked at that."""
    now = {one.source.public_id for one in incident.citations.all() if one.source.confidential}
    found = Data()
    for row in then.lists["sources"].rows:
        if row.id in now:
            found.setlist(f"{row.path}-confidential", ["on"])
    return found


def _leave_sources(data: Data, incident: Incident, then: IncidentDraft, to: int) -> None:
    """Only name the sources that are not this incident's alone: they stay as they are now."""
    paths = {row.form.instance.pk: row.path for row in then.lists["sources"].rows}
    for key in not_its_own(incident, to, paths):
        for name in [one for one in data if one.startswith(f"{paths[key]}-")]:
            if name != f"{paths[key]}-{IDENTITY}":
                del data[name]


def _let_go(incident: Incident, then: IncidentDraft) -> Data:
    """Remove the citations for the incident as a whole that were not there: a form keeps those that it leaves out."""
    there = {row.id for row in then.lists["citations"].rows}
    found = Data()
    new = [row for row in stored(incident).lists["citations", None] if row.public_id not in there]  # type: ignore[attr-defined]  # every row has one
    for number, row in enumerate(new, start=len(there)):
        found[f"citations-{number}-{IDENTITY}"] = row.public_id  # type: ignore[attr-defined]  # every row has one
        found[f"citations-{number}-{DELETE}"] = "on"
    return found
