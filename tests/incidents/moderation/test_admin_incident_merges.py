"""The pages on which an editor merges two incidents and undoes it."""

import re

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident, Merge
from incidents.workbench.operations.distinctions import tell_apart
from tests.factories import person
from tests.incidents.complete import complete_incident, published_incident, submitted_incident
from tests.incidents.moderation.merges import WHY, edit, merge_as_seen, republish
from tests.incidents.moderation.states import row_counts

pytestmark = pytest.mark.django_db


def choose(incident: Incident) -> str:
    return f"/admin/workbench/incident/{incident.pk}/merge/"


def merging(loser: Incident, winner: Incident) -> str:
    return f"/admin/workbench/incident/{loser.pk}/merge/{winner.pk}/"


def undoing(loser: Incident) -> str:
    return f"/admin/workbench/incident/{loser.pk}/unmerge/"


def page_of(incident: Incident) -> str:
    return f"/admin/workbench/incident/{incident.pk}/preview/"


def sent(page: bytes) -> dict[str, str]:
    """Return what the form of decision would send, without a reason."""
    form = re.search(r'<form method="post" class="decision">(.*?)</form>', page.decode(), re.DOTALL)
    assert form, "the page offers the decision"
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[1]))


@pytest.fixture
def deciding(client: Client, edgar: User) -> Client:
    """A browser of edgar's."""
    client.force_login(edgar)
    return client


@pytest.fixture
def pair(anna: User, edith: User) -> tuple[Incident, Incident]:
    """Two public incidents: the loser, and the winner."""
    loser = published_incident(by=anna, editor=edith, title="The second account of it")
    return loser, published_incident(by=anna, editor=edith, title="The first account of it")


def test_from_the_page_of_decision_to_the_merge(deciding: Client, pair: tuple[Incident, Incident]) -> None:
    loser, winner = pair
    assert f'href="{choose(loser)}"' in deciding.get(page_of(loser)).content.decode()
    form = deciding.get(f"/admin/workbench/incident/{loser.pk}/change/").content.decode()
    assert f'href="{choose(loser)}"' in form
    offered = deciding.get(choose(loser)).content.decode()
    assert f'href="{merging(loser, winner)}"' in offered, "it may be the same"
    answer = deciding.get(choose(loser), {"into": f" {winner.ref.lower()} "})
    assert (answer.status_code, answer["Location"]) == (302, merging(loser, winner))


def test_what_was_told_apart_or_merged_is_not_offered(
    deciding: Client, pair: tuple[Incident, Incident], anna: User, edith: User
) -> None:
    loser, winner = pair
    other = complete_incident(by=anna)
    merge_as_seen(complete_incident(by=anna), other, by=edith)
    tell_apart(ref=loser.ref, other=winner.ref, by=edith)
    page = deciding.get(choose(loser)).content.decode()
    assert merging(loser, winner) not in page
    assert merging(loser, other) in page
    assert page.count('<li>\n              <a href="/admin/workbench/incident/') == 1


@pytest.mark.parametrize(
    ("ref", "words"),
    [("", "Give the ref"), ("CC-1999-00001", "There is no incident CC-1999-00001"), ("own", "into itself")],
)
def test_a_ref_that_is_none(ref: str, words: str, deciding: Client, pair: tuple[Incident, Incident]) -> None:
    loser, _ = pair
    answer = deciding.get(choose(loser), {"into": loser.ref if ref == "own" else ref})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_everything_is_shown_before_it_is_done(deciding: Client, pair: tuple[Incident, Incident]) -> None:
    loser, winner = pair
    before = row_counts()
    answer = deciding.get(merging(loser, winner))
    text = answer.content.decode()
    for words in (
        "The second account of it", "The first account of it", "2 claims", "4 assertions", "2 citations",
        "1 involvement", "1 answer of one claim to another", f"{winner.ref} has one of its own", "Readers see it",
        "2 claims are by who said something",
        "Every value that differs from edition 1", "Merge the other way instead",
    ):  # fmt: skip
        assert words in text, words
    assert row_counts() == before, "looking writes nothing"
    assert "style=" not in text
    assert "<script>" not in text


def test_a_merge_and_its_undoing(deciding: Client, pair: tuple[Incident, Incident]) -> None:
    loser, winner = pair
    before = dict(Edition.objects.live().values_list("ref", "body"))
    form = sent(deciding.get(merging(loser, winner)).content)
    answer = deciding.post(merging(loser, winner), {**form, "reason": WHY}, follow=True)
    assert answer.redirect_chain == [(page_of(winner), 302)]
    assert f"{loser.ref} was merged into {winner.ref}" in answer.content.decode()
    assert f'href="{undoing(loser)}"' in answer.content.decode()
    away = deciding.get(page_of(loser)).content.decode()
    assert "Nothing can be edited or published here" in away
    assert f'href="{page_of(winner)}"' in away
    closed = deciding.get(f"/admin/workbench/incident/{loser.pk}/change/").content.decode()
    assert "it is told and edited as" in closed
    assert 'name="_save"' not in closed
    assert deciding.get(merging(loser, winner)).status_code == 302

    page = deciding.get(undoing(loser)).content
    assert b"exactly what they said before the merge" in page
    answer = deciding.post(undoing(loser), {**sent(page), "reason": "They are two."}, follow=True)
    assert answer.redirect_chain == [(page_of(loser), 302)]
    assert dict(Edition.objects.live().values_list("ref", "body")) == before
    assert deciding.get(undoing(loser)).status_code == 404


