"""Reads of the record. The public record has one audience: nothing here depends on who asks."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from config.rest.pagination import Keyset
from incidents.record.search.ordering import RANKED, FoundQuerySet, rank
from incidents.vocabulary import ClaimMark, EditionStatus

if TYPE_CHECKING:
    from incidents.record.models import Edition, RecordCapture, RecordClaim, SourceMerge  # noqa: F401


_LONGEST_PERIOD = 400
"""Days that a period may have to count as of one of them: so a bounded part of the index by date is read."""

_ENVELOPE = ("seq", "ref", "number", "status", "origin", "published_at", "digest", "body_sha256")
_HEAD = ("ref", "title", "kind", "country", "border", "section", "dispute", "earliest", "latest", "actors")
_CLAIM = ("id", "ref", "edition_id", "edition__number", "party", *ClaimMark.codes(), "made_on", "body")

CLAIMS_BY_DATE = Keyset("made_on", "id", nullable=True)
"""The order of every list of claims: those without a day first, then newest first."""


def _head_at(editions: Any, moment: datetime | None) -> models.Subquery:
    return models.Subquery(editions.objects.until(moment).order_by("-published_at").values("published_at")[:1])


class EditionQuerySet(FoundQuerySet["Edition"]):
    """Editions."""

    def open(self) -> Self:
        """Return the newest edition of each incident, retractions and merges included."""
        return self.filter(validity__upper_inf=True)

    def live(self) -> Self:
        """Return what stands now: newest editions that are neither retracted nor merged."""
        return self.filter(validity__upper_inf=True, status=EditionStatus.PUBLISHED, expunged=False)

    def as_of(self, moment: datetime) -> Self:
        """Return what stood at that moment, less what was expunged since."""
        return self.filter(validity__contains=moment, status=EditionStatus.PUBLISHED, expunged=False)

    def standing(self, moment: datetime | None) -> Self:
        """Return what stood at a moment (None: what stands now)."""
        return self.live() if moment is None else self.as_of(moment)

    def until(self, moment: datetime | None) -> Self:
        """Return what was published by a moment (None: by now)."""
        return self if moment is None else self.filter(published_at__lte=moment)

    def of(self, ref: str) -> Self:
        """Return all editions of one incident, newest first."""
        return self.filter(ref=ref).order_by("-number")

    def by_date(self) -> Self:
        """Order by the incident's last day, newest first; the ledger's order breaks ties."""
        return self.order_by("-latest", "-seq")

    def searched_then(self) -> Self:
        """Return the same rows as of a moment, in the form that the two indexes of words answer together.

        What stood at a moment stands now, or stood once; told so, PostgreSQL reads both partial indexes (BitmapOr).
        One index over all editions was tried: of the live head it then reads another partial index whole, to learn
        which hits stand (0.5 s at a million).
        """
        stands = models.Q(validity__upper_inf=True, status=EditionStatus.PUBLISHED)
        return self.filter(stands | models.Q(validity__upper_inf=False))

    def akin(
        self,
        days: tuple[date, date] | None,
        place: str,
        border: str,
        around: tuple[float, float, float, float] | None,
    ) -> Self:
        """Return what happened in some days at a place, a border or in a box; without days, what happened at a place.

        Box: south, north, west, east. Without any of the three, all of these days. Newest first, without bodies.
        """
        where = models.Q(place=place) if place else models.Q()
        if days is None:
            found = self.filter(where) if place else self.none()
        else:
            if border:
                where |= models.Q(border=border)
            if around:
                south, north, west, east = around
                where |= models.Q(latitude__range=(south, north), longitude__range=(west, east))
            last = date.fromordinal(min(days[1].toordinal() + _LONGEST_PERIOD, date.max.toordinal()))
            found = self.filter(where, earliest__lte=days[1], latest__range=(days[0], last))
        return found.defer("body", "search").by_date()

    def ranked(self, text: str) -> Self:
        """Return the newest of these (RANKED of them), each with its `relevance` to a search. Raises Unsearchable.

        A rank has to be computed for each hit, in 10–30 µs, and no index knows it: without a bound the rank of a
        common word would take seconds. To be ordered by `relevance` and `seq`.
        """
        newest = self.order_by("-latest", "-seq").values("pk")[:RANKED]
        return self.filter(pk__in=newest).annotate(relevance=rank(text))

    def for_list(self) -> Self:
        """Leave out the columns that no list shows."""
        return self.defer("search")

    def at(self, moment: datetime | None) -> Self:
        """Return what was newest at a moment (None: now), retractions and merges included."""
        return self.open() if moment is None else self.filter(validity__contains=moment)

    def one(self, ref: str) -> "Edition | None":
        """Return the newest edition of an incident among these."""
        return self.of(ref).for_list().first()

    def numbered(self, number: int) -> "Edition | None":
        """Return the edition of that number among those of one incident."""
        return self.for_list().filter(number=number).first()

    def pair(self, one: int, other: int) -> "tuple[Edition, Edition] | None":
        """Return two editions of one incident by their numbers; None where either is not among these. One query."""
        found = {edition.number: edition for edition in self.for_list().filter(number__in={one, other})}
        return (found[one], found[other]) if {one, other} == found.keys() else None

    def for_bytes(self, *also: str) -> Any:
        """Return named rows of what is needed to send documents as they are, and nothing else."""
        return self.values_list(*_ENVELOPE, "latest", "body", *also, named=True)

    def for_history(self, *also: str) -> Any:
        """Return named rows of what is said about editions, without their bodies."""
        return self.values_list(*_ENVELOPE, "title", *also, named=True)

    def histories(self, refs: Collection[str], moment: datetime | None) -> Any:
        """Return named rows of what is said about the editions of some incidents by a moment, newest first."""
        return self.filter(ref__in=refs).until(moment).order_by("ref", "-number").for_history()

    def heads(self, seqs: Collection[int]) -> Any:
        """Return named rows of what tells which incidents some editions are about."""
        return self.filter(seq__in=seqs).values_list("seq", *_HEAD, named=True)

    def last_seen(self, moment: datetime | None) -> datetime | None:
        """Return when the ledger's last edition (at that moment) was published: what an answer may have seen."""
        return self.until(moment).order_by("-published_at").values_list("published_at", flat=True).first()

    def with_head(self, moment: datetime | None) -> Self:
        """Say in each row as `head_at` when the ledger's last edition (at that moment) was published."""
        return self.annotate(head_at=_head_at(self.model, moment))

    def head(self) -> "Edition | None":
        """Return the ledger's last edition."""
        return self.order_by("-seq").first()


