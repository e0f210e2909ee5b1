"""The feeds: what RFC 4287 requires, every filter, what was taken back, pages, and the way there."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from incidents.publishing.expunge import record
from incidents.record.models import Release
from tests.incidents.record.factories import claim, involvement, killed, published, retracted

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
INCIDENTS, CLAIMS = "/feeds/incidents.atom", "/feeds/claims.atom"


def feed(address: str, status: int = 200) -> ET.Element:
    answer = Client().get(address)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def text(element: ET.Element, name: str) -> str:
    """Return the text of the one child of that name."""
    (child,) = element.findall(f"{ATOM}{name}")
    return child.text or ""


def links(element: ET.Element) -> dict[str, str]:
    found = [(link.get("rel", "alternate"), link.get("href", "")) for link in element.findall(f"{ATOM}link")]
    assert len(dict(found)) == len(found)
    return dict(found)


def titles(address: str) -> list[str]:
    return [text(entry, "title") for entry in feed(address).findall(f"{ATOM}entry")]


def assert_valid(root: ET.Element) -> None:
    """Assert what RFC 4287 requires (4.1.1, 4.1.2): once each, dates with offsets, ids of their own."""
    assert root.tag == f"{ATOM}feed"
    assert text(root, "title")
    assert text(root, "id").startswith("http")
    datetime.fromisoformat(text(root, "updated")).astimezone()
    (author,) = root.findall(f"{ATOM}author")
    assert text(author, "name")
    assert all(href.startswith("http://testserver/") for href in links(root).values())
    assert {"self", "alternate"} <= set(links(root))
    seen = []
    for entry in root.findall(f"{ATOM}entry"):
        seen.append(text(entry, "id"))
        assert seen[-1].startswith("http://testserver/")
        assert text(entry, "title")
        assert text(entry, "summary")
        assert datetime.fromisoformat(text(entry, "updated")).tzinfo
        assert links(entry)["alternate"].startswith("http://testserver/")
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("address", [INCIDENTS, CLAIMS])
def test_they_are_valid_also_when_empty(address: str) -> None:
    assert_valid(feed(address))
    published(title="Fire & <smoke> near Ağdam\x0b", claims=[claim("armenia", statement='They said: "A & B" \x01.')])
    root = feed(f"{address}?q=said" if address == CLAIMS else f"{address}?kind=exchange_of_fire&q=agdam")
    assert_valid(root)
    assert len(root.findall(f"{ATOM}entry")) == 1


def test_the_newest_publication_comes_first_and_an_edition_replaces_the_one_before() -> None:
    first = published(title="One", occurrence={"earliest": "2024-05-01"})
    published(title="Two")
    second = published(ref=first.ref, title="One, corrected", totals=killed(4, 4))
    root = feed(INCIDENTS)
    entries = root.findall(f"{ATOM}entry")
    assert [text(entry, "title") for entry in entries] == ["One, corrected", "Two"]
    assert text(entries[0], "id") == f"http://testserver/incidents/{first.ref}/editions/2/"
    assert datetime.fromisoformat(text(entries[0], "updated")) == second.published_at
    assert text(root, "updated") == text(entries[0], "updated")
    assert "Killed: 4." in text(entries[0], "summary")


def test_what_was_taken_back_says_so_where_it_was_found_before() -> None:
    kept = published(title="Kept", involvements=[involvement("armenia")])
    gone = published(title="Gone", involvements=[involvement("azerbaijan")], occurrence={"earliest": "2024-03-01"})
    taken = retracted(gone.ref, reason="It was another incident.")
    root = feed(f"{INCIDENTS}?actor=azerbaijan&date_from=2024-03-01")
    (entry,) = root.findall(f"{ATOM}entry")
    assert text(entry, "title") == "Retracted: Gone"
    assert "It was another incident." in text(entry, "summary")
    assert datetime.fromisoformat(text(entry, "updated")) == taken.published_at
    assert titles(INCIDENTS) == ["Retracted: Gone", "Kept"]
    assert titles(f"{INCIDENTS}?actor=armenia") == ["Kept"]
    then = kept.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert titles(f"{INCIDENTS}?as_of={then}") == ["Kept"]
    since = taken.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert titles(f"{INCIDENTS}?published_since={since}") == ["Retracted: Gone"]


def test_nothing_of_what_was_expunged_is_left() -> None:
    gone = published(title="Unlawful")
    record.retract(gone, reason="A court ordered it.")
    record.replace([gone], reason="A court ordered it.")
    assert titles(INCIDENTS) == [f"Retracted: {gone.ref}"]
    assert titles(f"{INCIDENTS}?q=unlawful") == []


def test_every_filter_is_the_lists(client: Client) -> None:
    first = published(title="Old")
    Release.objects.create(version="26.1", cutoff_seq=first.seq, head_digest=first.digest, manifest={}, files=[])
    published(ref=first.ref, title="New")
    assert titles(f"{INCIDENTS}?release=26.1") == ["Old"]
    assert titles(f"{INCIDENTS}?kind=&q=") == ["New"], "a page's form sends what was left empty"
    for address in (f"{INCIDENTS}?colour=red", f"{CLAIMS}?near=1", f"{INCIDENTS}?before=x", f"{CLAIMS}?before=5"):
        answer = client.get(address)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["errors"]


@pytest.mark.parametrize("address", [INCIDENTS, CLAIMS])
def test_pages(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr("incidents.public.feeds.reading.PAGE", 2)
    for number in range(3):
        published(title=f"N{number}", claims=[claim("armenia", statement=f"S{number}"), claim("x", statement="T")])
    seen: list[str] = []
    pages, url = 0, f"{address}?date_from=2024-01-01"
    while url:
        root = feed(url)
        assert_valid(root)
        assert links(root)["self"] == (url if url.startswith("http") else f"http://testserver{url}")
        seen += [text(entry, "title") for entry in root.findall(f"{ATOM}entry")]
        pages, url = pages + 1, links(root).get("next", "")
    assert len(set(links(feed(address)).values())) >= 3
    if address == INCIDENTS:
        assert (seen, pages) == (["N2", "N1", "N0"], 2)
    else:
        assert (seen[0], seen[1], len(seen), pages) == ("X: T", "Armenia: S2", 6, 3)


def test_a_claims_entry_stays_the_same_through_editions() -> None:
    said = claim("armenia", statement="Four were killed.")
    first = published(claims=[said])
    (before,) = feed(CLAIMS).findall(f"{ATOM}entry")
    second = published(ref=first.ref, claims=[said])
    (after,) = feed(CLAIMS).findall(f"{ATOM}entry")
    assert text(before, "id") == text(after, "id") == f"http://testserver/incidents/{first.ref}/#claim-{said['id']}"
    assert datetime.fromisoformat(text(after, "updated")) == second.published_at
    assert links(after)["alternate"].endswith(f"/incidents/{first.ref}/editions/2/#claim-{said['id']}")


@pytest.mark.parametrize("address", [INCIDENTS, CLAIMS])
def test_asking_again(client: Client, address: str) -> None:
    edition = published(claims=[claim("armenia")])
    answer = client.get(address)
    assert answer["ETag"].startswith('"')
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Counterclaim-As-Of"] == edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get(address, headers={"Accept": "application/atom+xml"}).status_code == 200
    retracted(edition.ref)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize("name", ["incidents", "claims"])
def test_a_list_leads_to_its_feed(client: Client, name: str) -> None:
    published(claims=[claim("armenia", kind="denial")], involvements=[involvement("armenia")])
    query = "claimant=armenia&date_from=2024-02-01"
    page = client.get(f"/{name}/?{query}&q=").content.decode()
    address = f"/feeds/{name}.atom?{query.replace('&', '&amp;')}"
    assert f'<link rel="alternate" type="application/atom+xml" title="{name.title()} in this list' in page
    assert page.count(f'href="{address}"') == 2
    assert "Follow this search" in page
    assert len(titles(address.replace("&amp;", "&"))) == 1
    assert links(feed(address.replace("&amp;", "&")))["alternate"] == f"http://testserver/{name}/?{query}"


@pytest.mark.parametrize("count", [1, 3])
def test_queries(client: Client, django_assert_num_queries: Any, count: int) -> None:
    for _ in range(count):
        published(claims=[claim("armenia")])
    with django_assert_num_queries(3):
        client.get(INCIDENTS)
    with django_assert_num_queries(2):
        client.get(CLAIMS)
