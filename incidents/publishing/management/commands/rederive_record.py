"""Derive columns, rows and counts of the whole record again, after an upgrade that derives more than before."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from incidents.publishing.rederive import is_current, rederive


class Command(BaseCommand):
    """Changes no body and no digest; run twice, the second run changes nothing."""

    help = "Derive the columns, rows and counts of all editions again from their documents, by today's rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--if-needed`."""
        parser.add_argument("--if-needed", action="store_true", help="only where it was derived by other rules")

    def handle(self, *args: Any, **options: Any) -> None:
        """Derive, and say how many editions that changed."""
        if options["if_needed"] and is_current():
            return
        self.stdout.write(f"{rederive()} editions derived anew")
