"""The positions on the page: sources with grades, grounds of a finding, observers, differing bodies, overrides."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.vocabulary import Finding
from tests.incidents.public.web import big, sample
from tests.incidents.public.web.seen import seen

pytestmark = pytest.mark.django_db
RICH, BIG = f"/incidents/{big.REF_RICH}/", f"/incidents/{big.REF_BIG}/"
A = f"/incidents/{sample.REF_A}/"


@pytest.fixture
def rich(reference: None) -> None:
    """A day with many voices, in its second edition."""
    sample.publish(big.rich())
    sample.publish(big.rich(edition=2))


def old(document: dict[str, Any]) -> dict[str, Any]:
    """Return a document as it was before grades stood in the positions."""
    for row in document["positions"]:
        for column in row["columns"]:
            for statement in column["statements"]:
                del statement["grades"]
                for earlier in statement["superseded"]:
                    del earlier["grades"], earlier["sources"]
    return document


@pytest.mark.parametrize("aged", [False, True], ids=["today", "older edition"])
def test_each_statement_has_its_sources_with_grades_also_what_was_superseded(
    client: Client, reference: None, aged: bool
) -> None:
    document = sample.document_a()
    sample.publish(old(document) if aged else document)
    text = seen(client, A, "positions")
    b2 = "News agency [source usually reliable, item probably true]"
    c3 = "alphanews.am [source fairly reliable, item possibly true]"
    assert f"Armenia Says it happened Ministry of Defence of Armenia, 13 Feb 2024, 09:00 {b2} {c3} Azerbaijan" in text
    assert f"2 13 Feb 2024, 09:00 → corrected to {b2} {c3} 4 Ministry of Defence of Armenia" in text


def test_notes_on_a_citation_stand_in_the_exchange_alone(client: Client, reference: None) -> None:
    sample.publish(old(big.rich()))
    assert "The figure is in the second paragraph." in seen(client, RICH, "exchange")
    assert "The figure is in the second paragraph." not in seen(client, RICH, "positions")


def test_a_chip_leads_to_its_source(client: Client, exchange: object) -> None:
    page = client.get(A).content.decode()
    links = set(re.findall(r'href="#(source-[^"]+)"', page))
    assert links
    assert all(f'id="{link}"' in page for link in links)


def test_a_finding_names_its_grounds_and_leads_to_its_rule(client: Client, rich: None) -> None:
    page = client.get(RICH).content.decode()
    assert 'rests on <a href="#claim-claim00001">2</a>, <a href="#claim-claim00002">3</a>' in " ".join(page.split())
    assert 'href="/methodology/#finding-contested"' in page
    methodology = client.get("/methodology/").content.decode()
    assert all(f'id="finding-{finding}"' in methodology for finding in Finding)


def test_observers_are_labelled_as_what_they_are(client: Client, rich: None) -> None:
    text = seen(client, RICH, "positions")
    assert "Iran mediator Says it happened Ministry of Foreign Affairs of Iran, week of 14 Feb 2024" in text
    assert "European Union Mission in Armenia monitor Says it happened" in text
    assert "The news outlet media Some (1 or more)" in text


def test_bodies_of_one_party_that_differ_are_marked_by_word(client: Client, rich: None) -> None:
    text = seen(client, RICH, "positions")
    assert "Azerbaijan Internally inconsistent: two bodies of this party differ. Denies that it happened" in text
    assert text.count("Internally inconsistent") == 1


def test_the_editors_finding_stands_beside_the_computed_one_with_its_reason(client: Client, rich: None) -> None:
    text = seen(client, RICH, "positions")
    assert "The record finds: contested rests on 2 , 3 the editors find agreed The ministry" in text
    assert "leave no doubt that there was fire. Armenia Says it happened" in text


def test_the_exchange_tells_who_how_when_and_in_which_words(client: Client, rich: None) -> None:
    page, text = client.get(RICH).content.decode(), seen(client, RICH, "exchange")
    assert "State Border Service of Azerbaijan , press service 13 Feb 2024, 11:00 · Denial, at a briefing" in text
    assert '<blockquote lang="fa" dir="rtl">“خویشتن‌داری”</blockquote>' in page
    assert "Quoted in Persian. Translation: “restraint”" in text
    assert "Quoted in Armenian; no translation given" in text
    assert "date not given · Assertion" in text


def test_the_graph_and_its_words_say_the_same(client: Client, rich: None) -> None:
    page, text = client.get(RICH).content.decode(), seen(client, RICH, "exchange")
    assert 'role="graphics-document"' in page
    assert "5 (Ministry of Defence of Armenia, 13 Feb 2024, 18:00) corrects 2 (Ministry of Defence of Armenia" in text
    nodes = re.findall(r'<a class="node[^>]* href="#(claim-[^"]+)"', page)
    assert len(nodes) == len(set(nodes)) == 7
    assert all(f'id="{node}"' in page for node in nodes)
    assert "Claim 1 answers no other, and no other answers it." in text


def test_few_links_are_not_drawn(client: Client, reported: object) -> None:
    assert "graphics-document" not in client.get(f"/incidents/{sample.REF_B}/").content.decode()


def test_forty_claims_are_a_small_page_with_few_queries(
    client: Client,
    reference: None,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sample.publish(big.big(12))
    with django_assert_max_num_queries(12) as counted:
        client.get(BIG)
    few = len(counted.captured_queries)
    document = big.big(40) | {"ref": "CC-2024-09048"}
    sample.publish(document)
    with django_assert_num_queries(few):
        response = client.get("/incidents/CC-2024-09048/")
    assert len(document["claims"]) == 40
    page = response.content.decode()
    drawn = sum(len(drawing.encode()) for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert len(response.content) - drawn <= 100_000, "100 KB before images"
    assert len(response.content) <= 125_000


def test_nothing_inline_in_the_drawing(client: Client, rich: None) -> None:
    page = client.get(RICH).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick" not in page
