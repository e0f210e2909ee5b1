"""What is suggested while typing: places, actors with what they are part of, the border nearby."""

import html
import re

import pytest
from django.test import Client

from incidents.reference.models import Place
from tests.factories import PlaceFactory
from tests.incidents.desk.forms import NEW, Fields, sent, text

pytestmark = pytest.mark.usefixtures("reference")


def options(desk: Client, path: str, typed: str) -> list[tuple[str, str]]:
    """Return value and words of each option."""
    page = text(desk.get(path, {"q": typed}))
    found = re.findall(r'(?s)<li role="option"[^>]*data-value="([^"]*)"[^>]*>(.*?)</li>', page)
    return [(html.unescape(value), html.unescape(re.sub(r"<[^>]+>", "", words))) for value, words in found]


@pytest.mark.parametrize("typed", ["Ներքին Հանդ", "nerkin", "Нижний", "Aşağı Ənd", "asagi end"])
def test_a_place_is_found_in_every_script_and_spelling(desk: Client, typed: str) -> None:
    place = Place.objects.get(code="gn:174815")
    place.country, place.admin1 = "ARM", "Syunik"
    place.save()
    for text_, language in (("Ներքին Հանդ", "hy"), ("Нижний Анд", "ru"), ("Aşağı Ənd", "az")):
        place.names.create(text=text_, language=language)
    (value, words), *others = options(desk, "/desk/places/", typed)
    assert (value, others) == ("Nerkin Hand (Syunik) [gn:174815]", [])
    assert "Settlement, ARM" in words
    assert "Ներքին Հանդ" in words
    assert "Aşağı Ənd" in words


def test_places_are_suggested_in_two_queries_however_many(desk: Client, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for wanted in (1, 9):
        while Place.objects.filter(name__startswith="Karmir").count() < wanted:
            number = Place.objects.count()
            PlaceFactory.create(code=f"t:{number}", name=f"Karmir {number}").names.create(text="Կարմիր", language="hy")
        with CaptureQueriesContext(connection) as asked:
            assert len(options(desk, "/desk/places/", "karmir")) == wanted
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_single_letter_suggests_no_place(desk: Client) -> None:
    assert options(desk, "/desk/places/", "n") == []


def test_an_actor_is_found_by_words_in_any_order_with_its_place_in_the_hierarchy(desk: Client) -> None:
    (value, words), *_ = options(desk, "/desk/actors/", "azerb border serv")
    assert value == "State Border Service of Azerbaijan"
    assert "Security service, AZE, part of Azerbaijan" in words
    assert options(desk, "/desk/actors/", "ՀՀ ՊՆ")[0][0] == "Ministry of Defence of Armenia"
    assert options(desk, "/desk/actors/", "atlantis") == []


_POSITIONS = [
    ("39.05", "46.49", True), ("39.05", "", False), ("x", "46", False), ("nan", "46", False), ("999", "46", False),
    ("0", "0", False),
]  # fmt: skip


@pytest.mark.parametrize(("lat", "lon", "there"), _POSITIONS)
def test_the_border_section_near_a_position(desk: Client, lat: str, lon: str, there: bool) -> None:
    page = text(desk.get("/desk/near/", {"lat": lat, "lon": lon}))
    assert ("The nearest border section is" in page) is there


def test_a_typed_position_suggests_its_section_without_javascript(desk: Client, form: Fields) -> None:
    page = desk.post(NEW, form | {"latitude": ["39.05"], "longitude": ["46.49"], "add": ["claims"]})
    code = re.search(r'name="section_near" value="([^"]+)"', text(page))
    assert code
    taken = desk.post(NEW, sent(page) | {"section_near": [code[1]]})
    assert sent(taken)["section"] == [code[1]]
    assert 'name="section_near"' not in text(taken)


def test_without_javascript_lists_offer_actors_with_their_hierarchy(desk: Client) -> None:
    page = text(desk.get(NEW))
    assert (
        '<option value="State Border Service of Azerbaijan">Security service, AZE, part of Azerbaijan</option>' in page
    )
    assert 'list="desk-actors"' in page
