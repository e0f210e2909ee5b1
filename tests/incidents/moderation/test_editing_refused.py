"""Rows that name what was refused since, and names of what was refused, can be edited; what is refused isn't chosen."""

from typing import Any

import pytest

from accounts.models import User
from actors.models import ActorName
from incidents.errors import NotAllowed
from incidents.moderation.referring.editing import Edit, save_reference
from incidents.reference.models import PlaceName
from incidents.vocabulary import NameKind, Script, Standing
from tests.factories import ActorFactory, PlaceFactory

pytestmark = pytest.mark.django_db
WHY = "It was misspelt."


def test_a_place_in_a_refused_one_can_be_renamed(edith: User) -> None:
    place = PlaceFactory.create(parent=PlaceFactory.create(standing=Standing.REFUSED))
    place.name = "Nerkin Hand"
    save_reference(edit=Edit(place, ("name",)), by=edith, reason=WHY)
    place.refresh_from_db()
    assert place.name == "Nerkin Hand"
    with pytest.raises(NotAllowed, match="was refused"):
        save_reference(edit=Edit(place, ("name", "parent")), by=edith, reason=WHY)


def test_names_of_a_refused_actor_can_be_edited(edith: User) -> None:
    actor = ActorFactory.create(standing=Standing.REFUSED)
    of: dict[str, Any] = {"actor": actor, "language": "hy", "script": Script.ARMENIAN, "kind": NameKind.SHORT}
    old, new = ActorName.objects.create(text="Ա", **of), ActorName(text="Բ", **of)
    old.text = "Գ"
    save_reference(edit=Edit(actor, added=[new], rows=[(old, ("text",))]), by=edith, reason=WHY)
    assert set(ActorName.objects.values_list("text", flat=True)) == {"Բ", "Գ"}


def test_the_same_key_in_another_table_is_no_way_past_the_check(edith: User) -> None:
    place, refused = PlaceFactory.create(), ActorFactory.create(standing=Standing.REFUSED)
    name = PlaceName.objects.create(pk=refused.pk, place=place, text="Ներքին Հանդ", language="hy")
    name.used_by = refused
    with pytest.raises(NotAllowed, match="was refused"):
        save_reference(edit=Edit(place, rows=[(name, ("used_by",))]), by=edith, reason=WHY)
