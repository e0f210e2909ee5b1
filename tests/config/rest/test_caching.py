"""What may be kept of an answer and by whom, tags of everything public, 304."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from accounts.models import APIToken, User
from actors.models import ActorRelation
from tests.factories import ActorFactory, DisputeFactory
from tests.incidents.record.factories import claim, involvement, published
from tests.people import anna

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
LISTS = (
    "", "incidents/", "claims/", "actors/", "places/", "borders/", "disputes/", "sources/", "releases/", "changes/",
    "codebook/", "schema/", "incidents/CC-2024-77777/editions/", "incidents/CC-2024-77777/",
)  # fmt: skip


ELSEWHERE = (
    "/feeds/incidents.atom", "/ogc/", "/ogc/collections", "/ogc/collections/incidents/items",
    "/ogc/collections/incident-areas/items", "/ogc/collections/claims/items",
    "/ogc/collections/incidents/items/CC-2024-77777", "/compat/ucdp/gedevents/live", "/compat/acled/read",
    "/compat/deleted/read",
)  # fmt: skip


@pytest.fixture
def record() -> None:
    published(ref="CC-2024-77777", claims=[claim("armenia")])


@pytest.mark.parametrize("path", LISTS)
def test_every_address_of_the_api_has_a_strong_tag(client: Client, record: None, path: str) -> None:
    path = f"/api/v1/{path}"
    answer = client.get(path)
    assert answer["ETag"].startswith('"')
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer["Vary"]
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    assert client.head(path)["ETag"] == answer["ETag"]
    assert client.head(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", ELSEWHERE)
def test_every_other_address_for_programs_has_one_that_stays_while_nothing_happens(
    client: Client, record: None, path: str
) -> None:
    """What is in the answer depends on the record, and not on when it was asked for."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["ETag"].startswith('"')
    assert answer["Cache-Control"] == "public, no-cache"
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_tag_of_a_list_follows_the_hierarchy(client: Client) -> None:
    """No edition is published, and the answer changes nevertheless."""
    state, body = ActorFactory.create(slug="azerbaijan"), ActorFactory.create(slug="border-service")
    published(involvements=[involvement("border-service")])
    before = client.get("/api/v1/incidents/?actor=azerbaijan")
    assert before.json()["count"] == 0
    ActorRelation.objects.create(subject=body, object=state, kind="part_of", valid=DateRange(date(2002, 7, 31), None))
    after = client.get("/api/v1/incidents/?actor=azerbaijan", headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after.json()["count"]) == (200, 1)
    assert client.get("/api/v1/actors/", headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_the_tag_of_a_list_follows_what_it_lists(client: Client) -> None:
    before = client.get("/api/v1/disputes/")
    DisputeFactory.create()
    assert client.get("/api/v1/disputes/", headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_pages_are_anybodys_until_somebody_signs_in(client: Client, record: None, anna: User) -> None:
    for path in ("/", "/incidents/", "/incidents/CC-2024-77777/", "/codebook/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "public, no-cache"
        assert "Cookie" in answer["Vary"]
        assert client.get(path, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    client.force_login(anna)
    for path in ("/", "/incidents/", "/desk/", "/accounts/tokens/"):
        answer = client.get(path)
        assert "private" in answer["Cache-Control"], path
        assert "ETag" not in answer
        assert "Cookie" in answer["Vary"]
    assert client.get("/api/v1/incidents/")["Cache-Control"] == "public, no-cache", "cookies play no part there"


def test_what_a_token_reads_in_private_is_private(client: Client, anna: User) -> None:
    token = APIToken.objects.create(user=anna, name="t", scope="drafts")[1]
    answer = client.get("/api/v1/drafts/", headers={"Authorization": f"Token {token}"})
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/incidents/?colour=red",
        "/api/v1/nowhere/",
        "/feeds/nothing.atom",
        "/api/nothing/",
        "/nowhere/",
        "/incidents/?x=1",
    ],
)
def test_errors_are_not_kept(client: Client, path: str) -> None:
    answer: Any = client.get(path)
    assert answer.status_code in (400, 404)
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_probes_are_not_kept(client: Client) -> None:
    assert client.get("/readyz")["Cache-Control"] == "no-store"
