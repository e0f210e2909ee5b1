"""What the public finds of an expunged edition: its address with the stub, and nothing anywhere else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.http import parse_http_date

from accounts.models import User
from incidents.document.schema import violations
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import Order
from incidents.record.models import Edition
from tests.incidents.publishing.expunge.conftest import ASCII, NAME, Told

pytestmark = pytest.mark.django_db
REASON = "Order 7 of a court, on personal data."
API = "/api/v1"


@pytest.fixture
def gone(told: Told, adam: User) -> Edition:
    """The third edition of the incident, expunged."""
    expunge(order=Order(REASON, texts=(NAME, ASCII)), by=adam)
    return Edition.objects.get(ref=told.incident.ref, number=3)


def test_the_address_shows_the_stub(gone: Edition, client: Client) -> None:
    page = client.get(f"/incidents/{gone.ref}/editions/3/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "This edition’s content was expunged" in text
    assert REASON in text
    assert gone.digest in text
    assert gone.body_sha256 in text
    assert 'content="noindex"' in text
    assert f"{datetime.now(tz=UTC):%-d %b %Y}" in text


def test_the_api_gives_the_stub(gone: Edition, client: Client) -> None:
    for query in ("", "positions/", "claims/"):
        assert client.get(f"{API}/incidents/{gone.ref}/{query}").status_code == 200
    answer = client.get(f"{API}/incidents/{gone.ref}/editions/3/")
    told: dict[str, Any] = answer.json()
    note = told.pop("edition")
    assert (note["digest"], note["number"]) == (gone.digest, 3)
    assert told["expunged"] == {
        "reason": REASON,
        "at": told["expunged"]["at"],
        "body_sha256": gone.body_sha256,
        "digest": gone.digest,
    }
    assert violations(told) == []


def test_who_has_the_content_is_not_told_that_it_is_current(gone: Edition, client: Client) -> None:
    address = f"{API}/incidents/{gone.ref}/editions/3/"
    answer = client.get(address, headers={"If-None-Match": f'"{gone.digest}"'})
    assert answer.status_code == 200
    assert answer["ETag"] == f'"{gone.digest}-expunged"'
    at = datetime.fromisoformat(answer.json()["expunged"]["at"])
    assert parse_http_date(answer["Last-Modified"]) == int(at.timestamp())
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_history_says_which_were_expunged(gone: Edition, client: Client) -> None:
    text = client.get(f"/incidents/{gone.ref}/history/").content.decode()
    assert text.count('<span class="tag">expunged</span>') == 3
    assert "first edition; its content was expunged" in text
    newest = client.get(f"/incidents/{gone.ref}/").content.decode()
    assert f"Its content was expunged: {REASON}" in newest
    assert newest.count("expunged</li>") == 3
    entries = client.get(f"{API}/incidents/{gone.ref}/editions/").json()["results"]
    assert [(one["number"], one["title"]) for one in entries] == [(4, ""), (3, ""), (2, ""), (1, "")]


def test_it_is_in_no_list_now_or_then(gone: Edition, client: Client) -> None:
    then = gone.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for query in ({}, {"as_of": then}, {"q": "draft"}, {"q": "edition", "as_of": then}):
        for name in ("incidents", "claims"):
            answer = client.get(f"{API}/{name}/", query).json()
            assert gone.ref not in str(answer["results"]), (name, query)
    listed = client.get(f"{API}/incidents/", {"as_of": then}).json()
    assert listed["count"] == 1


def test_the_incident_as_of_then_is_the_stub(gone: Edition, client: Client) -> None:
    then = gone.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert "expunged" in client.get(f"{API}/incidents/{gone.ref}/", {"as_of": then}).json()
