"""The soft lock: who has it, for how long, and what it means for everybody else."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.review_locks import UnderReview, prolong, release, review_of, take
from incidents.moderation.workflow import transition
from incidents.vocabulary import State, Verb
from incidents.workbench.history import event_model
from incidents.workbench.models import Incident, ReviewLock
from tests.incidents.complete import complete_incident, publish_as_previewed, submitted_incident
from tests.incidents.moderation.test_admin_preview import offered, page_of
from tests.incidents.publishing.test_publish import together

pytestmark = pytest.mark.django_db
NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Return a clock that tests set; it stands at noon."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def incident(anna: User) -> Incident:
    """A submission."""
    return submitted_incident(by=anna)


def test_taking_lasts_half_an_hour(clock: time_machine.Traveller, incident: Incident, edith: User, edgar: User) -> None:
    lock = take(incident=incident, by=edith)
    assert (lock.taken_at, lock.expires_at) == (NOON, NOON + timedelta(minutes=30))
    review = review_of(incident, edgar)
    assert review is not None
    assert (review.holder, review.since, review.mine) == ("edith", NOON, False)
    clock.move_to(NOON + timedelta(minutes=29, seconds=59))
    with pytest.raises(UnderReview, match="edith is reviewing"):
        take(incident=incident, by=edgar)
    clock.move_to(NOON + timedelta(minutes=30))
    assert review_of(incident, edgar) is None
    assert take(incident=incident, by=edgar).taken_from is None


def test_the_time_is_a_setting(
    clock: time_machine.Traveller, incident: Incident, edith: User, settings: Settings
) -> None:
    settings.REVIEW_LOCK_MINUTES = 5
    assert take(incident=incident, by=edith).expires_at == NOON + timedelta(minutes=5)


def test_it_is_prolonged_by_the_holder_alone(
    clock: time_machine.Traveller, incident: Incident, edith: User, edgar: User
) -> None:
    take(incident=incident, by=edith)
    clock.move_to(NOON + timedelta(minutes=20))
    prolong(incident=incident, by=edgar)
    assert ReviewLock.objects.get().expires_at == NOON + timedelta(minutes=30)
    prolong(incident=incident, by=edith)
    assert ReviewLock.objects.get().expires_at == NOON + timedelta(minutes=50)
    clock.move_to(NOON + timedelta(minutes=51))
    prolong(incident=incident, by=edith)
    assert review_of(incident, edith) is None


def test_taking_again_goes_on(clock: time_machine.Traveller, incident: Incident, edith: User) -> None:
    take(incident=incident, by=edith)
    clock.move_to(NOON + timedelta(minutes=10))
    lock = take(incident=incident, by=edith)
    assert (lock.taken_at, lock.expires_at) == (NOON, NOON + timedelta(minutes=40))
    assert ReviewLock.objects.get().taken_at == NOON


def test_taking_over_is_noted_and_the_former_holder_sees_it(incident: Incident, edith: User, edgar: User) -> None:
    take(incident=incident, by=edith)
    lock = take(incident=incident, by=edgar, over=True)
    assert (lock.editor, lock.taken_from) == (edgar, edith)
    review = review_of(incident, edith)
    assert review is not None
    assert (review.holder, review.lost, review.mine) == ("edgar", True, False)
    events = event_model(ReviewLock)._default_manager.order_by("pgh_id")
    told = events.values_list("editor", "taken_from", "pgh_context__metadata__user", "pgh_context__metadata__why")
    assert list(told) == [(edith.pk, None, edith.pk, "review"), (edgar.pk, edith.pk, edgar.pk, "review")]


def test_nobody_is_taken_over_from_after_the_end(
    clock: time_machine.Traveller, incident: Incident, edith: User, edgar: User
) -> None:
    take(incident=incident, by=edith)
    clock.shift(timedelta(hours=1))
    assert take(incident=incident, by=edgar, over=True).taken_from is None


def test_one_releases_one_s_own(incident: Incident, edith: User, edgar: User) -> None:
    take(incident=incident, by=edith)
    assert release(incident=incident, by=edgar) is False
    assert ReviewLock.objects.exists()
    assert release(incident=incident, by=edith) is True
    assert review_of(incident, edith) is None


def test_editors_review_what_waits(incident: Incident, anna: User, adam: User, edith: User) -> None:
    for by in (anna, adam):
        with pytest.raises(NotAllowed, match="Only editors"):
            take(incident=incident, by=by)
    with pytest.raises(NotAllowed, match="is draft"):
        take(incident=complete_incident(by=anna), by=edith)


@pytest.mark.parametrize("verb", [Verb.WITHDRAW, Verb.REQUEST_CHANGES, Verb.REJECT, Verb.PUBLISH])
def test_leaving_the_queue_ends_it(verb: Verb, incident: Incident, anna: User, edith: User) -> None:
    take(incident=incident, by=edith)
    if verb == Verb.PUBLISH:
        publish_as_previewed(incident, by=edith)
    else:
        transition(incident=incident, verb=verb, by=anna if verb == Verb.WITHDRAW else edith, reason="So.")
    assert not ReviewLock.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("over", [False, True])
def test_of_two_who_take_at_once_one_gets_it(over: bool, anna: User, edith: User, edgar: User) -> None:
    for _ in range(5):
        incident = submitted_incident(by=anna)
        found = together([partial(take, incident=incident, by=by, over=over) for by in (edith, edgar)])
        lock = ReviewLock.objects.get(incident=incident)
        if over:  # the second takes it over from the first
            assert {lock.editor, lock.taken_from} == {edith, edgar}
        else:
            assert sorted(type(one).__name__ for one in found) == ["ReviewLock", "UnderReview"]
            assert lock.editor in (edith, edgar)


# In the admin


def review(incident: Incident, *, back: str = "") -> str:
    return f"/admin/workbench/incident/{incident.pk}/review/{back}"


@pytest.fixture
def browsers(edith: User, edgar: User) -> tuple[Client, Client]:
    """A browser for each of the two editors."""
    first, second = Client(), Client()
    first.force_login(edith)
    second.force_login(edgar)
    return first, second


def test_take_release_and_take_over(
    browsers: tuple[Client, Client], incident: Incident, edith: User, edgar: User
) -> None:
    first, second = browsers
    answer = first.post(review(incident), {"do": "take"}, follow=True)
    assert answer.redirect_chain == [(page_of(incident), 302)]
    assert f"You review {incident.ref} until" in answer.content.decode()
    assert "Release the review" in answer.content.decode()
    refused = second.post(review(incident), {"do": "take"}, follow=True).content.decode()
    assert "edith is reviewing" in refused
    assert "Take the review over" in refused
    second.post(review(incident), {"do": "over"})
    assert ReviewLock.objects.get().editor == edgar
    logged = LogEntry.objects.filter(user=edgar, object_id=str(incident.pk)).values_list("change_message", flat=True)
    assert list(logged) == ["Review taken over from edith"]
    lost = first.get(page_of(incident)).content.decode()
    assert "edgar took this review over from you" in lost
    second.post(review(incident), {"do": "release"})
    assert not ReviewLock.objects.exists()


def test_it_leads_back_to_the_list_it_came_from(browsers: tuple[Client, Client], incident: Incident) -> None:
    here = "/admin/workbench/incident/?priority=high"
    answer = browsers[0].post(
        review(incident, back="?next=/admin/workbench/incident/%3Fpriority%3Dhigh"), {"do": "take"}
    )
    assert answer["Location"] == here
    away = browsers[0].post(review(incident, back="?next=https://example.org/"), {"do": "release"})
    assert away["Location"] == page_of(incident)
    assert browsers[0].get(review(incident))["Location"] == page_of(incident)


@pytest.mark.parametrize("do", ["", "steal"])
def test_nothing_else_can_be_done(do: str, browsers: tuple[Client, Client], incident: Incident) -> None:
    text = browsers[0].post(review(incident), {"do": do}, follow=True).content.decode()
    assert "That can’t be done to a review" in text
    assert not ReviewLock.objects.exists()


def test_administrators_look_on(client: Client, adam: User, edith: User, incident: Incident) -> None:
    take(incident=incident, by=edith)
    client.force_login(adam)
    text = client.post(review(incident), {"do": "over"}, follow=True).content.decode()
    assert "Only editors review submissions." in text
    assert "edith reviews this since" in text
    assert 'value="over"' not in text


def test_opening_the_page_prolongs_it(
    clock: time_machine.Traveller, browsers: tuple[Client, Client], incident: Incident, edith: User
) -> None:
    take(incident=incident, by=edith)
    clock.shift(timedelta(minutes=25))
    for browser in browsers:
        browser.get(page_of(incident))
    assert ReviewLock.objects.get().expires_at == NOON + timedelta(minutes=55)


def test_deciding_on_what_another_reviews_is_confirmed(
    browsers: tuple[Client, Client], incident: Incident, edith: User
) -> None:
    take(incident=incident, by=edith)
    _, second = browsers
    page = second.get(page_of(incident)).content
    assert "edith is reviewing this since" in page.decode()
    sent = offered(page)["reject"] | {"reason": "Not a border incident."}
    refused = second.post(page_of(incident), sent)
    assert refused.status_code == 409
    assert f"edith is reviewing {incident.ref} since" in refused.content.decode()
    incident.refresh_from_db()
    assert (incident.state, incident.transitions.count()) == (State.SUBMITTED, 1)
    assert second.post(page_of(incident), sent | {"despite": "on"}).status_code == 302
    incident.refresh_from_db()
    assert incident.state == State.REJECTED


def test_the_holder_decides_without_being_asked(
    browsers: tuple[Client, Client], incident: Incident, edith: User
) -> None:
    take(incident=incident, by=edith)
    page = browsers[0].get(page_of(incident)).content
    assert 'name="despite"' not in page.decode()
    assert browsers[0].post(page_of(incident), offered(page)["publish"]).status_code == 302
