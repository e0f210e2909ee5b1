"""The published rule (docs/positions.md), one example per row of its tables, and what holds for all accounts."""

from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document import types as doc
from incidents.document.positions import parties_to, positions
from incidents.vocabulary import (
    NUMBER_QUESTIONS,
    ActorKind,
    Finding,
    Group,
    InvolvementRole,
    LinkRelation,
    Question,
    Reliability,
    Stance,
)
from tests.incidents.document.samples import (
    BOTH,
    CAST,
    accounts,
    actor,
    answer,
    assertion,
    citation,
    claim,
    column,
    involvement,
    killed,
    row,
    source,
    standing,
    table,
    verdict,
)
from tests.incidents.document.unhurried import unhurried

CORRECTS = LinkRelation.CORRECTS
REPEATS = LinkRelation.REPEATS
YES = assertion()
NO = assertion(stance=Stance.DENIES)
NONE_KILLED = killed(None, stance=Stance.DENIES)

# The finding, in order of precedence


@pytest.mark.parametrize(
    ("said", "finding", "rested_on"),
    [
        # 1 contested
        ([("ours", YES), ("theirs", NO)], Finding.CONTESTED, ["a", "b"]),
        ([("ours", killed(2, 2)), ("theirs", killed(5, 5))], Finding.CONTESTED, ["a", "b"]),
        ([("ours", YES), ("theirs", assertion(stance=Stance.OTHER_EXPLANATION))], Finding.CONTESTED, ["a", "b"]),
        # … before acknowledged: the accused accepts that four were killed, the other says nine
        ([("ours", killed(9, 9)), ("theirs", killed(4, 4, stance=Stance.ACCEPTS))], Finding.CONTESTED, ["a", "b"]),
        # 2 acknowledged by the accused
        ([("ours", YES), ("theirs", assertion(stance=Stance.ACKNOWLEDGES))], Finding.ACKNOWLEDGED, ["a", "b"]),
        ([("ours", YES), ("theirs", assertion(stance=Stance.ACCEPTS))], Finding.ACKNOWLEDGED, ["a", "b"]),
        ([("theirs", assertion(stance=Stance.ACCEPTS))], Finding.ACKNOWLEDGED, ["a"]),
        # 3 agreed
        ([("ours", YES), ("theirs", YES)], Finding.AGREED, ["a", "b"]),
        ([("ours", killed(2, 4)), ("theirs", killed(3, None))], Finding.AGREED, ["a", "b"]),
        # 4 denied
        ([("paper", YES), ("theirs", NO)], Finding.DENIED, ["b"]),
        ([("ours", NO), ("theirs", NO)], Finding.DENIED, ["a", "b"]),
        ([("ours", assertion(stance=Stance.WITHDRAWS))], Finding.DENIED, ["a"]),
        # 5 one-sided
        ([("ours", YES)], Finding.ONE_SIDED, ["a"]),
        ([("ours", YES), ("theirs", assertion(stance=Stance.SILENT))], Finding.ONE_SIDED, ["a"]),
        ([("ours", YES), ("theirs", assertion(stance=Stance.WITHDRAWS))], Finding.ONE_SIDED, ["a"]),
        ([("ours", killed(2, 2)), ("theirs", killed(None, wording="serious"))], Finding.ONE_SIDED, ["a"]),
        ([("theirs", killed(None, wording="serious")), ("ours", NONE_KILLED)], Finding.ONE_SIDED, ["b"]),
        ([("ours", YES), ("ours-army", YES)], Finding.ONE_SIDED, ["a", "b"]),
        ([("paper", YES)], Finding.ONE_SIDED, []),
        ([("paper", YES), ("mission", NO)], Finding.ONE_SIDED, []),
    ],
)  # fmt: skip
def test_truth_table(said: list[tuple[str, doc.Assertion]], finding: Finding, rested_on: list[str]) -> None:
    position = row(*(claim("abc"[index], who, one) for index, (who, one) in enumerate(said)))
    assert (position["finding"], position["rested_on"]) == (finding, rested_on)


def test_every_finding_has_an_example() -> None:
    (mark,) = [mark for mark in test_truth_table.pytestmark if mark.name == "parametrize"]
    assert {finding for _, finding, _ in mark.args[1]} == set(Finding)


