"""What every test stands on: a database server for this run alone, and a limit on how long it may take."""

import faulthandler
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.database import throwaway_server

CHROMIUM = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
LIMIT = 300  # seconds for one test, its fixtures included
RUN = pytest.StashKey[ExitStack]()
STDERR = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run keep pictures of every page that the browser's tests visit."""
    parser.addoption("--screenshots", metavar="FOLDER", help="write pictures of the pages into this folder")


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's server, unless there is one (in a worker, or named by DATABASE_URL)."""
    config.stash[STDERR] = os.dup(2)  # before the tests' output is caught
    if hasattr(config, "workerinput"):
        return
    stack = config.stash[RUN] = ExitStack()
    if os.environ.get("DATABASE_URL"):
        stack.callback(shutil.rmtree, settings.VAR_DIR)
        stack.callback(drop_template)
    else:
        stack.enter_context(throwaway_server(settings.VAR_DIR))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind, also after Ctrl-C."""
    os.close(config.stash[STDERR])
    if RUN in config.stash:
        config.stash[RUN].close()


def drop_template() -> None:
    """Remove the migrated database from a server that outlives the run."""
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as session, session.cursor() as cursor:
        session.autocommit = True
        cursor.execute(f'DROP DATABASE IF EXISTS "{settings.DATABASES["default"]["TEST"]["NAME"]}"')


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """Give each worker a copy of one migrated database: migrating takes longer than copying."""
    creation = connection.creation
    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        with (settings.VAR_DIR / "migrated").open("a+") as note:
            fcntl.flock(note, fcntl.LOCK_EX)
            note.seek(0)
            if note.read():
                connection.settings_dict["NAME"] = settings.DATABASES["default"]["TEST"]["NAME"]
            else:
                creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                note.write("yes")
            creation.clone_test_db(worker_id, verbosity=0, autoclobber=True)
        connection.close()
        connection.settings_dict.update(creation.get_test_db_clone_settings(worker_id))
    yield
    with django_db_blocker.unblock():
        creation.destroy_test_db(original, verbosity=0)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget what the process keeps of the record: the next test has another one."""
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """End a test that hangs, with the stack of every thread: a suite that stands still tells nothing."""
    faulthandler.dump_traceback_later(LIMIT, exit=True, file=item.config.stash[STDERR])
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


# Tests with a browser


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser's tests out where there is no browser, except in CI, where they fail."""
    if CHROMIUM.exists() or os.environ.get("CI") == "true":
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a browser's test that can't run; outside CI it was left out before."""
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        pytest.fail(f"CI=true, and there is no Chromium at {CHROMIUM}", pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not tested."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        terminalreporter.section("not run")
        terminalreporter.line(f"browser tests not run: no Chromium at {CHROMIUM} (CHROMIUM= names another one)")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser that tests marked `browser` start."""
    return CHROMIUM
