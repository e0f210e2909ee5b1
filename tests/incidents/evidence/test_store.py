"""The store: whole files or none, under their hash, and never another content under it."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from incidents.evidence.store import Absent, Damaged, Store

BYTES = b"a copy"
HASH = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "captures")


def files(store: Store) -> list[str]:
    """Return every file under the store's folder, unfinished ones included."""
    return sorted(str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_hash(store: Store) -> None:
    kept = store.add([b"a ", b"copy"])
    assert (kept.sha256, kept.size, kept.known) == (HASH, 6, False)
    assert files(store) == [f"{HASH[:2]}/{HASH[2:4]}/{HASH}"]
    with store.open(HASH) as file:
        assert file.read() == BYTES


def test_the_same_bytes_are_kept_once_and_not_written_again(store: Store) -> None:
    store.add([BYTES])
    before = store.path(HASH).stat()
    assert store.add([BYTES]).known
    after = store.path(HASH).stat()
    assert (before.st_ino, len(files(store))) == (after.st_ino, 1)


def test_a_kept_file_is_for_reading_only(store: Store) -> None:
    store.add([BYTES])
    assert store.path(HASH).stat().st_mode & 0o777 == 0o440


def test_what_breaks_off_leaves_nothing(store: Store) -> None:
    def broken() -> Iterator[bytes]:
        yield b"a "
        raise OSError("the line is dead")

    with pytest.raises(OSError, match="dead"):
        store.add(broken())
    assert files(store) == []


def test_the_file_is_on_disk_before_it_has_its_name(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, link = os.fsync, os.link

    def synced(descriptor: int) -> None:
        done.append("fsync")
        sync(descriptor)

    def linked(source: Path, target: Path) -> None:
        done.append("link")
        link(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    store.add([BYTES])
    assert done == ["fsync", "link", "fsync", "fsync", "fsync"], "the file, its name, then the folders"


def test_changed_bytes_are_found_on_reading(store: Store) -> None:
    store.add([BYTES])
    path = store.path(HASH)
    path.chmod(0o640)
    path.write_bytes(b"another")
    with pytest.raises(Damaged):
        store.open(HASH)
    assert not store.is_sound(HASH)


def test_a_damaged_file_is_replaced_by_a_sound_one(store: Store) -> None:
    store.add([BYTES])
    store.path(HASH).chmod(0o640)
    store.path(HASH).write_bytes(b"another")
    assert not store.add([BYTES]).known
    assert store.is_sound(HASH)


def test_what_is_not_there_is_absent(store: Store) -> None:
    with pytest.raises(Absent):
        store.open(HASH)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", HASH.upper(), HASH[:-1], f"{HASH}\n", "a/" * 32])
def test_a_name_that_is_no_hash_is_no_path(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path(name)


def test_a_deleted_file_is_gone_with_its_empty_folders(store: Store) -> None:
    store.add([BYTES])
    assert store.delete(HASH)
    assert not store.delete(HASH)
    assert list(store.root.iterdir()) == []


def test_old_files_are_listed_and_unfinished_ones_removed(store: Store) -> None:
    store.add([BYTES])
    recent = store.add([b"recent"]).sha256
    unfinished = store.root / "new-1"
    unfinished.write_bytes(b"half")
    for path in (store.path(HASH), unfinished):
        os.utime(path, (1000, 1000))
    assert list(store.older_than(2000)) == [HASH]
    assert not unfinished.exists()
    assert store.is_sound(recent)


def test_a_file_that_comes_again_is_not_old_any_more(store: Store) -> None:
    store.add([BYTES])
    os.utime(store.path(HASH), (1000, 1000))
    store.add([BYTES])
    assert list(store.older_than(2000)) == []
