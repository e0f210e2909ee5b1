"""What is typed, chosen and pressed between a button and its answer is in the form that comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from incidents.workbench.history import saves_since
from incidents.workbench.models import Citation, Incident, Source
from tests.browser.safe.steps import MINE, TITLE, address, held, look, now, says, unsaved

pytestmark = [pytest.mark.browser, pytest.mark.process]
ADD_A_CLAIM = 'button[name=add][value="claims"]'
ADD_A_SOURCE = 'button[name=add][value="sources"]'
SAVE = ".desk__save button[value=save]"


def presses(page: Page, button: str, waiting: list[Route]) -> None:
    """Press a button, and wait until what it sends is held."""
    before = len(waiting)
    page.click(button)
    while len(waiting) == before:
        page.wait_for_timeout(20)


def report(folder: Path) -> Path:
    made = folder / "report.html"
    made.write_text("<!doctype html><p>Two were killed.</p>")
    return made


def test_what_is_typed_while_a_row_is_added_stays(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, ADD_A_CLAIM, waiting)
        page.fill(TITLE, MINE)
        page.click("#claims .claim__fold >> nth=1")
        page.fill('[name="claims-1-statement"]', "Says something else by now.")
        page.uncheck('#draft [name="shared"]')
        page.focus(TITLE)
        page.evaluate("document.activeElement.setSelectionRange(4, 4)")
    page.wait_for_selector('[name="claims-2-id"]', state="attached")
    expect(page.locator(TITLE)).to_have_value(MINE)
    expect(page.locator(TITLE)).to_be_focused()
    assert page.evaluate("document.activeElement.selectionStart") == 4
    assert page.input_value('[name="claims-1-statement"]') == "Says something else by now."
    assert not page.is_checked('#draft [name="shared"]')
    says(page, "Changes kept at")
    assert unsaved() == [MINE]


def test_what_is_typed_in_a_row_moves_with_it(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.click("#claims .claim__fold >> nth=0")
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, 'button[name=move][value="claims-0:down"]', waiting)
        page.fill('[name="claims-0-statement"]', "This is of the claim that moves.")
    expect(page.locator('[name="claims-1-statement"]')).to_have_value("This is of the claim that moves.")
    assert page.input_value('[name="claims-0-statement"]').startswith("Says for the 2. time")


def test_a_file_that_is_chosen_while_a_row_is_added_is_sent_and_cited_once(
    incident: Incident, desk: Callable[[str], Page], tmp_path: Path
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.click("#claims .claim__fold >> nth=0")
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, ADD_A_CLAIM, waiting)
        page.set_input_files('[name="claims-0-cite-file"]', report(tmp_path))
        page.wait_for_timeout(200)
        assert len(waiting) == 1
    expect(page.locator("#desk-told")).to_contain_text("A new source has the file.")
    assert page.locator('[name="claims-2-id"]').count() == 1
    assert page.locator('#sources [name$="-kept"]').count() == 1
    expect(page.locator("#sources")).to_contain_text("report.html")


def test_a_button_that_is_pressed_while_another_waits_is_pressed_then(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, ADD_A_CLAIM, waiting)
        page.click(ADD_A_SOURCE)
    page.wait_for_selector('[name="sources-2-id"]', state="attached")
    assert page.locator('[name="claims-2-id"]').count() == 1


def test_a_button_pressed_in_a_row_that_moves_is_that_rows(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.click("#claims .claim__fold >> nth=0")
    first = page.input_value('[name="claims-0-id"]')
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, 'button[name=move][value="claims-0:down"]', waiting)
        page.click('button[name=add][value="claims-0-assertions"]')
    page.wait_for_selector('[name="claims-1-assertions-4-id"]', state="attached")
    assert page.input_value('[name="claims-1-id"]') == first
    assert page.locator('[name="claims-0-assertions-4-id"]').count() == 0


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_too(
    incident: Incident, desk: Callable[[str], Page], tmp_path: Path
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    before = now(incident).revision
    page.click("#claims .claim__fold >> nth=0")
    page.fill('[name="claims-0-cite-url"]', "https://example.org/news/1")
    page.fill(TITLE, MINE)
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, SAVE, waiting)
        page.fill(TITLE, f"{MINE}, and more")
    expect(page.locator("h1")).to_have_text(f"{MINE}, and more")
    assert len(look(lambda: saves_since(incident, before))) == 2
    assert look(Source.objects.filter(url="https://example.org/news/1").count) == 1
    assert look(Citation.objects.filter(source__url="https://example.org/news/1").count) == 1
    assert unsaved() == []


def test_what_is_typed_while_a_save_is_refused_stays(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    page.fill(TITLE, "short")
    with held(page, f"**{address(incident)}") as waiting:
        presses(page, SAVE, waiting)
        page.fill('#draft [name="summary"]', "Typed while the save was on its way.")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.input_value('#draft [name="summary"]') == "Typed while the save was on its way."
    says(page, "Changes kept at")
