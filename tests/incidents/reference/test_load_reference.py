"""What `manage.py load_reference` loads, and that a second run leaves everything as it is."""

from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import models

from actors.models import Actor, ActorName, ActorRelation
from incidents.reference.models import Border, BorderSection, Dispute, Milestone, Place, PlaceName
from incidents.vocabulary import DatePrecision, MilestoneKind, PlaceKind, Standing

pytestmark = [pytest.mark.usefixtures("reference"), pytest.mark.django_db]

TABLES: list[type[models.Model]] = [
    Actor, ActorName, ActorRelation, Place, PlaceName, Border, BorderSection, Dispute, Milestone,
]  # fmt: skip


def everything() -> dict[str, list[dict[str, object]]]:
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES}


def test_counts() -> None:
    kinds = dict(Place.objects.order_by().values_list("kind").annotate(models.Count("pk")))
    assert kinds == {
        PlaceKind.SETTLEMENT: 16_051,
        PlaceKind.COUNTRY: 6,
        PlaceKind.PROVINCE: 11 + 12 + 1,  # Armenia, Georgia, and Nakhchivan
        PlaceKind.DISTRICT: 77,  # Azerbaijan
        PlaceKind.REGION: 1,  # Nagorno-Karabakh
    }
    assert BorderSection.objects.count() == 19
    assert PlaceName.objects.count() > 60_000


def test_all_is_public() -> None:
    for model in (Actor, Place, Border, Dispute):
        assert not model._default_manager.exclude(standing=Standing.PUBLIC).exists()


def test_second_run_changes_nothing() -> None:
    Place.objects.filter(code="gn:174815").update(name="As an editor put it")
    PlaceName.objects.filter(place__code="gn:174815", language="it").delete()
    BorderSection.objects.filter(code="AMAZ-11").update(name="As an editor put it")
    Milestone.objects.filter(kind=MilestoneKind.OTHER).delete()
    before = everything()
    said = StringIO()
    call_command("load_reference", stdout=said)
    assert said.getvalue() == "Added 0 actors, 0 places, 0 borders, 0 disputes.\n"
    assert everything() == before


def test_a_place_that_is_missing_comes_back_with_its_names() -> None:
    PlaceName.objects.filter(place__code="gn:174815").delete()
    Place.objects.filter(code="gn:174815").delete()
    call_command("load_reference", stdout=StringIO())
    place = Place.objects.get(code="gn:174815")
    assert place.parent is not None
    assert (place.name, place.country, place.admin1, place.parent.code) == ("Nerkin Hand", "ARM", "Syunik", "iso:AM-SU")
    assert place.names.filter(text="Ներքին Հանդ", language="hy", used_by__slug="armenia").exists()


def test_every_settlement_of_the_three_countries_has_its_division() -> None:
    inside = Place.objects.filter(kind=PlaceKind.SETTLEMENT, country__in=["ARM", "AZE", "GEO"])
    assert not inside.filter(models.Q(parent=None) | models.Q(admin1="")).exists()
    assert not inside.exclude(country=models.F("parent__country")).exclude(code="gn:616883").exists()


def test_neither_party_names_a_place_alone() -> None:
    place = Place.objects.get(code="gn:146970")
    assert place.name == "Khankendi / Stepanakert"
    used = {(name.text, name.used_by.slug) for name in place.names.exclude(used_by=None) if name.used_by}
    assert {("Xankəndi", "azerbaijan"), ("Khankendi", "azerbaijan"), ("Stepanakert", "armenia")} <= used
    assert ("Ստեփանակերտ", "armenia") in used


def test_every_place_with_two_parties_has_a_name_by_each() -> None:
    by_party = Place.objects.filter(name__contains=" / ", kind=PlaceKind.SETTLEMENT).annotate(
        armenia=models.Count("names", filter=models.Q(names__used_by__slug="armenia")),
        azerbaijan=models.Count("names", filter=models.Q(names__used_by__slug="azerbaijan")),
    )
    assert by_party.count() >= 15
    assert not by_party.filter(models.Q(armenia=0) | models.Q(azerbaijan=0)).exists()


def test_sections_are_in_order() -> None:
    border = Border.objects.for_detail().get(slug="armenia-azerbaijan")
    assert (border.side_a.slug, border.side_b.slug) == ("armenia", "azerbaijan")
    codes = [section.code for section in border.sections.all()]
    assert codes == [f"AMAZ-{number:02}" for number in range(1, 16)] + [f"AMAZ-E{number}" for number in range(1, 5)]
    lines = [section.line["coordinates"] for section in border.sections.all()]
    for chain in (lines[:11], lines[11:15]):  # to the Iranian tri-point, and Nakhchivan
        for one, following in pairwise(chain):
            assert one[-1] == pytest.approx(following[0], abs=0.001)
    for enclave in lines[15:]:
        assert enclave[0] == enclave[-1]


def test_dispute_and_its_milestones() -> None:
    dispute = Dispute.objects.for_detail().get(slug="nagorno-karabakh")
    assert dispute.begun == "1988"
    assert {actor.slug for actor in dispute.parties.all()} >= {"armenia", "azerbaijan"}
    assert [border.slug for border in dispute.borders.all()] == ["armenia-azerbaijan"]
    told = [(stone.kind, stone.earliest, stone.latest, stone.precision) for stone in dispute.milestones.all()]
    assert told[1:] == [
        (MilestoneKind.CEASEFIRE, date(1994, 5, 1), date(1994, 5, 31), DatePrecision.MONTH),
        (MilestoneKind.OFFENSIVE, date(2020, 9, 27), date(2020, 9, 27), DatePrecision.DAY),
        (MilestoneKind.CEASEFIRE, date(2020, 11, 10), date(2020, 11, 10), DatePrecision.DAY),
        (MilestoneKind.TALKS_OPENED, date(2023, 1, 1), date(2023, 12, 31), DatePrecision.YEAR),
        (MilestoneKind.OFFENSIVE, date(2023, 9, 19), date(2023, 9, 20), DatePrecision.RANGE),
        (MilestoneKind.TALKS_STALLED, date(2024, 2, 1), date(2024, 2, 29), DatePrecision.MONTH),
    ]
    assert all(stone.source_title for stone in dispute.milestones.all())
