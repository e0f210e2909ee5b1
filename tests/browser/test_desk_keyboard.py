"""The whole acceptance case entered by keyboard alone, and what it costs beside a plain admin form."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from incidents.record.models import Edition
from incidents.vocabulary import State
from incidents.workbench.models import Incident
from tests.browser.admin_cost import keys_and_clicks
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import sign_in
from tests.browser.test_nerkin_hand import ARTICLE, TITLE, reported_fire
from tests.browser.typing import Typist

__all__ = ["reported_fire"]
pytestmark = [pytest.mark.browser, pytest.mark.process]


MOD, SERVICE = "Ministry of Defence of Armenia", "State Border Service of Azerbaijan"
ARMENIAN, AZERBAIJANI = "Armed Forces of Armenia", "Armed Forces of Azerbaijan"
LEADERSHIP = "Armenia's military and political leadership"
SUMMARY = "Armenia says that two of its soldiers were killed; Azerbaijan says that it retaliated."


def enter_incident(keys: Typist, related: str) -> None:
    """Enter incident A as the article tells it, from top to bottom."""
    keys.write("when", "13 Feb 2024 05:30-09:30")
    keys.take("place", "nerkin h", "Nerkin Hand (Syunik) [gn:174815]")
    expect(keys.page.locator('[name="section_near"]')).to_have_attribute("value", "AMAZ-11")
    keys.go("section_near=AMAZ-11")
    keys.press("Enter")
    keys.take("involvements-0-actor", "for arm", ARMENIAN)
    keys.choose("involvements-0-role", "Target")
    row = keys.add("involvements", 1)
    keys.take(f"{row}-actor", "bor", SERVICE)
    keys.choose(f"{row}-role", "Initiator")
    keys.choose("kind", "Exchange of fire")
    keys.write("title", TITLE)
    keys.write("summary", SUMMARY)
    keys.write("sources-0-publisher", "An outlet")
    keys.write("sources-0-title", ARTICLE)
    keys.day("sources-0-published_on", 2024, 2, 13)
    enter_armenia(keys)
    enter_azerbaijan(keys, related)
    enter_blame(keys)
    link = keys.add("links", 0)
    keys.choose(f"{link}-relation", "retaliation for")
    keys.take(f"{link}-other", related[-4:], related)
    keys.choose(f"{link}-claim", f"2. {SERVICE}: Says that it carried out a “revenge operation”.")


def enter_claim(keys: Typist, claim: str, actor: tuple[str, str], kind: str, statement: str) -> None:
    keys.take(f"{claim}-claimant", *actor)
    keys.choose(f"{claim}-kind", kind)
    keys.write(f"{claim}-statement", statement)


def enter_armenia(keys: Typist) -> None:
    claim = "claims-0"
    enter_claim(keys, claim, ("def arm", MOD), "Assertion", "Says that two of its soldiers were killed.")
    keys.day(f"{claim}-made_on", 2024, 2, 13)
    keys.choose(f"{claim}-assertions-0-question", "Did it occur?")
    says = keys.add(f"{claim}-assertions", 1)
    keys.choose(f"{says}-question", "Who initiated?")
    keys.take(f"{says}-actor", "for az", AZERBAIJANI)
    says = keys.add(f"{claim}-assertions", 2)
    keys.choose(f"{says}-question", "Killed")
    keys.take(f"{says}-side", "for arm", ARMENIAN)
    keys.choose(f"{says}-group", "military")
    keys.write(f"{says}-low", "2")
    keys.write(f"{says}-high", "2")
    says = keys.add(f"{claim}-assertions", 3)
    keys.choose(f"{says}-question", "Wounded")
    keys.page.wait_for_function("name => document.getElementsByName(name)[0].value", arg=f"{says}-side")
    keys.write(f"{says}-low", "2")
    keys.write(f"{says}-wording", "several")


def enter_azerbaijan(keys: Typist, related: str) -> None:
    claim = keys.add("claims", 1)
    enter_claim(keys, claim, ("bor", SERVICE), "Justification", "Says that it carried out a “revenge operation”.")
    keys.choose(f"{claim}-assertions-0-question", "Did it occur?")
    keys.write(f"{claim}-assertions-0-wording", "revenge operation")
    says = keys.add(f"{claim}-assertions", 1)
    keys.choose(f"{says}-question", "Who initiated?")
    keys.choose(f"{says}-stance", "gives another explanation")
    keys.take(f"{says}-response_to", related[-4:], related)
    says = keys.add(f"{claim}-assertions", 2)
    keys.choose(f"{says}-question", "Why?")
    keys.write(f"{says}-text", "retaliation for the day before")
    answer = keys.add(f"{claim}-answers", 0)
    keys.choose(f"{answer}-relation", "disputes")
    keys.choose(f"{answer}-to", f"1. {MOD}: Says that two of its soldiers were killed.")
    keys.choose(f"{answer}-question", "Who initiated?")


def enter_blame(keys: Typist) -> None:
    claim = keys.add("claims", 2)
    enter_claim(keys, claim, ("bor", SERVICE), "Accusation", "Puts the blame on Armenia's leadership.")
    keys.choose(f"{claim}-assertions-0-question", "Who is responsible?")
    keys.take(f"{claim}-assertions-0-actor", "lead", LEADERSHIP)


def check_stored() -> bool:
    """Hold what was stored against what the article tells."""
    incident = Incident.objects.for_detail().get(title=TITLE)
    assert incident.state == State.SUBMITTED
    when = (incident.earliest, incident.start_time, incident.end_time, incident.date_precision)
    assert [str(one) for one in when] == ["2024-02-13", "05:30:00", "09:30:00", "day"]
    assert (incident.place_precision, incident.section and incident.section.code) == (2, "AMAZ-11")
    claims = list(incident.claims.all())
    assert [claim.claimant.name for claim in claims] == [MOD, SERVICE, SERVICE]
    assert [str(claim.made_on) for claim in claims] == ["2024-02-13"] * 3
    assert (incident.assertions.count(), incident.citations.count(), incident.claim_links.count()) == (8, 3, 1)
    wounded = incident.assertions.get(question="wounded")
    said = (wounded.side and wounded.side.name, wounded.group, wounded.low, wounded.high)
    assert said == (ARMENIAN, "military", 2, None)
    assert incident.links.get().claim == claims[1]
    return True


def test_the_acceptance_case_by_keyboard_alone_for_less_than_in_a_plain_admin(
    reported_fire: Edition, visitor: Callable[[], Page], photograph: Photographer, record_property: Callable[..., None]
) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto("/desk/incidents/new/")
    keys = Typist(page)
    enter_incident(keys, reported_fire.ref)
    photograph(page, "desk-form-filled")
    keys.go("do=submit")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/desk/incidents/CC-\d{4}-\d{5}/"))
    expect(page.locator("main")).to_contain_text("Submitted")
    photograph(page, "desk-form-submitted")

    stored, plain = beside(lambda: (check_stored(), keys_and_clicks(Incident.objects.for_detail().get(title=TITLE))))
    assert stored
    record_property("desk", keys.pressed)
    record_property("plain admin", plain)
    print(f"keys at the desk: {keys.pressed}; keys and clicks in a plain admin form: {plain}")  # noqa: T201
    assert keys.pressed < plain


def test_rows_are_moved_and_removed_by_keyboard(reported_fire: Edition, visitor: Callable[[], Page]) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto("/desk/incidents/new/")
    keys = Typist(page)
    keys.take("involvements-0-actor", "for arm", ARMENIAN)
    keys.choose("involvements-0-role", "Target")
    row = keys.add("involvements", 1)
    expect(page.locator("#desk-said")).to_have_text("Actor 2 was added.")
    keys.take(f"{row}-actor", "bor", SERVICE)
    keys.choose(f"{row}-role", "Initiator")
    keys.go(f"move={row}:up")
    keys.press("Enter")
    expect(page.locator('[name="involvements-0-actor"]')).to_have_value(SERVICE)
    expect(page.locator('button[value="involvements-0:up"]')).to_be_focused()
    expect(page.locator("#desk-said")).to_have_text("Actor is number 1 now.")
    keys.go("involvements-1-delete")
    keys.press("Space")
    keys.go("do=save")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/desk/incidents/CC-"))
    assert beside(lambda: [one.actor.name for one in Incident.objects.latest("pk").involvements.all()]) == [SERVICE]


def test_a_combobox_follows_the_pattern(reported_fire: Edition, visitor: Callable[[], Page]) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto("/desk/incidents/new/")
    keys = Typist(page)
    field = page.locator('[name="place"]')
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-expanded", "false")
    keys.write("place", "xankəndi")
    expect(field).to_have_attribute("aria-expanded", "true")
    first = page.locator("#suggest [role=option]").first
    expect(first).to_contain_text("Khankendi")
    expect(first).to_contain_text("AZE")
    keys.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "suggest-0")
    expect(first).to_have_attribute("aria-selected", "true")
    keys.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("xankəndi")
    expect(field).to_be_focused()
    keys.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    keys.press("Tab")
    expect(page.locator("#suggest")).to_be_hidden()
    expect(field).to_have_value("xankəndi")
