"""Proposals, what editors make public, and the actors every installation has."""

from datetime import date
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError

from accounts.models import User
from actors.models import Actor, ActorName, ActorRelation
from actors.names import script_of
from actors.operations import load_actors, make_public, propose_actor
from incidents.errors import NotAllowed
from incidents.vocabulary import ActorKind, NameKind, Script, Standing
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


def test_proposal_is_not_public(anna: User, rufat: User) -> None:
    actor = propose_actor(name="  Peacekeeping   mission ", kind=ActorKind.INTERNATIONAL, by=anna)
    assert (actor.slug, actor.name) == ("peacekeeping-mission", "Peacekeeping mission")
    assert (actor.standing, actor.proposed_by) == (Standing.PROPOSED, anna)
    assert list(Actor.objects.visible_to(anna)) == [actor]
    assert list(Actor.objects.visible_to(rufat)) == list(Actor.objects.visible_to(None)) == []


def test_editor_makes_public_once(anna: User, edith: User) -> None:
    actor = propose_actor(name="Mission", kind=ActorKind.INTERNATIONAL, by=anna)
    assert make_public(row=actor, by=edith)
    assert actor.standing == Standing.PUBLIC
    assert list(Actor.objects.visible_to(None)) == [actor]
    assert not make_public(row=actor, by=edith)
    assert [(entry.user, entry.object_id) for entry in LogEntry.objects.all()] == [(edith, str(actor.pk))]


def test_roles_bound_what_they_may_do(anna: User, rufat: User, adam: User) -> None:
    for person in (rufat, adam):
        with pytest.raises(NotAllowed):
            propose_actor(name="Mission", kind=ActorKind.INTERNATIONAL, by=person)
    actor = propose_actor(name="Mission", kind=ActorKind.INTERNATIONAL, by=anna)
    for person in (anna, rufat, adam):
        with pytest.raises(NotAllowed):
            make_public(row=actor, by=person)
    actor.refresh_from_db()
    assert actor.standing == Standing.PROPOSED


def test_slugs_are_unique_in_any_script(anna: User) -> None:
    names = ["Mission", "mission", "Պահպանություն", "Səhra qrupu"]
    slugs = [propose_actor(name=name, kind=ActorKind.OTHER, by=anna).slug for name in names]
    assert slugs == ["mission", "mission-2", "actor", "sehra-qrupu"]


@pytest.mark.parametrize(("name", "country"), [("", ""), ("Mission", "arm"), ("Mission", "AR")])
def test_what_cannot_be_stored_is_named(anna: User, name: str, country: str) -> None:
    with pytest.raises(ValidationError):
        propose_actor(name=name, kind=ActorKind.OTHER, country=country, by=anna)


def test_acceptance_case_has_its_actors() -> None:
    assert load_actors() == Actor.objects.count() == 25
    assert not Actor.objects.exclude(standing=Standing.PUBLIC).exists()
    assert dict(Actor.objects.exclude(ucdp_id=None).values_list("ucdp_id", "slug")) == {
        62: "armenia-government",
        64: "azerbaijan-government",
        338: "nagorno-karabakh-authorities",
    }
    expected = {
        "armenia", "armenia-ministry-of-defence", "armenia-armed-forces", "armenia-ministry-of-foreign-affairs",
        "armenia-prime-minister", "armenia-military-and-political-leadership", "azerbaijan",
        "azerbaijan-state-border-service", "azerbaijan-ministry-of-defence", "azerbaijan-armed-forces",
        "azerbaijan-ministry-of-foreign-affairs", "nagorno-karabakh-armenian-population", "armenian-side",
        "nagorno-karabakh-defence-authorities", "eu-mission-in-armenia", "caliber-az", "unnamed-outlet",
    }  # fmt: skip
    assert expected <= set(Actor.objects.values_list("slug", flat=True))


def test_loading_again_leaves_what_editors_did() -> None:
    load_actors()
    Actor.objects.filter(slug="caliber-az").update(description="Edited.")
    ActorName.objects.filter(actor__slug="armenia", language="az").delete()
    before = [list(model.objects.order_by("pk").values()) for model in (Actor, ActorName, ActorRelation)]
    assert load_actors() == 0
    assert [list(model.objects.order_by("pk").values()) for model in (Actor, ActorName, ActorRelation)] == before


def test_new_part_of_an_actor_that_is_there(tmp_path: Path) -> None:
    ActorFactory.create(slug="armenia")
    file = tmp_path / "actors.toml"
    file.write_text(
        '[[actor]]\nslug = "armenia-police"\nname = "Police"\nkind = "security_service"\n'
        'part_of = [{ actor = "armenia", from = 2001-04-16, to = 2024-01-01 }]\n'
        'names = [["hy", "short", "Ոստիկանություն"]]\n'
    )
    assert load_actors(path=file) == 1
    relation = ActorRelation.objects.get()
    assert (relation.valid.lower, relation.valid.upper) == (date(2001, 4, 16), date(2024, 1, 1))
    name = ActorName.objects.get()
    assert (name.script, name.kind) == (Script.ARMENIAN, NameKind.SHORT)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Şuşa", Script.LATIN),
        ("«Ներքին»", Script.ARMENIAN),
        ("Шуша", Script.CYRILLIC),
        ("შუშა", Script.GEORGIAN),
        ("ایران", Script.ARABIC),
        ("中国", Script.OTHER),
        ("1937", Script.OTHER),
        ("", Script.OTHER),
    ],
)
def test_script_is_read_off_the_text(text: str, script: Script) -> None:
    assert script_of(text) == script
