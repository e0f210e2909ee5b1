"""What waits for the editors, counted for the desk's and the admin's first page and for the digest."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from incidents.moderation.ages import band_of_age
from incidents.moderation.filters import EMBARGO_SOON, FILTERS
from incidents.moderation.priority import BANDS, Band
from incidents.reference.models import Place
from incidents.vocabulary import Standing
from incidents.workbench.models import Incident, QueueEntry, ReviewLock


@dataclass(frozen=True)
class Backlog:
    """How many submissions wait, since when the oldest does (None: nothing waits), and how many are pressing."""

    submitted: int
    oldest: datetime | None
    high: int
    embargo_soon: int

    @property
    def oldest_age(self) -> str:
        """Return the band of age that the oldest is in, as the filter names it."""
        if self.oldest is None:
            return ""
        return band_of_age(timezone.now() - self.oldest)


@dataclass(frozen=True)
class Waiting:
    """What waits for one editor: the backlog, what they review, what never came back, and proposals."""

    queue: Backlog
    mine: int
    returned: int
    actors: int
    places: int


def backlog() -> Backlog:
    """Count the submissions that wait. One query."""
    now = timezone.now()
    soon = Q(embargo_until__gt=now, embargo_until__lte=now + EMBARGO_SOON)
    found = QueueEntry.objects.aggregate(
        submitted=Count("pk"),
        oldest=Min("submitted_at"),
        high=Count("pk", filter=Q(priority__range=BANDS[Band.HIGH])),
        embargo_soon=Count("pk", filter=soon),
    )
    return Backlog(**found)


def waiting(user: User) -> Waiting:
    """Count what waits for a person. Five queries."""
    return Waiting(
        queue=backlog(),
        mine=ReviewLock.objects.now().filter(editor=user).count(),
        returned=returned_long_ago(user),
        actors=Actor.objects.filter(standing=Standing.PROPOSED).count(),
        places=Place.objects.filter(standing=Standing.PROPOSED).count(),
    )


def returned_long_ago(user: User) -> int:
    """Count what was sent back long ago and did not come again, as the filter of the same name finds it."""
    returned = next(one for one in FILTERS if one.name == "returned")
    return returned.apply(Incident.objects.visible_to(user), "long", user).count()
