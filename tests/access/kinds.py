"""Each kind of thing that must not become public, planted alone: where its words stand, and what would probe for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pghistory
from django.utils import timezone

from accounts.models import User
from incidents.reference.models import Place
from incidents.vocabulary import (
    Finding,
    Group,
    IncidentKind,
    InvolvementRole,
    LocationConfidentiality,
    Outcome,
    Question,
    Standing,
    Verb,
)
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    ReviewNote,
    Source,
)
from tests.factories import ActorFactory, BorderSectionFactory, PlaceFactory
from tests.incidents.complete import published_incident, world

WORD = "zqleak"
"""Every secret holds it."""
FIGURE = 77_431
EXACT = (39.212223, 46.242526)
ACTOR = "quiet-party"
INCIDENTS, CLAIMS = "/api/v1/incidents/", "/api/v1/claims/"


@dataclass
class Planted:
    """What was planted: words that must be nowhere, or on no page of the incident (they are public in their own right);
    queries that must find nothing; and lines that the preview must have."""

    words: set[str] = field(default_factory=lambda: {WORD})
    of_incident: set[str] = field(default_factory=set)
    probes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)

    def incidents(self, **query: Any) -> None:
        """Add a query of the list of incidents."""
        self.probes.append((INCIDENTS, query))

    def claims(self, **query: Any) -> None:
        """Add a query of the list of claims."""
        self.probes.append((CLAIMS, query))


Plant = Callable[[Incident, User, Planted], None]
KINDS: dict[str, Plant] = {}


def kind(plant: Plant) -> Plant:
    """Count a function among the kinds."""
    KINDS[plant.__name__] = plant
    return plant


def _said(incident: Incident) -> Claim:
    return incident.claims.order_by("position")[0]


def _secret(incident: Incident, **fields: Any) -> Claim:
    """Add a confidential claim by a party that says nothing else."""
    claimant = ActorFactory.create(slug=ACTOR, name="A quiet party")
    told = {"claimant": claimant, "kind": "threat", "statement": f"Says {WORD}.", "made_on": incident.earliest}
    claim = Claim.objects.create(incident=incident, confidential=True, position=9, **{**told, **fields})
    Assertion.objects.create(incident=incident, claim=claim, question=Question.THREAT, text=f"To {WORD}.")
    source = Source.objects.create(publisher=f"Paper {WORD}", added_by=incident.author)
    Citation.objects.create(incident=incident, claim=claim, source=source)
    return claim


@kind
def confidential_source(incident: Incident, by: User, planted: Planted) -> None:
    """A source that is confidential, cited for a public claim."""
    source = Source.objects.create(
        publisher=f"Paper {WORD}", title=f"Title {WORD}", url=f"https://{WORD}.example/", origin=f"Agency {WORD}",
        private_note=WORD, added_by=by, confidential=True,
    )  # fmt: skip
    citation = Citation.objects.create(
        incident=incident, claim=_said(incident), source=source, quote=WORD, locator=WORD, note=WORD
    )
    planted.words |= {source.public_id, citation.public_id}
    planted.held_back.append(f"a confidential citation of Paper {WORD}")


@kind
def confidential_claim(incident: Incident, by: User, planted: Planted) -> None:
    """A claim that is confidential, with all that hangs on it."""
    claim = _secret(incident, speaker=WORD, quotation=WORD, quotation_language="en", translation=WORD)
    one = Assertion.objects.create(incident=incident, claim=claim, question=Question.MOTIVE, text=WORD, wording=WORD)
    ClaimLink.objects.create(incident=incident, claim=claim, to=_said(incident), relation="disputes")
    ClaimLink.objects.create(incident=incident, claim=_said(incident), to=claim, relation="responds_to")
    source = Source.objects.create(publisher=f"Radio {WORD}", added_by=by)
    Citation.objects.create(incident=incident, claim=claim, assertion=one, source=source, quote=WORD)
    planted.words |= {claim.public_id, one.public_id, source.public_id}
    planted.of_incident.add(ACTOR)
    planted.incidents(claimant=ACTOR)
    planted.incidents(claim_kind="threat")
    planted.claims(claimant=ACTOR)
    planted.claims(kind="threat")
    planted.claims(question="motive")
    planted.held_back.append("a confidential claim by A quiet party")


@kind
def confidential_citation(incident: Incident, by: User, planted: Planted) -> None:
    """A citation that is confidential, of a source that is not."""
    source = Source.objects.create(publisher=f"Agency {WORD}", added_by=by)
    Citation.objects.create(
        incident=incident,
        claim=_said(incident),
        source=source,
        quote=WORD,
        note=WORD,
        confidential=True,
        credibility=2,
        credibility_reason=WORD,
    )
    planted.words.add(source.public_id)
    planted.claims(credibility_min=2)
    planted.held_back.append(f"a confidential citation of Agency {WORD}")


@kind
def private_notes(incident: Incident, by: User, planted: Planted) -> None:
    """Notes of the workbench, and the thread with the editor."""
    Incident.objects.filter(pk=incident.pk).update(working_note=WORD)
    Source.objects.filter(citations__incident=incident).update(private_note=WORD)
    ReviewNote.objects.create(incident=incident, author=by, text=WORD, anchor=WORD)


@kind
def reasons_of_grades(incident: Incident, by: User, planted: Planted) -> None:
    """Why, and by whom, sources and citations were graded."""
    by.first_name = by.last_name = WORD
    by.save()
    rated = {"rated_by": by, "rated_at": timezone.now()}
    Source.objects.filter(citations__incident=incident).update(reliability_reason=WORD, **rated)
    incident.citations.update(credibility_reason=WORD, **rated)


def _place(incident: Incident, planted: Planted, how: LocationConfidentiality) -> None:
    """Keep the exact place back, which is public elsewhere, lies in another country and has a section of its own."""
    exact = PlaceFactory.create(
        code=f"test:{WORD}",
        name=f"Well {WORD}",
        admin1=f"Valley {WORD}",
        country="GEO",
        latitude=39.1,
        longitude=46.1,
        standing=Standing.PROPOSED,
    )
    coarse = PlaceFactory.create(
        code="test:zqprovince", name="The zqprovince", country="", latitude=39.5, longitude=46.0
    )
    section = BorderSectionFactory.create(
        code="ZQ-1", name="A narrow section", border=world().section.border, position=7
    )
    Incident.objects.filter(pk=incident.pk).update(
        place=exact, latitude=EXACT[0], longitude=EXACT[1], place_precision=1, place_wording=f"by the {WORD}",
        coarse_place=coarse, coarse_precision=4, location_confidentiality=how, section=section,
    )  # fmt: skip
    Assertion.objects.create(
        incident=incident, claim=_said(incident), question=Question.PLACE, place=exact, wording=WORD, text=WORD,
        position=9,
    )  # fmt: skip
    planted.words |= {str(EXACT[0]), str(EXACT[1])}
    planted.incidents(place=f"test:{WORD}")
    planted.incidents(bbox="46.24,39.21,46.25,39.22")
    planted.incidents(near=f"{EXACT[0]},{EXACT[1]},1", match="certain")
    planted.incidents(precision_max=1)
    planted.held_back += ["the exact location", "the place that a claim gives"]


@kind
def exact_location_made_coarse(incident: Incident, by: User, planted: Planted) -> None:
    """Only the coarser place: neither the country nor the border section of the exact one."""
    _place(incident, planted, LocationConfidentiality.COARSE)
    planted.of_incident |= {"a narrow section", "zq-1"}
    planted.incidents(country="GEO")
    planted.incidents(section="ZQ-1")
    planted.held_back.append("the border section A narrow section")


@kind
def exact_location_withheld(incident: Incident, by: User, planted: Planted) -> None:
    """No position at all; country and section are what this kind publishes."""
    _place(incident, planted, LocationConfidentiality.WITHHELD)
    Place.objects.filter(code="test:zqprovince").update(
        standing=Standing.PROPOSED
    )  # else it is public in its own right
    planted.words.add("zqprovince")
    planted.incidents(place="test:zqprovince")
    planted.incidents(bbox="-180,-90,180,90")


@kind
def a_proposed_partys_name_for_a_place(incident: Incident, by: User, planted: Planted) -> None:
    """A name of the place that only a proposed actor uses."""
    proposed = ActorFactory.create(slug=f"a-{WORD}", name=f"Group {WORD}", standing=Standing.PROPOSED)
    world().village.names.create(text=f"Name {WORD}", language="az", used_by=proposed)


@kind
def involvement_alleged_by_a_confidential_claim(incident: Incident, by: User, planted: Planted) -> None:
    """Who is said to have had a part, by a claim that is confidential."""
    claim = _secret(incident)
    Involvement.objects.create(
        incident=incident, actor=claim.claimant, role=InvolvementRole.VICTIM, alleged=True, claim=claim, position=9
    )
    planted.of_incident.add(ACTOR)
    planted.incidents(actor=ACTOR)
    planted.incidents(role="victim")
    planted.held_back.append("the involvement of A quiet party, alleged by a confidential claim")


@kind
def link_alleged_by_a_confidential_claim(incident: Incident, by: User, planted: Planted) -> None:
    """A link to a public incident, by a claim that is confidential."""
    other = published_incident(by=by, editor=_editor(), title="Another public incident")
    with pghistory.context(user=by.pk, why="edit"):
        IncidentLink.objects.create(incident=incident, other=other, relation="retaliation_for", claim=_secret(incident))
    planted.of_incident |= {other.ref.lower(), "retaliation"}
    planted.held_back.append(f"the link to {other.ref}, alleged by a confidential claim")


@kind
def link_to_a_draft(incident: Incident, by: User, planted: Planted) -> None:
    """A link, and a cause that a claim gives, to what is not in the record."""
    draft = Incident.objects.create(ref="CC-2020-99999", title=f"A draft {WORD}", author=by)
    IncidentLink.objects.create(incident=incident, other=draft, relation="follows")
    Assertion.objects.create(
        incident=incident, claim=_said(incident), question=Question.MOTIVE, response_to=draft, position=9
    )
    planted.words.add(draft.ref.lower())
    planted.held_back += [f"the link to {draft.ref}", f"that a claim names {draft.ref}"]


@kind
def estimate_that_rests_on_a_confidential_claim(incident: Incident, by: User, planted: Planted) -> None:
    """A figure with its note, for a side that nothing public mentions."""
    claim = _secret(incident)
    estimate = CasualtyEstimate.objects.create(
        incident=incident, side=claim.claimant, group=Group.CIVILIAN, outcome=Outcome.KILLED, low=FIGURE, best=FIGURE,
        high=FIGURE, note=f"Told by {WORD}",
    )  # fmt: skip
    EstimateClaim.objects.create(incident=incident, estimate=estimate, claim=claim)
    planted.words.add(str(FIGURE))
    planted.of_incident.add(ACTOR)
    planted.incidents(fatalities_min=FIGURE)
    planted.incidents(civilians="true")
    planted.held_back.append("which rests on confidential claims alone")


@kind
def verdict_on_what_a_confidential_claim_says(incident: Incident, by: User, planted: Planted) -> None:
    """A verdict on a question that nothing public answers, about a side that nothing public mentions."""
    claim = _secret(incident)
    Assertion.objects.create(
        incident=incident,
        claim=claim,
        question=Question.DISPLACED,
        side=claim.claimant,
        group=Group.CIVILIAN,
        low=FIGURE,
    )
    Assessment.objects.create(
        incident=incident, question=Question.DISPLACED, side=claim.claimant, finding=Finding.CONTESTED,
        reason=f"Because of {WORD}", assessed_by=by,
    )  # fmt: skip
    planted.words.add(str(FIGURE))
    planted.of_incident.add(ACTOR)
    planted.incidents(contested="displaced")
    planted.claims(question="displaced")
    planted.claims(about=ACTOR)
    planted.held_back.append("which only a confidential claim answers")


def _editor() -> User:
    return User.objects.get(username="edith")


# What is held back as a whole


def embargoed(incident: Incident) -> None:
    """Hold a whole incident until tomorrow."""
    until = timezone.now() + timedelta(days=1)
    Incident.objects.filter(pk=incident.pk).update(
        title=f"Held {WORD}", embargo_until=until, kind=IncidentKind.SHELLING
    )


WITHDRAWN = (Verb.REOPEN, Verb.SUBMIT, Verb.WITHDRAW)
"""The steps that take an edit of a published incident to an editor and back, without publishing it."""
