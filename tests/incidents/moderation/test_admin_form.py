"""The incident form in the admin: every edit goes through the domain, all or nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.history import changed_by, event_model
from incidents.workbench.models import Assessment, Claim, Incident, ReviewNote, Source
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.complete import complete_incident, published_incident, submitted_incident, world
from tests.incidents.moderation.forms import fields
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.django_db


def page_of(incident: Incident) -> str:
    return f"/admin/workbench/incident/{incident.pk}/change/"


@pytest.fixture
def editing(client: Client, edith: User) -> Client:
    """A browser of edith's."""
    client.force_login(edith)
    return client


def test_a_save_goes_through_the_domain(editing: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content)
    sent["title"] = "Exchange of fire, corrected"
    sent["claims-0-statement"] = "Says that units opened fire at dawn."
    assert editing.post(page_of(incident), sent).status_code == 302

    saved = Incident.objects.get(pk=incident.pk)
    assert (saved.title, saved.revision, saved.state) == (
        "Exchange of fire, corrected",
        incident.revision + 1,
        "submitted",
    )
    assert saved.claims.all()[0].statement == "Says that units opened fire at dawn."
    assert changed_by(saved, since=None) == {anna.pk, edith.pk}
    events = event_model(Incident)._default_manager.order_by("-pgh_id")
    assert events.values_list("pgh_context__metadata", flat=True)[0] == {
        "user": edith.pk,
        "why": "admin",
        "address": "127.0.0.1",
    }
    assert event_model(Claim)._default_manager.filter(pgh_context__metadata__why="admin").count() == 1
    assert LogEntry.objects.get().user == edith


