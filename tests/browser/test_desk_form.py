"""The form of an incident in every state: readable by everybody, at any width, with and without JavaScript."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from incidents.vocabulary import State
from incidents.workbench.models import Incident
from tests.browser.conftest import PATIENCE, Photographer, beside
from tests.browser.test_incident_page import _SHIFTS, FEW, set_screen
from tests.browser.test_nerkin_hand import PASSWORD, sign_in
from tests.incidents.desk.conftest import load_reference
from tests.incidents.desk.filling import incident_with_claims

pytestmark = [pytest.mark.browser, pytest.mark.process]


NEW = "/desk/incidents/new/"
PERSIAN = "ما مسئول این حمله نیستیم."
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}

WRONG: dict[str, dict[str, str]] = {
    "when": {"when": "02.03.2024"},
    "where": {"place": "Atlantis", "latitude": "ninety"},
    "who": {"involvements-0-actor": "Atlantis"},
    "what": {"title": "short"},
    "sources": {"sources-0-url": "nowhere", "sources-0-publisher": "An outlet"},
    "claims": {"claims-0-statement": "Says so."},
    "estimates": {"estimates-0-low": "3", "estimates-0-high": "2"},
    "links": {"links-0-other": "CC-1999-00001"},
    "desk": {"embargo_until": "", "coarse_place": "Atlantis"},
}
"""Section → what is wrong in it."""


@pytest.fixture
def desk(transactional_db: None, anna: User, edith: User) -> None:
    """A few places, the actors and the border; and people who can sign in."""
    load_reference()
    for person in (anna, edith):
        person.set_password(PASSWORD)
        person.save()


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


def check(page: Page) -> None:
    """Look at the page on a phone and on a desk, light and dark."""
    for width, scheme in FEW:
        set_screen(page, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, found.generate_report()
    set_screen(page, 1280, "light")


def index_of(page: Page, section: str) -> list[str]:
    """Return what the index says that a section lacks."""
    return page.locator(f'[data-section="{section}"] .desk-index__needs a').all_inner_texts()


def test_an_empty_form(desk: None, visitor: Callable[[], Page], photograph: Photographer) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto(NEW)
    assert page.evaluate(_SHIFTS) == 0
    check(page)
    photograph(page, "desk-form-empty")
    page.locator("#desk-help").check()
    check(page)
    photograph(page, "desk-form-help")


def test_a_filled_form_that_others_saved_meanwhile_and_that_only_shows(
    desk: None, visitor: Callable[[], Page], photograph: Photographer, anna: User
) -> None:
    incident = beside(lambda: incident_with_claims(anna, 12))
    page = visitor()
    sign_in(page, "anna")
    page.goto(f"/desk/incidents/{incident.ref}/")
    assert page.evaluate(_SHIFTS) == 0
    assert page.locator(".claim__fold[open]").count() == 0, "twelve complete claims stay scannable"
    check(page)
    photograph(page, "desk-form-twelve")
    page.locator(".claim__head").nth(1).click()
    check(page)

    theirs = {"title": "Theirs: shots at the border", "revision": incident.revision + 1}
    beside(lambda: Incident.objects.filter(pk=incident.pk).update(**theirs))
    page.fill('[name="title"]', "Mine: fire at the border")
    page.click(".desk__save button[value=save]")
    expect(page.locator(".error-summary")).to_contain_text("Theirs: shots at the border")
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    photograph(page, "desk-form-stale")

    beside(lambda: Incident.objects.filter(pk=incident.pk).update(state=State.SUBMITTED))
    page.goto(f"/desk/incidents/{incident.ref}/")
    expect(page.locator("fieldset.draft__all")).to_have_attribute("disabled", "")
    check(page)
    photograph(page, "desk-form-read-only")


@pytest.mark.parametrize("section", WRONG)
def test_what_is_wrong_in_a_section_is_told_there_in_the_index_and_on_top(
    desk: None, visitor: Callable[[], Page], section: str
) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto(NEW)
    for path in ("estimates", "links"):
        if section == path:
            page.click(f'button[name=add][value="{path}"]')
            page.wait_for_selector(f'[name="{path}-0-id"]', state="attached")
    for name, value in WRONG[section].items():
        page.fill(f'#draft [name="{name}"]', value)
    page.click(".desk__save button[value=save]")
    expect(page.locator(".error-summary")).to_be_focused()
    wrong = page.locator(f"#{section} .field--wrong")
    assert wrong.count() >= 1
    expect(wrong.first).to_be_visible()
    assert page.locator(f'[data-section="{section}"] .needed--save').count() == 1
    assert page.locator(".desk-index .needed--save").count() == 1, "no other section is said to be wrong"
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.closest('.part').id") == section
    check(page)


def test_errors_everywhere(desk: None, visitor: Callable[[], Page], photograph: Photographer) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto(NEW)
    for path in ("estimates", "links"):
        page.click(f'button[name=add][value="{path}"]')
        page.wait_for_selector(f'[name="{path}-0-id"]', state="attached")
    for wrong in WRONG.values():
        for name, value in wrong.items():
            page.fill(f'#draft [name="{name}"]', value)
    page.click(".desk__save button[value=save]")
    expect(page.locator(".error-summary")).to_be_focused()
    check(page)
    photograph(page, "desk-form-errors")


def test_the_index_follows_what_is_typed(desk: None, visitor: Callable[[], Page]) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto(NEW)
    assert index_of(page, "what") == ["Title", "Summary", "Kind"]
    page.fill('[name="title"]', "Fire near Nerkin Hand")
    expect(page.locator('[data-section="what"] .desk-index__needs a')).to_have_text(["Kind", "Summary"])
    page.fill('[name="claims-0-statement"]', "Says so.")
    expect(page.locator('[data-section="claims"] .needed--save')).to_have_text("needed to save")
    assert "Claim 1: Who says it" in index_of(page, "claims")
    assert "Claim 1: what it says" in index_of(page, "claims")
    page.select_option('[name="section"]', "AMAZ-11")
    expect(page.locator('[data-section="where"] .desk-index__needs a')).to_have_text(["How precise is the place?"])
    page.fill('[name="claims-0-statement"]', "")
    expect(page.locator('[data-section="claims"] .desk-index__needs a')).to_have_text(["A claim"])


def test_the_line_is_read_while_it_is_typed(desk: None, visitor: Callable[[], Page]) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto(NEW)
    told = page.locator("#when-told")
    page.fill("#id_when", "02.03.2024")
    expect(told).to_contain_text("could be 2 March or 3 February 2024")
    page.fill("#id_when", "night of 12 to 13 Feb 2024")
    expect(told).to_contain_text("Read as 12–13 February 2024, known to the precision two to six days.")
    page.locator("#id_place").focus()
    expect(page.locator("#id_when")).to_have_value("12–13 February 2024")
    assert page.input_value("#id_earliest") == "2024-02-12"
    expect(page.locator('[data-section="when"] .desk-index__needs a')).to_have_count(0)
    page.locator("#when-parts summary").first.click()
    page.fill("#id_latest", "2024-02-14")
    expect(page.locator("#id_when")).to_have_value("")
    page.click(".desk__save button[value=save]")
    page.wait_for_url(re.compile("/desk/incidents/CC-"))
    assert str(beside(Incident.objects.get).latest) == "2024-02-14"
    expect(page.locator("#id_when")).to_have_value("12–14 February 2024")


def test_text_from_right_to_left(desk: None, visitor: Callable[[], Page], photograph: Photographer, anna: User) -> None:
    made = {"statement": PERSIAN, "quotation": PERSIAN, "quotation_language": "fa"}
    incident = beside(lambda: incident_with_claims(anna, 2, **made))
    page = visitor()
    sign_in(page, "anna")
    page.goto(f"/desk/incidents/{incident.ref}/")
    page.locator(".claim__head").first.click()
    direction = "one => getComputedStyle(one).direction"
    assert page.locator('[name="claims-0-quotation"]').evaluate(direction) == "rtl"
    assert page.locator('[name="claims-1-statement"]').evaluate(direction) == "rtl"
    assert page.locator('[name="title"]').evaluate(direction) == "ltr"
    assert page.locator('[name="claims-0-quotation_language"]').evaluate(direction) == "ltr"
    check(page)
    photograph(page, "desk-form-right-to-left")


def test_without_javascript(desk: None, plain: Page) -> None:
    page = plain
    sign_in(page, "anna")
    page.goto(NEW)
    page.fill("#id_when", "12 Feb 2024 22:00 – 13 Feb 2024 04:30")
    page.click("button[name=read]")
    expect(page.locator("#when-told")).to_contain_text("Read as 12 February 2024 22:00 – 13 February 2024 04:30")
    for name, value in {
        "place": "Nerkin Hand", "latitude": "39.05", "longitude": "46.49", "title": "Fire near Nerkin Hand",
        "summary": "Armenia says that two were killed.", "sources-0-publisher": "An outlet",
        "involvements-0-actor": "Armed Forces of Armenia", "claims-0-claimant": "Ministry of Defence of Armenia",
        "claims-0-statement": "Says that two were killed.", "claims-0-made_on": "2024-02-13",
    }.items():  # fmt: skip
        page.fill(f'#draft [name="{name}"]', value)
    for name, value in {
        "kind": "small_arms_fire", "place_precision": "2", "involvements-0-role": "target",
        "claims-0-kind": "assertion", "claims-0-assertions-0-question": "killed",
        "claims-0-assertions-0-group": "military",
    }.items():  # fmt: skip
        page.select_option(f'#draft [name="{name}"]', value)
    page.fill('[name="claims-0-assertions-0-side"]', "Armed Forces of Armenia")
    page.fill('[name="claims-0-assertions-0-low"]', "2")
    assert page.locator('[name="claims-0-assertions-0-actor"]').is_hidden(), "what does not fit the question"
    page.click('button[name=add][value="claims"]')
    expect(page.locator('[name="claims-1-claimant"]')).to_be_focused()
    expect(page.locator('[name="claims-1-made_on"]')).to_have_value("2024-02-13")
    page.fill('[name="claims-1-claimant"]', "Village council")
    page.select_option('[name="claims-1-kind"]', "denial")
    page.fill('[name="claims-1-statement"]', "Says that nobody was killed.")
    page.select_option('[name="claims-1-assertions-0-question"]', "occurrence")
    page.click("button[name=section_near]")
    expect(page.locator('[name="section"]')).not_to_have_value("")
    page.click(".desk__save button[value=submit]")
    expect(page.locator(".error-summary")).to_contain_text("No actor is called “Village council”")
    page.click('button[name=propose][value="claims-1-claimant"]')
    page.click(".desk__save button[value=submit]")
    expect(page.locator(".error-summary")).to_contain_text("A denial names the claim it denies.")
    assert page.locator('[data-section="claims"] .desk-index__needs a').all_inner_texts() == [
        "Claim 2: which claim it denies"
    ]
    page.click('button[name=add][value="claims-1-answers"]')
    page.select_option('[name="claims-1-answers-0-relation"]', "denies")
    page.select_option('[name="claims-1-answers-0-to"]', index=1)
    page.click('button[name=move][value="claims-1:up"]')
    expect(page.locator('[name="claims-0-claimant"]')).to_have_value("Village council")
    expect(page.locator('button[name=move][value="claims-0:up"]')).to_be_focused()
    page.click(".desk__save button[value=submit]")
    expect(page.locator("main")).to_contain_text("Submitted")
    names = beside(lambda: [claim.claimant.name for claim in Incident.objects.get().claims.all()])
    assert names == ["Village council", "Ministry of Defence of Armenia"]
