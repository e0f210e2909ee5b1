"""What of an incident is confidential, and the note that somebody saw it or took it away."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from config.rest.signing import current_address
from incidents.vocabulary import AccessFace, LocationConfidentiality
from incidents.workbench.models import Access, Capture, Citation, Claim, Incident, Source

SAME_SIGHT = timedelta(minutes=30)
"""Within this time, the same person at the same page of the same incident is noted once."""


def holding_confidential(incidents: Iterable[Incident]) -> QuerySet[Incident]:
    """Return those of the incidents that have anything which is kept from the public now.

    A confidential claim, citation or source, a position that is coarser in public or withheld, or an embargo.
    """
    claims = Claim.objects.filter(incident=OuterRef("pk"), confidential=True)
    cited = Citation.objects.filter(Q(confidential=True) | Q(source__confidential=True), incident=OuterRef("pk"))
    kept_back = ~Q(location_confidentiality=LocationConfidentiality.PUBLIC) | Q(embargo_until__gt=timezone.now())
    asked = Incident.objects.filter(pk__in={one.pk for one in incidents}).order_by("pk")
    return asked.filter(Q(Exists(claims)) | Q(Exists(cited)) | kept_back)


def note_sights(*, incidents: Iterable[Incident], by: User, face: AccessFace) -> list[Access]:
    """Note that a person has incidents before them, those that hold anything confidential. Three queries at most."""
    refs = list(holding_confidential(incidents).values_list("ref", flat=True))
    if not refs:
        return []
    recent = Access.objects.filter(by=by, ref__in=refs, face=face, at__gt=timezone.now() - SAME_SIGHT)
    noted = set(recent.values_list("ref", flat=True))
    address = current_address()
    return Access.objects.bulk_create(
        Access(by=by, address=address, face=face, ref=ref) for ref in refs if ref not in noted
    )


def note_sight(*, incident: Incident, by: User, face: AccessFace) -> Access | None:
    """Note that a person has an incident before them, if it holds anything confidential; else return None."""
    return next(iter(note_sights(incidents=[incident], by=by, face=face)), None)


def note_source(*, source: Source, by: User) -> Access | None:
    """Note that a person has a confidential source before them in the admin, as `note_sight` does; None for others."""
    if not source.confidential:
        return None
    asked = f"source {source.public_id}"
    recent = Access.objects.filter(by=by, face=AccessFace.ADMIN, asked=asked, at__gt=timezone.now() - SAME_SIGHT)
    if recent.exists():
        return None
    return Access.objects.create(by=by, address=current_address(), face=AccessFace.ADMIN, asked=asked)


def note_copy(*, capture: Capture, by: User) -> Access | None:
    """Note that a person took a copy of a confidential source. Every time is noted; None for other sources."""
    if not capture.source.confidential:
        return None
    asked = f"source {capture.source.public_id}"
    return Access.objects.create(by=by, address=current_address(), face=AccessFace.COPY, asked=asked)


def note_export(*, by: User, face: AccessFace, asked: str) -> Access:
    """Note that a person took a file with confidential material. Every time is noted."""
    return Access.objects.create(by=by, address=current_address(), face=face, asked=asked[:500])
