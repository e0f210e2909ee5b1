"""Publishing: exactly what was previewed, nothing that is confidential, and one order whatever comes at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from incidents.document.canonical import GENESIS, chain, envelope, sha256
from incidents.errors import DomainError, NotAllowed, NotPublishable
from incidents.moderation.operations import edit_incident
from incidents.moderation.workflow import transition
from incidents.publishing.operations import PublishConflict, preview
from incidents.record.models import Edition, FacetCount
from incidents.vocabulary import Question, State, Verb
from incidents.workbench.models import (
    Assertion,
    Assessment,
    Citation,
    Claim,
    Incident,
    IncidentLink,
    Involvement,
    Source,
)
from incidents.workbench.operations.save import Changes, save_incident
from tests.factories import PlaceFactory
from tests.incidents.complete import (
    DAY,
    complete_incident,
    publish_as_previewed,
    published_incident,
    submitted_incident,
    world,
)


def save(incident: Incident, by: User, *rows: Any, **fields: Any) -> Incident:
    """Save fields and rows of an incident in the state it is in."""
    incident.refresh_from_db()
    for name, value in fields.items():
        setattr(incident, name, value)
    return save_incident(incident=incident, changes=Changes(saved=list(rows)), by=by, revision=incident.revision)


def together(work: list[Callable[[], object]]) -> list[object]:
    """Run everything at once, each on a connection of its own; return the results, or the domain errors raised."""
    results: list[object] = [None] * len(work)
    start = threading.Barrier(len(work))

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = work[index]()
        except DomainError as refused:
            results[index] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# What was previewed


@pytest.mark.django_db
def test_what_was_previewed_is_what_is_published(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    now = preview(incident)
    edition = publish_as_previewed(incident, by=edith)
    assert edition.body.encode() == now.body
    assert (edition.body_sha256, edition.number, edition.seq) == (now.body_sha256, 1, 1)
    assert now.standing is None
    assert now.problems == []


@pytest.mark.django_db
def test_an_edit_after_the_preview_is_a_conflict(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    seen = preview(incident)
    incident.title = "Exchange of fire, corrected"
    edit_incident(incident=incident, changes=Changes(), by=edgar, revision=incident.revision)
    with pytest.raises(PublishConflict) as refused:
        transition(incident=incident, verb=Verb.PUBLISH, by=edith, revision=seen.revision, body_sha256=seen.body_sha256)
    assert refused.value.preview.document["title"] == "Exchange of fire, corrected"
    assert Edition.objects.count() == 0
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED


@pytest.mark.django_db
def test_a_changed_name_elsewhere_is_a_conflict_too(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    seen = preview(incident)
    village = world().village
    village.name = "Another name"
    village.save()
    with pytest.raises(PublishConflict):
        transition(incident=incident, verb=Verb.PUBLISH, by=edith, revision=seen.revision, body_sha256=seen.body_sha256)


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{}, {"revision": 2}, {"body_sha256": "0" * 64}])
def test_publishing_takes_what_was_previewed(given: dict[str, Any], anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    with pytest.raises(NotAllowed, match="previewed"):
        transition(incident=incident, verb=Verb.PUBLISH, by=edith, **given)


@pytest.mark.django_db
def test_an_edit_after_publication_leaves_the_edition(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    before = Edition.objects.live().get(ref=incident.ref)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    save(incident, anna, title="Another title for it")
    assert list(Edition.objects.values_list("seq", "body", "validity")) == [(before.seq, before.body, before.validity)]


@pytest.mark.django_db
def test_a_second_edition_closes_the_first(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    save(incident, anna, title="Another title for it")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    assert [one.path for one in preview(incident).differences] == ["title"]
    second = publish_as_previewed(incident, by=edith)
    first = Edition.objects.get(number=1)
    assert first.validity.upper == second.validity.lower == second.published_at
    assert [one.incidents for one in FacetCount.objects.all()] == [1]


@pytest.mark.django_db
def test_the_same_again_is_refused(anna: User, edith: User) -> None:
    incident = published_incident(by=anna, editor=edith)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    save(incident, anna, working_note="Only for us.")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    with pytest.raises(NotPublishable, match="Nothing public would change"):
        publish_as_previewed(incident, by=edith)
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_an_embargo_holds(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna, embargo_until=timezone.now() + timedelta(days=1))
    assert any("embargo" in problem for problem in preview(incident).problems)
    with pytest.raises(NotPublishable) as refused:
        publish_as_previewed(incident, by=edith)
    assert any("embargo" in problem for problem in refused.value.problems)
    assert Edition.objects.count() == 0


@pytest.mark.django_db
def test_an_embargo_that_is_over_holds_nothing(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna, embargo_until=timezone.now() - timedelta(seconds=1))
    assert publish_as_previewed(incident, by=edith).number == 1


@pytest.mark.django_db
@pytest.mark.parametrize("proposed", ["actor", "place"])
def test_what_is_only_proposed_stands_in_the_way(proposed: str, anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    here = world()
    row = here.armenia if proposed == "actor" else here.village
    row.standing = "proposed"
    row.save()
    with pytest.raises(NotPublishable) as refused:
        publish_as_previewed(incident, by=edith)
    assert any("proposed" in problem for problem in refused.value.problems)


# What must not become public

SECRET = "zzsecretzz"


@pytest.fixture
def leaky(db: None, anna: User) -> Incident:
    """An incident with a secret in every place that must not become public."""
    here = world()
    hidden_place = PlaceFactory.create(name=f"Hidden {SECRET}", latitude=39.123456, longitude=46.654321)
    coarse = PlaceFactory.create(name="Syunik", kind="province", latitude=39.3, longitude=46.3)
    incident = complete_incident(
        by=anna,
        working_note=SECRET,
        place=hidden_place,
        place_wording=f"the post at {SECRET}",
        location_confidentiality="coarse",
        coarse_place=coarse,
        coarse_precision=4,
    )
    public = incident.claims.all()[0]
    claim = Claim(
        incident=incident, claimant=here.armenia, kind="assertion", statement=SECRET, made_on=DAY, confidential=True
    )
    source = Source(publisher=f"Paper {SECRET}", added_by=anna, confidential=True, private_note=SECRET)
    told = Source(publisher="Radio", added_by=anna, private_note=SECRET, reliability_reason=SECRET)
    other = complete_incident(by=anna, title=f"A draft called {SECRET}")
    rows = [
        claim,
        source,
        told,
        Assertion(incident=incident, claim=claim, question="occurrence", wording=SECRET),
        Assertion(
            incident=incident, claim=public, question=Question.PLACE, place=hidden_place, wording=SECRET, position=9
        ),
        Citation(incident=incident, claim=claim, source=told, quote=SECRET, position=5),
        Citation(incident=incident, claim=public, source=source, position=6),
        Citation(incident=incident, claim=public, source=told, quote=SECRET, confidential=True, position=7),
        Citation(incident=incident, source=told, credibility_reason=SECRET, position=8),
        Involvement(incident=incident, actor=here.armenian_ministry, role="victim", alleged=True, claim=claim),
        IncidentLink(incident=incident, other=other, relation="follows"),
    ]
    return save(incident, anna, *rows)


def test_nothing_confidential_is_in_the_document(leaky: Incident) -> None:
    now = preview(leaky)
    assert SECRET not in now.body.decode().lower()
    assert "39.123456" not in now.body.decode()
    assert now.document["location"]["place"]["name"] == "Syunik"
    assert [claim["kind"] for claim in now.document["claims"]] == ["assertion", "denial"]
    assert sorted(source["publisher"] for source in now.document["sources"]) == [
        "Public Radio of Armenia",
        "Radio",
        "Report",
    ]


def test_what_is_left_out_is_told_to_the_editor(leaky: Incident) -> None:
    withheld = "\n".join(preview(leaky).withheld)
    for words in (
        "the exact location (published: Syunik)",
        "a confidential claim by Armenia",
        f"a confidential citation of Paper {SECRET}",
        "a confidential citation of Radio",
        "the involvement of Ministry of Defence of Armenia, alleged by a confidential claim",
        "the place that a claim gives",
        "which is not in the record",
    ):
        assert words in withheld


def test_nothing_confidential_reaches_any_row_of_the_record(leaky: Incident, anna: User, edith: User) -> None:
    transition(incident=leaky, verb=Verb.SUBMIT, by=anna)
    publish_as_previewed(leaky, by=edith)
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'record\\_%%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{SECRET}%"])
            assert cursor.fetchone()[0] == 0, table


def test_a_withheld_location_has_no_position(anna: User, db: None) -> None:
    incident = complete_incident(by=anna, location_confidentiality="withheld", place_wording="by the well")
    where = preview(incident).document["location"]
    assert (where["place"], where["latitude"], where["precision"], where["wording"]) == (None, None, None, "")
    assert where["section"]["name"] == "Syunik–Zangilan"
    assert where["country"] == "ARM"


# At once


@pytest.mark.django_db(transaction=True)
def test_two_editors_publish_at_once_and_one_edition_results(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    seen = preview(incident)

    def publish(by: User) -> Callable[[], object]:
        mine = Incident.objects.get(pk=incident.pk)
        return lambda: transition(
            incident=mine, verb=Verb.PUBLISH, by=by, revision=seen.revision, body_sha256=seen.body_sha256
        )

    results = together([publish(edith), publish(edgar)])
    assert Edition.objects.count() == 1
    assert sorted(isinstance(result, NotAllowed) for result in results) == [False, True]
    assert Incident.objects.get(pk=incident.pk).transitions.filter(verb=Verb.PUBLISH).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_publication_at_once_never_mix(anna: User, edith: User, edgar: User) -> None:
    incident = submitted_incident(by=anna)
    seen = preview(incident)
    mine, theirs = (Incident.objects.get(pk=incident.pk) for _ in range(2))
    mine.title = "Changed at the last moment"
    results = together(
        [
            lambda: edit_incident(incident=mine, changes=Changes(), by=edgar, revision=seen.revision),
            lambda: transition(
                incident=theirs, verb=Verb.PUBLISH, by=edith, revision=seen.revision, body_sha256=seen.body_sha256
            ),
        ]
    )
    assert sum(isinstance(result, DomainError) for result in results) == 1
    for edition in Edition.objects.all():
        assert edition.body_sha256 == seen.body_sha256


@pytest.mark.django_db(transaction=True)
def test_twenty_publications_at_once_make_one_ledger(anna: User, edith: User) -> None:
    incidents = [submitted_incident(by=anna, title=f"Incident number {number}") for number in range(20)]
    work: list[Callable[[], object]] = [
        lambda incident=incident: publish_as_previewed(incident, by=edith)  # type: ignore[misc]
        for incident in incidents
    ]
    results = together(work)
    assert [result for result in results if isinstance(result, DomainError)] == []

    editions = list(Edition.objects.order_by("seq"))
    assert [edition.seq for edition in editions] == list(range(1, 21))
    assert {edition.ref for edition in editions} == {incident.ref for incident in incidents}
    digest, moment = GENESIS, None
    for edition in editions:
        assert edition.body_sha256 == sha256(edition.body.encode())
        around = envelope(
            seq=edition.seq,
            ref=edition.ref,
            number=edition.number,
            status=edition.status,
            origin=edition.origin,
            schema=edition.schema,
            published_at=edition.published_at,
        )
        digest = chain(digest, around, edition.body_sha256)
        assert edition.digest == digest
        assert edition.validity.lower == edition.published_at
        assert moment is None or edition.published_at > moment
        moment = edition.published_at
    assert sum(FacetCount.objects.values_list("incidents", flat=True)) == 20


@pytest.mark.django_db
def test_a_verdict_on_a_party_is_held_back_with_the_confidential_claim_of_its_body(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    here = world()
    secret = Claim(incident=incident, claimant=here.azerbaijan, kind="assertion", statement="x", confidential=True)
    counted = Assertion(
        incident=incident, claim=secret, question="captured", side=here.armenian_ministry, group="military", low=7
    )
    verdict = Assessment(
        incident=incident, question="captured", side=here.armenia, group="military", finding="contested",
        reason="Because of the prisoners.", assessed_by=edith,
    )  # fmt: skip
    edit_incident(
        incident=incident, changes=Changes(saved=[secret, counted, verdict]), by=edith, revision=incident.revision
    )
    now = preview(incident)
    assert "prisoners" not in now.body.decode()
    assert any("verdict on “Captured”" in line for line in now.withheld)
