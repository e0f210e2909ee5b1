"""What is typed is kept by itself, and asked for before it is left."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, FilePayload, Page, expect

from incidents.workbench.models import Capture, Incident
from tests.browser.conftest import Photographer
from tests.browser.safe.steps import MINE, OLD, SAFE, TITLE, address, is_accessible, look, now, says, stored, unsaved

pytestmark = [pytest.mark.browser, pytest.mark.process]
TYPE_AND_LEAVE = """title => {
  const field = document.querySelector("#id_title");
  field.value = title;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  window.location.assign("/healthz");
}"""
PUT_BACK = f"""document.addEventListener("DOMContentLoaded", () => {{
  document.querySelector("#id_title").value = "{MINE}";
}});"""


def test_what_is_typed_is_kept_and_restored(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    expect(page.locator(SAFE)).to_be_hidden()
    page.fill(TITLE, MINE)
    says(page, "Changes kept at")
    assert now(incident).revision == incident.revision
    page.goto(address(incident))
    expect(page.locator(TITLE)).to_have_value(OLD)
    is_accessible(page, "#unsaved", ".desk__save")
    photograph(page, "safe-offered")
    page.click("text=Restore them")
    expect(page.locator(TITLE)).to_have_value(MINE)
    expect(page.locator("#unsaved")).to_contain_text("Nothing of them is saved yet")
    page.click(".desk__save button[value=save]")
    expect(page.locator("h1")).to_have_text(MINE)
    assert unsaved() == []
    assert stored(page) == []


def test_a_new_incident_is_kept_with_rows_that_were_added(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto("/desk/incidents/new/")
    page.fill(TITLE, MINE)
    page.click('button[name=add][value="claims"]')
    page.wait_for_selector('[name="claims-1-id"]', state="attached")
    page.fill('[name="claims-1-statement"]', "Half a sent")
    says(page, "Changes kept at")
    page.goto("/desk/")
    expect(page.locator("main")).to_contain_text("Not saved yet")
    page.click("text=Restore them")
    expect(page.locator('[name="claims-1-statement"]')).to_have_value("Half a sent")
    assert look(Incident.objects.count) == 1


def test_leaving_with_unsent_changes_asks(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.route("**/desk/kept/", lambda route: route.abort())
    page.fill(TITLE, MINE)
    page.evaluate("window.location.assign('/desk/')")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(page.locator(TITLE)).to_have_value(MINE)
    page.unroute_all()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    says(page, "Changes kept at")
    page.goto("/desk/")
    assert asked == ["beforeunload"]
    expect(page.locator("h1")).to_have_text("Desk")


def test_what_was_typed_in_the_last_moment_is_sent_on_leaving(incident: Incident, desk: Callable[[str], Page]) -> None:
    """Before anything was kept, here or there: the page sends it while it goes."""
    page = desk("anna")
    page.goto(address(incident))
    page.on("dialog", lambda dialog: dialog.accept())
    page.evaluate(TYPE_AND_LEAVE, MINE)
    page.wait_for_url("**/healthz")
    deadline = time.monotonic() + 10
    while unsaved() == [] and time.monotonic() < deadline:
        page.wait_for_timeout(100)
    assert (unsaved(), stored(page)) == ([MINE], [])


def test_what_the_browser_puts_back_by_itself_is_kept_like_what_is_typed(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    """A browser fills a form in again that one comes back to, and tells nobody."""
    page = desk("anna")
    page.add_init_script(PUT_BACK)
    page.goto(address(incident))
    says(page, "Changes kept at")
    assert unsaved() == [MINE]


def test_a_file_is_kept_as_soon_as_it_is_chosen(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    choose(page, "one.html")
    expect(page.locator("#desk-told")).to_contain_text("one.html is kept with what you typed")
    page.goto(address(incident))
    page.click("text=Restore them")
    expect(page.locator(".copies__chosen")).to_contain_text("one.html")
    page.click(".desk__save button[value=save]")
    expect(page.locator(".messages")).to_contain_text("Saved")
    assert look(Capture.objects.count) == 1


def test_a_file_that_could_not_be_sent_is_told_of_and_sent_later(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    choose(page, "one.html")
    says(page, "the file is not sent yet")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("window.location.assign('/desk/')")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.context.set_offline(False)
    expect(page.locator(".copies__chosen")).to_contain_text("one.html")


def choose(page: Page, name: str) -> None:
    """Choose a file for the first source."""
    file: FilePayload = {"name": name, "mimeType": "text/html", "buffer": b"<!doctype html><p>Two were killed.</p>"}
    page.locator('[id^="copies-"] summary').first.click()
    page.set_input_files('[name="sources-0-file"]', file)


def test_signing_out_wipes_it_after_saying_so(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.route("**/desk/kept/", lambda route: route.abort())
    page.fill(TITLE, MINE)
    says(page, "kept in this browser")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/accounts/logout/")
    expect(page.locator("[data-desk-person]")).to_contain_text("One form with changes that were never sent")
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    assert stored(page) == []
