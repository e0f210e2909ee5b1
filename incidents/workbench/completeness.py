"""What a submission must have. A draft may lack any of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.vocabulary import ClaimKind, LinkRelation
from incidents.workbench.decisions import refused_in
from incidents.workbench.grading import REASON_NEEDED, lacks_reason, unconfirmed
from incidents.workbench.models import Citation, Incident

Missing = dict[str, list[str]]
"""Path of a field, as the form and the drafts API name it (`claims.0.statement`) → what it lacks."""

_NEEDED = {
    "title": "Give a title.",
    "summary": "Give a summary of one paragraph.",
    "kind": "Say what kind of incident it is.",
    "earliest": "Say when it happened; a range is allowed.",
}
_SOMEWHERE = ("place", "section", "latitude")
_ASKED = (*_NEEDED, *_SOMEWHERE, "place_precision")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, as far as a submission asks: its path, its kind, its day, and how much hangs on it."""

    path: str
    kind: str
    made_on: Any
    assertions: int
    citations: int
    relations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outline:
    """An incident, as far as a submission asks. `fields` holds its own fields by name; empty ones may be left out."""

    fields: Mapping[str, Any]
    involvements: int
    claims: Sequence[Said]


def missing(incident: Incident) -> Missing:
    """Return what an incident lacks for submission; empty where nothing. Expects `for_detail()` rows."""
    found: Missing = defaultdict(list, lacking(_outline_of(incident)))
    _grades(incident, found)
    for path, told in refused_in(incident):
        found[path].append(told)
    return dict(found)


def lacking(outline: Outline) -> Missing:
    """Return what an incident lacks for submission, stored or not yet; its grades apart."""
    found: Missing = defaultdict(list)
    _own_fields(outline.fields, found)
    if not outline.involvements:
        found["involvements"].append("Name at least one actor that was involved.")
    if not outline.claims:
        found["claims"].append("Enter at least one claim: an incident is what somebody says.")
    for claim in outline.claims:
        _claim(claim, found)
    return dict(found)


def _outline_of(incident: Incident) -> Outline:
    citations = Counter(citation.claim_id for citation in incident.citations.all())
    assertions = Counter(assertion.claim_id for assertion in incident.assertions.all())
    relations: dict[int, set[str]] = defaultdict(set)
    for link in incident.claim_links.all():
        relations[link.claim_id].add(link.relation)
    claims = [
        Said(f"claims.{index}", claim.kind, claim.made_on, assertions[claim.pk], citations[claim.pk],
             frozenset(relations[claim.pk]))
        for index, claim in enumerate(incident.claims.all())
    ]  # fmt: skip
    return Outline({name: getattr(incident, name) for name in _ASKED}, len(incident.involvements.all()), claims)


def _own_fields(fields: Mapping[str, Any], found: Missing) -> None:
    given = {name for name in _ASKED if fields.get(name) not in (None, "")}
    for name, message in _NEEDED.items():
        if name not in given:
            found[name].append(message)
    if given.isdisjoint(_SOMEWHERE):
        found["place"].append("Say where: a place, a position, or a border section.")
    elif "place_precision" not in given:
        found["place_precision"].append("Say how precise the place is.")


def _grades(incident: Incident, found: Missing) -> None:
    """Add what the two grades lack: a reason, or for credibility 1 the independent origins."""
    citations = list(incident.citations.all())
    refused = {citation.pk: why for citation, why in unconfirmed(citations, incident.claim_links.all())}
    for path, citation in _citation_paths(incident):
        if citation.pk in refused:
            found[f"{path}.credibility"].append(refused[citation.pk])
        if lacks_reason(citation):
            found[f"{path}.credibility_reason"].append(REASON_NEEDED)
    sources = {citation.source_id: citation.source for citation in citations}
    for index, source_id in enumerate(sorted(sources)):
        if lacks_reason(sources[source_id]):
            found[f"sources.{index}.reliability_reason"].append(REASON_NEEDED)


def _citation_paths(incident: Incident) -> Iterator[tuple[str, Citation]]:
    """Yield every citation with its path in the form: of its claim, or of the incident as a whole."""
    lists: dict[int | None, str] = {None: "citations"}
    lists |= {claim.pk: f"claims.{index}.citations" for index, claim in enumerate(incident.claims.all())}
    counted: dict[int | None, int] = defaultdict(int)
    for citation in incident.citations.all():
        yield f"{lists[citation.claim_id]}.{counted[citation.claim_id]}", citation
        counted[citation.claim_id] += 1


def _claim(claim: Said, found: Missing) -> None:
    if claim.made_on in (None, ""):
        found[f"{claim.path}.made_on"].append("Say when the statement was made.")
    if not claim.assertions and claim.kind != ClaimKind.CONTEXT:
        found[f"{claim.path}.assertions"].append("Say what the claim asserts: at least one question and stance.")
    if not claim.citations:
        found[f"{claim.path}.citations"].append("Cite the source that reports this claim.")
    if claim.kind == ClaimKind.DENIAL and claim.relations.isdisjoint((LinkRelation.DENIES, LinkRelation.DISPUTES)):
        found[f"{claim.path}.answers"].append("A denial names the claim it denies.")
