"""The review page: comments and answers go with the decision in one form."""

import re

import pytest
from django.test import Client

from accounts.models import User
from incidents.moderation.admin.deciding import note_id
from incidents.moderation.reviewing import answer_check
from incidents.record.models import Edition
from incidents.vocabulary import State
from incidents.workbench.models import (
    CheckAnswer,
    ReviewNote,
)
from tests.incidents.complete import (
    submitted_incident,
)
from tests.incidents.moderation.merges import edit
from tests.incidents.moderation.reviews import editor, form_of, piece, resubmitted, text_of
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_admin_preview import page_of
from tests.incidents.moderation.test_checks import the_check, uncited

__all__ = ["editor"]

pytestmark = pytest.mark.django_db


# Comments


def test_a_return_with_comments_on_two_claims_and_a_field(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    first, second = (claim.public_id for claim in incident.claims.all())
    typed = {
        "reason-request_changes": "Three things.",
        f"comment:claims.{first}": "Who says so?",
        f"comment:claims.{second}.statement": "All of them?",
        "comment:title": "@anna which side?",
        "comment:summary": "  ",
    }
    answer = editor.post(page_of(incident), {**form_of(editor.get(page_of(incident))), **typed}, follow=True)
    assert "request changes – done, with 3 comments." in text_of(answer)
    incident.refresh_from_db()
    assert incident.state == State.CHANGES_REQUESTED
    assert {note.anchor for note in incident.notes.open()} == {
        f"claims.{first}", f"claims.{second}.statement", "title",
    }  # fmt: skip
    editor.force_login(anna)
    desk = editor.get(f"/desk/incidents/{incident.ref}/").content.decode()
    assert "Three things." in desk
    assert 'id="id_claims-1-statement_notes"' in desk
    assert 'id="id_title_notes"' in desk


def test_a_refusal_writes_nothing_and_shows_all_that_was_typed(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    first = incident.claims.all()[0].public_id
    sent = {**form_of(editor.get(page_of(incident))), f"comment:claims.{first}": "Who says <so>?"}
    before = row_counts()
    answer = editor.post(page_of(incident), sent)
    assert answer.status_code == 422
    assert row_counts() == before
    assert "Who says &lt;so&gt;?</textarea>" in answer.content.decode()
    assert "What you typed is still here; none of it was written." in text_of(answer)
    assert form_of(answer)["form"] == sent["form"]


def test_a_comment_that_is_sent_twice_is_one(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep", "comment:title": "Which side?"}
    for _ in range(2):
        assert editor.post(page_of(incident), sent).status_code == 302
    assert incident.notes.get().public_id == note_id(sent["form"], "title")


@pytest.mark.parametrize("anchor", ["claims.0000000000", "nonsense", "state"])
def test_a_comment_on_nothing_is_refused(anchor: str, editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), f"comment:{anchor}": "Hm.", "reason": "So."}
    answer = editor.post(page_of(incident), sent)
    assert answer.status_code == 422
    assert ">Hm.</dd>" in answer.content.decode(), "it has no place any more, and is shown all the same"
    assert not ReviewNote.objects.exists()


def test_a_comment_may_be_long_but_not_too_long(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep"}
    assert editor.post(page_of(incident), {**sent, "comment:title": "x" * 4001}).status_code == 422
    assert editor.post(page_of(incident), {**sent, "comment:title": "x" * 4000}).status_code == 302


def test_saving_nothing_says_so(editor: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep"}
    assert "nothing was typed" in text_of(editor.post(page_of(incident), sent, follow=True))


def test_administrators_see_no_place_to_comment(client: Client, anna: User, adam: User) -> None:
    client.force_login(adam)
    incident = uncited(anna)
    page = client.get(page_of(incident)).content.decode()
    assert 'name="comment:' not in page
    assert 'name="answer:' not in page
    sent = {"do": "keep", "comment:title": "Hm."}
    assert client.post(page_of(incident), sent).status_code == 422
    assert not ReviewNote.objects.exists()


# Checks


def test_a_check_is_answered_and_the_incident_published(editor: Client, anna: User, edith: User) -> None:
    incident = uncited(anna)
    key = the_check(incident).key
    shown = editor.get(page_of(incident))
    page = shown.content.decode()
    assert f'id="check-{key}"' in page
    assert "Checks: 1 to answer" in text_of(shown)
    sent = form_of(shown, "publish")
    before = row_counts()
    refused = editor.post(page_of(incident), sent)
    assert refused.status_code == 422
    assert "can't be published before a check is answered" in text_of(refused)
    assert row_counts() == before

    seen = re.search(rf'name="seen:{re.escape(key)}" value="(\w+)"', page)
    assert seen
    answered = {f"answer:{key}": "It was said on the radio.", f"seen:{key}": seen[1]}
    assert editor.post(page_of(incident), {**sent, "verb": "", "do": "keep", **answered}).status_code == 302
    assert CheckAnswer.objects.get().by == edith
    assert "edith answered" in text_of(editor.get(page_of(incident)))
    assert editor.post(page_of(incident), sent).status_code == 302
    assert Edition.objects.count() == 1


def test_an_answer_to_what_has_changed_is_a_conflict(editor: Client, anna: User, edgar: User) -> None:
    incident = uncited(anna)
    check = the_check(incident)
    sent = {**form_of(editor.get(page_of(incident))), "verb": "", "do": "keep"}
    claim = incident.claims.all()[0]
    claim.statement = "Says something else altogether."
    edit(incident, edgar, claim)
    answer = editor.post(
        page_of(incident),
        {**sent, f"answer:{check.key}": "It was on the radio.", f"seen:{check.key}": check.fingerprint},
    )
    assert answer.status_code == 409
    assert ">It was on the radio.</textarea>" in answer.content.decode()
    assert not CheckAnswer.objects.exists()


def test_who_publishes_reads_the_answers_of_others(editor: Client, anna: User, edgar: User) -> None:
    incident = uncited(anna)
    answer_check(incident=incident, check=the_check(incident), answer="It was said on the radio.", by=edgar)
    shown = editor.get(page_of(incident))
    assert "edgar answered" in text_of(shown)
    assert "It was said on the radio." in text_of(shown)
    assert editor.post(page_of(incident), form_of(shown, "publish")).status_code == 302


# A save between preview and publish


def test_a_save_between_preview_and_publish_is_a_conflict(editor: Client, anna: User, edith: User, edgar: User) -> None:
    """What was typed comes back beside the new difference, and nothing was written."""
    incident = resubmitted(anna, edith)
    sent = {**form_of(editor.get(page_of(incident)), "publish"), "comment:title": "Good as it is."}
    edit(incident, edgar, title="Second correction of it")
    before = row_counts()
    answer = editor.post(page_of(incident), sent)
    assert answer.status_code == 409
    assert row_counts() == before
    assert "Second correction of it" in piece(answer, "title").replace("put in: ", "")
    assert ">Good as it is.</textarea>" in answer.content.decode()
    fresh = form_of(answer, "publish")
    assert (fresh["revision"], fresh["body_sha256"]) != (sent["revision"], sent["body_sha256"])
    assert editor.post(page_of(incident), {**fresh, "comment:title": "Good as it is."}).status_code == 302
    assert Edition.objects.live().get().title == "Second correction of it"
    assert incident.notes.get().text == "Good as it is."
