"""The review thread in the admin's page of an incident, and on the preview."""

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from incidents.moderation.thread import write_note
from incidents.workbench.models import Incident, NoteMention, ReviewNote
from incidents.workbench.tasks import tell_mentioned
from tests.incidents.complete import complete_incident, submitted_incident
from tests.incidents.moderation.forms import fields

pytestmark = pytest.mark.django_db


def page_of(incident: Incident) -> str:
    return f"/admin/workbench/incident/{incident.pk}/change/"


@pytest.fixture
def admin(client: Client, edith: User) -> Client:
    client.force_login(edith)
    return client


def with_note(admin: Client, incident: Incident, number: int = 0, **note: str) -> dict[str, str]:
    """Return the form with a new note."""
    sent = fields(admin.get(page_of(incident)).content)
    sent |= {"notes-TOTAL_FORMS": str(number + 1), f"notes-{number}-id": "", f"notes-{number}-state": "open"}
    sent |= {f"notes-{number}-incident": str(incident.pk)}
    return sent | {f"notes-{number}-{name}": value for name, value in note.items()}


def test_an_editor_writes_a_note_on_a_row_and_tells_somebody(
    admin: Client, anna: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    incident = submitted_incident(by=anna)
    claim = incident.claims.all()[0]
    page = admin.get(page_of(incident)).content.decode()
    assert f'<option value="claims.{claim.public_id}">1. {claim.claimant}: {claim.statement}</option>' in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(
            page_of(incident), with_note(admin, incident, text="@anna Who?", anchor=f"claims.{claim.public_id}")
        )
    assert answer.status_code == 302
    note = ReviewNote.objects.get()
    assert (note.anchor, note.author.username) == (f"claims.{claim.public_id}", "edith")
    (task,) = DBTaskResult.objects.all()
    assert tell_mentioned.call(*task.args_kwargs["args"]) == "told"
    assert f"http://testserver/desk/incidents/{incident.ref}/#note-{note.public_id}" in mail.outbox[0].body
    assert "1 open note" in admin.get(page_of(incident)).content.decode()


def test_notes_are_answered_and_resolved_there(admin: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    note = write_note(note=ReviewNote(incident=incident, text="Which village?", anchor="title"), by=anna)
    sent = with_note(admin, incident, 1, text="By the river.", reply_to=str(note.pk)) | {"notes-0-state": "resolved"}
    assert admin.post(page_of(incident), sent).status_code == 302
    assert ReviewNote.objects.get(reply_to=note).author == edith
    note.refresh_from_db()
    assert (note.state, note.settled_by) == ("resolved", edith)
    sent = fields(admin.get(page_of(incident)).content) | {"notes-0-state": "open"}
    assert admin.post(page_of(incident), sent).status_code == 302
    note.refresh_from_db()
    assert (note.state, note.settled_by) == ("open", None)


@pytest.mark.parametrize("anchor", ["nonsense", "claims.0000000000"])
def test_a_note_on_nothing_is_told_beside_it(admin: Client, anna: User, anchor: str) -> None:
    incident = submitted_incident(by=anna)
    answer = admin.post(page_of(incident), with_note(admin, incident, text="Where?", anchor=anchor))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert ReviewNote.objects.count() == 0


def test_a_note_of_another_incident_is_not_answered(admin: Client, anna: User) -> None:
    incident, other = submitted_incident(by=anna), complete_incident(by=anna)
    note = write_note(note=ReviewNote(incident=other, text="Elsewhere"), by=anna)
    answer = admin.post(page_of(incident), with_note(admin, incident, text="Here", reply_to=str(note.pk)))
    assert "Select a valid choice" in answer.content.decode()


def test_an_administrator_reads_along(client: Client, anna: User, edith: User, adam: User) -> None:
    incident = submitted_incident(by=anna)
    note = write_note(note=ReviewNote(incident=incident, text="@adam look"), by=edith)
    client.force_login(adam)
    page = client.get(page_of(incident)).content.decode()
    assert f'id="note-{note.public_id}"' in page
    assert "@adam look" in page
    assert NoteMention.objects.get().user == adam


def test_the_preview_lists_what_goes_back(admin: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    write_note(note=ReviewNote(incident=incident, text="The title <b>names</b> a side.", anchor="title"), by=edith)
    page = admin.get(f"/admin/workbench/incident/{incident.pk}/preview/").content.decode()
    assert "Open notes: 1" in page
    assert "The title &lt;b&gt;names&lt;/b&gt; a side." in page
    assert '<strong>edith</strong> on <a href="#at-title">Title</a>' in page
