"""One try at a time; failures are visible, tried again, and given up in the end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from warcio.archiveiterator import ArchiveIterator

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.evidence import fetching
from incidents.evidence.store import captures_store
from incidents.workbench.models import Capture, CaptureAttempt
from incidents.workbench.operations import capturing
from incidents.workbench.operations.capturing import Fetch, ask_for, capture_url, due
from incidents.workbench.retries import MOST_TRIES, PAUSES, next_try, trying
from tests.factories import SourceFactory
from tests.incidents.evidence.server import Site, page, raw, redirect
from tests.incidents.workbench.capturing.conftest import HTML, outcomes, source_at

pytestmark = pytest.mark.django_db


def test_a_page_is_kept_as_an_archive(site: Site, fetch: Fetch, anna: User) -> None:
    site.answers["/"] = redirect("/article")
    site.answers["/article"] = page(HTML)
    source = source_at(site.url())
    before = datetime.now(UTC)
    entry = capture_url(source, by=anna, fetch=fetch)
    assert entry is not None
    capture = Capture.objects.get()
    assert (entry.outcome, entry.number, entry.http_status, entry.capture) == ("stored", 1, 200, capture)
    assert (capture.mime, capture.final_url) == ("application/warc+gzip", site.url("/article"))
    assert before <= capture.captured_at <= datetime.now(UTC)
    assert "warcio" in capture.tool
    with captures_store().open(capture.sha256) as file:
        records = [(one.rec_type, one.content_stream().read()) for one in ArchiveIterator(file, check_digests="raise")]
    assert ("response", HTML) in records
    assert [(one.action, one.by) for one in capture.custody.all()] == [("stored", anna)]


def test_the_same_page_again_is_recognised_by_what_is_in_it(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page(HTML)
    source = source_at(site.url())
    first, again = (capture_url(source, fetch=fetch) for _ in range(2))
    assert first is not None
    assert again is not None
    assert (first.outcome, again.outcome) == ("stored", "unchanged")
    assert again.capture == first.capture == Capture.objects.get()
    assert [one.action for one in Capture.objects.get().custody.all()] == ["stored", "seen_again"]
    assert len([path for path in captures_store().root.rglob("*") if path.is_file()]) == 1


def test_a_changed_page_is_another_copy(site: Site, fetch: Fetch) -> None:
    source = source_at(site.url())
    for body in (HTML, HTML + b"Corrected."):
        site.answers["/"] = page(body)
        capture_url(source, fetch=fetch)
    assert source.captures.count() == 2


def test_loopback_is_refused_for_good(site: Site) -> None:
    """Without a policy of the test's own: as in production."""
    site.answers["/"] = page(HTML)
    source = source_at(site.url())
    entry = capture_url(source)
    assert entry is not None
    assert (entry.outcome, next_try(entry)) == ("refused", None)
    assert "loopback" in entry.error
    assert site.asked == []
    assert due(now=timezone.now() + timedelta(days=9)) == []


def test_a_failure_is_logged_with_its_words_and_status(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = page(b"busy", 503)
    entry = capture_url(source_at(site.url()), fetch=fetch)
    assert entry is not None
    assert (entry.outcome, entry.http_status, entry.number) == ("failed", 503, 1)
    assert entry.error.startswith("The server answered 503")
    assert Capture.objects.count() == 0


def test_what_a_server_writes_into_an_error_is_stored_as_text(site: Site, fetch: Fetch) -> None:
    site.answers["/"] = raw(b"HTTP/1.1 500 oh\0no\x1b[2J\r\nContent-Length: 0\r\n\r\n")
    entry = capture_url(source_at(site.url()), fetch=fetch)
    assert entry is not None
    entry.refresh_from_db()
    assert entry.error == "The server answered 500 oh no [2J."


@pytest.mark.parametrize("where", ["fetching", "keeping"])
def test_what_nobody_foresaw_is_a_failure_too(
    where: str, site: Site, fetch: Fetch, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would be due for ever."""

    def breaks(*_: object, **__: object) -> fetching.Fetched:
        raise OSError("No space left on /secret/place")

    site.answers["/"] = page(HTML)
    monkeypatch.setattr(capturing, "add_page", breaks)
    source = source_at(site.url())
    entry = capture_url(source, fetch=breaks if where == "fetching" else fetch)
    assert entry is not None
    assert (entry.outcome, entry.number, entry.error) == ("failed", 1, "Something unforeseen: OSError.")
    assert outcomes(source) == [("failed", 1)]
    assert "No space left" in caplog.text


def test_the_limit_of_the_installation_holds(site: Site, settings: Settings) -> None:
    settings.CAPTURE_MAX_BYTES = 7
    seen: list[int] = []

    def fetch(url: str, *, limits: fetching.Limits) -> None:
        seen.append(limits.size)
        raise fetching.Failed("no")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetching, "fetch", fetch)
        capture_url(source_at(site.url()))
    assert seen == [7]


def test_two_processes_do_not_fetch_the_same(site: Site, fetch: Fetch) -> None:
    source = source_at(site.url())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('workbench.capture'), hashtext(%s))", [str(source.pk)])
        assert capture_url(source, fetch=fetch) is None
        assert outcomes(source) == []
    finally:
        other.close()


# Tried again, and given up


def test_it_is_tried_again_less_and_less_often_and_then_given_up(site: Site, fetch: Fetch) -> None:
    source = source_at(site.url("/gone"))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(1, MOST_TRIES + 1):
        with time_machine.travel(now, tick=False):
            entry = capture_url(source, fetch=fetch)
        assert entry is not None
        assert entry.number == number
        again = next_try(entry)
        if number < MOST_TRIES:
            assert again == now + PAUSES[number - 1]
            assert due(now=now) == []
            assert due(now=again) == [source]
            now = again
    stand = trying(list(source.capture_attempts.all()))
    assert stand is not None
    assert (stand.next_try, stand.given_up, stand.wrong, stand.waiting) == (None, True, True, False)
    assert due(now=now + timedelta(days=99)) == []
    assert due(now=now, also_failed=True) == [source]


def test_asked_for_by_hand_it_begins_anew(site: Site, fetch: Fetch, anna: User) -> None:
    source = source_at(site.url("/gone"))
    CaptureAttempt.objects.create(source=source, outcome="failed", url=source.url, error="No.", number=MOST_TRIES)
    assert due(now=timezone.now()) == []
    ask_for([source], by=anna)
    assert due(now=timezone.now()) == [source]
    entry = capture_url(source, fetch=fetch)
    assert entry is not None
    assert (entry.number, entry.by) == (1, anna)
    assert outcomes(source) == [("failed", MOST_TRIES), ("queued", 0), ("failed", 1)]


def test_what_has_no_address_is_not_asked_for(anna: User, rufat: User) -> None:
    assert ask_for([SourceFactory.create()], by=anna) == []
    with pytest.raises(NotAllowed):
        ask_for([source_at("https://example.org/")], by=rufat)
