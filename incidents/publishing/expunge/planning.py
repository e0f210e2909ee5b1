"""What an order would remove, found before anything is done, and in words for the operator."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from incidents.publishing.expunge import bench, captures, record, targets, texts
from incidents.publishing.expunge.bench import Going
from incidents.publishing.expunge.targets import Order
from incidents.publishing.expunge.texts import Scrub
from incidents.record.models import Edition
from incidents.workbench.models import Capture


@dataclass(frozen=True)
class Plan:
    """Editions that become stubs, rows that go or lose the words, files, sessions, and what stays in spite of it."""

    order: Order
    editions: list[Edition]
    going: Going
    scrubs: list[Scrub]
    files: list[str]
    sessions: list[str]
    left: list[str]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing holds what is named."""
        return not (self.editions or self.going.emptied or self.counts() or self.sessions)

    def counts(self) -> dict[str, int]:
        """Return how many rows go or change, by table."""
        found: Counter[str] = Counter()
        for model, pks in self.going.rows.items():
            found[_label(model)] += len(pks)
        for one in self.scrubs:
            found[_label(one.model)] += 1
        return dict(sorted((label, count) for label, count in found.items() if count))

    def lines(self) -> Iterator[str]:
        """Yield what would be done, a line each."""
        for edition in self.editions:
            yield f"edition: {edition.ref} edition {edition.number} (seq {edition.seq}) becomes a stub"
        for edition in record.standing(self.editions):
            yield f"retraction: {edition.ref} is taken back, because its newest edition is among them"
        for incident in self.going.emptied:
            yield f"incident: the working copy of {incident.ref} is emptied, with its history"
        for model, pks in self.going.rows.items():
            if pks:
                yield f"workbench: {len(pks)} of {_label(model)} go, with their history"
        scrubbed = Counter(_label(one.model) for one in self.scrubs)
        for label, count in sorted(scrubbed.items()):
            yield f"words: taken out of {count} of {label}"
        for name in self.files:
            yield f"file: {name} is deleted"
        if self.sessions:
            yield f"sessions: {len(self.sessions)} are ended"
        for line in self.left:
            yield f"STAYS: {line}"


def make_plan(order: Order) -> Plan:
    """Find everything that holds what an order names. Raises BadOrder. Reads the whole record where it names words."""
    targets.check(order)
    named = targets.resolve(order)
    words = order.words
    held = list(captures.holding(words)) if order.texts else []
    going = bench.going(named, held)
    return Plan(
        order=order,
        editions=record.editions_with(order),
        going=going,
        scrubs=list(texts.scrubs(words, going.rows)) if order.texts else [],
        files=captures.only_theirs(Capture.objects.filter(pk__in=going.rows.get(Capture, set()))),
        sessions=texts.sessions_with(words) if order.texts else [],
        left=bench.told_elsewhere(named.incidents)
        + bench.led_elsewhere(named.sources)
        + ([*texts.left_alone(words), *captures.unreadable()] if order.texts else []),
    )


def _label(model: type[Model]) -> str:
    return model._meta.db_table  # noqa: SLF001 - Django's documented API
