"""`manage.py serve`: all that a workplace on one machine needs, as one process to start and stop."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Self

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connections

from config.database import Server, try_lock
from config.programs import ServerError, die_with_parent, started_at

GRACE = 3  # seconds that gunicorn gives to requests under way
PATIENCE = 60  # seconds until a site that doesn't answer is given up
WATCH = 2  # seconds between looks at the database
PUBLISHING = "publishing"
ALL_QUEUES = "*"


class Command(BaseCommand):
    """Start the database, bring it up to date, serve the site, and at the end stop what was started."""

    help = "Serve the site on HOST:PORT (default 127.0.0.1:8000), with the embedded PostgreSQL if it is in use."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--demo`."""
        parser.add_argument("--demo", action="store_true", help="load the demo record first")

    def handle(self, *_args: Any, demo: bool, **_options: Any) -> None:
        """Serve until a signal ends it."""
        settings.VAR_DIR.mkdir(mode=0o711, parents=True, exist_ok=True)
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns if it's missing
        host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 1 << 16:
            raise CommandError(f"PORT={port} is not a port's number.")
        end_on_signals()
        with ExitStack() as stack:
            try:
                note = stack.enter_context((settings.VAR_DIR / f"serve-{port}.lock").open("a+"))
                address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
                if not try_lock(note):
                    self.say(f"Already being served on {address} from {settings.VAR_DIR}")
                    return
                listener = stack.enter_context(listen(host, int(port), note))
                self.serve(stack, listener, note, demo=demo, address=address)
            except (OSError, ServerError) as error:
                raise CommandError(str(error)) from error
            except KeyboardInterrupt:
                self.say("Stopping.")

    def serve(self, stack: ExitStack, listener: socket.socket, note: IO[str], *, demo: bool, address: str) -> None:
        """Bring everything up; the stack takes it down."""
        server = None if os.environ.get("DATABASE_URL") else Server(settings.VAR_DIR)
        if server:
            stack.enter_context(server.in_use())
        prepare(demo=demo)
        note.truncate(0)
        stack.callback(note.truncate, 0)  # what is noted when this has ended is a leftover
        worker = stack.enter_context(Worker(ALL_QUEUES if wants_network(demo=demo) else PUBLISHING))
        gunicorn = stack.enter_context(run_gunicorn(listener))
        note.write(f"{gunicorn.pid} {started_at(gunicorn.pid)}")
        note.flush()
        listener.close()  # from here on the port is free as soon as gunicorn is gone
        wait_until_answers(gunicorn, address)
        self.say(f"Serving on {address} — Ctrl-C stops")
        while gunicorn.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                gunicorn.wait(WATCH)
            if server and gunicorn.poll() is None and not server.pid():
                server.start()
                self.say("The database had ended; it runs again.")
            worker.keep_running()
        raise CommandError(f"gunicorn ended with status {gunicorn.returncode}.")

    def say(self, line: str) -> None:
        """Write a line at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()


def end_on_signals() -> None:
    """Make every usual way to end a program the same as Ctrl-C, and have the first one finish undisturbed."""
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # it is under nohup
        signals.append(signal.SIGHUP)

    def end(_number: int, _frame: object) -> None:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, end)


def listen(host: str, port: int, note: IO[str]) -> socket.socket:
    """Take the port before the slow work begins. A gunicorn whose supervisor was killed gives it up."""
    deadline = time.monotonic() + 2 * GRACE
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise CommandError(f"HOST={host} is no address of this machine: {error.strerror}.") from error
    while True:
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(where)
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise CommandError(f"Can't listen on {host}, port {port}: {error.strerror}.") from error
            if not end_leftover(note) or time.monotonic() > deadline:
                raise CommandError(
                    f"Port {port} is taken by another program. Choose another one: make demo PORT={port + 1}"
                ) from error
            time.sleep(0.1)
        else:
            return listener


def end_leftover(note: IO[str]) -> bool:
    """End the gunicorn that an earlier `serve` of this var folder noted; say whether there was one."""
    note.seek(0)
    pid, _, start = note.read().partition(" ")
    if start and started_at(int(pid)) == start:
        with suppress(ProcessLookupError):
            os.killpg(int(pid), signal.SIGKILL)
    return bool(pid)


def prepare(*, demo: bool) -> None:
    """Bring the database up to date, one command at a time."""
    with (settings.VAR_DIR / "prepare.lock").open("a+") as turn:
        while not try_lock(turn):
            time.sleep(0.1)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rederive_record", "--if-needed")
        call_command("rebuild_queue", "--if-needed", verbosity=0)
        if demo:
            call_command("load_demo")
    connections.close_all()


def wants_network(*, demo: bool) -> bool:
    """Tell whether the task worker does what needs the network: fetch copies, or send mail where a server is named.

    Else it only publishes what was approved under an embargo and is due, for which nothing but the database is needed.

    The demo asks nothing of the network unless it is told to.
    """
    captures = os.environ.setdefault("CAPTURE_ON_SUBMIT", "0" if demo else "1") == "1"
    return captures or bool(os.environ.get("EMAIL_HOST"))


class Worker:
    """The process that does the tasks which pages leave to do later: started again when it ends, gone at the end."""

    process: "subprocess.Popen[bytes] | None" = None

    def __init__(self, queues: str) -> None:
        """Take the names of the queues whose tasks it does."""
        self.queues = queues

    def __enter__(self) -> Self:
        """Start it."""
        self.keep_running()
        return self

    def keep_running(self) -> None:
        """Start it if it does not run. It ends when the database is gone for a while."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "manage.py", "db_worker", f"--queue-name={self.queues}", "--verbosity=0"],
                cwd=settings.BASE_DIR,
                env=os.environ | {"COUNTERCLAIM_VAR": str(Path(settings.VAR_DIR).resolve())},
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no threads here
            )

    def __exit__(self, *_: object) -> None:
        """End it; a task under way has as long as requests have, and is tried again another time."""
        if self.process is not None:
            end(self.process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process in good time, and all that it started."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE + 1)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def run_gunicorn(listener: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """Run gunicorn on the port that was taken, and leave none of its processes behind."""
    options = f"--bind=fd://{listener.fileno()} --worker-class=gthread --workers=2 --threads=8"
    options += f" --graceful-timeout={GRACE} --no-control-socket --log-level=warning"
    gunicorn = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "gunicorn", *options.split(), "config.wsgi"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"COUNTERCLAIM_VAR": str(Path(settings.VAR_DIR).resolve())},
        pass_fds=[listener.fileno()],
        start_new_session=True,  # Ctrl-C is for this process, which then ends gunicorn
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - no threads here
    )
    try:
        yield gunicorn
    finally:
        end(gunicorn)


def wait_until_answers(gunicorn: subprocess.Popen[bytes], address: str) -> None:
    """Return once the site answers; give up when gunicorn ends or after a minute."""
    place = address.removeprefix("http://")
    for everywhere, here in (("0.0.0.0:", "127.0.0.1:"), ("[::]:", "[::1]:")):
        place = place.replace(everywhere, here)
    name = settings.ALLOWED_HOSTS[0].replace("*", "localhost").removeprefix(".")
    answer = "nothing"
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and gunicorn.poll() is None:
        connection = http.client.HTTPConnection(place, timeout=PATIENCE)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz", headers={"Host": name})
            answer = str(connection.getresponse().status)
        connection.close()
        if answer == "200":
            return
        time.sleep(0.5)
    raise CommandError(f"The site doesn't come up: /healthz answers {answer}.")
