"""The desk without JavaScript: every button sends the form, and nothing that was typed gets lost."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.workbench.models import Incident
from tests.browser.conftest import beside
from tests.browser.signing import sign_in
from tests.browser.test_desk_form import NEW
from tests.incidents.desk.filling import incident_with_claims

pytestmark = [pytest.mark.browser, pytest.mark.process]


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


def test_rows_are_removed_and_a_text_is_read_and_accepted(desk: None, plain: Page, anna: User) -> None:
    incident = beside(lambda: incident_with_claims(anna, 2))
    page = plain
    sign_in(page, "anna")
    page.goto(f"/desk/incidents/{incident.ref}/")
    page.fill("#id_title", "Typed before anything else")
    page.locator("#fold-" + page.input_value('[name="claims-1-id"]')).locator("> summary").click()
    page.check("#id_claims-1-delete")
    page.click("#reading summary")
    page.fill('[name="reading-text"]', "On 14 February 2024 three Armenian soldiers were wounded near Nerkin Hand.")
    page.fill('[name="reading-published"]', "2024-02-15")
    page.click("button[name=read_text][value=text]")
    expect(page.locator("#desk-told")).to_contain_text("Nothing is entered before you accept it")
    page.click('button[name=accept][value="date:2024-02-14/2024-02-14"]')
    expect(page.locator("#desk-told")).to_contain_text("Entered under When")
    expect(page.locator("#id_claims-1-delete")).to_be_checked()
    expect(page.locator("#id_title")).to_have_value("Typed before anything else")
    page.click(".desk__save button[value=save]")
    expect(page.locator(".messages")).to_contain_text("Saved")
    now = beside(lambda: Incident.objects.get(pk=incident.pk))
    assert (str(now.earliest), beside(now.claims.count)) == ("2024-02-14", 1)


def test_both_versions_are_shown_chosen_and_taken_back(desk: None, plain: Page, anna: User) -> None:
    incident = beside(lambda: incident_with_claims(anna, 1))
    page = plain
    sign_in(page, "anna")
    other = page.context.new_page()
    for one in (page, other):
        one.goto(f"/desk/incidents/{incident.ref}/")
    other.fill("#id_title", "Saved from the other window")
    other.fill("#id_summary", "A summary from there.")
    other.click(".desk__save button[value=save]")
    expect(other.locator("h1")).to_have_text("Saved from the other window")
    page.fill("#id_title", "Saved from this window")
    page.click(".desk__save button[value=save]")
    expect(page.locator(".merge .both")).to_have_count(1)
    expect(page.locator("#id_summary")).to_have_value("A summary from there.")
    page.click(".merge button[value=save]")
    expect(page.locator(".merge")).to_contain_text("Choose for each of these")
    page.check('[name="choose-title"][value="yours"]')
    page.click(".merge button[value=save]")
    expect(page.locator("h1")).to_have_text("Saved from this window")
    page.click("text=Edit history and undo")
    page.locator(".edit").nth(1).get_by_role("button").click()
    expect(page.locator("h1")).to_have_text("Saved from the other window")
