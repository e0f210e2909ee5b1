"""Actors, places, borders and disputes are saved by operations: signed, reasoned, and never over somebody else's."""

import json
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.models import Actor, ActorName
from incidents.errors import NotAllowed
from incidents.moderation.auditing.entries import in_words
from incidents.moderation.referring.editing import Edit, Unreasoned, save_reference
from incidents.moderation.referring.merging import merge_actors
from incidents.reference.models import Border, Dispute, Milestone, Place, PlaceName
from incidents.vocabulary import NameKind, Script, Standing
from incidents.workbench.audit import Asked, found
from incidents.workbench.models import ReferenceDecision
from tests.factories import ActorFactory, BorderSectionFactory, MilestoneFactory, PlaceFactory
from tests.incidents.moderation.forms import fields

pytestmark = pytest.mark.django_db
WHY = "The body was renamed by law."


@pytest.fixture
def desk(client: Client, edith: User) -> Client:
    """An editor's browser."""
    client.force_login(edith)
    return client


def page_of(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, str]:
    """Return what a browser would send back of a row's form."""
    answer = client.get(page_of(row))
    assert answer.status_code == 200
    return fields(answer.content)


def named(actor: Actor, text: str, language: str = "hy", kind: str = NameKind.OFFICIAL) -> ActorName:
    return ActorName.objects.create(actor=actor, text=text, language=language, script=Script.ARMENIAN, kind=kind)


def newest() -> Any:
    return in_words(found(Asked(), limit=1))[0]


def test_a_save_is_signed_with_its_reason(desk: Client, edith: User) -> None:
    actor = ActorFactory.create(name="Ministry")
    sent = opened(desk, actor) | {"name": "Ministry of Defence", "reason": WHY}
    assert desk.post(page_of(actor), sent, REMOTE_ADDR="192.0.2.9").status_code == 302
    entry = newest()
    assert (entry.title, entry.by, entry.address, entry.reason) == ("Edited an actor", "edith", "192.0.2.9", WHY)
    assert [(one.before, one.after) for one in entry.rows[0].fields] == [("Ministry", "Ministry of Defence")]
    decision = ReferenceDecision.objects.get()
    assert (decision.what, decision.table, decision.row, decision.by) == ("edited", "actor", actor.slug, edith)
    assert LogEntry.objects.filter(object_id=str(actor.pk)).count() == 1


