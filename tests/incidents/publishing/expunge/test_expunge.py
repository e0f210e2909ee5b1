"""What an order names is nowhere afterwards, the chain still holds, and nothing else has changed."""

from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.publishing.counting import count_words
from incidents.publishing.expunge import operation
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import BadOrder, Order
from incidents.publishing.verify import verify
from incidents.record.models import Edition, Expunction, FacetCount, RecordClaim, RecordWord
from incidents.workbench.models import Capture, Claim, Erasure, Incident, Source, Transition
from tests.incidents.publishing.expunge.conftest import ASCII, CAPTURED, NAME, OTHER_COPY, Told, citing, claim_of
from tests.incidents.publishing.expunge.everywhere import in_database, in_files, run, whole

pytestmark = pytest.mark.django_db
REASON = "Order 7 of a court, on personal data."
LEDGER = ("seq", "ref", "number", "origin", "status", "schema", "published_at", "body_sha256", "digest")


def ledger() -> list[tuple]:
    return list(Edition.objects.order_by("seq").values_list(*LEDGER))


def of_other(told: Told) -> list[tuple]:
    """Return everything that the record holds of the incident that has nothing to do with it."""
    editions = run("SELECT e::text FROM record_edition e WHERE ref = %s ORDER BY seq", told.other.ref)
    return editions + run("SELECT c::text FROM record_recordclaim c WHERE ref = %s ORDER BY id", told.other.ref)


def test_words_are_nowhere_afterwards(told: Told, adam: User) -> None:
    assert len(in_database(ASCII)) > 40
    assert len(in_files(NAME)) == 1
    before, other = ledger(), of_other(told)
    done = expunge(order=Order(REASON, texts=(NAME, ASCII)), by=adam)

    assert in_database(ASCII, "örnəkov", "ornekov") == []
    assert in_files(ASCII, NAME) == []
    assert ledger()[:-1] == before
    assert of_other(told) == other
    assert [edition.ref for edition in done.plan.editions] == [told.incident.ref] * 3
    report = verify()
    assert report.faults == []
    assert report.expunged == [f"{told.incident.ref} edition {n} (seq {n + 1}): {REASON}" for n in (1, 2, 3)]


