"""`manage.py capture_sources`: keep copies of the addresses of sources that are due."""

import logging
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from incidents.vocabulary import CaptureOutcome
from incidents.workbench.models import Capture, CaptureAttempt, Source
from incidents.workbench.operations.captures import sweep, verify
from incidents.workbench.operations.capturing import capture_url, due, may_try
from incidents.workbench.retries import next_try

_log = logging.getLogger(__name__)
_STRAY = timedelta(days=2)
"""A file that was uploaded into a form which nobody saved within that time is removed."""


class Command(BaseCommand):
    """Try what is due once, a line per source."""

    help = "Keep copies of the addresses of sources that are due. Status 1 where one failed, or a kept file is damaged."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which sources, and how many."""
        parser.add_argument("--limit", type=int, help="at most so many")
        parser.add_argument("--source", metavar="ID", help="this source alone (its public id), due or not")
        parser.add_argument("--retry-failed", action="store_true", help="also those that failed or were given up")
        parser.add_argument("--verify", action="store_true", help="instead hold every kept file against its hash")

    def handle(
        self, *_args: Any, limit: int | None, source: str | None, retry_failed: bool, verify: bool, **_options: Any
    ) -> None:
        """Try each source once."""
        if verify:
            self._verify(source)
            return
        failed = 0
        for one in self._wanted(source, retry_failed=retry_failed)[:limit]:
            if source is not None or may_try(one):
                failed += not self._try(one)
        sweep(before=timezone.now() - _STRAY)
        if failed:
            raise CommandError(f"{failed} could not be kept.")

    def _try(self, source: Source) -> bool:
        """Try one source, and say what became of it. False where it could not be kept; the next ones are tried."""
        try:
            entry = capture_url(source)
        except Exception as error:
            _log.exception("The try at source %s could not be logged.", source.public_id)
            self.stdout.write(f"{source.public_id} {source.url}: {type(error).__name__}, nothing was logged.")
            return False
        self.stdout.write(f"{source.public_id} {source.url}: {_words(entry)}")
        return entry is None or entry.outcome not in (CaptureOutcome.FAILED, CaptureOutcome.REFUSED)

    def _wanted(self, public_id: str | None, *, retry_failed: bool) -> list[Source]:
        if public_id is None:
            return due(now=timezone.now(), also_failed=retry_failed)
        found = Source.objects.filter(public_id=public_id).first()
        if found is None or not found.url:
            raise CommandError(f"There is no source {public_id} with an address.")
        return [found]

    def _verify(self, public_id: str | None) -> None:
        captures = Capture.objects.order_by("pk")
        if public_id is not None:
            captures = captures.filter(source__public_id=public_id)
        damaged = 0
        for capture, sound in verify(captures.iterator()):
            damaged += not sound
            self.stdout.write(f"{capture.public_id} {capture.sha256}: {'sound' if sound else 'MISSING OR DAMAGED'}")
        if damaged:
            raise CommandError(f"{damaged} of the kept files are missing or damaged.")


def _words(entry: CaptureAttempt | None) -> str:
    """Return what became of a try, in a line."""
    if entry is None:
        return "another process is at it"
    if entry.capture is not None:
        return f"{entry.outcome}, {entry.capture.sha256}"
    when = next_try(entry)
    next_step = f"Tried again after {when:%Y-%m-%d %H:%M} UTC." if when else "Given up."
    return f"{entry.outcome}: {entry.error} {next_step}"
