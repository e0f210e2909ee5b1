"""What a submission must have, each lack under the path of its field."""

from typing import Any

import pytest

from accounts.models import User
from incidents.workbench.completeness import missing
from incidents.workbench.models import Citation, Incident
from tests.incidents.complete import complete_incident

pytestmark = pytest.mark.django_db


def lacks(incident: Incident) -> list[str]:
    """Return the paths of what an incident lacks."""
    return sorted(missing(Incident.objects.for_detail().get(pk=incident.pk)))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"title": ""}, "title"),
        ({"summary": ""}, "summary"),
        ({"kind": ""}, "kind"),
        ({"earliest": None, "latest": None}, "earliest"),
        ({"place": None, "section": None}, "place"),
        ({"place_precision": None}, "place_precision"),
    ],
)
def test_own_fields(fields: dict[str, Any], path: str, anna: User) -> None:
    assert lacks(complete_incident(by=anna, **fields)) == [path]


def test_a_section_alone_is_somewhere(anna: User) -> None:
    assert lacks(complete_incident(by=anna, place=None)) == []


def test_a_claim_needs_date_assertion_and_citation(anna: User) -> None:
    incident = complete_incident(by=anna)
    claim = incident.claims.all()[0]
    incident.claims.filter(pk=claim.pk).update(made_on=None)
    claim.assertions.all().delete()
    Citation.objects.filter(claim=claim).delete()
    assert lacks(incident) == ["claims.0.assertions", "claims.0.citations", "claims.0.made_on"]


def test_a_denial_names_what_it_denies(anna: User) -> None:
    incident = complete_incident(by=anna)
    incident.claim_links.all().delete()
    assert lacks(incident) == ["claims.1.answers"]


def test_context_asserts_nothing(anna: User) -> None:
    incident = complete_incident(by=anna)
    claim = incident.claims.all()[0]
    claim.assertions.all().delete()
    incident.claims.filter(pk=claim.pk).update(kind="context")
    assert lacks(incident) == []
