"""Pages as of a moment: what stood then, what the page says of itself, and the way back to now."""

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from actors.models import Actor, ActorRelation
from incidents.record.models import Edition
from tests.factories import DisputeFactory, MilestoneFactory
from tests.incidents.public.web import sample
from tests.incidents.public.web.test_incident import text
from tests.incidents.record.factories import claim, killed, position, published, retracted

pytestmark = pytest.mark.django_db
BORDER = {"code": "S", "name": "S", "border": "armenia-azerbaijan", "border_name": "Armenia–Azerbaijan"}
NOINDEX = '<meta name="robots" content="noindex'
STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


def moment(edition: Edition) -> str:
    """Return the moment at which an edition was published."""
    return edition.published_at.strftime(STAMP)


def before(edition: Edition) -> str:
    """Return the last moment before an edition was published."""
    return (edition.published_at - timedelta(microseconds=1)).strftime(STAMP)


def canonical(page: str) -> str:
    """Return the canonical address that a page gives."""
    found = re.search(r'rel="canonical" href="http://testserver([^"]+)"', page)
    return found[1] if found else ""


@pytest.fixture
def two_editions(reference: None) -> tuple[Edition, Edition]:
    """An incident that was first called one thing, then another, with a fatality that came with the second."""
    told = {
        "ref": "CC-2024-00001",
        "location": {"section": BORDER},
        "claims": [claim("armenia", statement="So it was.")],
    }
    first = published(**told, title="Called one thing")
    again = {**told, "claims": [claim("armenia", statement="It was otherwise.")]}
    second = published(
        **again, title="Called another", totals=killed(2, 2), positions=[position("occurrence", "contested")]
    )
    return first, second


@pytest.mark.parametrize(
    "path", ["/", "/incidents/", "/incidents/CC-2024-00001/", "/incidents/CC-2024-00001/history/", "/actors/armenia/"]
)
def test_a_page_as_of_then_shows_what_stood_and_says_so(
    client: Client, two_editions: tuple[Edition, Edition], path: str
) -> None:
    first, _ = two_editions
    now = client.get(path).content.decode()
    then = client.get(path, {"as_of": moment(first)}).content.decode()
    assert "Called another" in now
    assert "The record as it stood on" not in text(now)
    assert "Called another" not in then
    assert "Called one thing" in then
    assert "The record as it stood on" in text(then)
    assert f"The last edition in it is no. {first.seq} of the ledger" in text(then)
    assert NOINDEX in then
    assert canonical(then) == path
    assert re.search(rf'<a href="({path}|\?)">Show it as it stands now</a>', then)


def test_claims_of_an_actor_are_those_of_then(client: Client, two_editions: tuple[Edition, Edition]) -> None:
    first, second = two_editions
    assert "So it was." in client.get("/actors/armenia/", {"as_of": moment(first)}).content.decode()
    assert "It was otherwise." in client.get("/actors/armenia/", {"as_of": moment(second)}).content.decode()
    assert "So it was." not in client.get("/actors/armenia/", {"as_of": before(first)}).content.decode()


def test_links_keep_the_moment(client: Client, exchange: Edition) -> None:
    then = moment(exchange)
    kept = f"?as_of={quote(then)}"
    for path, linked in (
        ("/", f"/incidents/{sample.REF_A}/"),
        ("/", "/incidents/"),
        ("/incidents/", f"/incidents/{sample.REF_A}/"),
        (f"/incidents/{sample.REF_A}/", "/actors/sbs-azerbaijan/"),
        (f"/incidents/{sample.REF_A}/", f"/incidents/{sample.REF_A}/history/"),
        ("/actors/", "/actors/armenia/"),
        ("/actors/mod-armenia/", "/actors/"),
    ):
        assert f'href="{linked}{kept}"' in client.get(path, {"as_of": then}).content.decode(), (path, linked)
        assert "as_of=" not in client.get(path).content.decode().replace('name="as_of"', ""), path
    edition_pages = re.findall(r'href="[^"]*/editions/[^"]*"', client.get(f"/?as_of={then}").content.decode())
    assert not [one for one in edition_pages if "as_of" in one]


