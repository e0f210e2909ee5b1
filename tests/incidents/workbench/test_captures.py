"""Copies of sources: kept once, never changed, each with its chain of custody."""

import hashlib
import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from incidents.errors import NotAllowed
from incidents.evidence.store import Absent, Damaged, captures_store
from incidents.workbench.history import changed_by
from incidents.workbench.models import Capture, CustodyEntry, Source
from incidents.workbench.operations.captures import KeptFile, NotKept, add_upload, keep, open_for, sweep, verify
from tests.factories import SourceFactory, person
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident
from tests.incidents.evidence.samples import HTML, PDF, PNG, SVG
from tests.people import anna, edith, rufat

pytestmark = pytest.mark.django_db
__all__ = ["anna", "edith", "rufat"]


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: os.PathLike[str]) -> None:
    """Give each test a store of its own."""
    settings.MEDIA_ROOT = tmp_path


def custody(capture: Capture) -> list[tuple[str, str]]:
    """Return what happened to a copy, and through whom."""
    return [(one.action, one.by.username if one.by else "") for one in capture.custody.select_related("by")]


def kept(data: bytes = PNG) -> KeptFile:
    """Put a file into the store."""
    return keep(BytesIO(data), size=len(data))


def test_a_copy_is_noted_and_its_file_kept(anna: User) -> None:
    source = SourceFactory.create()
    capture = capture_of(source, by=anna, data=PDF)
    assert (capture.sha256, capture.payload_sha256) == (hashlib.sha256(PDF).hexdigest(),) * 2
    assert (capture.mime, capture.size, capture.tool) == ("application/pdf", len(PDF), "upload")
    assert (capture.captured_by, capture.final_url) == (anna, "")
    with captures_store().open(capture.sha256) as file:
        assert file.read() == PDF
    assert custody(capture) == [("stored", "anna")]


def test_the_same_file_again_is_noted_and_not_kept_twice(anna: User, edith: User) -> None:
    source = SourceFactory.create()
    first = add_upload(source=source, kept=kept(), by=anna)
    again = add_upload(source=source, kept=kept(), by=edith)
    assert (first.known, again.known) == (False, True)
    assert again.capture == first.capture
    assert Capture.objects.count() == 1
    assert custody(first.capture) == [("stored", "anna"), ("seen_again", "edith")]


def test_the_same_content_of_another_source_is_recognised(anna: User) -> None:
    here, there = SourceFactory.create(), SourceFactory.create()
    hidden = SourceFactory.create(confidential=True)
    capture_of(there, by=anna)
    capture_of(hidden, by=person("editor", Role.EDITOR))
    added = add_upload(source=here, kept=kept(), by=anna)
    assert not added.known
    assert added.elsewhere == [there], "not the confidential one, which anna doesn't see"
    assert Capture.objects.filter(sha256=added.capture.sha256).count() == 3


@pytest.mark.parametrize("data", [b"", b"words", SVG, PNG + HTML])
def test_other_files_are_refused_and_not_kept(data: bytes) -> None:
    with pytest.raises(NotKept, match="can be kept"):
        kept(data)
    assert list(captures_store().root.rglob("*")) == []


def test_what_is_too_large_is_refused_before_it_is_read(settings: Settings) -> None:
    class Unread(BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("read")

    settings.CAPTURE_MAX_BYTES = 10
    with pytest.raises(NotKept, match="larger than 10"):
        keep(Unread(), size=11)


def test_who_does_not_see_a_source_adds_nothing(anna: User, rufat: User) -> None:
    with pytest.raises(NotAllowed):
        add_upload(source=SourceFactory.create(), kept=kept(), by=rufat)
    with pytest.raises(NotAllowed):
        add_upload(source=SourceFactory.create(confidential=True), kept=kept(), by=anna)
    assert Capture.objects.count() == 0


def test_a_file_that_is_not_in_the_store_is_no_copy(anna: User) -> None:
    with pytest.raises(NotKept):
        add_upload(source=SourceFactory.create(), kept=KeptFile("a" * 64, "image/png", 3), by=anna)


@pytest.mark.parametrize("table", ["workbench_capture", "workbench_custodyentry"])
def test_nothing_of_it_changes(anna: User, table: str) -> None:
    capture_of(SourceFactory.create(), by=anna)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_opening_is_noted(anna: User, edith: User) -> None:
    capture = capture_of(SourceFactory.create(), by=anna)
    with open_for(capture, by=edith) as file:
        assert file.read() == PNG
    assert custody(capture)[-1] == ("viewed", "edith")


def test_damage_is_found_and_noted(anna: User) -> None:
    sound, broken, gone = (capture_of(SourceFactory.create(), by=anna, data=data) for data in (PNG, PDF, HTML))
    store = captures_store()
    store.path(broken.sha256).chmod(0o640)
    store.path(broken.sha256).write_bytes(b"another")
    store.delete(gone.sha256)
    assert [ok for _, ok in verify(Capture.objects.order_by("pk"))] == [True, False, False]
    assert [custody(one)[-1][0] for one in (sound, broken, gone)] == ["verified", "damaged", "damaged"]
    with pytest.raises(Damaged):
        open_for(broken, by=anna)
    with pytest.raises(Absent):
        open_for(gone, by=anna)
    assert custody(gone)[-1] == ("damaged", "anna")


def test_what_nobody_noted_is_swept_once_it_is_old(anna: User) -> None:
    noted = capture_of(SourceFactory.create(), by=anna)
    stray, recent = kept(PDF).sha256, kept(HTML).sha256
    for one in (noted.sha256, stray):
        os.utime(captures_store().path(one), (1000, 1000))
    assert sweep(before=timezone.now() - timedelta(days=2)) == 1
    assert [captures_store().is_sound(one) for one in (noted.sha256, stray, recent)] == [True, False, True]


def test_an_upload_counts_for_four_eyes_and_a_fetched_copy_does_not(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    source = Source.objects.filter(citations__incident=incident)[0]
    Capture.objects.create(
        source=source, sha256="a" * 64, payload_sha256="a" * 64, mime="application/warc", size=1, captured_by=None,
        tool="test", final_url="https://example.org/",
    )  # fmt: skip
    assert changed_by(incident, since=None) == {anna.pk}
    capture_of(source, by=edith)
    assert changed_by(incident, since=None) == {anna.pk, edith.pk}
    assert changed_by(incident, since=timezone.now()) == set()


def test_custody_begins_with_the_copy(anna: User) -> None:
    capture_of(SourceFactory.create(), by=anna)
    assert CustodyEntry.objects.filter(action="stored").count() == Capture.objects.count() == 1
