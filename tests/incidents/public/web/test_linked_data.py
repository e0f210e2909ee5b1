"""Linked data: an Event with Claims, as exact as the record and no more, safe in a page, and no verdict."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

from incidents.public.web.pages.linked_data import data_block, event
from incidents.record.models import Edition
from incidents.vocabulary import DatePrecision, LinkRelation
from tests.incidents.document.samples import answer, citation, claim, document, source
from tests.incidents.public.web import sample
from tests.incidents.public.web.test_as_of import before, moment
from tests.incidents.record.factories import retracted

PAGE = f"/incidents/{sample.REF_A}/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:[0-9]{2})?)?)?)?")
KEYS = {
    "Event": {
        "@context",
        "@type",
        "@id",
        "identifier",
        "name",
        "description",
        "url",
        "startDate",
        "endDate",
        "location",
        "subjectOf",
    },
    "Place": {"@type", "name", "containedInPlace", "geo"},
    "Country": {"@type", "identifier"},
    "GeoCircle": {"@type", "geoMidpoint", "geoRadius"},
    "GeoCoordinates": {"@type", "latitude", "longitude"},
    "Claim": {"@type", "@id", "url", "text", "author", "datePublished", "about", "appearance", "isBasedOn"},
    "Organization": {"@type", "name"},
    "CreativeWork": {"@type", "@id", "name", "publisher", "url", "datePublished", "inLanguage"},
}
"""What each type may say: a rating, a review, a status or a finding is nowhere in it."""


def parsed(page: str) -> Any:
    """Return the one block of linked data of a page."""
    (block,) = BLOCK.findall(page)
    return json.loads(block)


def told(**changes: Any) -> Any:
    """Return a document as linked data."""
    return event(document(**changes), address="https://example.org/i/", title="T", description="D.", place="P")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in linked data."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(part)


@pytest.mark.django_db
def test_the_page_holds_an_event_with_its_claims(client: Client, exchange: Edition) -> None:
    found = parsed(client.get(PAGE).content.decode())
    address = f"http://testserver{PAGE}"
    assert (found["@context"], found["@type"], found["url"]) == ("https://schema.org", "Event", address)
    assert found["identifier"] == sample.REF_A
    assert (found["startDate"], found["endDate"]) == ("2024-02-13T05:30:00+04:00", "2024-02-13T09:30:00+04:00")
    assert found["location"]["geo"] == {
        "@type": "GeoCircle",
        "geoMidpoint": {"@type": "GeoCoordinates", "latitude": 39.04131, "longitude": 46.51623},
        "geoRadius": 25000,
    }
    claims = found["subjectOf"]
    assert len(claims) == 6
    first = claims[0]
    assert first["url"] == f"{address}#claim-claim00001"
    assert first["author"] == {"@type": "Organization", "name": "Ministry of Defence of Armenia"}
    assert first["datePublished"] == "2024-02-13T09:00:00"
    assert first["about"] == {"@id": found["@id"]}
    assert [one["url"] for one in first["appearance"]] == ["https://example.org/a", "https://example.org/b"]
    assert 'id="claim-claim00001"' in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_a_source_is_described_once_and_then_named(client: Client, exchange: Edition) -> None:
    page = client.get(PAGE).content.decode()
    works = [work for one in parsed(page)["subjectOf"] for work in one["appearance"]]
    full = [work["@id"] for work in works if "name" in work]
    assert len(full) == len(set(full)) < len(works)
    assert {work["@id"] for work in works} == set(full)
    assert all(f'id="{name.rsplit("#", 1)[1]}"' in page for name in full)


@pytest.mark.django_db
def test_every_part_is_known_and_nothing_is_null_or_a_verdict(client: Client, exchange: Edition) -> None:
    found = parsed(client.get(PAGE).content.decode())
    for node in nodes(found):
        kind = node.get("@type")
        assert set(node) <= (KEYS[kind] if kind else {"@id"}), node
        assert not [name for name, part in node.items() if part in (None, "", [], {})], node
        for name in ("startDate", "endDate", "datePublished"):
            assert name not in node or DATE.fullmatch(node[name]), node
    words = json.dumps(found)
    for verdict in ("Review", "rating", "Rating", "contested", "one_sided", "agreed", "eventStatus"):
        assert verdict not in words, verdict


@pytest.mark.django_db
def test_a_contested_incident_is_called_so(client: Client, reported: Edition) -> None:
    found = parsed(client.get(f"/incidents/{sample.REF_B}/").content.decode())
    assert found["name"] == "Contested: Fire reported toward Kokhanabi"
    assert found["description"].startswith("Contested: ")
    assert "geo" not in found["location"]
    assert found["location"]["name"].startswith("a north-western section of the border")


@pytest.mark.django_db
def test_an_old_edition_is_told_under_its_own_address(client: Client, exchange: Edition) -> None:
    old = parsed(client.get(f"{PAGE}editions/1/").content.decode())
    assert old["url"] == f"http://testserver{PAGE}editions/1/"
    assert "Fire was exchanged." in old["description"]
    then = parsed(client.get(PAGE, {"as_of": moment(exchange)}).content.decode())
    assert then["url"] == f"http://testserver{PAGE}editions/2/"
    assert parsed(client.get(PAGE, {"as_of": before(exchange)}).content.decode())["url"] == old["url"]
    retracted(sample.REF_A)
    assert BLOCK.findall(client.get(PAGE).content.decode()) == []


@pytest.mark.django_db
def test_hostile_text_does_not_end_the_block(client: Client, reference: None) -> None:
    bad = "</script><script>alert(1)</script><!-- &amp; \u2028"
    claims = [one | {"statement": bad} for one in deepcopy(sample.claims_on_a())]
    sample.publish(sample.told(sample.REF_A, bad, claims, summary=bad))
    page = client.get(PAGE).content.decode()
    found = parsed(page)
    assert found["name"] == bad
    assert found["subjectOf"][0]["text"] == bad
    assert "<script>alert" not in page
    assert "\u2028" not in page.split("ld+json")[1].split("</script>")[0]


def test_a_data_block_has_no_character_that_markup_has() -> None:
    given = {"a</script>&": ["<!--", "]]>", "\u2028\u2029", "ok", 1, 2.5, True]}
    block = data_block(given)
    assert not re.search("[<>&\u2028\u2029]", block)
    assert json.loads(block) == given


@pytest.mark.parametrize(
    ("precision", "earliest", "latest", "expected"),
    [
        ("day", "2024-02-13", "2024-02-13", ("2024-02-13", "2024-02-13")),
        ("range", "2024-02-12", "2024-02-15", ("2024-02-12", "2024-02-15")),
        ("week", "2024-02-12", "2024-02-18", ("2024-02-12", "2024-02-18")),
        ("month", "2024-02-01", "2024-02-29", ("2024-02", "2024-02")),
        ("year", "2024-01-01", "2024-12-31", ("2024", "2024")),
        ("year", "2024-03-01", "2024-08-31", ("2024-03", "2024-08")),
    ],
)
def test_dates_are_no_more_exact_than_they_are_known(
    precision: str, earliest: str, latest: str, expected: tuple[str, str]
) -> None:
    occurrence = document()["occurrence"] | {
        "earliest": earliest, "latest": latest, "precision": precision, "start_time": None,
    }  # fmt: skip
    found = told(occurrence=occurrence)
    assert (found["startDate"], found["endDate"]) == expected
    definition = DatePrecision.of(precision).definition
    assert found["description"] == ("D." if precision == "day" else f"D. Date: {definition}")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"precision": 1, "radius_km": None}, "GeoCoordinates"),
        ({"precision": 2, "radius_km": 25.0}, "GeoCircle"),
        ({"precision": 2, "radius_km": None}, None),
        ({"precision": None, "radius_km": None}, None),
        ({"latitude": None, "longitude": None}, None),
    ],
)
def test_positions_are_no_more_exact_than_they_are_published(changes: dict[str, Any], expected: str | None) -> None:
    found = told(location=document()["location"] | changes)
    assert found["location"].get("geo", {}).get("@type") == expected
    assert found["location"]["containedInPlace"] == {"@type": "Country", "identifier": "ARM"}


def test_nothing_known_of_the_place_is_no_place() -> None:
    nowhere = document()["location"] | {"latitude": None, "longitude": None, "country": ""}
    found = event(document(location=nowhere), address="https://example.org/", title="T", description="", place="")
    assert "location" not in found


def test_a_claim_rests_on_what_it_repeats_and_appears_where_it_is_cited() -> None:
    said = claim("c1", "ours", on=None, citations=[citation(), citation("gone")])
    repeat = claim(
        "c2", "theirs", at="09:00", answers=[answer(LinkRelation.REPEATS, "c1"), answer(LinkRelation.DENIES, "c1")]
    )
    cited = source() | {"title": "Title", "url": "javascript:alert(1)", "language": "und"}
    one, two = told(claims=[said, repeat], sources=[cited])["subjectOf"]
    assert "datePublished" not in one
    assert one["appearance"] == [
        {
            "@type": "CreativeWork",
            "@id": f"https://example.org/i/#source-{cited['id']}",
            "name": "Title",
            "publisher": {"@type": "Organization", "name": "Publisher"},
            "datePublished": "2024-02-13",
        }
    ]
    assert two["isBasedOn"] == [{"@id": one["@id"]}]
    assert two["datePublished"] == "2024-02-13T09:00:00"
    assert "isBasedOn" not in one


@pytest.mark.parametrize(
    ("precision", "expected"), [("month", "2024-02"), ("year", "2024"), ("week", None), ("range", None)]
)
def test_a_claim_is_dated_no_more_exactly_than_it_is_known(precision: str, expected: str | None) -> None:
    said = claim("c1", "ours", on="2024-02-13") | {"made_precision": precision}
    assert told(claims=[said])["subjectOf"][0].get("datePublished") == expected


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_chromium_runs_nothing_of_it_and_has_no_complaint(live_server: Any, chromium: Path, exchange: Edition) -> None:
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        answer = page.goto(f"{live_server.url}{PAGE}")
        assert answer is not None
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        held = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
        browser.close()
    assert held["@type"] == "Event"
    assert complaints == []
