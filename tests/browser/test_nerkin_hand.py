"""The whole way of one incident: an analyst enters it, an editor publishes it, everybody reads it."""

import json
import re
from collections.abc import Callable
from itertools import islice

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.desk.demo.loading import load_incidents
from incidents.record.models import Edition
from tests.browser.conftest import Photographer
from tests.browser.signing import PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.process]
ARTICLE = "Two Armenian soldiers killed by Azerbaijani fire"
TITLE = "Exchange of fire near Nerkin Hand"
BETTER = "Exchange of fire near the village of Nerkin Hand"

POSITIONS = {
    ("Did it occur?", ""): "agreed",
    ("Who initiated?", ""): "contested",
    ("Killed", "Armenia, military"): "one-sided",
    ("Wounded", "Armenia, military"): "one-sided",
    ("Why?", ""): "one-sided",
    ("Who is responsible?", ""): "one-sided",
}
"""The table of the acceptance case: question and whose people → finding."""


@pytest.fixture
def reported_fire(transactional_db: None, anna: User, edith: User) -> Edition:
    """Incident B in the record, entered by the same forms and another analyst's hand."""
    call_command("load_reference", verbosity=0)
    list(islice(load_incidents(analyst=anna, editor=edith), 2))
    for person in (anna, edith):
        person.set_password(PASSWORD)
        person.save()
    return Edition.objects.get(title__startswith="Reported fire")


def enter(page: Page, path: str, **values: str) -> None:
    """Fill fields of the form, whatever their kind."""
    for name, value in values.items():
        field = page.locator(f'[name="{path}-{name}"]' if path else f'#draft [name="{name}"]')
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def add(page: Page, path: str) -> str:
    """Add a row without leaving the page; return its path."""
    rows = page.locator(f'[name^="{path}-"][name$="-id"]')
    count = page.evaluate(
        "path => [...document.querySelectorAll('[name$=\"-id\"]')]"
        ".filter(one => new RegExp('^' + path + '-[0-9]+-id$').test(one.name)).length",
        path,
    )
    page.click(f'button[name=add][value="{path}"]')
    new = f"{path}-{count}"
    page.wait_for_selector(f'[name="{new}-id"]', state="attached")
    assert rows.count() > 0
    return new


def enter_claim(page: Page, claimant: str, kind: str, statement: str, source: str) -> str:
    """Enter a claim with its citation; return its path."""
    claim = add(page, "claims")
    enter(page, claim, claimant=claimant, kind=kind, statement=statement, made_on="2024-02-13")
    citation = add(page, f"{claim}-citations")
    enter(page, citation, source=source)
    return claim


def enter_assertion(page: Page, claim: str, question: str, **values: str) -> None:
    enter(page, add(page, f"{claim}-assertions"), question=question, **values)


def enter_incident(page: Page, related: str) -> None:
    """Enter incident A as the article tells it, from an empty form."""
    enter(page, "", when="13 Feb 2024")
    enter(page, "", place="gn:174815", place_precision="2", section="AMAZ-11", kind="exchange_of_fire", title=TITLE)
    enter(page, "", summary="Armenia says that two of its soldiers were killed; Azerbaijan says that it retaliated.")
    for actor, role in (("Armed Forces of Armenia", "target"), ("State Border Service of Azerbaijan", "initiator")):
        enter(page, add(page, "involvements"), actor=actor, role=role)
    row = add(page, "sources")
    enter(page, row, publisher="An outlet", title=ARTICLE, published_on="2024-02-13")
    source = page.input_value(f'[name="{row}-id"]')

    armenia = enter_claim(
        page, "Ministry of Defence of Armenia", "assertion", "Says that two of its soldiers were killed.", source
    )
    enter_assertion(page, armenia, "occurrence")
    enter_assertion(page, armenia, "initiator", actor="Armed Forces of Azerbaijan")
    forces = {"side": "Armed Forces of Armenia", "group": "military"}
    enter_assertion(page, armenia, "killed", low="2", high="2", **forces)
    enter_assertion(page, armenia, "wounded", low="2", wording="several", **forces)

    service = "State Border Service of Azerbaijan"
    answer = enter_claim(page, service, "justification", "Says that it carried out a “revenge operation”.", source)
    enter_assertion(page, answer, "occurrence", wording="revenge operation")
    enter_assertion(page, answer, "initiator", stance="other_explanation", response_to=related)
    enter_assertion(page, answer, "motive", text="retaliation for the day before")
    to = page.input_value(f'[name="{armenia}-id"]')
    enter(page, add(page, f"{answer}-answers"), relation="disputes", to=to, question="initiator")

    blame = enter_claim(page, service, "accusation", "Puts the blame on Armenia's leadership.", source)
    leadership = "Armenia's military and political leadership"
    enter_assertion(page, blame, "responsibility", actor=leadership)
    alleging = page.input_value(f'[name="{answer}-id"]')
    enter(page, add(page, "links"), relation="retaliation_for", other=related, claim=alleging)


