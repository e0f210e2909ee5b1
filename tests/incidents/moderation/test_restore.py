"""An earlier edition comes back as a new one: the same rows, the same ids, the same body; or nothing happens."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from actors.models import Actor
from incidents.errors import NotAllowed, Unrestorable
from incidents.moderation.operations import edit_incident, save_source
from incidents.moderation.workflow import transition
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.vocabulary import Question, Stance, State, Verb
from incidents.workbench.models import (
    Assertion,
    Citation,
    Claim,
    Incident,
)
from incidents.workbench.operations.save import Changes
from incidents.workbench.steps import steps_of
from tests.factories import ActorFactory, PlaceFactory
from tests.incidents.complete import (
    DAY,
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
    world,
)
from tests.incidents.moderation.arranging import retitled, take
from tests.incidents.moderation.restoring import (
    CHANGES,
    WHY,
    Change,
    content,
    next_edition,
    other_grades,
    other_words,
    restore,
    rows,
    without_a_claim,
)
from tests.incidents.moderation.states import row_counts
from tests.incidents.moderation.test_admin_preview import offered, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_copies(settings: Settings) -> None:
    """Ask for no copies, so that a source may be deleted again."""
    settings.CAPTURE_ON_SUBMIT = False


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_edition_has_the_body_of_the_one_restored(
    change: Change, anna: User, edith: User, edgar: User
) -> None:
    incident = published_incident(by=anna, editor=edith)
    first, before = Edition.objects.get(), rows(incident)
    second = next_edition(incident, change, by=anna, editor=edith)
    assert content(second) != content(first)

    step = restore(incident, 1, by=edith)
    assert (incident.state, step.source_state, step.target_state) == (State.SUBMITTED, State.IN_SYNC, State.SUBMITTED)
    assert step.reason == f"Edition 1: {WHY}"
    assert Edition.objects.count() == 2, "nothing is public before another editor publishes it"
    assert rows(incident) == before
    third = publish_as_previewed(incident, by=edgar)
    assert content(third) == content(first)
    assert third.number == 3


def test_after_several_editions_and_back_again(anna: User, edith: User, edgar: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    editions = [Edition.objects.get()]
    editions += [next_edition(incident, change, by=anna, editor=edith) for change in CHANGES[2:] + CHANGES[:1]]
    for number in (1, 3, 2, 5, 4):
        restore(incident, number, by=edith)
        assert content(publish_as_previewed(incident, by=edgar)) == content(editions[number - 1])
        incident.refresh_from_db()


def test_four_eyes_hold_for_who_restores(anna: User, edith: User, edgar: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    next_edition(incident, other_words, by=anna, editor=edith)
    restore(incident, 1, by=edith)
    with pytest.raises(NotAllowed, match="You changed"):
        publish_as_previewed(incident, by=edith)
    publish_as_previewed(incident, by=edgar)


def test_what_was_retracted_can_be_restored(anna: User, edith: User, edgar: User) -> None:
    """Nothing differs then; who restores it still stands for it."""
    incident = published_incident(by=anna, editor=edith)
    take(incident, Verb.RETRACT, edith)
    restore(incident, 1, by=edith)
    with pytest.raises(NotAllowed, match="You changed"):
        publish_as_previewed(incident, by=edith)
    assert content(publish_as_previewed(incident, by=edgar)) == content(Edition.objects.get(number=1))


def test_what_is_no_content_stays_as_it_is(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)

    def change(incident: Incident, by: User) -> Changes:
        incident.working_note, incident.shared, incident.title = "Call them again.", True, "Another title of it"
        return Changes()

    next_edition(incident, change, by=anna, editor=edith)
    restore(incident, 1, by=edith)
    assert (incident.working_note, incident.shared, incident.author) == ("Call them again.", True, anna)


def test_a_source_that_others_cite_stays_as_it_is(anna: User, edith: User) -> None:
    """Its grade is for all of them: nobody's restoration makes it better again."""
    incident = published_incident(by=anna, editor=edith)
    other = submitted_incident(by=anna)
    source = incident.citations.all()[0].source
    cited = Citation(incident=other, claim=other.claims.all()[0], source=source, position=7)
    other.refresh_from_db()
    take(other, Verb.WITHDRAW, anna)
    edit_incident(incident=other, changes=Changes(saved=[cited]), by=anna, revision=other.revision)
    next_edition(incident, other_grades, by=anna, editor=edith)
    restore(incident, 1, by=edith)
    source.refresh_from_db()
    assert (source.reliability, source.publisher) == ("E", "Public Radio")
    assert incident.citations.all()[0].credibility == 3