def test_the_way_back_from_a_list_keeps_its_filters(client: Client, exchange: Edition) -> None:
    page = client.get("/incidents/", {"as_of": moment(exchange), "kind": "exchange_of_fire"}).content.decode()
    assert '<a href="?kind=exchange_of_fire">Show it as it stands now</a>' in page


def test_before_a_retraction_the_incident_stood(client: Client, exchange: Edition) -> None:
    gone = retracted(sample.REF_A, reason="Reported twice.")
    path = f"/incidents/{sample.REF_A}/"
    assert "Reported twice." in client.get(path).content.decode()
    assert "Reported twice." in client.get(path, {"as_of": moment(gone)}).content.decode()
    then = client.get(path, {"as_of": before(gone)}).content.decode()
    assert "Reported twice." not in then
    assert "Positions" in then
    assert "not the current one" not in then
    assert "3 editions" not in client.get(f"{path}history/", {"as_of": before(gone)}).content.decode()


@pytest.mark.parametrize("page", ["", "history/"])
def test_an_incident_that_was_not_there_yet_is_a_404_that_says_since_when(
    client: Client, exchange: Edition, page: str
) -> None:
    first = Edition.objects.of(sample.REF_A).last()
    assert first is not None
    answer = client.get(f"/incidents/{sample.REF_A}/{page}", {"as_of": before(first)})
    assert answer.status_code == 404
    seen = text(answer.content.decode())
    assert f"Its first edition was published on {first.published_at.day} " in seen
    assert "No edition had been published by then." in seen
    assert client.get("/incidents/CC-1999-00001/", {"as_of": before(first)}).status_code == 404


@pytest.mark.parametrize(
    ("query", "named"),
    [("as_of=yesterday", "as_of"), ("as_of=", "as_of"), ("as_of=2024-01-01&as_of=2024-01-02", "as_of"), ("as=x", "as")],
)
@pytest.mark.parametrize(
    "path", ["/", f"/incidents/{sample.REF_A}/", f"/incidents/{sample.REF_A}/history/", "/actors/armenia/"]
)
def test_a_moment_that_is_none_is_a_400_that_names_it(
    client: Client, exchange: Edition, path: str, query: str, named: str
) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400
    assert f"<code>{named}</code>" in answer.content.decode()


@pytest.mark.parametrize("path", [f"/incidents/{sample.REF_A}/editions/1/", "/codebook/", "/methodology/"])
def test_where_a_moment_has_no_meaning_it_is_refused(client: Client, exchange: Edition, path: str) -> None:
    assert client.get(path).status_code == 200
    answer = client.get(f"{path}?as_of=2024-01-01")
    assert answer.status_code == 400
    assert "<code>as_of</code>" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", f"/incidents/{sample.REF_A}/", "/actors/", "/codebook/"])
def test_tracking_names_are_dropped_everywhere(client: Client, exchange: Edition, path: str) -> None:
    answer = client.get(f"{path}?utm_source=x")
    assert (answer.status_code, answer.headers["Location"]) == (302, path)


def test_a_day_means_its_end_and_the_future_means_all(client: Client, exchange: Edition) -> None:
    day = exchange.published_at.date()
    page = client.get("/", {"as_of": f"{day}"}).content.decode()
    assert f"at the end of {day.day} " in text(page)
    assert "Exchange of fire near Nerkin Hand" in page
    assert f"no. {exchange.seq} of the ledger" in client.get("/", {"as_of": "9999-12-31"}).content.decode()


