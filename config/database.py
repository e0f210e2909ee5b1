"""The embedded PostgreSQL: one server per var folder, reached through a private Unix socket.

This is the only module that knows how it is laid out, started and stopped. The settings import it, so it
needs neither Django nor a running server. The wheel's own Python layer is not used: it would change the
owners of folders that exist, share its state between projects and have no rule for who stops the server.
"""

import fcntl
import functools
import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg2

from config.programs import Owner, ServerError, die_with_parent, programs_for, unprivileged

NAME = "counterclaim"  # of the role and of the database
PORT = 5432  # only a part of the socket's name: nothing listens on TCP
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 103  # bytes that every system allows in a socket's path (Linux: 107)
SECRET = re.compile(r"[\w-]{64,}\n")
STATUS_LINE = 7  # of postmaster.pid, whose first line is the process number and third the start time
PROC = Path("/proc")


def default_url(var_dir: Path) -> str:
    """Return the address of the var folder's own server, which may not run yet."""
    return Server(var_dir).url


def local_secret(var_dir: Path) -> str:
    """Return the var folder's secret key, made at the first call: the same for all processes."""
    var_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    with os.fdopen(os.open(var_dir / "secret_key", os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        secret = file.read()
        if not SECRET.fullmatch(secret):  # new, or cut off by a crash
            secret = secrets.token_urlsafe(64) + "\n"
            file.seek(0)
            file.truncate()
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        return secret.strip()


class Server:
    """The PostgreSQL server of one var folder. All processes that name the folder share the one server."""

    def __init__(self, var_dir: Path, *, throwaway: bool = False) -> None:
        """Find the server's place. `throwaway`: fast, unsafe in a power cut, and gone with its maker."""
        self.var = var_dir.resolve()
        self.throwaway = throwaway
        self.log = self.var / "postgres.log"
        self.place = _place(self.var)
        self.data = self.place / "data"
        self.sockets = self.place / "socket"
        if len(os.fsencode(self.sockets / SOCKET)) > LONGEST_SOCKET or "," in str(self.sockets):
            self.sockets = Path("/tmp") / f"{NAME}-{_short(self.place)}"  # noqa: S108 - _own_folder makes it private
        self.url = f"postgres://{NAME}@{quote(str(self.sockets), safe='')}:{PORT}/{NAME}"
        self._child: subprocess.Popen[bytes] | None = None

    # What a caller may ask

    def start(self, *, keep: bool = False) -> bool:
        """Start the server unless it runs; say whether it was started. `keep`: until somebody stops it."""
        with self._locked():
            started = self._start()
            if keep:
                (self.var / "postgres.keep").write_text(self._identity())
            return started

    def stop(self) -> bool:
        """Stop the server, whoever started it; say whether it ran."""
        with self._locked():
            return self._stop()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the server running for a while. The last one out stops it, unless it is kept."""
        with self._locked():
            users = self._open("postgres.users")
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            self.start()
            yield
        finally:
            with self._locked():
                users.close()
                if not self.is_used() and not self.is_kept():
                    self._stop()

    def pid(self) -> int | None:
        """Return the process number of the server if it runs and takes connections."""
        lines = self._pid_file()
        pid = self._postmaster()
        return pid if pid and len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready" else None

    def is_used(self) -> bool:
        """Whether some process has said, by `in_use`, that it needs the server."""
        with self._open("postgres.users") as users:
            return not try_lock(users)

    def is_kept(self) -> bool:
        """Whether the server that runs now was started to stay."""
        with suppress(FileNotFoundError):
            return (self.var / "postgres.keep").read_text() == self._identity() != ""
        return False

    # Files and folders

    @functools.cached_property
    def owner(self) -> Owner:
        """The user that runs the server: never root, which PostgreSQL refuses."""
        us = Owner(os.geteuid(), os.getegid())
        owner = us if us.uid else unprivileged()
        if self.place.exists():
            found = self.place.stat()
            if found.st_uid:
                owner = Owner(found.st_uid, found.st_gid)
        if us.uid not in (0, owner.uid):
            raise ServerError(
                f"{self.place} belongs to user {owner.uid}, and this is user {us.uid}. Start as that user, "
                "or set COUNTERCLAIM_VAR to another folder."
            )
        return owner

    def _own_folder(self, folder: Path) -> None:
        """Make a folder that only the server's user may enter; refuse one that somebody else put there."""
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if folder.lstat().st_uid == os.geteuid() == 0:
            os.chown(folder, *self.owner, follow_symlinks=False)
        found = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or found.st_uid != self.owner.uid or found.st_mode & 0o077:
            raise ServerError(f"{folder} is not a private folder of user {self.owner.uid}: remove it.")

    def _open(self, name: str) -> IO[str]:
        self.var.mkdir(mode=0o711, parents=True, exist_ok=True)
        return (self.var / name).open("a+")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with self._open("postgres.lock") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    # Starting and stopping, under the lock

    def _start(self) -> bool:
        self._own_folder(self.place)
        if self.place.parent != self.var:
            (self.var / "postgres.place").write_text(f"{self.place}\n")
        self._own_folder(self.sockets)
        started = not self._is_settled()
        if started:
            with self._open("postgres.alive") as alive:
                # The server's processes inherit this lock: it is free only when the last of them is gone,
                # even where their numbers say nothing (another container that shares the folder).
                if not try_lock(alive):
                    raise ServerError(f"A server outside this machine or container is at work in {self.place}.")
                for left in (
                    self.data / "postmaster.pid",
                    self.sockets / SOCKET,
                    self.sockets / f"{SOCKET}.lock",
                ):
                    left.unlink(missing_ok=True)
                if not self.data.exists():
                    self._create_cluster()
                self._launch(alive)
        self._create_database()
        return started

    def _is_settled(self) -> bool:
        """Whether the server runs, once that is clear: wait for one that starts or stops, end a broken one."""
        deadline = time.monotonic() + 60
        while self._postmaster():
            if self.pid():
                if not (self.sockets / SOCKET).exists():  # a clean-up of /tmp took it away
                    self._stop()
                    break
                if self._answers():
                    return True
            if time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL has been starting or stopping for a minute: see {self.log}")
            time.sleep(0.05)
        self._end_processes(signal.SIGTERM, signal.SIGQUIT, signal.SIGKILL)
        return False

    def _answers(self) -> bool:
        """Whether a server is behind the socket, be it with a refusal: a killed one can be seen a little longer."""
        try:
            self._connect().close()
        except psycopg2.OperationalError as error:
            return "FATAL" in str(error)
        return True

    def _connect(self) -> psycopg2.extensions.connection:
        return psycopg2.connect(host=str(self.sockets), port=PORT, user=NAME, dbname="postgres", connect_timeout=5)

    def _create_cluster(self) -> None:
        """Make the data folder under another name first: one cut off half-way is never taken for whole."""
        for old in self.place.glob("data.new-*"):
            shutil.rmtree(old, ignore_errors=True)
        new = self.place / f"data.new-{os.getpid()}"
        command = [f"{programs_for(self.owner, self.place)}/initdb", f"--pgdata={new}", f"--username={NAME}"]
        command += ["--locale-provider=libc", "--locale=C.UTF-8", "--encoding=UTF8"]
        command += ["--auth-local=trust", "--auth-host=reject"]  # the socket's folder keeps others out
        command += ["--no-sync"] if self.throwaway else []
        options = self.owner.run_options()
        run = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # noqa: S603 - ours
        if run.returncode:
            raise ServerError(f"PostgreSQL's initdb failed:\n{run.stdout}{run.stderr}")
        new.rename(self.data)

    def _launch(self, alive: IO[str]) -> None:
        folder = str(self.sockets).replace('"', '""')
        settings = [f'unix_socket_directories="{folder}"', "listen_addresses=", f"port={PORT}"]
        settings += ["max_connections=100", "shared_preload_libraries=", f"cluster_name={NAME}"]
        if self.throwaway:
            settings += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        command = [f"{programs_for(self.owner, self.place)}/postgres", "-D", str(self.data)]
        command += [f"--{setting}" for setting in settings]
        with self.log.open("ab") as log:
            self._child = child = subprocess.Popen(  # noqa: S603 - our own command
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[alive.fileno()],
                start_new_session=True,  # Ctrl-C in the terminal is for the one who started it
                preexec_fn=die_with_parent(signal.SIGQUIT) if self.throwaway else None,  # noqa: PLW1509 - no threads
                **self.owner.run_options(),
            )
        while not self.pid():  # recovery after a crash takes as long as it takes
            if child.poll() is not None:
                last = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
                raise ServerError(f"PostgreSQL did not start. The end of {self.log}:\n{last}")
            time.sleep(0.02)

    def _create_database(self) -> None:
        try:
            connection = self._connect()
        except psycopg2.OperationalError as error:
            raise ServerError(f"PostgreSQL runs but doesn't answer: {error}") from error
        with closing(connection), connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {NAME}")

    def _stop(self) -> bool:
        """Ask for a fast shutdown, and end it after some seconds: what is committed is safe either way."""
        child = self._child.pid if self._child and self._child.poll() is None else None
        running = self._postmaster() or child
        if running:
            os.kill(running, signal.SIGQUIT if self.throwaway else signal.SIGINT)
            self._end_processes(signal.SIGQUIT, signal.SIGKILL)
        return running is not None

    # Processes

    def _end_processes(self, *signals: signal.Signals) -> None:
        """Wait until none of the server's processes lives, with a stronger word every few seconds."""
        for word in (*signals, None):
            deadline = time.monotonic() + 4
            while self._processes() and time.monotonic() < deadline:
                time.sleep(0.02)
            for pid in self._processes() if word else []:
                with suppress(ProcessLookupError):
                    os.kill(pid, word or 0)
        if left := self._processes():
            raise ServerError(f"PostgreSQL's processes don't end: {left}")
        if self._child:
            self._child.wait(4)

    def _pid_file(self) -> list[str]:
        with suppress(FileNotFoundError, PermissionError):
            return (self.data / "postmaster.pid").read_text().splitlines()
        return []

    def _identity(self) -> str:
        """Return the running server's process number and start time, which together never come again."""
        return " ".join(self._pid_file()[0:3:2]) if self.pid() else ""

    def _postmaster(self) -> int | None:
        """Return the main process, ready or not. The file alone proves nothing: numbers are reused."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        return pid if pid and self._works_here(pid) else None

    def _processes(self) -> list[int]:
        """Return all of the server's living processes (without /proc: the main one)."""
        if PROC.joinpath("self").exists():
            numbers = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
            return [pid for pid in numbers if self._works_here(pid)]
        main = self._postmaster()
        return [main] if main else []

    def _works_here(self, pid: int) -> bool:
        """Whether a living process is PostgreSQL's and at work in this data folder (without /proc: lives)."""
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            if not PROC.joinpath("self").exists():
                os.kill(pid, 0)
                return True
            at_home = (PROC / str(pid) / "cwd").readlink() == self.data
            return at_home and (PROC / str(pid) / "comm").read_text().startswith("postgres")
        return False


@contextmanager
def throwaway_server(folder: Path | None = None) -> Iterator[Server]:
    """Run a server of its own in a temporary folder, and leave nothing of either behind."""
    var = folder or Path(tempfile.mkdtemp(prefix=f"{NAME}-"))
    if folder is None:
        var.chmod(0o711)  # for the server's user to pass through
    server = Server(var, throwaway=True)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        for path in (server.place, server.sockets, var):
            shutil.rmtree(path, ignore_errors=True)


def try_lock(file: IO[str]) -> bool:
    """Lock a file if nobody else has: until it is closed, here and in every process that inherited it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _place(var: Path) -> Path:
    """Return where the data lies: in the var folder, or where a start as root had to put it."""
    with suppress(FileNotFoundError):
        return Path((var / "postgres.place").read_text().rstrip("\n"))
    usual = var / "postgres"
    if os.geteuid() or usual.exists() or unprivileged().reaches(var):
        return usual
    return Path("/var/lib") / f"{NAME}-{_short(var)}"


def _short(path: Path) -> str:
    """Return a short name that stands for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
