"""The incident's page in a browser: readable by everybody, at any width, and nothing on it covers anything else."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.axe import EVERY, FEW, set_screen
from tests.browser.conftest import Photographer
from tests.incidents.public.web import big, sample

pytestmark = [pytest.mark.browser, pytest.mark.process]

_COVERED = """() => {
    const texts = [...document.querySelectorAll('.graph__svg text')].filter(one => getComputedStyle(one).fill
        !== 'rgba(0, 0, 0, 0)' && one.textContent.trim());
    const boxes = texts.map(one => [one.textContent, one.getBoundingClientRect()]);
    const found = [];
    boxes.forEach(([a, one], n) => boxes.slice(n + 1).forEach(([b, other]) => {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const along = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 1 && along > 4) found.push(`${a} / ${b}`);
    }));
    return found;
}"""
"""Which words of the drawing cover each other as they are really set. Lines of a text box touch; that is no cover."""

_SHIFTS = """() => new Promise(done => {
    let shift = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value; }))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(shift), 200);
})"""


@pytest.fixture
def record(transactional_db: None) -> None:
    """Four incidents: the acceptance case, a denied one, one with many voices, one with forty claims."""
    sample.reference()
    for document in (sample.document_a(), sample.document_b(), big.rich(), big.rich(edition=2), big.big(40)):
        sample.publish(document)


@pytest.mark.parametrize(
    ("ref", "screens"), [(sample.REF_A, FEW), (sample.REF_B, FEW), (big.REF_RICH, EVERY), (big.REF_BIG, FEW)]
)
def test_the_page_is_accessible_fits_and_stands_still(
    record: None, visitor: Callable[[], Page], photograph: Photographer, ref: str, screens: list[tuple[int, str]]
) -> None:
    page = visitor()
    for width, scheme in screens:
        set_screen(page, width, scheme)
        page.goto(f"/incidents/{ref}/")
        assert page.evaluate(_SHIFTS) == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(_COVERED) == []
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    photograph(page, f"incident-{ref}")


def test_a_claim_in_the_graph_leads_to_its_turn_by_keyboard(record: None, visitor: Callable[[], Page]) -> None:
    page = visitor()
    page.goto(f"/incidents/{big.REF_RICH}/")
    page.locator(".node").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#claim-claim00002")
    assert page.locator(".turn:target").get_attribute("value") == "3"
    named = page.get_by_role("link", name="3 State Border Service of Azerbaijan 13 Feb 2024, 11:00", exact=True)
    assert named.count() == 1
