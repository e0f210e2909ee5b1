"""`manage.py serve` as a process: it comes up, says what is wrong, and leaves nothing running."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.database import Server, throwaway_server
from config.management.commands.serve import ALL_QUEUES, PUBLISHING, Worker, wants_network
from tests.config import sites
from tests.config.sites import COMMAND, PATIENCE, Site, new_site

pytestmark = pytest.mark.process


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of which nothing is there yet."""
    with new_site() as site:
        yield site


def test_it_serves_is_shared_survives_kill_and_ends(site: Site) -> None:
    """One life of a site, in one test because each start takes seconds."""
    first = site.start()
    assert site.answers() == 200
    (worker,) = site.workers()
    os.kill(worker, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while site.workers() in ([], [worker]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(site.workers()) == 1, "the task worker is started again"

    second = site.run()
    assert second.returncode == 0
    assert second.stdout.startswith(f"Already being served on {site.address}")

    database = Server(site.var).pid()
    first.kill()
    first.wait()
    again = site.start()
    assert site.answers() == 200
    assert Server(site.var).pid() == database, "the next start takes over the server that was left"
    assert len(site.workers()) == 1, "the worker of the one that was killed went with it"

    before = time.monotonic()
    again.send_signal(signal.SIGTERM)
    assert again.wait(10) == 0
    assert site.left_running() == []
    assert time.monotonic() - before < 10


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("time.sleep(60)", "did not serve within 0.5 s"),
        ("print('broken')", "broken"),
    ],
)
def test_a_site_that_does_not_come_up_is_not_taken_for_one_that_does(
    site: Site, monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    """The test of the tests: one that is given up, and one that ends before it serves."""
    monkeypatch.setattr(sites, "PATIENCE", 0.5 if "sleep" in does else 20)
    monkeypatch.setattr(sites, "COMMAND", [sys.executable, "-c", f"import time; {does}"])
    with pytest.raises(AssertionError, match=said):
        site.start()


@pytest.mark.parametrize(
    ("demo", "given", "runs"),
    [(False, None, True), (True, None, False), (True, "1", True), (False, "0", False)],
)
def test_the_demo_leaves_the_network_alone(
    monkeypatch: pytest.MonkeyPatch, demo: bool, given: str | None, runs: bool
) -> None:
    """Neither does the worker fetch or mail, nor does submitting ask for copies, in the processes that are started."""
    monkeypatch.setenv("CAPTURE_ON_SUBMIT", given or "")
    if given is None:
        monkeypatch.delenv("CAPTURE_ON_SUBMIT")
    assert wants_network(demo=demo) is runs
    assert os.environ["CAPTURE_ON_SUBMIT"] == str(int(runs))


def test_mail_is_sent_where_a_mail_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom a note names is told by mail, also where no copies are made."""
    monkeypatch.setenv("CAPTURE_ON_SUBMIT", "0")
    monkeypatch.setenv("EMAIL_HOST", "mail.example")
    assert wants_network(demo=True)
    assert os.environ["CAPTURE_ON_SUBMIT"] == "0"


@pytest.mark.parametrize("queues", [ALL_QUEUES, PUBLISHING])
def test_the_worker_takes_no_tasks_but_those_of_its_queues(monkeypatch: pytest.MonkeyPatch, queues: str) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: asked.append(command))
    Worker(queues).keep_running()
    assert [one for one in asked[0] if one.startswith("--queue-name")] == [f"--queue-name={queues}"]


def test_ctrl_c_while_it_starts_leaves_nothing(site: Site) -> None:
    """Also in the middle of making the database."""
    process = subprocess.Popen(COMMAND, env=site.env, stdout=subprocess.DEVNULL)
    site.processes.append(process)
    deadline = time.monotonic() + PATIENCE
    while not Server(site.var).pid() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert site.left_running() == []


def test_a_taken_port_is_said_before_the_work_begins(site: Site) -> None:
    """And the way out is in the message."""
    with socket.create_server(("127.0.0.1", site.port)):
        run = site.run()
    assert run.returncode == 1
    assert f"Port {site.port} is taken" in run.stderr
    assert "PORT=" in run.stderr
    assert not (site.var / "postgres").exists()


def test_a_killed_controller_takes_its_throwaway_server_along() -> None:
    """As when a test run is killed: `die_with_parent` ends what its end can't."""
    script = "import time; from config.database import throwaway_server\n"
    script += "with throwaway_server() as server: print(server.var, flush=True); time.sleep(60)"
    maker = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert maker.stdout
    folder = Path(maker.stdout.readline().strip())
    server = Server(folder)
    assert server.pid()
    maker.kill()
    maker.communicate()
    deadline = time.monotonic() + 10
    while server.pid() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not server.pid()
    with throwaway_server(folder):
        pass
    assert not folder.exists()