def positions_shown(page: Page) -> dict[tuple[str, str], str]:
    """Read the table of positions as a reader sees it."""
    return {
        (row["question"], row["whose"]): row["finding"]
        for row in page.eval_on_selector_all(
            ".ledger__row",
            """rows => rows.map(row => ({
                question: row.querySelector('.ledger__question').firstChild.textContent.trim(),
                whose: (row.querySelector('.ledger__subject')?.innerText ?? '').trim(),
                finding: row.querySelector('.finding__word').innerText.trim(),
            }))""",
        )
    }


def publish(editor: Page, ref: str) -> None:
    """Find an incident in the queue, look at its preview, publish it."""
    editor.goto("/admin/workbench/incident/")
    editor.click(f"#result_list a:has-text('{ref}')")
    editor.click("a:has-text('Preview edition')")
    expect(editor.locator("h1")).to_contain_text(ref)
    editor.click(".decision__publish")
    expect(editor.locator(".messagelist")).to_contain_text("publish – done")


def api(page: Page, path: str) -> dict[str, object]:
    answer = page.request.get(path)
    assert answer.ok, answer.text()
    found: dict[str, object] = json.loads(answer.body())
    return found


def test_from_an_empty_form_to_the_record(
    reported_fire: Edition, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    analyst, editor, reader = visitor(), visitor(), visitor()

    sign_in(analyst, "anna")
    photograph(analyst, "desk-home")
    analyst.goto("/desk/incidents/new/")
    photograph(analyst, "desk-new")
    enter_incident(analyst, reported_fire.ref)
    photograph(analyst, "desk-filled")
    analyst.click(".desk__save button[value=submit]")
    analyst.wait_for_url(re.compile(r"/desk/incidents/CC-\d{4}-\d{5}/"))
    expect(analyst.locator("main")).to_contain_text("Submitted")
    match = re.search(r"CC-\d{4}-\d{5}", analyst.url)
    assert match
    ref = match.group()
    photograph(analyst, "desk-submitted")

    assert reader.goto(f"/incidents/{ref}/").status == 404  # type: ignore[union-attr] # a page was loaded
    sign_in(editor, "edith")
    editor.goto("/admin/workbench/incident/")
    photograph(editor, "admin-queue")
    editor.click(f"#result_list a:has-text('{ref}')")
    photograph(editor, "admin-incident")
    editor.click("a:has-text('Preview edition')")
    photograph(editor, "admin-preview")
    publish(editor, ref)

    reader.goto("/incidents/")
    reader.click(f"a:has-text('{TITLE}')")
    assert POSITIONS.items() <= positions_shown(reader).items()
    photograph(reader, "incident")
    expect(reader.locator("main")).to_contain_text("State Border Service of Azerbaijan")

    analyst.goto(f"/desk/incidents/{ref}/")
    enter(analyst, "", title=BETTER)
    analyst.click(".desk__save button[value=save]")
    expect(analyst.locator("h1")).to_have_text(BETTER)
    reader.goto(f"/incidents/{ref}/")
    expect(reader.locator("h1")).to_have_text(TITLE)
    assert api(reader, f"/api/v1/incidents/{ref}/")["title"] == TITLE

    analyst.click(".desk__save button[value=submit]")
    expect(analyst.locator(".messages")).to_contain_text("was submitted")
    publish(editor, ref)
    reader.reload()
    expect(reader.locator("h1")).to_have_text(BETTER)
    reader.goto(f"/incidents/{ref}/history/")
    for number in (1, 2):
        expect(reader.locator(f'main a[href="/incidents/{ref}/editions/{number}/"]').first).to_be_visible()
    photograph(reader, "history")


def test_a_reader_sees_what_is_contested(
    reported_fire: Edition, visitor: Callable[[], Page], photograph: Photographer
) -> None:
    reader = visitor()
    reader.goto(f"/incidents/{reported_fire.ref}/")
    expect(reader.locator("main")).to_contain_text("Contested: this may not have happened")
    photograph(reader, "contested")
    found = api(reader, "/api/v1/incidents/?contested=occurrence")
    assert [one["ref"] for one in found["results"]] == [reported_fire.ref]  # type: ignore[attr-defined]
    for path, name in (("/", "overview"), ("/incidents/", "list"), ("/actors/", "actors"), ("/codebook/", "codebook"),
                       ("/actors/azerbaijan/", "actor"), ("/methodology/", "methodology"),
                       ("/accounts/login/", "login")):  # fmt: skip
        assert reader.goto(path).ok  # type: ignore[union-attr] # a page was loaded
        photograph(reader, name)
