"""The files of sources' copies: which hold the words, and their removal. Where files are kept is known here alone."""

import logging
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Model, Q
from warcio.archiveiterator import ArchiveIterator

from incidents.evidence.store import captures_store
from incidents.publishing.expunge.words import Words
from incidents.workbench.models import Capture

_log = logging.getLogger(__name__)
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "windows-1251", "windows-1254")
_TAG = re.compile(r"<[^<>]*>")
_MOST = 100 << 20
"""Bytes of one record that are read, unpacked: a packed one may be a bomb."""

_UNREADABLE = Q(mime__startswith="image/") | Q(mime="application/pdf")
_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"


def file_of(capture: Capture) -> str:
    """Return the name of a copy's file, under MEDIA_ROOT."""
    return str(captures_store().path(capture.sha256).relative_to(settings.MEDIA_ROOT))


def holding(words: Words) -> Iterator[Capture]:
    """Yield the copies whose files hold the words as text. What is in pictures and in PDF can't be found this way."""
    for capture in Capture.objects.exclude(_UNREADABLE).iterator(chunk_size=200):
        name = file_of(capture)
        if default_storage.exists(name):
            with default_storage.open(name) as file:
                if any(words.are_in(text) for text in _texts(file)):
                    yield capture


def unreadable() -> list[str]:
    """Say how many copies there are in which words can't be looked for."""
    count = Capture.objects.filter(_UNREADABLE).count()
    return (
        [f"{count} copies are pictures or PDF, in which words can't be looked for: name them by hash"] if count else []
    )


def _texts(file: IO[Any] | File[Any]) -> Iterator[str]:
    """Yield the texts of a file: of each record of a web archive, and of the whole."""
    start = file.read(len(_WARC))
    file.seek(0)
    if start == _WARC or start[:2] == _GZIP:
        try:
            yield from _of_records(file)
        except Exception:  # whatever is wrong with an archive that somebody sent: its bytes are read all the same
            _log.warning("a web archive could not be read record by record: %s", file.name)
        file.seek(0)
    yield from _readings(file.read())


def _of_records(file: IO[Any] | File[Any]) -> Iterator[str]:
    for record in ArchiveIterator(file):
        headers = [one for part in (record.rec_headers, record.http_headers) if part for one in part.headers]
        yield "\n".join(f"{name}: {value}" for name, value in headers)
        yield from _readings(record.content_stream().read(_MOST))


def _readings(data: bytes) -> Iterator[str]:
    """Yield what bytes may say: in each likely encoding, and without the entities and tags of HTML."""
    for encoding in _ENCODINGS:
        text = data.decode(encoding, errors="replace")
        yield text
        if "&" in text or "<" in text:
            plain = unescape(text)
            yield plain
            yield _TAG.sub("", plain)


def only_theirs(going: Iterable[Model]) -> list[str]:
    """Return the files of copies that go, without those that a copy which stays has, too."""
    pks = [row.pk for row in going]
    names = {file_of(capture) for capture in Capture.objects.filter(pk__in=pks)}
    staying = {file_of(capture) for capture in Capture.objects.exclude(pk__in=pks)} if names else set()
    return sorted(names - staying)


def erase_files(names: Iterable[str]) -> int:
    """Delete files, and return how many there were."""
    return sum(captures_store().delete(name.rpartition("/")[2]) for name in names)
