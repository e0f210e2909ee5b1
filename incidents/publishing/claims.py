"""The claims of the document, with what they assert, how they answer each other, and what is cited for them."""

from collections import defaultdict
from dataclasses import dataclass

from incidents.document import types as doc
from incidents.publishing.parts import day, moment, not_public, place_part, time_of_day
from incidents.publishing.references import Told
from incidents.vocabulary import (
    Channel,
    ClaimKind,
    DatePrecision,
    Group,
    LinkRelation,
    LocationConfidentiality,
    Question,
    Reliability,
    SourceKind,
    Stance,
    Standing,
)
from incidents.workbench.grading import unconfirmed
from incidents.workbench.models import Assertion, Citation, Claim, Incident, Source


@dataclass(frozen=True)
class Gathered:
    """The public claims and sources of an incident; `claim_ids` maps a claim's row to its public id."""

    claims: list[doc.Claim]
    sources: list[doc.Source]
    citations: list[doc.Citation]
    claim_ids: dict[int, str]


@dataclass(frozen=True)
class _Context:
    incident: Incident
    public_refs: dict[str, Told]
    claim_ids: dict[int, str]
    citations: dict[tuple[int | None, int | None], list[doc.Citation]]
    withheld: list[str]

    @property
    def exact(self) -> bool:
        return self.incident.location_confidentiality == LocationConfidentiality.PUBLIC


def gather(incident: Incident, public_refs: dict[str, Told], withheld: list[str]) -> Gathered:
    """Return what may become public of the claims; what may not is named in `withheld`."""
    public = [claim for claim in incident.claims.all() if not claim.confidential]
    withheld += [f"a confidential claim by {one.claimant.name}" for one in incident.claims.all() if one.confidential]
    claim_ids = {claim.pk: claim.public_id for claim in public}
    cited: dict[tuple[int | None, int | None], list[doc.Citation]] = defaultdict(list)
    sources: dict[int, Source] = {}
    shown: list[Citation] = []
    for citation in incident.citations.all():
        if citation.claim_id is not None and citation.claim_id not in claim_ids:
            continue
        if citation.confidential or citation.source.confidential:
            withheld.append(f"a confidential citation of {citation.source.publisher}")
            continue
        cited[citation.claim_id, citation.assertion_id].append(_citation(citation))
        sources[citation.source_id] = citation.source
        shown.append(citation)
    links = [one for one in incident.claim_links.all() if {one.claim_id, one.to_id} <= claim_ids.keys()]
    withheld += [
        f"what confirms the grade 1 of {citation.source.publisher}: readers see the grade, and only one origin for it"
        for citation, _ in unconfirmed(shown, links)
    ]
    context = _Context(incident, public_refs, claim_ids, cited, withheld)
    ordered = sorted(public, key=lambda one: (day(one.made_on) or "", time_of_day(one.made_time) or "", one.position))
    return Gathered(
        claims=[_claim(claim, context) for claim in ordered],
        sources=sorted((_source(one) for one in sources.values()), key=lambda one: (one["publisher"], one["id"])),
        citations=cited[None, None],
        claim_ids=claim_ids,
    )


def proposed_places(incident: Incident) -> list[str]:
    """Return what stands in the way: places that a public claim gives and that are only proposed."""
    if incident.location_confidentiality != LocationConfidentiality.PUBLIC:
        return []
    given = {one.place for one in incident.assertions.all() if one.place and not one.claim.confidential}
    return [
        not_public(place) for place in sorted(given, key=lambda place: place.code) if place.standing != Standing.PUBLIC
    ]


def _claim(claim: Claim, context: _Context) -> doc.Claim:
    quotation: doc.Quotation | None = None
    if claim.quotation:
        quotation = {
            "text": claim.quotation,
            "language": claim.quotation_language,
            "translation": claim.translation,
        }
    return {
        "id": claim.public_id,
        "claimant": claim.claimant.slug,
        "speaker": claim.speaker,
        "kind": ClaimKind.of(claim.kind),
        "statement": claim.statement,
        "quotation": quotation,
        "made_on": day(claim.made_on),
        "made_time": time_of_day(claim.made_time),
        "made_precision": DatePrecision.of(claim.made_precision),
        "channel": Channel.of(claim.channel),
        "assertions": [
            _assertion(one, context) for one in context.incident.assertions.all() if one.claim_id == claim.pk
        ],
        "answers": [
            {
                "relation": LinkRelation.of(link.relation),
                "to": context.claim_ids[link.to_id],
                "question": Question.of(link.question) if link.question else None,
            }
            for link in context.incident.claim_links.all()
            if link.claim_id == claim.pk and link.to_id in context.claim_ids
        ],
        "citations": context.citations[claim.pk, None],
    }


def _assertion(one: Assertion, context: _Context) -> doc.Assertion:
    """Return an assertion. Where the location is confidential, what it says of the place stays out."""
    hidden = one.question == Question.PLACE and not context.exact
    if hidden:
        context.withheld.append("the place that a claim gives")
    response = _response(one.response_to.ref, context) if one.response_to else None
    return {
        "id": one.public_id,
        "question": Question.of(one.question),
        "side": one.side.slug if one.side else None,
        "group": Group.of(one.group) if one.group else None,
        "stance": Stance.of(one.stance),
        "value": {
            "low": one.low,
            "high": one.high,
            "actor": one.actor.slug if one.actor else None,
            "place": place_part(one.place) if one.place and not hidden else None,
            "time_from": moment(one.time_from),
            "time_to": moment(one.time_to),
            "text": "" if hidden else one.text,
            "response_to": response,
        },
        "wording": "" if hidden else one.wording,
        "citations": context.citations[one.claim_id, one.pk],
    }


def _response(ref: str, context: _Context) -> str | None:
    """Return under which ref the incident is told that a claim gives as the cause."""
    told = context.public_refs.get(ref)
    if told is None:
        context.withheld.append(f"that a claim names {ref}, which is not in the record")
        return None
    if told.ref == context.incident.ref:
        context.withheld.append(f"that a claim names {ref} as the cause, which is told here")
        return None
    return told.ref


def _citation(citation: Citation) -> doc.Citation:
    return {
        "source": citation.source.public_id,
        "locator": citation.locator,
        "quote": citation.quote,
        "note": citation.note,
        "credibility": citation.credibility,
        "rated_on": day(citation.rated_at.date()) if citation.rated_at else None,
    }


def _source(source: Source) -> doc.Source:
    return {
        "id": source.public_id,
        "publisher": source.publisher,
        "origin": source.origin,
        "title": source.title,
        "url": source.url,
        "published_on": day(source.published_on),
        "language": source.language,
        "kind": SourceKind.of(source.kind),
        "reliability": Reliability.of(source.reliability),
        "rated_on": day(source.rated_at.date()) if source.rated_at else None,
        "captures": [
            {
                "sha256": capture.sha256,
                "mime": capture.mime,
                "size": capture.size,
                "captured_at": moment(capture.captured_at) or "",
                "tool": capture.tool,
                "final_url": capture.final_url if source.captures_public else "",
                "available": source.captures_public,
            }
            for capture in source.captures.all()
        ],
    }
