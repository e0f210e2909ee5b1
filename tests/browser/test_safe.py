"""Nothing is lost: connections that are cut, sessions that end, two people on one incident, pages that are left."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from accounts.models import User
from accounts.roles import Role
from incidents.desk.demo.loading import load_incidents
from incidents.workbench.history import saves_since
from incidents.workbench.models import Incident, KeptForm
from tests.browser.conftest import PATIENCE, Photographer
from tests.browser.test_nerkin_hand import PASSWORD, enter, sign_in
from tests.factories import person

T = TypeVar("T")
pytestmark = [pytest.mark.browser, pytest.mark.process]
OLD, MINE, THEIRS = "Fire near Nerkin Hand", "Mine: fire at the border", "Theirs: shots near Nerkin Hand"
TITLE = "#id_title"
SAFE = "#safe"


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """Wait for what pages do by themselves as long as for what they do when asked."""
    expect.set_options(timeout=PATIENCE * 1000)
    yield
    expect.set_options(timeout=5000)


@pytest.fixture
def ara(transactional_db: None) -> User:
    """Return another analyst."""
    return person("ara", Role.ANALYST)


@pytest.fixture
def incident(transactional_db: None, anna: User, edith: User, ara: User) -> Incident:
    """Return a shared draft with claims, and let everybody sign in."""
    call_command("load_reference", verbosity=0)
    list(islice(load_incidents(analyst=anna, editor=edith), 1))
    for one in (anna, edith, ara):
        one.set_password(PASSWORD)
        one.save()
    found = Incident.objects.order_by("pk")[0]
    Incident.objects.filter(pk=found.pk).update(shared=True, state="draft", title=OLD)
    return Incident.objects.get(pk=found.pk)


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Callable[[str], Page]]:
    """Return a maker of pages, each in a browser of its own in which a person is signed in."""
    errors: list[str] = []

    def at(name: str) -> Page:
        page = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site).new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        sign_in(page, name)
        return page

    yield at
    assert errors == []


def look(question: Callable[[], T]) -> T:
    """Ask the database while pages are open: in a thread of its own, because the browser's loop runs in this one."""

    def ask() -> T:
        try:
            return question()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


def now(incident: Incident) -> Incident:
    """Return an incident as it is stored now."""
    return look(lambda: Incident.objects.get(pk=incident.pk))


def unsaved() -> list[str]:
    """Return the titles of what is kept and not saved."""
    return look(lambda: [one.title for one in KeptForm.objects.filter(closed_at=None)])


