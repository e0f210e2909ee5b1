"""A review is one act: comments, answers and the step are written together, or not at all; and who is told."""

from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from incidents.errors import DomainError, NotAllowed, Stale
from incidents.moderation.reviewing import Answered, review_incident
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.vocabulary import State, Verb
from incidents.workbench.anchors import UnknownAnchor
from incidents.workbench.models import CheckAnswer, Incident, ReviewNote
from incidents.workbench.tasks import tell_returned
from tests.incidents.complete import complete_incident, submitted_incident
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_checks import the_check, uncited

pytestmark = pytest.mark.django_db
SITE = "https://desk.example/"


def comments(incident: Incident, **texts: str) -> list[ReviewNote]:
    first = incident.claims.all()[0].public_id
    anchors = {
        "title": "title",
        "claim": f"claims.{first}",
        "statement": f"claims.{first}.statement",
        "gone": "claims.0000000000",
    }
    return [ReviewNote(incident=incident, text=text, anchor=anchors[name]) for name, text in texts.items()]


def send_back(incident: Incident, by: User, **given: Any) -> None:
    review_incident(incident=incident, by=by, verb=Verb.REQUEST_CHANGES, **{"reason": "Two things.", **given})


def test_comments_go_back_with_the_incident(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    send_back(incident, edith, comments=comments(incident, title="Which side?", statement="Two or three?"))
    incident.refresh_from_db()
    assert incident.state == State.CHANGES_REQUESTED
    first = incident.claims.all()[0].public_id
    assert [(note.anchor, note.text, note.author) for note in incident.notes.open()] == [
        ("title", "Which side?", edith),
        (f"claims.{first}.statement", "Two or three?", edith),
    ]


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "no reason": ({"reason": " "}, NotAllowed),
    "a comment on nothing": ({"texts": {"gone": "Where is it?"}}, UnknownAnchor),
    "a comment without words": ({"texts": {"claim": " "}}, NotAllowed),
    "an answer to what is not asked": ({"answers": [Answered("uncited", "claims.x", "a" * 64, "So.")]}, Stale),
}


@pytest.mark.parametrize(("given", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_all_or_nothing(given: dict[str, Any], error: type[DomainError], anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    before = row_counts()
    texts = {"title": "Which side?", **given.get("texts", {})}
    rest = {name: value for name, value in given.items() if name != "texts"}
    with pytest.raises(error):
        send_back(incident, edith, comments=comments(incident, **texts), **rest)
    assert row_counts() == before
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED


def test_what_is_answered_may_be_published_in_the_same_act(anna: User, edith: User) -> None:
    incident = uncited(anna)
    check, seen = the_check(incident), preview(incident)
    answer = Answered(check.code, check.subject, check.fingerprint, "It was said on the radio.")
    step = review_incident(
        incident=incident, by=edith, verb=Verb.PUBLISH, answers=[answer], comments=comments(incident, title="Good."),
        revision=seen.revision, body_sha256=seen.body_sha256,
    )  # fmt: skip
    assert step is not None
    assert step.edition_seq is not None
    assert CheckAnswer.objects.get().by == edith
    assert incident.notes.get().text == "Good."


def test_comments_and_answers_without_a_decision(anna: User, edith: User) -> None:
    incident = uncited(anna)
    check = the_check(incident)
    answer = Answered(check.code, check.subject, check.fingerprint, "It was said on the radio.")
    revision = incident.revision
    assert (
        review_incident(incident=incident, by=edith, comments=comments(incident, claim="Hm."), answers=[answer]) is None
    )
    incident.refresh_from_db()
    assert (incident.state, incident.revision) == (State.SUBMITTED, revision)
    assert (incident.notes.count(), CheckAnswer.objects.count()) == (1, 1)


def test_an_analyst_answers_nothing(anna: User) -> None:
    incident = uncited(anna)
    check = the_check(incident)
    answer = Answered(check.code, check.subject, check.fingerprint, "So.")
    with pytest.raises(NotAllowed, match="Only editors"):
        review_incident(incident=incident, by=anna, comments=comments(incident, claim="Hm."), answers=[answer])
    assert not ReviewNote.objects.exists()


# Who is told


def returned(incident: Incident, by: User, on_commit: DjangoCaptureOnCommitCallbacks, **given: Any) -> int:
    """Send an incident back; return how many tasks that set going."""
    with on_commit() as found:
        send_back(incident, by, **{"site": SITE, **given})
    return len(found)


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def test_whoever_submitted_is_told_and_of_nothing_but_that(
    anna: User, edith: User, on_commit: DjangoCaptureOnCommitCallbacks
) -> None:
    incident = submitted_incident(by=anna, title="A title that nobody may read")
    assert returned(incident, edith, on_commit, comments=comments(incident, title="Zqmarker?")) == 1
    step = incident.transitions.get(verb=Verb.REQUEST_CHANGES)
    assert tell_returned.call(step.pk, SITE) == "told"
    (sent,) = mail.outbox
    assert sent.to == [anna.email]
    assert f"https://desk.example/desk/incidents/{incident.ref}/" in sent.body
    for words in ("title that", "Two things", "Zqmarker", "edith", "Nerkin"):
        assert words not in f"{sent.subject} {sent.body}"


def test_a_rejection_is_told_too(anna: User, edith: User, on_commit: DjangoCaptureOnCommitCallbacks) -> None:
    incident = submitted_incident(by=anna)
    with on_commit() as found:
        transition(incident=incident, verb=Verb.REJECT, by=edith, reason="No.", site=SITE)
    assert len(found) == 1


def test_nobody_is_told_of_their_own_step_or_without_a_site(
    anna: User, edith: User, on_commit: DjangoCaptureOnCommitCallbacks
) -> None:
    own = complete_incident(by=edith)
    transition(incident=own, verb=Verb.SUBMIT, by=edith)
    assert returned(own, edith, on_commit) == 0
    assert returned(submitted_incident(by=anna), edith, on_commit, site="") == 0


def test_what_is_done_already_is_not_told(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    send_back(incident, edith)
    step = incident.transitions.get(verb=Verb.REQUEST_CHANGES)
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert tell_returned.call(step.pk, SITE) == "not due"
    assert tell_returned.call(step.pk + 1000, SITE) == "not due"
    assert mail.outbox == []


def test_who_may_not_see_it_any_more_is_not_told(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    send_back(incident, edith)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert tell_returned.call(incident.transitions.get(verb=Verb.REQUEST_CHANGES).pk, SITE) == "may not see it"
    assert mail.outbox == []
