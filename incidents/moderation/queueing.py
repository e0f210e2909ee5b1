"""The queue follows the incidents: one function derives an entry, whatever road a change came by."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

import orjson
from django.db import transaction

from incidents.document.canonical import canonical
from incidents.document.difference import difference
from incidents.document.reading import read
from incidents.document.schema import violations
from incidents.moderation.changed import changed_parts, counted
from incidents.moderation.priority import points
from incidents.publishing.builder import build
from incidents.record.models import Edition
from incidents.vocabulary import LinkRelation, Outcome, Question, Stance, State, Verb
from incidents.workbench.completeness import missing
from incidents.workbench.models import Incident, QueueEntry, ReviewLock

DISPUTING = (LinkRelation.DENIES, LinkRelation.DISPUTES)
_NO_CLAIM_OF_DEATHS = (Stance.DENIES, Stance.WITHDRAWS, Stance.SILENT)


@dataclass(frozen=True)
class Derived:
    """What an entry holds, by the names of its columns."""

    revision: int
    submitted_at: datetime
    killed: int | None
    contested: bool
    embargo_until: datetime | None
    priority: int
    first_edition: bool
    changed: list[str]
    differences: int
    warnings: int
    problems: int


@transaction.atomic
def follow(incident: Incident) -> None:
    """Bring the queue's entry of an incident up to date. The caller holds the incident's lock.

    What is submitted has an entry; what is not has none, and nobody reviews it.
    """
    if incident.state != State.SUBMITTED:
        QueueEntry.objects.filter(incident=incident).delete()
        ReviewLock.objects.filter(incident=incident).delete()
        return
    QueueEntry.objects.update_or_create(incident_id=incident.pk, defaults=asdict(derive(incident)))


def follow_saved(incident: Incident) -> None:
    """Do so after a save, which changes no state: only what waits has an entry to bring up to date."""
    if incident.state == State.SUBMITTED:
        follow(incident)


def rebuild(*, only_outdated: bool = False) -> tuple[int, int]:
    """Derive every entry again, each under its incident's lock; return how many wait, and how many entries differed.

    `only_outdated`: those alone that are missing, left over, or of another revision than their incident.
    """
    waiting = Incident.objects.filter(state=State.SUBMITTED)
    left_over = QueueEntry.objects.exclude(incident__state=State.SUBMITTED).values_list("incident_id", flat=True)
    wanted = waiting.values_list("pk", "revision", "queue_entry__revision").order_by("pk")
    pks = [pk for pk, revision, known in wanted.iterator() if not only_outdated or revision != known]
    differed = sum(_follow_again(pk) for pk in [*left_over, *pks])
    return waiting.count(), differed


def follow_after_commit(pks: Iterable[int]) -> None:
    """Bring entries up to date when what is done now is committed: each waits for whoever has its incident."""
    for pk in sorted(pks):
        transaction.on_commit(partial(_follow_again, pk), robust=True)


@transaction.atomic
def _follow_again(pk: int) -> bool:
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=pk)
    before = QueueEntry.objects.filter(incident=incident).values().first()
    follow(incident)
    return before != QueueEntry.objects.filter(incident=incident).values().first()


def derive(incident: Incident) -> Derived:
    """Return what the queue should hold of a submitted incident, from its rows, its log and the edition that stands."""
    fetched = Incident.objects.for_detail().get(pk=incident.pk)
    built = build(fetched)
    document = orjson.loads(canonical(built.document))
    standing = Edition.objects.live().filter(ref=fetched.ref).first()
    found = counted(difference(read(standing.body), document)) if standing else []
    killed = _killed(fetched)
    disputed = any(link.relation in DISPUTING for link in fetched.claim_links.all())
    contested = disputed or bool(standing and standing.contested)
    submission = fetched.transitions.filter(verb=Verb.SUBMIT).order_by("pk").last()
    return Derived(
        revision=fetched.revision,
        submitted_at=submission.at if submission else fetched.updated_at,
        killed=killed,
        contested=contested,
        embargo_until=fetched.embargo_until,
        priority=points(killed=killed, contested=contested, embargoed=fetched.embargo_until is not None),
        first_edition=standing is None,
        changed=changed_parts(found),
        differences=len(found),
        warnings=sum(len(lacks) for lacks in missing(fetched).values()),
        problems=len(built.problems or violations(document)),
    )


def _killed(incident: Incident) -> int | None:
    """Return the highest number killed that a claim gives for a side, or that the estimates come to together.

    What is claimed in a denial, or was taken back, is no claim of deaths. Confidential rows count: editors see them.
    """
    claimed = [
        one.high if one.high is not None else one.low
        for one in incident.assertions.all()
        if one.question == Question.KILLED and one.stance not in _NO_CLAIM_OF_DEATHS
    ]
    estimated = [
        next((number for number in (one.high, one.best, one.low) if number is not None), None)
        for one in incident.estimates.all()
        if one.outcome == Outcome.KILLED
    ]
    known = [number for number in estimated if number is not None]
    numbers = [number for number in claimed if number is not None] + ([sum(known)] if known else [])
    return max(numbers, default=None)
