"""Copies of addresses: one try at a time, failures visible and tried again, and nothing fetched unasked."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from warcio.archiveiterator import ArchiveIterator

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.evidence import fetching
from incidents.evidence.store import captures_store
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.management.commands import capture_sources
from incidents.workbench.models import Capture, CaptureAttempt, Incident, Source
from incidents.workbench.operations import capturing
from incidents.workbench.operations.capturing import Fetch, ask_for, capture_url, due, uncaptured
from incidents.workbench.retries import MOST_TRIES, PAUSES, next_try, trying
from incidents.workbench.tasks import ask_for_copies, keep_copy
from tests.factories import CitationFactory, ClaimFactory, IncidentFactory, SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident
from tests.incidents.evidence.server import Site, page, raw, redirect, serving
from tests.people import anna, edith, rufat

pytestmark = pytest.mark.django_db
__all__ = ["anna", "edith", "rufat"]
HTML = b"<!doctype html><title>A page</title>"


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: str) -> None:
    """Give each test a store of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with serving() as site:
        yield site


@pytest.fixture
def fetch(site: Site) -> Fetch:
    """Fetch from the test's server, and from nowhere else that is not public."""
    return partial(fetching.fetch, policy=site.policy)


@pytest.fixture
def fetched_from_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Let the command and the task fetch from the test's server."""
    monkeypatch.setattr(
        capturing.capture_url, "__kwdefaults__", {"by": None, "fetch": partial(fetching.fetch, policy=site.policy)}
    )
    return site


def source_at(url: str, **fields: object) -> Source:
    """Return a source with an address."""
    return SourceFactory.create(url=url, **fields)


def copied(source: Source, *, by: User) -> None:
    """Note a copy of a source's address as it is now."""
    capture = capture_of(source, by=by)
    CaptureAttempt.objects.create(source=source, outcome="stored", url=source.url, capture=capture, number=1)


def outcomes(source: Source) -> list[tuple[str, int]]:
    """Return the log of a source's tries."""
    return list(source.capture_attempts.values_list("outcome", "number"))


# One try


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


# Which are due


def test_sources_of_what_was_submitted_are_due_and_others_are_not(anna: User) -> None:
    incident = complete_incident(by=anna)
    assert due(now=timezone.now()) == []
    Incident.objects.filter(pk=incident.pk).update(state="submitted")
    assert {one.url for one in due(now=timezone.now())} == {"https://example.org/am", "https://example.org/az"}
    copied(Source.objects.get(url="https://example.org/am"), by=anna)
    capture_of(Source.objects.get(url="https://example.org/az"), by=anna)
    assert [one.url for one in due(now=timezone.now())] == ["https://example.org/az"], "an upload is another thing"
    CitationFactory(incident=incident, source=SourceFactory.create())
    CitationFactory(incident=incident, source=source_at("https://example.org/secret", confidential=True))
    assert [one.url for one in due(now=timezone.now())] == ["https://example.org/az"]
    assert [one.url for one in uncaptured(incident)] == ["https://example.org/az"]


def test_a_corrected_address_is_due_again_and_once(anna: User) -> None:
    """The copy is one of the wrong page; going back to an address that was copied asks for nothing."""
    source = source_at("https://example.org/wrong")
    CitationFactory.create(source=source, incident=IncidentFactory.create(state="submitted"))
    assert due(now=timezone.now()) == [source]
    copied(source, by=anna)
    assert due(now=timezone.now()) == []
    Source.objects.filter(pk=source.pk).update(url="https://example.org/right")
    assert due(now=timezone.now()) == [source]
    source.refresh_from_db()
    for outcome in ("failed", "refused"):
        CaptureAttempt.objects.create(source=source, outcome=outcome, url=source.url, error="No.", number=MOST_TRIES)
        assert due(now=timezone.now()) == [], "given up"
    Source.objects.filter(pk=source.pk).update(url="https://example.org/wrong")
    assert due(now=timezone.now()) == []


def test_a_source_is_tried_once_in_a_run(fetched_from_site: Site, anna: User) -> None:
    """Its old address is to be tried again, and its new one was never tried."""
    source = source_at(fetched_from_site.url("/new"))
    CitationFactory.create(source=source, incident=IncidentFactory.create(state="submitted"))
    ask_for([source], by=anna)
    Source.objects.filter(pk=source.pk).update(url=fetched_from_site.url("/newer"))
    assert due(now=timezone.now(), also_failed=True) == [source]
    with pytest.raises(CommandError, match="1 could not be kept"):
        call_command("capture_sources", stdout=StringIO())
    assert [path for path, _ in fetched_from_site.asked] == ["/newer"]


