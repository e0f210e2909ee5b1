"""The weekly digest: through a real mail server, once a week, with nothing in it that is not public."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.digest import send_digest
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench.models import DigestMail, QueueEntry
from tests.factories import person
from tests.incidents.complete import complete_incident, published_incident, submitted_incident
from tests.incidents.workbench.smtp import MailServer, mail_server
from tests.incidents.workbench.test_mentions import use

pytestmark = pytest.mark.django_db
SITE = "https://desk.example"
MONDAY = datetime(2031, 3, 3, 8, tzinfo=UTC)


@pytest.fixture
def server(tmp_path: Path, settings: Settings) -> Iterator[MailServer]:
    """Start a mail server, and have Django send through it."""
    with mail_server(tmp_path / "mails") as running:
        use(running, settings)
        yield running


def body(server: MailServer, to: str = "edith@counterclaim.test") -> str:
    (found,) = [mail for mail in server.mails if mail.to == [to]]
    return bytes(found.message.get_payload(decode=True)).decode().replace("\r\n", "\n")


def test_every_editor_is_mailed_once_a_week(
    server: MailServer, anna: User, edith: User, edgar: User, adam: User
) -> None:
    person("gone", Role.EDITOR, is_active=False)
    with time_machine.travel(MONDAY, tick=False):
        assert send_digest(site=SITE).told == ["edgar", "edith"]
    with time_machine.travel(MONDAY + timedelta(days=6, hours=15), tick=False):  # Sunday
        again = send_digest(site=SITE)
    assert (again.told, again.before) == ([], ["edgar", "edith"])
    with time_machine.travel(MONDAY + timedelta(days=7), tick=False):
        assert send_digest(site=SITE).told == ["edgar", "edith"]
    assert sorted(mail.to[0] for mail in server.mails) == sorted([edgar.email, edith.email] * 2)
    assert str(server.mails[0].message["Subject"]) == "Counterclaim: what waits for editors, week 10 of 2031"
    assert set(DigestMail.objects.values_list("year", "week")) == {(2031, 10), (2031, 11)}


def test_the_turn_of_the_year_is_one_week(server: MailServer, edith: User) -> None:
    for day in (datetime(2030, 12, 30, 9, tzinfo=UTC), datetime(2031, 1, 2, 9, tzinfo=UTC)):
        with time_machine.travel(day, tick=False):
            send_digest(site=SITE)
    assert len(server.mails) == 1
    assert DigestMail.objects.values_list("year", "week").get() == (2031, 1)


def test_what_the_server_did_not_take_is_tried_again(
    tmp_path: Path, settings: Settings, edith: User, edgar: User
) -> None:
    with mail_server(tmp_path / "mails", busy=1) as running:
        use(running, settings)
        with pytest.raises(CommandError, match="1 could not be mailed"):
            call_command("send_digest", "--site", SITE, verbosity=0)
        assert [mail.to for mail in running.mails] == [[edith.email]]
        call_command("send_digest", "--site", SITE, verbosity=0)
        assert sorted(mail.to[0] for mail in running.mails) == [edgar.email, edith.email]


def test_the_command_says_whom_it_reached(server: MailServer, edith: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_digest", "--site", SITE)
    call_command("send_digest", "--site", SITE)
    assert capsys.readouterr().out == "edith: mailed\nedith: had it before\n"
    with pytest.raises(CommandError, match="no web address"):
        call_command("send_digest", "--site", "desk.example")


def test_it_tells_what_waits_and_what_was_decided(server: MailServer, anna: User, edith: User) -> None:
    public = published_incident(by=anna, editor=edith, title="Fire near the river, published")
    retracted = published_incident(by=anna, editor=edith, title="Fire that was taken back")
    transition(incident=retracted, verb=Verb.RETRACT, by=edith, reason="zqreason")
    returned = submitted_incident(by=anna, title="Fire that was sent back")
    transition(incident=returned, verb=Verb.REQUEST_CHANGES, by=edith, reason="zqreason")
    waiting = [submitted_incident(by=anna, title=f"Fire that waits {number}") for number in range(12)]
    now = datetime.now(UTC)
    for days, one in enumerate(waiting):
        QueueEntry.objects.filter(incident=one).update(submitted_at=now - timedelta(days=days, minutes=1))
    QueueEntry.objects.filter(incident=waiting[11]).update(priority=0)
    send_digest(site=f"{SITE}/")
    text = body(server)
    assert "12 incidents wait for an editor." in text
    assert f"high priority: 11  {SITE}/admin/workbench/incident/?priority=high" in text
    assert f"7 to 30 days: 5  {SITE}/admin/workbench/incident/?age=month" in text
    oldest = re.findall(r"^  (CC-\S+), (\d+) days?, (\w+) priority", text, re.MULTILINE)
    assert oldest[0] == (waiting[11].ref, "11", "low")
    assert [ref for ref, *_ in oldest] == [one.ref for one in reversed(waiting[2:])]
    assert f"{SITE}/admin/workbench/incident/{waiting[11].pk}/preview/" in text
    assert "Published this week: 2" in text
    assert f"{public.ref} Fire near the river, published" in text
    assert f"Sent back this week: 1\n  {returned.ref}\n" in text
    assert f"Retracted this week: 1\n  {retracted.ref}\n" in text


def test_nothing_private_is_in_it(server: MailServer, anna: User, edith: User) -> None:
    """Only what the record shows now has its title: mail is read on the way."""
    for made, fields in (
        (submitted_incident, {"title": "zqtitle of a submission", "embargo_until": datetime(2031, 5, 6, tzinfo=UTC)}),
        (submitted_incident, {"title": "zqtitle that is withheld", "location_confidentiality": "withheld"}),
        (complete_incident, {"title": "zqtitle of a draft"}),
    ):
        made(by=anna, summary="zqsummary", working_note="zqnote", **fields)
    retracted = published_incident(by=anna, editor=edith, title="zqtitle taken back")
    transition(incident=retracted, verb=Verb.RETRACT, by=edith, reason="zqreason")
    public = published_incident(by=anna, editor=edith)
    public.refresh_from_db()
    transition(incident=public, verb=Verb.REOPEN, by=anna)
    type(public).objects.filter(pk=public.pk).update(title="zqtitle of what is edited now")
    send_digest(site=SITE)
    text = body(server)
    assert public.ref in text
    assert "zq" not in text
    for word in ("2031-05-06", "killed", "contested", "Syunik", "anna", "embargo"):
        assert word not in text


def test_one_turns_it_off_and_on(server: MailServer, client: Client, edith: User, adam: User) -> None:
    client.force_login(edith)
    assert "You get a digest of this by e-mail every week." in client.get("/admin/").content.decode()
    assert "The weekly digest is off." in client.post("/admin/digest/", {"wants": "no"}, follow=True).content.decode()
    send_digest(site=SITE)
    assert server.mails == []
    client.post("/admin/digest/", {"wants": "yes"})
    send_digest(site=SITE)
    assert [mail.to for mail in server.mails] == [[edith.email]]
    client.force_login(adam)
    assert "by e-mail every week" not in client.get("/admin/").content.decode()


def test_links_lead_where_they_say(server: MailServer, client: Client, anna: User, edith: User) -> None:
    submitted_incident(by=anna)
    published_incident(by=anna, editor=edith)
    send_digest(site=SITE)
    client.force_login(edith)
    links = re.findall(rf"{SITE}(/\S+)", body(server))
    assert len(links) > 4
    for link in links:
        assert client.get(link).status_code == 200, link
