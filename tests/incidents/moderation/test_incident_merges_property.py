"""Whatever hangs on two incidents: a merge loses nothing of it, and its undoing puts all of it back, to the byte."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from config.rest.signing import signed
from incidents.document.reading import read
from incidents.document.schema import violations
from incidents.moderation.merge_plans import plan_merge, plan_unmerge
from incidents.moderation.workflow import transition as take
from incidents.publishing.verify import verify
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, State, Verb
from incidents.workbench.history import OF_AN_INCIDENT
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Merge,
    Source,
)
from incidents.workbench.moving import LISTS
from incidents.workbench.operations.save import Changes, create_incident, save_incident
from tests.incidents.complete import answer_checks, publish_as_previewed, published_incident, world
from tests.incidents.moderation.merges import every_row, ids_on, merge_as_seen, rests_on, unmerge_as_seen

SIDES = ("armenia", "azerbaijan")
QUESTIONS = ("occurrence", "initiator", "killed", "wounded", "motive")


@dataclass(frozen=True)
class Said:
    """A claim: who, on which questions, whether it stays private, whether it alleges an involvement and a link."""

    claimant: int
    questions: frozenset[str]
    confidential: bool
    alleges: bool
    links: bool
    source: int


@dataclass(frozen=True)
class Shape:
    """What hangs on an incident. Numbers name actors, claims and other incidents by their order."""

    claims: list[Said]
    answers: frozenset[tuple[int, int]]
    involved: frozenset[tuple[int, str]]
    estimates: frozenset[tuple[int, str, str]]
    rests: frozenset[tuple[int, int]]
    verdicts: frozenset[str]
    links: frozenset[tuple[int, str]]
    whole: int
    to_the_other: bool


SAID = st.builds(
    Said, st.integers(0, 1), st.frozensets(st.sampled_from(QUESTIONS), min_size=1), st.booleans(), st.booleans(),
    st.booleans(), st.integers(0, 2),
)  # fmt: skip
PAIRS = st.frozensets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=3)
SHAPE = st.builds(
    Shape,
    st.lists(SAID, min_size=1, max_size=3),
    PAIRS,
    st.frozensets(st.tuples(st.integers(0, 1), st.sampled_from(["initiator", "target"])), min_size=1),
    st.frozensets(
        st.tuples(st.integers(0, 1), st.sampled_from(["military", "civilian"]), st.just("killed")), max_size=3
    ),
    PAIRS,
    st.frozensets(st.sampled_from(["", "occurrence", "initiator"]), max_size=2),
    st.frozensets(st.tuples(st.integers(0, 1), st.sampled_from(["follows", "part_of"])), max_size=2),
    st.integers(0, 2),
    st.booleans(),
)


def enter(shape: Shape, other: Incident | None, others: list[Incident], sources: list[Source], *, by: User) -> Incident:
    """Save an incident of this shape, through the workbench's own operation."""
    here = world()
    actors = [here.armenia, here.azerbaijan]
    incident = create_incident(by=by)
    own: dict[str, Any] = {
        "title": f"Incident {incident.ref}", "summary": "What is said of it.", "kind": "shelling",
        "earliest": date(2024, 2, 13), "latest": date(2024, 2, 13), "place": here.village, "place_precision": 2,
    }  # fmt: skip
    for name, value in own.items():
        setattr(incident, name, value)
    place = count()
    claims = [
        Claim(incident=incident, claimant=actors[one.claimant], kind="assertion", statement=f"Says so, {n}.",
              made_on=date(2024, 2, 14), confidential=one.confidential, position=n)
        for n, one in enumerate(shape.claims)
    ]  # fmt: skip
    rows: list[Any] = [*claims]
    for n, (claim, said) in enumerate(zip(claims, shape.claims, strict=True)):
        for question in sorted(said.questions):
            counted = {"side": actors[n % 2], "group": "military", "low": n, "high": n + 1}
            value = counted if question in ("killed", "wounded") else {}
            rows.append(Assertion(incident=incident, claim=claim, question=question, position=next(place), **value))
        rows.append(Citation(incident=incident, claim=claim, source=sources[said.source], position=n))
        if said.alleges:
            rows.append(Involvement(
                incident=incident, actor=actors[0], role="victim", alleged=True, claim=claim, position=next(place)
            ))  # fmt: skip
        if said.links:
            rows.append(IncidentLink(incident=incident, other=others[0], relation="follows", claim=claim, position=n))
    for one, to in sorted(shape.answers):
        if one != to and max(one, to) < len(claims):
            rows.append(ClaimLink(incident=incident, claim=claims[one], to=claims[to], relation="repeats"))
    rows += [
        Involvement(incident=incident, actor=actors[n], role=role, position=place_)
        for place_, (n, role) in enumerate(sorted(shape.involved))
    ]
    estimates = [
        CasualtyEstimate(incident=incident, side=actors[n], group=group, outcome=outcome, low=n, position=place_)
        for place_, (n, group, outcome) in enumerate(sorted(shape.estimates))
    ]
    rows += estimates
    rows += [
        EstimateClaim(incident=incident, estimate=estimates[n], claim=claims[m])
        for n, m in sorted(shape.rests)
        if n < len(estimates) and m < len(claims)
    ]
    rows += [
        Assessment(incident=incident, question=question, finding="contested" if question else "", reason="So.",
                   assessed_by=by)
        for question in sorted(shape.verdicts)
    ]  # fmt: skip
    rows += [
        IncidentLink(incident=incident, other=others[n], relation=relation, position=place_)
        for place_, (n, relation) in enumerate(sorted(shape.links))
    ]
    rows += [Citation(incident=incident, source=sources[n], position=n) for n in range(shape.whole)]
    if other is not None:
        rows.append(IncidentLink(incident=incident, other=other, relation="same_as"))
    return save_incident(incident=incident, changes=Changes(saved=rows), by=by, revision=incident.revision)


