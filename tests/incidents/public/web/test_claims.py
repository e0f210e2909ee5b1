"""The list of claims across incidents: rows, filters, pages, and what it must not show."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from incidents.public.web.pages import claim_list
from incidents.record.models import Edition
from tests.factories import ActorFactory
from tests.incidents.public.secrets import SECRETS, record_with_secrets
from tests.incidents.public.web import sample
from tests.incidents.record.factories import assertion, claim, published, retracted

pytestmark = pytest.mark.django_db


def listed(page: str) -> list[str]:
    """Return the public ids of a list's claims in their order."""
    return re.findall(r'#claim-(\w+)"', page)


def read(client: Client, query: str = "") -> str:
    response = client.get(f"/claims/{query}")
    assert response.status_code == 200
    return response.content.decode()


def row(page: str, claim_id: str) -> str:
    """Return the text of a claim's row, its spaces made one."""
    (found,) = (
        part
        for part in re.findall(r'<li class="claim-row">.*?</li>\s*(?=<li class="claim-row">|</ol>)', page, re.S)
        if f"#claim-{claim_id}" in part
    )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        published(claims=[claim("armenia", assertion("killed", low=2, side="armenia", group="military"))])
    with django_assert_num_queries(5):  # count, rows, documents, names, actors to propose
        page = read(client)
    assert len(listed(page)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_each_filter_by_actors_takes_one_query_more(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(claims=[claim("a", assertion("initiator", actor="a"))])
    for slug in ("a", "b", "c"):
        ActorFactory.create(slug=slug)
    slugs = ",".join(("a", "b", "c")[:count])
    with django_assert_num_queries(6):
        assert len(listed(read(client, f"?claimant={slugs}&about={slugs}"))) == 1


def test_a_row_tells_who_says_what_of_what_and_what_came_of_it(client: Client, exchange: Edition) -> None:
    page = read(client)
    assert listed(page)[0] == "claim00006"
    first = row(page, "claim00001")
    assert "13 Feb 2024, 09:00 Assertion Ministry of Defence of Armenia for Armenia" in first
    assert "Azerbaijani units opened small-arms fire" in first
    assert "Did it occur? Says it happened" in first
    assert "Who initiated? Azerbaijan; says so" in first
    assert "Killed Armenia, military 2; says so" in first
    assert "Wounded Armenia, military Several (2 or more); says so" in first
    assert "corrected by its own side" in first
    assert "on Exchange of fire near Nerkin Hand CC-2024-00017 · best citation 2 – probably true" in first
    second = row(page, "claim00002")
    assert "Who initiated? Another explanation: A response to CC-2024-00015" in second
    assert "Killed Armenia, military No figure serious losses" in second
    assert f'<a href="/incidents/{sample.REF_A}/#claim-claim00001">' in page


def test_a_denial_is_told_on_what_it_denies(client: Client, reported: Edition) -> None:
    page = read(client)
    assert "answered · denied by another party" in row(page, "claim00001")
    assert "Did it occur? Denies that it happened" in row(page, "claim00002")
    assert "denied by" not in row(page, "claim00002")


def test_a_claim_without_date_citation_or_assertion(client: Client) -> None:
    bare = claim("armenia", made_on=None)
    published(claims=[bare])
    assert "date not given Assertion Armenia What armenia says." in row(read(client), bare["id"])
    assert "no citation" in row(read(client), bare["id"])


def test_pages_follow_each_other_without_gap_or_repeat(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_list, "PAGE", 2)
    days = [None, "2024-02-12", "2024-02-13", "2024-02-12", None]
    claims = [claim("armenia", made_on=day) for day in days]
    published(claims=claims)
    seen, address = [], ""
    for _ in days:
        page = read(client, address)
        seen.append(listed(page))
        found = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = found.group(1).replace("&amp;", "&") if found else ""
        if not address:
            break
    assert seen == [[claims[n]["id"] for n in rows] for rows in ((4, 0), (2, 3), (1,))]
    assert "First page" in page


def test_chips_remove_one_filter_and_keep_the_others(client: Client, reported: Edition) -> None:
    page = read(client, "?denied=true&kind=assertion&claimant=&q=")
    assert listed(page) == ["claim00001"]
    assert '<a class="chip" href="?kind=assertion"><span class="muted">Denied</span> Yes' in page
    assert '<a class="chip" href="?denied=true"><span class="muted">Kind</span> Assertion' in page
    assert page.count('class="chip"') == 3
    assert '<option value="assertion" selected>' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("claimant=mod-armenia", {5, 1}),
        ("claimant=mod-armenia&corrected=true", {1}),
        ("about=leadership-armenia", {3}),
        ("about=armenia&by_others=true", {1, 2, 5}),
        ("about=armenia&by_others=false", set()),
        ("kind=threat", {4}),
        ("question=killed&stance=asserts", {1, 2, 5}),
        ("q=blame", {3}),
        ('q="serious losses"', {2}),
        ("credibility_min=2", {1}),
        ("date_to=2024-02-12", set()),
    ],
)
def test_filters(client: Client, exchange: Edition, query: str, expected: set[int]) -> None:
    assert set(listed(read(client, f"?{query}"))) == {f"claim0000{n}" for n in expected}


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("date_from=yesterday", "date_from"),
        ("after=here", "after"),
        ("cursor=here", "cursor"),
        ("kind=war", "kind"),
        ("denied=yes", "denied"),
        ("by_others=true", "by_others"),
        ("actor=armenia", "actor"),
        ("date_from=2024-02-02&date_to=2024-02-01", "date_to"),
    ],
)
def test_a_bad_parameter_is_a_400_that_names_it(client: Client, query: str, named: str) -> None:
    response = client.get(f"/claims/?{query}")
    assert response.status_code == 400
    assert f"<code>{named}</code>" in response.content.decode()


