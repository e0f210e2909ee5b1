"""A large record, written as publishing would have written it: real documents, digests, chain, rows, summaries.

    from tests.bench.generate import generate
    generate(100_000)                  # into Django's database: so many live editions, and some that stood before

In a test: `generate(2_000)` inside `django_db` (a few seconds; rolled back with the test). For a database that stays,
outside a transaction: two connections load at once, indexes are made anew at the end, then VACUUM ANALYZE.
From the command line, into the database of the settings: `python -m tests.bench.generate 100000`.

What it is like (details in `world` and `documents`): 40 conflicts of 1989–2024, the first ones large; 8,000 places in
clusters; the heap in the order of dates; two claims an edition; actors with bodies below them (`state-bel` has
`army-bel`, `guard-bel`; `group-bel`; codes in `world`); figures of killed that are absent, zero, one, a range or open.
One war (`world.ENDED`: 1992–1994) has place names that occur only in its years: `ended_town()` is one. `TERMS` are
words with 3, 300, 30 k and 300 k hits at a million (`hits`): in proportion below that, but never fewer than 3. "small
arms fire" is a phrase of words that occur far more often than it does. Of 100 incidents, 3 have a second edition, and 1
more was retracted. Everything was published in 2025, evenly: `moment(0.5)` is half-way through the ledger, for `as_of`.
"""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from math import floor
from random import Random
from typing import NamedTuple

import django
from psycopg2.extras import DateRange

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from actors.models import Actor, ActorRelation
from incidents.document.canonical import GENESIS, chain, envelope, sha256
from incidents.document.types import SCHEMA
from incidents.record.models import Edition
from incidents.vocabulary import ActorKind, EditionStatus, Standing
from tests.bench import world
from tests.bench.documents import FIGURES, KINDS, TALKS, Shape
from tests.bench.loading import Batch, Counts, loading
from tests.bench.templates import Template, template
from tests.bench.world import TERMS, Conflict, ended_town, hits

__all__ = ["TERMS", "ended_town", "generate", "hits", "moment"]

ORIGIN = "generated"
BATCH = 5_000
SMALLEST = 200
_PUBLISHED, _SPREAD = datetime(2025, 1, 1, tzinfo=UTC), timedelta(days=360)
_SHARES = {
    "kind": list(accumulate((18, 4, 34, 8, 8, 8, 12, 8))),
    "killed": list(accumulate((30, 22, 14, 8, 12, 6, 8))),
    "talk": list(accumulate((5, 4, 2))),
}
"""How often each kind, figure and talk occurs, in the order of `documents`, added up."""

Values = dict[str, str | int]


class Fated(NamedTuple):
    """An incident: the shape of its first edition, of its second (None: a retraction; itself: there is none)."""

    first: Shape
    second: Shape | None
    values: Values


def moment(share: float) -> datetime:
    """Return when about that share of the ledger had been published."""
    return _PUBLISHED + _SPREAD * share


def generate(size: int) -> None:
    """Append so many live editions, and those that stood before some of them, to the ledger."""
    if size < SMALLEST:
        raise ValueError(f"a record like this has at least {SMALLEST} editions")
    conflicts = world.conflicts()
    _enter_actors(conflicts)
    ledger = _Ledger(Edition.objects.head(), size)
    with loading() as loader:
        for _ in _written(ledger, size, conflicts):
            if len(ledger.batch.editions) >= BATCH:
                loader.send(ledger.batch)
                ledger.batch = Batch()
        loader.send(ledger.batch)
        loader.count(ledger.counts)


