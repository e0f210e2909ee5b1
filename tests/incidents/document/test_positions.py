"""The published rule (docs/positions.md), one example per row of its tables."""

from typing import Any, cast

import pytest

from incidents.document import types as doc
from incidents.document.positions import parties_to, positions
from incidents.vocabulary import (
    NUMBER_QUESTIONS,
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
    accounts,
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
