"""The preview of an edition and the decisions on it."""

import re

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench.models import Citation, Claim, Incident, Source
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import person
from tests.incidents.complete import DAY, complete_incident, published_incident, submitted_incident, world
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.django_db


def page_of(incident: Incident) -> str:
    return f"/admin/workbench/incident/{incident.pk}/preview/"


def offered(page: bytes) -> dict[str, dict[str, str]]:
    """Return the decisions a page offers, each with what its form would send."""
    found = re.search(r'<form method="post" class="decision" id="decide">(.*?)</form>', page.decode(), re.DOTALL)
    assert found
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1]))
    return {verb: {**sent, "verb": verb} for verb in re.findall(r'<button [^>]*name="verb" value="(\w+)"', found[1])}


@pytest.fixture
def deciding(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


def test_it_shows_what_would_become_public(deciding: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    answer = deciding.get(page_of(incident))
    text = answer.content.decode()
    now = preview(incident)
    assert now.body_sha256 in text
    for words in ("Contested", "Ministry of Defence of Armenia", "Says that Azerbaijani units opened fire.", "Report"):
        assert words in text
    assert "&quot;schema&quot;: &quot;counterclaim/incident/1&quot;" in text
    assert "Nothing is public yet" in text
    assert answer["Content-Security-Policy"]
    assert "style=" not in text
    assert "<script>" not in text


def test_it_shows_what_would_not(deciding: Client, anna: User) -> None:
    incident = complete_incident(by=anna, location_confidentiality="withheld", working_note="zzsecretzz")
    here = world()
    claim = Claim(
        incident=incident,
        claimant=here.armenia,
        kind="assertion",
        statement="zzsecretzz",
        made_on=DAY,
        confidential=True,
    )
    source = Source(publisher="Somebody close to it", added_by=anna, confidential=True)
    rows = [
        claim,
        source,
        Citation(incident=incident, claim=incident.claims.all()[0], source=source, quote="zzsecretzz"),
    ]
    save_incident(incident=incident, changes=Changes(saved=rows), by=anna, revision=incident.revision)
    text = deciding.get(page_of(incident)).content.decode()
    assert "zzsecretzz" not in text
    for words in ("The exact location", "A confidential claim by Armenia", "A confidential citation of Somebody close"):
        assert words in text


def test_publish(deciding: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = offered(deciding.get(page_of(incident)).content)["publish"]
    answer = deciding.post(page_of(incident), sent, follow=True)
    assert answer.redirect_chain == [(page_of(incident), 302)]
    edition = Edition.objects.get()
    assert (edition.ref, edition.body_sha256) == (incident.ref, sent["body_sha256"])
    assert set(offered(answer.content)) == {"retract", "unpublish", "reopen"}


def test_a_conflict_is_answered_with_the_new_difference(deciding: Client, anna: User, edith: User, edgar: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    incident.refresh_from_db()
    incident.title = "First correction of it"
    edit_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    sent = offered(deciding.get(page_of(incident)).content)["publish"]

    incident.refresh_from_db()
    incident.title = "Second correction of it"
    edit_incident(incident=incident, changes=Changes(), by=edgar, revision=incident.revision)
    before = row_counts()
    answer = deciding.post(page_of(incident), sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "has changed since you previewed it" in text
    assert "Second correction of it" in text
    fresh = offered(answer.content)["publish"]
    assert (fresh["revision"], fresh["body_sha256"]) != (sent["revision"], sent["body_sha256"])
    assert row_counts() == before
    assert Edition.objects.count() == 1

    assert deciding.post(page_of(incident), fresh).status_code == 302
    assert Edition.objects.live().get().title == "Second correction of it"


@pytest.mark.parametrize(("verb", "state"), [("request_changes", State.CHANGES_REQUESTED), ("reject", State.REJECTED)])
def test_sending_back_needs_a_reason(verb: str, state: State, deciding: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = offered(deciding.get(page_of(incident)).content)[verb]
    refused = deciding.post(page_of(incident), {**sent, "reason": "   "})
    assert refused.status_code == 422
    assert "needs a reason" in refused.content.decode()
    assert deciding.post(page_of(incident), {**sent, "reason": "Which village?"}).status_code == 302
    incident.refresh_from_db()
    assert incident.state == state
    assert "Which village?" in deciding.get(page_of(incident)).content.decode()


def test_a_typed_reason_is_kept(deciding: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = offered(deciding.get(page_of(incident)).content)
    deciding.post(page_of(incident), {**sent["reject"], "reason": "No."})
    answer = deciding.post(page_of(incident), {**sent["request_changes"], "reason": "Which village?"})
    assert answer.status_code == 422
    assert "is rejected" in answer.content.decode()
    assert '<dt>Reason to request changes</dt><dd dir="auto">Which village?</dd>' in answer.content.decode()


def test_retract(deciding: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    sent = offered(deciding.get(page_of(incident)).content)["retract"]
    assert deciding.post(page_of(incident), {**sent, "reason": "It was a drill."}).status_code == 302
    assert Edition.objects.open().get(ref=incident.ref).status == EditionStatus.RETRACTED
    answer = deciding.get(page_of(incident))
    assert set(offered(answer.content)) == {"restore", "reopen"}
    assert "would be public again" in answer.content.decode()


def test_who_edited_is_told_why_they_may_not_publish(deciding: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    incident.title = "Corrected by the editor"
    edit_incident(incident=incident, changes=Changes(), by=edith, revision=incident.revision)
    answer = deciding.get(page_of(incident))
    assert "publish" not in offered(answer.content)
    assert "another editor must publish it" in answer.content.decode()
    now = preview(incident)
    forced = {"verb": "publish", "revision": now.revision, "body_sha256": now.body_sha256}
    refused = deciding.post(page_of(incident), forced)
    assert refused.status_code == 422
    assert Edition.objects.count() == 0


def test_a_draft_can_be_previewed_however_empty(deciding: Client, edith: User) -> None:
    from incidents.workbench.operations.save import create_incident

    incident = create_incident(by=edith)
    answer = deciding.get(page_of(incident))
    assert answer.status_code == 200
    assert "The incident has no date." in answer.content.decode()
    refused = deciding.post(page_of(incident), {"verb": "submit"})
    assert refused.status_code == 422
    assert "Give a title." in refused.content.decode()


@pytest.mark.parametrize("sent", [{}, {"verb": "delete"}, {"verb": "publish", "revision": "x"}])
def test_nonsense_is_refused(sent: dict[str, str], deciding: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    assert deciding.post(page_of(incident), sent).status_code == 400


def test_an_absent_incident_is_not_found(deciding: Client) -> None:
    assert deciding.get("/admin/workbench/incident/999999/preview/").status_code == 404


def test_administrators_look_and_decide_nothing(client: Client, anna: User, adam: User) -> None:
    incident = submitted_incident(by=anna)
    client.force_login(adam)
    assert offered(client.get(page_of(incident)).content) == {}
    now = preview(incident)
    for verb in Verb:
        sent = {"verb": verb, "reason": "So.", "revision": now.revision, "body_sha256": now.body_sha256}
        assert client.post(page_of(incident), sent).status_code == 422
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED


@pytest.mark.parametrize("role", [Role.ANALYST, Role.RESEARCHER, None])
def test_nobody_else_gets_there(role: Role | None, client: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    client.force_login(person("somebody", role, is_staff=True))
    assert client.get(page_of(incident)).status_code == 302
    assert client.post(page_of(incident), {"verb": "reject", "reason": "No."}).status_code == 302
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED


def test_a_decision_needs_the_token_against_forgery(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(edith)
    assert strict.post(page_of(incident), {"verb": "reject", "reason": "No."}).status_code == 403
    page = strict.get(page_of(incident)).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    sent = {"verb": "reject", "reason": "No.", "csrfmiddlewaretoken": found[1]}
    assert strict.post(page_of(incident), sent).status_code == 302
