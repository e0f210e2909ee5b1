"""`manage.py readonly on|off|status`."""

import getpass
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from config.readonly.operations import WAIT, NotSwitched, standing, switch_off, switch_on


class Command(BaseCommand):
    """Switch read-only mode, or tell how it stands."""

    help = "Refuse all writing (on), allow it again (off), or tell which it is (status). Reading goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, why, who, and how long to wait."""
        parser.add_argument("what", choices=["on", "off", "status"])
        parser.add_argument("--reason", default="", help="shown to whoever is refused")
        parser.add_argument("--by", default="", help="who switches it (default: the name of the system's account)")
        parser.add_argument("--wait", type=int, default=WAIT, help="seconds to wait for what is being written")

    def handle(self, *_args: Any, what: str, reason: str, by: str, wait: int, **_options: Any) -> None:
        """Do it, and say how it stands."""
        by = by or getpass.getuser()
        try:
            if what == "on":
                switch_on(by=by, reason=reason, wait=wait)
            elif what == "off":
                switch_off(by=by)
        except NotSwitched as error:
            raise CommandError(str(error)) from error
        now = standing()
        if now is None:
            self.stdout.write("Everything can be written.")
            return
        why = f": {now.reason}" if now.reason else ""
        self.stdout.write(f"Read-only since {now.began_at:%Y-%m-%d %H:%M} UTC, by {now.began_by}{why}")
