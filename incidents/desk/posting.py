"""What a sent form asks for: one more row, a proposal, to be saved, to be submitted."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from actors.operations import propose_actor
from incidents.desk import keeping, reading, related, uploads
from incidents.desk.assisting import assist, cite_waiting
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.identity import well_formed
from incidents.desk.forms.merging import asked
from incidents.desk.forms.moving import moved
from incidents.desk.forms.versions import texts_in
from incidents.desk.merging import ASKED, CHOICE, Conflict, choices_in, conflict, version_shown
from incidents.desk.operations import (
    Repeated,
    Started,
    create_draft,
    save_draft,
    saved_only_by,
    started_by,
    submit_draft,
    submitted_by,
)
from incidents.desk.page import EditPage, conflict_page, edit_page
from incidents.errors import DomainError, Incomplete, MergedAway, NotAllowed, Stale
from incidents.reference.operations.places import propose_place
from incidents.vocabulary import ActorKind, PlaceKind
from incidents.workbench.merged import check_not_merged
from incidents.workbench.models import Incident, KeptForm
from incidents.workbench.models.base import new_public_id
from incidents.workbench.operations.captures import NotKept

INVALID, CONFLICT = 422, 409
_CHANGES = ("add", "propose", "move", "read")
"""Buttons that change the form and save nothing."""
_BESIDE = ("note-text", "note-reply-", "reading-text")
"""Texts that are typed beside the incident's own fields."""


@dataclass(frozen=True)
class Outcome:
    """Where a sent form ends: saved under a ref, or shown again with what was typed."""

    saved: str | None = None
    message: str = ""
    page: EditPage | None = None
    status: int = 200


def receive(post: QueryDict, files: uploads.Files, *, by: User, incident: Incident | None) -> Outcome:
    """Do what a sent form asks for. Whatever goes wrong, the form comes back with all that was typed, and is kept."""
    form_id = post.get("form", "")
    if not well_formed(form_id):
        form_id = new_public_id()
    outcome = _received(post, files, form_id, by=by, incident=incident or started_by(form_id, by))
    shown = outcome.page
    if shown is None or shown.draft.data is None or ("note" in post and _says_nothing_new(post, shown.draft)):
        keeping.close(post, form_id, by=by)
    else:
        keeping.keep_shown(post, shown, by=by)
    return outcome


def _says_nothing_new(post: QueryDict, draft: IncidentDraft) -> bool:
    """Tell whether a form that came with a note holds what is stored: then there is nothing to keep of it."""
    beside = [name for name in post if name.startswith(_BESIDE) and not name.endswith("-id")]
    typed = any(post.get(name, "").strip() for name in beside) or post.get("when") != post.get("when_was")
    if typed or uploads.has_files(draft):
        return False
    stands = IncidentDraft(None, by=draft.by, incident=Incident.objects.for_form().get(pk=draft.incident.pk))
    return texts_in(draft) == texts_in(stands)


def _received(post: QueryDict, files: uploads.Files, form_id: str, *, by: User, incident: Incident | None) -> Outcome:
    if near := post.get("section_near", ""):
        post = _with(post, "section", near)
    helped = assist(post, files, by=by, incident=incident)
    if helped is not None:
        post, files = helped.post, helped.files
    saving = not (near or "note" in post or post.get("do") == "compare" or any(post.get(name) for name in _CHANGES))
    waiting = None if helped else cite_waiting(post, files, by=by, incident=incident, saving=saving)
    if waiting is not None:
        post, files = waiting.post, waiting.files
    data, row = moved(post, move) if (move := post.get("move", "")) else (post.copy(), "")
    draft = IncidentDraft(data, by=by, incident=incident)
    uploads.take(draft, post, files)
    kept: dict[str, object] = {"revision": _number(post.get("revision", "")), "form_id": form_id}
    if move:
        draft.focus(row, move.rpartition(":")[2])
    if done := helped or (waiting if waiting and waiting.refusal else None):
        said = done.said or uploads.said_of(draft, post.get("take", ""))
        page = edit_page(draft, refusal=done.refusal, told=said, **kept)
        return Outcome(page=page, status=INVALID if done.refusal else 200)
    return _save_chosen(post, draft, kept, form_id) if saving else _changed(post, draft, kept)


