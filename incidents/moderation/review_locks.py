"""Who reviews a submission: a soft lock that ends by itself. It keeps nobody out; it says who is at it.

Whoever decides although somebody else reviews has to say that they know. Leaving the queue ends the review.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import DomainError, NotAllowed
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.models import Incident, ReviewLock

WHY = "review"
"""How the history names what is written here."""

DECISIONS = frozenset({Verb.PUBLISH, Verb.APPROVE, Verb.REQUEST_CHANGES, Verb.REJECT})
"""Steps that a review leads to: taking one over another's head is to be confirmed."""

_WORTH_WRITING = timedelta(minutes=1)


class UnderReview(DomainError):
    """Somebody else reviews it. `lock` says who, since when and until when."""

    def __init__(self, lock: ReviewLock, ref: str) -> None:
        super().__init__(f"{name_of(lock.editor)} is reviewing {ref} since {lock.taken_at:%H:%M} UTC.")
        self.lock = lock


@dataclass(frozen=True)
class Review:
    """How the review of a submission stands for one person."""

    holder: str
    since: datetime
    until: datetime
    mine: bool
    taken_from: str
    lost: bool
    """The person had it until the holder took it over."""


def name_of(user: User) -> str:
    """Return what a person is called."""
    return user.get_full_name() or user.get_username()


@transaction.atomic
def take(*, incident: Incident, by: User, over: bool = False) -> ReviewLock:
    """Begin to review a submission, or go on with it. Of two who take it at once, one gets it.

    Raises UnderReview where somebody else reviews it, unless it is taken `over`, which the lock and the history note;
    NotAllowed for who does not decide on submissions, and for what does not wait.
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not policies.may_review(by):
        raise NotAllowed("Only editors review submissions.")
    if current.state != State.SUBMITTED:
        state = State.of(current.state).label.lower()
        raise NotAllowed(f"{current.ref} is {state}: it does not wait for a review.")
    now = timezone.now()
    held = ReviewLock.objects.now().filter(incident=current).first()
    if held is not None and held.editor_id != by.pk and not over:
        raise UnderReview(held, current.ref)
    until = now + life()
    with signed(by=by.pk, why=WHY):
        if held is not None and held.editor_id == by.pk:
            ReviewLock.objects.filter(pk=held.pk).update(expires_at=until)
            held.expires_at = until
            return held
        taken_from = held.editor if held is not None else None
        lock, _ = ReviewLock.objects.update_or_create(
            incident=current,
            defaults={"editor": by, "taken_at": now, "expires_at": until, "taken_from": taken_from},
        )
    return lock


@transaction.atomic
def release(*, incident: Incident, by: User) -> bool:
    """End one's own review; tell whether there was one. Another's ends by taking it over, or by itself."""
    with signed(by=by.pk, why=WHY):
        gone, _ = ReviewLock.objects.filter(incident=incident, editor=by).delete()
    return gone > 0


@transaction.atomic
def prolong(*, incident: Incident, by: User) -> None:
    """Have one's own review last from now on again; nobody else's, and none that has ended."""
    until = timezone.now() + life()
    own = ReviewLock.objects.now().filter(incident=incident, editor=by, expires_at__lt=until - _WORTH_WRITING)
    if own.exists():
        with signed(by=by.pk, why=WHY):
            own.select_related(None).update(expires_at=until)


def review_of(incident: Incident, user: User) -> Review | None:
    """Return how the review of an incident stands for a person; None where nobody reviews it. One query."""
    lock = ReviewLock.objects.now().filter(incident=incident).first()
    return told(lock, user) if lock else None


def told(lock: ReviewLock, user: User) -> Review:
    """Return what a lock tells a person. Expects the people along, as `now()` fetches them."""
    return Review(
        holder=name_of(lock.editor),
        since=lock.taken_at,
        until=lock.expires_at,
        mine=lock.editor_id == user.pk,
        taken_from=name_of(lock.taken_from) if lock.taken_from else "",
        lost=lock.taken_from_id == user.pk,
    )


def check_decision(*, incident: Incident, verb: Verb, by: User, despite: bool) -> None:
    """Refuse a decision on what somebody else reviews, unless it is taken `despite` that. Raises UnderReview."""
    if verb not in DECISIONS or despite:
        return
    lock = ReviewLock.objects.now().filter(incident=incident).exclude(editor=by).first()
    if lock is not None:
        raise UnderReview(lock, incident.ref)


def life() -> timedelta:
    """Return how long a review lasts after its last sign."""
    return timedelta(minutes=settings.REVIEW_LOCK_MINUTES)
