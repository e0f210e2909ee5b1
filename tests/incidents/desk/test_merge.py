"""A save that somebody else's came before: what only one changed stands together, the rest is chosen field by field."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.operations import save_source
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import Order
from incidents.workbench.models import Claim, Incident, Source
from tests.factories import person
from tests.incidents.desk.filling import incident_with_claims
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def other(db: None) -> Client:
    """Return the browser of ara, another analyst."""
    browser = Client()
    browser.force_login(person("ara", Role.ANALYST))
    return browser


@pytest.fixture
def incident(desk: Client, form: Fields) -> Incident:
    """Return a shared incident with one claim."""
    return saved(desk, cited(form) | {"shared": ["on"]})


def opened(browser: Client, incident: Incident, **changed: str) -> Fields:
    return sent(browser.get(address(incident)), **changed)


def stale(desk: Client, incident: Incident, mine: Fields) -> Any:
    answer = desk.post(address(incident), mine | {"do": ["save"]})
    assert answer.status_code == 409
    return answer


def test_what_only_one_changed_stands_together(desk: Client, other: Client, incident: Incident) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    saved(other, opened(other, incident, summary="Theirs: a longer summary."), address(incident))
    page = stale(desk, incident, mine)
    assert "ara saved this incident meanwhile" in text(page)
    assert 'name="conflict"' not in text(page)
    both = saved(desk, sent(page), address(incident))
    assert (both.title, both.summary) == ("Mine: fire at the border", "Theirs: a longer summary.")


@pytest.mark.parametrize(
    ("choice", "title"), [("yours", "Mine: fire at the border"), ("theirs", "Theirs: shots fired")]
)
def test_what_both_changed_is_chosen(desk: Client, other: Client, incident: Incident, choice: str, title: str) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    theirs = saved(other, opened(other, incident, title="Theirs: shots fired"), address(incident))
    page = stale(desk, incident, mine)
    assert "Mine: fire at the border" in text(page)
    assert "Theirs: shots fired" in text(page)
    assert "Before: Fire near Nerkin Hand" in text(page)
    again = desk.post(address(incident), sent(page) | {"do": ["save"]})
    assert again.status_code == 409
    assert "Choose for each of these" in text(again)
    assert Incident.objects.get().revision == theirs.revision
    assert saved(desk, sent(again) | {"choose-title": [choice]}, address(incident)).title == title


def test_rows_of_both_are_merged(desk: Client, other: Client, incident: Incident) -> None:
    mine = sent(desk.post(address(incident), opened(desk, incident) | {"add": ["claims"]}))
    mine |= {"claims-1-claimant": ["azerbaijan"], "claims-1-kind": ["denial"], "claims-1-statement": ["Denies it."]}
    theirs = sent(other.post(address(incident), opened(other, incident) | {"add": ["claims"]}))
    theirs |= {"claims-1-claimant": ["armenia"], "claims-1-kind": ["threat"], "claims-1-statement": ["Warns."]}
    theirs |= {"claims-1-assertions-0-question": ["threat"], "claims-1-assertions-0-text": ["an answer"]}
    theirs |= {"claims-0-statement": ["Says that three were killed."]}
    saved(other, theirs, address(incident))
    both = saved(desk, sent(stale(desk, incident, mine)), address(incident))
    assert sorted(claim.statement for claim in both.claims.all()) == [
        "Denies it.", "Says that three were killed.", "Warns."
    ]  # fmt: skip
    assert both.claims.get(statement="Warns.").assertions.get().text == "an answer"


@pytest.mark.parametrize(("choice", "left"), [("yours", ["Says that four were killed."]), ("theirs", [])])
def test_a_claim_that_they_removed_and_you_changed_is_asked(
    desk: Client, other: Client, incident: Incident, choice: str, left: list[str]
) -> None:
    mine = opened(desk, incident, claims__0__statement="Says that four were killed.")
    saved(other, opened(other, incident) | {"claims-0-delete": ["on"]}, address(incident))
    page = stale(desk, incident, mine)
    assert "removed" in text(page)
    after = saved(desk, sent(page) | {"choose-claims-0": [choice]}, address(incident))
    assert [claim.statement for claim in after.claims.all()] == left
    assert after.assertions.count() == len(left)


@pytest.mark.parametrize(("choice", "left"), [("yours", []), ("theirs", ["Says that four were killed."])])
def test_a_claim_that_you_remove_and_they_changed_is_asked(
    desk: Client, other: Client, incident: Incident, choice: str, left: list[str]
) -> None:
    mine = opened(desk, incident) | {"claims-0-delete": ["on"]}
    saved(other, opened(other, incident, claims__0__statement="Says that four were killed."), address(incident))
    page = stale(desk, incident, mine)
    assert "to be removed" in text(page)
    after = saved(desk, sent(page) | {"choose-claims-0": [choice]}, address(incident))
    assert [claim.statement for claim in after.claims.all()] == left


def test_a_claim_that_they_removed_and_you_left_alone_stays_removed(
    desk: Client, other: Client, incident: Incident
) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    saved(other, opened(other, incident) | {"claims-0-delete": ["on"]}, address(incident))
    after = saved(desk, sent(stale(desk, incident, mine)), address(incident))
    assert (after.title, after.claims.count()) == ("Mine: fire at the border", 0)


def test_a_third_save_in_between_is_merged_as_well(desk: Client, other: Client, incident: Incident) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    saved(other, opened(other, incident, title="Theirs: shots fired"), address(incident))
    page = sent(stale(desk, incident, mine)) | {"choose-title": ["yours"]}
    saved(other, opened(other, incident, title="Theirs: shots fired", summary="One more."), address(incident))
    again = stale(desk, incident, page)
    both = saved(desk, sent(again), address(incident))
    assert (both.title, both.summary) == ("Mine: fire at the border", "One more.")


def test_wrong_values_are_compared_and_kept_too(desk: Client, other: Client, incident: Incident) -> None:
    mine = opened(desk, incident, latitude="ninety", title="Mine: fire at the border")
    saved(other, opened(other, incident, title="Theirs: shots fired"), address(incident))
    compared = desk.post(address(incident), mine | {"do": ["compare"]})
    assert compared.status_code == 200
    assert "Theirs: shots fired" in text(compared)
    assert sent(compared)["latitude"] == ["ninety"]
    settled = desk.post(address(incident), sent(compared) | {"choose-title": ["theirs"], "do": ["save"]})
    assert settled.status_code == 422
    assert sent(settled)["title"] == ["Theirs: shots fired"]
    assert sent(settled)["latitude"] == ["ninety"]


def test_an_open_question_is_still_open_when_the_page_is_restored(
    desk: Client, other: Client, incident: Incident
) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    saved(other, opened(other, incident, title="Theirs: shots fired"), address(incident))
    stale(desk, incident, mine)
    restored = desk.get(f"{address(incident)}?kept={mine['form'][0]}")
    assert 'name="choose-title"' in text(restored)
    assert desk.post(address(incident), sent(restored) | {"do": ["save"]}).status_code == 409
    assert saved(desk, sent(restored) | {"choose-title": ["theirs"]}, address(incident)).title == "Theirs: shots fired"


def test_what_was_kept_meets_what_somebody_saved_since(desk: Client, other: Client, incident: Incident) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    desk.post(address(incident), mine | {"add": ["links"]})
    saved(other, opened(other, incident, title="Theirs: shots fired"), address(incident))
    assert 'name="choose-title"' in text(desk.get(f"{address(incident)}?kept={mine['form'][0]}"))


def test_what_was_expunged_does_not_come_back_unasked(
    desk: Client, other: Client, incident: Incident, adam: User
) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    expunge(order=Order("A court's order.", claims=(incident.claims.get().public_id,)), by=adam)
    page = stale(desk, incident, mine)
    assert 'name="choose-claims-0"' in text(page)
    choices = {f"choose-{path}": ["yours"] for path in sent(page)["conflict"]}
    after = saved(desk, sent(page) | choices | {"choose-claims-0": ["theirs"]}, address(incident))
    assert (after.title, Claim.objects.count()) == ("Mine: fire at the border", 0)


def test_an_open_form_does_not_take_a_source_out_of_confidence(desk: Client, incident: Incident, edith: User) -> None:
    mine = opened(desk, incident, title="Mine: fire at the border")
    source = Source.objects.get()
    source.confidential = True
    save_source(source=source, by=edith)
    page = stale(desk, incident, mine)
    assert Source.objects.get().confidential
    both = saved(desk, sent(page), address(incident))
    assert both.title == "Mine: fire at the border"
    assert Source.objects.get().confidential
    unticked = opened(desk, incident)
    del unticked["sources-0-confidential"]
    saved(desk, unticked, address(incident))
    assert not Source.objects.get().confidential, "shown ticked, and really unticked"


def test_a_source_that_both_changed_is_chosen(desk: Client, incident: Incident, edith: User) -> None:
    mine = opened(desk, incident, sources__0__title="Mine")
    Source.objects.update(title="Theirs", url="https://example.org/a")
    page = stale(desk, incident, mine)
    assert 'name="conflict" value="sources-0-title"' in text(page)
    saved(desk, sent(page) | {"choose-sources-0-title": ["theirs"]}, address(incident))
    assert Source.objects.values_list("title", "url").get() == ("Theirs", "https://example.org/a")


def test_a_source_in_use_that_moved_since_it_was_added(desk: Client, incident: Incident, anna: User) -> None:
    source = Source.objects.get()
    second = incident_with_claims(anna, 1)
    adding = {"add": ["reuse"], "reuse": [f"[{source.public_id}]"]}
    mine = sent(desk.post(address(second), opened(desk, second) | adding), sources__2__title="Mine")
    new = sent(desk.post(NEW, sent(desk.get(NEW), title="A new one", earliest="2024-02-13") | adding))
    Source.objects.filter(pk=source.pk).update(confidential=True, title="Theirs")
    page = stale(desk, second, mine)
    assert 'name="conflict" value="sources-2-title"' in text(page)
    refused = desk.post(NEW, new | {"do": ["save"]})
    assert (refused.status_code, "Somebody else changed" in text(refused)) == (409, True)
    saved(desk, sent(page) | {"choose-sources-2-title": ["yours"]}, address(second))
    source.refresh_from_db()
    assert (source.confidential, source.title) == (True, "Mine")


@pytest.mark.django_db(transaction=True)
def test_whoever_does_not_say_what_was_shown_is_held_to_the_revision(
    desk: Client, incident: Incident, edith: User
) -> None:
    at = f"/api/v1/drafts/{incident.ref}/"
    body = desk.get(at).json()
    source = Source.objects.get()
    source.confidential = True
    save_source(source=source, by=edith)
    again = body | {"title": "Mine: fire at the border"}
    answer = desk.put(at, again, content_type="application/json")
    assert (answer.status_code, "Somebody else changed" in answer.json()["detail"]) == (412, True)
    assert Source.objects.get().confidential
    again["sources"] = [{"id": source.public_id}]
    assert desk.put(at, again, content_type="application/json").status_code == 200
