"""Claims, actors and the codebook over REST."""

from collections.abc import Callable
from datetime import date
from typing import Any

import orjson
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from actors.models import ActorName, ActorRelation
from incidents.vocabulary import ClaimMark, Stance, Standing
from tests.factories import ActorFactory
from tests.incidents.record.factories import assertion, claim, published

pytestmark = pytest.mark.django_db
Get = Callable[..., Any]


def test_a_claim_is_told_with_its_edition(get: Get) -> None:
    denied = claim("azerbaijan")
    denial = claim("armenia", kind="denial", answers=[{"relation": "denies", "to": denied["id"], "question": None}])
    edition = published(claims=[denied, denial])
    told = {one["id"]: one for one in get("claims/").json()["results"]}
    one = told[denied["id"]]
    assert one.pop("edition") == {
        "seq": edition.seq,
        "ref": edition.ref,
        "number": 1,
        "url": f"http://testserver/api/v1/incidents/{edition.ref}/editions/1/",
    }
    assert one.pop("party") == "azerbaijan"
    assert {mark: one.pop(mark) for mark in ClaimMark.codes()} == {
        "answered": True,
        "corrected": False,
        "denied": True,
        "corroborated": False,
        "repeats": False,
    }
    assert one == orjson.loads(edition.body)["claims"][0]
    assert [one["id"] for one in get("claims/?kind=denial").json()["results"]] == [denial["id"]]


def test_pages_of_claims_with_undated_ones_first(get: Get) -> None:
    days = [None, "2024-02-12", None, "2024-02-13", "2024-02-12"]
    claims = [claim("armenia", made_on=day, made_precision="day") for day in days]
    published(claims=claims)
    expected = [claims[index]["id"] for index in (2, 0, 3, 4, 1)]
    for size in (1, 2, 3):
        forward, pages, url = [], [], f"claims/?page_size={size}"
        while url:
            pages.append(get(url).json())
            forward += [one["id"] for one in pages[-1]["results"]]
            url = pages[-1]["next"]
        assert forward == expected, size
        back: list[str] = []
        url = pages[-1]["previous"]
        while url:
            page = get(url).json()
            back[:0] = [one["id"] for one in page["results"]]
            url = page["previous"]
        assert back + [one["id"] for one in pages[-1]["results"]] == expected, size


def test_a_claim_filter_over_rest(get: Get) -> None:
    said = claim("armenia", assertion("occurrence", Stance.DENIES))
    published(claims=[said, claim("azerbaijan", assertion("occurrence"))])
    answer = get("claims/?question=occurrence&stance=denies&count=exact").json()
    assert (answer["count"], [one["id"] for one in answer["results"]]) == (1, [said["id"]])


@pytest.fixture
def guards() -> None:
    state, other = (
        ActorFactory.create(slug="azerbaijan"),
        ActorFactory.create(slug="secret", standing=Standing.PROPOSED),
    )
    body = ActorFactory.create(slug="border-service", name="Border Service", kind="security_service")
    for whole, first, until in ((state, date(2002, 7, 31), None), (other, None, date(2002, 7, 31))):
        ActorRelation.objects.create(subject=body, object=whole, kind="part_of", valid=DateRange(first, until))
    ActorName.objects.create(
        actor=body,
        text="Dövlət Sərhəd Xidməti",
        language="az",
        script="Latn",
        kind="official",
        used_from=date(2002, 7, 31),
    )


def test_an_actor_with_names_and_dated_relations_to_public_actors(get: Get, guards: None) -> None:
    told = get("actors/border-service/").json()
    assert told["relations"] == [{"kind": "part_of", "actor": "azerbaijan", "since": "2002-07-31", "until": None}]
    assert [name["text"] for name in told["names"]] == ["Dövlət Sərhəd Xidməti"]
    assert told["url"] == "http://testserver/api/v1/actors/border-service/"


def test_a_proposed_actor_is_not_there(get: Get, guards: None) -> None:
    assert [one["slug"] for one in get("actors/").json()["results"]] == ["azerbaijan", "border-service"]
    hidden, absent = get("actors/secret/", status=404).json(), get("actors/absent/", status=404).json()
    assert hidden.pop("instance") != absent.pop("instance")
    assert hidden == absent
    assert b"secret" not in get("actors/").content + get("actors/border-service/").content


def test_pages_of_actors_by_name(get: Get) -> None:
    for slug in ("b", "a", "c"):
        ActorFactory.create(slug=slug, name="Same")
    ActorFactory.create(slug="z", name="Abkhazia")
    first = get("actors/?page_size=3").json()
    second = get(first["next"]).json()
    assert [one["slug"] for one in first["results"] + second["results"]] == ["z", "a", "b", "c"]
    assert [one["slug"] for one in get(second["previous"]).json()["results"]] == ["z", "a", "b"]


@pytest.mark.parametrize("size", [1, 3])
def test_actors_take_three_queries(get: Get, size: int, django_assert_num_queries: Callable[..., Any]) -> None:
    whole = ActorFactory.create(slug="whole")
    for slug in ("a", "b", "c"):
        part = ActorFactory.create(slug=slug)
        ActorRelation.objects.create(subject=part, object=whole, kind="part_of", valid=DateRange(None, None))
        ActorName.objects.create(actor=part, text=slug, language="en", script="Latn", kind="official")
    with django_assert_num_queries(3):
        assert len(get(f"actors/?page_size={size}").json()["results"]) == size
    with django_assert_num_queries(3):
        get("actors/a/")


def test_the_codebook_has_every_vocabulary(get: Get, django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        told = {one["name"]: one for one in get("codebook/").json()["results"]}
    assert {"incident_kind", "stance", "question", "finding", "credibility", "place_precision"} <= set(told)
    assert [term["code"] for term in told["stance"]["terms"]] == Stance.codes()
    assert all(term["label"] and term["definition"] for one in told.values() for term in one["terms"])
    assert told["place_precision"]["terms"][1]["radius_km"] == 25
    assert all(one["definition"] for one in told.values())


def test_the_root_names_the_way_in(get: Get) -> None:
    for address in get("").json().values():
        get(address)
