"""`manage.py publish_due`: publish what was approved under embargo and is due."""

import logging
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from incidents.moderation.due import due_approvals, settle_approval

_log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Settle each approval in a transaction of its own, a line each. Run it as often as you like."""

    help = "Publish what was approved under embargo and is due; void what changed since. For cron, every few minutes."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Publish or void; status 1 where the database failed one, which is tried again the next time."""
        failed = 0
        for pk in due_approvals():
            try:
                done = settle_approval(pk)
            except DatabaseError as error:
                _log.exception("Approval %s could not be settled.", pk)
                self.stderr.write(f"approval {pk}: {type(error).__name__}; it is tried again the next time.")
                failed += 1
                continue
            if done is not None:
                said = f"void: {done.why}" if done.edition_seq is None else f"published, ledger no. {done.edition_seq}"
                self.stdout.write(f"{done.ref}: {said}")
        if failed:
            raise CommandError(f"{failed} could not be settled.")
