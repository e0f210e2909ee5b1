"""What was changed since when: from the history of a real incident, by anchor."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import User
from incidents.moderation.operations import edit_incident
from incidents.moderation.touches import Touches, last_review
from incidents.moderation.workflow import transition
from incidents.vocabulary import Question, Verb
from incidents.workbench.models import Assertion, Citation, Incident, Source
from incidents.workbench.operations.save import Changes
from incidents.workbench.steps import steps_of
from tests.incidents.complete import published_incident, submitted_incident

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def edit(incident: Incident, by: User, *rows: Any, removed: tuple[Any, ...] = (), **fields: Any) -> None:
    incident.refresh_from_db()
    for name, value in fields.items():
        setattr(incident, name, value)
    changes = Changes(saved=list(rows), removed=list(removed))
    edit_incident(incident=incident, changes=changes, by=by, revision=incident.revision)


@pytest.fixture
def returned(anna: User, edith: User) -> Incident:
    """An incident of anna's that edith sent back."""
    incident = submitted_incident(by=anna)
    transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason="The date, please.")
    return incident


def touched(incident: Incident, anchor: str) -> list[tuple[int | None, str]]:
    """Return who did what to something since the last review."""
    review = last_review(incident.transitions.all())
    assert review is not None
    return [(one.by, one.what) for one in Touches(steps_of(incident)).after(anchor, review.at)]


def test_nothing_was_changed_right_after_the_review(returned: Incident) -> None:
    assert touched(returned, "") == []


def test_a_field(returned: Incident, anna: User) -> None:
    edit(returned, anna, title="A better title of it", place_wording="at the road")
    assert touched(returned, "title") == [(anna.pk, "changed")]
    assert touched(returned, "place_wording") == [(anna.pk, "changed")]
    assert touched(returned, "place") == []
    assert touched(returned, "summary") == []
    edit(returned, anna, section=None)
    assert touched(returned, "section") == [(anna.pk, "changed")]


def test_a_row_and_what_it_hangs_on(returned: Incident, anna: User) -> None:
    first, second = returned.claims.all()
    said = first.assertions.get(question=Question.KILLED)
    said.high = 3
    edit(returned, anna, said)
    for anchor in (
        f"assertions.{said.public_id}", f"assertions.{said.public_id}.high", "assertions",
        f"claims.{first.public_id}", "",
    ):  # fmt: skip
        assert touched(returned, anchor) == [(anna.pk, "changed")]
    for anchor in (f"assertions.{said.public_id}.low", f"claims.{second.public_id}", f"claims.{first.public_id}.kind"):
        assert touched(returned, anchor) == []


def test_what_is_added_and_removed(returned: Incident, anna: User) -> None:
    first, second = returned.claims.all()
    gone = second.citations.get()
    source = Source(publisher="Another paper", added_by=anna)
    new = Citation(incident=returned, claim=second, source=source, position=9)
    more = Assertion(incident=returned, claim=first, question=Question.WEAPON, text="rifles", position=9)
    edit(returned, anna, source, new, more, removed=(gone,))
    assert touched(returned, f"citations.{new.public_id}") == [(anna.pk, "added")]
    assert touched(returned, f"assertions.{more.public_id}.text") == [(anna.pk, "added")]
    review = last_review(returned.transitions.all())
    assert review is not None
    (removed,) = Touches(steps_of(returned)).removed_after(review.at)
    assert (removed.anchor, removed.by) == (f"citations.{gone.public_id}", anna.pk)
    assert sorted(what for _, what in touched(returned, f"claims.{second.public_id}")) == ["added", "removed"]


def test_a_removed_claim_says_what_it_was(returned: Incident, anna: User) -> None:
    returned.claim_links.all().delete()
    second = returned.claims.all()[1]
    edit(returned, anna, removed=(second,))
    found = Touches(steps_of(returned)).removed_after(LONG_AGO)
    assert "Denies that its units fired." in {one.said for one in found}


def test_moving_a_row_is_no_change(returned: Incident, anna: User) -> None:
    first = returned.claims.all()[0]
    first.position = 7
    edit(returned, anna, first)
    assert touched(returned, f"claims.{first.public_id}") == []


def test_the_last_review_is_the_newest_step_of_an_editor_as_such(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.REOPEN, by=edith)
    transition(incident=incident, verb=Verb.SUBMIT, by=edith)
    found = last_review(incident.transitions.all())
    assert found is not None
    assert found.verb == Verb.PUBLISH
    assert last_review([]) is None
