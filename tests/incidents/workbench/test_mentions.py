"""Whom a note names, and the mail that tells them: through a real mail server, with nothing in it but a link."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.thread import settle_note, write_note
from incidents.workbench.mentions import named_in
from incidents.workbench.models import Incident, NoteMention, ReviewNote
from incidents.workbench.tasks import MAIL_AGAIN, tell_mentioned
from tests.factories import person
from tests.incidents.complete import complete_incident
from tests.incidents.workbench.smtp import MailServer, mail_server

pytestmark = pytest.mark.django_db
SITE = "https://desk.example/"
SECRET = "Ask the witness in Zqmarker again"


@pytest.fixture
def server(tmp_path: Path, settings: Settings) -> Iterator[MailServer]:
    """Start a mail server, and have Django send through it."""
    with mail_server(tmp_path / "mails") as running:
        use(running, settings)
        yield running


def use(running: MailServer, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port


def written(incident: Incident, by: User, text: str) -> ReviewNote:
    return write_note(note=ReviewNote(incident=incident, text=text), by=by, site=SITE)


def test_a_mail_holds_a_link_and_nothing_of_the_note(server: MailServer, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna, title="A title that nobody may read")
    note = written(incident, edith, f"@anna {SECRET}")
    mention = NoteMention.objects.get()
    assert tell_mentioned.call(mention.pk, SITE) == "told"
    (mail,) = server.mails
    assert mail.to == [anna.email]
    (link,) = re.findall(r"https?://\S+", mail.body)
    assert link == f"https://desk.example/desk/incidents/{incident.ref}/#note-{note.public_id}"
    for word in ("witness", "Zqmarker", "title that", "edith", "Nerkin", "soldiers"):
        assert word not in mail.text
    mention.refresh_from_db()
    assert mention.told_at is not None


def test_the_link_leads_to_the_note(server: MailServer, client: Client, anna: User, edith: User, adam: User) -> None:
    incident = complete_incident(by=anna)
    note = written(incident, edith, "@anna and @adam, look.")
    for mention in NoteMention.objects.all():
        tell_mentioned.call(mention.pk, SITE)
    links = {mail.to[0]: re.findall(r"https://desk.example(\S+)", mail.body)[0] for mail in server.mails}
    for user in (anna, adam):
        client.force_login(user)
        path, _, mark = links[user.email].partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert f'id="{mark}"' in page.content.decode()
        assert mark == f"note-{note.public_id}"


def test_it_is_told_once(server: MailServer, anna: User, edith: User) -> None:
    written(complete_incident(by=anna), edith, "@anna look")
    mention = NoteMention.objects.get()
    assert [tell_mentioned.call(mention.pk, SITE) for _ in range(2)] == ["told", "not due"]
    assert len(server.mails) == 1


def test_who_may_not_see_it_any_more_is_not_told(server: MailServer, anna: User, edith: User) -> None:
    ara = person("ara", Role.ANALYST)
    incident = complete_incident(by=anna, shared=True)
    written(incident, edith, "@ara look")
    mention = NoteMention.objects.get(user=ara)
    Incident.objects.filter(pk=incident.pk).update(shared=False)
    assert tell_mentioned.call(mention.pk, SITE) == "may not see it"
    User.objects.filter(pk=ara.pk).update(is_active=False)
    Incident.objects.filter(pk=incident.pk).update(shared=True)
    assert tell_mentioned.call(mention.pk, SITE) == "may not see it"
    assert server.mails == []


def test_only_who_sees_the_incident_is_named(anna: User, edith: User, adam: User, rufat: User) -> None:
    person("ara", Role.ANALYST)
    incident = complete_incident(by=anna)
    named = named_in("@Anna, @edith. @ADAM! @rufat @ara @nobody anna@adam.example @edith@", incident)
    assert [user.username for user in named.people] == ["adam", "anna", "edith"]
    assert named.others == ["rufat", "ara", "nobody"]


def test_a_task_waits_for_the_commit_and_nobody_is_told_of_their_own_note(
    anna: User, edith: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    incident = complete_incident(by=anna)
    with django_capture_on_commit_callbacks(execute=True):
        written(incident, edith, "@anna and @edith: look")
        assert DBTaskResult.objects.count() == 0
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs["args"] == [NoteMention.objects.get(user=anna).pk, SITE]
    assert SECRET not in str(task.args_kwargs)


def test_what_the_server_does_not_take_is_tried_again(
    tmp_path: Path, settings: Settings, anna: User, edith: User
) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    written(complete_incident(by=anna), edith, "@anna look")
    mention = NoteMention.objects.get()
    with mail_server(tmp_path / "mails", busy=1) as running, time_machine.travel(now, tick=False):
        use(running, settings)
        assert tell_mentioned.call(mention.pk, SITE) == "try 1: SMTPSenderRefused"
        (waiting,) = DBTaskResult.objects.all()
        assert (waiting.run_after, waiting.args_kwargs["args"]) == (now + MAIL_AGAIN[0], [mention.pk, SITE, 2])
        assert tell_mentioned.call(*waiting.args_kwargs["args"]) == "told"
        assert len(running.mails) == 1


def test_a_server_that_is_not_there_is_given_up_after_a_while(settings: Settings, anna: User, edith: User) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    written(complete_incident(by=anna), edith, "@anna look")
    mention = NoteMention.objects.get()
    last = len(MAIL_AGAIN) + 1
    assert tell_mentioned.call(mention.pk, SITE, last - 1) == f"try {last - 1}: ConnectionRefusedError"
    assert tell_mentioned.call(mention.pk, SITE, last) == "given up: ConnectionRefusedError"
    assert DBTaskResult.objects.count() == 1
    assert sum(MAIL_AGAIN, timedelta()) > timedelta(days=1)
    assert NoteMention.objects.get().told_at is None


def test_a_resolved_note_still_leads_somewhere(server: MailServer, anna: User, edith: User) -> None:
    note = written(complete_incident(by=anna), edith, "@anna look")
    settle_note(note=note, by=edith)
    assert tell_mentioned.call(NoteMention.objects.get().pk, SITE) == "told"
