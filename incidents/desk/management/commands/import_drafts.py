"""`manage.py import_drafts`: drafts from a file of JSON lines, through the form and the workflow."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from accounts.models import User
from incidents.desk.importing import Import, Result
from incidents.vocabulary import Verb


class Command(BaseCommand):
    """Take each line in a transaction of its own; say of each what became of it. Run it again as often as you like."""

    help = "Import drafts: a file of JSON lines, each a document of the drafts API. Status 1 where a line was refused."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, who answers for it, and what is to be done with each draft."""
        parser.add_argument("file", help="a file of UTF-8 text, a JSON object a line; - reads standard input")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who enters them")
        parser.add_argument("--step", choices=Verb.codes(), help="a step for lines that name none, as submit")

    def handle(self, *_args: Any, file: str, by: str, step: str | None, **_options: Any) -> None:
        """Import every line."""
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user {by}.")
        run = Import(by=user, step=Verb.of(step) if step else None)
        if file == "-":
            failed = self._all(run, sys.stdin)
        else:
            try:
                with Path(file).open(encoding="utf-8-sig") as lines:
                    failed = self._all(run, lines)
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{file} can't be read: {error}") from error
        if failed:
            raise CommandError(f"{failed} of the lines {'was' if failed == 1 else 'were'} refused.")

    def _all(self, run: Import, lines: Iterable[str]) -> int:
        failed = 0
        for number, text in enumerate(lines, start=1):
            if text.strip():
                failed += not self._say(number, run.line(text))
        return failed

    def _say(self, number: int, result: Result) -> bool:
        if not result.errors:
            self.stdout.write(f"{number}: {result.ref} {', '.join(result.done)}")
            return True
        for where, messages in result.errors.items():
            for message in messages:
                self.stdout.write(f"{number}: {where}: {message}" if where else f"{number}: {message}")
        return False
