"""The incident's page: what it says at a glance, what it never says, and how it stands over time."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from incidents.record.models import Edition
from tests.incidents.public.web import sample
from tests.incidents.record.factories import published, retracted

pytestmark = pytest.mark.django_db
PAGE = f"/incidents/{sample.REF_A}/"


def text(page: str) -> str:
    """Return what a reader sees, in one line."""
    without_tags = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"\s+", " ", without_tags)


def test_anybody_reads_it_with_few_queries_and_a_small_page(
    client: Client, exchange: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        response = client.get(PAGE)
    assert response.status_code == 200
    assert len(response.content) < 100_000


def test_queries_do_not_grow_with_claims_and_links(
    client: Client, reference: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    link = sample.document_a()["links"][0]
    sample.publish(sample.document_a(links=[link, link | {"ref": "CC-2024-00002"}, link | {"ref": "CC-2024-00003"}]))
    sample.publish(sample.document_b())
    for ref in (sample.REF_A, sample.REF_B):
        for n in range(3):
            published(links=[link | {"ref": ref, "title": f"{n}"}])
    with django_assert_num_queries(6):  # editions, body, links to it, actors, refs of links, section
        client.get(PAGE)
    with django_assert_num_queries(5):  # no links from it
        client.get(f"/incidents/{sample.REF_B}/")


def test_positions_stand_on_their_sides_with_the_finding_between(client: Client, exchange: Edition) -> None:
    seen = text(client.get(PAGE).content.decode())
    assert "Did it occur? The record finds: agreed rests on 1 , 2 Armenia Says it happened" in seen
    assert "Who initiated? The record finds: contested rests on 1 , 2 Armenia Azerbaijan Ministry of Defence" in seen
    assert "Another explanation: A response to CC-2024-00015" in seen
    assert "No figure “serious losses”" in seen


def test_a_correction_leaves_the_earlier_figure_visible_with_its_date(client: Client, exchange: Edition) -> None:
    seen = text(client.get(PAGE).content.decode())
    assert "2 13 Feb 2024, 09:00 → corrected to News agency B2 alphanews.am C3 4" in seen
    assert "Several (2 or more) 13 Feb 2024, 09:00 → corrected to News agency B2 alphanews.am C3 1" in seen


def test_figures_name_who_gave_them_and_nobody_else(client: Client, exchange: Edition) -> None:
    seen = text(client.get(PAGE).content.decode())
    assert "Killed 4 Armenia, military according to Ministry of Defence of Armenia Wounded" in seen


def test_unknown_figures_are_said_and_never_zero(client: Client, reported: Edition) -> None:
    seen = text(client.get(f"/incidents/{sample.REF_B}/").content.decode())
    assert "Killed not given Wounded not given" in seen


def test_a_contested_occurrence_is_told_beside_the_title_and_in_the_tab(client: Client, reported: Edition) -> None:
    page = client.get(f"/incidents/{sample.REF_B}/").content.decode()
    assert "this may not have happened. Azerbaijan says it happened; Armenia denies it." in text(page)
    assert "<title>Contested: Fire reported toward Kokhanabi" in page
    assert 'property="og:title" content="Contested: ' in page


def test_no_notice_where_occurrence_is_agreed(client: Client, exchange: Edition) -> None:
    assert "may not have happened" not in client.get(PAGE).content.decode()


def test_claims_link_to_what_they_answer(client: Client, exchange: Edition) -> None:
    page = client.get(PAGE).content.decode()
    seen = text(page)
    assert 'id="claim-claim00001"' in page
    assert 'href="#claim-claim00001"' in page
    assert "corrected by 5 Ministry of Defence of Armenia" in seen
    assert "corrects 1 Ministry of Defence of Armenia" in seen
    assert 'lang="az" dir="ltr">“qisas əməliyyatı”' in page
    assert "Quoted in Azerbaijani. Translation: “revenge operation”" in seen


def test_links_name_the_claimant_and_show_from_the_other_end(client: Client, exchange: Edition) -> None:
    assert "retaliation for Wounding of a border guard" in text(client.get(PAGE).content.decode())
    published(ref=sample.REF_E, title="Wounding of a border guard")
    other = text(client.get(f"/incidents/{sample.REF_E}/").content.decode())
    assert "retaliated for by Exchange of fire near Nerkin Hand" in other
    assert "according to State Border Service of Azerbaijan" in other


def test_a_link_to_what_is_not_public_is_no_link(client: Client, exchange: Edition) -> None:
    assert f'href="/incidents/{sample.REF_E}/">Wounding' not in client.get(PAGE).content.decode()


def test_links_of_retracted_incidents_are_gone(client: Client, exchange: Edition) -> None:
    published(ref=sample.REF_E, title="Wounding of a border guard")
    retracted(sample.REF_A)
    page = client.get(f"/incidents/{sample.REF_E}/").content.decode()
    assert "Nerkin Hand" not in page


def test_actors_that_are_not_public_have_no_link(client: Client, exchange: Edition) -> None:
    page = client.get(PAGE).content.decode()
    assert 'href="/actors/sbs-azerbaijan/"' in page
    published(ref="CC-2024-00050", involvements=[{"actor": "x", "role": "target", "alleged": True, "claim": None}])
    assert 'href="/actors/x/"' not in client.get("/incidents/CC-2024-00050/").content.decode()


def test_an_old_edition_says_so_and_shows_what_it_said(client: Client, exchange: Edition) -> None:
    page = client.get(f"{PAGE}editions/1/").content.decode()
    assert "This is edition 1, not the current one." in text(page)
    assert "Fire was exchanged." in page
    assert '<meta name="robots" content="noindex">' in page
    current = client.get(f"{PAGE}editions/2/").content.decode()
    assert "not the current one" not in current
    assert f'<link rel="canonical" href="http://testserver{PAGE}">' in current


def test_history_shows_every_edition_and_what_changed(client: Client, exchange: Edition) -> None:
    seen = text(client.get(f"{PAGE}history/").content.decode())
    assert "2 editions" in seen
    assert (
        seen.index("Edition 2") < seen.index("summary changed") < seen.index("Edition 1") < seen.index("first edition")
    )


def test_a_retraction_is_a_sober_page_with_the_reason(client: Client, exchange: Edition) -> None:
    retracted(sample.REF_A, reason="It was reported twice.")
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "Reason: It was reported twice." in text(response.content.decode())
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    earlier = client.get(f"{PAGE}editions/2/")
    assert "not the current one" in earlier.content.decode()
    assert "taken back" in client.get(f"{PAGE}history/").content.decode()


@pytest.mark.parametrize(
    "path",
    ["/incidents/CC-1999-00001/", "/incidents/CC-1999-00001/history/", "/incidents/CC-1999-00001/editions/1/"],
)
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_edition_that_is_not_there_is_a_404(client: Client, exchange: Edition) -> None:
    assert client.get(f"{PAGE}editions/3/").status_code == 404


def test_hostile_text_stays_text(client: Client, reference: None) -> None:
    bad = "<script>alert(1)</script>"
    claims = [
        one
        | {
            "statement": bad,
            "speaker": bad,
            "quotation": {"text": bad, "language": '"><script>', "translation": bad},
        }
        for one in sample.claims_on_a()
    ]
    document = sample.told(sample.REF_A, bad, claims, summary=bad, location={"wording": bad})
    document["sources"] = [one | {"url": "javascript:alert(1)", "title": bad} for one in sample.SOURCES]
    sample.publish(document)
    for path in (PAGE, "/incidents/", "/", f"{PAGE}history/", f"/incidents/?q={bad}", "/actors/mod-armenia/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "javascript:" not in page, path


def test_the_citation_names_edition_date_digest_and_address(client: Client, exchange: Edition) -> None:
    seen = text(client.get(PAGE).content.decode())
    assert f"edition 2, {exchange.published_at.day} " in seen
    assert exchange.digest in seen
    assert f"http://testserver{PAGE}editions/2/" in seen


def test_nothing_inline_that_the_policy_would_refuse(client: Client, exchange: Edition) -> None:
    page = client.get(PAGE).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]* src=)", page.replace('<script type="application/ld+json">', ""))  # data
    assert not re.search(
        r'(src|href)="(https?:)?//(?!testserver|example\.org|whosonfirst\.org|www\.geonames\.org)', page
    )


def test_the_map_lights_the_section_or_draws_the_circle_and_never_a_pin(
    client: Client, exchange: Edition, reported: Edition
) -> None:
    near = client.get(PAGE).content.decode()
    assert 'class="map__circle"' in near
    assert "within the circle, 25 km in radius around the position of Nerkin Hand" in near
    assert 'lang="hy">Ներքին Հանդ' in near
    assert "legal statements" in near


def test_no_position_no_map(client: Client) -> None:
    edition = published(location={"country": ""})
    page = client.get(f"/incidents/{edition.ref}/").content.decode()
    assert "Position not given." in page
