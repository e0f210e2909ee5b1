"""A merged incident at the desk and over the drafts API: it can be read, and saves name the incident to edit."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import APIToken, User
from incidents.desk.related import related
from incidents.workbench.models import Incident
from tests.incidents.complete import complete_incident, published_incident
from tests.incidents.desk.forms import address, sent, text
from tests.incidents.moderation.merges import merge_as_seen, unmerge_as_seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(anna: User) -> tuple[Incident, Incident]:
    """Two drafts of anna's: the loser, and the winner."""
    return complete_incident(by=anna, title="The second account"), complete_incident(by=anna, title="The first account")


def test_its_page_says_where_it_is_told(desk: Client, pair: tuple[Incident, Incident], edgar: User) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    page = text(desk.get(address(loser)))
    assert "This incident was merged into" in page
    assert f'href="{address(winner)}"' in page
    assert "Into " + winner.ref in page, "the log says so, too"
    assert '<fieldset class="draft__all" disabled>' in page
    assert f"{loser.ref} was merged into it" in text(desk.get(address(winner)))
    home = text(desk.get("/desk/"))
    assert "Yours that are told under another ref" in home


def test_a_winner_that_is_not_theirs_is_named_and_not_linked(
    desk: Client, pair: tuple[Incident, Incident], edgar: User
) -> None:
    loser, _ = pair
    hidden = complete_incident(by=edgar)
    merge_as_seen(loser, hidden, by=edgar)
    page = text(desk.get(address(loser)))
    assert f"merged into {hidden.ref}" in page
    assert address(hidden) not in page


@pytest.mark.parametrize("do", ["save", "submit"])
def test_a_form_that_was_open_is_refused_and_keeps_what_was_typed(
    do: str, desk: Client, pair: tuple[Incident, Incident], edgar: User
) -> None:
    loser, winner = pair
    form = sent(desk.get(address(loser)), title="Typed while it was merged")
    merge_as_seen(loser, winner, by=edgar)
    answer = desk.post(address(loser), form | {"do": [do]})
    assert answer.status_code == 409
    assert f"merged into {winner.ref}" in text(answer)
    assert "Typed while it was merged" in text(answer)
    loser.refresh_from_db()
    assert loser.title == "The second account"


def test_a_form_of_the_winner_that_was_open_is_asked_again(
    desk: Client, pair: tuple[Incident, Incident], edgar: User
) -> None:
    loser, winner = pair
    form = sent(desk.get(address(winner)), summary="Typed while something came.")
    merge_as_seen(loser, winner, by=edgar)
    answer = desk.post(address(winner), form | {"do": ["save"]})
    assert answer.status_code == 409
    again = sent(answer)
    assert desk.post(address(winner), again | {"do": ["save"]}).status_code == 302
    winner.refresh_from_db()
    assert winner.summary == "Typed while something came."
    assert winner.claims.count() == 4, "what came is not lost by it"


def test_the_drafts_api_names_the_winner(pair: tuple[Incident, Incident], anna: User, edgar: User) -> None:
    loser, winner = pair
    _, token = APIToken.objects.create(user=anna, name="test", scope="drafts")
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    where = f"/api/v1/drafts/{loser.ref}/"
    body: dict[str, Any] = api.get(where).json()
    merge_as_seen(loser, winner, by=edgar)
    assert api.get(where).json()["state"] == "merged"
    for answer in (
        api.put(where, body | {"title": "Another title"}, format="json"),
        api.post(f"{where}submit/"),
        api.post(f"{where}submit/", HTTP_IF_MATCH='"1"'),
    ):
        assert answer.status_code == 409
        assert winner.ref in answer.json()["detail"]


def test_a_revision_whose_rows_went_back_is_not_brought_back(
    desk: Client, pair: tuple[Incident, Incident], edgar: User
) -> None:
    loser, winner = pair
    merge_as_seen(loser, winner, by=edgar)
    unmerge_as_seen(loser, by=edgar)
    assert desk.get(f"{address(winner)}history/").status_code == 200
    winner.refresh_from_db()
    for to, words in (("2", f"belong to {loser.ref} now"), ("1", "is as it was at revision 1 again")):
        answer = desk.post(f"{address(winner)}undo/", {"to": to, "revision": str(winner.revision)}, follow=True)
        assert words in text(answer)


def test_what_is_told_elsewhere_is_not_proposed_as_the_same(anna: User, edith: User, edgar: User) -> None:
    loser, winner = (published_incident(by=anna, editor=edith, title="Exchange of fire, told twice") for _ in range(2))
    third = Incident.objects.for_detail().get(pk=complete_incident(by=anna, title="Exchange of fire, told twice").pk)
    assert {one.ref for one in related(None, third, anna).shown} == {loser.ref, winner.ref}
    merge_as_seen(loser, winner, by=edgar)
    assert {one.ref for one in related(None, third, anna).shown} == {winner.ref}
