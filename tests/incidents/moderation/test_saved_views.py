"""Saved views of the queue, and what the queue's address may ask for."""

import pytest
from django.test import Client

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.moderation.filters import FILTERS, BadQuery, check, normal
from incidents.moderation.saved_views import MOST_VIEWS, change_view, delete_view, save_view
from incidents.workbench.history import event_model
from incidents.workbench.models import SavedView
from tests.incidents.complete import submitted_incident, world

pytestmark = pytest.mark.django_db
QUEUE = "/admin/workbench/incident/"
KEEP = f"{QUEUE}views/"
OWN = "/admin/workbench/savedview/"


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("?priority=high&p=3", "priority=high"),
        ("state=all&age=older&q=nerkin+hand", "age=older&q=nerkin+hand&state=all"),
        ("o=-2.0&contested=yes&e=1", "contested=yes&o=-2.0"),
        ("border=armenia-azerbaijan", "border=armenia-azerbaijan"),
    ],
)
def test_a_query_in_its_one_form(query: str, kept: str, anna: User) -> None:
    world()
    assert normal(query) == kept
    assert normal(kept) == kept


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour=red", "There is no filter “colour”; there are state, priority"),
        ("author__password__startswith=x", "There is no filter “author__password__startswith”"),
        ("priority=urgent", "“urgent” is no priority to filter by; there are high, medium, low."),
        ("border=atlantis", "“atlantis” is no border to filter by; there are none."),
        ("state=all&state=draft", "“state” is given 2 times"),
        ("o=title", "“title” is no value of “o”"),
        ("kind=", "“” is no kind"),
    ],
)
def test_what_there_is_not_is_refused_in_words(query: str, words: str) -> None:
    with pytest.raises(BadQuery) as refused:
        normal(query)
    assert words in refused.value.message


def test_every_filter_offers_what_it_takes(anna: User, edith: User) -> None:
    submitted_incident(by=anna)
    for one in FILTERS:
        for code, _ in one.choices():
            check({one.name: [code]})


def test_the_list_refuses_too(client: Client, edith: User) -> None:
    client.force_login(edith)
    answer = client.get(f"{QUEUE}?colour=red", follow=True)
    assert answer.redirect_chain == [(QUEUE, 302)]
    assert "There is no filter “colour”" in answer.content.decode()


def test_views_are_one_s_own_or_shared(edith: User, edgar: User, adam: User, anna: User) -> None:
    mine = save_view(name="  High   priority ", query="priority=high", shared=False, by=edith)
    shared = save_view(name="Old", query="age=older", shared=True, by=edith)
    assert (mine.name, mine.query) == ("High priority", "priority=high")
    assert list(SavedView.objects.visible_to(edith)) == [mine, shared]
    assert list(SavedView.objects.visible_to(edgar)) == [shared]
    assert list(SavedView.objects.visible_to(adam)) == [shared]
    assert list(SavedView.objects.visible_to(anna)) == []
    for by in (anna, adam):
        with pytest.raises(NotAllowed, match="Only editors"):
            save_view(name="x", query="", shared=True, by=by)


def test_a_name_is_given_once(edith: User, edgar: User) -> None:
    first = save_view(name="Mine", query="review=mine", shared=False, by=edith)
    again = save_view(name="Mine", query="review=nobody", shared=True, by=edith)
    assert (first.pk, again.query, again.shared) == (again.pk, "review=nobody", True)
    save_view(name="Mine", query="review=mine", shared=True, by=edgar)
    other = save_view(name="Other", query="", shared=False, by=edith)
    with pytest.raises(NotAllowed, match="of this name already"):
        change_view(view=other, name="Mine", shared=False, by=edith)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_is_needed(name: str, edith: User) -> None:
    with pytest.raises(NotAllowed, match="name"):
        save_view(name=name, query="", shared=False, by=edith)


def test_others_leave_it_alone(edith: User, edgar: User) -> None:
    view = save_view(name="Mine", query="", shared=True, by=edith)
    for refused in (
        lambda: change_view(view=view, name="x", shared=False, by=edgar),
        lambda: delete_view(view=view, by=edgar),
    ):
        with pytest.raises(NotAllowed, match="somebody else"):
            refused()
    delete_view(view=view, by=edith)
    labels = event_model(SavedView)._default_manager.order_by("pgh_id").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "delete"]


def test_there_is_an_end(edith: User) -> None:
    SavedView.objects.bulk_create(SavedView(owner=edith, name=f"View {number}") for number in range(MOST_VIEWS))
    with pytest.raises(NotAllowed, match="50 views already"):
        save_view(name="One more", query="", shared=False, by=edith)
    save_view(name="View 7", query="priority=high", shared=False, by=edith)


# In the admin


def test_the_list_keeps_and_opens_views(client: Client, edith: User, edgar: User) -> None:
    client.force_login(edith)
    save_view(name="Theirs", query="age=older", shared=True, by=edgar)
    answer = client.post(KEEP, {"name": "High", "query": "priority=high", "shared": "on"}, follow=True)
    assert answer.redirect_chain == [(f"{QUEUE}?priority=high", 302)]
    views = {one["view"].name: one for one in answer.context["views"]}
    assert (views["High"]["open"], views["High"]["mine"], views["Theirs"]["open"], views["Theirs"]["mine"]) == (
        True, True, False, False,
    )  # fmt: skip
    assert 'href="/admin/workbench/incident/?age=older"' in answer.content.decode()
    refused = client.post(KEEP, {"name": "Bad", "query": "colour=red"}, follow=True)
    assert "Nothing was kept: There is no filter “colour”" in refused.content.decode()
    assert not SavedView.objects.filter(name="Bad").exists()


def test_a_view_whose_filter_is_gone_says_so(client: Client, edith: User) -> None:
    SavedView.objects.create(owner=edith, name="Old", query="weather=rain")
    client.force_login(edith)
    assert "?weather=rain" in client.get(QUEUE).content.decode()
    assert "There is no filter “weather”" in client.get(f"{QUEUE}?weather=rain", follow=True).content.decode()


def test_one_renames_and_deletes_one_s_own(client: Client, edith: User, edgar: User, adam: User) -> None:
    view = save_view(name="High", query="priority=high", shared=True, by=edith)
    other = save_view(name="Other", query="", shared=False, by=edith)
    page = f"{OWN}{view.pk}/change/"
    client.force_login(edgar)
    assert client.get(page).status_code == 302
    assert client.post(f"{OWN}{view.pk}/delete/", {"post": "yes"}).status_code == 302
    client.force_login(adam)
    assert client.get(OWN).status_code == 403
    client.force_login(edith)
    assert "High" in client.get(OWN).content.decode()
    assert client.get(f"{OWN}add/").status_code == 403
    assert client.post(page, {"name": "Most pressing"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared, view.query) == ("Most pressing", False, "priority=high")
    refused = client.post(page, {"name": " Other "})
    assert "You have a view of this name already." in refused.content.decode()
    assert client.post(f"{OWN}{other.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(SavedView.objects.all()) == [view]
