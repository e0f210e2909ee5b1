"""Decisions in bulk: looked at together, taken one by one, and each with its own result."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from incidents.moderation.admin.bulk import MOST, OFFERED
from incidents.moderation.review_locks import take as take_review
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import ApprovalState, State, Verb
from incidents.workbench.models import Approval, Incident, Transition
from tests.factories import IncidentFactory
from tests.incidents.complete import complete_incident, published_incident, submitted_incident
from tests.incidents.moderation.arranging import retitled, take
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.django_db
QUEUE = "/admin/workbench/incident/"
WHY = "Which village?"


@pytest.fixture
def deciding(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


def asked(client: Client, verb: Verb, *incidents: Incident, **more: str) -> Any:
    """Choose incidents on the list and an action, and press Go."""
    sent = {"action": f"decide_{verb.value}", "_selected_action": [one.pk for one in incidents], "index": "0", **more}
    return client.post(QUEUE, sent)


def shown(page: Any) -> dict[str, Any]:
    """Return what the page's own form would send."""
    (form,) = re.findall(r'<form method="post" class="bulk__form">(.*?)</form>', page.content.decode(), re.DOTALL)
    found: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form))
    found["_selected_action"] = re.findall(r'name="_selected_action" value="(\d+)" checked', form)
    return found


def results(page: Any) -> dict[str, str]:
    """Return what became of each, by its ref."""
    assert page.status_code == 200
    return {one.ref: one.done or " ".join([one.refused, *one.problems]) for one in page.context["results"]}


def test_what_is_offered() -> None:
    assert set(OFFERED).isdisjoint({Verb.RETRACT, Verb.RESTORE, Verb.UNPUBLISH})


def test_the_list_offers_them_to_editors_and_not_to_administrators(deciding: Client, adam: User, anna: User) -> None:
    submitted_incident(by=anna)
    names = [f"decide_{verb.value}" for verb in OFFERED]
    page = deciding.get(QUEUE).content.decode()
    assert re.findall(r'<option value="(\w+)">[^<]*…</option>', page) == names
    assert "delete_selected" not in page
    deciding.force_login(adam)
    assert "decide_" not in deciding.get(QUEUE).content.decode()


def test_each_is_shown_with_what_was_looked_at(deciding: Client, anna: User, edith: User, edgar: User) -> None:
    first = submitted_incident(by=anna)
    again = published_incident(by=anna, editor=edith, title="Shelling near the river")
    retitled(again, "Shelling near the mill", by=anna)
    take(again, Verb.SUBMIT, anna)
    mine = submitted_incident(by=anna, title="What edith has edited")
    retitled(mine, "What edith has edited herself", by=edith)
    before = row_counts()
    page = asked(deciding, Verb.PUBLISH, first, again, mine)
    assert page.status_code == 200
    assert row_counts() == before
    text = unescape(re.sub(r"\s+", " ", page.content.decode()))
    assert "The first edition." in text
    assert "1 difference to edition 1: <code>title</code>." in text
    assert "another editor must publish it" in text
    sent = shown(page)
    assert sent["_selected_action"] == [str(first.pk), str(again.pk)]
    for incident in (first, again):
        now = preview(incident)
        assert sent[f"revision-{incident.pk}"] == str(now.revision)
        assert sent[f"body_sha256-{incident.pk}"] == now.body_sha256


def test_publish(deciding: Client, anna: User, edith: User) -> None:
    incidents = [submitted_incident(by=anna, title=f"Exchange of fire number {number}") for number in range(3)]
    page = asked(deciding, Verb.PUBLISH, *incidents)
    answer = deciding.post(QUEUE, shown(page))
    assert results(answer) == {one.ref: "Publish: in sync now." for one in incidents}
    assert sorted(Edition.objects.values_list("ref", flat=True)) == [one.ref for one in incidents]
    steps = Transition.objects.filter(verb=Verb.PUBLISH)
    assert {(step.by, step.edition_seq) for step in steps} == {(edith, one.seq) for one in Edition.objects.all()}
    assert LogEntry.objects.filter(user=edith, change_message__contains="publish").count() == 3


