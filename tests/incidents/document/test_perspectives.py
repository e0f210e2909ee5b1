"""Figures by whom one believes: each rule worked out by hand, and what holds between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document import types as doc
from incidents.document.perspectives import acknowledged, claims_of, figure_rows, maximal, minimal
from incidents.vocabulary import Group, LinkRelation, Outcome, Question, Stance
from tests.incidents.document.samples import answer, assertion, claim, document, estimate, killed
from tests.incidents.document.unhurried import unhurried

OURS, THEIRS = {"ours", "ours-army", "ours-ministry"}, {"theirs", "theirs-army", "theirs-ministry"}
Bounds = tuple[int | None, int | None, int | None]


def bounds(total: doc.Total | None) -> Bounds | None:
    """Return the three numbers of a total, None for none."""
    return total and (total["low"], total["best"], total["high"])


def people(
    low: int | None, high: int | None = None, *, side: str = "ours", group: Group | None = None
) -> doc.Assertion:
    """Return an assertion that so many of a side were killed, of a group or of none given."""
    return assertion(Question.KILLED, side=side, group=group, low=low, high=high)


def every(told: doc.IncidentDocument) -> dict[str, Bounds | None]:
    """Return the killed by each perspective."""
    return {
        "ours": bounds(claims_of(told, OURS, Outcome.KILLED)),
        "theirs": bounds(claims_of(told, THEIRS, Outcome.KILLED)),
        "acknowledged": bounds(acknowledged(told, Outcome.KILLED)),
        "maximal": bounds(maximal(told, Outcome.KILLED)),
        "minimal": bounds(minimal(told, Outcome.KILLED)),
    }


def test_each_side_tells_of_both() -> None:
    told = document(
        claim("a", "ours-ministry", killed(2, 2), killed(10, 12, side="theirs")),
        claim("b", "theirs", killed(7, 7), killed(1, 1, side="theirs")),
    )
    assert every(told) == {
        "ours": (12, None, 14),
        "theirs": (8, 8, 8),
        "acknowledged": (3, 3, 3),
        "maximal": (19, 19, 19),
        "minimal": (3, 3, 3),
    }


def test_who_gives_no_figure_is_unknown_and_never_zero() -> None:
    told = document(claim("a", "ours", killed(2, 2)), claim("b", "theirs", killed(None)))
    assert every(told) == {
        "ours": (2, 2, 2),
        "theirs": (None, None, None),
        "acknowledged": (2, 2, 2),
        "maximal": (2, 2, 2),
        "minimal": (2, 2, 2),
    }


def test_a_side_that_admits_nothing_leaves_its_part_unknown() -> None:
    told = document(claim("a", "ours", killed(2, 2), killed(9, 9, side="theirs")), claim("b", "theirs"))
    assert bounds(acknowledged(told, Outcome.KILLED)) == (2, None, None)
    assert acknowledged(document(claim("a", "ours", killed(9, 9, side="theirs"))), Outcome.KILLED) is None


def test_an_open_range_has_no_highest_value_and_counts_from_where_it_opens() -> None:
    told = document(claim("a", "ours", killed(2)), claim("b", "theirs", killed(5, 6)))
    assert every(told) == {
        "ours": (2, None, None),
        "theirs": (5, None, 6),
        "acknowledged": (2, None, None),
        "maximal": (6, 6, None),
        "minimal": (2, 2, 2),
    }


def test_a_denial_is_no_figure() -> None:
    denial = assertion(Question.KILLED, Stance.DENIES, side="theirs", group=Group.MILITARY)
    told = document(claim("a", "ours", killed(9, 9, side="theirs")), claim("b", "theirs", denial))
    assert every(told) == {
        "ours": (9, 9, 9),
        "theirs": None,
        "acknowledged": None,
        "maximal": (9, 9, 9),
        "minimal": (9, 9, 9),
    }


def test_what_was_corrected_does_not_count() -> None:
    told = document(
        claim("a", "ours-ministry", killed(2, 2)),
        claim("b", "ours-ministry", killed(4, 4), answers=[answer(LinkRelation.CORRECTS, "a", Question.KILLED)]),
    )
    assert set(every(told).values()) == {(4, 4, 4), None}


def test_bodies_of_one_party_make_one_range_and_can_be_asked_for_alone() -> None:
    told = document(claim("a", "ours-ministry", killed(2, 2)), claim("b", "ours-army", killed(3, 3)))
    assert bounds(claims_of(told, OURS, Outcome.KILLED)) == (2, None, 3)
    assert bounds(claims_of(told, {"ours-army"}, Outcome.KILLED)) == (3, 3, 3)


@pytest.mark.parametrize(
    ("overall", "expected"), [((4, 4), (4, 4, 4)), ((6, 6), (6, 6, 6)), ((6, None), (6, None, None))]
)
def test_people_are_counted_once(overall: tuple[int, int | None], expected: Bounds) -> None:
    """Those of no given status count as far as they go beyond those whose status is given."""
    told = document(claim("a", "ours", people(*overall)), claim("b", "ours-army", killed(4, 4)))
    assert bounds(claims_of(told, OURS, Outcome.KILLED)) == expected


def test_the_records_own_estimate_is_a_voice_among_others() -> None:
    own = [estimate(3, 5, 9)]
    told = document(claim("a", "ours", killed(4, 4)), estimates=own, totals=[])
    assert bounds(maximal(told, Outcome.KILLED)) == (9, 9, 9)
    assert bounds(minimal(told, Outcome.KILLED)) == (3, 3, 3)
    assert bounds(claims_of(told, OURS, Outcome.KILLED)) == (4, 4, 4)


def test_only_what_differs_from_the_columns_has_a_row() -> None:
    told = document(claim("a", "ours", killed(4, 4)))
    stored = {
        (row["perspective"], row["outcome"], row["claimant"], row["low"], row["high"]) for row in figure_rows(told)
    }
    assert stored == {("claims-of", "killed", "ours", 4, 4), ("acknowledged", "killed", "", 4, 4)}


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(["ours", "ours-army", "theirs", "theirs-army", "paper"]),
        st.sampled_from(["ours", "theirs"]),
        st.sampled_from([None, Group.MILITARY, Group.CIVILIAN]),
        st.none() | st.integers(0, 9),
        st.none() | st.integers(0, 9),
    ),
    min_size=1,
    max_size=5,
)


@unhurried
@given(CLAIMS)
def test_the_least_is_at_most_the_records_and_the_most_at_least(given_claims: list[tuple]) -> None:
    told = document(
        *(
            claim(
                f"c{n}", who, people(low, None if low is None or more is None else low + more, side=side, group=group)
            )
            for n, (who, side, group, low, more) in enumerate(given_claims)
        )
    )
    totals = {total["outcome"]: total for total in told["totals"]}
    own = totals.get(Outcome.KILLED)
    least, most = minimal(told, Outcome.KILLED), maximal(told, Outcome.KILLED)
    if own is None or own["low"] is None or own["includes_unknown"]:
        return  # a total in which something is unknown bounds nothing: others may give a number for just that
    assert least is not None
    assert most is not None
    assert least["low"] is not None
    assert most["low"] is not None
    assert least["low"] <= own["low"] <= most["low"]
    if own["high"] is not None:
        assert most["low"] >= own["high"]
        assert most["high"] is not None
