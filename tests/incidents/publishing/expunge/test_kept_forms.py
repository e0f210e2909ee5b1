"""Unsaved forms of the desk: an order reaches them by words, and by what they hold of what goes."""

import pytest

from accounts.models import User
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.planning import make_plan
from incidents.publishing.expunge.targets import Order
from incidents.workbench.models import Claim, Incident, KeptForm
from tests.incidents.publishing.expunge.conftest import ASCII, CAPTURED, NAME, Told, citing, claim_of
from tests.incidents.publishing.expunge.everywhere import in_database

pytestmark = pytest.mark.django_db
REASON = "Order 7 of a court, on personal data."


def keep(by: User, number: int, incident: Incident | None, **fields: str) -> KeptForm:
    given = {name.replace("__", "-"): [value] for name, value in fields.items()}
    return KeptForm.objects.create(person=by, form_id=f"{number:010}", incident=incident, fields=given)


def test_words_are_taken_out(told: Told, adam: User, anna: User) -> None:
    of_it = keep(anna, 1, told.incident, summary=f"As {NAME.upper()} said", title="The rest stays")
    new = keep(anna, 2, None, claims__0__statement=f"By {NAME}")
    new.files = {"sources-0": {"sha256": "0" * 64, "name": f"{ASCII}.pdf", "mime": "application/pdf", "size": 1}}
    new.save()
    expunge(order=Order(REASON, texts=(NAME, ASCII)), by=adam)
    assert in_database(ASCII, "örnəkov", "ornekov") == []
    of_it.refresh_from_db()
    assert of_it.fields == {"summary": ["As [expunged] said"], "title": ["The rest stays"]}


def test_forms_go_with_their_incident_and_others_stay(told: Told, adam: User, anna: User) -> None:
    keep(anna, 1, told.incident, title="Of the incident that goes")
    other = keep(anna, 2, told.other, title="Of the other one")
    expunge(order=Order(REASON, incidents=(told.incident.ref,)), by=adam)
    assert list(KeptForm.objects.all()) == [other]


@pytest.mark.parametrize("target", ["claims", "sources", "captures"])
def test_forms_that_hold_what_goes_go(told: Told, adam: User, anna: User, target: str) -> None:
    claim = claim_of(told.incident)
    names = {"claims": claim.public_id, "sources": citing(claim).public_id, "captures": CAPTURED}
    holding = keep(anna, 1, told.other, claims__0__id=names["claims"], sources__0__id=names["sources"])
    holding.files = {"sources-0": {"sha256": CAPTURED, "name": "x", "mime": "text/html", "size": 1}}
    holding.save()
    other = keep(anna, 2, told.incident, title="Holds nothing of it")
    order = Order(REASON, **{target: (names[target],)})
    assert "workbench_keptform" in "\n".join(make_plan(order).lines())
    expunge(order=order, by=adam)
    assert list(KeptForm.objects.all()) == [other]


def test_forms_that_hold_a_claim_that_was_removed_before_go(told: Told, adam: User, anna: User) -> None:
    first = claim_of(told.other)
    claim = Claim.objects.create(incident=told.other, claimant=first.claimant, kind="demand", statement="x")
    public_id = claim.public_id
    keep(anna, 1, None, claims__0__id=public_id, claims__0__statement="Says so.")
    claim.delete()
    expunge(order=Order(REASON, claims=(public_id,)), by=adam)
    assert not KeptForm.objects.exists()
