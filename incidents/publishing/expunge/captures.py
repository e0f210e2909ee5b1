"""The files of sources' copies: which hold the words, and their removal. Where files are kept is known here alone."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db.models import Model
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from incidents.evidence.store import captures_store
from incidents.publishing.expunge.words import Words
from incidents.workbench.models import Capture

_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"


def file_of(capture: Capture) -> str:
    """Return the name of a copy's file, under MEDIA_ROOT."""
    return str(captures_store().path(capture.sha256).relative_to(settings.MEDIA_ROOT))


def holding(words: Words) -> Iterator[Capture]:
    """Yield the copies whose files hold the words as text. What is in pictures and in PDF can't be found this way."""
    for capture in Capture.objects.iterator(chunk_size=200):
        name = file_of(capture)
        if default_storage.exists(name):
            with default_storage.open(name) as file:
                if any(words.are_in(text) for text in _texts(file)):
                    yield capture


def _texts(file: IO[Any] | File[Any]) -> Iterator[str]:
    """Yield the texts of a file: of each record of a web archive, else of the whole."""
    start = file.read(len(_WARC))
    file.seek(0)
    if start == _WARC or start[:2] == _GZIP:
        with suppress(ArchiveLoadFailed):
            for record in ArchiveIterator(file):
                headers = [one for part in (record.rec_headers, record.http_headers) if part for one in part.headers]
                yield "\n".join(f"{name}: {value}" for name, value in headers)
                yield record.content_stream().read().decode(errors="replace")
            return
        file.seek(0)
    yield file.read().decode(errors="replace")


def only_theirs(going: Iterable[Model]) -> list[str]:
    """Return the files of copies that go, without those that a copy which stays has, too."""
    pks = [row.pk for row in going]
    names = {file_of(capture) for capture in Capture.objects.filter(pk__in=pks)}
    staying = {file_of(capture) for capture in Capture.objects.exclude(pk__in=pks)} if names else set()
    return sorted(names - staying)


def erase_files(names: Iterable[str]) -> int:
    """Delete files, and return how many there were."""
    return sum(captures_store().delete(name.rpartition("/")[2]) for name in names)