def test_only_those_that_contest_are_named() -> None:
    position = row(
        claim("a", "ours", killed(2, 2)), claim("b", "theirs", killed(5, 5)), claim("c", "ours-army", killed(None)),
    )  # fmt: skip
    assert position["rested_on"] == ["a", "b"]


def test_to_acknowledge_the_act_is_to_deny_the_responsibility() -> None:
    acknowledges = Stance.ACKNOWLEDGES
    act, blame = table(
        claim("a", "ours", YES, assertion(Question.RESPONSIBILITY, actor="theirs")),
        claim("b", "theirs", assertion(stance=acknowledges), assertion(Question.RESPONSIBILITY, acknowledges)),
    )
    assert (act["question"], act["finding"]) == (Question.OCCURRENCE, Finding.ACKNOWLEDGED)
    assert (blame["question"], blame["finding"]) == (Question.RESPONSIBILITY, Finding.CONTESTED)


# Which assertion stands


def test_the_latest_stands_and_the_earlier_stays_visible() -> None:
    position = row(
        claim("b", "ours", killed(2, 2), on="2024-02-13"),
        claim("a", "ours", killed(4, 4), on="2024-02-14"),
    )
    (statement,) = column(position, "ours")["statements"]
    assert (statement["claim"], statement["value"]["low"]) == ("a", 4)
    assert [(one["claim"], one["value"]["low"], one["corrected"]) for one in statement["superseded"]] == [
        ("b", 2, False)
    ]


def test_on_one_day_the_time_decides() -> None:
    assert standing(row(claim("b", "ours", YES, at="09:00"), claim("a", "ours", NO, at="18:00")), "ours") == ["a"]
    assert standing(row(claim("b", "ours", YES, at="18:00"), claim("a", "ours", NO, at="09:00")), "ours") == ["b"]


def test_what_has_a_day_is_later_than_what_has_none() -> None:
    assert standing(row(claim("b", "ours", YES, on=None), claim("a", "ours", NO)), "ours") == ["a"]


@pytest.mark.parametrize(("first", "second"), [(None, None), ("09:00", None), (None, "18:00"), ("09:00", "09:00")])
def test_on_one_day_without_both_times_what_differs_stands_side_by_side(first: str | None, second: str | None) -> None:
    position = row(claim("a", "ours", killed(2, 2), at=first), claim("b", "ours", killed(4, 4), at=second))
    assert sorted(standing(position, "ours")) == ["a", "b"]
    assert not column(position, "ours")["consistent"]


def test_saying_the_same_again_on_one_day_is_one_statement() -> None:
    position = row(claim("a", "ours", killed(2, 2)), claim("b", "ours", killed(2, 2)), claim("c", "ours", killed(4, 4)))
    assert standing(position, "ours") == ["b", "c"]
    statements = column(position, "ours")["statements"]
    assert [[one["claim"] for one in said["superseded"]] for said in statements] == [["a"], []]


@pytest.mark.parametrize(("early", "late"), [("a", "b"), ("b", "a")])
def test_a_withdrawal_on_the_same_day_comes_after_what_it_withdraws(early: str, late: str) -> None:
    position = row(
        claim(early, "ours", killed(4, 4)), claim(late, "ours", killed(None, stance=Stance.WITHDRAWS))
    )  # fmt: skip
    assert (standing(position, "ours"), position["finding"]) == ([late], Finding.DENIED)


def test_what_one_claim_says_on_one_question_stands_together() -> None:
    mortars, rifles = (assertion(Question.WEAPON, text=text) for text in ("mortars", "rifles"))
    position = row(claim("a", "ours", mortars, rifles))
    assert [one["assertion"] for one in column(position, "ours")["statements"]] == ["a0", "a1"]
    assert column(position, "ours")["consistent"]


def test_a_correction_replaces_on_the_same_day() -> None:
    """Without the link, both would stand: nobody knows which was said later."""
    corrected = claim("z", "ours", killed(7, 7))
    correcting = claim("a", "ours", killed(4, 4), answers=[answer(CORRECTS, "z")])
    assert standing(row(corrected, claim("a", "ours", killed(4, 4))), "ours") == ["a", "z"]
    (statement,) = column(row(corrected, correcting), "ours")["statements"]
    assert statement["claim"] == "a"
    assert [(one["claim"], one["corrected"]) for one in statement["superseded"]] == [("z", True)]


