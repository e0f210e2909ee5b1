"""Reads from any origin, preflight, methods, and problems where no view answers."""

import pytest
from django.test import Client

from tests.incidents.record.factories import published

pytestmark = pytest.mark.django_db
PREFLIGHT = {"Origin": "https://maps.example", "Access-Control-Request-Method": "GET"}
PATHS = ("/api/v1/", "/api/v1/incidents/", "/api/v1/changes/", "/api/v1/schema/", "/feeds/incidents.atom")


@pytest.mark.parametrize("path", PATHS)
def test_any_origin_may_read(client: Client, path: str) -> None:
    asked = client.options(path, headers=PREFLIGHT | {"Access-Control-Request-Headers": "authorization"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert asked["Access-Control-Allow-Methods"] == asked["Allow"] == "GET, HEAD, OPTIONS"
    assert {"Authorization", "If-None-Match"} <= set(asked["Access-Control-Allow-Headers"].split(", "))
    assert int(asked["Access-Control-Max-Age"]) > 0
    answer = client.get(path, headers={"Origin": "https://maps.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "RateLimit", "Retry-After"} <= set(answer["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/api/v1/drafts/", "/desk/"])
def test_nothing_else_is_open(client: Client, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.options(path, headers=PREFLIGHT)
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": "https://maps.example"})


@pytest.mark.parametrize("path", PATHS)
def test_options_and_head(client: Client, path: str) -> None:
    published()
    options = client.options(path)
    assert options.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} <= set(options["Allow"].split(", "))
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == whole["Content-Type"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", PATHS)
def test_other_methods_are_refused_with_those_there_are(client: Client, path: str, method: str) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer["Allow"].split(", "))
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/feeds/nothing.atom", "/api/nothing", "/ogc/nothing", "/compat/nothing", "/api/v1/x"]
)
def test_where_nothing_is_there_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(path, follow=True)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")
