"""Limits over HTTP: who is counted as whom, what costs how much, and what is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import APIToken, User
from config.rest import throttling
from config.rest.throttling import address_of
from tests.incidents.record.factories import published
from tests.people import rufat

__all__ = ["rufat"]
pytestmark = pytest.mark.django_db
CODEBOOK = "/api/v1/codebook/"


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Limits of five and ten a minute, in a file of the test's own, by a clock of its own."""
    settings.VAR_DIR, settings.THROTTLE_ANON, settings.THROTTLE_TOKEN = tmp_path, "5/60", "10/60"
    clock = Clock()
    monkeypatch.setattr(throttling, "time", clock)
    return clock


@pytest.fixture
def token(clock: Clock, rufat: User) -> dict[str, str]:
    return {"Authorization": f"Token {APIToken.objects.create(user=rufat, name='t', scope='read')[1]}"}


def statuses(ask: Callable[[], Any], times: int) -> list[int]:
    return [ask().status_code for _ in range(times)]


def test_an_address_without_a_token(clock: Clock, client: Client) -> None:
    first = client.get(CODEBOOK)
    assert first["RateLimit-Policy"] == '"anonymous";q=5;w=60'
    assert first["RateLimit"] == '"anonymous";r=4;t=12'
    names = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    assert [first[name] for name in names] == ["5", "4", "12"]
    assert statuses(lambda: client.get(CODEBOOK), 5) == [200, 200, 200, 200, 429]
    refused = client.get(CODEBOOK)
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == 429
    assert refused["Retry-After"] == "12"
    assert refused["Cache-Control"] == "no-store"
    assert refused["Access-Control-Allow-Origin"] == "*"
    assert refused["RateLimit-Remaining"] == "0"
    assert client.get(CODEBOOK, REMOTE_ADDR="192.0.2.1").status_code == 200
    clock.now += 12
    assert statuses(lambda: client.get(CODEBOOK), 2) == [200, 429]


def test_counting_asks_the_database_nothing(clock: Clock, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert statuses(lambda: client.get(CODEBOOK), 6)[-1] == 429


def test_a_token_has_a_quota_of_its_own(clock: Clock, client: Client, token: dict[str, str]) -> None:
    assert statuses(lambda: client.get(CODEBOOK), 6)[-1] == 429
    assert statuses(lambda: client.get(CODEBOOK, headers=token), 11) == [200] * 10 + [429]
    assert client.get(CODEBOOK, headers=token)["RateLimit-Policy"] == '"token";q=10;w=60'


def test_made_up_tokens_win_nothing(clock: Clock, client: Client, token: dict[str, str]) -> None:
    made_up = [client.get(CODEBOOK, headers={"Authorization": f"Token cc_{number}"}) for number in range(8)]
    assert [one.status_code for one in made_up] == [401] * 5 + [429] * 3
    assert client.get(CODEBOOK).status_code == 200, "nor do they use up the address's own"


def test_other_credentials_count_as_none(clock: Clock, client: Client) -> None:
    asked = [client.get(CODEBOOK, headers={"Authorization": f"Basic {number}"}) for number in range(6)]
    assert asked[-1].status_code == 429


def test_a_streamed_answer_costs_more(clock: Clock, client: Client, settings: Settings) -> None:
    settings.THROTTLE_EXPORT_COST = 4
    published()
    export = client.get("/api/v1/incidents/?format=csv")
    assert export["RateLimit-Remaining"] == "1"
    assert b"Exchange of fire" in b"".join(export.streaming_content)  # type: ignore[attr-defined]
    assert client.head("/api/v1/incidents/?format=csv")["RateLimit-Remaining"] == "0"


@pytest.mark.parametrize("path", ["/", "/incidents/", "/healthz", "/accounts/login/"])
def test_pages_have_no_limit(clock: Clock, client: Client, path: str) -> None:
    answers = [client.get(path) for _ in range(7)]
    assert {one.status_code for one in answers} == {200}
    assert "RateLimit" not in answers[0]


def test_feeds_have_one(clock: Clock, client: Client) -> None:
    assert client.get("/feeds/incidents.atom")["RateLimit-Remaining"] == "4"


def test_preflight_is_free_and_other_options_are_not(
    clock: Clock, client: Client, django_assert_num_queries: Any
) -> None:
    """Whoever asks for OPTIONS with a token makes the database look for it."""
    asked = {"Origin": "https://maps.example", "Access-Control-Request-Method": "GET"}
    with django_assert_num_queries(0):
        assert statuses(lambda: client.options(CODEBOOK, headers=asked), 10) == [204] * 10
    made_up = [client.options(CODEBOOK, headers={"Authorization": f"Bearer cc_{number}"}) for number in range(7)]
    assert [one.status_code for one in made_up] == [401] * 5 + [429] * 2
    assert statuses(lambda: client.options(CODEBOOK), 6) == [200] * 5 + [429]


def test_an_address_that_is_none_says_what_is_left_too(clock: Clock, client: Client) -> None:
    for path in ("/feeds/nothing.atom", "/api/nothing/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert "RateLimit" in answer


def test_it_can_be_switched_off(clock: Clock, client: Client, settings: Settings) -> None:
    settings.THROTTLE_ANON = "off"
    answers = [client.get(CODEBOOK) for _ in range(7)]
    assert {one.status_code for one in answers} == {200}
    assert "RateLimit" not in answers[0]


def test_nothing_is_limited_here_unless_it_is_asked_for(client: Client) -> None:
    assert {client.get(CODEBOOK).status_code for _ in range(20)} == {200}


@pytest.mark.parametrize(
    ("hops", "peer", "forwarded", "found"),
    [
        (0, "192.0.2.7", "", "192.0.2.7"),
        (0, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        (1, "192.0.2.7", "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.7", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "192.0.2.7", "203.0.113.9, 198.51.100.1, 192.0.2.8", "198.51.100.1"),
        (2, "192.0.2.7", "198.51.100.1", "198.51.100.1"),
        (1, "192.0.2.7", "", "192.0.2.7"),
        (1, "192.0.2.7", "not an address", "192.0.2.7"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (1, "::1", "2001:db8:1:2::99", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", "", "192.0.2.7"),
        (0, "", "", ""),
    ],
)
def test_whose_address_it_is(settings: Settings, hops: int, peer: str, forwarded: str, found: str) -> None:
    settings.TRUSTED_PROXIES = hops
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)) == found
