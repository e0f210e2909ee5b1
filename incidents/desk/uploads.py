"""Files that come with the form: judged beside their source, kept while it comes back, noted once it is saved."""

from typing import Any, BinaryIO, TypeAlias, cast

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.sent import Sent
from incidents.desk.forms.shape import Row
from incidents.workbench.models import Source
from incidents.workbench.operations.captures import KeptFile, NotKept, add_upload, keep
from incidents.workbench.tasks import ask_for_copies

Upload: TypeAlias = "UploadedFile[bytes]"
Files: TypeAlias = "MultiValueDict[str, Upload]"
_SALT = "desk.upload"
_KEPT_FOR = 2 * 24 * 3600
"""Seconds; the store is swept of what nobody saved by then."""

_NAME_LENGTH = 100


def take(draft: IncidentDraft, post: QueryDict, files: Files) -> None:
    """Give every source of a draft what was sent for its copy. A file that is taken is in the store from now on."""
    for row in draft.lists["sources"].rows:
        sent = Sent(again=bool(post.get(f"{row.path}-again")))
        chosen = files.getlist(f"{row.path}-file")
        if len(chosen) == 1:
            _judge(sent, chosen[0], by=draft.by)
        elif token := post.get(f"{row.path}-kept"):
            _bring_back(sent, token, by=draft.by)
        if len(chosen) > 1:
            sent.problem = (
                f"{len(chosen)} files were sent for one source, and none was taken. Add one, save, add the next."
            )
        row.sent = sent


def _judge(sent: Sent, file: Upload, *, by: User) -> None:
    sent.name = (file.name or "")[-_NAME_LENGTH:]
    try:
        sent.kept = kept = keep(cast(BinaryIO, file), size=file.size or 0)
    except NotKept as error:
        sent.problem = error.message
        return
    sent.token = token_for(_note(sent.name, kept, by))


def _note(name: str, kept: KeptFile, by: User) -> dict[str, Any]:
    return {"sha256": kept.sha256, "mime": kept.mime, "size": kept.size, "name": name, "user": by.pk}


def token_for(told: dict[str, Any]) -> str:
    """Return the note that brings a file in the store back with the form."""
    return signing.dumps(told, salt=_SALT)


def told_by(token: str, *, by: User) -> dict[str, Any]:
    """Return what such a note says, or nothing for one that isn't this person's, or too old."""
    try:
        told: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=_KEPT_FOR)
    except signing.BadSignature:
        return {}
    return told if told.get("user") == by.pk else {}


def put_by(files: Files, *, by: User) -> dict[str, dict[str, Any]]:
    """Put the files of a form that waits for its person into the store; return their notes by the source's path."""
    found = {}
    for name in files:
        file = files.get(name)
        if name.endswith("-file") and isinstance(file, UploadedFile):
            try:
                kept = keep(cast(BinaryIO, file), size=file.size or 0)
            except NotKept:
                continue
            found[name.removesuffix("-file")] = _note((file.name or "")[-_NAME_LENGTH:], kept, by)
    return found


def _bring_back(sent: Sent, token: str, *, by: User) -> None:
    """Read the note of a file that came with the form before. Only who sent it may bring it back."""
    told = told_by(token, by=by)
    if not told:
        sent.problem = "The file is not here any more. Choose it again."
        return
    sent.name, sent.token = told["name"], token
    sent.kept = KeptFile(told["sha256"], told["mime"], told["size"])


def carry(old: IncidentDraft, new: IncidentDraft) -> None:
    """Hand what was sent over to a draft that was made anew from the same data."""
    sent = {row.path: row.sent for row in old.lists["sources"].rows}
    for row in new.lists["sources"].rows:
        row.sent = sent.get(row.path)


def has_files(draft: IncidentDraft) -> bool:
    """Tell whether saving the draft adds copies."""
    return any(row.sent is not None and row.sent.kept is not None for row in draft.lists["sources"].kept)


def attach(draft: IncidentDraft, *, by: User) -> None:
    """Note files as copies of their sources, and wishes for copies. The sources are saved, in this transaction."""
    wanted = []
    for source, sent in _of_sources(draft.lists["sources"].kept):
        if sent.kept is not None:
            sent.added = add_upload(source=source, kept=sent.kept, by=by)
        if sent.again:
            wanted.append(source)
    ask_for_copies(wanted, by=by)


def said_of(draft: IncidentDraft, path: str) -> str:
    """Return what became of the file that was sent for the source at a path; nothing where none was asked about."""
    if not path:
        return ""
    sent = next((row.sent for row in draft.lists["sources"].rows if row.path == path), None)
    if sent is None or not sent.has_file:
        return "There is no file yet. Choose one first."
    return sent.problem or f"{sent.name} is kept with what you typed. It becomes a copy of its source when you save."


def told(draft: IncidentDraft) -> str:
    """Return in words what became of the files: what was known already, and what other sources have too."""
    words = []
    for source, sent in _of_sources(draft.lists["sources"].kept):
        if sent.added is not None and sent.added.known:
            words.append(f"{sent.name or 'The file'} is kept for {source.publisher} already.")
        if sent.added is not None and sent.added.elsewhere:
            others = "; ".join(str(one) for one in sent.added.elsewhere)
            words.append(f"The same content is kept for: {others}.")
        if sent.again and source.url:
            words.append(f"{source.publisher}: a copy of the address was asked for.")
    return " ".join(words)


def _of_sources(rows: list[Row]) -> list[tuple[Source, Sent]]:
    return [
        (row.form.instance, row.sent) for row in rows if isinstance(row.form.instance, Source) and row.sent is not None
    ]