def test_each_has_its_own_result(deciding: Client, anna: User, edgar: User) -> None:
    """Saved, withdrawn, published or rejected since it was looked at: refused, and the others are done."""
    good, saved, withdrawn, published, gone = (
        submitted_incident(by=anna, title=f"Exchange of fire number {number}") for number in range(5)
    )
    sent = shown(asked(deciding, Verb.PUBLISH, good, saved, withdrawn, published, gone))
    retitled(saved, "Something else", by=edgar)
    take(withdrawn, Verb.WITHDRAW, anna)
    now = preview(published)
    take(published, Verb.PUBLISH, edgar, revision=now.revision, body_sha256=now.body_sha256)
    take(gone, Verb.REJECT, edgar)
    told = results(deciding.post(QUEUE, sent))
    assert told[good.ref] == "Publish: in sync now."
    assert "has changed since you previewed it" in told[saved.ref]
    assert "is draft" in told[withdrawn.ref]
    assert "is in sync" in told[published.ref]
    assert "is rejected" in told[gone.ref]
    assert Edition.objects.count() == 2


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (Verb.REQUEST_CHANGES, State.CHANGES_REQUESTED),
        (Verb.REJECT, State.REJECTED),
        (Verb.WITHDRAW, State.DRAFT),
    ],
)
def test_sending_back(verb: Verb, state: State, deciding: Client, anna: User, edgar: User) -> None:
    good, saved = (submitted_incident(by=anna, title=f"Exchange of fire number {number}") for number in range(2))
    draft = complete_incident(by=anna, title="Still a draft")
    page = asked(deciding, verb, good, saved)
    assert "Still a draft" not in page.content.decode()
    sent = shown(page)
    if verb != Verb.WITHDRAW:
        refused = deciding.post(QUEUE, {**sent, "reason": " "})
        assert refused.status_code == 422
        assert "needs a reason" in refused.content.decode()
        assert shown(refused)["_selected_action"] == sent["_selected_action"]
    retitled(saved, "Something else", by=edgar)
    told = results(deciding.post(QUEUE, {**sent, "reason": WHY}))
    assert state.label.lower() in told[good.ref]
    assert "has changed since you looked at it" in told[saved.ref]
    for incident in (good, saved, draft):
        incident.refresh_from_db()
    assert (good.state, saved.state, draft.state) == (state, State.SUBMITTED, State.DRAFT)
    assert good.transitions.get(verb=verb).reason == WHY


@pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.REQUEST_CHANGES, Verb.REJECT])
def test_what_somebody_else_reviews_is_left_to_them(verb: Verb, deciding: Client, anna: User, edgar: User) -> None:
    free, theirs = (submitted_incident(by=anna, title=f"Exchange of fire number {number}") for number in range(2))
    sent = shown(asked(deciding, verb, free, theirs))
    take_review(incident=theirs, by=edgar)
    told = results(deciding.post(QUEUE, {**sent, "reason": WHY}))
    assert told[free.ref].startswith(f"{verb.label}: ")
    assert "edgar is reviewing" in told[theirs.ref]
    theirs.refresh_from_db()
    assert (theirs.state, theirs.transitions.count()) == (State.SUBMITTED, 1)


def test_approve(deciding: Client, anna: User, edith: User) -> None:
    until = timezone.now() + timedelta(days=1)
    embargoed = submitted_incident(by=anna, embargo_until=until)
    free = submitted_incident(by=anna, title="Under no embargo")
    page = asked(deciding, Verb.APPROVE, embargoed, free)
    assert "It is under no embargo." in page.content.decode()
    assert "is under embargo until" in asked(deciding, Verb.PUBLISH, embargoed, free).content.decode()
    assert results(deciding.post(QUEUE, shown(page))) == {embargoed.ref: "Approve under embargo: submitted now."}
    assert Approval.objects.get(state=ApprovalState.WAITING).by == edith


def test_what_is_not_ticked_is_left_alone(deciding: Client, anna: User) -> None:
    one, other = (submitted_incident(by=anna, title=f"Exchange of fire number {number}") for number in range(2))
    sent = shown(asked(deciding, Verb.PUBLISH, one, other))
    sent["_selected_action"] = [str(other.pk)]
    assert set(results(deciding.post(QUEUE, sent))) == {other.ref}
    assert Edition.objects.get().ref == other.ref


def test_without_the_revision_nothing_is_decided(deciding: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = shown(asked(deciding, Verb.REJECT, incident))
    del sent[f"revision-{incident.pk}"]
    before = row_counts()
    told = results(deciding.post(QUEUE, {**sent, "reason": WHY}))
    assert "without the revision" in told[incident.ref]
    assert row_counts() == before


def test_not_too_many_at_once(deciding: Client, anna: User) -> None:
    IncidentFactory.create_batch(MOST + 1, author=anna, state=State.SUBMITTED)
    call_command("rebuild_queue", verbosity=0)
    answer = asked(deciding, Verb.REJECT, *Incident.objects.all())
    assert answer.status_code == 302
    assert f"At most {MOST}" in deciding.get(QUEUE).content.decode()
    every = [str(pk) for pk in Incident.objects.values_list("pk", flat=True)]
    sent = {"action": "decide_reject", "_selected_action": every, "confirmed": "yes", "reason": WHY}
    assert deciding.post(QUEUE, sent).status_code == 400
    assert not Transition.objects.exists()


def test_nobody_else_gets_there(client: Client, anna: User, adam: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {
        "action": "decide_reject", "_selected_action": [str(incident.pk)], "confirmed": "yes", "reason": WHY,
        f"revision-{incident.pk}": str(incident.revision),
    }  # fmt: skip
    before = row_counts()
    for user in (anna, adam):
        client.force_login(user)
        client.post(QUEUE, sent)
    assert row_counts() == before
