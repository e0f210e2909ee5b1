"""Which editions can be brought back, and doing it."""

from django.db.models import QuerySet

from accounts.models import User
from incidents.errors import NotAllowed, Unrestorable
from incidents.publishing.operations import ORIGIN
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus
from incidents.workbench.models import Incident, Transition
from incidents.workbench.operations.restoring import put_back
from incidents.workbench.past import Moment, as_of, hang_elsewhere


def restorable(incident: Incident) -> QuerySet[Edition]:
    """Return the editions that may be brought back, newest first: published from here, not expunged, not standing."""
    published = Edition.objects.of(incident.ref).filter(status=EditionStatus.PUBLISHED, expunged=False, origin=ORIGIN)
    return published.exclude(pk__in=Edition.objects.live().filter(ref=incident.ref).values("pk"))


def restore_edition(incident: Incident, number: int | None, *, by: User) -> None:
    """Put the working copy back to what it was when an edition was published. The caller holds the incident's lock.

    Raises NotAllowed where there is no such edition to bring back, Unrestorable where something is gone since.
    """
    if number is None:
        raise NotAllowed("Restoring takes the number of an edition.")
    edition = Edition.objects.of(incident.ref).filter(number=number).first()
    if edition is None:
        raise NotAllowed(f"{incident.ref} has no edition {number}.")
    if edition.status != EditionStatus.PUBLISHED or edition.expunged:
        what = "expunged" if edition.expunged else EditionStatus.of(edition.status).label.lower()
        raise NotAllowed(f"Edition {number} of {incident.ref} is {what}: there is no document to bring back.")
    step = Transition.objects.filter(incident=incident, edition_seq=edition.seq).first()
    if edition.origin != ORIGIN or step is None:
        raise NotAllowed(
            f"Edition {number} of {incident.ref} was not published from here: no history leads back to it."
        )
    if not restorable(incident).filter(pk=edition.pk).exists():
        raise NotAllowed(f"Edition {number} of {incident.ref} is what stands now.")
    past = as_of(incident, step.revision)
    if past is not None and (others := hang_elsewhere(past)):
        told = [f"Rows that it had then hang on {ref} since a merge: undo the merge first." for ref in others]
        raise Unrestorable(f"Edition {number} of {incident.ref} can't be brought back.", problems=told)
    moment = Moment(incident, step.revision, until=edition.published_at)
    put_back(incident=incident, moment=moment, by=by, revision=step.revision)