def test_a_correction_replaces_what_another_body_of_the_side_said() -> None:
    position = row(
        claim("a", "ours-army", killed(7, 7)),
        claim("b", "ours-ministry", killed(4, 4), answers=[answer(CORRECTS, "a", Question.KILLED)]),
    )
    assert standing(position, "ours") == ["b"]
    assert column(position, "ours")["consistent"]
    assert [one["claim"] for one in column(position, "ours")["statements"][0]["superseded"]] == ["a"]


def test_a_correction_does_not_bring_back_what_the_corrected_had_replaced() -> None:
    position = row(
        claim("a", "ours-army", killed(9, 9), on="2024-02-13"),
        claim("b", "ours-army", killed(7, 7), on="2024-02-14"),
        claim("c", "ours-ministry", killed(4, 4), on="2024-02-14", answers=[answer(CORRECTS, "b")]),
    )
    assert standing(position, "ours") == ["c"]
    assert [one["claim"] for one in column(position, "ours")["statements"][0]["superseded"]] == ["a", "b"]


@pytest.mark.parametrize("question", [Question.WOUNDED, Question.OCCURRENCE])
def test_a_correction_of_another_question_corrects_nothing_here(question: Question) -> None:
    position = row(
        claim("z", "ours", killed(7, 7)), claim("a", "ours", killed(4, 4), answers=[answer(CORRECTS, "z", question)])
    )
    assert standing(position, "ours") == ["a", "z"]


def test_what_was_said_on_a_later_day_is_not_corrected() -> None:
    position = row(
        claim("a", "ours", killed(4, 4), on="2024-02-13", answers=[answer(CORRECTS, "b")]),
        claim("b", "ours", killed(7, 7), on="2024-02-14"),
    )
    assert standing(position, "ours") == ["b"]
    assert [one["corrected"] for one in column(position, "ours")["statements"][0]["superseded"]] == [False]


def test_another_side_corrects_nothing() -> None:
    position = row(
        claim("a", "ours", killed(7, 7)), claim("b", "theirs", killed(4, 4), answers=[answer(CORRECTS, "a")])
    )
    assert (standing(position, "ours"), standing(position, "theirs")) == (["a"], ["b"])
    assert position["finding"] == Finding.CONTESTED


def test_corrections_in_a_circle_correct_nothing() -> None:
    position = row(
        claim("a", "ours", killed(4, 4), answers=[answer(CORRECTS, "b")]),
        claim("b", "ours", killed(7, 7), answers=[answer(CORRECTS, "a")]),
    )
    assert standing(position, "ours") == ["a", "b"]


def test_who_withdraws_shows_what_was_withdrawn() -> None:
    position = row(
        claim("a", "ours", killed(4, 4), on="2024-02-13"),
        claim("b", "ours", killed(None, stance=Stance.WITHDRAWS), on="2024-02-15"),
    )
    (statement,) = column(position, "ours")["statements"]
    assert (statement["stance"], position["finding"]) == (Stance.WITHDRAWS, Finding.DENIED)
    assert [one["value"]["low"] for one in statement["superseded"]] == [4]


# Repeats


@pytest.mark.parametrize("question", [None, Question.OCCURRENCE])
def test_a_repeat_is_no_position(question: Question | None) -> None:
    position = row(claim("a", "ours", YES), claim("b", "theirs", YES, answers=[answer(REPEATS, "a", question)]))
    assert (position["finding"], standing(position, "theirs")) == (Finding.ONE_SIDED, [])


def test_a_repeat_on_one_question_is_a_position_on_another() -> None:
    repeats = claim("b", "theirs", YES, killed(3, 3), answers=[answer(REPEATS, "a", Question.OCCURRENCE)])
    occurrence, deaths = table(claim("a", "ours", YES), repeats)
    assert (standing(occurrence, "theirs"), standing(deaths, "theirs")) == ([], ["b"])


def test_a_repeat_of_a_repeat_is_no_position() -> None:
    position = row(
        claim("a", "ours", YES),
        claim("b", "theirs", YES, answers=[answer(REPEATS, "a")]),
        claim("c", "theirs-army", YES, answers=[answer(REPEATS, "b")]),
    )
    assert (position["finding"], standing(position, "theirs")) == (Finding.ONE_SIDED, [])