def is_accessible(page: Page, *parts: str) -> None:
    """Hold parts of the page against WCAG 2.2 AA, as far as axe-core can."""
    context = {"include": [[part] for part in parts]} if parts else None
    found = Axe().run(page, context=context, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()


def address(incident: Incident) -> str:
    return f"/desk/incidents/{incident.ref}/"


def says(page: Page, words: str) -> None:
    expect(page.locator(SAFE)).to_contain_text(words)


def stored(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('counterclaim-desk:'))")
    return found


def answers_nothing(page: Page, path: str, *, times: int = 1) -> list[int]:
    """Let the site do what a page posts, and cut the connection before its answer; return the statuses that were cut.

    The browser's own protocol holds each answer when it has come: what is lost is the answer, not the request.
    """
    cut: list[int] = []
    session = page.context.new_cdp_session(page)

    def hold(event: dict[str, Any]) -> None:
        request = {"requestId": event["requestId"]}
        if event["request"]["method"] == "POST" and len(cut) < times:
            cut.append(event["responseStatusCode"])
            session.send("Fetch.failRequest", {**request, "errorReason": "ConnectionReset"})
        else:
            session.send("Fetch.continueRequest", request)

    session.on("Fetch.requestPaused", hold)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": f"*{path}", "requestStage": "Response"}]})
    return cut


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


def test_a_connection_cut_in_the_middle_and_restored(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    says(page, "No connection: kept in this browser")
    photograph(page, "safe-offline")
    (name,) = stored(page)
    assert MINE not in page.evaluate("name => localStorage.getItem(name)", name)
    assert unsaved() == []
    page.fill(TITLE, f"{MINE}, still offline")
    page.context.set_offline(False)
    says(page, "Changes kept at")
    assert unsaved() == [f"{MINE}, still offline"]
    assert stored(page) == []


def test_a_save_without_connection_is_made_when_it_is_back(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    page.click(".desk__save button[value=save]")
    says(page, "saved by itself as soon as it is back")
    page.fill(TITLE, f"{MINE}, still offline")
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text(f"{MINE}, still offline")
    expect(page.locator(".messages")).to_contain_text("Saved")
    assert stored(page) == []


def test_a_page_that_was_closed_offline_is_sent_by_the_next_one(
    incident: Incident, desk: Callable[[str], Page], ara: User
) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    says(page, "kept in this browser")
    context: BrowserContext = page.context
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto("/desk/")
    expect(other.locator("#unsaved")).to_contain_text("changes that were never sent")
    assert stored(other) == []
    other.click("#unsaved >> text=Restore them")
    expect(other.locator(TITLE)).to_have_value(MINE)


def test_another_account_on_the_same_browser_gets_nothing_of_it(
    incident: Incident, desk: Callable[[str], Page], ara: User
) -> None:
    page = desk("anna")
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    says(page, "kept in this browser")
    context: BrowserContext = page.context
    page.close()
    context.set_offline(False)
    context.clear_cookies()
    other = context.new_page()
    sign_in(other, "ara")
    other.goto(address(incident))
    other.wait_for_load_state("networkidle")
    expect(other.locator("main")).not_to_contain_text("never sent")
    assert len(stored(other)) == 1
    assert unsaved() == []


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


def test_cut_between_the_commit_and_the_answer_makes_nothing_twice(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto("/desk/incidents/new/")
    cut = answers_nothing(page, "/desk/incidents/new/")
    enter(page, "", title=MINE)
    enter(page, "claims-0", claimant="Ministry of Defence of Armenia", kind="assertion", statement="Says so.")
    page.click(".desk__save button[value=save]")
    expect(page.locator("h1")).to_have_text(MINE)
    assert cut == [200]
    made = look(lambda: Incident.objects.get(title=MINE))
    assert look(made.claims.count) == 1

    before = made.revision
    page.click('button[name=add][value="claims"]')
    page.wait_for_selector('[name="claims-1-id"]', state="attached")
    cut = answers_nothing(page, address(made))
    enter(page, "claims-1", claimant="Azerbaijan", kind="denial", statement="Denies it.")
    page.click(".desk__save button[value=save]")
    says(page, "saved by itself as soon as it is back")
    page.fill(TITLE, f"{MINE}, typed while waiting")
    expect(page.locator("h1")).to_have_text(f"{MINE}, typed while waiting")
    assert cut == [200]
    expect(page.locator(".merge")).to_have_count(0)
    assert look(made.claims.count) == 2
    assert len(look(lambda: saves_since(made, before))) == 2


def test_an_autosave_without_its_answer_is_no_other_window(incident: Incident, desk: Callable[[str], Page]) -> None:
    page = desk("anna")
    page.goto(address(incident))
    cut = answers_nothing(page, "/desk/kept/", times=2)
    page.fill(TITLE, MINE)
    says(page, "Changes kept at")
    assert cut == [200, 200]
    assert unsaved() == [MINE]


def test_two_browsers_on_one_incident(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    anna, ara = desk("anna"), desk("ara")
    anna.goto(address(incident))
    ara.goto(address(incident))
    expect(ara.locator("#others")).to_contain_text("anna")
    expect(anna.locator("#others")).to_contain_text("ara")
    anna.fill(TITLE, MINE)
    says(anna, "Changes kept at")
    ara.fill(TITLE, THEIRS)
    ara.fill("#id_summary", "Theirs: a longer summary.")
    ara.click(".desk__save button[value=save]")
    expect(ara.locator("h1")).to_have_text(THEIRS)

    expect(anna.locator("#moved")).to_contain_text("ara saved this incident")
    is_accessible(anna, "#moved", "#others", ".desk__save")
    photograph(anna, "safe-moved")
    anna.click(".desk__save button[value=save]")
    expect(anna.locator(".merge")).to_contain_text(MINE)
    expect(anna.locator(".merge")).to_contain_text(THEIRS)
    expect(anna.locator("#id_summary")).to_have_value("Theirs: a longer summary.")
    is_accessible(anna, ".merge")
    photograph(anna, "safe-merge")
    anna.click(".merge button[value=save]")
    expect(anna.locator(".merge")).to_contain_text("Choose for each of these")
    assert now(incident).title == THEIRS
    anna.check('[name="choose-title"][value="yours"]')
    anna.click(".merge button[value=save]")
    expect(anna.locator("h1")).to_have_text(MINE)
    both = now(incident)
    assert (both.title, both.summary) == (MINE, "Theirs: a longer summary.")

    anna.click("text=Edit history and undo")
    expect(anna.locator(".edit").first).to_contain_text("Saved by anna")
    is_accessible(anna)
    photograph(anna, "safe-history")
    anna.locator(".edit", has_text="by ara").get_by_role("button").click()
    expect(anna.locator("h1")).to_have_text(THEIRS)
    anna.close()
    ara.reload()
    expect(ara.locator("#others")).to_be_hidden()


def test_an_ended_session_costs_nothing(
    incident: Incident, desk: Callable[[str], Page], photograph: Photographer
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    look(Session.objects.all().delete)
    page.fill(TITLE, MINE)
    dialog = page.locator("#signed-out")
    expect(dialog).to_be_visible()
    says(page, "Signed out")
    is_accessible(page, "#signed-out")
    photograph(page, "safe-signed-out")
    dialog.get_by_text("Not now").click()
    page.click(".desk__save button[value=save]")
    expect(dialog).to_be_visible()
    with page.context.expect_page() as opened:
        dialog.get_by_role("link").click()
    window = opened.value
    window.fill("[name=login]", "anna")
    window.fill("[name=password]", PASSWORD)
    window.click("main button[type=submit]")
    expect(window.locator("h1")).to_have_text("You are signed in again")
    is_accessible(window)
    photograph(window, "safe-signed-in")
    expect(page.locator("h1")).to_have_text(MINE)
    assert now(incident).title == MINE


def test_somebody_else_who_signs_in_sends_nothing_of_it(
    incident: Incident, desk: Callable[[str], Page], ara: User
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    look(Session.objects.all().delete)
    page.fill(TITLE, MINE)
    expect(page.locator("#signed-out")).to_be_visible()
    window = page.context.new_page()
    sign_in(window, "ara")
    page.bring_to_front()
    expect(page.locator(".signed-out__other")).to_be_visible()
    window.goto("/desk/")
    assert unsaved() == []
    assert now(incident).title == OLD


def test_a_row_that_is_added_after_the_session_ended_takes_nothing_away(
    incident: Incident, desk: Callable[[str], Page]
) -> None:
    page = desk("anna")
    page.goto(address(incident))
    look(Session.objects.all().delete)
    page.click('button[name=add][value="links"]')
    expect(page.locator("#signed-out")).to_be_visible()
    expect(page.locator(TITLE)).to_have_value(OLD)


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


def test_without_javascript_an_ended_session_costs_nothing_either(
    incident: Incident, browser: Browser, site: str
) -> None:
    page = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    sign_in(page, "anna")
    page.goto(address(incident))
    page.fill(TITLE, MINE)
    look(Session.objects.all().delete)
    page.click(".desk__save button[value=save]")
    page.fill("[name=login]", "anna")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator(TITLE)).to_have_value(MINE)
    expect(page.locator("#unsaved")).to_contain_text("You were signed out when you sent this form")
    page.click(".desk__save button[value=save]")
    expect(page.locator("h1")).to_have_text(MINE)
