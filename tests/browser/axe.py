"""Holds a page against WCAG 2.2 AA, as far as axe-core can, on a phone and on a desk, dark and light."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
FEW = [(390, "dark"), (1280, "light")]
EVERY = [*FEW, (390, "light"), (1280, "dark")]


def set_screen(page: Page, width: int, scheme: str) -> None:
    """Show the page at a width, light or dark."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")


def complaints(page: Page, screens: list[tuple[int, str]] = FEW) -> list[str]:
    """Return what is wrong with a page as it stands: by rule and element, and where it is wider than the screen."""
    found = []
    for width, scheme in screens:
        set_screen(page, width, scheme)
        page.evaluate("document.querySelectorAll('html, .desk__rail').forEach(one => { one.scrollTop = 0; })")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{width} {scheme}: {wide} pixels wide")
        for one in Axe().run(page, options=AXE).response["violations"]:
            found += [f"{width} {scheme}: {one['id']} {node['target']}" for node in one["nodes"]]
    set_screen(page, 1280, "light")
    return found


def check(page: Page) -> None:
    """Fail where there is anything to complain of."""
    assert complaints(page) == []
