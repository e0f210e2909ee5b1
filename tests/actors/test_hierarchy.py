"""Who belongs to whom on a date, and what the database refuses to store about it."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django import DjangoAssertNumQueries

from actors.models import Actor, ActorRelation
from actors.operations import load_actors
from actors.querysets import Membership
from incidents.vocabulary import ActorRelationKind
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


def relate(subject: Actor, whole: Actor, since: date | None = None, until: date | None = None) -> ActorRelation:
    return ActorRelation.objects.create(
        subject=subject, kind=ActorRelationKind.PART_OF, object=whole, valid=DateRange(since, until)
    )


@pytest.mark.parametrize(
    ("speaker", "day", "party"),
    [
        ("azerbaijan-state-border-service", date(2024, 2, 13), "azerbaijan"),
        ("azerbaijan-state-border-service", date(2002, 7, 31), "azerbaijan"),
        ("azerbaijan-state-border-service", date(2002, 7, 30), "azerbaijan-state-border-service"),
        ("azerbaijan-ministry-of-defence", date(2019, 3, 17), "azerbaijan"),
        ("armenia-prime-minister", date(2024, 2, 13), "armenia"),
        ("armenia", date(2024, 2, 13), "armenia"),
        ("nagorno-karabakh-defence-authorities", date(2019, 3, 17), "nagorno-karabakh-authorities"),
        ("eu-mission-in-armenia", date(2024, 2, 13), "european-union"),
    ],
)
def test_speaks_for_its_party_on_the_day(speaker: str, day: date, party: str) -> None:
    load_actors()
    ids = dict(Actor.objects.values_list("slug", "pk"))
    assert Actor.objects.parties_on([ids[speaker]], day) == {ids[speaker]: ids[party]}


def test_state_finds_its_services_with_their_dates() -> None:
    load_actors()
    found = Actor.objects.all().descendants_of("azerbaijan")
    assert Membership("azerbaijan-state-border-service", date(2002, 7, 31), None) in found
    assert Membership("azerbaijan-ministry-of-defence", None, None) in found
    assert {member.slug for member in found} == {
        slug for slug in Actor.objects.values_list("slug", flat=True) if slug.startswith("azerbaijan")
    }


def test_cycle_is_refused() -> None:
    one, two, three = ActorFactory.create_batch(3)
    relate(one, two)
    relate(two, three)
    with pytest.raises(DatabaseError, match="would be a part of itself"):
        relate(three, one)


def test_cycle_is_allowed_at_different_times() -> None:
    one, two = ActorFactory.create_batch(2)
    relate(one, two, until=date(2000, 1, 1))
    relate(two, one, since=date(2000, 1, 1))
    with pytest.raises(DatabaseError, match="would be a part of itself"):
        ActorRelation.objects.filter(subject=two).update(valid=DateRange(date(1999, 12, 31), None))


def test_overlap_is_refused() -> None:
    one, two = ActorFactory.create_batch(2)
    relate(one, two, date(2000, 1, 1), date(2001, 1, 1))
    relate(one, two, date(2001, 1, 1), date(2002, 1, 1))
    with pytest.raises(IntegrityError, match=r"actors_relation_(no_overlap|one_parent)"):
        relate(one, two, date(2001, 12, 31), None)


def test_one_parent_at_a_time() -> None:
    one, two, three = ActorFactory.create_batch(3)
    relate(one, two)
    with pytest.raises(IntegrityError, match="actors_relation_one_parent"):
        relate(one, three)


@pytest.mark.parametrize(
    "text",
    [
        "azerbaijan",
        "Azerbaijan",
        "AZƏRBAYCAN RESPUBLİKASI",
        "azerbaycan",
        "Ադրբեջան",
        "Азербайджан",
        " Republic of Azerbaijan ",
    ],
)
def test_actor_is_found_in_every_script(text: str) -> None:
    load_actors()
    assert [actor.slug for actor in Actor.objects.called(text)] == ["azerbaijan"]


def test_several_roots_take_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    load_actors()
    with django_assert_num_queries(1):
        both = Actor.objects.descendants_of("azerbaijan", "armenia")
    alone = [*Actor.objects.descendants_of("armenia"), *Actor.objects.descendants_of("azerbaijan")]
    assert {(one.slug, one.since, one.until) for one in both} == {(one.slug, one.since, one.until) for one in alone}
