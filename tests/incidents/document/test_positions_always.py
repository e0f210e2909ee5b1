"""The published rule (docs/positions.md): what holds for all accounts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from incidents.document import types as doc
from incidents.document.positions import positions
from incidents.vocabulary import ActorKind, Finding, LinkRelation, Question, Stance
from tests.incidents.document.samples import (
    BOTH,
    CAST,
    accounts,
    actor,
    answer,
    assertion,
    claim,
    killed,
    row,
    standing,
    table,
)
from tests.incidents.document.unhurried import unhurried

CORRECTS = LinkRelation.CORRECTS
REPEATS = LinkRelation.REPEATS
YES = assertion()


CLAIMANTS = ["ours", "ours-army", "theirs", "theirs-army", "paper"]
DAYS = [None, "2024-02-13", "2024-02-14"]
ASSERTIONS = st.one_of(
    st.builds(assertion, st.just(Question.OCCURRENCE), st.sampled_from(list(Stance))),
    st.builds(
        lambda stance, actor: assertion(Question.INITIATOR, stance, actor=actor),
        st.sampled_from(list(Stance)),
        st.sampled_from([None, "ours", "theirs", "theirs-army"]),
    ),
    st.builds(
        lambda low, more, side, stance: killed(
            low, None if low is None or more is None else low + more, side=side, stance=stance
        ),
        st.none() | st.integers(0, 3),
        st.none() | st.integers(0, 2),
        st.sampled_from(["ours", "ours-army", "theirs"]),
        st.sampled_from(list(Stance)),
    ),
    st.builds(lambda text: assertion(Question.THREAT, text=text), st.sampled_from(["one", "other"])),
)
RELATIONS = [relation for relation in LinkRelation if relation != REPEATS]


@st.composite
def claims_about(draw: st.DrawFn, relations: list[LinkRelation] = RELATIONS) -> list[doc.Claim]:
    """Up to five claims that assert all sorts of things and answer each other in all sorts of ways."""
    ids = draw(st.permutations("abcde"))[: draw(st.integers(1, 5))]
    questions = st.sampled_from([None, Question.OCCURRENCE, Question.KILLED, Question.INITIATOR])
    return [
        claim(
            name,
            draw(st.sampled_from(CLAIMANTS)),
            *draw(st.lists(ASSERTIONS, max_size=3)),
            on=draw(st.sampled_from(DAYS)),
            answers=draw(
                st.lists(
                    st.builds(
                        answer, st.sampled_from(relations), st.sampled_from([one for one in "abcdef" if one != name]),
                        questions,
                    ),
                    max_size=2,
                )
            ),
        )
        for name in ids
    ]  # fmt: skip


INVOLVED = st.sampled_from([BOTH, BOTH[:1], []])


@unhurried
@given(claims_about(list(LinkRelation)), INVOLVED, st.randoms(use_true_random=False))
def test_the_order_of_claims_does_not_matter(
    claims: list[doc.Claim], involved: list[doc.Involvement], random: Any
) -> None:
    shuffled: list[doc.Claim] = [{**one, "assertions": random.sample(one["assertions"], len(one["assertions"]))}
                                 for one in claims]  # fmt: skip
    random.shuffle(shuffled)
    assert table(*shuffled, involved=involved) == table(*claims, involved=involved)


@unhurried
@given(claims_about(), INVOLVED, st.sampled_from(CLAIMANTS), st.sampled_from(DAYS), st.data())
def test_a_repeat_changes_nothing(
    claims: list[doc.Claim], involved: list[doc.Involvement], claimant: str, on: str | None, data: st.DataObject
) -> None:
    origin = data.draw(st.sampled_from(claims))
    as_a_whole = data.draw(st.booleans())
    questions = [None] if as_a_whole else [one["question"] for one in origin["assertions"]]
    same = [{**one, "id": ""} for one in origin["assertions"]]
    repeat = claim("z", claimant, *same, on=on, answers=[answer(REPEATS, origin["id"], each) for each in questions])
    assert table(*claims, repeat, involved=involved) == table(*claims, involved=involved)


@unhurried
@given(claims_about(), INVOLVED)
def test_no_history_is_lost(claims: list[doc.Claim], involved: list[doc.Involvement]) -> None:
    """Every assertion is shown once, as standing or as superseded, in the column of its party."""
    found = table(*claims, involved=involved)
    shown = [
        (column["party"], said["assertion"])
        for position in found
        for column in position["columns"]
        for statement in column["statements"]
        for said in (statement, *statement["superseded"])
    ]
    party_of = {one["slug"]: one["party"] for one in CAST}
    rows = {(position["question"], position["side"], position["group"]) for position in found}
    said = []
    for one in claims:
        for made in one["assertions"]:
            party = party_of[one["claimant"]]
            side = party_of[made["side"]] if made["side"] else None
            key = (made["question"], party if made["question"] == Question.THREAT else side, made["group"])
            if key in rows or made["stance"] != Stance.SILENT:
                said.append((party, made["id"]))
    assert sorted(shown) == sorted(said)


@unhurried
@given(claims_about(list(LinkRelation)), INVOLVED)
def test_a_finding_rests_on_standing_claims_of_parties(
    claims: list[doc.Claim], involved: list[doc.Involvement]
) -> None:
    for position in table(*claims, involved=involved):
        stand = {
            statement["claim"]
            for column in position["columns"]
            if not column["observer"]
            for statement in column["statements"]
        }
        assert set(position["rested_on"]) <= stand
        if position["finding"] == Finding.CONTESTED:
            parties = [one for one in position["columns"] if not one["observer"] and one["statements"]]
            assert len(parties) > 1


@unhurried
@given(claims_about(list(LinkRelation)))
def test_claims_are_not_changed_by_looking(claims: list[doc.Claim]) -> None:
    given_accounts = accounts(*claims)
    before = repr(given_accounts)
    assert positions(given_accounts) == positions(given_accounts)
    assert repr(given_accounts) == before


def test_an_organisation_that_is_no_actor_of_the_document_is_not_looked_for() -> None:
    """A party may be named by an actor that the document does not carry itself."""
    cast = [actor("ours-army", party="ours", kind=ActorKind.ARMED_FORCES)]
    position = row(claim("a", "ours-army", YES), cast=cast, involved=[])
    assert standing(position, "ours") == ["a"]
