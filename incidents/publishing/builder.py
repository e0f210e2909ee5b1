"""Build the public document from the workbench, by an allow-list: what is not named here can't become public.

`Withheld` collects what was left out and why, for the editor's preview; it is never part of the document.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from actors.models import Actor
from incidents.document import types as doc
from incidents.document.figures import totals, with_derived
from incidents.document.positions import positions
from incidents.publishing import claims as claim_parts
from incidents.publishing import references, withholding
from incidents.publishing.parts import day, not_public, place_part, section_part, time_of_day
from incidents.publishing.references import Told
from incidents.reference.models import Place
from incidents.vocabulary import (
    PLACE_PRECISION,
    ActorKind,
    DatePrecision,
    EstimateBasis,
    Finding,
    Group,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    LocationConfidentiality,
    Outcome,
    Question,
    Standing,
)
from incidents.workbench.models import Assessment, CasualtyEstimate, Incident


@dataclass
class Built:
    """A document, what was held back from it, and what stands in the way of publishing it."""

    document: doc.IncidentDocument
    withheld: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def build(incident: Incident, also: Mapping[str, Told] | None = None) -> Built:
    """Build the document of an incident as `for_detail()` fetched it. Raises nothing for an incomplete one.

    The caller has checked completeness; here an undated incident is a problem, not an error. What names an incident
    that was merged names the one that tells it now. `also` says where some refs are told once a merge, or its undoing,
    is done: it goes before what the record says.
    """
    withheld: list[str] = []
    problems: list[str] = []
    public = references.told(incident, also or {})
    gathered = claim_parts.gather(incident, public, withheld)
    problems += claim_parts.proposed_places(incident)
    involvements = _involvements(incident, gathered.claim_ids, withheld)
    ranges = withholding.open_estimates(incident, set(gathered.claim_ids), withheld)
    verdicts = withholding.open_verdicts(incident, set(gathered.claim_ids), withheld)
    estimates = _estimates(ranges, gathered.claim_ids)
    assessments = _assessments(verdicts)
    actors = _actors(_mentioned(incident, ranges, verdicts), incident.earliest or date.max, problems)
    table = positions(
        {
            "actors": actors,
            "involvements": involvements,
            "claims": gathered.claims,
            "sources": gathered.sources,
            "assessments": assessments,
        }
    )
    all_estimates = with_derived(estimates, table, actors)
    document: doc.IncidentDocument = {
        "schema": doc.SCHEMA,
        "ref": incident.ref,
        "title": incident.title,
        "summary": incident.summary,
        "kind": IncidentKind.of(incident.kind or IncidentKind.OTHER),
        "aggregated": incident.aggregated,
        "occurrence": _occurrence(incident, problems),
        "location": _location(incident, withheld, problems),
        "dispute": _dispute(incident, problems),
        "actors": actors,
        "involvements": involvements,
        "claims": gathered.claims,
        "sources": gathered.sources,
        "citations": gathered.citations,
        "estimates": all_estimates,
        "totals": totals(all_estimates),
        "assessments": assessments,
        "links": _links(incident, public, gathered.claim_ids, withheld),
        "positions": table,
        "origin": {"name": "workbench", "fields": {}},
    }
    return Built(document, withheld + withholding.still_said(incident, document), problems)


def _actors(named: list[Actor], on: date, problems: list[str]) -> list[doc.Actor]:
    """Return every actor that the public part mentions, and their parties on the first day of the incident."""
    mentioned = {actor.pk: actor for actor in named}
    parties = Actor.objects.parties_on(list(mentioned), on)
    every = {*mentioned, *parties.values()}
    mentioned = {actor.pk: actor for actor in Actor.objects.filter(pk__in=every).with_names()}
    problems += [not_public(actor) for actor in mentioned.values() if actor.standing != Standing.PUBLIC]
    return sorted(
        (
            doc.Actor(
                slug=actor.slug,
                name=actor.name,
                names=_names(actor),
                kind=ActorKind.of(actor.kind),
                country=actor.country,
                party=mentioned[parties.get(actor.pk, actor.pk)].slug,
            )
            for actor in mentioned.values()
        ),
        key=lambda actor: actor["slug"],
    )


def _names(actor: Actor) -> list[doc.ActorName]:
    """Return an actor's other names, each text once."""
    names = {one.text: one.language for one in reversed(actor.names.all()) if one.text != actor.name}
    return [{"text": text, "language": language} for text, language in sorted(names.items())]


def _mentioned(incident: Incident, ranges: list[CasualtyEstimate], verdicts: list[Assessment]) -> list[Actor]:
    """Return the actors of the rows that become public."""
    public = {claim.pk for claim in incident.claims.all() if not claim.confidential}
    found = [one.actor for one in incident.involvements.all() if one.claim_id is None or one.claim_id in public]
    found += [claim.claimant for claim in incident.claims.all() if claim.pk in public]
    for one in incident.assertions.all():
        if one.claim_id in public:
            found += [actor for actor in (one.side, one.actor) if actor is not None]
    found += [estimate.side for estimate in ranges]
    found += [verdict.side for verdict in verdicts if verdict.side is not None]
    return found


