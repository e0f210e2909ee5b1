"""The editors' admin of actors, places, borders and disputes."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.models import Actor
from incidents.reference.models import Border, Place, PlaceName
from incidents.vocabulary import Standing
from tests.factories import ActorFactory, BorderSectionFactory, MilestoneFactory, PlaceFactory
from tests.incidents.moderation.forms import fields


@pytest.fixture
def desk(edith: User) -> Client:
    """Return an editor's browser, with the permissions on reference rows that the role has."""
    models = ["actor", "actorname", "actorrelation", "place", "placename", "border", "bordersection", "dispute"]
    edith.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label__in=["actors", "reference"], content_type__model__in=[*models, "milestone"]
        )
    )
    client = Client()
    client.force_login(edith)
    return client


@pytest.mark.parametrize(
    "page", ["actors_actor", "actors_actorrelation", "reference_place", "reference_border", "reference_bordersection",
             "reference_dispute"],
)  # fmt: skip
def test_lists_and_forms_open(desk: Client, page: str) -> None:
    section = BorderSectionFactory.create()
    dispute = MilestoneFactory.create().dispute
    rows = {
        "actors_actor": section.border.side_a,
        "reference_place": PlaceFactory.create(parent=PlaceFactory.create()),
        "reference_border": section.border,
        "reference_bordersection": section,
        "reference_dispute": dispute,
    }
    assert desk.get(reverse(f"admin:{page}_changelist"), {"q": "a"}).status_code == 200
    if row := rows.get(page):
        assert desk.get(reverse(f"admin:{page}_change", args=[row.pk])).status_code == 200


def test_place_is_found_by_any_name_and_code(desk: Client) -> None:
    place = PlaceFactory.create(code="gn:1", name="Nerk’in Hand")
    PlaceFactory.create()
    PlaceName.objects.create(place=place, text="Aşağı Ənd", language="az")
    for text in ("nerkin", "asagi", "gn:1"):
        page = desk.get(reverse("admin:reference_place_changelist"), {"q": text})
        assert list(page.context["cl"].result_list) == [place]
    answer = desk.get(
        reverse("admin:autocomplete"),
        {"app_label": "reference", "model_name": "place", "field_name": "parent", "term": "asagi"},
    )
    assert [found["id"] for found in answer.json()["results"]] == [str(place.pk)]


def test_action_makes_public(desk: Client, edith: User) -> None:
    rows: list[tuple[Actor | Place, str]] = [
        (ActorFactory.create(standing=Standing.PROPOSED), "actors_actor"),
        (PlaceFactory.create(standing=Standing.PROPOSED), "reference_place"),
    ]
    for row, page in rows:
        desk.post(
            reverse(f"admin:{page}_changelist"), {"action": "make_public", "_selected_action": [row.pk]}, follow=True
        )
        row.refresh_from_db()
        assert row.standing == Standing.PUBLIC
        assert edith.logentry_set.get(object_id=str(row.pk), content_type__model=page.partition("_")[2])


def test_public_ids_and_standing_are_not_typed(desk: Client, edith: User) -> None:
    actor = ActorFactory.create(slug="mission", standing=Standing.PROPOSED)
    page = reverse("admin:actors_actor_change", args=[actor.pk])
    sent = {"name": "Mission 2", "slug": "other", "kind": "state", "standing": "public", "reason": "So."}
    assert desk.post(page, {**fields(desk.get(page).content), **sent}).status_code == 302
    actor.refresh_from_db()
    assert (actor.name, actor.slug, actor.standing) == ("Mission 2", "mission", Standing.PROPOSED)
    page = reverse("admin:actors_actor_add")
    assert desk.post(page, {**fields(desk.get(page).content), **sent}).status_code == 302
    new = Actor.objects.get(slug="other")
    assert (new.standing, new.proposed_by) == (Standing.PROPOSED, edith)


def test_nothing_is_deleted(desk: Client) -> None:
    border = BorderSectionFactory.create().border
    assert desk.post(reverse("admin:reference_border_delete", args=[border.pk]), {"post": "yes"}).status_code == 403
    assert Border.objects.exists()
    assert Place.objects.count() == 0
