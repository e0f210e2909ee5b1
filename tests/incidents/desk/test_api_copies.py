"""Copies of sources over the drafts API: files by their content, wishes for a fetch, and who may."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import APIToken, User
from accounts.roles import Role
from incidents.evidence.store import captures_store
from incidents.vocabulary import CaptureOutcome
from incidents.workbench.models import Capture, CaptureAttempt
from tests.factories import person
from tests.incidents.desk.test_api import DRAFTS, api, created, errors
from tests.incidents.evidence.samples import PDF, PNG, SVG

__all__ = ["api"]
pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: str) -> None:
    """Give each test a store of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def address(api: APIClient) -> str:
    """Return where the copies of a draft's only source are."""
    sources = [{"id": "0000000001", "publisher": "The outlet", "url": "https://example.org/a"}]
    return f"{DRAFTS}{created(api, sources=sources)['ref']}/sources/0000000001/captures/"


def send(api: APIClient, address: str, data: bytes = PDF, **also: Any) -> Any:
    return api.post(address, {"file": SimpleUploadedFile("statement.pdf", data), **also}, format="multipart")


def test_a_file_is_kept_once(api: APIClient, address: str, anna: User) -> None:
    once, again = send(api, address), send(api, address)
    assert (once.status_code, again.status_code) == (201, 200)
    told = once.json()
    assert told["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (told["mime"], told["size"], told["known"]) == ("application/pdf", len(PDF), False)
    assert (again.json()["known"], again.json()["id"]) == (True, told["id"])
    assert Capture.objects.get().captured_by == anna
    assert captures_store().is_sound(told["sha256"])
    listed = api.get(address).json()
    assert [one["sha256"] for one in listed["captures"]] == [told["sha256"]]
    assert listed["attempts"] == []


def test_a_file_that_is_not_taken_is_pointed_at(api: APIClient, address: str, settings: Settings) -> None:
    answer = send(api, address, SVG)
    assert answer.status_code == 400
    assert list(errors(answer)) == ["/file"]
    settings.CAPTURE_MAX_BYTES = len(PNG) - 1
    assert "larger than" in errors(send(api, address, PNG))["/file"]
    assert Capture.objects.count() == 0


def test_a_copy_of_the_address_can_be_asked_for(api: APIClient, address: str) -> None:
    answer = api.post(address, {"fetch": True}, format="json")
    assert (answer.status_code, answer.json()["url"]) == (202, "https://example.org/a")
    assert CaptureAttempt.objects.get().outcome == CaptureOutcome.QUEUED
    assert [one["outcome"] for one in api.get(address).json()["attempts"]] == ["queued"]


def test_without_an_address_there_is_nothing_to_fetch(api: APIClient) -> None:
    ref = created(api)["ref"]
    answer = api.post(f"{DRAFTS}{ref}/sources/0000000001/captures/", {"fetch": True}, format="json")
    assert answer.status_code == 409


@pytest.mark.parametrize("body", [{}, {"fetch": False}, {"fetch": True, "url": "https://example.org"}, [], "fetch"])
def test_anything_else_is_refused(api: APIClient, address: str, body: Any) -> None:
    assert api.post(address, body, format="json").status_code == 400
    assert CaptureAttempt.objects.count() == 0


def test_a_file_with_something_beside_it_is_refused(api: APIClient, address: str) -> None:
    assert send(api, address, fetch="true").status_code == 400
    assert api.post(address, b"%PDF", content_type="application/pdf").status_code == 415
    assert Capture.objects.count() == 0


def test_only_who_sees_the_draft_and_the_source_gets_there(api: APIClient, address: str, anna: User) -> None:
    other = APIClient()
    other.force_login(person("ara", Role.ANALYST))
    assert other.get(address).status_code == 404
    assert send(other, address).status_code == 404
    assert api.get(address.replace("0000000001", "0000000002")).status_code == 404
    _, reading = APIToken.objects.create(user=anna, name="reads", scope="read")
    assert APIClient().get(address, HTTP_AUTHORIZATION=f"Bearer {reading}").status_code == 403
    assert APIClient().get(address).status_code == 401
    assert Capture.objects.count() == 0
