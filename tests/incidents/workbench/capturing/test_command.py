"""Submitting asks for copies, the task worker and the command make them."""

import os
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from incidents.evidence.store import captures_store
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.management.commands import capture_sources
from incidents.workbench.models import Capture, CaptureAttempt, Source
from incidents.workbench.operations.capturing import ask_for, capture_url
from incidents.workbench.retries import MOST_TRIES, PAUSES, next_try
from incidents.workbench.tasks import ask_for_copies, keep_copy
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident
from tests.incidents.evidence.server import Site, page
from tests.incidents.workbench.capturing.conftest import HTML, outcomes, source_at

pytestmark = pytest.mark.django_db


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
