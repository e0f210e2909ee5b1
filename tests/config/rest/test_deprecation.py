"""Deprecated addresses and parameters say so, by made-up ones: nothing real is deprecated."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from config.rest import deprecation
from config.rest.deprecation import Deprecation

pytestmark = pytest.mark.django_db
SINCE, SUNSET = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC)


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (
        Deprecation("/api/v1/codebook/", SINCE, SUNSET, "https://example.org/codebook"),
        Deprecation("/api/v1/incidents/", SINCE, None, "https://example.org/kind", parameter="kind"),
    )
    monkeypatch.setattr(deprecation, "DEPRECATED", entries)


def test_an_address(made_up: None, client: Client) -> None:
    answer = client.get("/api/v1/codebook/")
    assert answer["Deprecation"] == f"@{int(SINCE.timestamp())}"
    assert answer["Sunset"] == "Wed, 01 Sep 2027 00:00:00 GMT"
    assert answer["Link"] == '<https://example.org/codebook>; rel="deprecation"; type="text/html"'
    assert client.get("/api/v1/codebook/", headers={"If-None-Match": answer["ETag"]})["Deprecation"]


def test_a_parameter(made_up: None, client: Client) -> None:
    answer = client.get("/api/v1/incidents/?kind=shelling")
    assert answer["Deprecation"]
    assert "Sunset" not in answer
    assert 'rel="deprecation"' in answer["Link"]
    assert "Deprecation" not in client.get("/api/v1/incidents/")


def test_nothing_is_deprecated(client: Client) -> None:
    assert deprecation.DEPRECATED == ()
    assert "Deprecation" not in client.get("/api/v1/codebook/")