def test_tries_at_another_address_are_not_counted_on(site: Site, fetch: Fetch) -> None:
    source = source_at(site.url("/gone"))
    CaptureAttempt.objects.create(source=source, outcome="failed", url="https://example.org/", error="No.", number=4)
    entry = capture_url(source, fetch=fetch)
    assert entry is not None
    assert entry.number == 1


# What is confidential


@pytest.mark.parametrize("what", ["citation", "claim"])
def test_a_source_that_only_the_confidential_cites_is_not_fetched_on_submitting(anna: User, what: str) -> None:
    incident = complete_incident(by=anna)
    source = source_at("https://example.org/hidden")
    claim = ClaimFactory.create(incident=incident, confidential=what == "claim")
    CitationFactory.create(incident=incident, source=source, claim=claim, confidential=what == "citation")
    assert source not in uncaptured(incident)
    Incident.objects.filter(pk=incident.pk).update(state="submitted")
    assert source not in due(now=timezone.now())
    CitationFactory.create(incident=incident, source=source)
    assert source in uncaptured(incident)
    assert source in due(now=timezone.now())


@pytest.mark.parametrize("outcome", ["queued", "failed", "refused"])
@pytest.mark.parametrize("how", ["source", "citation"])
def test_what_became_confidential_is_fetched_no_more(
    fetched_from_site: Site, anna: User, outcome: str, how: str
) -> None:
    """Not by the worker, not by the command, not with --retry-failed; somebody who names it is obeyed."""
    fetched_from_site.answers["/"] = page(HTML)
    source = source_at(fetched_from_site.url())
    cited = CitationFactory.create(source=source)
    CaptureAttempt.objects.create(source=source, outcome=outcome, url=source.url, error="No.", number=1)
    later = timezone.now() + timedelta(days=1)
    assert due(now=later, also_failed=True) == [source]
    hidden = source if how == "source" else cited
    type(hidden).objects.filter(pk=hidden.pk).update(confidential=True)
    assert due(now=later, also_failed=True) == []
    with time_machine.travel(later, tick=False):
        assert keep_copy.call(source.pk) == ("not due" if outcome == "refused" else "confidential")
        call_command("capture_sources", retry_failed=True, stdout=StringIO())
    assert fetched_from_site.asked == []
    call_command("capture_sources", source=source.public_id, stdout=StringIO())
    assert source.captures.count() == 1


