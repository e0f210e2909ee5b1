"""What the tests do and look at, over and over."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import BrowserContext, Page, Route, expect

from incidents.workbench.models import Incident, KeptForm

T = TypeVar("T")
OLD, MINE, THEIRS = "Fire near Nerkin Hand", "Mine: fire at the border", "Theirs: shots near Nerkin Hand"
TITLE = "#id_title"
SAFE = "#safe"


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


def closed_offline(page: Page, incident: Incident) -> BrowserContext:
    """Type without a connection, close the page, and return the browser, which has its connection again."""
    page.goto(address(incident), wait_until="networkidle")
    page.context.set_offline(True)
    page.fill(TITLE, MINE)
    says(page, "kept in this browser")
    context: BrowserContext = page.context
    page.close()
    context.set_offline(False)
    return context


@contextmanager
def held(page: Page, where: str, method: str = "POST") -> Iterator[list[Route]]:
    """Hold what a page asks for somewhere until the block ends; what it asks for then is let through."""
    waiting: list[Route] = []
    is_over = False

    def hold(route: Route) -> None:
        if is_over or route.request.method != method:
            route.continue_()
        else:
            waiting.append(route)

    page.route(where, hold)
    yield waiting
    is_over = True
    for route in waiting:
        route.continue_()
