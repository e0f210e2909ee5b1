"""Ranges that are derived, and totals that are the sum of their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document import types as doc
from incidents.document.figures import totals, with_derived
from incidents.vocabulary import Group, LinkRelation, Outcome, Question, Stance
from tests.incidents.document.samples import CAST, answer, assertion, claim, estimate, killed, table
from tests.incidents.document.unhurried import unhurried

COUNTS = st.none() | st.integers(0, 50)
ESTIMATES = st.lists(
    st.builds(
        lambda low, best, high, outcome: estimate(low, best, high, outcome=outcome),
        COUNTS,
        COUNTS,
        COUNTS,
        st.sampled_from(list(Outcome)),
    )
)


def derived(*claims: doc.Claim, entered: list[doc.Estimate] | None = None) -> list[doc.Estimate]:
    """Return the estimates that were made from claims."""
    return [one for one in with_derived(entered or [], table(*claims), CAST) if one["derived"]]


def _range(one: doc.Estimate) -> tuple[int | None, int | None, int | None]:
    return one["low"], one["best"], one["high"]


# Totals


@unhurried
@given(ESTIMATES)
def test_totals_are_sums_of_parts(estimates: list[doc.Estimate]) -> None:
    for total in totals(estimates):
        parts = [one for one in estimates if one["outcome"] == total["outcome"]]
        lows = [one["low"] for one in parts if one["low"] is not None]
        assert total["low"] == (sum(lows) if lows else None)
        for bound in ("best", "high"):
            known = [one[bound] for one in parts]
            assert total[bound] == (None if None in known else sum(known))
        assert total["includes_unknown"] == any(None in _range(one) for one in parts)


@unhurried
@given(ESTIMATES)
def test_each_outcome_that_has_parts_has_one_total(estimates: list[doc.Estimate]) -> None:
    found = [total["outcome"] for total in totals(estimates)]
    assert found == [outcome for outcome in Outcome if any(one["outcome"] == outcome for one in estimates)]


def test_unknown_is_never_zero() -> None:
    (total,) = totals([estimate(None, None, None)])
    assert (total["low"], total["best"], total["high"], total["includes_unknown"]) == (None, None, None, True)


def test_zero_is_known() -> None:
    (total,) = totals([estimate(0, 0, 0)])
    assert (total["low"], total["best"], total["high"], total["includes_unknown"]) == (0, 0, 0, False)


def test_one_unknown_part_opens_the_total() -> None:
    (total,) = totals([estimate(1, 2, 3), estimate(2, 2, None, side="theirs")])
    assert (total["low"], total["best"], total["high"], total["includes_unknown"]) == (3, 4, None, True)


def test_outcomes_are_not_mixed() -> None:
    found = totals([estimate(1, 1, 1), estimate(5, 5, 5, outcome=Outcome.WOUNDED)])
    assert [(one["outcome"], one["best"]) for one in found] == [(Outcome.KILLED, 1), (Outcome.WOUNDED, 5)]


# Derived ranges


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([killed(2, 2)], (2, 2, 2)),
        ([killed(2, 3)], (2, None, 3)),
        ([killed(2, 2), killed(4, 4)], (2, None, 4)),
        ([killed(2, 2), killed(2, 2)], (2, 2, 2)),
        ([killed(2, 2), killed(3, None)], (2, None, None)),
        ([killed(0, 0)], (0, 0, 0)),
        ([killed(None)], (None, None, None)),
        ([killed(2, 2), killed(None)], (2, 2, 2)),
        ([killed(2, 2), killed(9, 9, stance=Stance.DENIES)], (2, 2, 2)),
        ([killed(9, 9, stance=Stance.DENIES)], (None, None, None)),
        ([killed(2, 2), killed(3, 3, stance=Stance.ACKNOWLEDGES)], (2, None, 3)),
        ([killed(2, 2), killed(3, 3, stance=Stance.ACCEPTS)], (2, None, 3)),
    ],
)
def test_range_from_the_standing_assertions(said: list[doc.Assertion], expected: tuple[int | None, ...]) -> None:
    claimants = ("ours", "theirs")
    (found,) = derived(*(claim(f"c{index}", claimants[index], one) for index, one in enumerate(said)))
    assert _range(found) == expected
    assert (found["side"], found["group"], found["outcome"]) == ("ours", Group.MILITARY, Outcome.KILLED)


def test_superseded_and_corrected_figures_do_not_count() -> None:
    first = claim("a", "ours", killed(9, 9), on="2024-02-13")
    second = claim("b", "ours", killed(4, 4), on="2024-02-14")
    third = claim("c", "ours-army", killed(2, 2), on="2024-02-14", answers=[answer(LinkRelation.CORRECTS, "b")])
    (found,) = derived(first, second, third)
    assert _range(found) == (2, 2, 2)
    assert found["claims"] == ["c"]


def people(low: int | None, high: int | None, group: Group | None = None) -> doc.Assertion:
    """Return an assertion that so many of our side were killed, with or without their status."""
    return assertion(Question.KILLED, side="ours", group=group, low=low, high=high)


@pytest.mark.parametrize(
    ("said", "beyond", "total"),
    [
        ((4, 4), None, (4, 4, 4)),
        ((2, 3), None, (4, 4, 4)),
        ((6, 6), (2, 2, 2), (6, 6, 6)),
        ((3, 6), (0, None, 2), (4, None, 6)),
        ((6, None), (2, None, None), (6, None, None)),
        ((None, None), None, (4, 4, 4)),
    ],
)
def test_people_whose_status_is_not_given_are_counted_once(
    said: tuple[int | None, int | None], beyond: tuple[int | None, ...] | None, total: tuple[int | None, ...]
) -> None:
    parts = derived(claim("a", "ours", people(4, 4, Group.MILITARY)), claim("b", "theirs", people(*said)))
    unknown = [_range(one) for one in parts if one["group"] == Group.UNKNOWN]
    assert unknown == ([beyond] if beyond else [])
    (killed_in_all,) = totals(parts)
    assert (killed_in_all["low"], killed_in_all["best"], killed_in_all["high"]) == total


def test_an_open_range_leaves_nothing_beyond_it() -> None:
    parts = derived(claim("a", "ours", people(2, None, Group.MILITARY)), claim("b", "theirs", people(5, 5)))
    assert [_range(one) for one in parts] == [(2, None, None)]


def test_no_status_and_status_not_given_are_one_row() -> None:
    parts = derived(claim("a", "ours", people(4, 4)), claim("b", "theirs", people(4, 4, Group.UNKNOWN)))
    assert [(one["group"], _range(one)) for one in parts] == [(Group.UNKNOWN, (4, 4, 4))]


def test_an_estimate_that_was_entered_holds_those_without_a_status_too() -> None:
    entered = [estimate(4, 4, 4)]
    assert derived(claim("a", "ours", people(4, 4)), entered=entered) == []


def test_a_correction_that_names_the_status_replaces_the_figure_without_one() -> None:
    said = [
        claim("a", "ours", people(2, 2)),
        claim("b", "ours", people(4, 4, Group.MILITARY), answers=[answer(LinkRelation.CORRECTS, "a")]),
    ]
    (position,) = table(*said)
    assert position["group"] == Group.MILITARY
    assert [one["claim"] for one in position["columns"][0]["statements"][0]["superseded"]] == ["a"]
    assert [_range(one) for one in derived(*said)] == [(4, 4, 4)]


def test_a_range_rests_on_those_who_give_a_number() -> None:
    (found,) = derived(claim("a", "ours", killed(2, 2)), claim("b", "theirs", killed(None, wording="serious losses")))
    assert (found["low"], found["claims"]) == (2, ["a"])


def test_where_nobody_gives_a_number_those_who_speak_of_it_are_named() -> None:
    (found,) = derived(claim("b", "theirs", killed(None, wording="serious losses")))
    assert (found["low"], found["high"], found["claims"]) == (None, None, ["b"])


def test_the_claims_are_named() -> None:
    (found,) = derived(claim("b", "ours", killed(2, 2)), claim("a", "theirs", killed(1, 1)))
    assert found["claims"] == ["a", "b"]


def test_observers_count_too() -> None:
    (found,) = derived(claim("a", "ours", killed(2, 2)), claim("b", "paper", killed(5, 5)))
    assert _range(found) == (2, None, 5)


def test_what_was_entered_stands_alone() -> None:
    entered = [estimate(1, 1, 1, side="ours-army")]
    assert derived(claim("a", "theirs", killed(2, 2, side="ours")), entered=entered) == []
    assert len(derived(claim("a", "theirs", killed(2, 2, side="theirs")), entered=entered)) == 1


def test_a_group_that_is_not_given_is_unknown() -> None:
    said = assertion(Question.WOUNDED, side="ours", low=3, high=3)
    (found,) = derived(claim("a", "ours", said))
    assert (found["group"], found["outcome"]) == (Group.UNKNOWN, Outcome.WOUNDED)


def test_violations_are_no_casualties() -> None:
    assert derived(claim("a", "ours", assertion(Question.VIOLATIONS, side="theirs", low=13, high=13))) == []


@unhurried
@given(st.lists(st.tuples(st.sampled_from(["ours", "theirs", "paper"]), COUNTS, COUNTS), max_size=5))
def test_a_derived_range_is_one(figures: list[tuple[str, int | None, int | None]]) -> None:
    claims = [
        claim(f"c{index}", who, killed(low, None if low is None or more is None else low + more))
        for index, (who, low, more) in enumerate(figures)
    ]
    for one in derived(*claims):
        low, best, high = _range(one)
        assert low is None or high is None or low <= high
        assert best is None or best == low == high
