"""An incident that may be submitted, entered through the workbench's own operations; and its way to the record."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from actors.models import Actor
from incidents.moderation.checks import checked, unanswered
from incidents.moderation.reviewing import answer_check
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.reference.models import BorderSection, Place
from incidents.vocabulary import (
    ActorKind,
    ClaimKind,
    Group,
    IncidentKind,
    InvolvementRole,
    LinkRelation,
    Outcome,
    Question,
    Reliability,
    Stance,
    Verb,
)
from incidents.workbench.models import (
    Assertion,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    Incident,
    Involvement,
    Source,
)
from incidents.workbench.operations.save import Changes, create_incident, save_incident
from tests.factories import ActorFactory, BorderFactory, BorderSectionFactory, PlaceFactory, part_of

DAY = date(2024, 2, 13)


@dataclass(frozen=True)
class World:
    """What the incidents of the tests refer to."""

    armenia: Actor
    azerbaijan: Actor
    armenian_ministry: Actor
    azerbaijani_ministry: Actor
    village: Place
    section: BorderSection


@transaction.atomic
def world() -> World:
    """Return two states with a ministry each, a village, and a section of their border. Made once per test."""
    armenia = ActorFactory.create(slug="armenia", name="Armenia", country="ARM")
    azerbaijan = ActorFactory.create(slug="azerbaijan", name="Azerbaijan", country="AZE")
    ministry = {"kind": ActorKind.GOVERNMENT_BODY}
    armenian = ActorFactory.create(slug="mod-armenia", name="Ministry of Defence of Armenia", **ministry)
    azerbaijani = ActorFactory.create(slug="mod-azerbaijan", name="Ministry of Defence of Azerbaijan", **ministry)
    part_of(armenian, armenia)
    part_of(azerbaijani, azerbaijan)
    village = PlaceFactory.create(
        code="test:nerkin-hand", name="Nerkin Hand", country="ARM", admin1="Syunik", latitude=39.05, longitude=46.52
    )
    border = BorderFactory.create(
        slug="armenia-azerbaijan", name="Armenia–Azerbaijan", side_a=armenia, side_b=azerbaijan
    )
    section = BorderSectionFactory.create(code="SYU-ZAN", name="Syunik–Zangilan", border=border, position=1)
    return World(armenia, azerbaijan, armenian, azerbaijani, village, section)


def complete_incident(*, by: User, title: str = "Exchange of fire near Nerkin Hand", **fields: Any) -> Incident:
    """Enter an incident that may be submitted: two claims that contradict each other, each with its own source.

    `fields` set the incident's own columns. What hangs on it is found by `incident.claims` and so on.
    """
    here = world()
    incident = create_incident(by=by)
    own: dict[str, Any] = {
        "title": title,
        "summary": "Armenia says two of its soldiers were killed; Azerbaijan says that it did not fire.",
        "kind": IncidentKind.EXCHANGE_OF_FIRE,
        "earliest": DAY,
        "latest": DAY,
        "place": here.village,
        "place_precision": 2,
        "section": here.section,
    }
    for name, value in {**own, **fields}.items():
        setattr(incident, name, value)
    return save_incident(incident=incident, changes=_rows(incident, here, by), by=by, revision=incident.revision)


def _rows(incident: Incident, here: World, by: User) -> Changes:
    said = _claim(incident, here.armenian_ministry, ClaimKind.ASSERTION, "Says that Azerbaijani units opened fire.")
    denied = _claim(incident, here.azerbaijani_ministry, ClaimKind.DENIAL, "Denies that its units fired.", position=1)
    graded = {"reliability": Reliability.C, "reliability_reason": "Mostly right in the past."}
    sources = [
        Source(publisher="Public Radio of Armenia", url="https://example.org/am", added_by=by, **graded),
        Source(publisher="Report", url="https://example.org/az", added_by=by, **graded),
    ]
    item: dict[str, Any] = {"credibility": 3, "credibility_reason": "Fits what else is known."}
    rows = [
        *sources,
        said,
        denied,
        Assertion(incident=incident, claim=said, question=Question.OCCURRENCE, stance=Stance.ASSERTS),
        Assertion(incident=incident, claim=said, question=Question.INITIATOR, actor=here.azerbaijan, position=1),
        Assertion(
            incident=incident, claim=said, question=Question.KILLED, side=here.armenia, group=Group.MILITARY,
            low=2, high=2, position=2,
        ),
        Assertion(incident=incident, claim=denied, question=Question.OCCURRENCE, stance=Stance.DENIES),
        ClaimLink(incident=incident, claim=denied, to=said, relation=LinkRelation.DENIES),
        Citation(incident=incident, claim=said, source=sources[0], **item),
        Citation(incident=incident, claim=denied, source=sources[1], position=1, **item),
        Involvement(incident=incident, actor=here.azerbaijan, role=InvolvementRole.INITIATOR, alleged=True, claim=said),
        Involvement(incident=incident, actor=here.armenia, role=InvolvementRole.TARGET, position=1),
        CasualtyEstimate(
            incident=incident, side=here.armenia, group=Group.MILITARY, outcome=Outcome.KILLED, low=0, best=2, high=2
        ),
    ]  # fmt: skip
    return Changes(saved=list(rows))


def _claim(incident: Incident, claimant: Actor, kind: ClaimKind, statement: str, position: int = 0) -> Claim:
    return Claim(incident=incident, claimant=claimant, kind=kind, statement=statement, made_on=DAY, position=position)


def submitted_incident(*, by: User, **fields: Any) -> Incident:
    """Enter an incident and submit it."""
    incident = complete_incident(by=by, **fields)
    transition(incident=incident, verb=Verb.SUBMIT, by=by)
    return incident


def answer_checks(incident: Incident, *, by: User) -> None:
    """Answer every check that waits for an editor's answer."""
    for one in unanswered(checked(Incident.objects.for_detail().get(pk=incident.pk))):
        answer_check(incident=incident, check=one, answer="Looked at, and right as it is.", by=by)


def publish_as_previewed(incident: Incident, *, by: User) -> Edition:
    """Preview a submitted incident and publish exactly that."""
    now = preview(incident)
    step = transition(incident=incident, verb=Verb.PUBLISH, by=by, revision=now.revision, body_sha256=now.body_sha256)
    assert step.edition_seq is not None
    return Edition.objects.get(seq=step.edition_seq)


def published_incident(*, by: User, editor: User, **fields: Any) -> Incident:
    """Enter an incident, submit it, and have an editor publish it."""
    incident = submitted_incident(by=by, **fields)
    publish_as_previewed(incident, by=editor)
    return incident
