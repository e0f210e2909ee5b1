"""The rows of an incident as they are stored, by the list they stand in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from incidents.workbench.models import Claim, Incident, Source


@dataclass
class Stored:
    """Rows by (name of the list, claim they hang on), and all of them by table and public id."""

    lists: dict[tuple[str, int | None], list[models.Model]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[type[models.Model], dict[str, models.Model]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, name: str, claim_id: int | None, row: models.Model) -> None:
        """Keep a row in its list."""
        self.lists[name, claim_id].append(row)
        self.by_id[type(row)][row.public_id] = row  # type: ignore[attr-defined]  # every such row has one


def stored(incident: Incident) -> Stored:
    """Return the rows of an incident as `for_form()` fetched it: no query."""
    found = Stored()
    if incident.ref == "":  # not saved yet
        return found
    claims: dict[int, Claim] = {claim.pk: claim for claim in incident.claims.all()}
    sources: dict[int, Source] = {one.source_id: one.source for one in incident.citations.all()}
    lists: tuple[tuple[str, Iterable[models.Model]], ...] = (
        ("involvements", incident.involvements.all()),
        ("claims", claims.values()),
        ("estimates", incident.estimates.all()),
        ("links", incident.links.all()),
        ("sources", [sources[pk] for pk in sorted(sources)]),
    )
    for name, rows in lists:
        for row in rows:
            found.add(name, None, row)
    for assertion in incident.assertions.all():
        found.add("assertions", assertion.claim_id, assertion)
    for link in incident.claim_links.all():
        found.add("answers", link.claim_id, link)
    for citation in incident.citations.all():
        citation.source = sources[citation.source_id]  # one object for one source
        found.add("citations", citation.claim_id, citation)
    _share_claims(incident, claims)
    return found


def _share_claims(incident: Incident, claims: dict[int, Claim]) -> None:
    """Let every row name the same objects: prefetching made one for each."""
    assertion: Any
    for assertion in (*incident.assertions.all(), *incident.claim_links.all()):
        assertion.claim = claims[assertion.claim_id]
    for link in incident.claim_links.all():
        link.to = claims[link.to_id]
    other: Any
    for other in (*incident.involvements.all(), *incident.links.all(), *incident.citations.all()):
        if other.claim_id is not None:
            other.claim = claims[other.claim_id]
    assertions = {one.pk: one for one in incident.assertions.all()}
    for citation in incident.citations.all():
        if citation.assertion_id is not None:
            citation.assertion = assertions[citation.assertion_id]
    for estimate in incident.estimates.all():
        for rest in estimate.rests_on.all():
            rest.claim = claims[rest.claim_id]