def test_what_was_made_confidential_since_stays_so(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)

    def change(incident: Incident, by: User) -> Changes:
        denial = incident.claims.get(kind="denial")
        cited = denial.citations.all()[0]
        denial.statement = "Denies it, in other words."
        denial.confidential = cited.confidential = cited.source.confidential = True
        return Changes(saved=[denial, cited, cited.source])

    next_edition(incident, change, by=anna, editor=edith)
    restore(incident, 1, by=edith)
    denial = incident.claims.get(kind="denial")
    cited = denial.citations.all()[0]
    assert denial.statement == "Denies that its units fired."
    assert (denial.confidential, cited.confidential, cited.source.confidential) == (True, True, True)
    shown = str(preview(incident).document)
    assert denial.public_id not in shown
    assert cited.source.public_id not in shown


def test_a_source_changed_after_the_edition_is_as_it_was_then(anna: User, edith: User, edgar: User) -> None:
    """A change of a source raises no revision of the incident."""
    incident = published_incident(by=anna, editor=edith)
    first = Edition.objects.get()
    source = incident.citations.all()[0].source
    source.publisher = "Public Radio, as it is called now"
    save_source(source=source, by=edith)
    next_edition(incident, other_words, by=anna, editor=edgar)
    restore(incident, 1, by=edith)
    assert content(publish_as_previewed(incident, by=edgar)) == content(first)


def test_rows_that_the_desk_brought_back_under_new_keys(anna: User, edith: User, edgar: User) -> None:
    """The desk's undo gives a row its public id back, and another key."""
    incident = published_incident(by=anna, editor=edith)
    first = Edition.objects.get()
    denial = incident.claims.get(kind="denial")
    next_edition(incident, without_a_claim, by=anna, editor=edith)
    again = Claim(
        incident=incident, claimant=denial.claimant, kind="denial", statement="Denies it.", made_on=DAY, position=4,
        public_id=denial.public_id,
    )  # fmt: skip

    def change(incident: Incident, by: User) -> Changes:
        said = incident.claims.get(kind="assertion")
        return Changes(saved=[
            again,
            Assertion(incident=incident, claim=again, question=Question.OCCURRENCE, stance=Stance.DENIES),
            Citation(incident=incident, claim=again, source=said.citations.all()[0].source, position=3),
            incident.claim_links.model(incident=incident, claim=again, to=said, relation="denies"),
        ])  # fmt: skip

    next_edition(incident, change, by=anna, editor=edith)
    assert again.pk != denial.pk
    restore(incident, 1, by=edith)
    assert incident.claims.get(public_id=denial.public_id).pk == again.pk
    assert content(publish_as_previewed(incident, by=edgar)) == content(first)


