"""The form of an incident in every state: readable by everybody, at any width, with and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.vocabulary import State
from incidents.workbench.models import Incident
from tests.browser.axe import check
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import sign_in
from tests.browser.test_incident_page import _SHIFTS
from tests.incidents.desk.filling import incident_with_claims

pytestmark = [pytest.mark.browser, pytest.mark.process]


NEW = "/desk/incidents/new/"
PERSIAN = "ما مسئول این حمله نیستیم."

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
    incident = beside(lambda: incident_with_claims(anna, 20))
    page = visitor()
    sign_in(page, "anna")
    page.goto(f"/desk/incidents/{incident.ref}/")
    assert page.evaluate(_SHIFTS) == 0
    assert page.locator(".claim__fold[open]").count() == 0, "twenty complete claims stay scannable"
    check(page)
    photograph(page, "desk-form-twenty")
    page.eval_on_selector_all(".claim__fold", "folds => folds.forEach(fold => { fold.open = true; })")
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


def test_the_map_takes_a_point_and_shows_what_is_typed(desk: None, visitor: Callable[[], Page]) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto(NEW)
    page.fill("#id_latitude", "40.2")
    page.fill("#id_longitude", "45.6")
    page.locator("#id_place_wording").focus()
    point = page.locator(".desk-map path.point")
    expect(point).to_have_count(1)
    typed = point.bounding_box()
    page.locator(".desk-map").click(position={"x": 180, "y": 120})
    expect(page.locator("#id_latitude")).not_to_have_value("40.2")
    assert re.fullmatch(r"4\d\.\d{4}", page.input_value("#id_longitude"))
    assert point.bounding_box() != typed
    page.fill("#id_latitude", "39.05")
    page.fill("#id_longitude", "46.49")
    page.locator("#id_place_wording").focus()
    page.click("#near button")
    expect(page.locator("#id_section")).to_have_value(re.compile("^AMAZ-"))
    expect(page.locator("#id_section")).to_be_focused()


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