class RecordClaimQuerySet(FoundQuerySet["RecordClaim"]):
    """Claims, as editions tell them."""

    def live(self) -> Self:
        """Return the claims of what stands now."""
        return self.filter(edition__validity__upper_inf=True, edition__status=EditionStatus.PUBLISHED)

    def as_of(self, moment: datetime) -> Self:
        """Return the claims of what stood at that moment."""
        return self.filter(edition__validity__contains=moment, edition__status=EditionStatus.PUBLISHED)

    def standing(self, moment: datetime | None) -> Self:
        """Return the claims of what stood at a moment (None: of what stands now)."""
        return self.live() if moment is None else self.as_of(moment)

    def for_list(self) -> Self:
        """Fetch the edition along, and leave out the columns that no list shows."""
        return self.select_related("edition").defer("body", "search", "edition__body", "edition__search")

    def own(self) -> Self:
        """Return the claims that say something of their own: not what only repeats another claim."""
        return self.filter(repeats=False)

    def marked(self) -> dict[str, int]:
        """Return how many claims there are, how many of them have each mark, and how many only repeat another.

        A repeat is counted as such and as nothing else: `total` and the other marks are of claims that say something
        of their own.
        """
        own = models.Q(repeats=False)
        counts = {
            mark.value: models.Count("pk", filter=own & models.Q(**{mark.value: True}))
            for mark in ClaimMark
            if mark != ClaimMark.REPEATS
        }
        repeats = models.Count("pk", filter=models.Q(repeats=True))
        return self.order_by().aggregate(total=models.Count("pk", filter=own), **counts, repeats=repeats)

    def with_head(self, moment: datetime | None) -> Self:
        """Say in each row as `head_at` when the ledger's last edition (at that moment) was published."""
        return self.annotate(head_at=_head_at(self.model._meta.get_field("edition").related_model, moment))  # noqa: SLF001

    def for_bytes(self, *also: str) -> Any:
        """Return named rows of what is needed to send claims as they are, and nothing else."""
        return self.values_list(*_CLAIM, *also, named=True)


class RecordCaptureQuerySet(models.QuerySet["RecordCapture"]):
    """Copies of sources whose files are public."""

    def live(self) -> Self:
        """Return the copies that what stands now makes public."""
        return self.filter(edition__validity__upper_inf=True, edition__status=EditionStatus.PUBLISHED)

    def with_hash(self, sha256: str) -> "RecordCapture | None":
        """Return one of these copies by the hash of its file."""
        return self.filter(sha256=sha256).order_by("pk").first()


class SourceMergeQuerySet(models.QuerySet["SourceMerge"]):
    """Which sources were found to be one."""

    def holding(self, moment: datetime | None) -> Self:
        """Return what holds, or held at a moment: the last row of each source that leads to another."""
        then = models.Q() if moment is None else models.Q(at__lte=moment)
        later = self.model._default_manager.filter(then, source=models.OuterRef("source"), pk__gt=models.OuterRef("pk"))  # noqa: SLF001 - Django's documented accessor
        return self.filter(then, into__gt="").exclude(models.Exists(later))
