"""`manage.py rebuild_queue`: derive the editors' queue again."""

from typing import Any

from django.core.management import BaseCommand, CommandParser

from incidents.moderation.queueing import rebuild


class Command(BaseCommand):
    """Bring every entry up to date."""

    help = (
        "Derive the editors' queue again from the incidents: after an upgrade or an expunction, and for cron by night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to spare what is up to date."""
        parser.add_argument("--if-needed", action="store_true", help="only what is missing or of another revision")

    def handle(self, *_args: Any, if_needed: bool, verbosity: int, **_options: Any) -> None:
        """Say how many wait, and how many entries were not as they should be."""
        waiting, differed = rebuild(only_outdated=if_needed)
        if verbosity:
            self.stdout.write(f"{waiting} wait; {differed} entries were brought up to date.")
