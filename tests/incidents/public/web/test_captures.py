"""Kept copies in public: safe to open, and only what an edition that stands makes public."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from incidents.document.reading import read
from incidents.evidence.store import captures_store
from incidents.moderation.workflow import transition
from incidents.record.models import Edition, RecordCapture
from incidents.vocabulary import Verb
from incidents.workbench.models import Capture, Citation, Incident, Source
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.captures import capture_of
from tests.incidents.complete import answer_checks, complete_incident, publish_as_previewed
from tests.incidents.evidence.samples import GIF, HTML, JPEG, PDF, PNG, WARC, WEBP
from tests.people import adam, anna, edith, rufat

pytestmark = pytest.mark.django_db
__all__ = ["adam", "anna", "edith", "rufat"]
SOURCE = "Public Radio of Armenia"


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: str) -> None:
    """Give each test a store of its own."""
    settings.MEDIA_ROOT = tmp_path


@dataclass
class Case:
    """A submitted incident whose first source has a copy."""

    incident: Incident
    source: Source
    capture: Capture
    editor: User

    def publish(self) -> Edition:
        """Publish it, with the copies of the source shown."""
        answer_checks(self.incident, by=self.editor)
        return publish_as_previewed(self.incident, by=self.editor)


def case(anna: User, edith: User, *, data: bytes = PNG, public: bool = True, title: str = "Fire at a post") -> Case:
    """Enter and submit an incident with a copy of its first source."""
    incident = complete_incident(by=anna, title=title)
    source = Source.objects.filter(citations__incident=incident, publisher=SOURCE).order_by("-pk")[0]
    source.captures_public = public
    capture = capture_of(source, by=anna, data=data)

    save_incident(incident=incident, changes=Changes([source]), by=anna, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    return Case(incident, source, capture, edith)


def get(capture: Capture, client: Client | None = None, **headers: str) -> Any:
    """Ask for a copy's public address."""
    return (client or Client()).get(f"/captures/{capture.sha256}/", headers=headers)


