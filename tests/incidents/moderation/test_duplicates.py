"""Possible duplicates of a page of the queue, by the desk's rule, in one query."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from incidents.moderation.duplicates import LOOKED_AT, possible_duplicates
from incidents.moderation.querysets import with_queue_columns
from incidents.vocabulary import State
from incidents.workbench.models import Incident, IncidentLink
from incidents.workbench.operations.distinctions import take_back, tell_apart
from tests.factories import IncidentFactory
from tests.incidents.complete import DAY, complete_incident, submitted_incident, world

pytestmark = pytest.mark.django_db
OTHER = "Shots at a post"


def found(*incidents: Incident) -> dict[str, list[str]]:
    rows = list(with_queue_columns(Incident.objects.filter(pk__in=[one.pk for one in incidents])))
    alike = possible_duplicates(rows)
    refs = {row.pk: row.ref for row in rows}
    return {refs[pk]: [one.ref for one in others] for pk, others in alike.items()}


def test_both_find_each_other_with_what_they_have_in_common(anna: User) -> None:
    one, other = submitted_incident(by=anna), complete_incident(by=anna)
    assert found(one, other) == {one.ref: [other.ref], other.ref: [one.ref]}
    (told,) = possible_duplicates(with_queue_columns(Incident.objects.filter(pk=one.pk)))[one.pk]
    assert told.reasons == [
        "same day", "same place", "same border section", "similar title", "same kind", "actors in common",
    ]  # fmt: skip
    assert (told.pk, told.state) == (other.pk, "Draft")


@pytest.mark.parametrize(
    ("change", "alike"),
    [
        ({}, True),
        ({"title": OTHER}, True),  # same day, place, section
        ({"earliest": date(2024, 2, 16), "latest": date(2024, 2, 16)}, True),
        ({"earliest": date(2024, 2, 17), "latest": date(2024, 2, 17)}, False),
        ({"earliest": date(2024, 1, 20), "latest": date(2024, 2, 12)}, True),  # began long before
        ({"earliest": date(2024, 1, 2), "latest": date(2024, 2, 12)}, False),  # further back than is looked
        ({"place": None, "place_wording": "there", "section": None, "title": OTHER}, False),
        ({"place": None, "section": None}, True),  # same day, title, kind
        ({"kind": "diplomatic", "place": None, "section": None, "title": OTHER}, False),
        ({"state": State.REJECTED}, False),
    ],
)
def test_the_rule(change: dict[str, object], alike: bool, anna: User) -> None:
    one = submitted_incident(by=anna)
    here = world()
    given = {
        "title": one.title, "kind": one.kind, "earliest": DAY, "latest": DAY, "place": here.village,
        "place_precision": 2, "section": here.section,
    }  # fmt: skip
    other: Incident = IncidentFactory.create(author=anna, **{**given, **change})
    assert found(one) == ({one.ref: [other.ref]} if alike else {})


def test_what_was_told_apart_or_linked_is_no_duplicate(anna: User) -> None:
    one, other = submitted_incident(by=anna), submitted_incident(by=anna)
    tell_apart(ref=other.ref, other=one.ref, by=anna)
    assert found(one, other) == {}
    take_back(ref=one.ref, other=other.ref, by=anna)
    assert set(found(one, other)) == {one.ref, other.ref}
    IncidentLink.objects.create(incident=one, other=other, relation="follows")
    assert found(one, other) == {}


def test_the_nearest_days_are_looked_at_first(anna: User) -> None:
    """Many at one place hide no twin of the same day, and at most three are shown."""
    here = world()
    for number in range(LOOKED_AT + 5):
        day = DAY + timedelta(days=1 + number % 3)
        IncidentFactory.create(
            author=anna, title=f"{OTHER} {number}", kind="other", earliest=day, latest=day, place=here.village
        )
    one, twin = submitted_incident(by=anna), submitted_incident(by=anna)
    assert found(one)[one.ref][0] == twin.ref
    for _ in range(4):
        submitted_incident(by=anna)
    assert len(found(one)[one.ref]) == 3


def test_an_undated_incident_is_held_against_nothing(anna: User) -> None:
    one = IncidentFactory.create(author=anna, title="Exchange of fire near Nerkin Hand")
    complete_incident(by=anna)
    assert found(one) == {}


@pytest.mark.parametrize("count", [1, 4])
def test_one_query_for_a_page(count: int, anna: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        submitted_incident(by=anna)
    rows = list(with_queue_columns(Incident.objects.all()))
    with django_assert_num_queries(1):
        assert len(possible_duplicates(rows)) == (count if count > 1 else 0)