def test_of_claims_that_repeat_each_other_the_earliest_is_the_position() -> None:
    position = row(
        claim("a", "theirs", YES, on="2024-02-14", answers=[answer(REPEATS, "b")]),
        claim("b", "ours", YES, on="2024-02-13", answers=[answer(REPEATS, "a")]),
    )
    assert (standing(position, "ours"), standing(position, "theirs")) == (["b"], [])


def test_a_repeat_of_what_is_not_in_the_document_is_a_position() -> None:
    assert standing(row(claim("b", "ours", YES, answers=[answer(REPEATS, "elsewhere")])), "ours") == ["b"]


# Silence


def test_nothing_but_silence_has_no_row() -> None:
    silent = assertion(stance=Stance.SILENT)
    assert table(claim("a", "ours", silent), claim("b", "theirs", silent)) == []


def test_silence_is_shown_with_its_date() -> None:
    position = row(claim("a", "ours", YES), claim("b", "theirs", assertion(stance=Stance.SILENT), on="2024-02-20"))
    (statement,) = column(position, "theirs")["statements"]
    assert (statement["stance"], statement["made_on"]) == (Stance.SILENT, "2024-02-20")


def test_that_no_statement_was_found_replaces_no_statement() -> None:
    position = row(
        claim("a", "ours", YES, on="2024-02-13"), claim("b", "ours", assertion(stance=Stance.SILENT), on="2024-02-20"),
    )  # fmt: skip
    assert (standing(position, "ours"), position["finding"]) == (["a"], Finding.ONE_SIDED)


# Who has a column


def test_bodies_speak_for_their_party() -> None:
    position = row(claim("a", "ours-army", YES), claim("b", "theirs-ministry", NO))
    assert [(one["party"], one["observer"]) for one in position["columns"]] == [("ours", False), ("theirs", False)]
    assert column(position, "ours")["statements"][0]["claimant"] == "ours-army"


def test_bodies_of_one_party_that_differ_are_marked() -> None:
    position = row(claim("a", "ours-army", killed(2, 2)), claim("b", "ours-ministry", killed(5, 5)))
    assert standing(position, "ours") == ["a", "b"]
    assert not column(position, "ours")["consistent"]
    assert column(position, "theirs")["consistent"]
    assert position["finding"] == Finding.ONE_SIDED


def test_bodies_of_one_party_that_agree_are_not_marked() -> None:
    assert column(row(claim("a", "ours-army", killed(2, 2)), claim("b", "ours", killed(2, 3))), "ours")["consistent"]


def test_one_inconsistent_body_is_enough_to_contest() -> None:
    position = row(claim("a", "ours-army", YES), claim("b", "ours-ministry", NO), claim("c", "theirs", NO))
    assert (position["finding"], position["rested_on"]) == (Finding.CONTESTED, ["a", "c"])


def test_observers_stand_in_columns_of_their_own_and_do_not_count() -> None:
    position = row(claim("a", "ours", YES), claim("b", "paper", NO), claim("c", "elsewhere", NO))
    assert [(one["party"], one["observer"]) for one in position["columns"]] == [
        ("ours", False), ("theirs", False), ("elsewhere", True), ("paper", True),
    ]  # fmt: skip
    assert (position["finding"], position["rested_on"]) == (Finding.ONE_SIDED, ["a"])


@pytest.mark.parametrize(
    ("involved", "said", "expected"),
    [
        (BOTH, YES, ["ours", "theirs"]),
        ([involvement("ours-army"), involvement("theirs-army")], YES, ["ours", "theirs"]),
        ([involvement("ours"), involvement("mission", InvolvementRole.MEDIATOR)], YES, ["ours"]),
        ([involvement("ours"), involvement("elsewhere", InvolvementRole.MONITOR)], YES, ["ours"]),
        ([involvement("ours"), involvement("mission", InvolvementRole.TARGET)], YES, ["mission", "ours"]),
        ([involvement("ours"), involvement("people", InvolvementRole.VICTIM)], YES, ["ours"]),
        ([involvement("ours")], assertion(Question.INITIATOR, actor="theirs-army"), ["ours", "theirs"]),
        ([involvement("ours")], killed(2, 2, side="theirs"), ["ours", "theirs"]),
        ([involvement("ours")], assertion(Question.RESPONSIBILITY, actor="mission"), ["ours"]),
        ([involvement("ours")], killed(2, 2, side="people"), ["ours"]),
        ([], YES, ["elsewhere"]),
    ],
)
def test_parties(involved: list[doc.Involvement], said: doc.Assertion, expected: list[str]) -> None:
    claims = [claim("a", "elsewhere", said), claim("b", "paper", YES), claim("c", "mission", YES)]
    assert parties_to(accounts(*claims, involved=involved)) == expected


