"""`manage.py sweep_desk`: forget unsaved forms past their time."""

from typing import Any

from django.core.management import BaseCommand

from incidents.workbench.operations.keeping import sweep


class Command(BaseCommand):
    """Delete what the desk remembers for a while only."""

    help = "Delete unsaved forms that are older than 30 days, and what is left of saved ones and of presences."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many rows went."""
        self.stdout.write(f"{sweep()} rows went.")