class _Ledger:
    """The end of the chain, and what was not sent yet."""

    def __init__(self, head: Edition | None, size: int) -> None:
        self.start = self.seq = head.seq if head else 0
        self.digest = head.digest if head else GENESIS
        self.began = max(_PUBLISHED, head.published_at) if head else _PUBLISHED
        self.step = _SPREAD / (size * 1.06)
        self.batch, self.counts = Batch(), Counts()

    def time_of(self, seq: int) -> datetime:
        """Return when that edition is published."""
        return self.began + (seq - self.start) * self.step

    def append(
        self, made: Template, values: Values, *, number: int = 1, closed: int | None = None, retracts: bool = False
    ) -> None:
        """Write the next edition; `closed` is the one that takes its place."""
        self.seq += 1
        moment, status = self.time_of(self.seq), EditionStatus.RETRACTED if retracts else EditionStatus.PUBLISHED
        ref, body = str(values["ref"]), made.body % values
        body_sha256 = sha256(body.encode())
        surrounds = envelope(
            seq=self.seq, ref=ref, number=number, status=status, origin=ORIGIN, schema=SCHEMA, published_at=moment
        )
        self.digest = chain(self.digest, surrounds, body_sha256)
        until = self.time_of(closed).isoformat() if closed else ""
        text = body.replace("\\", "\\\\") if made.escaped else body
        filled = values | made.vectors(values) | {"seq": self.seq}
        self.batch.editions.append(
            f"{self.seq}\t{ref}\t{number}\t{ORIGIN}\t{status}\t{SCHEMA}\t{moment.isoformat()}\t"
            f"[{moment.isoformat()},{until})\t{text}\t{body_sha256}\t{self.digest}\t{made.columns % filled}"
        )
        for model, lines in made.rows.items():
            self.batch.rows[model].append(lines % filled)

    def count(self, made: Template, values: Values, sign: int) -> None:
        """Follow the summaries, as `publishing.summaries.follow` does."""
        if not made.counted:
            return
        year, country = int(str(values["latest"])[:4]), values["country"]
        facet = self.counts.facets[year, made.kind, country, made.border % values]
        for index, part in enumerate((1, int(made.killed > 0), made.killed, made.unknown)):
            facet[index] += sign * part
        row, column = (floor(float(values[name]) * 2) for name in ("latitude", "longitude"))
        cell = self.counts.cells[row, column, year, made.kind, country]
        for index, part in enumerate((1, made.killed, made.unknown)):
            cell[index] += sign * part