def _occurrence(incident: Incident, problems: list[str]) -> doc.Occurrence:
    if incident.earliest is None or incident.latest is None:
        problems.append("The incident has no date.")
    return {
        "earliest": day(incident.earliest) or "",
        "latest": day(incident.latest) or "",
        "start_time": time_of_day(incident.start_time),
        "end_time": time_of_day(incident.end_time),
        "time_zone": incident.time_zone,
        "precision": DatePrecision.of(incident.date_precision),
    }


def _location(incident: Incident, withheld: list[str], problems: list[str]) -> doc.Location:
    """Return where, as precisely as may become public; a coarser place stands in with its own precision.

    Coarse: only the coarser place, without the border section, which may be narrower. Withheld: country and section.
    """
    confidentiality = incident.location_confidentiality
    exact = confidentiality == LocationConfidentiality.PUBLIC
    coarse = confidentiality == LocationConfidentiality.COARSE
    place: Place | None = incident.place if exact else incident.coarse_place
    if confidentiality == LocationConfidentiality.WITHHELD:
        place = None
    if not exact:
        withheld.append("the exact location" + (f" (published: {place.name})" if place else ""))
    if place is not None and place.standing != Standing.PUBLIC:
        problems.append(not_public(place))
    section = None if coarse else incident.section
    if coarse and incident.section is not None:
        withheld.append(f"the border section {incident.section.name}, which may be narrower than the coarser place")
    if section is not None and section.border.standing != Standing.PUBLIC:
        problems.append(f"The border {section.border.name} is only proposed.")
    latitude = incident.latitude if exact else None
    longitude = incident.longitude if exact else None
    if latitude is None and place is not None:
        latitude, longitude = place.latitude, place.longitude
    precision = incident.place_precision if exact else incident.coarse_precision
    if confidentiality == LocationConfidentiality.WITHHELD:
        precision = None
    country = place.country if place else (incident.place.country if incident.place and not coarse else "")
    return {
        "place": place_part(place) if place else None,
        "wording": incident.place_wording if exact else "",
        "latitude": latitude,
        "longitude": longitude,
        "precision": precision,
        "radius_km": PLACE_PRECISION[precision][1] if precision else None,
        "country": country,
        "section": section_part(section) if section else None,
    }


def _dispute(incident: Incident, problems: list[str]) -> doc.Dispute | None:
    if incident.dispute is None:
        return None
    if incident.dispute.standing != Standing.PUBLIC:
        problems.append(f"The dispute {incident.dispute.name} is only proposed.")
    return {"slug": incident.dispute.slug, "name": incident.dispute.name}


def _involvements(incident: Incident, public: dict[int, str], withheld: list[str]) -> list[doc.Involvement]:
    found: list[doc.Involvement] = []
    for one in incident.involvements.all():
        if one.claim_id is not None and one.claim_id not in public:
            withheld.append(f"the involvement of {one.actor.name}, alleged by a confidential claim")
            continue
        found.append(
            {
                "actor": one.actor.slug,
                "role": InvolvementRole.of(one.role),
                "alleged": one.alleged,
                "claim": public[one.claim_id] if one.claim_id is not None else None,
            }
        )
    return found


def _estimates(ranges: list[CasualtyEstimate], public: dict[int, str]) -> list[doc.Estimate]:
    return [
        {
            "side": one.side.slug,
            "group": Group.of(one.group),
            "outcome": Outcome.of(one.outcome),
            "low": one.low,
            "best": one.best,
            "high": one.high,
            "basis": EstimateBasis.of(one.basis),
            "derived": False,
            "claims": sorted(public[rest.claim_id] for rest in one.rests_on.all() if rest.claim_id in public),
            "note": one.note,
        }
        for one in ranges
    ]


def _assessments(verdicts: list[Assessment]) -> list[doc.Assessment]:
    return [
        {
            "question": Question.of(one.question) if one.question else None,
            "side": one.side.slug if one.side else None,
            "group": Group.of(one.group) if one.group else None,
            "finding": Finding.of(one.finding) if one.finding else None,
            "reason": one.reason,
        }
        for one in verdicts
    ]


def _links(
    incident: Incident, public_refs: dict[str, Told], public: dict[int, str], withheld: list[str]
) -> list[doc.Link]:
    found: list[doc.Link] = []
    for one in incident.links.all():
        if one.other.ref not in public_refs:
            withheld.append(f"the link to {one.other.ref}, which is not in the record")
            continue
        told = public_refs[one.other.ref]
        if told.ref == incident.ref:
            withheld.append(f"the link to {one.other.ref}, which is told here")
            continue
        if one.claim is not None and one.claim_id not in public:
            withheld.append(f"the link to {one.other.ref}, alleged by a confidential claim")
            continue
        found.append(
            {
                "ref": told.ref,
                "title": told.title,
                "relation": IncidentRelation.of(one.relation),
                "claim": one.claim.public_id if one.claim else None,
                "alleged_by": one.claim.claimant.slug if one.claim else None,
            }
        )
    return [one for index, one in enumerate(found) if one not in found[:index]]  # two that were merged are one
