"""What a sent form asks of the review thread: a note, an answer, to resolve one or to open it again.

The thread's controls belong to the form of the incident (`form="draft"`), so that without JavaScript nothing typed
there gets lost: the page comes back with all of it, and saving writes also the notes that were typed.
"""

from dataclasses import dataclass, field, replace

from django.http import QueryDict

from accounts.models import User
from incidents.desk import posting, thread, uploads
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.identity import well_formed
from incidents.desk.page import EditPage, edit_page
from incidents.desk.posting import INVALID, Outcome
from incidents.errors import DomainError
from incidents.moderation.thread import reopen_note, settle_note, write_note
from incidents.workbench import anchors
from incidents.workbench.mentions import named_in
from incidents.workbench.models import Incident, ReviewNote
from incidents.workbench.models.base import new_public_id

ACTION, TEXT, ANCHOR, IDENTITY = "note", "note-text", "note-anchor", "note-id"
_REPLY = "note-reply-"
LONGEST = 4000


@dataclass
class Noted:
    """What became of it: in words, or why not; and which fields of the form are written now."""

    told: list[str] = field(default_factory=list)
    refusal: str = ""
    written: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Asking:
    """Who sent the form for which incident, and the site's address for links in mails."""

    post: QueryDict
    by: User
    incident: Incident
    site: str


def receive(post: QueryDict, files: uploads.Files, *, by: User, incident: Incident, site: str) -> Outcome:
    """Do what the thread's buttons ask for, and show the form again with all that was typed. It is not saved."""
    asking, noted = _Asking(post, by, incident, site), Noted()
    try:
        _act(asking, noted)
    except DomainError as error:
        noted.refusal = error.message
    left = _without(post, noted.written)
    if "title" in post:  # the form was open for editing
        outcome = posting.receive(left, files, by=by, incident=incident)
    else:
        outcome = Outcome(page=edit_page(IncidentDraft(None, by=by, incident=incident)))
    return replace(outcome, page=_shown(outcome, left, noted), status=INVALID if noted.refusal else outcome.status)


def with_saved(outcome: Outcome, post: QueryDict, *, by: User, incident: Incident, site: str) -> Outcome:
    """Write the notes that were typed beside a form that was saved now; so no typed note gets lost."""
    stored = outcome.saved is not None or (outcome.page is not None and outcome.page.draft.data is None)
    asking, noted = _Asking(post, by, incident, site), Noted()
    if not stored:
        return outcome
    try:
        for name in [TEXT, *(name for name in post if name.startswith(_REPLY) and not name.endswith("-id"))]:
            if post.get(name, "").strip():
                _write(asking, name, noted)
    except DomainError as error:
        noted.refusal = f"A note was not written: {error.message}"
    told = " ".join([*noted.told, noted.refusal]).strip()
    if outcome.page is not None and (noted.written or noted.refusal):
        outcome.page.given["thread"] = thread.lay_out(IncidentDraft(None, by=by, incident=incident))
        return replace(outcome, page=_shown(outcome, _without(post, noted.written), noted))
    return replace(outcome, message=f"{outcome.message} {told}".strip())


def _act(asking: _Asking, noted: Noted) -> None:
    verb, _, public_id = asking.post.get(ACTION, "").partition(":")
    if verb == "write":
        _write(asking, TEXT, noted)
    elif verb == "reply":
        _write(asking, f"{_REPLY}{public_id}", noted)
    elif verb in ("resolve", "reopen"):
        note = _note(asking, public_id)
        (settle_note if verb == "resolve" else reopen_note)(note=note, by=asking.by)
        noted.told.append("The note is resolved." if verb == "resolve" else "The note is open again.")


def _note(asking: _Asking, public_id: str) -> ReviewNote:
    found = ReviewNote.objects.filter(incident=asking.incident, public_id=public_id.replace("\0", "")).first()
    if found is None:
        raise anchors.UnknownAnchor("There is no such note in this incident.")
    return found


def _write(asking: _Asking, name: str, noted: Noted) -> None:
    """Write the note or answer that was typed into a field of the thread."""
    text = asking.post.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise anchors.UnknownAnchor("Nothing was typed. Write what you want to say first.")
    if len(text) > LONGEST:
        raise anchors.UnknownAnchor(f"A note has at most {LONGEST} characters; this one has {len(text)}.")
    answered = _note(asking, name.removeprefix(_REPLY)) if name != TEXT else None
    identity = asking.post.get(IDENTITY if answered is None else f"{name}-id", "")
    note = ReviewNote(
        public_id=identity if well_formed(identity) else new_public_id(),
        incident=asking.incident,
        reply_to=answered,
        text=text,
        anchor="" if answered else anchors.nearest(asking.incident, asking.post.get(ANCHOR, "").replace("\0", "")),
    )
    write_note(note=note, by=asking.by, site=asking.site)
    noted.written += [name, IDENTITY if answered is None else f"{name}-id"]
    noted.told.append(_told(note, answered, asking.incident))


def _told(note: ReviewNote, answered: ReviewNote | None, incident: Incident) -> str:
    """Say that it is written, who is told of it by mail, and which names are nobody's who may see it."""
    said = "The note is written." if answered is None else "The answer is written."
    named = named_in(note.text, incident)
    mailed = [f"@{user.username}" for user in named.people if user.pk != note.author_id]
    if mailed:
        said += f" A mail tells {', '.join(mailed)}."
    if named.others:
        said += f" Nobody who sees this incident is called {', '.join(f'@{name}' for name in named.others)}."
    return said


def _without(post: QueryDict, names: list[str]) -> QueryDict:
    left = post.copy()
    for name in names:
        left.pop(name, None)
    return left


def _shown(outcome: Outcome, left: QueryDict, noted: Noted) -> EditPage | None:
    """Put into the page's thread what was done, and what is typed and not written."""
    if outcome.page is not None:
        shown = outcome.page.given["thread"]
        shown.told, shown.refusal = " ".join(noted.told), noted.refusal
        shown.fill(left.dict())
    return outcome.page