def test_tracking_names_are_dropped(client: Client) -> None:
    response = client.get("/claims/?fbclid=x&kind=denial")
    assert (response.status_code, response.headers["Location"]) == (302, "/claims/?kind=denial")


def test_an_empty_list_says_how_to_go_on(client: Client) -> None:
    assert "The record holds no claim yet." in read(client)
    assert "No claim in the record matches all of this." in read(client, "?kind=threat")


def test_the_past_is_told_as_it_was_and_linked_to_its_edition(client: Client) -> None:
    old, new = claim("armenia", statement="Said first."), claim("armenia", statement="Said later.")
    first = published(claims=[old])
    published(ref=first.ref, claims=[new])
    assert listed(read(client)) == [new["id"]]
    moment = first.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    past = read(client, f"?as_of={moment}")
    assert listed(past) == [old["id"]]
    assert f'href="/incidents/{first.ref}/?as_of={quote(moment, safe="")}#claim-{old["id"]}"' in past
    assert "as the record stood then" in past
    assert "The record as it stood on" in past
    retracted(first.ref)
    assert listed(read(client)) == []


def test_the_list_is_in_the_navigation_and_leads_to_its_data(client: Client, exchange: Edition) -> None:
    assert re.search(r'<a href="/claims/"\s*>Claims</a>', client.get("/incidents/").content.decode())
    assert 'href="/api/v1/claims/?kind=threat&amp;format=csv"' in read(client, "?kind=threat")


def test_nothing_private_is_listed_counted_or_found(client: Client, anna: User, edith: User) -> None:
    record = record_with_secrets(by=anna, editor=edith)
    page = read(client)
    assert set(listed(page)) == {record.said, record.denied}
    assert [word for word in SECRETS if word in page] == []
    assert "2 claims" in page
    queries: dict[str, set[str]] = {
        "claimant=mod-armenia": {record.said},
        "denied=true": {record.said},
        "answered=true": {record.said},
        "corroborated=true": set(),
        "about=hidden-actor": set(),
        "question=initiator": {record.said},
        "q=nobody": set(),
    }
    found: dict[str, Any] = {query: set(listed(read(client, f"?{query}"))) for query in queries}
    assert found == queries
