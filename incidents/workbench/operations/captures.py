"""Keep copies of sources: put them into the store, note them, and note what happens to them since."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from accounts.models import User
from incidents.errors import DomainError, NotAllowed
from incidents.evidence.fetching import Fetched
from incidents.evidence.sniffing import TAKEN, NotTaken, sniff
from incidents.evidence.store import Absent, Damaged, Kept, captures_store
from incidents.evidence.warc import TOOL, archive
from incidents.vocabulary import CustodyAction
from incidents.workbench import policies
from incidents.workbench.models import Capture, CustodyEntry, KeptForm, Source

UPLOAD = "upload"
_WARC = "application/warc+gzip"


class NotKept(DomainError):
    """A file that is not taken as a copy; the message says what would be."""


@dataclass(frozen=True)
class Added:
    """A copy that a source has now: `known` where it had it before, `elsewhere` where other sources have it too."""

    capture: Capture
    known: bool
    elsewhere: list[Source] = field(default_factory=list)


@dataclass(frozen=True)
class KeptFile:
    """A file that is in the store and was judged, and that no source has yet."""

    sha256: str
    mime: str
    size: int


def keep(file: BinaryIO, *, size: int) -> KeptFile:
    """Judge an uploaded file and put it into the store. Raises NotKept, beyond the limit before it is read."""
    if size > settings.CAPTURE_MAX_BYTES:
        raise NotKept(f"The file is larger than {filesizeformat(settings.CAPTURE_MAX_BYTES)}, the most that is kept.")
    data = file.read()
    try:
        kind = sniff(data)
    except NotTaken as error:
        raise NotKept(str(error)) from error
    kept = captures_store().add([data])
    return KeptFile(kept.sha256, kind.mime, kept.size)


@transaction.atomic
def add_upload(*, source: Source, kept: KeptFile, by: User) -> Added:
    """Note a file of the store as a copy of a source. The same file again makes no second copy, but is noted."""
    if not policies.may_capture(by, source):
        raise NotAllowed("Only analysts and editors who see a source add copies to it.")
    if kept.mime not in TAKEN or not captures_store().is_sound(kept.sha256):
        raise NotKept("The file is not in the store any more. Choose it again.")
    source = _locked(source)
    found = source.captures.filter(sha256=kept.sha256).first()
    known = found is not None
    if found is None:
        found = Capture.objects.create(
            source=source,
            sha256=kept.sha256,
            payload_sha256=kept.sha256,
            mime=kept.mime,
            size=kept.size,
            captured_by=by,
            tool=UPLOAD,
        )
    note(found, CustodyAction.SEEN_AGAIN if known else CustodyAction.STORED, by=by, text="uploaded")
    seen = Capture.objects.visible_to(by).elsewhere(source, {found.payload_sha256})
    return Added(found, known, [one.source for one in seen])


@transaction.atomic
def add_page(*, source: Source, fetched: Fetched, by: User | None) -> Added:
    """Keep a fetched page as a web archive. A page that is kept already is recognised by what is in it."""
    payload = hashlib.sha256(fetched.body).hexdigest()
    source = _locked(source)
    found = source.captures.filter(payload_sha256=payload, final_url=fetched.final_url).first()
    known = found is not None
    if found is None:
        kept: Kept = captures_store().add([archive(fetched)])
        found = Capture.objects.create(
            source=source,
            sha256=kept.sha256,
            payload_sha256=payload,
            mime=_WARC,
            size=kept.size,
            captured_at=fetched.at,
            captured_by=by,
            tool=TOOL,
            final_url=fetched.final_url,
        )
    note(found, CustodyAction.SEEN_AGAIN if known else CustodyAction.STORED, by=by, text=f"fetched {fetched.final_url}")
    return Added(found, known)


def note(capture: Capture, action: CustodyAction, *, by: User | None, text: str = "") -> CustodyEntry:
    """Add to a copy's chain of custody."""
    return CustodyEntry.objects.create(capture=capture, action=action, by=by, note=text)


def open_for(capture: Capture, *, by: User) -> BinaryIO:
    """Open a copy for somebody at the desk, and note that. Raises Absent, Damaged; those are noted too."""
    try:
        file = captures_store().open(capture.sha256)
    except (Absent, Damaged) as error:
        note(capture, CustodyAction.DAMAGED, by=by, text=type(error).__name__.lower())
        raise
    try:
        note(capture, CustodyAction.VIEWED, by=by)
    except BaseException:
        file.close()
        raise
    return file


def verify(captures: Iterable[Capture]) -> Iterable[tuple[Capture, bool]]:
    """Hold every copy against its hash, note what was found, and yield it."""
    store = captures_store()
    for capture in captures:
        sound = store.is_sound(capture.sha256)
        note(capture, CustodyAction.VERIFIED if sound else CustodyAction.DAMAGED, by=None)
        yield capture, sound


def sweep(*, before: datetime) -> int:
    """Remove files of the store that were put there before a moment and that neither a copy nor an unsaved form names.

    Returns how many.
    """
    store = captures_store()
    strays = list(store.older_than(before.timestamp()))
    named = set(Capture.objects.filter(sha256__in=strays).values_list("sha256", flat=True))
    forms = KeptForm.objects.exclude(files={}).values_list("files", flat=True)
    named |= {told["sha256"] for files in forms for told in files.values()}
    return sum(store.delete(one) for one in strays if one not in named)


def _locked(source: Source) -> Source:
    """Let one at a time add to a source; of one that was merged, return what stands for it."""
    pk = source.pk
    while True:
        while into := Source.objects.values_list("merged_into", flat=True).get(pk=pk):
            pk = into
        point = transaction.savepoint()
        locked = Source.objects.select_for_update(of=("self",)).get(pk=pk)
        if locked.merged_into_id is None:
            return locked
        transaction.savepoint_rollback(point)  # gives the lock back: a merge holds the other and waits for this one
