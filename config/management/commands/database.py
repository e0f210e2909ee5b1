"""`manage.py database`: the embedded PostgreSQL by hand."""

import os
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from config.database import Server
from config.programs import ServerError, programs


class Command(BaseCommand):
    """Start, stop, show or open the embedded PostgreSQL of the var folder."""

    help = "Start, stop, show or open the embedded PostgreSQL in var/."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one verb."""
        parser.add_argument("verb", choices=["start", "stop", "status", "shell"])

    def handle(self, *_args: Any, verb: str, **_options: Any) -> None:
        """Do what the verb says, for the embedded server only: another server is not ours to touch."""
        if os.environ.get("DATABASE_URL"):
            raise CommandError("DATABASE_URL is set: the embedded server is not in use.")
        try:
            getattr(self, verb)(Server(settings.VAR_DIR))
        except (OSError, ServerError) as error:
            raise CommandError(str(error)) from error

    def start(self, server: Server) -> None:
        """Start the server, to run until `stop` or the machine's end."""
        started = server.start(keep=True)
        self.stdout.write(f"{'Started' if started else 'Runs already'}: {server.url}")

    def stop(self, server: Server) -> None:
        """Stop the server, unless another command works with it."""
        if server.is_used():
            raise CommandError("In use by another command (manage.py serve?): stop that, and it stops the database.")
        self.stdout.write("Stopped." if server.stop() else "It was not running.")

    def status(self, server: Server) -> None:
        """Show whether the server runs, and where."""
        pid = server.pid()
        self.stdout.write(f"{f'Running as process {pid}' if pid else 'Not running'}: {server.url}")
        self.stdout.write(f"data {server.data}\nlog {server.log}\nprograms {programs()}")

    def shell(self, server: Server) -> None:
        """Open psql, with the server running meanwhile."""
        with server.in_use():
            os.environ["PATH"] = f"{programs()}{os.pathsep}{os.environ['PATH']}"
            call_command("dbshell")
