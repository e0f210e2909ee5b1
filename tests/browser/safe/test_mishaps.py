"""Answers that come too late, half or from somebody else, and a browser without storage: no script trips over them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from incidents.workbench.models import Incident
from tests.browser.conftest import PATIENCE
from tests.browser.safe.steps import MINE, TITLE, address, held, says, stored, unsaved
from tests.browser.signing import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.process]
ADD_A_CLAIM = 'button[name=add][value="claims"]'
SAVE = ".desk__save button[value=save]"
LINES = "**/static/geo/*.geojson"
NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
"""


def add_a_claim(page: Page) -> None:
    page.click(ADD_A_CLAIM)
    page.wait_for_selector('[name="claims-2-id"]', state="attached")


def test_the_maps_lines_come_after_another_map_took_its_place(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    with held(page, LINES, "GET"):
        page.goto(address(incident))
        page.wait_for_selector(".desk-map.leaflet-container", state="attached")
        add_a_claim(page)
    page.wait_for_selector(".desk-map path.section", state="attached")
    assert page.locator(".desk-map path.point").count() == 0
    page.click(".desk-map", position={"x": 60, "y": 60})
    assert page.input_value("#id_latitude")
    assert page.locator(".desk-map path.point").count() == 1


def test_a_map_is_replaced_while_it_is_zoomed(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    answers: list[tuple[Route, APIResponse]] = []
    page.route(f"**{address(incident)}", lambda route: answers.append((route, route.fetch())))
    page.click(ADD_A_CLAIM)
    while not answers:
        page.wait_for_timeout(20)
    page.click(".leaflet-control-zoom-in")
    (route, answer) = answers[0]
    route.fulfill(response=answer)
    page.wait_for_selector('[name="claims-2-id"]', state="attached")
    page.wait_for_timeout(1500)
    page.fill("#id_latitude", "39.2")
    page.fill("#id_longitude", "46.5")
    page.keyboard.press("Tab")
    assert page.locator(".desk-map path.point").count() == 1


def test_an_autosave_whose_answer_breaks_off_is_made_again(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    half = {"status": 200, "content_type": "application/json", "body": '{"at": "2026-'}
    page.route("**/desk/kept/", lambda route: route.fulfill(**half), times=1)
    page.goto(address(incident))
    page.fill(TITLE, MINE)
    says(page, "Changes kept at")
    page.fill(TITLE, f"{MINE}, and more")
    says(page, "Changes kept at")
    assert unsaved() == [f"{MINE}, and more"]


def test_a_save_that_something_else_answers_can_be_pressed_again(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=200, content_type="text/html", body="<title>Please pay for this network</title>")
        else:
            route.continue_()

    page.goto(address(incident))
    page.route(f"**{address(incident)}", answer)
    page.fill(TITLE, MINE)
    page.click(SAVE)
    says(page, "The site could not save this (200). What you typed is here")
    assert page.input_value(TITLE) == MINE
    page.unroute_all()
    page.click(SAVE)
    expect(page.locator("h1")).to_have_text(MINE)


def test_an_autosave_that_something_else_answers_is_made_again(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    portal = {"status": 200, "content_type": "text/html", "body": "<title>Please pay for this network</title>"}
    page.route("**/desk/kept/", lambda route: route.fulfill(**portal))
    page.goto(address(incident))
    page.fill(TITLE, MINE)
    says(page, "The site could not keep your changes (200): they are in this browser")
    assert (len(stored(page)), unsaved()) == (1, [])
    page.unroute_all()
    says(page, "Changes kept at")
    assert unsaved() == [MINE]


def test_a_line_that_is_read_too_late_does_not_undo_what_was_accepted(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto("/desk/incidents/new/")
    page.click("#reading summary")
    page.fill('[name="reading-text"]', "On 13 February 2024 two soldiers of Armenia were killed near Nerkin Hand.")
    page.fill('[name="reading-published"]', "2024-02-13")
    page.click("button[name=read_text][value=text]")
    accept = page.locator('button[name=accept][value="date:2024-02-13/2024-02-13"]')
    expect(accept).to_be_visible()
    with held(page, "**/desk/when/**", "GET") as waiting:
        page.fill("#id_when", "7 March 2023")
        while not waiting:
            page.wait_for_timeout(20)
        accept.click()
        expect(page.locator("#desk-told")).to_contain_text("Entered under When")
    page.wait_for_timeout(500)
    assert page.input_value("#id_earliest") == "2024-02-13"


def test_what_is_related_is_gone_when_it_is_asked_for(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.fill(TITLE, MINE)
    page.evaluate("document.getElementById('related').remove()")
    page.wait_for_timeout(1000)
    says(page, "Changes kept at")


def test_a_page_without_a_form_any_more(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.evaluate("document.getElementById('content').replaceChildren()")
    page.evaluate("document.dispatchEvent(new CustomEvent('desk:moved', {detail: {revision: 3, at: 0, by: 'x'}}))")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(300)
    page.goto("/desk/")


def test_a_browser_that_refuses_its_storage(incident: Incident, browser: Browser, site: str) -> None:
    errors: list[str] = []
    page = browser.new_context(base_url=site).new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(NO_STORAGE)
    sign_in(page, "anna")
    page.goto(address(incident))
    page.fill(TITLE, MINE)
    says(page, "Changes kept at")
    page.context.set_offline(True)
    page.fill(TITLE, f"{MINE}, offline")
    says(page, "keep this page open")
    page.context.set_offline(False)
    says(page, "Changes kept at")
    page.click(SAVE)
    expect(page.locator("h1")).to_have_text(f"{MINE}, offline")
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    assert errors == []
