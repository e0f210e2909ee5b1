"""The lock of whoever edits, decides on or merges actors, places, borders, disputes and sources."""

from django.db import connection


def lock_references() -> None:
    """Wait for whoever edits, decides on or merges actors, places and the like, until the transaction ends.

    It comes before every other lock: who holds a row and waits for an incident never meets who has them the other way
    round, and what was loaded under it is what is saved.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('moderation.referring.merge'))")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('actors_actorrelation'))")  # the trigger's own
