"""A gunicorn that serves the test database, a browser, and where screenshots go."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import pytest
from django.db import connection
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.incidents.conftest import flush_past_triggers
from tests.people import adam, anna, edgar, edith, rufat

__all__ = ["adam", "anna", "edgar", "edith", "flush_past_triggers", "rufat"]

PATIENCE = 60
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
TALLEST = 12_000  # pixels that Chromium surely draws


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Serve what the test commits; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = connection.settings_dict
    server = f"{where['USER']}:{where['PASSWORD']}@" if where["PASSWORD"] else f"{where['USER']}@"
    address = f"{server}{quote(where['HOST'], safe='')}:{where['PORT'] or 5432}"
    env = os.environ | {
        "DATABASE_URL": f"postgres://{address}/{where['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # the hashes of the tests' passwords
    }
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait_until_answers(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _wait_until_answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    process.terminate()
    pytest.fail(f"the site did not come up: {process.communicate()[1].decode()[-2000:]}")


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visitor(browser: Browser, site: str) -> Callable[[], Page]:
    """Return a maker of pages, each of a person of their own, that fails on any script error."""

    def visit() -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        return page

    return visit


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
