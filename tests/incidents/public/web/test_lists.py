"""The overview, the list with its filters and pages, and the actors."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actors.models import Actor, ActorName
from incidents.public.web.pages import incident_list
from incidents.record.models import Edition
from incidents.vocabulary import Standing
from tests.factories import ActorFactory, BorderFactory, part_of
from tests.incidents.public.web import sample
from tests.incidents.record.factories import claim, killed, published, retracted

pytestmark = pytest.mark.django_db
BORDER = {"code": "S", "name": "S", "border": "armenia-azerbaijan", "border_name": "Armenia–Azerbaijan"}


def refs(page: str) -> list[str]:
    """Return the refs of a list's rows in their order."""
    return re.findall(r'incident-row__title"><a href="/incidents/([^/]+)/"', page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        published()
    with django_assert_num_queries(5):  # count, rows, borders, sections, actors
        page = client.get("/incidents/").content.decode()
    assert len(refs(page)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_takes_the_same_queries_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        border = BorderFactory.create()
        published(location={"section": BORDER | {"border": border.slug}}, totals=killed(n, n))
    with django_assert_num_queries(6):  # four for the borders, two lists
        client.get("/")


def test_only_what_stands_is_listed(client: Client, exchange: Edition) -> None:
    gone = published(title="Reported twice")
    retracted(gone.ref)
    for path in ("/", "/incidents/"):
        page = client.get(path).content.decode()
        assert "Reported twice" not in page
        assert page.count(f'href="/incidents/{sample.REF_A}/"') >= 1
    assert refs(client.get("/incidents/").content.decode()) == [sample.REF_A]


def test_pages_follow_each_other_without_gap_or_repeat(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incident_list, "PAGE", 2)
    days = ["2024-01-03", "2024-01-02", "2024-01-02", "2024-01-02", "2024-01-01"]
    expected = [published(occurrence={"earliest": day}) for day in days]
    order = [one.ref for one in sorted(expected, key=lambda one: (str(one.latest), one.seq), reverse=True)]
    seen, address = [], "/incidents/"
    while address:
        page = client.get(address).content.decode()
        seen.append(refs(page))
        found = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        address = f"/incidents/{found.group(1)}" if found else ""
    assert [ref for rows in seen for ref in rows] == order
    assert [len(rows) for rows in seen] == [2, 2, 1]


def test_a_chip_removes_its_filter_and_keeps_the_others(client: Client, reported: Edition) -> None:
    page = client.get("/incidents/?contested=occurrence&kind=small_arms_fire&q=&date_to=").content.decode()
    assert refs(page) == [sample.REF_B]
    assert '<a class="chip" href="?kind=small_arms_fire"><span class="muted">Contested</span> Did it occur?' in page
    assert '<a class="chip" href="?contested=occurrence"><span class="muted">Kind</span> Small-arms fire' in page
    assert page.count('class="chip"') == 3


def test_an_empty_list_says_how_to_go_on(client: Client, exchange: Edition) -> None:
    page = client.get("/incidents/?date_from=2030-01-01").content.decode()
    assert "No incident in the record matches all of this." in page
    assert "The record holds no incident yet." not in page


@pytest.mark.parametrize(
    ("query", "named"),
    [("colour=red", "colour"), ("date_from=yesterday", "date_from"), ("after=here", "after"), ("kind=war", "kind")],
)
def test_a_bad_parameter_is_a_400_that_names_it(client: Client, query: str, named: str) -> None:
    response = client.get(f"/incidents/?{query}")
    assert response.status_code == 400
    assert f"<code>{named}</code>" in response.content.decode()


def test_tracking_names_are_dropped(client: Client) -> None:
    response = client.get("/incidents/?utm_source=x&kind=shelling")
    assert response.status_code == 302
    assert response.headers["Location"] == "/incidents/?kind=shelling"


def test_unknown_figures_are_not_zero_in_the_list(client: Client) -> None:
    published(totals=killed(2, None))
    page = client.get("/incidents/").content.decode()
    assert "2 or more" in page
    assert 'class="not-given">not given' in page


def test_a_contested_occurrence_is_marked_in_the_list(client: Client, reported: Edition) -> None:
    assert "<strong>whether it happened</strong>" in client.get("/incidents/").content.decode()


@time_machine.travel("2024-02-23T12:00:00Z", tick=False)
def test_the_overview_counts_days_since(client: Client, reference: None) -> None:
    published(location={"section": BORDER}, occurrence={"earliest": "2024-02-13"})
    published(location={"section": BORDER}, occurrence={"earliest": "2024-01-24"}, totals=killed(1, 1))
    page = client.get("/").content.decode()
    assert re.findall(r'class="ago__days"[^>]*>([^<]+)<', page) == ["10", "30"]
    assert "2 incidents from March 2022 to February 2024" in page


def test_actors_show_only_public_ones(client: Client) -> None:
    ActorFactory.create(slug="seen", name="Seen")
    ActorFactory.create(slug="hidden", name="Hidden", standing=Standing.PROPOSED)
    page = client.get("/actors/").content.decode()
    assert "Seen" in page
    assert "Hidden" not in page
    assert client.get("/actors/seen/").status_code == 200
    assert client.get("/actors/hidden/").status_code == 404
    assert client.get("/actors/absent/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_actors_take_the_same_queries_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for actor in ActorFactory.create_batch(count):
        ActorName.objects.create(actor=actor, text="Անուն", language="hy", script="Armn", kind="exonym")
    with django_assert_num_queries(3):
        assert "Անուն" in client.get("/actors/").content.decode()


def test_an_actor_page_tells_its_names_place_and_claims(
    client: Client, exchange: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    service = Actor.objects.get(slug="sbs-azerbaijan")
    state = Actor.objects.get(slug="azerbaijan")
    hidden = ActorFactory.create(slug="hidden", name="Hidden", standing=Standing.PROPOSED)
    part_of(service, state)
    part_of(hidden, state)
    ActorName.objects.create(actor=service, text="Dövlət Sərhəd Xidməti", language="az", script="Latn", kind="official")
    page = client.get("/actors/sbs-azerbaijan/").content.decode()
    assert 'lang="az">Dövlət Sərhəd Xidməti' in page
    assert re.search(r'Part of</h3>\s*<ul class="ties">\s*<li class="tie">\s*<p><a href="/actors/azerbaijan/">', page)
    with django_assert_max_num_queries(12):
        whole = client.get("/actors/azerbaijan/").content.decode()
    assert "It puts the whole blame on the leadership of Armenia." in whole
    assert "Hidden" not in whole


def test_an_actor_page_forgets_what_was_retracted_or_replaced(client: Client, reference: None) -> None:
    first = published(claims=[claim("armenia", statement="Said first.")])
    published(ref=first.ref, claims=[claim("armenia", statement="Said later.")])
    page = client.get("/actors/armenia/").content.decode()
    assert "Said later." in page
    assert "Said first." not in page
    retracted(first.ref)
    assert "Said later." not in client.get("/actors/armenia/").content.decode()


@pytest.mark.parametrize("query", ["page=0", "kind=war", "colour=red"])
def test_the_actors_list_refuses_what_it_cannot_use(client: Client, query: str) -> None:
    assert client.get(f"/actors/?{query}").status_code == 400


def test_codebook_and_methodology_stand_alone(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        codebook = client.get("/codebook/").content.decode()
        methodology = client.get("/methodology/").content.decode()
    assert "Two parties say what cannot both be so." in codebook
    assert "changes_requested" not in codebook
    assert "acknowledged by the accused" in methodology


def test_future_dates_count_no_negative_days(client: Client, reference: None) -> None:
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 - only roughly now
    published(location={"section": BORDER}, occurrence={"earliest": str(tomorrow)})
    assert re.findall(r'class="ago__days"[^>]*>([^<]+)<', client.get("/").content.decode()) == ["0"]


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "٢", "9" * 5000])
def test_a_page_of_actors_that_is_not_there_is_refused(client: Client, page: str) -> None:
    answer = client.get("/actors/", {"page": page})
    assert answer.status_code == 400
    assert "page" in answer.content.decode()
    assert client.get("/actors/", {"page": "1"}).status_code == 200
