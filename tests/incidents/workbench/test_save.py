"""Saves of the workbench: under a lock, against a revision, all or nothing, with a name in the history."""

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from incidents.errors import NotAllowed, Stale
from incidents.moderation.workflow import transition as take
from incidents.vocabulary import State, Verb
from incidents.workbench.history import event_model
from incidents.workbench.models import Assertion, Citation, Claim, Incident, Source, Transition
from incidents.workbench.operations.save import Changes, create_incident, save_incident
from tests.factories import person
from tests.incidents.complete import complete_incident, published_incident, submitted_incident, world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EDITOR])
def test_who_starts_an_incident(role: Role) -> None:
    by = person("somebody", role)
    incident = create_incident(by=by)
    assert (incident.state, incident.revision, incident.author) == (State.DRAFT, 0, by)
    assert incident.ref.startswith(f"CC-{timezone.now().year}-")


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMINISTRATOR, None])
def test_who_does_not(role: Role | None) -> None:
    with pytest.raises(NotAllowed):
        create_incident(by=person("somebody", role))
    assert Incident.objects.count() == 0


def test_refs_are_never_given_twice(anna: User) -> None:
    assert len({create_incident(by=anna).ref for _ in range(3)}) == 3


def test_a_stale_revision_writes_nothing(anna: User) -> None:
    incident = complete_incident(by=anna)
    claim = incident.claims.all()[0]
    claim.statement = "Says something else."
    with pytest.raises(Stale) as refused:
        save_incident(incident=incident, changes=Changes(saved=[claim]), by=anna, revision=0)
    assert refused.value.current == 1
    assert incident.claims.all()[0].statement != "Says something else."


def test_new_rows_may_refer_to_new_rows_in_any_order(anna: User) -> None:
    incident = create_incident(by=anna)
    claim = Claim(incident=incident, claimant=world().armenia, kind="assertion", statement="Says so.")
    source = Source(publisher="Radio", added_by=anna)
    assertion = Assertion(incident=incident, claim=claim, question="occurrence")
    citation = Citation(incident=incident, claim=claim, assertion=assertion, source=source)
    save_incident(incident=incident, changes=Changes(saved=[citation, assertion, source, claim]), by=anna, revision=0)
    assert incident.citations.get().assertion == assertion


def test_the_history_says_who_and_why(anna: User) -> None:
    incident = complete_incident(by=anna)
    save_incident(incident=incident, changes=Changes(), by=anna, revision=1, why="second look")
    last = event_model(Incident)._default_manager.order_by("-pgh_id").values_list("pgh_context__metadata", flat=True)[0]
    assert last == {"user": anna.pk, "why": "second look"}


def test_removing_a_claim_removes_what_hangs_on_it_and_keeps_the_history(anna: User) -> None:
    incident = complete_incident(by=anna)
    denial = incident.claims.get(kind="denial")
    key = denial.pk
    save_incident(incident=incident, changes=Changes(removed=[denial]), by=anna, revision=1)
    assert set(incident.assertions.values_list("claim__kind", flat=True)) == {"assertion"}
    assert incident.claim_links.count() == 0
    gone = event_model(Assertion)._default_manager.filter(pgh_label="delete", claim_id=key)
    assert gone.count() == 1


@pytest.mark.parametrize("field", ["state", "author", "ref"])
def test_a_save_changes_no_state_author(field: str, anna: User, edith: User) -> None:
    incident = complete_incident(by=anna)
    stands = Incident.objects.get(pk=incident.pk)
    incident.state, incident.author = State.IN_SYNC, edith
    save_incident(incident=incident, changes=Changes(), by=anna, revision=1)
    assert getattr(Incident.objects.get(pk=incident.pk), field) == getattr(stands, field)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_SYNC, State.REJECTED])
def test_an_analyst_edits_drafts_only(state: State, anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith) if state == State.IN_SYNC else submitted_incident(by=anna)
    if state == State.REJECTED:
        take(incident=incident, verb=Verb.REJECT, by=edith, reason="Not a border incident.")
    incident.refresh_from_db()
    with pytest.raises(NotAllowed):
        save_incident(incident=incident, changes=Changes(), by=anna, revision=incident.revision)


def test_an_editor_edits_what_was_submitted(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    assert save_incident(incident=incident, changes=Changes(), by=edith, revision=2).revision == 3


def test_rows_belong_to_one_incident(anna: User) -> None:
    first, second = complete_incident(by=anna), complete_incident(by=anna)
    foreign = second.claims.all()[0]
    changes = Changes(saved=[Assertion(incident=first, claim=foreign, question="occurrence")])
    save_incident(incident=first, changes=changes, by=anna, revision=1)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="same_incident"):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    connection.set_rollback(True)


def test_visibility(anna: User, rufat: User, edith: User, adam: User, ani: None) -> None:
    other = person("astghik", Role.ANALYST)
    mine, shared = complete_incident(by=anna), complete_incident(by=anna, shared=True)
    seen = {
        "anna": Incident.objects.visible_to(anna),
        "astghik": Incident.objects.visible_to(other),
        "rufat": Incident.objects.visible_to(rufat),
        "edith": Incident.objects.visible_to(edith),
        "adam": Incident.objects.visible_to(adam),
        "ani": Incident.objects.visible_to(ani),
    }
    refs = {name: {one.ref for one in queryset} for name, queryset in seen.items()}
    both = {mine.ref, shared.ref}
    assert refs == {
        "anna": both, "astghik": {shared.ref}, "rufat": set(), "edith": both, "adam": both, "ani": set()
    }  # fmt: skip


def test_confidential_sources_are_seen_by_who_added_them_and_editors(anna: User, edith: User, rufat: User) -> None:
    other = person("astghik", Role.ANALYST)
    Source.objects.create(publisher="Somebody", confidential=True, added_by=anna)
    counts = [Source.objects.visible_to(user).count() for user in (anna, edith, other, rufat, None)]
    assert counts == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_for_detail_takes_the_same_queries_whatever_hangs_on_it(
    count: int, anna: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    incident = complete_incident(by=anna)
    claim = incident.claims.all()[0]
    more = [
        Assertion(incident=incident, claim=claim, question="weapon", text=f"rifle {number}", position=number + 5)
        for number in range(count)
    ]
    save_incident(incident=incident, changes=Changes(saved=list(more)), by=anna, revision=1)
    with django_assert_num_queries(23):
        found = Incident.objects.for_detail().get(pk=incident.pk)
        assert len(found.assertions.all()) == 4 + count
        assert [one.claim.kind for one in found.assertions.all()]
    assert Transition.objects.count() == 0
