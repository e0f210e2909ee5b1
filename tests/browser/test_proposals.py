"""An editor maps a proposal to what is there, in a browser: from the index to the form of the one that stays."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from playwright.sync_api import Page, expect

from accounts.models import User
from actors.models import Actor, ActorName, ActorRelation
from actors.operations import propose_actor
from incidents.reference.operations.places import propose_place
from incidents.vocabulary import ActorKind, NameKind, PlaceKind, Script
from incidents.workbench.models import Claim, Involvement
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import PASSWORD, sign_in
from tests.browser.test_review_thread import violations
from tests.factories import ActorFactory
from tests.incidents.complete import complete_incident, submitted_incident, world

pytestmark = [pytest.mark.browser, pytest.mark.process]


@dataclass(frozen=True)
class Proposed:
    """What anna proposed, and what is there."""

    actor: Actor
    there: Actor


@pytest.fixture
def proposed(transactional_db: None, anna: User, edith: User) -> Proposed:
    """Enter proposals, incidents that use them, and what is called alike; let edith sign in."""
    edith.set_password(PASSWORD)
    edith.save()
    actor = propose_actor(name="State Border Guard of Azerbaijan", kind=ActorKind.SECURITY_SERVICE, by=anna)
    there = ActorFactory.create(
        slug="azerbaijan-state-border-service", name="State Border Service of Azerbaijan", country="AZE",
        kind=ActorKind.SECURITY_SERVICE, description="Guards the borders of Azerbaijan.", wikidata_id="Q4162083",
    )  # fmt: skip
    ActorName.objects.create(
        actor=there, text="Dövlət Sərhəd Xidməti", language="az", script=Script.LATIN, kind=NameKind.OFFICIAL
    )
    for incident in (submitted_incident(by=anna), complete_incident(by=anna, title="Fire near Berkaber")):
        Involvement.objects.create(incident=incident, actor=actor, role="respondent", position=9)
        Claim.objects.create(incident=incident, claimant=actor, kind="context", position=9, made_on=incident.earliest,
                             statement="Says that the section is under its watch.")  # fmt: skip
    whole = world().azerbaijan
    ActorRelation.objects.create(subject=there, kind="part_of", object=whole, valid=DateRange(date(2002, 7, 31), None))
    propose_actor(name="Պահակային խումբ", kind=ActorKind.OTHER, by=anna)
    propose_place(name="Nerkin Hand post", kind=PlaceKind.FEATURE, latitude=39.05, longitude=46.52, by=anna)
    return Proposed(actor, there)


def test_a_proposal_is_mapped_to_what_is_there(
    proposed: Proposed, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    page = visitor()
    sign_in(page, "edith")
    page.goto("/admin/")
    page.get_by_role("link", name="Proposals", exact=True).click()
    expect(page.get_by_role("heading", name="State Border Guard of Azerbaijan")).to_be_visible()
    photograph(page, "proposals")
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("Map to this.*State Border Service")).click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    page.locator("summary", has_text="claimant").click()
    photograph(page, "merge")
    assert violations(page) == []
    page.get_by_label("Why they are the same").fill("The analyst took the old name.")
    page.get_by_role("button", name="Merge State Border Guard of Azerbaijan into").click()
    expect(page.locator(".messagelist")).to_contain_text("was merged into State Border Service of Azerbaijan")
    photograph(page, "winner")
    assert beside(lambda: Actor.objects.get(pk=proposed.actor.pk).merged_into_id) == proposed.there.pk
    page.goto("/admin/references/?kind=place")
    photograph(page, "proposed-places")
    page.get_by_label("Reason").fill("It is a field, not a post.")
    page.get_by_role("button", name="Refuse Nerkin Hand post").click()
    expect(page.locator(".messagelist")).to_contain_text("was refused")
    page.goto("/admin/references/merge/actor/?loser=armenia&winner=mod-azerbaijan")
    photograph(page, "merge-hindered")
    assert violations(page) == []
