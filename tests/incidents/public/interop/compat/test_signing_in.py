"""Anyone is given a token, and what was sent for it is nowhere."""

import logging
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views.debug import ExceptionReporter

from accounts.models import APIToken, User
from incidents.public.interop.compat import signing_in

pytestmark = pytest.mark.django_db
SECRET = "correct horse battery staple"
FORM = {"username": "someone@example.org", "password": SECRET, "grant_type": "password", "client_id": "acled"}


def test_a_form_gives_a_token_and_the_token_reads(client: Client) -> None:
    answer = client.post("/compat/oauth/token", FORM)
    told = answer.json()
    assert (answer.status_code, told["token_type"], told["expires_in"]) == (200, "Bearer", 86400)
    assert answer["Cache-Control"] == "no-store"
    assert SECRET not in answer.content.decode()
    again = client.post("/compat/oauth/token", {"grant_type": "refresh_token", "refresh_token": told["refresh_token"]})
    assert again.json()["access_token"] != told["access_token"]
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    for given in (headers["Authorization"], "Bearer of two words", "Token x", "Basic dTpw", "Bearer \xff", "Bearer"):
        for path in ("acled/read", "deleted/read", "ucdp/gedevents/live"):
            assert client.get(f"/compat/{path}", headers={"Authorization": given}).status_code == 200, given
    assert client.get("/api/v1/drafts/", headers=headers).status_code == 401


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/x-www-form-urlencoded"])
def test_whatever_was_sent_is_not_read(client: Client, content_type: str) -> None:
    answer = client.post("/compat/oauth/token", b"\xff{not a form", content_type=content_type)
    assert answer.status_code == 200


def test_a_password_in_the_address_is_refused(client: Client) -> None:
    answer = client.get("/compat/oauth/token", FORM)
    assert answer.status_code == 405
    assert SECRET not in answer.content.decode()


def test_a_token_of_this_site_says_who_is_calling(client: Client, rufat: User) -> None:
    _, token = APIToken.objects.create(user=rufat, name="mine", scope="read")
    for given, status in ((token, 200), ("cc_nothing", 401)):
        answer = client.get("/compat/acled/read", headers={"Authorization": f"Bearer {given}"})
        assert answer.status_code == status
    assert answer.json()["messages"] == ["Invalid token."]
    assert APIToken.objects.get().last_used_at is not None


def test_nothing_is_read_or_written_for_it(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.post("/compat/oauth/token", FORM).status_code == 200
    for method in (client.put, client.patch, client.delete):
        assert method("/compat/oauth/token").status_code == 405


def test_csrf_is_not_asked_for() -> None:
    assert Client(enforce_csrf_checks=True).post("/compat/oauth/token", FORM).status_code == 200


def test_the_body_is_never_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the body was read")

    monkeypatch.setattr(HttpRequest, "body", property(refuse))
    monkeypatch.setattr(HttpRequest, "_load_post_and_files", refuse)
    assert client.post("/compat/oauth/token", FORM).status_code == 200


def test_a_report_of_an_error_and_the_log_do_not_have_the_password(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[HttpRequest] = []

    def fail(use: str) -> str:
        raise RuntimeError(use)

    def keep(record: logging.LogRecord) -> bool:
        seen.append(record.request)  # type: ignore[attr-defined]
        return True

    monkeypatch.setattr(signing_in, "_opaque", fail)
    caplog.handler.addFilter(keep)
    with caplog.at_level(logging.DEBUG):
        client.raise_request_exception = False
        assert client.post("/compat/oauth/token", FORM).status_code == 500
    caplog.handler.removeFilter(keep)
    assert SECRET not in caplog.text
    (request,) = {id(one): one for one in seen}.values()
    report = ExceptionReporter(request, RuntimeError, RuntimeError("x"), None)
    for text in (report.get_traceback_text(), report.get_traceback_html()):
        assert SECRET not in text


def test_the_report_would_show_it_if_nobody_kept_it_back() -> None:
    request = RequestFactory().post("/elsewhere", FORM)
    assert SECRET in ExceptionReporter(request, RuntimeError, RuntimeError("x"), None).get_traceback_text()