def _changed(post: QueryDict, draft: IncidentDraft, kept: dict[str, object]) -> Outcome:
    """Return the form as a button changed it that saves nothing: a row more or moved, a proposal, a note begun."""
    if path := post.get("add"):
        return _add(post, path, draft, kept)
    if path := post.get("propose"):
        return _propose(post, path, draft, kept)
    return Outcome(page=_compared(draft, kept) if post.get("do") == "compare" else edit_page(draft, **kept))


def _save_chosen(post: QueryDict, draft: IncidentDraft, kept: dict[str, object], form_id: str) -> Outcome:
    """Save what was typed, with what was chosen where somebody else had saved."""
    draft, unsettled = choices_in(post, draft, revision=int(str(kept["revision"])))
    if unsettled is not None:
        return Outcome(page=conflict_page(unsettled, form_id=form_id), status=CONFLICT)
    return _save(draft, kept, submit=post.get("do") == "submit")


def restored(kept: KeptForm, *, by: User, incident: Incident | None) -> EditPage:
    """Return the page of a kept form: as it was typed, on top of what stands if somebody saved meanwhile."""
    data = keeping.data_of(kept)
    draft = IncidentDraft(data, by=by, incident=incident)
    uploads.take(draft, data, MultiValueDict())
    told: dict[str, object] = {"revision": kept.revision, "form_id": kept.form_id, "kept": kept}
    if incident is None:
        return edit_page(draft, **told)
    if paths := data.getlist(ASKED):
        choices = {path: data.get(f"{CHOICE}{path}", "") for path in paths}
        theirs = version_shown(draft, kept.revision)
        again = Conflict(draft, kept.revision, both=asked(draft, theirs, paths, choices))
        return conflict_page(again, form_id=kept.form_id, kept=kept)
    return _compared(draft, told)


def _compared(draft: IncidentDraft, kept: dict[str, object]) -> EditPage:
    """Return the form, with both versions where somebody else saved since its revision."""
    incident, revision, form_id = draft.incident, int(str(kept["revision"])), str(kept["form_id"])
    if not incident.ref or incident.revision == revision:
        return edit_page(draft, **kept)
    if saved_only_by(form_id, incident, revision, draft.by):
        return edit_page(draft, **kept | {"revision": incident.revision})
    del kept["revision"]
    return conflict_page(conflict(draft, revision=revision), **kept)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 - fits a column


def _with(post: QueryDict, name: str, value: str) -> QueryDict:
    changed = post.copy()
    changed[name] = value
    return changed


def _add(post: QueryDict, path: str, draft: IncidentDraft, kept: dict[str, object]) -> Outcome:
    """Append an empty row, or a source that other incidents cite, saving nothing."""
    wanted = post.get("reuse", "").replace("\0", "").strip() if path == "reuse" else ""
    source = reading.source_called(draft.by, wanted) if wanted else None
    if path == "reuse" and source is None:
        said = f"No source is called “{wanted}”. Choose one from the list, or add a new one."
        return Outcome(page=edit_page(draft, refusal=said, **kept), status=INVALID)
    draft.add("sources" if source else path, source=source)
    return Outcome(page=edit_page(draft, **kept))


