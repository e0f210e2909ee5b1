"""Editions that follow one another, what may be changed between them, and what a restored one is held against."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from incidents.document.canonical import canonical
from incidents.document.reading import read
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import Finding, Group, InvolvementRole, Outcome, Question, Stance, Verb
from incidents.workbench.history import OF_AN_INCIDENT
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Source,
    Transition,
)
from incidents.workbench.operations.save import Changes
from tests.factories import PlaceFactory
from tests.incidents.complete import (
    DAY,
    complete_incident,
    publish_as_previewed,
    world,
)
from tests.incidents.moderation.arranging import take

WHY = "The correction was itself wrong."
Change = Callable[[Incident, User], Changes]


def next_edition(incident: Incident, change: Change, *, by: User, editor: User) -> Edition:
    """Change an incident, and have it published."""
    incident.refresh_from_db()
    changes = change(incident, by)
    edit_incident(incident=incident, changes=changes, by=by, revision=incident.revision)
    incident.refresh_from_db()
    take(incident, Verb.SUBMIT, by)
    edition = publish_as_previewed(incident, by=editor)
    incident.refresh_from_db()
    return edition


def restore(incident: Incident, edition: int, *, by: User) -> Transition:
    """Restore an edition."""
    step = transition(incident=incident, verb=Verb.RESTORE, by=by, reason=WHY, edition=edition)
    incident.refresh_from_db()
    return step


def content(edition: Edition) -> bytes:
    """Return the document of an edition, as it would be published."""
    return canonical(read(edition.body))


def rows(incident: Incident) -> dict[str, list[dict[str, Any]]]:
    """Return what the working copy consists of."""
    found: dict[str, list[Any]] = {
        model.__name__: list(model._default_manager.filter(incident_id=incident.pk).order_by("pk").values())
        for model in OF_AN_INCIDENT
    }
    found["Source"] = list(Source.objects.filter(citations__incident=incident).order_by("pk").distinct().values())
    return found


# What may have been changed since


def other_words(incident: Incident, by: User) -> Changes:
    """Other texts, dates and places; another order of the claims."""
    incident.title, incident.summary = "Something else near Nerkin Hand", "Other words."
    incident.latest = DAY.replace(day=20)
    incident.place = PlaceFactory.create(code="test:other", name="Another village", country="ARM")
    first, second = incident.claims.all()[:2]
    first.position, second.position = 1, 0
    first.statement, second.quotation, second.quotation_language = "Says something else.", "We did not.", "en"
    return Changes(saved=[first, second])


def without_a_claim(incident: Incident, by: User) -> Changes:
    """The denial goes, with what hangs on it, and its source is deleted: nothing else cites it."""
    denial = incident.claims.get(kind="denial")
    gone: list[Any] = [
        *incident.claim_links.filter(claim=denial),
        *incident.citations.filter(claim=denial),
        *incident.assertions.filter(claim=denial),
        denial,
        *Source.objects.filter(citations__claim=denial),
    ]
    return Changes(removed=gone)


def more_of_everything(incident: Incident, by: User) -> Changes:
    """A row more of every kind, and what names a claim names another one."""
    here = world()
    claim = Claim(incident=incident, claimant=here.armenia, kind="demand", statement="Demands talks.", made_on=DAY)
    source = Source(publisher="Another agency", added_by=by)
    estimate = CasualtyEstimate(
        incident=incident, side=here.azerbaijan, group=Group.MILITARY, outcome=Outcome.WOUNDED, low=1, best=1, high=1
    )
    alleged = incident.involvements.get(claim__isnull=False)
    alleged.claim = claim
    return Changes(
        saved=[
            claim,
            source,
            estimate,
            alleged,
            Assertion(incident=incident, claim=claim, question=Question.OCCURRENCE, stance=Stance.ASSERTS),
            Citation(incident=incident, claim=claim, source=source),
            EstimateClaim(incident=incident, estimate=estimate, claim=claim),
            EstimateClaim(incident=incident, estimate=incident.estimates.all()[0], claim=claim),
            Involvement(incident=incident, actor=here.armenian_ministry, role=InvolvementRole.RESPONDENT, position=7),
            IncidentLink(incident=incident, other=complete_incident(by=by), relation="follows"),
            Assessment(incident=incident, question=Question.OCCURRENCE, finding=Finding.AGREED, reason="So.",
                       assessed_by=by),
        ]
    )  # fmt: skip


def less_of_everything(incident: Incident, by: User) -> Changes:
    """The figures and one of those involved go, and half of the assertions."""
    gone: list[Any] = [*incident.estimates.all(), incident.involvements.order_by("-position")[0]]
    return Changes(removed=[*gone, *incident.assertions.filter(question=Question.KILLED)])


def other_grades(incident: Incident, by: User) -> Changes:
    """A source gets another grade and publisher, and a citation another credibility."""
    citation = incident.citations.all()[0]
    citation.credibility, citation.credibility_reason = 5, "Improbable."
    citation.source.reliability, citation.source.publisher = "E", "Public Radio"
    return Changes(saved=[citation, citation.source])


CHANGES = [other_words, without_a_claim, more_of_everything, less_of_everything, other_grades]
