"""The dashboards of quality: counted by hand and by the code."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.operations import remove_quiet_reports, save_quiet_report
from incidents.moderation.quality.backlog import backlog
from incidents.moderation.quality.corrections import corrections
from incidents.moderation.quality.coverage import coverage
from incidents.moderation.quality.dead import dead_sources
from incidents.moderation.quality.months import end_of, months_until
from incidents.moderation.referring.merging import merge_sources
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.reference.models import Border
from incidents.vocabulary import CaptureOutcome, SourceKind, Verb
from incidents.workbench.models import CaptureAttempt, Incident, QuietReport, Source
from incidents.workbench.operations.save import Changes, save_incident
from incidents.workbench.retries import MOST_TRIES
from tests.incidents.captures import capture_of
from tests.incidents.complete import complete_incident, published_incident, submitted_incident, world

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


@pytest.mark.parametrize(
    ("last", "number", "firsts"),
    [
        (date(2024, 3, 31), 3, [JANUARY, FEBRUARY, MARCH]),
        (date(2024, 1, 1), 2, [date(2023, 12, 1), JANUARY]),
        (date(2024, 2, 29), 1, [FEBRUARY]),
    ],
)
def test_months(last: date, number: int, firsts: list[date]) -> None:
    assert months_until(last, number) == firsts
    assert end_of(FEBRUARY) == date(2024, 2, 29)


def quiet(by: User, since: date, until: date) -> QuietReport:
    source = Source.objects.create(publisher="A monitor", kind=SourceKind.NEWS, added_by=by)
    report = QuietReport(border=Border.objects.get(), since=since, until=until, source=source)
    return save_quiet_report(report=report, by=by)


def test_a_month_is_told_by_incidents_reports_of_quiet_or_neither(anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith)  # in February 2024
    quiet(edith, JANUARY, date(2024, 1, 20))
    months = [date(2023, 12, 1), JANUARY, FEBRUARY, MARCH]
    told = {month.first: month.words for month in coverage(months)[0].months}
    assert list(told.values()) == ["no report", "reported quiet in part", "1 incident", "no report"]
    quiet(edith, date(2024, 1, 21), date(2024, 3, 31))
    told = {month.first: month.words for month in coverage(months)[0].months}
    assert list(told.values()) == ["no report", "reported quiet", "1 incident", "reported quiet"]


def test_period_totals_and_drafts_are_no_incidents_of_a_month(anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith, aggregated=True)
    complete_incident(by=anna)
    assert [month.incidents for month in coverage([FEBRUARY])[0].months] == [0]


def test_only_editors_report_quiet(anna: User, edith: User, adam: User) -> None:
    world()
    report = quiet(edith, JANUARY, end_of(JANUARY))
    for user in (anna, adam):
        with pytest.raises(NotAllowed):
            save_quiet_report(report=report, by=user)
        with pytest.raises(NotAllowed):
            remove_quiet_reports(reports=[report], by=user)
    remove_quiet_reports(reports=[report], by=edith)
    assert not QuietReport.objects.exists()


def test_an_editor_enters_a_report_in_the_admin(client: Client, edith: User) -> None:
    world()
    source = Source.objects.create(publisher="A monitor", kind=SourceKind.NEWS, added_by=edith)
    client.force_login(edith)
    sent = {"border": Border.objects.get().pk, "since": "2024-01-01", "until": "2024-01-31", "source": source.pk}
    wrong = client.post("/admin/workbench/quietreport/add/", sent | {"until": "2023-01-31", "note": ""})
    assert "The last day is before the first day." in wrong.content.decode()
    assert client.post("/admin/workbench/quietreport/add/", sent | {"note": ""}).status_code == 302
    assert QuietReport.objects.get().entered_by == edith


def test_a_report_of_a_source_that_was_merged_since_is_one_of_the_other(client: Client, edith: User) -> None:
    """Whether it is typed into a form that was open all the while, or handed to the operation."""
    world()
    loser, winner = (Source.objects.create(publisher="A monitor", kind="news", added_by=edith) for _ in range(2))
    stale = Source.objects.get(pk=loser.pk)
    merge_sources(loser=loser, winner=winner, by=edith, reason="One monitor.")
    report = QuietReport(border=Border.objects.get(), since=JANUARY, until=end_of(JANUARY), source=stale)
    save_quiet_report(report=report, by=edith)
    client.force_login(edith)
    page, sent = "/admin/workbench/quietreport/add/", {"border": report.border_id, "since": "2024-01-01", "note": ""}
    again = client.post(page, sent | {"until": "2024-01-31", "source": loser.pk})
    assert "This report is there already." in again.content.decode()
    assert client.post(page, sent | {"until": "2024-01-30", "source": loser.pk}).status_code == 302
    assert list(QuietReport.objects.values_list("source", flat=True)) == [winner.pk, winner.pk]


def test_the_backlog_is_counted_by_age(anna: User, edith: User) -> None:
    first, second = (submitted_incident(by=anna, title=title) for title in ("The first of two", "The second of two"))
    now = timezone.now()
    counted = backlog(now + timedelta(days=2), since=now - timedelta(days=90))
    assert (counted.waiting, counted.oldest is not None and counted.oldest.days) == (2, 2)
    assert dict(counted.bands)["1–3 days"] == 2
    transition(incident=first, verb=Verb.REJECT, by=edith, reason="No.")
    counted = backlog(now, since=now - timedelta(days=90))
    assert (counted.waiting, counted.decided) == (1, 1)
    assert counted.median_wait is not None
    assert counted.median_wait < timedelta(minutes=5)
    assert backlog(now, since=now + timedelta(days=1)).decided == 0
    assert second.state == "submitted"


def test_corrections_are_counted_in_their_month(anna: User, edith: User, edgar: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    published_incident(by=anna, editor=edith, title="Another exchange of fire")
    _again(incident, anna, edith)
    transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It did not take place.")
    month = datetime.now(UTC).date().replace(day=1)
    counted = corrections([month])
    assert (counted.months[0].new, counted.months[0].corrected, counted.months[0].retracted) == (2, 1, 1)
    assert (counted.published, counted.soon, counted.share) == (2, 1, 0.5)
    assert corrections([JANUARY]).share is None


def _again(incident: Incident, by: User, editor: User) -> None:
    transition(incident=incident, verb=Verb.REOPEN, by=by)
    incident.title = "A corrected title of it"
    save_incident(incident=incident, changes=Changes(), by=by, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=by, copies=False)
    seen = preview(incident)
    transition(incident=incident, verb=Verb.PUBLISH, by=editor, revision=seen.revision, body_sha256=seen.body_sha256)


def attempt(source: Source, outcome: CaptureOutcome, number: int, **more: Any) -> None:
    more = {"error": "404 Not Found", "http_status": 404} | more if outcome == CaptureOutcome.FAILED else more
    CaptureAttempt.objects.create(source=source, outcome=outcome, url="https://a.example/", number=number, **more)


def test_dead_are_sources_whose_tries_are_given_up(anna: User) -> None:
    made = {
        name: Source.objects.create(publisher=name, kind=SourceKind.NEWS, url="https://a.example/", added_by=anna)
        for name in ("gone", "gone but kept", "tried again", "back again", "never tried")
    }
    attempt(made["gone"], CaptureOutcome.FAILED, MOST_TRIES)
    kept = capture_of(made["gone but kept"], by=anna)
    attempt(made["gone but kept"], CaptureOutcome.STORED, 1, capture=kept)
    attempt(made["gone but kept"], CaptureOutcome.FAILED, MOST_TRIES)
    attempt(made["tried again"], CaptureOutcome.FAILED, 1)
    attempt(made["back again"], CaptureOutcome.FAILED, MOST_TRIES)
    back = capture_of(made["back again"], by=anna)
    attempt(made["back again"], CaptureOutcome.STORED, 1, capture=back)
    dead = dead_sources()
    assert [(one.source.publisher, one.kept, one.http_status) for one in dead.sources] == [
        ("gone", False, 404), ("gone but kept", True, 404),
    ]  # fmt: skip
    assert (dead.number, dead.lost) == (2, 1)


def test_each_part_stands_on_the_page(client: Client, anna: User, edith: User) -> None:
    published_incident(by=anna, editor=edith)  # in February 2024
    quiet(edith, JANUARY, end_of(JANUARY))
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        submitted_incident(by=anna, title="An exchange that waits")
    gone = Source.objects.create(publisher="A paper", kind=SourceKind.NEWS, url="https://a.example/", added_by=anna)
    attempt(gone, CaptureOutcome.FAILED, MOST_TRIES)
    client.force_login(edith)
    page = client.get("/admin/quality/?months=60").content.decode()
    for words in (
        'title="January 2024: reported quiet"', 'title="February 2024: 1 incident"', 'title="March 2024: no report"',
        "<dt>Waiting</dt><dd>1</dd>", "<dt>Oldest</dt><dd>9 days</dd>", '<th scope="row">7–30 days</th><td>1 ',
        "0 were corrected or taken back within 30 days",
        "The address of 1 source gives nothing any more", f"/admin/workbench/source/{gone.pk}/change/", "404 Not Found",
    ):  # fmt: skip
        assert words in page, words


def test_the_page_shows_it_all_in_a_fixed_number_of_queries(client: Client, anna: User, edith: User) -> None:
    client.force_login(edith)
    asked = []
    for title in ("The first exchange", "The second exchange", "The third exchange"):
        published_incident(by=anna, editor=edith, title=title)
        submitted_incident(by=anna, title=f"{title}, waiting")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/admin/quality/?months=60").content.decode()
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked
    for words in ("Armenia–Azerbaijan", "no report", "Silence is not peace", "First editions"):
        assert words in page
    assert client.get("/admin/quality/?months=7").status_code == 400