def test_what_becomes_confidential_during_a_run_is_left_out(
    fetched_from_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hides(source: Source) -> CaptureAttempt | None:
        Source.objects.exclude(pk=source.pk).update(confidential=True)
        return capture_url(source)

    fetched_from_site.answers["/"] = page(HTML)
    sources = [source_at(fetched_from_site.url()) for _ in range(2)]
    ask_for(sources, by=None)
    monkeypatch.setattr(capture_sources, "capture_url", hides)
    call_command("capture_sources", stdout=StringIO())
    assert len(fetched_from_site.asked) == 1


def test_a_confidential_source_that_somebody_asked_for_is_tried_until_it_is_kept(
    fetched_from_site: Site, anna: User
) -> None:
    source = source_at(fetched_from_site.url(), confidential=True, added_by=anna)
    ask_for([source], by=anna)
    assert keep_copy.call(source.pk) == "failed"
    fetched_from_site.answers["/"] = page(HTML)
    with time_machine.travel(timezone.now() + PAUSES[0], tick=False):
        assert due(now=timezone.now()) == [source]
        assert keep_copy.call(source.pk) == "stored"
    fetched_from_site.answers.clear()
    with pytest.raises(CommandError):
        call_command("capture_sources", source=source.public_id, stdout=StringIO())
    assert due(now=timezone.now() + timedelta(days=9), also_failed=True) == [], "that wish was fulfilled"


# On submitting


def test_submitting_asks_for_copies_once_it_is_committed(
    anna: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    incident = complete_incident(by=anna)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert DBTaskResult.objects.count() == 0, "a worker must not see it before the submission is there"
    assert CaptureAttempt.objects.filter(outcome="queued", by=None).count() == 2, "by nobody's hand"
    for callback in callbacks:
        callback()
    assert DBTaskResult.objects.count() == 2
    transition(incident=incident, verb=Verb.WITHDRAW, by=anna)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert CaptureAttempt.objects.count() == 2, "asked for once"


@pytest.mark.parametrize("how", ["setting", "argument"])
def test_submitting_can_leave_the_network_alone(anna: User, settings: Settings, how: str) -> None:
    settings.CAPTURE_ON_SUBMIT = how != "setting"
    transition(incident=complete_incident(by=anna), verb=Verb.SUBMIT, by=anna, copies=how != "argument")
    assert CaptureAttempt.objects.count() == 0


# The task and the command


def test_the_task_tries_once_and_comes_back(fetched_from_site: Site, anna: User) -> None:
    source = source_at(fetched_from_site.url())
    ask_for_copies([source], by=anna)
    assert keep_copy.call(source.pk) == "failed"
    assert keep_copy.call(source.pk) == "not due"
    (waiting,) = DBTaskResult.objects.all()
    assert waiting.run_after == next_try(source.capture_attempts.last() or CaptureAttempt())
    fetched_from_site.answers["/"] = page(HTML)
    with time_machine.travel(timezone.now() + PAUSES[0], tick=False):
        assert keep_copy.call(source.pk) == "stored"
    assert outcomes(source) == [("queued", 0), ("failed", 1), ("stored", 2)]
    assert DBTaskResult.objects.count() == 1
    assert keep_copy.call(0) == "not due"


def test_the_command_says_a_line_per_source(fetched_from_site: Site, anna: User) -> None:
    good, bad = source_at(fetched_from_site.url("/good")), source_at(fetched_from_site.url("/bad"))
    ask_for([good, bad], by=anna)
    fetched_from_site.answers["/good"] = page(HTML)
    out = StringIO()
    with pytest.raises(CommandError, match="1 could not be kept"):
        call_command("capture_sources", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == f"{good.public_id} {good.url}: stored, {good.captures.get().sha256}"
    assert lines[1].startswith(f"{bad.public_id} {bad.url}: failed: The server answered 404")
    assert "Tried again after" in lines[1]
    assert len(lines) == 2
    again = StringIO()
    call_command("capture_sources", stdout=again)
    assert again.getvalue() == "", "nothing is due"


def test_the_command_goes_on_where_one_breaks(
    fetched_from_site: Site, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the next ones, and to the files that nobody saved."""

    def breaks(source: Source) -> CaptureAttempt | None:
        if source == sources[0]:
            raise ValueError("not foreseen")
        return capture_url(source)

    fetched_from_site.answers["/"] = page(HTML)
    sources = [source_at(fetched_from_site.url()) for _ in range(2)]
    ask_for(sources, by=anna)
    stray = captures_store().add([b"never saved"])
    os.utime(captures_store().path(stray.sha256), (0, 0))
    monkeypatch.setattr(capture_sources, "capture_url", breaks)
    out = StringIO()
    with pytest.raises(CommandError, match="1 could not be kept"):
        call_command("capture_sources", stdout=out)
    assert f"{sources[0].public_id} {sources[0].url}: ValueError" in out.getvalue()
    assert sources[1].captures.count() == 1
    assert not captures_store().is_sound(stray.sha256)


def test_the_command_takes_one_source_a_limit_and_what_failed(fetched_from_site: Site, anna: User) -> None:
    fetched_from_site.answers["/"] = page(HTML)
    sources = [source_at(fetched_from_site.url()) for _ in range(3)]
    ask_for(sources[:2], by=anna)
    call_command("capture_sources", limit=1, stdout=StringIO())
    assert Capture.objects.count() == 1
    call_command("capture_sources", source=sources[2].public_id, stdout=StringIO())
    assert sources[2].captures.count() == 1
    CaptureAttempt.objects.create(source=sources[1], outcome="failed", url="x", error="No.", number=MOST_TRIES)
    call_command("capture_sources", stdout=StringIO())
    assert sources[1].captures.count() == 0
    call_command("capture_sources", retry_failed=True, stdout=StringIO())
    assert sources[1].captures.count() == 1
    with pytest.raises(CommandError, match="no source nothing"):
        call_command("capture_sources", source="nothing")


def test_the_command_verifies(anna: User) -> None:
    capture = capture_of(SourceFactory.create(), by=anna)
    out = StringIO()
    call_command("capture_sources", verify=True, stdout=out)
    assert out.getvalue() == f"{capture.public_id} {capture.sha256}: sound\n"
    captures_store().delete(capture.sha256)
    with pytest.raises(CommandError, match="1 of the kept files"):
        call_command("capture_sources", verify=True, stdout=out)
    assert "MISSING" in out.getvalue()
