"""An editor finds two sources that are one, merges them and undoes it, in a browser; and axe."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import PASSWORD, sign_in
from tests.browser.test_review_thread import violations
from tests.incidents.moderation.merging_sources import Two, every_row, on, two_sources

pytestmark = [pytest.mark.browser, pytest.mark.process]


@pytest.fixture
def two(transactional_db: None, anna: User, edith: User) -> Two:
    """Two sources with all that may hang on them, and an editor who can sign in."""
    edith.set_password(PASSWORD)
    edith.save()
    return two_sources(anna)


def test_sources_are_merged_and_told_apart_again(
    two: Two, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    before = beside(every_row)
    page = visitor()
    sign_in(page, "edith")
    page.goto("/admin/")
    page.get_by_role("link", name="Sources that may be one").click()
    expect(page.get_by_text("Same copy, same publisher and title.")).to_be_visible()
    assert violations(page) == []
    photograph(page, "sources-alike")
    pair = page.locator(".referring__one", has_text="Same copy")
    pair.get_by_role("link", name="Compare and merge…").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    page.get_by_role("link", name="The other way round").click()
    expect(page).to_have_url(re.compile(f"loser={two.loser.public_id}"))
    page.locator("summary", has_text="Citations").click()
    assert violations(page) == []
    photograph(page, "sources-merge")
    page.get_by_label("Why they are the same").fill("Entered twice.")
    page.get_by_role("button", name="Merge Public Radio").click()
    expect(page.locator(".messagelist")).to_contain_text("was merged into")
    photograph(page, "sources-winner")
    assert beside(lambda: on(two.loser)["workbench.citation.source"]) == set()

    page.get_by_role("link", name="Undo the merge of").click()
    expect(page.get_by_role("heading", name="What goes back")).to_be_visible()
    assert violations(page) == []
    photograph(page, "sources-undo")
    page.get_by_label("Why they are not the same").fill("They are two articles.")
    page.get_by_role("button", name="Undo the merge").click()
    expect(page.locator(".messagelist")).to_contain_text("is told apart again")
    assert beside(every_row) == before
