"""Reads over the workbench and the record together: the editors' queue."""

from django.db.models import Exists, Max, OuterRef, Subquery

from incidents.moderation.queueing import DISPUTING
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.models import ClaimLink, Transition
from incidents.workbench.querysets import IncidentQuerySet


def with_queue_columns(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Fetch each with its entry in the queue and who reviews it; add when it was last submitted, its public status, and
    what is contested, by subqueries: no query per row.
    """
    standing = Edition.objects.open().filter(ref=OuterRef("ref")).order_by()
    disputing = ClaimLink.objects.filter(incident=OuterRef("pk"), relation__in=DISPUTING)
    joined = incidents.for_list().select_related(
        "section__border", "queue_entry", "review_lock__editor", "review_lock__taken_from"
    )
    return joined.annotate(
        submitted_at=_submitted_at(),
        edition_status=Subquery(standing.values("status")),
        edition_number=Subquery(standing.values("number")),
        edition_contested=Subquery(standing.values("contested")),
        has_disputed_claims=Exists(disputing),
    )


def _submitted_at() -> Subquery:
    submissions = Transition.objects.filter(incident=OuterRef("pk"), verb=Verb.SUBMIT).order_by()
    return Subquery(submissions.values("incident").annotate(last=Max("at")).values("last"))
