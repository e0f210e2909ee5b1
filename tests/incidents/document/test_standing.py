"""Which assertions stand (docs/positions.md): later ones, corrections, withdrawals, repeats and silence."""

import pytest

from incidents.vocabulary import Finding, LinkRelation, Question, Stance
from tests.incidents.document.samples import answer, assertion, claim, column, killed, row, standing, table

CORRECTS = LinkRelation.CORRECTS
REPEATS = LinkRelation.REPEATS
YES = assertion()
NO = assertion(stance=Stance.DENIES)

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
