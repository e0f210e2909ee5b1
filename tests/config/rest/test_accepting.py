"""`Accept`: what can't be read of it, and what is too much, is left out before anybody reads it."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.rest.accepting import RANGES, Accepting

BOGUS = "text/x;x*=bogus''y"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("text/csv", "text/csv"),
        ("text/csv;q=0.5, */*;q=0.1", "text/csv;q=0.5, */*;q=0.1"),
        (f"{BOGUS}, text/csv", " text/csv"),
        (BOGUS, None),
        ("", None),
        (" , ", None),
        (",".join(["a/b"] * 100_000), ",".join(["a/b"] * RANGES)),
    ],
)
def test_what_is_left(given: str, left: str | None) -> None:
    request = RequestFactory().get("/", headers={"Accept": given})
    Accepting(lambda _: HttpResponse())(request)
    assert request.META.get("HTTP_ACCEPT") == left


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v1/incidents/", "/api/v1/codebook/", "/api/v1/changes/", "/ogc/"])
@pytest.mark.parametrize("accept", [BOGUS, f"text/html;q=0.1, {BOGUS}, application/json", ""])
def test_no_address_fails_over_it(client: Client, path: str, accept: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
