"""A web server whose pages are copied, a store of the test's own, and sources with addresses."""

from collections.abc import Iterator
from functools import partial

import pytest
from pytest_django import Settings

from accounts.models import User
from incidents.evidence import fetching
from incidents.workbench.models import CaptureAttempt, Source
from incidents.workbench.operations import capturing
from incidents.workbench.operations.capturing import Fetch
from tests.factories import SourceFactory
from tests.incidents.captures import capture_of
from tests.incidents.evidence.server import Site, serving
from tests.people import anna, edith, rufat

__all__ = ["anna", "edith", "rufat"]
HTML = b"<!doctype html><title>A page</title>"


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: str) -> None:
    """Give each test a store of its own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback."""
    with serving() as site:
        yield site


@pytest.fixture
def fetch(site: Site) -> Fetch:
    """Fetch from the test's server, and from nowhere else that is not public."""
    return partial(fetching.fetch, policy=site.policy)


@pytest.fixture
def fetched_from_site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Let the command and the task fetch from the test's server."""
    monkeypatch.setattr(
        capturing.capture_url, "__kwdefaults__", {"by": None, "fetch": partial(fetching.fetch, policy=site.policy)}
    )
    return site


def source_at(url: str, **fields: object) -> Source:
    """Return a source with an address."""
    return SourceFactory.create(url=url, **fields)


def copied(source: Source, *, by: User) -> None:
    """Note a copy of a source's address as it is now."""
    capture = capture_of(source, by=by)
    CaptureAttempt.objects.create(source=source, outcome="stored", url=source.url, capture=capture, number=1)


def outcomes(source: Source) -> list[tuple[str, int]]:
    """Return the log of a source's tries."""
    return list(source.capture_attempts.values_list("outcome", "number"))