def _written(ledger: _Ledger, size: int, conflicts: tuple[Conflict, ...]) -> Iterator[None]:
    """Write every edition; second ones come some hundredths of the ledger after the first."""
    chance = Random(world.SEED + 1)
    due: dict[int, Fated] = {}
    for incident in _incidents(size, conflicts, ledger.start):
        made = template(incident.first)
        closed = None
        if incident.second != incident.first:
            closed = ledger.seq + 2 + chance.randrange(max(1, size // 20))
            while closed in due:
                closed += 1
            due[closed] = incident
        ledger.append(made, incident.values, closed=closed)
        ledger.count(made, incident.values, 1)
        while (other := due.pop(ledger.seq + 1, None)) is not None:
            again = template(other.second)
            ledger.append(again, other.values, number=2, retracts=other.second is None)
            ledger.count(template(other.first), other.values, -1)
            ledger.count(again, other.values, 1)
        yield


def _incidents(size: int, conflicts: tuple[Conflict, ...], start: int) -> Iterator[Fated]:
    """Yield incidents in the order of their dates: `size` that stand in the end, and some that are retracted."""
    chance = Random(world.SEED + 2)
    retracted = size // 100
    events = _events(size + retracted, conflicts, chance)
    early, stand = len(events) * 4 // 5, 0
    for index, event in enumerate(events):
        day, conflict = event // 64, conflicts[event % 64]
        first = _shape(conflict, chance)
        if index < early and index * retracted % early < retracted:
            yield Fated(first, None, _values(conflict, day, start + index, "", chance))
            continue
        words = "".join(f" There was {term}." for term in TERMS if stand * hits(term, size) % size < hits(term, size))
        stand += 1
        second = first._replace(revised=True, killed=(first.killed + 1) % len(FIGURES))
        revised = index < early and stand % 26 == 0
        yield Fated(first, second if revised else first, _values(conflict, day, start + index, words, chance))


def _events(count: int, conflicts: tuple[Conflict, ...], chance: Random) -> list[int]:
    """Return days and conflicts, as day × 64 + conflict, in order."""
    shares = list(accumulate(one.weight for one in conflicts))
    spans = [(date(one.years[0], 1, 1).toordinal(), date(one.years[1], 12, 31).toordinal()) for one in conflicts]
    picked = chance.choices(range(len(conflicts)), cum_weights=shares, k=count)
    return sorted(chance.randint(*spans[number]) * 64 + number for number in picked)


_KINDS = tuple(KINDS)


def _shape(conflict: Conflict, chance: Random) -> Shape:
    return Shape(
        kind=chance.choices(_KINDS, cum_weights=_SHARES["kind"])[0],
        killed=chance.choices(range(len(FIGURES)), cum_weights=_SHARES["killed"])[0],
        talk=chance.choices(range(TALKS), cum_weights=_SHARES["talk"])[0],
        week=chance.random() < 0.1,
        bordered=conflict.bordered,
        aggregated=chance.random() < 0.005,
    )


def _values(conflict: Conflict, day: int, number: int, words: str, chance: Random) -> Values:
    town = conflict.towns[int(world.PLACES * chance.random() ** 2.5)]
    latitude, longitude = town.latitude, town.longitude
    if chance.random() < 0.3:
        latitude = world.degrees(float(latitude) + chance.uniform(-0.05, 0.05))
        longitude = world.degrees(float(longitude) + chance.uniform(-0.05, 0.05))
    return {
        "ref": f"GEN-{conflict.code.upper()}-{number:07}",
        "ids": f"{number:08}",
        "earliest": date.fromordinal(day - 6).isoformat(),
        "latest": date.fromordinal(day).isoformat(),
        "after": date.fromordinal(day + 1).isoformat(),
        "later": date.fromordinal(day + 2).isoformat(),
        "town": town.name,
        "other": town.other,
        "admin1": town.admin1,
        "place": town.code,
        "words": words,
        "code": conflict.code,
        "capitals": conflict.code.upper(),
        "title": conflict.code.capitalize(),
        "country": conflict.country,
        "latitude": latitude,
        "longitude": longitude,
        "town_latitude": town.latitude,
        "town_longitude": town.longitude,
    }


def _enter_actors(conflicts: tuple[Conflict, ...]) -> None:
    """Enter the actors that the documents name, with what they are part of."""
    kinds = {
        "state": ActorKind.STATE,
        "group": ActorKind.NON_STATE_ARMED,
        "army": ActorKind.ARMED_FORCES,
        "guard": ActorKind.SECURITY_SERVICE,
    }
    made = [
        Actor(
            slug=f"{name}-{one.code}",
            name=f"{name.capitalize()} of {one.code.capitalize()}",
            kind=kind,
            standing=Standing.PUBLIC,
        )
        for one in conflicts
        for name, kind in kinds.items()
    ]
    made += [
        Actor(slug="agency", name="Wire Agency", kind=ActorKind.MEDIA, standing=Standing.PUBLIC),
        Actor(slug="monitors", name="Monitoring Mission", kind=ActorKind.INTERNATIONAL, standing=Standing.PUBLIC),
    ]
    Actor.objects.bulk_create(made, ignore_conflicts=True)
    known = Actor.objects.in_bulk([one.slug for one in made], field_name="slug")
    ActorRelation.objects.filter(subject__in=known.values()).delete()
    ActorRelation.objects.bulk_create(
        ActorRelation(
            subject=known[f"{body}-{one.code}"],
            kind="part_of",
            object=known[f"state-{one.code}"],
            valid=DateRange(None, None),
        )
        for one in conflicts
        for body in ("army", "guard")
    )


if __name__ == "__main__":
    generate(int(sys.argv[1]))