def test_a_reason_is_needed_and_what_was_typed_is_kept(deciding: Client, pair: tuple[Incident, Incident]) -> None:
    loser, winner = pair
    form = sent(deciding.get(merging(loser, winner)).content)
    answer = deciding.post(merging(loser, winner), {**form, "reason": "  "})
    assert answer.status_code == 422
    assert "needs a reason" in answer.content.decode()
    assert deciding.post(merging(loser, winner), {**form, "revision": "x"}).status_code == 400
    assert not Merge.objects.exists()


@pytest.mark.parametrize("which", [0, 1])
def test_a_save_between_is_a_409_with_what_stands_now(
    which: int, deciding: Client, pair: tuple[Incident, Incident], anna: User, edith: User
) -> None:
    loser, winner = pair
    form = sent(deciding.get(merging(loser, winner)).content)
    edit(pair[which], anna, title="Another title for one of them")
    republish(pair[which], anna, edith)
    before = row_counts()
    answer = deciding.post(merging(loser, winner), {**form, "reason": WHY})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "changed since you looked" in text
    assert "Another title for one of them" in text
    assert WHY in text, "what was typed is kept"
    assert row_counts() == before
    fresh = sent(answer.content)
    assert fresh != form
    assert deciding.post(merging(loser, winner), {**fresh, "reason": WHY}).status_code == 302


def test_a_save_between_is_a_409_for_an_undoing_too(
    deciding: Client, pair: tuple[Incident, Incident], anna: User, edith: User, edgar: User
) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    form = sent(deciding.get(undoing(loser)).content)
    edit(winner, anna, title="Another title for it")
    republish(winner, anna, edith)
    answer = deciding.post(undoing(loser), {**form, "reason": "They are two."})
    assert answer.status_code == 409
    assert deciding.post(undoing(loser), {**sent(answer.content), "reason": "They are two."}).status_code == 302


def test_what_stands_in_the_way_is_listed_and_nothing_offered(
    deciding: Client, pair: tuple[Incident, Incident], anna: User
) -> None:
    loser, winner = pair
    transition(incident=winner, verb=Verb.REOPEN, by=anna)
    page = deciding.get(merging(loser, winner)).content.decode()
    assert f"{winner.ref} has changes that are not public" in page
    assert 'class="decision"' not in page
    answer = deciding.post(merging(loser, winner), {"reason": WHY, "revision": 1, "into_revision": 1})
    assert answer.status_code == 422


def test_a_form_that_was_open_names_the_winner(deciding: Client, pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    answer = deciding.post(f"/admin/workbench/incident/{loser.pk}/change/", {"opened_at": "2"}, follow=True)
    assert f"merged into {winner.ref}" in answer.content.decode()


def test_what_was_never_public(deciding: Client, anna: User, edith: User) -> None:
    winner, loser = published_incident(by=anna, editor=edith), submitted_incident(by=anna)
    text = deciding.get(merging(loser, winner)).content.decode()
    assert "was never public" in text
    assert "you can’t publish yourself" in text
    assert "readers don’t" in text
    form = sent(text.encode())
    assert deciding.post(merging(loser, winner), {**form, "reason": WHY}).status_code == 302
    winner.refresh_from_db()
    assert winner.state == State.SUBMITTED
    assert deciding.get(undoing(loser)).status_code == 200


def test_an_imported_incident_has_nothing_to_move_to(deciding: Client, pair: tuple[Incident, Incident]) -> None:
    from tests.incidents.record.factories import published

    loser, _ = pair
    ref = published().ref
    answer = deciding.get(choose(loser), {"into": ref})
    assert "has no working copy" in answer.content.decode()


def test_administrators_look_and_merge_nothing(
    client: Client, pair: tuple[Incident, Incident], edgar: User, adam: User
) -> None:
    loser, winner = pair
    client.force_login(adam)
    page = client.get(merging(loser, winner)).content.decode()
    assert "Only editors take this decision" in page
    assert client.post(merging(loser, winner), {"reason": WHY}).status_code == 422
    merge_as_seen(loser, winner, by=edgar)
    assert "Only editors take this decision" in client.get(undoing(loser)).content.decode()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.RESEARCHER, None])
def test_nobody_else_gets_there(role: Role | None, client: Client, pair: tuple[Incident, Incident]) -> None:
    client.force_login(person("somebody", role, is_staff=True))
    for path in (choose(pair[0]), merging(*pair), undoing(pair[0])):
        assert client.get(path).status_code == 302
        assert client.post(path, {"reason": WHY}).status_code == 302
    assert not Merge.objects.exists()


def test_absent_ones_are_not_found(deciding: Client, pair: tuple[Incident, Incident]) -> None:
    loser, _ = pair
    for path in ("/admin/workbench/incident/999999/merge/", f"{choose(loser)}999999/", merging(loser, loser)):
        assert deciding.get(path).status_code == 404
    assert deciding.get(undoing(loser)).status_code == 404
