"""Preview, publish and retract. Called by the workflow, which has checked who may and holds the incident's lock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from incidents.document.canonical import canonical, sha256
from incidents.document.difference import Difference, difference
from incidents.document.reading import read
from incidents.document.schema import violations
from incidents.document.types import SCHEMA
from incidents.errors import NotPublishable
from incidents.publishing.builder import build
from incidents.publishing.ledger import append
from incidents.publishing.references import Told
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus
from incidents.workbench.models import Incident

ORIGIN = "workbench"


@dataclass(frozen=True)
class Preview:
    """What would become public, what would not, what stands in the way, and how it differs from what stands.

    `faults` are those that only an edit takes away; `embargo` is its end, where that is still to come.
    """

    document: dict[str, Any]
    body: bytes
    body_sha256: str
    revision: int
    withheld: list[str]
    faults: list[str]
    embargo: datetime | None
    differences: list[Difference]
    standing: Edition | None

    @property
    def problems(self) -> list[str]:
        """Return everything that stands in the way of publishing now."""
        if self.embargo is None:
            return self.faults
        return [*self.faults, f"The incident is under embargo until {self.embargo:%Y-%m-%d %H:%M} UTC."]

    @property
    def stands(self) -> Edition | None:
        """Return the edition that readers see, None where there is none or it was taken back."""
        found = self.standing
        return found if found is not None and found.status == EditionStatus.PUBLISHED else None


class PublishConflict(NotPublishable):
    """The revision or the document moved since it was previewed. `preview` is the one that stands now."""

    def __init__(self, message: str, *, preview: Preview) -> None:
        super().__init__(message, problems=[message])
        self.preview = preview


def preview(incident: Incident) -> Preview:
    """Return exactly what publishing the incident now would append."""
    return preview_of(Incident.objects.for_detail().get(pk=incident.pk))


def preview_of(fetched: Incident, also: Mapping[str, Told] | None = None) -> Preview:
    """Return the preview of an incident with its rows as they are in memory, fetched as `for_detail()` does.

    `also` as `build` takes it.
    """
    built = build(fetched, also)
    body = canonical(built.document)
    document: dict[str, Any] = orjson.loads(body)
    until = fetched.embargo_until
    standing = Edition.objects.open().filter(ref=fetched.ref).first()
    stands = standing is not None and standing.status == EditionStatus.PUBLISHED
    return Preview(
        document=document,
        body=body,
        body_sha256=sha256(body),
        revision=fetched.revision,
        withheld=built.withheld,
        faults=built.problems or violations(document),
        embargo=until if until is not None and until > timezone.now() else None,
        differences=difference(read(standing.body) if standing and stands else {}, document),
        standing=standing,
    )


def says_the_same(incident: Incident) -> bool:
    """Tell whether publishing the incident now would only repeat the edition that stands."""
    return repeats(preview(incident))


def repeats(now: Preview) -> bool:
    """Tell whether publishing what was previewed would only repeat the edition that stands."""
    standing = now.standing
    published = standing is not None and standing.status == EditionStatus.PUBLISHED
    return published and standing is not None and canonical(read(standing.body)) == now.body


def check_unmoved(incident: Incident, *, revision: int, body_sha256: str) -> Preview:
    """Return what publishing now would append, if that is what was previewed. Raises PublishConflict where it moved."""
    now = preview(incident)
    if (now.revision, now.body_sha256) != (revision, body_sha256):
        raise PublishConflict(
            f"{incident.ref} has changed since you previewed it. Nothing was published; look at it again.",
            preview=now,
        )
    return now


@transaction.atomic
def publish(incident: Incident, *, revision: int, body_sha256: str) -> Edition:
    """Append the next edition, if it is still exactly what was previewed.

    Raises PublishConflict where the revision or the document moved, NotPublishable where something stands in the way
    or where it would repeat the edition that stands.
    """
    now = check_unmoved(incident, revision=revision, body_sha256=body_sha256)
    if now.problems:
        raise NotPublishable(f"{incident.ref} can't be published yet.", problems=now.problems)
    _check_news(now)
    return append(ref=incident.ref, status=EditionStatus.PUBLISHED, origin=ORIGIN, body=now.body, document=now.document)


def approvable(incident: Incident, *, revision: int, body_sha256: str) -> datetime:
    """Return when the embargo ends of what may be approved now as it was previewed: nothing else stands in its way.

    Raises as `publish` does, and NotPublishable where no embargo is to come.
    """
    now = check_unmoved(incident, revision=revision, body_sha256=body_sha256)
    if now.faults:
        raise NotPublishable(f"{incident.ref} can't be approved yet.", problems=now.faults)
    if now.embargo is None:
        raise NotPublishable(
            f"{incident.ref} is under no embargo. Publish it instead.", problems=["No embargo is to come."]
        )
    _check_news(now)
    return now.embargo


def _check_news(now: Preview) -> None:
    if repeats(now):
        raise NotPublishable(
            "Nothing public would change: the edition that stands says the same. Settle the incident instead.",
            problems=["Nothing public would change."],
        )


@transaction.atomic
def retract(incident: Incident, *, reason: str) -> Edition:
    """Append a retraction: an edition with the reason in place of the document."""
    standing = Edition.objects.live().filter(ref=incident.ref).first()
    if standing is None:
        raise NotPublishable(
            f"{incident.ref} has no public edition to retract.", problems=["There is no public edition."]
        )
    document = {
        "schema": SCHEMA,
        "ref": incident.ref,
        "title": standing.title,
        "retracted": {"reason": reason, "edition": standing.number},
    }
    return append(
        ref=incident.ref,
        status=EditionStatus.RETRACTED,
        origin=ORIGIN,
        body=canonical(document),
        document=document,
    )
