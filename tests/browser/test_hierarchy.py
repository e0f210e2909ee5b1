"""An editor enters an actor's hierarchy and names in a browser: by keyboard, and without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from playwright.sync_api import Page, expect

from accounts.models import User
from actors.models import Actor, ActorName, ActorRelation
from incidents.vocabulary import ActorKind, NameKind, Script
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import PASSWORD, sign_in
from tests.browser.test_review_thread import violations
from tests.factories import ActorFactory, MilestoneFactory

pytestmark = [pytest.mark.browser, pytest.mark.process]


@pytest.fixture
def service(transactional_db: None, edith: User) -> Actor:
    """Enter a border service with its ministry, state and posts, and a turning point; let edith sign in."""
    edith.set_password(PASSWORD)
    edith.save()
    state = ActorFactory.create(slug="azerbaijan", name="Azerbaijan", country="AZE")
    body = {"kind": ActorKind.SECURITY_SERVICE, "country": "AZE"}
    found: Actor = ActorFactory.create(slug="state-border-service", name="State Border Service", **body)
    ministry = ActorFactory.create(slug="ministry-of-national-security", name="Ministry of National Security", **body)
    for subject, whole, since, until in (
        (found, ministry, date(1993, 1, 1), date(2002, 7, 31)),
        (found, state, date(2002, 7, 31), None),
        (ministry, state, None, date(2015, 12, 14)),
        (ActorFactory.create(slug="zangilan-detachment", name="Zangilan detachment", **body), found, None, None),
        (ActorFactory.create(slug="coast-guard", name="Coast Guard", **body), found, date(2005, 1, 1), None),
    ):
        ActorRelation.objects.create(subject=subject, object=whole, kind="part_of", valid=DateRange(since, until))
    for text, language, script in (
        ("Dövlət Sərhəd Xidməti", "az", Script.LATIN), ("Государственная пограничная служба", "ru", Script.CYRILLIC),
    ):  # fmt: skip
        kind = NameKind.OFFICIAL if language == "az" else NameKind.EXONYM
        ActorName.objects.create(actor=found, text=text, language=language, script=script, kind=kind)
    MilestoneFactory.create(title="Ceasefire statement", earliest=date(2020, 11, 10)).dispute.parties.add(state)
    ActorFactory.create(slug="state-security-service", name="State Security Service", **body)
    return found


def test_the_hierarchy_is_edited(service: Actor, visitor: Callable[[], Page], photograph: Photographer) -> None:
    page = visitor()
    sign_in(page, "edith")
    page.goto(f"/admin/actors/actor/{service.pk}/change/")
    page.get_by_role("link", name="Hierarchy and relations").click()
    expect(page.get_by_role("heading", name="Relations over time")).to_be_visible()
    assert violations(page) == []
    photograph(page, "hierarchy")
    new = page.get_by_role("group", name="New relation")
    new.get_by_label("This actor").focus()  # from here on by keyboard
    page.keyboard.type("is part of")
    page.keyboard.press("Tab")
    page.keyboard.type("State Security Service")
    page.keyboard.press("Escape")  # the list of suggestions
    new.get_by_label("From").focus()
    page.keyboard.type("01012016")
    page.get_by_label("Reason").fill("By the decree of 2015.")
    page.get_by_role("button", name="Save the relations").press("Enter")
    expect(page.locator(".editing__error")).to_contain_text("and of one actor at a time")
    assert violations(page) == []
    photograph(page, "hierarchy-refused")
    second = page.locator(".relations__row", has=page.locator("input[value='Azerbaijan [azerbaijan]']"))
    second.get_by_label("To, this day included").fill("2015-12-31")
    page.get_by_role("button", name="Save the relations").press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("The relations were saved.")
    page.get_by_text("Days of turning points").click()
    page.get_by_role("button", name="Ceasefire statement").press("Enter")
    expect(page.get_by_role("heading", name="As of 10 November 2020")).to_be_visible()
    expect(page.locator(".standing__tree")).to_contain_text("State Security Service")
    photograph(page, "hierarchy-then")
    assert beside(service.relations.count) == 3


def test_it_works_without_javascript(service: Actor, plain: Page) -> None:
    sign_in(plain, "edith")
    plain.goto(f"/admin/actors/actor/{service.pk}/hierarchy/?on=2000-01-01")
    expect(plain.locator(".standing__tree")).to_contain_text("Ministry of National Security")
    plain.get_by_role("group", name="New relation").get_by_label("The other actor").fill("State Security Service")
    plain.get_by_role("button", name="Another row").click()
    news = plain.get_by_role("group", name="New relation")
    expect(news).to_have_count(2)
    expect(news.first.get_by_label("The other actor")).to_have_value("State Security Service")
    news.first.get_by_label("This actor").select_option("controls")
    plain.get_by_label("Reason").fill("As the decree says.")
    plain.get_by_role("button", name="Save the relations").click()
    expect(plain.locator(".messagelist")).to_contain_text("The relations were saved.")
    assert beside(lambda: service.relations.filter(kind="controls").count()) == 1


def test_names_are_edited(service: Actor, visitor: Callable[[], Page], photograph: Photographer) -> None:
    page = visitor()
    sign_in(page, "edith")
    page.goto(f"/admin/actors/actor/{service.pk}/change/")
    assert violations(page) == []
    page.locator("#id_names-2-text").fill("Պետական սահմանապահ ծառայություն")
    page.locator("#id_names-2-language").fill("hyy")
    page.locator("#id_names-2-kind").select_option("exonym")
    page.get_by_role("button", name="Add another Actor name").click()
    page.locator("#id_names-3-text").fill("dövlət  sərhəd xidməti")
    page.locator("#id_names-3-language").fill("AZ")
    page.locator("#id_names-3-kind").select_option("official")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#names-group")).to_contain_text("“hyy” is no language tag (BCP 47).")
    expect(page.locator("#names-group")).to_contain_text("Row 1 is the same: “Dövlət Sərhəd Xidməti (az)”.")
    expect(page.locator("#id_names-2-text")).to_have_value("Պետական սահմանապահ ծառայություն")
    assert violations(page) == []
    photograph(page, "names-refused")
    page.locator("#id_names-2-language").fill("hy")
    page.locator("#id_names-3-text").fill("DSX")
    page.locator("#id_names-3-kind").select_option("short")
    beside(lambda: Actor.objects.filter(pk=service.pk).update(description="Guards the borders."))
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_role("heading", name="Somebody else saved this since you opened it")).to_be_visible()
    assert violations(page) == []
    photograph(page, "names-both-versions")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    photograph(page, "names")
    names = beside(lambda: sorted(service.names.values_list("text", "language", "script")))
    assert ("Պետական սահմանապահ ծառայություն", "hy", "Armn") in names
    assert ("DSX", "az", "Latn") in names
    assert beside(lambda: Actor.objects.get(pk=service.pk).description) == "Guards the borders."
