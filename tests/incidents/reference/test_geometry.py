"""In which country a point lies, and at which section of the border."""

import json

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from incidents.reference.geometry import country_at, distance_km, nearest_section
from incidents.reference.models import Border, BorderSection
from incidents.vocabulary import Standing

NERKIN_HAND = (39.04131, 46.51623)


@pytest.mark.parametrize(
    ("latitude", "longitude", "country"),
    [
        (*NERKIN_HAND, "ARM"),  # 1.9 km inside Azerbaijan in Natural Earth
        (40.87156, 45.60908, "AZE"),  # Kokhanabi
        (40.641, 45.508, "ARM"),  # Artsvashen, an enclave
        (39.787, 44.958, "AZE"),  # Karki, an enclave
        (39.8177, 46.7528, "AZE"),  # as internationally recognised
        (39.2089, 45.4122, "AZE"),  # Nakhchivan
        (41.7151, 44.8271, "GEO"),
        (40.6, 43.1, "TUR"),
        (38.08, 46.29, "IRN"),
        (43.3, 45.69, "RUS"),
        (48.85, 2.35, "FRA"),
        (41.65, 41.6, "GEO"),  # off Batumi
        (0.0, -30.0, ""),
        (42.0, 51.0, ""),
    ],
)
def test_country_at_a_point(latitude: float, longitude: float, country: str) -> None:
    assert country_at(latitude, longitude) == country


def test_distance_is_in_kilometres() -> None:
    line = {"type": "LineString", "coordinates": [[45.0, 39.0], [45.0, 41.0]]}
    assert distance_km(40.0, 45.0, line) == 0
    assert distance_km(40.0, 46.0, line) == pytest.approx(85.2, rel=0.01)  # a degree of longitude at 40° N
    assert distance_km(42.0, 45.0, line) == pytest.approx(111.2, rel=0.01)


@pytest.mark.usefixtures("border")
class TestNearestSection:
    """Against the sections that are shipped."""

    def test_nerkin_hand(self) -> None:
        found = nearest_section(*NERKIN_HAND)
        assert found is not None
        assert (found.section.code, found.section.border.slug) == ("AMAZ-11", "armenia-azerbaijan")
        assert "Zangilan" in found.section.name
        assert found.km == pytest.approx(1.7, abs=0.1)

    @pytest.mark.parametrize(
        ("latitude", "longitude", "code"),
        [(40.87156, 45.60908, "AMAZ-03"), (40.641, 45.508, "AMAZ-E3"), (39.7476, 44.7989, "AMAZ-15")],
    )
    def test_others(self, latitude: float, longitude: float, code: str) -> None:
        found = nearest_section(latitude, longitude)
        assert found is not None
        assert found.section.code == code

    def test_none_in_range(self) -> None:
        assert nearest_section(40.18, 44.51, within_km=20) is None  # Yerevan
        assert nearest_section(48.85, 2.35) is None

    def test_proposed_border_is_for_analysts(self, anna: User) -> None:
        Border.objects.update(standing=Standing.PROPOSED)
        assert nearest_section(*NERKIN_HAND) is None
        assert nearest_section(*NERKIN_HAND, user=anna) is not None

    def test_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        with django_assert_num_queries(1):
            nearest_section(*NERKIN_HAND)

    def test_lines_are_those_the_map_draws(self) -> None:
        path = settings.BASE_DIR / "static" / "geo" / "armenia-azerbaijan.geojson"
        drawn = {
            feature["properties"]["code"]: feature["geometry"]
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
        }
        assert drawn == dict(BorderSection.objects.values_list("code", "line"))


def test_map_files_are_small_and_whole() -> None:
    files = sorted((settings.BASE_DIR / "static" / "geo").glob("*.geojson"))
    assert [file.name for file in files] == [
        "armenia-azerbaijan.geojson",
        "caucasus-countries.geojson",
        "caucasus-provinces.geojson",
        "lakes.geojson",
        "lines-of-contact.geojson",
        "world.geojson",
    ]
    assert sum(file.stat().st_size for file in files) < 1_500_000
    for file in files:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        assert features
        assert all(feature["geometry"]["coordinates"] for feature in features)
    dated = json.loads((files[4]).read_text(encoding="utf-8"))["features"]
    assert all(f["properties"]["valid_to"] for f in dated if f["properties"]["status"] == "line_of_contact")
