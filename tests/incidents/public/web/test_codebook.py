"""The codebook states the scales, their rules, and the pattern of each term that is drawn."""

import pytest
from django.test import Client

from incidents.document.origins import GRADE_ONE_RULE
from incidents.public.web.pages.codebook import chapters
from incidents.vocabulary import CREDIBILITY, GRADES_ARE_INDEPENDENT, Finding, LinkRelation, Reliability, Stance
from tests.incidents.public.web.seen import seen

pytestmark = pytest.mark.django_db


def test_both_admiralty_scales_are_there_side_by_side_with_their_definitions(client: Client) -> None:
    text = seen(client, "/codebook/")
    for grade in Reliability:
        assert f"{grade.label} {grade.value} {grade.definition}" in text
    for code, (label, definition) in CREDIBILITY.items():
        assert f"{label} {code} {definition}" in text
    anchors = [chapter.anchor for chapter in chapters()]
    assert anchors.index("credibility") == anchors.index("reliability") + 1
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("path", ["/codebook/", "/methodology/"])
def test_that_the_grades_are_independent_and_what_grade_one_needs_is_written(client: Client, path: str) -> None:
    text = seen(client, path)
    assert GRADES_ARE_INDEPENDENT in text
    assert GRADE_ONE_RULE in text


def test_what_is_drawn_shows_its_pattern(client: Client) -> None:
    page, text = client.get("/codebook/").content.decode(), seen(client, "/codebook/")
    assert all(f'class="line line--{relation}"' in page for relation in LinkRelation)
    assert all(f"finding--{finding}" in page for finding in Finding)
    for term in (*LinkRelation, *Finding, *Stance):
        assert f"{term.label} {term.value} {term.definition}" in text


def test_each_term_says_how_other_datasets_code_it(client: Client) -> None:
    text = seen(client, "/codebook/").replace(" ;", ";")
    assert "ACLED disorder_type: Political violence; event_type: Battles; sub_event_type: Armed clash" in text
    assert "UCDP GED where_prec: 2" in text
    assert text.count("Codes no means of violence.") < 4, "what holds of most terms is said once"


def test_what_holds_of_most_terms_is_said_above_them() -> None:
    for chapter in chapters():
        for term, own in chapter.rows:
            said = {one.dataset for one in (*chapter.elsewhere, *own)}
            assert said == {"UCDP GED", "ACLED"}, (chapter.title, term.code)