def test_who_only_repeats_is_no_party() -> None:
    claims = [
        claim("a", "ours", YES),
        claim("b", "elsewhere", YES, assertion(Question.INITIATOR, actor="theirs"), answers=[answer(REPEATS, "a")]),
    ]
    assert parties_to(accounts(*claims, involved=[])) == ["ours"]


# Rows


def test_a_threat_is_ones_own() -> None:
    found = table(
        claim("a", "ours", assertion(Question.THREAT, text="Will answer.")),
        claim("b", "theirs", assertion(Question.THREAT, text="Will answer harder.")),
        claim("c", "theirs-army", assertion(Question.THREAT, text="Will answer harder.")),
    )
    assert [(one["side"], one["finding"]) for one in found] == [
        ("ours", Finding.ONE_SIDED),
        ("theirs", Finding.ONE_SIDED),
    ]
    assert standing(found[1], "theirs") == ["b", "c"]


def test_sides_and_groups_have_rows_of_their_own() -> None:
    found = table(
        claim("a", "ours", killed(2, 2, side="ours-army"), killed(1, 1, side="theirs")),
        claim("b", "theirs", killed(2, 2, side="ours"),
              assertion(Question.KILLED, side="ours", group=Group.CIVILIAN, low=1, high=1)),
    )  # fmt: skip
    assert [(one["side"], one["group"], one["finding"]) for one in found] == [
        ("ours", Group.CIVILIAN, Finding.ONE_SIDED),
        ("ours", Group.MILITARY, Finding.AGREED),
        ("theirs", Group.MILITARY, Finding.ONE_SIDED),
    ]


def test_rows_come_in_the_order_of_the_vocabulary() -> None:
    said = [
        assertion(question, side="ours" if question in NUMBER_QUESTIONS else None) for question in reversed(Question)
    ]
    assert [one["question"] for one in table(claim("a", "ours", *said))] == list(Question)


def test_sources_of_a_statement() -> None:
    said = assertion(citations=[citation("source0002"), citation("source0001")])
    position = row(claim("a", "ours", said, citations=[citation("source0001"), citation("source0003")]))
    assert column(position, "ours")["statements"][0]["sources"] == ["source0002", "source0001", "source0003"]


def test_grades_of_a_statement_and_of_what_it_replaced() -> None:
    """The source's own grade, and the better of those that its citations have here."""
    graded = {**source("source0001"), "reliability": Reliability.B}
    said = [
        claim("a", "ours", killed(2, 2), on="2024-02-13", citations=[citation("source0002")]),
        claim(
            "b", "ours",
            killed(4, 4, citations=[{**citation("source0001"), "credibility": 4}]),
            on="2024-02-14",
            citations=[{**citation("source0001"), "credibility": 2}],
        ),
    ]  # fmt: skip
    (position,) = positions({**accounts(*said), "sources": [cast("doc.Source", graded), source("source0002")]})
    (statement,) = column(position, "ours")["statements"]
    assert statement["grades"] == [{"source": "source0001", "reliability": Reliability.B, "credibility": 2}]
    assert [(one["sources"], one["grades"]) for one in statement["superseded"]] == [
        (["source0002"], [{"source": "source0002", "reliability": Reliability.C, "credibility": 3}])
    ]


# Verdicts


def test_a_verdict_stands_beside_the_finding() -> None:
    judged = verdict(Finding.AGREED, Question.KILLED, "ours-army", Group.MILITARY)
    other = verdict(Finding.DENIED, Question.KILLED, "theirs", Group.MILITARY)
    position = row(claim("a", "ours", killed(2, 2)), assessments=[other, judged])
    assert (position["finding"], position["set_aside"]) == (Finding.ONE_SIDED, judged)


def test_a_verdict_on_the_whole_sets_no_finding_aside() -> None:
    whole: Any = {**verdict(Finding.DENIED, Question.OCCURRENCE), "question": None, "finding": None}
    assert row(claim("a", "ours", YES), assessments=[whole])["set_aside"] is None


# What holds for all accounts

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
