"""An editor merges two public incidents and undoes it, in a browser, without and with the keyboard; and axe."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.record.models import Edition
from incidents.workbench.models import Incident
from tests.browser.conftest import Photographer, beside
from tests.browser.signing import PASSWORD, sign_in
from tests.factories import person
from tests.incidents.complete import complete_incident, published_incident

pytestmark = [pytest.mark.browser, pytest.mark.process]


@pytest.fixture
def pair(transactional_db: None, anna: User, edith: User) -> tuple[Incident, Incident]:
    """Two accounts of one incident, both public, and an editor who wrote neither. Read before the browser starts."""
    edith.set_password(PASSWORD)
    edith.save()
    other = person("edgar")
    other.groups.set(edith.groups.all())
    loser = published_incident(by=anna, editor=other, title="Shots heard near Nerkin Hand")
    return loser, published_incident(by=anna, editor=other, title="Exchange of fire near Ներքին Հանդ")


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, by rule and element."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


def bodies() -> dict[str, str]:
    return dict(Edition.objects.live().values_list("ref", "body"))


def test_a_merge_and_its_undoing(
    pair: tuple[Incident, Incident], visitor: Callable[[], Page], photograph: Photographer
) -> None:
    loser, winner = pair
    before = beside(bodies)
    editor, reader = visitor(), visitor()
    sign_in(editor, "edith")

    editor.goto(f"/admin/workbench/incident/{loser.pk}/preview/")
    editor.click("text=Merge into another incident…")
    assert violations(editor) == []
    photograph(editor, "merge-into")
    editor.fill("#into", winner.ref)
    editor.press("#into", "Enter")
    expect(editor.locator("h1")).to_have_text(f"Merge {loser.ref} into {winner.ref}")
    expect(editor.locator(".merge__side")).to_have_count(2)
    expect(editor.locator(".merge__kind summary").first).to_have_text("2 claims")
    assert violations(editor) == []
    photograph(editor, "merge")

    editor.click("text=Merge the other way instead")
    expect(editor.locator("h1")).to_have_text(f"Merge {winner.ref} into {loser.ref}")
    editor.go_back()
    editor.fill("#reason", "Two outlets told of the same shots.")
    editor.click("button:text-is('Merge')")
    expect(editor.locator(".messagelist")).to_contain_text(f"{loser.ref} was merged into {winner.ref}")
    photograph(editor, "merge-winner")

    reader.goto(f"/incidents/{loser.ref}/")
    expect(reader).to_have_url(re.compile(f"/incidents/{winner.ref}/$"))
    expect(reader.locator("main")).to_contain_text(f"{loser.ref} was merged into this incident")
    assert violations(reader) == []
    photograph(reader, "merge-public")
    reader.goto(f"/incidents/{loser.ref}/editions/1/")
    expect(reader.locator("h1")).to_have_text("Shots heard near Nerkin Hand")

    editor.goto(f"/admin/workbench/incident/{loser.pk}/change/")
    expect(editor.locator(".messagelist")).to_contain_text("was merged")
    photograph(editor, "merge-loser")
    editor.click("text=Undo the merge…")
    expect(editor.locator("main")).to_contain_text("exactly what they said before the merge")
    assert violations(editor) == []
    photograph(editor, "unmerge")
    editor.fill("#reason", "There were shots on two days.")
    editor.click("button:text-is('Undo the merge')")
    expect(editor.locator(".messagelist")).to_contain_text("are told apart again")

    assert beside(bodies) == before
    reader.goto(f"/incidents/{loser.ref}/")
    expect(reader).to_have_url(re.compile(f"/incidents/{loser.ref}/$"))
    expect(reader.locator("h1")).to_have_text("Shots heard near Nerkin Hand")


@pytest.fixture
def drafts(transactional_db: None, anna: User, edith: User) -> tuple[Incident, Incident, Incident]:
    """Three drafts, of which the last holds its place back. Read before the browser starts."""
    edith.set_password(PASSWORD)
    edith.save()
    loser, winner = complete_incident(by=anna), complete_incident(by=anna, title="Another account of the shots")
    return loser, winner, complete_incident(by=anna, location_confidentiality="withheld")


def test_what_was_never_public_and_what_stands_in_the_way(
    drafts: tuple[Incident, Incident, Incident], visitor: Callable[[], Page], photograph: Photographer
) -> None:
    loser, winner, guarded = drafts
    editor = visitor()
    sign_in(editor, "edith")
    editor.goto(f"/admin/workbench/incident/{guarded.pk}/merge/{winner.pk}/")
    expect(editor.locator(".preview__hindrance")).to_contain_text("is held back")
    expect(editor.locator(".decision")).to_have_count(0)
    photograph(editor, "merge-hindered")
    editor.goto(f"/admin/workbench/incident/{loser.pk}/merge/{winner.pk}/")
    expect(editor.locator(".merge__lede")).to_contain_text("was never public")
    assert violations(editor) == []
    photograph(editor, "merge-private")
    editor.fill("#reason", "The same report.")
    editor.click("button:text-is('Merge')")
    expect(editor.locator(".messagelist")).to_contain_text("was merged into")
