"""What changes actors is kept with who did it; what an installation comes with is not, until it changes."""

from datetime import date

import pytest
from django.db import connection, transaction

from accounts.models import User
from actors.models import Actor, ActorName
from actors.operations import load_actors, make_public, propose_actor
from config.history import BEFORE, without_beginnings
from incidents.moderation.auditing.entries import in_words
from incidents.reference.models import Place
from incidents.reference.operations.places import propose_place
from incidents.vocabulary import ActorKind, NameKind, PlaceKind, Script, Standing
from incidents.workbench.audit import Asked, found
from tests.factories import ActorFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def events(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pgh_label, name FROM {table}event ORDER BY pgh_id")
        return [(label, name) for label, name in cursor.fetchall()]


def test_what_is_loaded_has_no_history_until_it_changes() -> None:
    load_actors()
    assert events("actors_actor") == []
    Actor.objects.filter(slug="armenia").update(name="The Republic of Armenia")
    assert events("actors_actor") == [(BEFORE, "Armenia"), ("update", "The Republic of Armenia")]
    Actor.objects.filter(slug="armenia").update(name="Armenia")
    assert [label for label, _ in events("actors_actor")] == [BEFORE, "update", "update"]


def test_loading_ends_with_the_block() -> None:
    with transaction.atomic(), without_beginnings():
        Place.objects.create(code="test:1", name="Loaded", kind=PlaceKind.SETTLEMENT)
    Place.objects.create(code="test:2", name="Entered", kind=PlaceKind.SETTLEMENT)
    assert events("reference_place") == [("insert", "Entered")]


def test_a_change_of_what_was_loaded_says_what_it_was(edith: User) -> None:
    place = PlaceFactory.create(name="Nerkin Hand", standing=Standing.PROPOSED)
    make_public(row=place, by=edith)
    (entry,) = in_words(found(Asked(row=(Place, place.pk)), limit=10))
    assert (entry.title, entry.by) == ("Decided on a proposal", "edith")
    assert [(one.label, one.before, one.after) for one in entry.rows[0].fields] == [("Standing", "Proposed", "Public")]


def test_proposals_are_signed(anna: User) -> None:
    propose_actor(name="Mission", kind=ActorKind.INTERNATIONAL, by=anna)
    propose_place(name="Post", kind=PlaceKind.FEATURE, names=[("hy", "Պահակակետ")], by=anna)
    entries = in_words(found(Asked(person=anna.pk), limit=10))
    assert [entry.title for entry in entries] == ["Proposed an actor or a place"] * 2
    assert sorted(row.name for entry in entries for row in entry.rows) == [
        "Actor: Mission", "Place name: Պահակակետ", "Place: Post",
    ]  # fmt: skip


def test_what_nobody_signed_is_told_with_its_row() -> None:
    actor = ActorFactory.create(name="Mission")
    ActorName.objects.create(
        actor=actor, text="Միսիա", language="hy", script=Script.ARMENIAN, kind=NameKind.OFFICIAL,
        used_from=date(2002, 1, 31),
    )  # fmt: skip
    (entry,) = in_words(found(Asked(person=0), limit=10))
    assert (entry.by, [row.name for row in entry.rows]) == ("nobody who can be named", ["Actor name: Միսիա"])
