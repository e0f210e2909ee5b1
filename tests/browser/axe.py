"""Holds a page against WCAG 2.2 AA, as far as axe-core can, on a phone and on a desk, dark and light."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"type": "tag", "values": TAGS}
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that look at colours: nothing else changes from light to dark."""

FEW = [(390, "dark"), (1280, "light")]
EVERY = [(390, "dark"), (390, "light"), (1280, "light"), (1280, "dark")]

_RUN = """
options => axe.run(options).then(found =>
  found.violations.map(one => [one.id, one.nodes.map(node => `${node.target}`)]))
"""


def set_screen(page: Page, width: int, scheme: str) -> None:
    """Show the page at a width, light or dark."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")


def complaints(page: Page, screens: list[tuple[int, str]] = FEW) -> list[str]:
    """Return what is wrong with a page as it stands: by rule and element, and where it is wider than the screen.

    All rules at each width, and in its other scheme those that look at colours.
    """
    found = []
    looked: set[int] = set()
    for width, scheme in screens:
        set_screen(page, width, scheme)
        page.evaluate("document.querySelectorAll('html, .desk__rail').forEach(one => { one.scrollTop = 0; })")
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{width} {scheme}: {wide} pixels wide")
        for rule, targets in _violations(page, OF_COLOURS if width in looked else ALL):
            found += [f"{width} {scheme}: {rule} {target}" for target in targets]
        looked.add(width)
    set_screen(page, 1280, "light")
    return found


def _violations(page: Page, rules: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Return the rules that the page breaks, and by which elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    broken: list[tuple[str, list[str]]] = page.evaluate(_RUN, {"runOnly": rules, "resultTypes": ["violations"]})
    return broken


def check(page: Page) -> None:
    """Fail where there is anything to complain of."""
    assert complaints(page) == []
