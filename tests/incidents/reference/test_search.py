"""Places are found by any of their names, in every script, without case and diacritics, through the indexes."""

import pytest
from django.db import connection

from accounts.models import User
from actors.operations import make_public
from incidents.reference.models import Place
from incidents.reference.operations.places import propose_place
from incidents.vocabulary import PlaceKind

pytestmark = [pytest.mark.usefixtures("reference"), pytest.mark.django_db]


def fold(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT counterclaim_fold(%s)", [text])
        return str(cursor.fetchone()[0])


NERKIN_HAND = [
    "Nerkin Hand", "nerkin hand", "NERK’IN HAND", "Nerk'in Hand", "Nerkin And", "Ներքին Հանդ", "ՆԵՐՔԻՆ ՀԱՆԴ",
    "Неркин Анд", "нижний анд", "Aşağı Ənd", "Asagi End", "ნერქინ-ჰანდი", "نرکین هاند", " Nerkin Hand ",
]  # fmt: skip


@pytest.mark.parametrize("text", [*NERKIN_HAND, "gn:174815"])
def test_called_in_every_script(text: str) -> None:
    assert [place.code for place in Place.objects.called(text)] == ["gn:174815"]


@pytest.mark.parametrize("text", [*NERKIN_HAND, "Nerkin Han", "Ներքին Հան", "Неркин Ан"])
def test_suggested_first_in_every_script(text: str) -> None:
    found = Place.objects.suggested_for(text).first()
    assert found is not None
    assert found.code == "gn:174815"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xankendi", "gn:146970"),
        ("Степанакерт", "gn:146970"),
        ("Shushi", "gn:147105"),
        ("Şuşa", "gn:147105"),
        ("Berdzor", "gn:147625"),
        ("Qarvacar", None),
        ("Karvachar", "gn:586268"),
        ("Koxanəbi", "gn:586054"),
        ("Kokhanabi", "gn:586054"),
        ("Tovuz", "gn:584821"),
        ("Dağlıq Qarabağ", "cc:nagorno-karabakh"),
        ("50%", None),
        ("_", None),
        ("", None),
        ("  ", None),
    ],
)
def test_first_suggestion(text: str, code: str | None) -> None:
    found = Place.objects.suggested_for(text).first()
    assert (found.code if found else None) == code


def test_whole_names_come_before_beginnings_and_parts() -> None:
    names = [place.code for place in Place.objects.suggested_for("Sotk")[:5]]
    assert names[0] == "gn:616041"
    codes = list(Place.objects.suggested_for("Goris").values_list("code", flat=True))
    assert len(codes) == len(set(codes)) > 1


@pytest.mark.parametrize("text", ["N", "Ne", "Նե"])
def test_one_or_two_letters_match_beginnings(text: str) -> None:
    found = list(Place.objects.suggested_for(text).prefetch_related("names")[:20])
    assert len(found) == 20
    for place in found:
        names = [place.name, *(name.text for name in place.names.all())]
        assert any(fold(name).startswith(text.lower()) for name in names)


@pytest.mark.parametrize("text", ["Nerkin Hand", "Ներքին", "Ne"])
def test_names_are_read_through_their_indexes(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reference_place, reference_placename")
    plan = Place.objects.suggested_for(text)[:10].explain()
    assert "Seq Scan on reference_placename" not in plan
    plan = Place.objects.called(text).explain()
    assert "Seq Scan" not in plan


def test_proposal_is_found_by_analysts_only(anna: User, edith: User, rufat: User) -> None:
    parent = Place.objects.get(code="iso:AM-SU")
    place = propose_place(
        name="Combat post near Nerkin Hand",
        kind=PlaceKind.FEATURE,
        latitude=39.05,
        longitude=46.53,
        parent=parent,
        names=[("hy", "Մարտական դիրք"), ("hy", "Մարտական դիրք")],
        by=anna,
    )
    assert (place.code, place.country, place.admin1) == ("cc:combat-post-near-nerkin-hand", "ARM", "Syunik")
    for text in ("Combat post near Nerkin Hand", "մարտական դիրք"):
        for user, sees in ((anna, [place]), (edith, [place]), (rufat, []), (None, [])):
            assert list(Place.objects.visible_to(user).called(text)) == sees
            assert list(Place.objects.visible_to(user).suggested_for(text)) == sees
    make_public(row=place, by=edith)
    assert list(Place.objects.visible_to(None).suggested_for("combat post near")) == [place]
