"""The workflow over the drafts API: the log, what is open, and taking a step."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import APIToken, User
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import State
from incidents.workbench.models import Incident
from tests.incidents.complete import complete_incident, submitted_incident
from tests.incidents.moderation.arranging import retitled

pytestmark = pytest.mark.django_db


def api(user: User) -> APIClient:
    """Return a client with a person's token for drafts."""
    _, token = APIToken.objects.create(user=user, name="test", scope="drafts")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def steps(incident: Incident) -> str:
    """Return the address of an incident's steps."""
    return f"/api/v1/drafts/{incident.ref}/steps/"


def take(user: User, incident: Incident, **sent: Any) -> Any:
    """Take a step."""
    return api(user).post(steps(incident), sent, format="json")


def test_an_editor_publishes_what_they_read(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    shown = api(edith).get(steps(incident)).json()
    now = preview(incident)
    assert shown["preview"]["document"] == now.document
    assert (shown["state"], shown["revision"], shown["approval"]) == ("submitted", now.revision, None)
    assert "publish" in shown["open"]
    told = {name: shown["preview"][name] for name in ("revision", "body_sha256")}
    answer = take(edith, incident, verb="publish", **told)
    assert answer.status_code == 200
    assert answer.json()["state"] == "in_sync"
    assert answer["ETag"] == f'"{now.revision + 1}"'
    edition = Edition.objects.get()
    log = api(anna).get(steps(incident)).json()["log"]
    assert [(one["verb"], one["by"], one["edition_seq"]) for one in log] == [
        ("publish", "edith", edition.seq), ("submit", "anna", None),
    ]  # fmt: skip


def test_the_submitter_reads_the_reasons_and_no_preview(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    take(edith, incident, verb="request_changes", reason="Which village?")
    shown = api(anna).get(steps(incident)).json()
    assert shown["log"][0]["reason"] == "Which village?"
    assert shown["open"] == ["submit"]
    assert shown["preview"] is None


def test_a_save_between_preview_and_publish_is_a_409(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    now = preview(incident)
    retitled(incident, "Something else near Nerkin Hand", by=edgar)
    answer = take(edith, incident, verb="publish", revision=now.revision, body_sha256=now.body_sha256)
    assert answer.status_code == 409
    told = answer.json()
    assert told["type"] == "urn:counterclaim:problem:moved"
    fresh = preview(incident)
    assert (told["revision"], told["body_sha256"]) == (fresh.revision, fresh.body_sha256)
    assert not Edition.objects.exists()


def test_a_step_on_another_revision_is_a_412(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    answer = take(edith, incident, verb="reject", reason="No.", revision=incident.revision - 1)
    assert answer.status_code == 412
    assert answer.json()["revision"] == incident.revision
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED


def test_what_a_submission_lacks(anna: User) -> None:
    incident = complete_incident(by=anna, summary="")
    answer = take(anna, incident, verb="submit")
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"pointer": "/summary", "detail": "Give a summary of one paragraph."}]


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        ({}, "/verb"),
        ({"verb": "delete"}, "/verb"),
        ({"verb": 1}, "/verb"),
        ({"verb": "submit", "colour": "red"}, "/colour"),
        ({"verb": "restore", "edition": 0}, "/edition"),
        ({"verb": "restore", "edition": True}, "/edition"),
        ({"verb": "publish", "revision": 10**12}, "/revision"),
        ([], ""),
    ],
)
def test_nonsense(sent: Any, pointer: str, anna: User) -> None:
    incident = complete_incident(by=anna)
    answer = api(anna).post(steps(incident), sent, format="json")
    assert answer.status_code == 400
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
