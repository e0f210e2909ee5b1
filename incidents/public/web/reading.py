"""What public pages read. Each function says how many queries it makes; none depends on who asks."""

import json
import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import Q, QuerySet
from django.urls import reverse

from actors.models import Actor, ActorRelation
from incidents.document.reading import read
from incidents.document.types import IncidentDocument
from incidents.evidence.sniffing import TAKEN
from incidents.evidence.store import Absent, Damaged, captures_store
from incidents.record.models import Edition, RecordAssertion, RecordCapture, RecordClaim, RecordLink
from incidents.record.redirects import told_here, told_under
from incidents.reference.models import Border, BorderSection
from incidents.vocabulary import ActorKind, EditionStatus, Standing

_log = logging.getLogger(__name__)
_HEAVY = ("body", "search")
_SUGGESTED = 120


@dataclass(frozen=True, slots=True)
class History:
    """The editions of one incident, newest first, without their bodies."""

    editions: tuple[Edition, ...]

    @property
    def newest(self) -> Edition:
        """The open edition."""
        return self.editions[0]

    @property
    def told_here(self) -> list[str]:
        """The refs of the incidents that were merged into this one."""
        return list(getattr(self.newest, "told_here", ()))

    def number(self, number: int) -> Edition | None:
        """Return the edition with this number."""
        return next((edition for edition in self.editions if edition.number == number), None)

    def until(self, number: int) -> list[Edition]:
        """Return what the record told up to this edition, oldest first: what was published and still has content."""
        told = [one for one in self.editions if one.number <= number and not one.expunged]
        return [one for one in reversed(told) if one.status == EditionStatus.PUBLISHED]


def history_of(ref: str, moment: datetime | None = None) -> History | None:
    """Return an incident's editions (as of a moment), or None where it has none. One query."""
    editions = tuple(Edition.objects.of(ref).until(moment).defer(*_HEAVY).annotate(told_here=told_here(moment)))
    return History(editions) if editions else None


def bodies_of(ref: str, moment: datetime | None = None) -> list[Edition]:
    """Return an incident's editions (as of a moment) with their bodies, newest first. One query."""
    return list(Edition.objects.of(ref).until(moment).for_list())


def two_editions(ref: str, before: int, after: int) -> tuple[Edition, Edition] | None:
    """Return two editions of an incident with their bodies, or None where either is none. One query."""
    return Edition.objects.of(ref).pair(before, after)


def first_edition_of(ref: str) -> Edition | None:
    """Return an incident's first edition, or None where it has none. One query."""
    return Edition.objects.of(ref).defer(*_HEAVY).last()


def elsewhere(edition: Edition, moment: datetime | None = None) -> str | None:
    """Return the ref under which a merged incident is told (at a moment), else None. One query, or none."""
    return told_under([edition.ref], moment).get(edition.ref) if edition.merged_into else None


def document_of(edition: Edition) -> IncidentDocument:
    """Return what an edition says. A retraction is told by the edition's status, not by looking in here."""
    return read(edition.body)


def claims_with_figures(editions: Iterable[Edition], outcomes: Collection[str]) -> set[tuple[int, str, str]]:
    """Return (seq of the edition, outcome, claim) of each assertion that gives a number. One query."""
    rows = RecordAssertion.objects.filter(edition__in=list(editions), question__in=outcomes, low__isnull=False)
    return set(rows.values_list("edition_id", "question", "claim"))


def links_to(refs: Collection[str], moment: datetime | None = None) -> list[RecordLink]:
    """Return the links of others that stand (at a moment), with their titles, to an incident by any of its refs.

    One query. Whoever linked to an incident that was merged since has its old ref until their next edition.
    """
    standing = RecordLink.objects.filter(other__in=list(refs), edition__in=Edition.objects.standing(moment))
    return list(
        standing.exclude(ref__in=list(refs)).select_related("edition").defer("edition__body", "edition__search")
    )


def refs_with_page(refs: Iterable[str], moment: datetime | None = None) -> set[str]:
    """Return those refs that the record knows (knew at a moment). One query, or none for no refs."""
    wanted = set(refs)
    return set(Edition.objects.at(moment).filter(ref__in=wanted).values_list("ref", flat=True)) if wanted else set()


def names_of(slugs: Iterable[str]) -> dict[str, str]:
    """Return the names of those actors that have a public page, by slug. One query."""
    return Actor.objects.public_names(slugs)


def section_line(code: str) -> dict[str, Any] | None:
    """Return the line of a public border's section as GeoJSON. One query, or none without a code."""
    if not code:
        return None
    sections = BorderSection.objects.filter(code=code, border__standing=Standing.PUBLIC)
    return sections.values_list("line", flat=True).first()


