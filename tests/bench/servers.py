"""The servers that are compared, each as processes of its own on a loopback port, gone with the benchmark."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OTHERS = ROOT / ".venv" / "others" / "bin" / "python"
WORKERS = 2
_GUNICORN = f"-m gunicorn --worker-class=gthread --workers={WORKERS} --threads=8 --log-level=error --no-control-socket"
"""As `manage.py serve` runs it."""
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs. `pid` is of its first process."""

    name: str
    address: str
    pid: int

    def memory(self) -> int:
        """Return the bytes that its processes hold of their own and in common, together (Linux)."""
        return sum(_resident(pid) for pid in _family(self.pid))


@contextmanager
def running(name: str, command: list[str], ready: str, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a server until the block ends. `{port}` in the command is a free port; `ready` is a path that answers."""
    port = _free_port()
    whole = [part.replace("{port}", str(port)) for part in command]
    process = subprocess.Popen(
        whole, cwd=ROOT, env={**os.environ, **(settings or {})}, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{ready}")
        yield Server(name, f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # its session is its own: nobody else's processes are in it
            process.wait()


def gunicorn(application: str) -> list[str]:
    """Return the command of a WSGI application."""
    return [sys.executable, "-W", "ignore", *_GUNICORN.split(), "--bind=127.0.0.1:{port}", application]


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=_PATIENCE).close()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{address} answers {error.code}: {error.read()[:500]!r}") from error
        except OSError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{process.args!r} does not answer") from error
            time.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _family(pid: int) -> list[int]:
    found = [pid]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found.append(int(entry.parent.name))
    return found


def _resident(pid: int) -> int:
    try:
        lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
