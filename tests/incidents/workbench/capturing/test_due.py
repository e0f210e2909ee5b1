"""Which sources are due, each once, and what is confidential is fetched only where somebody asks for it."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from incidents.workbench.management.commands import capture_sources
from incidents.workbench.models import CaptureAttempt, Incident, Source
from incidents.workbench.operations.capturing import Fetch, ask_for, capture_url, due, uncaptured
from incidents.workbench.retries import MOST_TRIES, PAUSES
from incidents.workbench.tasks import keep_copy
from tests.factories import CitationFactory, ClaimFactory, IncidentFactory, SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident
from tests.incidents.evidence.server import Site, page
from tests.incidents.workbench.capturing.conftest import HTML, copied, source_at

pytestmark = pytest.mark.django_db


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
