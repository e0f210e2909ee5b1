"""Files that come with the form: judged beside their source, kept while the form comes back, noted once it is saved."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from incidents.evidence.store import captures_store
from incidents.vocabulary import State
from incidents.workbench.models import Capture, CaptureAttempt, Incident, Source
from incidents.workbench.retries import MOST_TRIES
from tests.factories import SourceFactory, person
from tests.incidents.captures import capture_of
from tests.incidents.complete import publish_as_previewed
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text
from tests.incidents.evidence.samples import HTML, PDF, PNG, SVG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: str) -> None:
    """Give each test a store of its own."""
    settings.MEDIA_ROOT = tmp_path


def upload(data: bytes = PNG, name: str = "photo.png", kind: str = "image/png") -> SimpleUploadedFile:
    """Return a chosen file."""
    return SimpleUploadedFile(name, data, content_type=kind)


def post(desk: Client, form: Fields, at: str = NEW, *, do: str = "save", **files: SimpleUploadedFile) -> Any:
    """Send the form with files (`__` stands for `-`)."""
    chosen = {name.replace("__", "-"): file for name, file in files.items()}
    return desk.post(at, {**form, "do": [do], **chosen})


def test_a_file_is_noted_with_its_source(desk: Client, form: Fields, anna: User) -> None:
    answer = post(desk, form, sources__0__file=upload())
    assert answer.status_code == 302
    capture = Capture.objects.get()
    assert (capture.source.publisher, capture.mime, capture.captured_by) == ("The outlet", "image/png", anna)
    page = text(desk.get(answer["Location"]))
    assert f"/desk/captures/{capture.public_id}/" in page
    assert capture.sha256[:12] in page
    assert f"{capture.captured_at:%Y-%m-%d %H:%M} UTC" in page, "not in the incident's own zone"
    assert 'enctype="multipart/form-data"' in page


def test_the_name_and_the_declared_type_decide_nothing(desk: Client, form: Fields) -> None:
    post(desk, form, sources__0__file=upload(HTML, "photo.png", "image/png"))
    assert Capture.objects.get().mime == "text/html"


@pytest.mark.parametrize("data", [SVG, PNG + HTML, b"words", b""])
def test_a_file_that_is_not_taken_keeps_all_that_was_typed(desk: Client, form: Fields, data: bytes) -> None:
    answer = post(desk, form, sources__0__file=upload(data))
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="#id_sources-0-file"' in page, "the summary leads to the field"
    assert re.search(r'id="id_sources-0-file_error">\s*<li>[^<]*can be kept', page)
    again = sent(answer)
    assert again["title"] == form["title"]
    assert again["claims-0-statement"] == form["claims-0-statement"]
    assert (Capture.objects.count(), Incident.objects.count()) == (0, 0)


def test_a_file_that_is_too_large_is_told_beside_the_field(desk: Client, form: Fields, settings: Settings) -> None:
    """What lies beyond the limit does not even reach the disk."""
    settings.CAPTURE_MAX_BYTES = 100_000
    answer = post(desk, form, sources__0__file=upload(PNG + b"\0" * 1_000_000))
    assert answer.status_code == 422
    assert "The file is larger than 97.7" in text(answer).replace("\xa0", " ")
    received = answer.wsgi_request.FILES["sources-0-file"]
    assert 100_000 < received.size < 300_000


def test_a_file_without_a_source_is_not_lost_silently(desk: Client, form: Fields) -> None:
    answer = post(desk, form | {"sources-0-publisher": [""]}, sources__0__file=upload())
    assert answer.status_code == 422
    assert "Say who published it." in text(answer)
    assert sent(answer)["sources-0-kept"]


@pytest.mark.parametrize("way", ["something else is wrong", "a row is added"])
def test_a_chosen_file_stays_while_the_form_comes_back(desk: Client, form: Fields, way: str) -> None:
    wrong = form | ({"earliest": ["2024-13-99"]} if way == "something else is wrong" else {"add": ["claims"]})
    answer = post(desk, wrong, do="" if "add" in wrong else "save", sources__0__file=upload(PDF, "report.pdf"))
    assert "report.pdf" in text(answer)
    assert Capture.objects.count() == 0
    again = sent(answer)
    saved(desk, again | {"earliest": form["earliest"]})
    assert Capture.objects.get().mime == "application/pdf"


def test_two_files_at_once_are_refused_and_none_is_dropped_silently(desk: Client, form: Fields) -> None:
    held = sent(post(desk, form | {"earliest": ["x"]}, sources__0__file=upload(PDF, "report.pdf")))
    two = [upload(PNG, "one.png"), upload(HTML, "two.html", "text/html")]
    answer = desk.post(NEW, {**held, "earliest": form["earliest"], "do": ["save"], "sources-0-file": two})
    assert answer.status_code == 422
    assert re.search(r'id="id_sources-0-file_error">\s*<li>2 files were sent for one source', text(answer))
    assert (Capture.objects.count(), Incident.objects.count()) == (0, 0)
    again = sent(answer)
    assert again["claims-0-statement"] == form["claims-0-statement"]
    saved(desk, again)
    assert Capture.objects.get().mime == "application/pdf", "what was here before them stays"


@pytest.mark.parametrize("token", ["nonsense", "of another"])
def test_the_note_of_a_kept_file_can_not_be_made_up(desk: Client, form: Fields, token: str) -> None:
    other = Client()
    other.force_login(person("armen", Role.ANALYST))
    their_form = sent(other.get(NEW), earliest="x", sources__0__publisher="The outlet")
    theirs = sent(post(other, their_form, sources__0__file=upload()))["sources-0-kept"]
    answer = post(desk, form | {"sources-0-kept": theirs if token == "of another" else [token]})
    assert answer.status_code == 422
    assert "Choose it again" in text(answer)
    assert Capture.objects.count() == 0


def test_the_same_file_again_is_told(desk: Client, form: Fields) -> None:
    incident = saved(desk, form)
    for expected in ("", "is kept for The outlet already"):
        answer = post(desk, sent(desk.get(address(incident))), address(incident), sources__0__file=upload())
        assert answer.status_code == 302
        assert expected in text(desk.get(answer["Location"]))
    assert Capture.objects.count() == 1


def test_the_same_content_of_another_source_is_told_and_shown(desk: Client, form: Fields, anna: User) -> None:
    capture_of(SourceFactory.create(publisher="Elsewhere"), by=anna)
    answer = post(desk, form, sources__0__file=upload())
    page = text(desk.get(answer["Location"]))
    assert "The same content is kept for: Elsewhere." in page
    assert "the same content is kept for Elsewhere" in page


def test_a_file_alone_is_a_change(desk: Client, form: Fields) -> None:
    """It raises the revision, so that a preview of before is out of date."""
    incident = saved(desk, form)
    post(desk, sent(desk.get(address(incident))), address(incident), sources__0__file=upload())
    assert Incident.objects.get().revision == incident.revision + 1


def test_a_file_reopens_what_is_in_sync(desk: Client, form: Fields, edith: User) -> None:
    incident = saved(desk, cited(form), do="submit")
    publish_as_previewed(incident, by=edith)
    post(desk, sent(desk.get(address(incident))), address(incident), sources__0__file=upload())
    assert Incident.objects.get().state == State.DRAFT


def test_nothing_is_noted_of_a_stale_form(desk: Client, form: Fields) -> None:
    incident = saved(desk, form)
    stale = sent(desk.get(address(incident)), revision="0")
    answer = post(desk, stale, address(incident), sources__0__file=upload())
    assert answer.status_code == 409
    assert Capture.objects.count() == 0
    assert sent(answer)["sources-0-kept"], "the file is still there for the next try"


# The address


def test_the_box_asks_for_a_copy_of_the_address(desk: Client, form: Fields, anna: User) -> None:
    form = form | {"sources-0-url": ["https://example.org/a"], "sources-0-again": ["on"]}
    incident = saved(desk, form)
    entry = CaptureAttempt.objects.get()
    assert (entry.outcome, entry.url, entry.by) == ("queued", "https://example.org/a", anna)
    page = text(desk.get(address(incident)))
    assert "A copy of the address was asked for" in page
    assert Incident.objects.get().revision == incident.revision


def test_the_box_alone_is_no_change(desk: Client, form: Fields) -> None:
    incident = saved(desk, form | {"sources-0-url": ["https://example.org/a"]})
    saved(desk, sent(desk.get(address(incident)), sources__0__again="on"), address(incident))
    assert CaptureAttempt.objects.count() == 1
    assert Incident.objects.get().revision == incident.revision


@pytest.mark.parametrize(("number", "words"), [(1, "Try 1 of 5; tried again after"), (MOST_TRIES, "Given up after 5")])
def test_failures_are_shown_with_what_comes_next(desk: Client, form: Fields, number: int, words: str) -> None:
    incident = saved(desk, form)
    source = Source.objects.get()
    CaptureAttempt.objects.create(
        source=source, outcome="failed", url="https://example.org/", error="The server answered 503.", number=number
    )
    page = text(desk.get(address(incident)))
    assert "The server answered 503." in page
    assert words in page


def test_a_source_with_a_log_is_let_go_and_not_deleted(desk: Client, form: Fields) -> None:
    incident = saved(desk, form)
    CaptureAttempt.objects.create(source=Source.objects.get(), outcome="queued", url="https://example.org/")
    saved(
        desk, sent(desk.get(address(incident)), sources__0__delete="on", citations__0__delete="on"), address(incident)
    )
    assert Source.objects.count() == 1
    assert Source.objects.get().citations.count() == 0


def test_what_nobody_saved_is_in_the_store_until_it_is_swept(desk: Client, form: Fields) -> None:
    post(desk, form | {"earliest": ["x"]}, sources__0__file=upload())
    assert len([path for path in captures_store().root.rglob("*") if path.is_file()]) == 1
