"""`manage.py send_digest`: mail the weekly digest to the editors."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from incidents.moderation.digest import send_digest


class Command(BaseCommand):
    """Mail each editor once a week."""

    help = "Mail every editor what waits and what was decided; once a week each, however often it is run (for cron)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address of the site."""
        parser.add_argument("--site", metavar="URL", required=True, help="with which the links begin, as https://…")

    def handle(self, *_args: Any, site: str, **_options: Any) -> None:
        """Say whom it reached; status 1 where the server did not take a mail."""
        if not site.startswith(("http://", "https://")):
            raise CommandError(f"--site {site} is no web address.")
        sent = send_digest(site=site)
        for words, names in (("mailed", sent.told), ("had it before", sent.before), ("not reached", sent.failed)):
            for name in names:
                self.stdout.write(f"{name}: {words}")
        if sent.failed:
            raise CommandError(f"{len(sent.failed)} could not be mailed; the next run tries again.")