def bodies() -> dict[str, str]:
    """Return what stands: ref → body."""
    return dict(Edition.objects.live().values_list("ref", "body"))


@dataclass(frozen=True)
class Around:
    """What both may refer to, made once for all examples, and the people."""

    others: list[Incident]
    sources: list[Source]
    anna: User
    edith: User
    edgar: User


@pytest.fixture
def around(db: None, anna: User, edith: User, edgar: User) -> Around:
    others = [published_incident(by=anna, editor=edith, title=f"Another incident {n}") for n in range(2)]
    with signed(by=anna.pk):
        sources = [Source.objects.create(publisher=f"Publisher {n}", added_by=anna) for n in range(3)]
    return Around(others, sources, anna, edith, edgar)


def check(first: Shape, second: Shape, *, public: bool, around: Around) -> None:
    """Merge two incidents of these shapes, look, undo it, and look again."""
    anna, edith, edgar, shared = around.anna, around.edith, around.edgar, (around.others, around.sources)
    winner = enter(first, None, *shared, by=anna)
    loser = enter(second, winner if second.to_the_other else None, *shared, by=anna)
    if first.to_the_other:
        link = IncidentLink(incident=winner, other=loser, relation="same_as")
        save_incident(incident=winner, changes=Changes(saved=[link]), by=anna, revision=winner.revision)
    for incident in (winner, loser) if public else (winner,):
        take(incident=incident, verb=Verb.SUBMIT, by=anna)
        answer_checks(incident, by=edith)
        publish_as_previewed(incident, by=edith)
    before, told = every_row(), bodies()
    hung, rested = ids_on(loser), rests_on(loser)
    own, states = ids_on(winner), (loser.state, winner.state)

    plan = plan_merge(loser, winner)
    assert plan.hindrances == []
    named = {one.row.public_id for one in plan.moving.stays}
    merge = merge_as_seen(loser, winner, by=edgar)
    assert ids_on(loser) == named
    assert ids_on(winner) == own | (hung - named), "every public id is on the winner, or named as staying"
    parted = {pk for pk, *_ in merge.parted}
    assert {row["id"] for (name, _), row in before.items() if name == "EstimateClaim"} - parted == {
        row["id"] for (name, _), row in every_row().items() if name == "EstimateClaim"
    }
    assert rests_on(winner) >= {(e, c) for e, c in rested if e not in named}
    assert State.of(loser.state) == State.MERGED
    newest = Edition.objects.open().filter(ref=loser.ref).first()
    if public:
        assert newest is not None
        assert (newest.status, newest.merged_into) == (EditionStatus.MERGED, winner.ref)
        assert violations(read(newest.body)) == []
        claims = {claim["id"] for claim in read(bodies()[winner.ref])["claims"]}
        assert claims == {
            row["public_id"] for (name, _), row in before.items()
            if name == "Claim" and row["incident_id"] in (loser.pk, winner.pk) and not row["confidential"]
        }  # fmt: skip
    else:
        assert newest is None
        assert bodies() == told

    assert plan_unmerge(merge).hindrances == []
    unmerge_as_seen(loser, by=edgar)
    assert every_row() == before, "every row is where it was, with the same ids and positions"
    assert bodies() == told, "both say again what they said, to the byte"
    loser.refresh_from_db()
    winner.refresh_from_db()
    assert (loser.state, winner.state) == states
    assert verify().faults == []


STAYS = {
    "workbench_transition.incident_id", "workbench_reviewnote.incident_id", "workbench_checkanswer.incident_id",
    "workbench_approval.incident_id", "workbench_queueentry.incident_id", "workbench_reviewlock.incident_id",
    "workbench_keptform.incident_id", "workbench_presence.incident_id", "workbench_merge.loser_id",
    "workbench_merge.winner_id", "workbench_incidentlink.other_id", "workbench_assertion.response_to_id",
}  # fmt: skip
"""What names an incident and is none of its content: decisions, notes and who is at it stay with the loser, and what
other incidents say of it is published with the winner's ref."""


@pytest.mark.django_db
def test_every_foreign_key_of_the_catalogue_goes_or_is_known_to_stay() -> None:
    """A table that no merge knows of would be left behind without a word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c "
            "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey) "
            "WHERE c.contype = 'f' AND c.confrelid = 'workbench_incident'::regclass"
        )
        naming = {name for (name,) in cursor.fetchall()}
    goes: set[type[Model]] = {*LISTS, EstimateClaim}
    assert goes == set(OF_AN_INCIDENT)
    assert naming == {f"{model._meta.db_table}.incident_id" for model in goes} | STAYS


@pytest.mark.django_db
@given(first=SHAPE, second=SHAPE, public=st.booleans())
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # an example takes seconds: none is made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_merge_loses_nothing_and_can_be_undone(first: Shape, second: Shape, public: bool, around: Around) -> None:
    with transaction.atomic():
        check(first, second, public=public, around=around)
        transaction.set_rollback(True)
    assert not Merge.objects.exists()
