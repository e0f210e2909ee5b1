"""Help while typing, in a browser: a text's suggestions are accepted and saved; related incidents appear."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from incidents.reference.models import Place
from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer
from tests.browser.signing import PASSWORD, sign_in
from tests.factories import IncidentFactory, person
from tests.incidents.desk.suggesting.corpus import statements

pytestmark = [pytest.mark.browser, pytest.mark.process]
ARTICLE = next(one for one in statements() if one.name == "01-nerkin-hand-article")
FIGURE = 'button[name=accept][value="figure:killed:armenia-armed-forces:military:2:2"]'
FILE = "report.html"
TITLE = "Exchange of fire near Nerkin Hand"

DROP = """
([selector, text, name]) => {
  const data = new DataTransfer();
  if (name) data.items.add(new File([text], name, { type: "text/html" }));
  else data.setData("text/uri-list", text);
  const place = document.querySelector(selector);
  for (const kind of ["dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
"""


@pytest.fixture
def others(transactional_db: None, anna: User) -> list[Incident]:
    """Two incidents of the same day: one at the same village, one somewhere else at the border."""
    call_command("load_reference", verbosity=0)
    anna.set_password(PASSWORD)
    anna.save()
    day = {"earliest": date(2024, 2, 13), "latest": date(2024, 2, 13), "shared": True}
    village = Place.objects.get(code="gn:174815")
    author = person("ara", Role.ANALYST)
    return [
        IncidentFactory.create(
            title="Fire near Nerkin Hand", kind="small_arms_fire", place=village, author=author, **day
        ),
        IncidentFactory.create(title="Shots heard above Kapan", latitude=39.11, longitude=46.44, author=author, **day),
    ]


def value(page: Page, name: str) -> str:
    return page.input_value(f'#draft [name="{name}"]')


def press(page: Page, selector: str, told: str) -> None:
    """Press a helping button, and wait for what it says."""
    page.click(selector)
    expect(page.locator("#desk-told")).to_contain_text(told)


def start(visitor: Callable[[], Page]) -> Page:
    """Sign in and open a new form."""
    page = visitor()
    sign_in(page, "anna")
    page.goto("/desk/incidents/new/")
    page.fill('#draft [name="title"]', TITLE)
    return page


def test_a_text_is_pasted_accepted_and_saved(
    others: list[Incident], visitor: Callable[[], Page], photograph: Photographer
) -> None:
    page = start(visitor)
    page.click("#reading summary")
    page.fill('[name="reading-text"]', ARTICLE.text)
    page.fill('[name="reading-published"]', "2024-02-13")
    press(page, "button[name=read_text][value=text]", "suggestions found. Nothing is entered")
    expect(page.locator("mark.mark--place")).to_have_text("Nerkin Hand")
    expect(page.locator('button[name=accept][value="date:2024-02-13/2024-02-13"]')).to_be_focused()
    photograph(page, "desk-reading")

    page.keyboard.press("Enter")
    expect(page.locator("#desk-told")).to_contain_text("Entered under When")
    assert value(page, "earliest") == "2024-02-13"
    press(page, 'button[name=accept][value="place:gn:174815"]', "Entered under Where")
    assert value(page, "place") == "Nerkin Hand (Syunik) [gn:174815]"
    press(page, FIGURE, "Entered in claim 1")
    assert value(page, "claims-0-assertions-0-low") == "2"
    assert value(page, "claims-0-claimant") == "Ministry of Defence of Armenia"
    press(page, 'button[name=accept][value="actor:azerbaijan-armed-forces"]', "Entered under Who")
    assert value(page, "involvements-0-actor") == "Armed Forces of Azerbaijan"
    assert value(page, "title") == TITLE
    assert value(page, "reading-text") == ARTICLE.text
    expect(page.locator("#related .related__one")).to_have_count(2)
    photograph(page, "desk-related")

    page.select_option('[name="claims-0-kind"]', "assertion")
    page.fill('[name="claims-0-statement"]', "Says that two of its soldiers were killed.")
    page.click(".desk__save button[value=save]")
    page.wait_for_url(lambda address: "/new/" not in address)
    page.reload()
    shown = ("earliest", "place", "claims-0-assertions-0-low", "involvements-0-actor", "involvements-0-role")
    assert [value(page, name) for name in shown] == [
        "2024-02-13", "Nerkin Hand (Syunik) [gn:174815]", "2", "Armed Forces of Azerbaijan", "initiator",
    ]  # fmt: skip


def test_a_report_is_dropped_and_related_incidents_are_told_apart_and_linked(
    others: list[Incident], visitor: Callable[[], Page], photograph: Photographer
) -> None:
    page = start(visitor)
    page.fill('#draft [name="when"]', "13 Feb 2024")
    page.fill('#draft [name="place"]', "gn:174815")
    related = page.locator("#related .related__one")
    expect(related).to_have_count(2)
    expect(related.first).to_contain_text("same day, same place, similar title")
    press(page, f'button[name=apart_from][value="{others[1].ref}"]', "is not the same")
    expect(related).to_have_count(1)
    press(page, f'button[name=relate][value="{others[0].ref}"]', "was added under Links")
    expect(related).to_have_count(0)
    assert value(page, "links-0-other") == others[0].ref
    page.select_option('[name="links-0-relation"]', "follows")

    page.evaluate(DROP, [".cite", "https://example.org/news/1", ""])
    expect(page.locator("#desk-told")).to_contain_text("A new source was added, published by example.org.")
    assert value(page, "sources-0-url") == "https://example.org/news/1"
    page.evaluate(DROP, [".cite", "<!doctype html><p>Two were killed.</p>", FILE])
    expect(page.locator("#sources")).to_contain_text(FILE)
    assert value(page, "claims-0-citations-1-credibility") == "6"
    page.fill('[name="sources-1-publisher"]', "The outlet")
    photograph(page, "desk-cite")

    page.fill('[name="claims-0-claimant"]', "Ministry of Defence of Armenia")
    page.select_option('[name="claims-0-kind"]', "assertion")
    page.fill('[name="claims-0-statement"]', "Says that two of its soldiers were killed.")
    page.click(".desk__save button[value=save]")
    page.wait_for_url(lambda address: "/new/" not in address)
    page.reload()
    expect(page.locator("#related")).to_contain_text("Set aside as not the same: 1")
    assert value(page, "links-0-relation") == "follows"
    assert {value(page, f"sources-{number}-publisher") for number in (0, 1)} == {"example.org", "The outlet"}


def test_related_incidents_follow_what_is_typed(others: list[Incident], visitor: Callable[[], Page]) -> None:
    page = visitor()
    sign_in(page, "anna")
    page.goto("/desk/incidents/new/")
    expect(page.locator("#related")).to_contain_text("once the form has a date or a title")
    page.fill('#draft [name="when"]', "14 Feb 2024")
    page.fill('#draft [name="place"]', "gn:174815")
    expect(page.locator("#related .related__one").first).to_contain_text("1 day apart, same place")
    page.fill('#draft [name="when"]', "14 May 2024")
    expect(page.locator("#related .related__one")).to_have_count(0)
    assert value(page, "place") == "gn:174815"
