"""A gunicorn that serves the test database, a browser, and where screenshots go."""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, FloatRect, Page, expect, sync_playwright

from accounts.models import User
from tests.browser.forgetting import NOTE
from tests.browser.signing import PASSWORD
from tests.incidents.conftest import flush_past_triggers
from tests.incidents.desk.conftest import load_reference
from tests.people import adam, anna, edgar, edith, rufat

__all__ = ["adam", "anna", "edgar", "edith", "flush_past_triggers", "rufat"]

PATIENCE = 60
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
TALLEST = 12_000  # pixels that Chromium surely draws
SITE = "the site of the browser's tests"


class Served(NamedTuple):
    """A site that is being served, and the file that says for which test."""

    address: str
    note: Path


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[Served]:
    """Serve the tests' database as long as the run lasts: starting takes longer than most tests."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = connection.settings_dict
    server = f"{where['USER']}:{where['PASSWORD']}@" if where["PASSWORD"] else f"{where['USER']}@"
    database = f"{server}{quote(where['HOST'], safe='')}:{where['PORT'] or 5432}"
    note = settings.VAR_DIR / f"test-of-{port}"
    note.write_text("none yet")
    env = os.environ | {
        "DATABASE_URL": f"postgres://{database}/{where['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # the hashes of the tests' passwords
        "PGAPPNAME": SITE,
        NOTE: str(note),
    }
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    said = settings.VAR_DIR / f"said-at-{port}"  # a pipe that nobody reads would hold up the site once it is full
    with said.open("wb") as stderr:
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=stderr)
    try:
        _wait_until_answers(f"http://127.0.0.1:{port}/healthz", process, said)
        yield Served(f"http://127.0.0.1:{port}", note)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


@pytest.fixture
def site(transactional_db: None, server: Served, request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve what the test commits; yield the address. The server remembers nothing of the test before."""
    server.note.write_text(request.node.nodeid)
    yield server.address
    _wait_until_idle()


def _wait_until_idle() -> None:
    """Wait for what pages sent while they were closed, and end the server's sessions: the tables are emptied next."""
    deadline = time.monotonic() + PATIENCE
    looks = 0
    while looks < 2:
        with connection.cursor() as cursor:
            cursor.execute(_BUSY, [SITE])
            looks = 0 if cursor.fetchone() else looks + 1
        assert time.monotonic() < deadline, "the site is still at work"
        time.sleep(0.03)
    with connection.cursor() as cursor:
        cursor.execute(_END, [SITE])


_OF_THE_SITE = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
_BUSY = f"SELECT 1 {_OF_THE_SITE} AND state <> 'idle'"
_END = f"SELECT pg_terminate_backend(pid) {_OF_THE_SITE}"


def _wait_until_answers(address: str, process: "subprocess.Popen[bytes]", said: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the site did not come up: {said.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def started(chromium: Path) -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Start Debian's Chromium once for the run; yield it and the loop that Playwright runs in this thread."""
    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        found = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        asyncio._set_running_loop(None)
        yield found, loop
        asyncio._set_running_loop(loop)
        found.close()


@pytest.fixture
def browser(site: str, started: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """Return the browser, with no page open.

    The loop counts as running only while a test has the browser (as Playwright itself sets it): Django refuses the
    database in a thread with a loop, and other tests run loops of their own.
    """
    found, loop = started
    asyncio._set_running_loop(loop)
    try:
        yield found
        for context in found.contexts:
            context.close()
    finally:
        asyncio._set_running_loop(None)


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """Wait for what pages do by themselves as long as for what they do when asked: other tests run beside."""
    expect.set_options(timeout=PATIENCE * 1000)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Callable[[], Page]]:
    """Return a maker of pages, each of a person of their own; a script's error fails the test at its end.

    Not sooner: what is raised while Playwright tells of it would end its connection, and the error with it.
    """
    errors: list[str] = []

    def visit() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: errors.append(f"{error}\n{error.stack}"))
        return page

    yield visit
    assert not errors, "\n".join(errors)


@pytest.fixture
def desk(transactional_db: None, anna: User, edith: User) -> None:
    """A few places, the actors and the border; and people who can sign in."""
    load_reference()
    for person in (anna, edith):
        person.set_password(PASSWORD)
        person.save()


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


Found = TypeVar("Found")


def beside(look: Callable[[], Found]) -> Found:
    """Return what a look into the database finds, from a thread of its own: Playwright's loop runs in this one."""

    def run() -> Found:
        try:
            return look()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


Photographer = Callable[[Page, str], None]


@pytest.fixture
def photograph(pytestconfig: pytest.Config) -> Photographer:
    """Return what takes a page's picture at both widths and in both schemes, if `--screenshots` names a folder."""
    folder = pytestconfig.getoption("screenshots")

    def take(page: Page, name: str) -> None:
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            for scheme in SCHEMES:
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
                height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
                page.screenshot(path=Path(folder) / f"{name}-{width}-{scheme}.png", full_page=True, clip=clip)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")

    return take