def test_the_history_tells_it_as_one_step_that_can_be_undone(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    published_at = incident.revision
    next_edition(incident, other_words, by=anna, editor=edith)
    restore(incident, 1, by=edith)
    newest = steps_of(incident)[0]
    assert (newest.verb, newest.by, newest.restored) == (Verb.RESTORE.value, edith.pk, published_at)
    assert {"title", "summary"} <= {name for one in newest.changes for name in one.changed}


# What can't be restored


def gone(table: str, pk: int) -> None:
    """Remove a row that nothing names any more, as a merge or an administrator would."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [pk])


def test_what_is_gone_is_listed_and_nothing_is_done(anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    place = PlaceFactory.create(code="test:gone", name="A village that goes", country="ARM")
    actor = ActorFactory.create(slug="gone", name="A party that goes")
    incident.place = place
    claim = Claim(incident=incident, claimant=actor, kind="demand", statement="Demands talks.", made_on=DAY)
    more = [
        claim,
        Assertion(incident=incident, claim=claim, question=Question.OCCURRENCE, stance=Stance.ASSERTS),
        Citation(incident=incident, claim=claim, source=incident.citations.all()[0].source, position=4),
    ]
    edit_incident(incident=incident, changes=Changes(saved=list(more)), by=anna, revision=incident.revision)
    incident.refresh_from_db()
    take(incident, Verb.SUBMIT, anna)
    publish_as_previewed(incident, by=edith)

    def change(incident: Incident, by: User) -> Changes:
        incident.place = world().village
        return Changes(removed=[more[2], more[1], claim])

    next_edition(incident, change, by=anna, editor=edith)
    gone("reference_place", place.pk)
    gone("actors_actor", actor.pk)
    assert not Actor.objects.filter(pk=actor.pk).exists()

    before, was = row_counts(), rows(incident)
    with pytest.raises(Unrestorable, match="there no more") as refused:
        restore(incident, 1, by=edith)
    assert sorted(refused.value.problems) == [
        "Claim “Demands talks.”: its claimant is there no more.",
        "The incident itself: its place is there no more.",
    ]
    assert row_counts() == before
    incident.refresh_from_db()
    assert rows(incident) == was
    assert incident.state == State.IN_SYNC


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (None, "takes the number of an edition"),
        (9, "has no edition 9"),
        (2, "is retracted: there is no document"),
        (3, "is what stands now"),
    ],
)
def test_what_is_no_edition_to_restore(edition: int | None, words: str, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    take(incident, Verb.RETRACT, edith)
    next_edition(incident, other_words, by=anna, editor=edith)
    before = row_counts()
    with pytest.raises(NotAllowed, match=words):
        transition(incident=incident, verb=Verb.RESTORE, by=edith, reason=WHY, edition=edition)
    assert row_counts() == before


def test_an_imported_edition_has_no_history_to_go_back_to(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    next_edition(incident, other_words, by=anna, editor=edith)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE record_edition SET origin = 'ged-25.1' WHERE number = 1")
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(NotAllowed, match="not published from here"):
        restore(incident, 1, by=edith)


# On the page


def test_on_the_page(client: Client, anna: User, edith: User, edgar: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    client.force_login(edith)
    assert "restore" not in offered(client.get(page_of(incident)).content), "there is nothing before what stands"
    next_edition(incident, other_words, by=anna, editor=edith)
    page = client.get(page_of(incident))
    assert '<option value="1">' in page.content.decode().replace("\n", "")
    sent = offered(page.content)["restore"]
    refused = client.post(page_of(incident), {**sent, "edition": "1", "reason": ""})
    assert refused.status_code == 422
    assert '<option value="1" selected>' in refused.content.decode()
    assert client.post(page_of(incident), {**sent, "edition": "1", "reason": WHY}).status_code == 302
    text = client.get(page_of(incident)).content.decode()
    assert f"Edition 1: {WHY}" in text
    assert "another editor must publish it" in text
    client.force_login(anna)
    assert f"Edition 1: {WHY}" in client.get(f"/desk/incidents/{incident.ref}/").content.decode()
    assert preview(incident).document["title"] == "Exchange of fire near Nerkin Hand"


def test_a_draft_is_not_overwritten(anna: User, edith: User) -> None:
    """Only what is in sync is put back: nobody's unpublished work goes under."""
    incident = published_incident(by=anna, editor=edith)
    next_edition(incident, other_words, by=anna, editor=edith)
    retitled(incident, "What anna is working on", by=anna)
    with pytest.raises(NotAllowed, match="it must be in sync"):
        restore(incident, 1, by=edith)
