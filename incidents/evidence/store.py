"""Files by what they hold: a file's name is the SHA-256 of its bytes, so that it can't be changed unnoticed."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

CHUNK = 1 << 16
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"[0-9a-f]{2}")


class Absent(Exception):
    """The store has no file with this hash."""


class Damaged(Exception):
    """The file is there, and its bytes are not the ones that were stored."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store. `known` where it was there before."""

    sha256: str
    size: int
    known: bool


class Store:
    """A folder of files at `ab/cd/<sha256>`. Files are added whole or not at all, and never written again."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Return where the file with this hash is kept. Raises ValueError for what is no SHA-256."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256 in small hexadecimal digits.")
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def add(self, chunks: Iterable[bytes]) -> Kept:
        """Keep the bytes, on disk before this returns. A file with the same bytes stays as it is, if it still is."""
        self.root.mkdir(mode=0o750, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(prefix="new-", dir=self.root)
        new = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += file.write(chunk)
                file.flush()
                os.fchmod(file.fileno(), 0o440)
                os.fsync(file.fileno())
            sha256 = digest.hexdigest()
            return Kept(sha256, size, known=not self._place(new, sha256))
        finally:
            new.unlink(missing_ok=True)

    def _place(self, new: Path, sha256: str) -> bool:
        """Give a written file its name; tell whether the name was free. A damaged file makes room for a sound one."""
        target = self.path(sha256)
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        try:
            os.link(new, target)
        except FileExistsError:
            if self.is_sound(sha256):
                os.utime(target)  # it is wanted anew: see `older_than`
                return False
            new.replace(target)
        for folder in (target.parent, target.parent.parent, self.root):
            _sync(folder)
        return True

    def open(self, sha256: str) -> BinaryIO:
        """Open a file for reading, after its bytes were held against its hash. Raises Absent, Damaged."""
        try:
            file = self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise Absent(sha256) from error
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            file.close()
            raise Damaged(f"{sha256} holds the bytes of {found}")
        file.seek(0)
        return file

    def is_sound(self, sha256: str) -> bool:
        """Tell whether the file is there and holds what its name says."""
        try:
            self.open(sha256).close()
        except (Absent, Damaged):
            return False
        return True

    def delete(self, sha256: str) -> bool:
        """Remove a file for good; tell whether it was there. The caller sees to it that no row names it any more."""
        target = self.path(sha256)
        try:
            target.unlink()
        except FileNotFoundError:
            return False
        _sync(target.parent)
        for folder in (target.parent, target.parent.parent):
            with suppress(OSError):
                folder.rmdir()
        return True

    def older_than(self, moment: float) -> Iterator[str]:
        """Yield the hashes of files stored before a moment (seconds since 1970); remove unfinished ones of that age."""
        for unfinished in self.root.glob("new-*"):
            with suppress(FileNotFoundError):
                if unfinished.stat().st_mtime < moment:
                    unfinished.unlink()
        for path in self.root.glob("*/*/*"):
            regular = _SHA256.fullmatch(path.name) and _PART.fullmatch(path.parent.name)
            with suppress(FileNotFoundError):
                if regular and path.stat().st_mtime < moment:
                    yield path.name


def captures_store() -> Store:
    """Return the store of the installation, under MEDIA_ROOT."""
    return Store(Path(settings.MEDIA_ROOT) / "captures")


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield what is left of an open file in pieces."""
    while chunk := file.read(CHUNK):
        yield chunk


def _sync(folder: Path) -> None:
    """Have the system write a folder's entries."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