def test_words_that_were_being_counted_go_too(told: Told, adam: User) -> None:
    """The expunction comes after the words were counted and before their numbers are written."""
    began: list[bool] = []

    def meanwhile(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        if "pg_advisory_xact_lock" in sql and not began:
            began.append(True)
            expunge(order=Order(REASON, texts=(NAME, ASCII)), by=adam)
        return execute(sql, params, many, context)

    assert RecordWord.objects.filter(word=ASCII).exists()
    with connection.execute_wrapper(meanwhile):
        count_words()
    assert began
    assert not RecordWord.objects.filter(word__in=[ASCII, "ornekov"]).exists()


def test_what_stands_is_never_expunged(told: Told, adam: User) -> None:
    """An incident whose newest edition goes is taken back, and counted no more."""
    counted = sum(FacetCount.objects.values_list("incidents", flat=True))
    expunge(order=Order(REASON, texts=(NAME,)), by=adam)
    newest = Edition.objects.open().get(ref=told.incident.ref)
    assert (newest.number, newest.status, newest.title) == (4, "retracted", "")
    assert REASON in newest.body
    assert sum(FacetCount.objects.values_list("incidents", flat=True)) == counted - 1
    assert [one.ref for one in Edition.objects.live()] == [told.other.ref]
    step = Transition.objects.filter(incident=told.incident).order_by("pk").last()
    assert step is not None
    assert (step.verb, step.by, step.edition_seq) == ("retract", adam, newest.seq)


def test_texts_keep_the_rest_of_what_they_say(told: Told, adam: User) -> None:
    expunge(order=Order(REASON, texts=(NAME,)), by=adam)
    incident = Incident.objects.get(pk=told.incident.pk)
    assert incident.summary == "In a draft by [expunged]."
    assert incident.claims.count() == 2
    assert incident.revision > told.incident.revision


def test_it_is_noted_without_what_went(told: Told, adam: User) -> None:
    done = expunge(order=Order(REASON, texts=(NAME,)), by=adam)
    erasure = Erasure.objects.get()
    assert (erasure.by, erasure.reason, erasure.expunction) == (adam, REASON, Expunction.objects.get().pk)
    assert erasure.counts["workbench_claim"] == 2
    assert erasure.counts["workbench_claimevent"] > 4
    assert len(erasure.files) == 1
    assert done.expunction is not None
    assert done.expunction.seqs == [2, 3, 4]


Target = Callable[[Told], Order]
TARGETS: dict[str, Target] = {
    "incident": lambda told: Order(REASON, incidents=(told.incident.ref,)),
    "claim": lambda told: Order(REASON, claims=(claim_of(told.incident).public_id,)),
    "source": lambda told: Order(REASON, sources=(citing(claim_of(told.incident)).public_id,)),
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_one_thing_goes_and_the_other_incident_stays(told: Told, adam: User, target: Target) -> None:
    other = of_other(told)
    expunge(order=target(told), by=adam)
    assert of_other(told) == other
    assert verify().faults == []
    assert not Edition.objects.filter(ref=told.incident.ref, number__lte=3, expunged=False).exists()
    assert not RecordClaim.objects.filter(ref=told.incident.ref).exists()


def test_an_incident_leaves_an_empty_shell(told: Told, adam: User) -> None:
    Source.objects.create(publisher=f"Of {NAME}", added_by=adam)  # cited by nothing, so it is not of the incident
    expunge(order=TARGETS["incident"](told), by=adam)
    incident = Incident.objects.get(pk=told.incident.pk)
    assert (incident.ref, incident.title, incident.earliest) == (told.incident.ref, "", None)
    for name in ("claims", "assertions", "citations", "involvements", "estimates", "assessments", "notes", "links"):
        assert not getattr(incident, name).exists()
    assert not Capture.objects.exists()
    assert in_files(NAME) == []
    left = {line.split(".")[0] for line in in_database(ASCII)}
    assert left == {
        "workbench_source", "workbench_sourceevent",  # the source of nothing
        # names of an actor and a place, which others have as well
        "actors_actorname", "actors_actornameevent", "reference_placename", "reference_placenameevent",
    }  # fmt: skip


def test_a_claim_goes_with_what_hangs_on_it_and_its_history(told: Told, adam: User) -> None:
    claim = claim_of(told.incident)
    expunge(order=TARGETS["claim"](told), by=adam)
    assert not Claim.objects.filter(pk=claim.pk).exists()
    for table, column in (
        ("workbench_claimevent", "pgh_obj_id"), ("workbench_assertionevent", "claim_id"),
        ("workbench_citationevent", "claim_id"), ("workbench_claimlinkevent", "to_id"),
        ("workbench_involvementevent", "claim_id"), ("workbench_estimateclaimevent", "claim_id"),
    ):  # fmt: skip
        assert run(f"SELECT count(*) FROM {table} WHERE {column} = %s", claim.pk) == [(0,)], table
    assert told.incident.claims.count() == 1
    assert claim.public_id not in "".join(Edition.objects.values_list("body", flat=True))


def test_a_claim_that_was_taken_out_before_goes_from_the_history(told: Told, adam: User) -> None:
    ((public_id,),) = run("SELECT DISTINCT public_id FROM workbench_claimevent WHERE statement = %s", f"By {NAME}")
    assert not Claim.objects.filter(public_id=public_id).exists()
    expunge(order=Order(REASON, claims=(public_id,)), by=adam)
    assert run("SELECT count(*) FROM workbench_claimevent WHERE public_id = %s", public_id) == [(0,)]
    assert not Expunction.objects.exists()
    assert Edition.objects.live().count() == 2


def test_a_copy_goes_and_the_editions_that_name_its_hash_stay(told: Told, adam: User) -> None:
    done = expunge(order=Order(REASON, captures=(CAPTURED,)), by=adam)
    assert list(Capture.objects.values_list("sha256", flat=True)) == [OTHER_COPY]
    assert in_files(NAME) == []
    assert (done.plan.editions, done.expunction) == ([], None)
    assert verify().expunged == []


def test_several_things_go_in_one_order(told: Told, adam: User) -> None:
    other = claim_of(told.other)
    order = Order(REASON, claims=(other.public_id,), captures=(CAPTURED,), texts=(NAME,))
    done = expunge(order=order, by=adam)
    assert [edition.seq for edition in done.plan.editions] == [1, 2, 3, 4]
    assert {edition.ref for edition in Edition.objects.open()} == {told.incident.ref, told.other.ref}
    assert not Edition.objects.live().exists()
    assert verify().faults == []


def test_an_incident_takes_with_it_what_repeats_its_title(told: Told, adam: User, anna: User) -> None:
    """A link shows the title of the other incident, so the edition that has it goes, too."""
    run(
        "INSERT INTO record_recordlink (edition_id, ref, other, relation, claim, alleged_by) "
        "VALUES (1, %s, %s, 'follows', '', '')",
        told.other.ref,
        told.incident.ref,
    )
    done = expunge(order=TARGETS["incident"](told), by=adam)
    assert [edition.seq for edition in done.plan.editions] == [1, 2, 3, 4]


# Refused, and nothing done


REFUSED: dict[str, tuple[Order, str]] = {
    "no target": (Order(REASON), "Name what is to go"),
    "no reason": (Order("  ", texts=(NAME,)), "needs its reason"),
    "reason that repeats it": (Order(f"Asked by {NAME.lower()}", texts=(NAME,)), "must not contain the words"),
    "too few letters": (Order(REASON, texts=("-a ",)), "too short"),
    "words that are nowhere": (Order(REASON, texts=("Nothing like this",)), "Nothing holds what was named"),
    "unknown incident": (Order(REASON, incidents=("CC-1999-00001",), texts=(NAME,)), "no incident CC-1999-00001"),
    "unknown claim": (Order(REASON, claims=("0000000000",), texts=(NAME,)), "no claim 0000000000"),
    "unknown source": (Order(REASON, sources=("0000000000",), texts=(NAME,)), "no source 0000000000"),
    "unknown copy": (Order(REASON, captures=("e" * 64,), texts=(NAME,)), "no capture eeee"),
}


@pytest.mark.parametrize(("order", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_order_does_nothing(told: Told, adam: User, order: Order, message: str) -> None:
    before = whole()
    with pytest.raises(BadOrder, match=message):
        expunge(order=order, by=adam)
    assert whole() == before


def test_only_who_may_answers_for_it(told: Told, anna: User, rufat: User) -> None:
    before = whole()
    for person in (anna, rufat):
        with pytest.raises(NotAllowed):
            expunge(order=Order(REASON, texts=(NAME,)), by=person)
    assert whole() == before


STEPS = ("record.replace", "record.retract", "bench.remove", "bench.forget", "texts.scrub", "_check_nothing_remains")


@pytest.mark.parametrize("step", STEPS)
def test_an_end_in_the_middle_leaves_everything(
    told: Told, adam: User, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = whole()
    monkeypatch.setattr(f"{operation.__name__}.{step}", _ends_after(step))
    with pytest.raises(KeyboardInterrupt):
        expunge(order=Order(REASON, claims=(claim_of(told.incident).public_id,), texts=(NAME,)), by=adam)
    monkeypatch.undo()
    assert whole() == before
    assert len(in_files(NAME)) == 1
    assert verify().faults == []


def _ends_after(step: str) -> Callable[..., None]:
    found: Callable[..., object] = operation  # type: ignore[assignment] # a module, to begin with
    for name in step.split("."):
        found = getattr(found, name)

    def ends(*given: object, **named: object) -> None:
        found(*given, **named)
        raise KeyboardInterrupt

    return ends


def test_files_left_by_a_kill_go_with_the_next_erasure(told: Told, adam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "finish", lambda: 0)
    expunge(order=Order(REASON, captures=(CAPTURED,)), by=adam)
    monkeypatch.undo()
    assert len(in_files(NAME)) == 1
    expunge(order=Order(REASON, texts=(NAME,)), by=adam)
    assert in_files(NAME) == []


def test_words_in_the_reason_of_an_earlier_one_are_said_to_stay(told: Told, adam: User) -> None:
    expunge(order=Order("Asked for by Zqother Ornek", texts=(NAME,)), by=adam)
    claim = claim_of(told.incident)
    claim.statement = "Says so, like Zqother Ornek."
    claim.save()
    done = expunge(order=Order(REASON, texts=("Zqother Ornek",)), by=adam)
    pks = (Expunction.objects.order_by("pk")[0].pk, Erasure.objects.order_by("pk")[0].pk)
    assert done.plan.left == [f"the reason of expunction {pks[0]}", f"the reason of erasure {pks[1]}"]