def test_what_changes_the_meaning_needs_a_reason_and_the_rest_does_not(desk: Client) -> None:
    actor = ActorFactory.create(name="Ministry")
    answer = desk.post(page_of(actor), opened(desk, actor) | {"name": "Other", "description": "Typed at length."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Say why: this changes what the record means (name)." in page
    assert "Typed at length." in page
    actor.refresh_from_db()
    assert actor.name == "Ministry"
    assert desk.post(page_of(actor), opened(desk, actor) | {"description": "Text."}).status_code == 302
    actor.refresh_from_db()
    assert actor.description == "Text."
    assert not ReferenceDecision.objects.exists()


def test_removing_a_name_needs_a_reason(desk: Client) -> None:
    name = named(actor := ActorFactory.create(), "Նախարարություն")
    sent = opened(desk, actor) | {"names-0-DELETE": "on"}
    assert "is removed" in desk.post(page_of(actor), sent).content.decode()
    assert ActorName.objects.filter(pk=name.pk).exists()
    assert desk.post(page_of(actor), sent | {"reason": WHY}).status_code == 302
    assert not ActorName.objects.filter(pk=name.pk).exists()


def test_a_stale_save_is_refused_with_both_versions(desk: Client, edith: User) -> None:
    """What only the other changed shows theirs; what both changed keeps what was typed; nothing is overwritten."""
    actor = ActorFactory.create(name="First name", description="First text", country="ARM")
    sent = opened(desk, actor) | {"name": "My name", "wikidata_id": "Q12", "reason": WHY}
    row = Actor.objects.get(pk=actor.pk)
    row.name, row.description = "Their name", "Their text"
    save_reference(edit=Edit(row, ("name", "description")), by=edith, reason="So.")
    answer = desk.post(page_of(actor), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    ((_, told, _),) = answer.context["moved"]
    moved = {one.label: (one.opened, one.now, one.yours) for one in told}
    assert moved == {
        "Name": ("First name", "Their name", "My name"),
        "Description": ("First text", "Their text", ""),
    }
    assert "The last change was by edith" in page
    again = fields(answer.content)
    assert (again["name"], again["description"], again["wikidata_id"], again["reason"]) == (
        "My name", "Their text", "Q12", WHY,
    )  # fmt: skip
    actor.refresh_from_db()
    assert (actor.name, actor.wikidata_id) == ("Their name", "")
    assert desk.post(page_of(actor), again).status_code == 302
    actor.refresh_from_db()
    assert (actor.name, actor.description, actor.wikidata_id) == ("My name", "Their text", "Q12")


def test_rows_that_others_added_changed_and_removed_meanwhile(desk: Client, edith: User) -> None:
    actor = ActorFactory.create()
    gone, both, kept = (named(actor, text) for text in ("Ա", "Բ", "Գ"))
    sent = opened(desk, actor)
    order = {sent[f"names-{at}-id"]: at for at in range(3)}
    sent |= {f"names-{order[str(gone.pk)]}-text": "Աա", f"names-{order[str(both.pk)]}-text": "Բբ", "reason": WHY}
    came = ActorName(actor=actor, text="Դ", language="hy", script=Script.ARMENIAN, kind=NameKind.SHORT)
    both.text = "Ββ"
    both.script = Script.OTHER
    save_reference(edit=Edit(actor, added=[came], rows=[(both, ("text",))], removed=[gone]), by=edith, reason="So.")
    answer = desk.post(page_of(actor), sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Added: Դ (hy)" in page
    assert "Removed: Ա, hy" in page
    assert ActorName.objects.count() == 3
    again = fields(answer.content)
    texts = {again[f"names-{at}-text"] for at in range(int(again["names-TOTAL_FORMS"]))}
    assert texts >= {"Աա", "Բբ", "Գ", "Դ"}
    for at in range(int(again["names-TOTAL_FORMS"])):
        again[f"names-{at}-script"] = ""
    assert desk.post(page_of(actor), again).status_code == 302
    assert set(ActorName.objects.values_list("text", flat=True)) == {"Աա", "Բբ", "Գ", "Դ"}
    assert ActorName.objects.filter(pk=kept.pk).exists()


def test_a_form_that_does_not_say_what_it_was_opened_with_is_behind(desk: Client) -> None:
    actor = ActorFactory.create(name="Ministry", description="Text")
    sent = {name: value for name, value in opened(desk, actor).items() if not name.startswith("initial-")}
    assert desk.post(page_of(actor), sent | {"name": "Other", "reason": WHY}).status_code == 409
    actor.refresh_from_db()
    assert actor.name == "Ministry"


def test_what_was_merged_meanwhile_is_not_saved(desk: Client, edith: User) -> None:
    actor, winner = ActorFactory.create(name="Old"), ActorFactory.create(name="New")
    name = named(actor, "Նախարարություն")
    sent = opened(desk, actor) | {"name": "Mine", "reason": WHY, "names-0-DELETE": "on", "names-1-text": "<b>Նոր</b>"}
    sent |= {"names-1-language": "hy", "names-1-kind": NameKind.FORMER, "description": ""}
    merge_actors(loser=actor, winner=winner, by=edith, reason="The same.")
    answer = desk.post(page_of(actor), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert '<h2 id="merged">Old was merged into New</h2>' in page
    assert f'href="{page_of(winner)}"' in page
    assert re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', page) == [
        ("Name", "Mine"),
        ("Reason", WHY),
        ("New actor name: text", "&lt;b&gt;Նոր&lt;/b&gt;"),
        ("New actor name: language", "hy"),
        ("New actor name: kind", "Former"),
        ("Նախարարություն (hy): remove", "yes"),
    ]
    name.refresh_from_db()
    actor.refresh_from_db()
    assert actor.name == "Old"
    with pytest.raises(NotAllowed, match="was merged into New"):
        save_reference(edit=Edit(actor, ("description",)), by=edith)


def test_what_was_merged_away_cannot_be_chosen(desk: Client, edith: User) -> None:
    place = PlaceFactory.create()
    loser, winner = ActorFactory.create(name="Old"), ActorFactory.create(name="New", slug="new")
    merge_actors(loser=loser, winner=winner, by=edith, reason="The same.")
    refused = ActorFactory.create(name="No such", standing=Standing.REFUSED)
    for actor, says in (
        (loser, "Old was merged into New [new]: choose that."),
        (refused, "No such was refused: it can’t be chosen."),
    ):
        sent = opened(desk, place) | {"names-0-text": "Խանքենդի", "names-0-language": "hy", "names-0-used_by": actor.pk}
        assert says in desk.post(page_of(place), sent).content.decode()
        name = PlaceName(place=place, text="Խանքենդի", language="hy", used_by=actor)
        with pytest.raises(NotAllowed, match=r"merged|refused"):
            save_reference(edit=Edit(place, added=[name]), by=edith)
    assert not PlaceName.objects.exists()


def test_borders_and_disputes_are_signed_too(desk: Client, edith: User) -> None:
    section = BorderSectionFactory.create()
    milestone = MilestoneFactory.create()
    for row, change, table in (
        (section.border, {"name": "Other", "sections-0-name": "Its section"}, "border"),
        (section, {"name": "Its section again"}, "border"),
        (milestone.dispute, {"name": "Other", "milestones-0-title": "A turn"}, "dispute"),
    ):
        sent = opened(desk, row) | change
        assert "Say why" in desk.post(page_of(row), sent).content.decode(), row
        assert desk.post(page_of(row), sent | {"reason": WHY}).status_code == 302, row
        entry = newest()
        assert (entry.title, entry.by, entry.reason) == (f"Edited a {table}", "edith", WHY)
    assert (Border.objects.get().name, Dispute.objects.get().name) == ("Other", "Other")
    assert Milestone.objects.get().title == "A turn"


def test_parties_of_a_dispute_are_in_the_audit(desk: Client) -> None:
    dispute, actor = MilestoneFactory.create().dispute, ActorFactory.create(name="Armenia")
    sent = opened(desk, dispute) | {"parties": actor.pk, "reason": WHY}
    assert desk.post(page_of(dispute), sent).status_code == 302
    assert [row.name for row in newest().rows] == ["Party of a dispute: Armenia"]


def test_places_are_saved_with_their_position_and_names(desk: Client) -> None:
    place = PlaceFactory.create(latitude=39.05, longitude=46.5, prominent=True)
    sent = opened(desk, place) | {"latitude": "39.06", "names-0-text": "Ներքին Հանդ", "names-0-language": "hy"}
    sent.pop("prominent")
    assert "(latitude)" in desk.post(page_of(place), sent).content.decode()
    assert desk.post(page_of(place), sent | {"reason": WHY}).status_code == 302
    place = Place.objects.get(pk=place.pk)
    assert (place.latitude, place.prominent, place.names.get().text) == (39.06, False, "Ներքին Հանդ")


def test_new_rows_name_who_made_them(desk: Client, edith: User) -> None:
    page = reverse("admin:actors_actor_add")
    sent = fields(desk.get(page).content) | {
        "name": "Mission", "slug": "mission", "kind": "international",
        "names-0-text": "Առաքելություն", "names-0-language": "hy", "names-0-kind": "official",
    }  # fmt: skip
    assert desk.post(page, sent).status_code == 302
    actor = Actor.objects.get(slug="mission")
    assert (actor.proposed_by, actor.standing, actor.names.get().script) == (edith, Standing.PROPOSED, Script.ARMENIAN)
    assert (newest().by, newest().title) == ("edith", "Edited an actor")


def test_only_editors_save(anna: User, adam: User, client: Client) -> None:
    actor = ActorFactory.create(name="Ministry")
    for person in (anna, adam):
        with pytest.raises(NotAllowed, match="Only editors"):
            save_reference(edit=Edit(actor, ("name",)), by=person, reason=WHY)
    client.force_login(adam)
    assert client.get(page_of(actor)).status_code == 200
    assert client.post(page_of(actor), {"name": "Other", "reason": WHY}).status_code == 403
    actor.refresh_from_db()
    assert actor.name == "Ministry"


def test_the_operation_asks_for_the_reason_itself(edith: User) -> None:
    actor = ActorFactory.create(name="Ministry")
    actor.name = "Other"
    with pytest.raises(Unreasoned):
        save_reference(edit=Edit(actor, ("name",)), by=edith)


# Names


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ({"language": "zz"}, "“zz” is no language tag (BCP 47)."),
        ({"language": "iw"}, "deprecated"),
        ({"language": "az_Latn"}, "is no language tag"),
        ({"language": "hy-Cyrl"}, "the tag hy-Cyrl says Cyrl"),
        ({"script": "Latn"}, "is written in Armenian script, not as Latin."),
        ({"used_from": "2020-01-02", "used_to": "2020-01-01"}, "This is before 2020-01-02"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(desk: Client, name: dict[str, str], says: str) -> None:
    actor = ActorFactory.create()
    typed = {"text": "Նախարարություն", "language": "hy", "kind": "official", **name}
    sent = opened(desk, actor) | {f"names-0-{field}": value for field, value in typed.items()}
    page = desk.post(page_of(actor), sent).content.decode()
    assert says in page
    assert "Նախարարություն" in page
    assert not ActorName.objects.exists()


def test_tags_are_written_as_the_registry_has_them(desk: Client) -> None:
    actor = ActorFactory.create()
    sent = opened(desk, actor) | {"names-0-text": " Müdafiə  Nazirliyi ", "names-0-language": "AZ-latn"}
    assert desk.post(page_of(actor), sent | {"names-0-kind": "official"}).status_code == 302
    name = ActorName.objects.get()
    assert (name.text, name.language, name.script) == ("Müdafiə Nazirliyi", "az-Latn", Script.LATIN)


def test_a_duplicate_is_refused_and_its_row_named(desk: Client) -> None:
    named(actor := ActorFactory.create(), "Նախարարություն")
    typed = {"text": "ՆԱԽԱՐԱՐՈՒԹՅՈՒՆ ", "language": "HY", "kind": "official"}
    sent = opened(desk, actor) | {f"names-1-{field}": value for field, value in typed.items()}
    page = desk.post(page_of(actor), sent).content.decode()
    assert "Row 1 is the same: “Նախարարություն (hy)”." in page
    place = PlaceFactory.create()
    PlaceName.objects.create(place=place, text="Ներքին Հանդ", language="hy")
    sent = opened(desk, place) | {"names-1-text": "Ներքին Հանդ", "names-1-language": "hy"}
    assert "Row 1 is the same: “Ներքին Հանդ (hy)”." in desk.post(page_of(place), sent).content.decode()
    assert (ActorName.objects.count(), PlaceName.objects.count()) == (1, 1)


def test_the_form_takes_as_many_queries_for_many_names_as_for_few(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    few, many = ActorFactory.create(), ActorFactory.create()
    for number in range(20):
        named(many, f"Ա{number}")
    for actor in (few, many):
        with django_assert_max_num_queries(12):
            assert desk.get(page_of(actor)).status_code == 200


def test_changes_of_the_log_stay_readable(desk: Client) -> None:
    actor = ActorFactory.create(name="Ministry")
    desk.post(page_of(actor), opened(desk, actor) | {"name": "Other", "reason": WHY})
    (entry,) = LogEntry.objects.all()
    assert json.loads(entry.change_message) == [{"changed": {"fields": ["Name"]}}]