def content(answer: Any) -> bytes:
    """Return the bytes that are sent."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.mark.parametrize(
    ("data", "mime", "shown"),
    [
        (PNG, "image/png", True),
        (JPEG, "image/jpeg", True),
        (GIF, "image/gif", True),
        (WEBP, "image/webp", True),
        (PDF, "application/pdf", True),
        (HTML, "text/html", False),
        (WARC, "application/warc", False),
    ],
)
def test_a_public_copy_comes_with_safe_headers(anna: User, edith: User, data: bytes, mime: str, shown: bool) -> None:
    one = case(anna, edith, data=data)
    one.publish()
    answer = get(one.capture)
    assert (answer.status_code, content(answer)) == (200, data)
    assert answer["Content-Type"] == mime
    assert answer["Content-Length"] == str(len(data))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert ("sandbox" in answer["Content-Security-Policy"]) is (mime != "application/pdf")
    assert "script" not in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["ETag"] == f'"{one.capture.sha256}"'
    assert answer["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in answer


def test_what_a_browser_has_is_not_sent_again_while_it_is_public(anna: User, edith: User) -> None:
    one = case(anna, edith)
    one.publish()
    etag = f'"{one.capture.sha256}"'
    again = get(one.capture, if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")
    transition(incident=one.incident, verb=Verb.RETRACT, by=edith, reason="Not what it seemed.")
    assert get(one.capture, if_none_match=etag).status_code == 404


def test_head_sends_no_body(anna: User, edith: User) -> None:
    one = case(anna, edith)
    one.publish()
    answer: Any = Client().head(f"/captures/{one.capture.sha256}/")
    assert (answer.status_code, answer["Content-Length"], content(answer)) == (200, str(len(PNG)), b"")


# What is not public is nowhere


def assert_hidden(one: Case, *, mentioned: bool = False) -> None:
    """Nobody gets the file at the public address; no JSON has its hash, unless it may be mentioned."""
    for user in (None, *User.objects.all()):
        client = Client()
        if user is not None:
            client.force_login(user)
        assert get(one.capture, client).status_code == 404
    assert not RecordCapture.objects.live().filter(sha256=one.capture.sha256).exists()
    pages = ("/api/v1/incidents/", f"/api/v1/incidents/{one.incident.ref}/", "/api/v1/claims/", "/incidents/",
             f"/incidents/{one.incident.ref}/", f"/incidents/{one.incident.ref}/history/")  # fmt: skip
    found = [path for path in pages if one.capture.sha256 in Client().get(path).content.decode()]
    told = {"/api/v1/incidents/", f"/api/v1/incidents/{one.incident.ref}/", f"/incidents/{one.incident.ref}/"}
    assert set(found) == (told if mentioned else set())


def test_of_an_incident_that_is_not_published(anna: User, edith: User) -> None:
    assert_hidden(case(anna, edith))


def test_of_a_confidential_source(anna: User, edith: User) -> None:
    one = case(anna, edith)
    Source.objects.filter(pk=one.source.pk).update(confidential=True)
    _stand_for(one.incident, anna)
    one.publish()
    assert_hidden(one)


def test_of_a_source_that_is_cited_confidentially(anna: User, edith: User) -> None:
    one = case(anna, edith)
    Citation.objects.filter(source=one.source).update(confidential=True)
    _stand_for(one.incident, anna)
    one.publish()
    assert_hidden(one)


def test_of_a_retracted_incident(anna: User, edith: User) -> None:
    one = case(anna, edith)
    one.publish()
    assert content(get(one.capture)) == PNG
    transition(incident=one.incident, verb=Verb.RETRACT, by=edith, reason="Not what it seemed.")
    assert_hidden(one)


def test_of_a_source_whose_copies_are_not_public(anna: User, edith: User) -> None:
    """That a copy is kept, and its hash, are public; the copy is not."""
    one = case(anna, edith, public=False)
    one.publish()
    assert_hidden(one, mentioned=True)
    page = Client().get(f"/incidents/{one.incident.ref}/").content.decode()
    assert "Copy kept, not public" in page
    assert one.capture.sha256 in page
    assert "/captures/" not in page


def test_of_a_source_that_was_made_private_again(anna: User, edith: User) -> None:
    one = case(anna, edith)
    one.publish()
    link = f"/captures/{one.capture.sha256}/"
    assert link in Client().get(f"/incidents/{one.incident.ref}/").content.decode()
    transition(incident=one.incident, verb=Verb.REOPEN, by=anna)
    one.source.captures_public = False
    one.incident.refresh_from_db()

    save_incident(incident=one.incident, changes=Changes([one.source]), by=anna, revision=one.incident.revision)
    assert content(get(one.capture)) == PNG, "until the next edition the record stands"
    transition(incident=one.incident, verb=Verb.SUBMIT, by=anna)
    one.publish()
    assert_hidden(one, mentioned=True)
    old = Client().get(f"/incidents/{one.incident.ref}/editions/1/").content.decode()
    assert link not in old, "no link to what is not there any more"


def test_one_incident_can_show_what_another_does_not(anna: User, edith: User) -> None:
    """The same file, retracted here, stands there."""
    here, there = case(anna, edith), case(anna, edith, title="Fire at another post")
    here.publish()
    there.publish()
    transition(incident=here.incident, verb=Verb.RETRACT, by=edith, reason="Not what it seemed.")
    assert content(get(there.capture)) == PNG


def test_a_changed_file_is_not_shown(anna: User, edith: User) -> None:
    one = case(anna, edith)
    one.publish()
    path = captures_store().path(one.capture.sha256)
    path.chmod(0o640)
    path.write_bytes(HTML)
    assert get(one.capture).status_code == 404
    path.unlink()
    assert get(one.capture).status_code == 404


@pytest.mark.parametrize("name", ["A" * 64, "a" * 63, "..%2f..%2fetc%2fpasswd", "a" * 64 + "%00"])
def test_what_is_no_hash_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/captures/{name}/").status_code == 404


def test_a_web_archive_is_told_with_where_it_came_from(anna: User, edith: User) -> None:
    one = case(anna, edith)
    Capture.objects.create(
        source=one.source, sha256="c" * 64, payload_sha256="d" * 64, mime="application/warc+gzip", size=2048,
        captured_by=None, tool="Counterclaim, warcio", final_url="https://example.org/am?x=<b>",
    )  # fmt: skip
    one.publish()
    page = Client().get(f"/incidents/{one.incident.ref}/").content.decode()
    assert "web archive (WARC)" in page
    assert "2.0" in page
    assert 'href="https://example.org/am?x=&lt;b&gt;"' in page


@pytest.mark.parametrize("public", [True, False])
def test_a_final_address_is_told_only_where_the_copy_is_public(anna: User, edith: User, public: bool) -> None:
    """Servers put tokens into the addresses that they redirect to."""
    one = case(anna, edith, public=public)
    Capture.objects.create(
        source=one.source, sha256="c" * 64, payload_sha256="d" * 64, mime="application/warc+gzip", size=2048,
        captured_by=None, tool="Counterclaim, warcio", final_url="https://example.org/am?session=5ecret",
    )  # fmt: skip
    edition = one.publish()
    captures = [found for source in read(edition.body)["sources"] for found in source["captures"]]
    assert {found["final_url"] for found in captures} == (
        {"", "https://example.org/am?session=5ecret"} if public else {""}
    )
    for path in (f"/incidents/{one.incident.ref}/", f"/api/v1/incidents/{one.incident.ref}/"):
        assert (b"5ecret" in Client().get(path).content) is public


# At the desk


def test_who_sees_the_source_sees_its_copies(anna: User, edith: User, adam: User, rufat: User) -> None:
    one = case(anna, edith)
    path = f"/desk/captures/{one.capture.public_id}/"
    for user, status in ((anna, 200), (edith, 200), (adam, 200), (rufat, 404)):
        client = Client()
        client.force_login(user)
        answer = client.get(path)
        assert answer.status_code == status
        if status == 200:
            assert content(answer) == PNG
            assert answer["Cache-Control"] == "private, no-store"
            assert "sandbox" in answer["Content-Security-Policy"]
            assert answer["X-Content-Type-Options"] == "nosniff"
    viewed = one.capture.custody.filter(action="viewed").values_list("by__username", flat=True)
    assert list(viewed) == ["anna", "edith", "adam"]
    assert Client().get(path).status_code == 302


def test_a_confidential_source_of_somebody_else_has_no_copies(anna: User, edith: User) -> None:
    source = Source.objects.create(publisher="Somebody", confidential=True, added_by=edith)
    capture = capture_of(source, by=edith)
    client = Client()
    client.force_login(anna)
    assert client.get(f"/desk/captures/{capture.public_id}/").status_code == 404


def _stand_for(incident: Incident, user: User) -> None:
    """Save an incident after a change by nobody, as somebody; then submit it."""

    transition(incident=incident, verb=Verb.WITHDRAW, by=user)
    incident.refresh_from_db()
    save_incident(incident=incident, changes=Changes(), by=user, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=user)
