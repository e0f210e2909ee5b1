"""Sites as processes: a var folder, a port, and `manage.py serve` on them."""

import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings

from config.database import Server
from config.programs import started_at

COMMAND = [sys.executable, "manage.py", "serve"]
PATIENCE = 140  # migrating takes most of it
_PREPARE = "from config.management.commands.serve import prepare; prepare(demo=False)"


class Site:
    """A var folder, a port, and the `serve` processes that a test starts on them."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.said = var.with_name("said.txt")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = os.environ | {
            "COUNTERCLAIM_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORT": str(self.port),
            "PYTHONWARNINGS": "default",
        }
        self.env.pop("DATABASE_URL", None)
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """Start `serve` and wait until it says that it serves.

        It speaks into a file: whoever writes into a pipe that nobody reads stands still once it is full.
        """
        with self.said.open("ab") as said:
            begin = said.tell()
            process = subprocess.Popen(COMMAND, env=self.env, stdout=said, stderr=subprocess.STDOUT)
        self.processes.append(process)
        deadline = time.monotonic() + PATIENCE
        while f"Serving on {self.address} — Ctrl-C stops\n".encode() not in self.said.read_bytes()[begin:]:
            assert process.poll() is None, self.heard()
            assert time.monotonic() < deadline, f"It did not serve within {PATIENCE} s: {self.heard()}"
            time.sleep(0.05)
        assert process.poll() is None, self.heard()
        return process

    def heard(self) -> str:
        """Return the end of what was said."""
        return self.said.read_text(errors="replace")[-10_000:] if self.said.exists() else ""

    def run(self) -> "subprocess.CompletedProcess[str]":
        """Run a `serve` that is to end by itself."""
        return subprocess.run(COMMAND, env=self.env, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def answers(self) -> int:
        """Ask the site whether it is well."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        finally:
            connection.close()

    def left_running(self) -> list[int]:
        """Return the processes, of whatever kind, that run for this var folder."""
        return [int(path.name) for path in Path("/proc").glob("[0-9]*") if self._is_ours(int(path.name))]

    def workers(self) -> list[int]:
        """Return the task workers that run for this var folder."""
        return [pid for pid in self.left_running() if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def _is_ours(self, pid: int) -> bool:
        with suppress(OSError):
            told = Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()
            return os.fsencode(self.var) in told and started_at(pid) != ""
        return False


@contextmanager
def new_site() -> Iterator[Site]:
    """Give a site whose folder the server's user can reach; whatever a failed test left running is ended."""
    folder = Path(tempfile.mkdtemp(prefix="cc serve "))
    folder.chmod(0o711)
    site = Site(folder / "var")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        stack.callback(Server(site.var).stop)
        yield site
        for process in site.processes:
            process.kill()
            process.wait()
        for pid in site.left_running():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        sys.stdout.write(site.heard())  # shown if the test failed


def migrate_beforehand(site: Site) -> None:
    """Give a new site a database that is up to date: a copy of one that the run makes once."""
    made = Path(settings.VAR_DIR) / "site"
    with (Path(settings.VAR_DIR) / "site.lock").open("a+") as note:
        fcntl.flock(note, fcntl.LOCK_EX)
        note.seek(0)
        if not note.read():
            _make(made, site.env)
            note.write("yes")
    site.var.mkdir(mode=0o711)
    subprocess.run(["cp", "-Rp", made / "postgres", site.var], check=True)


def _make(var: Path, env: dict[str, str]) -> None:
    server = Server(var)
    with server.in_use():
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", _PREPARE]
        subprocess.run(command, env=env | {"COUNTERCLAIM_VAR": str(var)}, check=True, timeout=PATIENCE)
    assert server.place == var / "postgres", "the run's folder is within reach of the server's user"