def test_a_stale_form_writes_nothing_and_says_so(editing: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content)
    incident.summary = "Saved by anna meanwhile."
    save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)
    before = row_counts()

    sent["title"] = "Saved too late"
    sent["claims-0-statement"] = "Says this too late."
    answer = editing.post(page_of(incident), sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "was saved by somebody else since you opened it (you have revision 1, now it is 2)" in text
    assert "Saved too late" in text, "what was typed is not lost"
    assert row_counts() == before
    assert Incident.objects.get(pk=incident.pk).title != "Saved too late"


@pytest.mark.parametrize("opened_at", ["", "0", "99", "x"])
def test_a_form_without_its_revision_writes_nothing(opened_at: str, editing: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    sent = {**fields(editing.get(page_of(incident)).content), "title": "Another title", "opened_at": opened_at}
    assert editing.post(page_of(incident), sent).status_code == 409
    assert Incident.objects.get(pk=incident.pk).revision == incident.revision


def test_one_bad_row_saves_nothing(editing: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content)
    before = row_counts()
    sent |= {"title": "Another title", "claims-0-statement": "", "estimates-0-low": "7", "estimates-0-high": "1"}
    answer = editing.post(page_of(incident), sent)
    assert answer.status_code == 200
    assert "High is less than" in answer.content.decode()
    assert row_counts() == before


def test_what_is_in_sync_is_reopened_first(editing: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    body = Edition.objects.live().get(ref=incident.ref).body
    sent = {**fields(editing.get(page_of(incident)).content), "title": "Exchange of fire, corrected"}
    assert editing.post(page_of(incident), sent).status_code == 302
    saved = Incident.objects.get(pk=incident.pk)
    assert (saved.state, saved.revision) == (State.DRAFT, incident.revision + 2)
    assert saved.transitions.last().verb == Verb.REOPEN  # type: ignore[union-attr]
    assert Edition.objects.live().get(ref=incident.ref).body == body


def test_reopening_is_undone_where_the_save_fails(editing: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    sent = {**fields(editing.get(page_of(incident)).content), "title": "short"}
    before = row_counts()
    assert editing.post(page_of(incident), sent).status_code == 200
    assert row_counts() == before
    assert Incident.objects.get(pk=incident.pk).state == State.IN_SYNC


def test_state_revision_ref_and_author_are_never_taken_from_a_form(editing: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content)
    assert {"state", "revision", "ref", "author"}.isdisjoint(sent)
    sent |= {
        "state": "in_sync",
        "revision": "77",
        "ref": "CC-1999-00001",
        "author": str(edith.pk),
        "title": "Another title",
    }
    assert editing.post(page_of(incident), sent).status_code == 302
    saved = Incident.objects.get(pk=incident.pk)
    assert (saved.state, saved.ref, saved.author, saved.revision) == ("submitted", incident.ref, anna, 3)


def test_what_was_rejected_is_read_only(editing: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content)
    transition(incident=incident, verb=Verb.REJECT, by=edith, reason="Not a border incident.")
    assert 'name="_save"' not in editing.get(page_of(incident)).content.decode()
    answer = editing.post(page_of(incident), {**sent, "title": "Another title"}, follow=True)
    assert "is rejected now: nothing of yours was saved" in answer.content.decode()
    assert Incident.objects.get(pk=incident.pk).title == incident.title


def test_a_save_without_changes_is_no_change(editing: Client, anna: User) -> None:
    incident = submitted_incident(by=anna)
    before = row_counts()
    answer = editing.post(page_of(incident), fields(editing.get(page_of(incident)).content), follow=True)
    assert "Nothing was different" in answer.content.decode()
    assert row_counts() == before


@pytest.mark.django_db(transaction=True)
def test_a_save_without_changes_stands_for_what_nobody_did(editing: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workbench_claim SET speaker = 'a spokesperson' WHERE incident_id = %s", [incident.pk])
    editing.post(page_of(incident), fields(editing.get(page_of(incident)).content))
    assert changed_by(incident, since=None) == {anna.pk, edith.pk}


def test_a_remark_alone_changes_no_revision(editing: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    sent = fields(editing.get(page_of(incident)).content)
    sent |= {"notes-TOTAL_FORMS": "1", "notes-0-text": "Which village?", "notes-0-state": "open"}
    sent |= {"notes-0-id": "", "notes-0-incident": str(incident.pk)}
    assert editing.post(page_of(incident), sent).status_code == 302
    note = ReviewNote.objects.get()
    assert (note.author, note.text) == (edith, "Which village?")
    saved = Incident.objects.get(pk=incident.pk)
    assert (saved.state, saved.revision) == (State.IN_SYNC, incident.revision)

    sent = fields(editing.get(page_of(incident)).content) | {"notes-0-text": "Rewritten", "notes-0-state": "resolved"}
    editing.post(page_of(incident), sent)
    note.refresh_from_db()
    assert (note.state, note.text) == ("resolved", "Which village?")


def test_verdicts_and_grades_are_signed(editing: Client, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content)
    sent |= {"assessments-TOTAL_FORMS": "1", "assessments-0-id": "", "assessments-0-incident": str(incident.pk)}
    sent |= {"assessments-0-question": "occurrence", "assessments-0-finding": "agreed", "assessments-0-reason": "Seen."}
    sent |= {"citations-0-credibility": "2"}
    assert editing.post(page_of(incident), sent).status_code == 302
    assert Assessment.objects.get().assessed_by == edith
    rated, unrated = incident.citations.all()
    assert (rated.rated_by, unrated.rated_by) == (edith, None)
    assert rated.rated_at is not None


def test_a_rule_between_rows_is_told_in_words(editing: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    sent = fields(editing.get(page_of(incident)).content) | {"assessments-TOTAL_FORMS": "2"}
    for row in ("assessments-0", "assessments-1"):
        sent |= {f"{row}-id": "", f"{row}-incident": str(incident.pk), f"{row}-reason": "Seen."}
        sent |= {f"{row}-question": "occurrence", f"{row}-finding": "agreed"}
    answer = editing.post(page_of(incident), sent, follow=True)
    assert "Nothing was saved: There is already a verdict on this question." in answer.content.decode()
    assert Assessment.objects.count() == 0
    assert Incident.objects.get(pk=incident.pk).revision == incident.revision


def test_rows_are_added_and_removed(editing: Client, anna: User) -> None:
    incident = complete_incident(by=anna)
    here = world()
    sent = fields(editing.get(page_of(incident)).content)
    sent |= {"involvements-1-DELETE": "on", "involvements-TOTAL_FORMS": "3"}
    sent |= {"involvements-2-id": "", "involvements-2-incident": str(incident.pk), "involvements-2-position": "2"}
    sent |= {"involvements-2-actor": str(here.armenian_ministry.pk), "involvements-2-role": "respondent"}
    assert editing.post(page_of(incident), sent).status_code == 302
    assert list(incident.involvements.values_list("actor__slug", "role")) == [
        ("azerbaijan", "initiator"),
        ("mod-armenia", "respondent"),
    ]


def test_rows_refer_only_to_rows_of_the_same_incident(editing: Client, anna: User) -> None:
    incident, other = complete_incident(by=anna), complete_incident(by=anna)
    foreign = other.claims.all()[0]
    sent = fields(editing.get(page_of(incident)).content) | {"assertions-0-claim": str(foreign.pk)}
    answer = editing.post(page_of(incident), sent)
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()


def test_a_source_keeps_who_graded_it(editing: Client, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    source = incident.citations.all()[0].source
    page = f"/admin/workbench/source/{source.pk}/change/"
    sent = fields(editing.get(page).content) | {"reliability": "A", "reliability_reason": "Its own reporters."}
    answer = editing.post(page, sent, follow=True)
    assert f"Cited by {incident.ref}" in answer.content.decode()
    source.refresh_from_db()
    assert (source.reliability, source.rated_by) == ("A", edith)
    events = event_model(Source)._default_manager.filter(pgh_obj_id=source.pk).order_by("-pgh_id")
    assert events.values_list("pgh_context__metadata", flat=True)[0] == {
        "user": edith.pk,
        "why": "admin",
        "address": "127.0.0.1",
    }
