"""`manage.py load_reference`: the actors, places, borders and disputes every installation starts with."""

from typing import Any

from django.core.management import BaseCommand
from django.db import connection, transaction

from actors.operations import load_actors
from incidents.reference.operations.borders import load_borders, load_disputes
from incidents.reference.operations.gazetteer import load_gazetteer


class Command(BaseCommand):
    """Add what is missing; leave what is there as the editors keep it."""

    help = "Add the actors, places, borders and disputes that are not there yet. Run it as often as you like."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load in one transaction, so that a run that fails leaves nothing, then tidy the search index."""
        with transaction.atomic():
            added = {
                "actors": load_actors(),
                "places": load_gazetteer(),
                "borders": load_borders(),
                "disputes": load_disputes(),
            }
        if added["places"] and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM reference_place, reference_placename")
        self.stdout.write("Added " + ", ".join(f"{number:,} {what}" for what, number in added.items()) + ".")
