"""What a submission must have. A draft may lack any of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from incidents.vocabulary import ClaimKind, LinkRelation
from incidents.workbench.grading import REASON_NEEDED, lacks_reason, unconfirmed
from incidents.workbench.models import Citation, Claim, ClaimLink, Incident

Missing = dict[str, list[str]]
"""Path of a field, as the form and the drafts API name it (`claims.0.statement`) → what it lacks."""


def missing(incident: Incident) -> Missing:
    """Return what an incident lacks for submission; empty where nothing. Expects `for_detail()` rows."""
    found: Missing = defaultdict(list)
    _own_fields(incident, found)
    claims = list(incident.claims.all())
    if not incident.involvements.all():
        found["involvements"].append("Name at least one actor that was involved.")
    if not claims:
        found["claims"].append("Enter at least one claim: an incident is what somebody says.")
    citations = list(incident.citations.all())
    links = list(incident.claim_links.all())
    asserting = {assertion.claim_id for assertion in incident.assertions.all()}
    _grades(incident, found)
    for index, claim in enumerate(claims):
        _claim(claim, f"claims.{index}", found, citations, links, asserting)
    return dict(found)


def _own_fields(incident: Incident, found: Missing) -> None:
    if not incident.title:
        found["title"].append("Give a title.")
    if not incident.summary:
        found["summary"].append("Give a summary of one paragraph.")
    if not incident.kind:
        found["kind"].append("Say what kind of incident it is.")
    if incident.earliest is None:
        found["earliest"].append("Say when it happened; a range is allowed.")
    somewhere = incident.place or incident.section or incident.latitude is not None
    if not somewhere:
        found["place"].append("Say where: a place, a position, or a border section.")
    elif incident.place_precision is None:
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


def _claim(  # noqa: PLR0917 - what it looks at, and where it writes
    claim: Claim,
    path: str,
    found: Missing,
    citations: Iterable[Citation],
    links: Iterable[ClaimLink],
    asserting: set[int],
) -> None:
    if claim.made_on is None:
        found[f"{path}.made_on"].append("Say when the statement was made.")
    if claim.pk not in asserting and claim.kind != ClaimKind.CONTEXT:
        found[f"{path}.assertions"].append("Say what the claim asserts: at least one question and stance.")
    if not any(citation.claim_id == claim.pk for citation in citations):
        found[f"{path}.citations"].append("Cite the source that reports this claim.")
    denying = (LinkRelation.DENIES, LinkRelation.DISPUTES)
    has_target = any(link.claim_id == claim.pk and link.relation in denying for link in links)
    if claim.kind == ClaimKind.DENIAL and not has_target:
        found[f"{path}.answers"].append("A denial names the claim it denies.")