def test_the_overview_counts_the_days_up_to_then(client: Client, reference: None) -> None:
    edition = published(location={"section": BORDER}, occurrence={"earliest": "2024-02-13"})
    at = edition.published_at
    passed = (at.date() - date(2024, 2, 13)).days
    with time_machine.travel(at + timedelta(days=10), tick=False):
        for later, expected in ((-1, []), (0, [passed]), (5, [passed + 5]), (40, [passed + 10])):
            asked = (at + timedelta(days=later)).strftime(STAMP)
            page = client.get("/", {"as_of": asked}).content.decode()
            shown = re.findall(r'class="ago__days"[^>]*>([^<]+)<', page)
            assert [int(one.replace(",", "")) for one in shown] == expected, later


def test_first_since_compares_with_what_stood_then(client: Client, reference: None) -> None:
    dispute = DisputeFactory.create(slug="nagorno-karabakh")
    MilestoneFactory.create(dispute=dispute, title="Talks opened", earliest=date(2023, 5, 1))
    facts = {
        "location": {"section": BORDER},
        "dispute": {"slug": "nagorno-karabakh", "name": "Nagorno-Karabakh"},
        "totals": killed(1, 1),
    }
    fatal = published(**facts, occurrence={"earliest": "2024-02-13"})
    path = f"/incidents/{fatal.ref}/"
    assert "First fatal incident" in client.get(path).content.decode()
    published(**facts, occurrence={"earliest": "2023-06-01"})
    assert "First fatal incident" not in client.get(path).content.decode()
    assert "First fatal incident" in client.get(path, {"as_of": moment(fatal)}).content.decode()


def test_links_of_other_incidents_are_those_of_then(client: Client, exchange: Edition) -> None:
    other = published(ref=sample.REF_E, title="Wounding of a border guard")
    gone = retracted(sample.REF_A)
    path = f"/incidents/{other.ref}/"
    assert "Nerkin Hand" not in client.get(path).content.decode()
    assert "Nerkin Hand" in client.get(path, {"as_of": before(gone)}).content.decode()


def test_relations_say_whether_they_held_that_day(client: Client, exchange: Edition) -> None:
    service, state = Actor.objects.get(slug="sbs-azerbaijan"), Actor.objects.get(slug="azerbaijan")
    ActorRelation.objects.create(
        subject=service, object=state, kind="part_of", valid=DateRange(date(2002, 7, 31), date(2010, 1, 1))
    )
    path = "/actors/sbs-azerbaijan/"
    for day, words in (
        ("2002-07-30", "did not hold that day"),
        ("2002-07-31", "held that day"),
        ("2009-12-31", "held that day"),
        ("2010-01-01", "did not hold that day"),
    ):
        assert f'<span class="tag">{words}</span>' in client.get(path, {"as_of": day}).content.decode(), day
    assert "that day</span>" not in client.get(path).content.decode()


def test_the_list_of_actors_says_that_it_has_no_past(client: Client, exchange: Edition) -> None:
    page = client.get("/actors/", {"as_of": "2024-01-01", "q": "armenia"}).content.decode()
    assert "Actors have no editions: this list is of the actors as they are known now." in text(page)
    assert '<input type="hidden" name="as_of" value="2024-01-01">' in page


@pytest.mark.parametrize(
    "path",
    ["/", "/incidents/", f"/incidents/{sample.REF_A}/", f"/incidents/{sample.REF_A}/history/", "/actors/armenia/"],
)
def test_a_moment_costs_one_query(
    client: Client, exchange: Edition, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20) as now:
        client.get(path)
    with django_assert_max_num_queries(20) as then:
        client.get(path, {"as_of": moment(exchange)})
    assert len(then) == len(now) + 1
    assert len(then) <= 12


def test_a_moment_with_an_offset_is_told_in_utc(client: Client, exchange: Edition) -> None:
    page = text(client.get("/", {"as_of": "2034-02-13T05:30:00+04:00"}).content.decode())
    assert "on 13 Feb 2034 at 01:30:00 UTC" in page
