"""Switch read-only mode on and off, and tell whether it is on."""

from django.db import IntegrityError, connection, transaction
from django.db.utils import OperationalError
from django.utils import timezone
from psycopg2.extras import DateTimeTZRange

from config.readonly.models import ReadOnly
from config.readonly.triggers import KEY

WAIT = 60
"""Seconds that switching on waits for what is being written."""


class NotSwitched(Exception):
    """The mode could not be changed, and is as it was."""


def standing() -> ReadOnly | None:
    """Return since when and why nothing can be written; None where everything can. One query."""
    return ReadOnly.objects.standing().first()


@transaction.atomic
def switch_on(*, by: str, reason: str = "", wait: int = WAIT) -> ReadOnly:
    """Let nothing be written from now on. Waits for transactions that have written, so that none ends afterwards.

    Raises NotSwitched where it is on already, or where something is still being written after `wait` seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{wait}s"])
        try:
            with transaction.atomic():
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [KEY])
        except OperationalError as error:
            raise NotSwitched(f"Something was still being written after {wait} s. Nothing was switched.") from error
    try:
        with transaction.atomic():
            return ReadOnly.objects.create(during=DateTimeTZRange(timezone.now(), None), began_by=by, reason=reason)
    except IntegrityError as error:
        raise NotSwitched(f"It is read-only already, since {_since(standing())}.") from error


@transaction.atomic
def switch_off(*, by: str) -> ReadOnly:
    """Let everything be written again. Raises NotSwitched where it is."""
    now = ReadOnly.objects.standing().select_for_update().first()
    if now is None:
        raise NotSwitched("It is not read-only.")
    now.during, now.ended_by = DateTimeTZRange(now.began_at, timezone.now()), by
    now.save(update_fields=["during", "ended_by"])
    return now


def _since(one: ReadOnly | None) -> str:
    return f"{one.began_at:%Y-%m-%d %H:%M} UTC" if one else "a moment ago"
