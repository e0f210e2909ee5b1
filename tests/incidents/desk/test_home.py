"""The desk's first page and its lists: who finds what, and that it costs the same for hundreds."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from incidents.desk.home import PAGE, SHOWN
from incidents.moderation.thread import settle_note, write_note
from incidents.moderation.workflow import transition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident, ReviewNote
from tests.factories import ActorFactory, ClaimFactory, IncidentFactory, PlaceFactory, person
from tests.incidents.complete import complete_incident, published_incident, submitted_incident
from tests.incidents.desk.forms import text

pytestmark = pytest.mark.django_db
LIST = "/desk/incidents/"


@pytest.fixture
def desk(client: Client, anna: User) -> Client:
    client.force_login(anna)
    return client


def shelves(page: str) -> dict[str, list[str]]:
    """Return the titles on the page, by the name of their shelf."""
    found = re.findall(r'(?s)<section class="part shelf" aria-labelledby="(\w+)-title">(.*?)</section>', page)
    return {name: re.findall(r'<h3 class="desk-home__title"><a [^>]*>(.*?)</a>', body) for name, body in found}


def titles(answer: Any) -> set[str]:
    """Return the titles that a list shows."""
    assert answer.status_code == 200
    return set(re.findall(r'<h3 class="desk-home__title"><a [^>]*>(.*?)</a>', text(answer)))


def of_each_kind(anna: User, edith: User) -> None:
    ara = person("ara", Role.ANALYST)
    complete_incident(by=anna, title="A draft of mine")
    submitted_incident(by=anna, title="Mine and waiting")
    for verb, title in ((Verb.REQUEST_CHANGES, "Mine, sent back"), (Verb.REJECT, "Mine, rejected")):
        transition(incident=submitted_incident(by=anna, title=title), verb=verb, by=edith, reason=f"Because: {title}")
    published_incident(by=anna, editor=edith, title="Mine, published")
    complete_incident(by=ara, title="Shared by ara", shared=True)
    complete_incident(by=ara, title="Hidden by ara")


def test_an_analyst_finds_their_own_and_what_is_shared(desk: Client, anna: User, edith: User) -> None:
    of_each_kind(anna, edith)
    page = text(desk.get("/desk/"))
    assert shelves(page) == {
        "returned": ["Mine, sent back"],
        "drafts": ["A draft of mine"],
        "waiting": ["Mine and waiting"],
        "rejected": ["Mine, rejected"],
        "team": ["Shared by ara"],
        "published": ["Mine, published"],
    }
    assert "Because: Mine, sent back" in page
    assert "Hidden by ara" not in page


def test_an_editor_finds_the_whole_team(client: Client, anna: User, edith: User) -> None:
    of_each_kind(anna, edith)
    client.force_login(edith)
    page = text(client.get("/desk/"))
    assert {name: set(rows) for name, rows in shelves(page).items()} == {
        "drafts": set(),
        "team": {"A draft of mine", "Mine, sent back", "Shared by ara", "Hidden by ara"},
    }
    assert "1 submitted incident</a> waits for an editor" in page


def test_an_empty_desk_says_so(desk: Client) -> None:
    page = text(desk.get("/desk/"))
    assert "Nothing here yet" in page
    assert shelves(page) == {}


def test_notes_that_name_me(desk: Client, anna: User, edith: User) -> None:
    mine, hidden = complete_incident(by=anna), complete_incident(by=person("ara", Role.ANALYST), shared=True)
    shown = write_note(note=ReviewNote(incident=mine, text="@anna look here"), by=edith)
    plain = write_note(note=ReviewNote(incident=mine, text="Nobody in particular"), by=edith)
    write_note(note=ReviewNote(incident=mine, text="@anna in an answer", reply_to=plain), by=edith)
    settle_note(note=write_note(note=ReviewNote(incident=mine, text="@anna long settled"), by=edith), by=edith)
    write_note(note=ReviewNote(incident=hidden, text="@anna not any more"), by=edith)
    Incident.objects.filter(pk=hidden.pk).update(shared=False)
    page = text(desk.get("/desk/"))
    assert f"#note-{shown.public_id}" in page
    assert "Nobody in particular" in page
    assert "long settled" not in page
    assert "not any more" not in page


def test_a_list_pages_through_hundreds(desk: Client, anna: User) -> None:
    start = timezone.now()
    for number in range(PAGE * 2 + 5):
        incident = IncidentFactory.create(author=anna, title=f"Draft {number:03}")
        Incident.objects.filter(pk=incident.pk).update(updated_at=start + timedelta(seconds=number))
    page = text(desk.get("/desk/"))
    assert len(shelves(page)["drafts"]) == SHOWN
    assert f'href="{LIST}?show=drafts">All {PAGE * 2 + 5}' in page
    seen: list[str] = []
    address = f"{LIST}?show=drafts"
    while address:
        body = text(desk.get(address))
        seen += re.findall(r"Draft (\d{3})</a>", body)
        older = re.search(r'href="(\?[^"]*)" rel="next"', body)
        address = LIST + older[1].replace("&amp;", "&") if older else ""
    assert seen == [f"{number:03}" for number in reversed(range(PAGE * 2 + 5))]


@pytest.mark.parametrize("path", ["/desk/", LIST, f"{LIST}?show=team&q=nerkin", f"{LIST}?q=nerkin hand"])
def test_it_asks_as_often_for_many_as_for_one(
    desk: Client, anna: User, edith: User, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of_each_kind(anna, edith)
    write_note(
        note=ReviewNote(incident=Incident.objects.filter(state=State.CHANGES_REQUESTED)[0], text="@anna"), by=edith
    )
    desk.get(path)
    with CaptureQueriesContext(connection) as once:
        desk.get(path)
    number_of_queries = len(once)
    for _ in range(2):
        of_each_kind(anna, edith)
        for incident in Incident.objects.filter(state=State.CHANGES_REQUESTED):
            write_note(note=ReviewNote(incident=incident, text="@anna again"), by=edith)
    with django_assert_num_queries(number_of_queries):
        desk.get(path)
    assert number_of_queries < 25


# Search


@pytest.fixture
def some(anna: User) -> dict[str, Incident]:
    """Return incidents that differ in what can be searched."""
    village = PlaceFactory.create(code="test:kut", name="Kut")
    village.names.create(text="Կուտ", language="hy")
    baku = ActorFactory.create(slug="azerbaijan", name="Azerbaijan")
    baku.names.create(text="Azərbaycan", language="az", script="Latn", kind="official")
    found = {
        "plain": IncidentFactory.create(author=anna, title="Sniper fire near Yeraskh"),
        "accents": IncidentFactory.create(author=anna, title="Atəş Şuşa yaxınlığında"),
        "place": IncidentFactory.create(author=anna, title="At the place", place=village),
        "words": IncidentFactory.create(author=anna, title="In words", place_wording="a north-western section"),
        "involved": IncidentFactory.create(author=anna, title="Involved"),
        "claimed": IncidentFactory.create(author=anna, title="Claimed"),
    }
    found["involved"].involvements.create(actor=baku, role="target")
    ClaimFactory.create(incident=found["claimed"], claimant=baku)
    IncidentFactory.create(author=person("ara", Role.ANALYST), title="Sniper fire near Yeraskh, hidden")
    return found


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sniper", {"plain"}),
        ("YERASKH fire", {"plain"}),
        ("Şuşa", {"accents"}),
        ("susa", {"accents"}),
        ("shusha", {"accents"}),
        ("Կուտ", {"place"}),
        ("kut", {"place"}),
        ("north-western", {"words"}),
        ("azerbaijan", {"involved", "claimed"}),
        ("AZƏRBAYCAN", {"involved", "claimed"}),
        ("nothing of it", set()),
        ("%", {"plain", "accents", "place", "words", "involved", "claimed"}),
        ("hidden", set()),
    ],
)
def test_search_by_title_place_and_actor(
    desk: Client, some: dict[str, Incident], asked: str, expected: set[str]
) -> None:
    answer = desk.get(LIST, {"q": asked})
    assert titles(answer) == {some[name].title for name in expected}


def test_search_by_ref(desk: Client, some: dict[str, Incident]) -> None:
    assert titles(desk.get(LIST, {"q": some["plain"].ref.lower()})) == {some["plain"].title}


def test_search_is_of_one_list_or_of_all(desk: Client, anna: User, edith: User) -> None:
    of_each_kind(anna, edith)
    assert titles(desk.get(LIST, {"q": "mine", "show": "drafts"})) == {"A draft of mine"}
    assert len(titles(desk.get(LIST, {"q": "mine"}))) == 5


@pytest.mark.parametrize("query", ["show=nonsense", "cursor=nonsense", "cursor=a&cursor=b"])
def test_a_list_that_there_is_not(desk: Client, query: str) -> None:
    assert desk.get(f"{LIST}?{query}").status_code == 404


@pytest.mark.parametrize("asked", ["a\0b", "x" * 5000, "_ % \\ '", "a b c d e f g h i j k l m"])
def test_odd_queries_find_or_do_not(desk: Client, some: dict[str, Incident], asked: str) -> None:
    assert desk.get(LIST, {"q": asked}).status_code == 200