def _propose(post: QueryDict, path: str, draft: IncidentDraft, kept: dict[str, object]) -> Outcome:
    """Add the actor or place that was typed into a field as a proposal, and judge the form again."""
    name, kind, country = (
        post.get(key, "").replace("\0", "") for key in (path, f"propose-{path}-kind", f"propose-{path}-country")
    )
    try:
        if kind in PlaceKind.codes():
            latitude, longitude = (_degrees(post.get(f"propose-{path}-{axis}", "")) for axis in ("lat", "lon"))
            propose_place(
                name=name, kind=PlaceKind.of(kind), country=country, latitude=latitude, longitude=longitude, by=draft.by
            )
        elif kind in ActorKind.codes():
            propose_actor(name=name, kind=ActorKind.of(kind), country=country, by=draft.by)
    except ValidationError as error:
        draft.is_valid()
        refusal = " ".join(error.messages)
        return Outcome(page=edit_page(draft, judged=True, refusal=refusal, **kept), status=INVALID)
    except NotAllowed as error:
        return Outcome(page=edit_page(draft, refusal=error.message, **kept), status=CONFLICT)
    draft.is_valid()
    return Outcome(page=edit_page(draft, judged=True, **kept))


def _degrees(text: str) -> float | None:
    """Return a number, or nothing where nothing was typed. Raises ValidationError for anything else."""
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError as error:
        raise ValidationError(f"“{text}” is not a number of degrees.") from error


def _save(draft: IncidentDraft, kept: dict[str, object], *, submit: bool) -> Outcome:
    """Save what is right. One that was merged is refused first: the rows that the form names hang on another then."""
    try:
        check_not_merged(draft.incident)
    except MergedAway as error:
        return Outcome(page=edit_page(draft, refusal=error.message, **kept), status=CONFLICT)
    return _judge_and_save(draft, kept, submit=submit)


def _judge_and_save(draft: IncidentDraft, kept: dict[str, object], *, submit: bool) -> Outcome:
    revision, form_id = int(str(kept["revision"])), str(kept["form_id"])
    if not draft.is_valid():
        return Outcome(page=edit_page(draft, judged=True, **kept), status=INVALID)
    try:
        if draft.incident.ref:
            saved = save_draft(draft=draft, by=draft.by, revision=revision, form_id=form_id)
        else:
            saved = create_draft(draft=draft, by=draft.by, form_id=form_id)
            related.remember(draft.data, saved, by=draft.by)
    except (Started, Repeated) as again:
        incident = again.incident if isinstance(again, Started) else draft.incident
        stands = {"revision": again.revision} if isinstance(again, Repeated) else {}
        return _save(_over(incident, draft), kept | stands, submit=submit)
    except Stale:
        return Outcome(page=conflict_page(conflict(draft, revision=revision), form_id=form_id), status=CONFLICT)
    except (NotAllowed, NotKept) as error:
        return Outcome(page=edit_page(draft, refusal=error.message, **kept), status=CONFLICT)
    told = uploads.told(draft)
    if submit:
        return _submit(saved, by=draft.by, told=told, form_id=form_id)
    return Outcome(saved=saved.ref, message=f"Saved {saved.ref} as a draft. {told}".strip())


def _over(incident: Incident, draft: IncidentDraft) -> IncidentDraft:
    """Return what was typed on top of an incident as it stands now."""
    fetched = Incident.objects.for_form().get(pk=incident.pk)
    again = IncidentDraft(draft.data, by=draft.by, incident=fetched)
    uploads.carry(draft, again)
    return again


def _submit(incident: Incident, *, by: User, told: str, form_id: str) -> Outcome:
    """Submit what was saved; where something lacks, show the saved form with it. Sent again, it is not done again."""
    try:
        if not submitted_by(form_id, incident, by):
            submit_draft(incident=incident, by=by, form_id=form_id)
    except Incomplete as error:
        draft = _fresh(incident, by)
        draft.add_missing(error.missing)
        refusal = f"{incident.ref} was saved as a draft. It can be submitted once it has what is listed here."
        return Outcome(page=edit_page(draft, judged=True, refusal=refusal), status=INVALID)
    except DomainError as error:
        return Outcome(page=edit_page(_fresh(incident, by), refusal=error.message), status=CONFLICT)
    said = f"{incident.ref} was submitted. An editor will look at it. {told}"
    return Outcome(saved=incident.ref, message=said.strip())


def _fresh(incident: Incident, by: User) -> IncidentDraft:
    return IncidentDraft(None, by=by, incident=Incident.objects.for_form().get(pk=incident.pk))