def latest_editions(count: int, moment: datetime | None = None) -> list[Edition]:
    """Return the editions published last of those that stand (at a moment). One query."""
    return list(Edition.objects.standing(moment).for_list().order_by("-seq")[:count])


def newly_contested(count: int, moment: datetime | None = None) -> list[Edition]:
    """Return the editions that stand (at a moment) with something contested, published last first. One query."""
    return list(Edition.objects.standing(moment).filter(contested__len__gt=0).for_list().order_by("-seq")[:count])


def public_actors(words: str, kind: str) -> QuerySet[Actor]:
    """Return the public actors by name, whose name or any other name contains the words."""
    found = Actor.objects.visible_to(None).with_names().order_by("name", "slug")
    if kind:
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(names__text__icontains=words)).distinct()
    return found


def public_actor(slug: str) -> Actor | None:
    """Return a public actor with its names. Two queries."""
    return Actor.objects.visible_to(None).with_names().filter(slug=slug).first()


def stands_for(slug: str) -> str | None:
    """Return the slug of the public actor that this one was merged into. One query."""
    return Actor.objects.winner_of(slug)


def relations_of(actor: Actor) -> list[ActorRelation]:
    """Return the relations from and to an actor whose other end is public. One query."""
    both_public = Q(subject__standing=Standing.PUBLIC, object__standing=Standing.PUBLIC)
    of_actor = Q(subject=actor) | Q(object=actor)
    return list(ActorRelation.objects.for_list().filter(both_public & of_actor).order_by("valid", "pk"))


def claims_in_full(rows: Sequence[RecordClaim]) -> dict[int, IncidentDocument]:
    """Return the documents that tell these claims, by seq. One query, or none for no claims."""
    seqs = {row.edition_id for row in rows}
    bodies = Edition.objects.filter(seq__in=seqs).values_list("seq", "body") if seqs else ()
    return {seq: read(body) for seq, body in bodies}


def border_options() -> tuple[tuple[str, str], ...]:
    """Return the public borders as (slug, name). One query."""
    return tuple(Border.objects.visible_to(None).values_list("slug", "name"))


def section_options() -> tuple[tuple[str, str], ...]:
    """Return the sections of public borders as (code, name). One query."""
    sections = BorderSection.objects.filter(border__standing=Standing.PUBLIC)
    return tuple(sections.values_list("code", "name")[:_SUGGESTED])


def actor_suggestions() -> tuple[tuple[str, str], ...]:
    """Return actors to propose where one is asked for: states and their bodies first. One query."""
    named = Actor.objects.visible_to(None).exclude(kind__in=[ActorKind.MEDIA, ActorKind.OTHER])
    return tuple(named.order_by("country", "name").values_list("slug", "name")[:_SUGGESTED])


def address_of(edition: Edition) -> str:
    """Return the permanent path of an edition."""
    return reverse("web:edition", args=[edition.ref, edition.number])


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """The open file of a copy that is public, and what it is."""

    file: BinaryIO
    mime: str


def public_capture(sha256: str) -> PublicCopy | None:
    """Return the file of a copy that what stands now makes public. One query.

    A file that is missing or is not what its hash says is not shown: a changed copy is no evidence.
    """
    row = RecordCapture.objects.live().with_hash(sha256)
    if row is None or row.mime not in TAKEN:
        return None
    try:
        return PublicCopy(captures_store().open(sha256), row.mime)
    except (Absent, Damaged) as error:
        _log.error("The public copy %s can't be shown: %r", sha256, error)
        return None


@dataclass(frozen=True, slots=True)
class Notice:
    """What stands in place of an incident that was taken back, or is told under another ref."""

    title: str
    reason: str
    edition: int | None
    into: str


def notice_of(edition: Edition) -> Notice:
    """Return what a retraction or a merge says."""
    document = json.loads(edition.body)
    retracted, merged = document.get("retracted") or {}, document.get("merged") or {}
    return Notice(
        document.get("title") or edition.title or edition.ref,
        retracted.get("reason") or merged.get("reason") or "",
        retracted.get("edition"),
        merged.get("into") or "",
    )


@dataclass(frozen=True, slots=True)
class Stub:
    """What stands in place of an edition whose content was removed."""

    reason: str
    at: datetime
    body_sha256: str


def stub_of(edition: Edition) -> Stub:
    """Return what the stub of an expunged edition says."""
    told = json.loads(edition.body)["expunged"]
    return Stub(told["reason"], datetime.fromisoformat(told["at"]), told["body_sha256"])
