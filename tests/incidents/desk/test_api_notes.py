"""The review thread over the drafts API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import APIToken, User
from accounts.roles import Role
from incidents.workbench.models import Incident, ReviewNote
from tests.factories import person
from tests.incidents.complete import complete_incident

pytestmark = pytest.mark.django_db


def api_of(user: User) -> APIClient:
    """Return a client with a person's token for drafts."""
    _, token = APIToken.objects.create(user=user, name="test", scope="drafts")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def incident(anna: User) -> Incident:
    return complete_incident(by=anna)


def at(incident: Incident) -> str:
    return f"/api/v1/drafts/{incident.ref}/notes/"


def posted(api: APIClient, incident: Incident, status: int = 201, **note: Any) -> dict[str, Any]:
    answer = api.post(at(incident), note, format="json")
    assert answer.status_code == status, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_thread_is_written_read_resolved_and_opened_again(incident: Incident, anna: User, edith: User) -> None:
    editor, analyst = api_of(edith), api_of(anna)
    claim = incident.claims.all()[0].public_id
    note = posted(editor, incident, text="@anna Two or three?", anchor=f"claims.{claim}.statement")
    answer = posted(analyst, incident, text="Two.", reply_to=note["id"])
    assert (note["mentions"], note["author"], note["state"]) == (["anna"], "edith", "open")
    assert analyst.get(at(incident)).json()["results"] == [note, answer]
    resolved = analyst.post(f"{at(incident)}{note['id']}/resolve/").json()
    assert (resolved["state"], resolved["resolved_by"]) == ("resolved", "anna")
    assert analyst.post(f"{at(incident)}{note['id']}/resolve/").json() == resolved
    again = editor.post(f"{at(incident)}{note['id']}/reopen/").json()
    assert (again["state"], again["resolved_by"], again["resolved_at"]) == ("open", None, None)
    assert editor.get(at(incident))["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("note", "pointer"),
    [
        ({}, "/text"),
        ({"text": "  "}, "/text"),
        ({"text": 7}, "/text"),
        ({"text": "x" * 4001}, "/text"),
        ({"text": "x", "anchor": "nonsense"}, "/anchor"),
        ({"text": "x", "anchor": "claims.0000000000"}, "/anchor"),
        ({"text": "x", "reply_to": "0000000000"}, "/reply_to"),
        ({"text": "x", "id": "short"}, "/id"),
        ({"text": "x", "state": "resolved"}, "/state"),
        ({"text": "a\0b"}, "/text"),
        ([], ""),
    ],
)
def test_what_is_wrong_is_named(incident: Incident, edith: User, note: Any, pointer: str) -> None:
    answer = api_of(edith).post(at(incident), note, format="json")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert ReviewNote.objects.count() == 0


def test_an_answer_takes_no_anchor(incident: Incident, edith: User) -> None:
    api = api_of(edith)
    note = posted(api, incident, text="Where?")
    wrong = posted(api, incident, 400, text="There.", reply_to=note["id"], anchor="title")
    assert [error["pointer"] for error in wrong["errors"]] == ["/anchor"]


def test_sent_twice_with_an_id_it_is_one_note(incident: Incident, anna: User, edith: User) -> None:
    api = api_of(edith)
    first = posted(api, incident, text="Where?", id="0000000001")
    assert posted(api, incident, 200, text="Where?", id="0000000001") == first
    posted(api_of(anna), incident, 409, text="Mine.", id="0000000001")
    assert ReviewNote.objects.count() == 1


def test_who_does_not_see_the_incident_finds_no_thread(incident: Incident, edith: User) -> None:
    note = posted(api_of(edith), incident, text="Where?")
    stranger = api_of(person("ara", Role.ANALYST))
    for answer in (
        stranger.get(at(incident)),
        stranger.post(at(incident), {"text": "Let me in."}, format="json"),
        stranger.post(f"{at(incident)}{note['id']}/resolve/"),
        api_of(edith).post(f"{at(complete_incident(by=edith))}{note['id']}/resolve/"),
    ):
        assert answer.status_code == 404
    assert ReviewNote.objects.get().state == "open"


def test_reading_costs_the_same_for_many(incident: Incident, edith: User, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    api = api_of(edith)
    posted(api, incident, text="@anna one")
    api.get(at(incident))
    with CaptureQueriesContext(connection) as once:
        api.get(at(incident))
    number_of_queries = len(once)
    for number in range(5):
        posted(api, incident, text=f"@anna @edith {number}")
    with django_assert_num_queries(number_of_queries):
        assert len(api.get(at(incident)).json()["results"]) == 6
