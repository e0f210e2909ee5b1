"""Copies of sources in the admin: to be read, and shown to the public or not."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from incidents.workbench.models import CaptureAttempt, Source
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.moderation.forms import fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(anna: User) -> Source:
    """A source with a copy, and a try that failed."""
    found: Source = SourceFactory.create(url="https://example.org/")
    capture_of(found, by=anna)
    CaptureAttempt.objects.create(
        source=found, outcome="failed", url=found.url, error="The server answered 503.", http_status=503, number=1
    )
    return found


def page_of(source: Source) -> str:
    return f"/admin/workbench/source/{source.pk}/change/"


def test_copies_tries_and_custody_are_shown(client: Client, edith: User, source: Source) -> None:
    client.force_login(edith)
    page = client.get(page_of(source)).content.decode()
    capture = source.captures.get()
    for words in (capture.sha256, f"/desk/captures/{capture.public_id}/", "Kept by anna uploaded",
                  "The server answered 503.", "503"):  # fmt: skip
        assert words in page
    last = source.capture_attempts.get()
    assert f"{last.finished_at:%Y-%m-%d}" in page


def test_nothing_of_them_is_edited_and_showing_them_is(client: Client, edith: User, source: Source) -> None:
    client.force_login(edith)
    form = fields(client.get(page_of(source)).content)
    assert [name for name in form if "sha256" in name or name.endswith(("-outcome", "-tool", "-error"))] == []
    assert "captures_public" not in form, "the box is empty"
    assert (
        client.post(page_of(source), form | {"captures_public": "on", "captures-0-sha256": "b" * 64}).status_code == 302
    )
    source.refresh_from_db()
    assert source.captures_public
    assert source.captures.get().sha256 != "b" * 64


def test_whoever_only_looks_changes_nothing(client: Client, adam: User, source: Source) -> None:
    client.force_login(adam)
    assert client.get(page_of(source)).status_code == 200
    assert client.post(page_of(source), {"captures_public": "on"}).status_code == 403


def test_two_editors_do_not_undo_each_other(client: Client, edith: User, source: Source) -> None:
    client.force_login(edith)
    mine = fields(client.get(page_of(source)).content) | {"title": "Mine"}
    Source.objects.update(confidential=True, language="hy")
    behind = client.post(page_of(source), mine)
    assert (behind.status_code, "Somebody else saved this" in behind.content.decode()) == (409, True)
    assert Source.objects.get().title != "Mine"
    again = fields(behind.content)
    assert (again["confidential"], again["title"]) == ("on", "Mine")
    assert client.post(page_of(source), again).status_code == 302
    assert Source.objects.values_list("confidential", "language", "title").get() == (True, "hy", "Mine")


def test_nothing_is_said_or_logged_of_a_save_that_was_none(client: Client, edith: User, source: Source) -> None:
    client.force_login(edith)
    form = fields(client.get(page_of(source)).content)
    told = client.post(page_of(source), form, follow=True).content.decode()
    assert ("Nothing was different" in told, "successfully" in told) == (True, False)
    Source.objects.filter(pk=source.pk).update(merged_into=SourceFactory.create())
    away = client.post(page_of(source), form | {"title": "Mine", "confidential": "on"})
    page = away.content.decode()
    assert (away.status_code, "It is edited there now" in page, "successfully" in page) == (409, True, False)
    assert re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', page) == [
        ("Title", "Mine"),
        ("Confidential", "yes"),
    ]
    assert not LogEntry.objects.exists()
