"""Sixteen writers that publish into the database of a site at once, in a process of their own (`main`).

One in ten publications is rolled back, one writer holds its transaction for three seconds, and now and then an older
edition is expunged.
"""

import json
import random
import sys
import threading
import time
from collections import Counter

from django.db import connection, transaction

from incidents.publishing.expunge import record
from incidents.publishing.ledger import LOCK
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus
from tests.incidents.record.factories import claim, published, retracted

WRITERS = 16
HELD = 3.0


def write(number: int, until: float, done: Counter[str]) -> None:
    """Publish until a moment: new incidents, further editions, retractions."""
    chance = random.Random(number)
    refs: list[str] = []
    held = number != 0
    while time.monotonic() < until:
        what = "rolled back" if chance.random() < 0.1 else "published"
        with transaction.atomic():
            edition = published(**_told(number, len(refs), chance, refs))
            if not held:
                time.sleep(HELD)
                held = True
                done["held"] += 1
            transaction.set_rollback(what == "rolled back")
        done[what] += 1
        if what == "published":
            refs.append(edition.ref)
            if chance.random() < 0.05:
                retracted(refs.pop())
                done["retracted"] += 1
        if chance.random() < 0.03:
            done["expunged"] += _expunge(chance)
    connection.close()


def _told(number: int, count: int, chance: random.Random, refs: list[str]) -> dict[str, object]:
    """Return what a document says: an old incident anew, or one of this writer's own."""
    title = f"Կրակոցներ № {number}-{count} “{'ə' * chance.randrange(9)}”"
    if refs and chance.random() < 0.4:
        return {"ref": chance.choice(refs), "title": title}
    return {
        "ref": f"CC-2024-{number:02}{count:05}x{chance.randrange(10**6)}",
        "title": title,
        "claims": [claim("armenia")],
    }


@transaction.atomic
def _expunge(chance: random.Random) -> int:
    """Put a stub in place of one edition that does not stand any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    closed = Edition.objects.filter(validity__upper_inf=False, expunged=False, status=EditionStatus.PUBLISHED)
    found = list(closed.order_by("seq")[: 1 + chance.randrange(20)])
    if found:
        record.replace([found[-1]], reason="A court ordered it.")
    return len(found[-1:])


def main(seconds: float) -> None:
    """Let all of them write for as many seconds as are asked for, and say how many of each there were."""
    done: list[Counter[str]] = [Counter() for _ in range(WRITERS)]
    until = time.monotonic() + seconds
    writers = [threading.Thread(target=write, args=(number, until, one)) for number, one in enumerate(done)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    json.dump(sum(done, Counter()), sys.stdout)
