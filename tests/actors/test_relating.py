"""Relations that can't hold beside each other, by the rules that the database has as well."""

from datetime import date

import pytest

from actors.relating import Tie, conflicts, days_in_words

A, B, C, D = 1, 2, 3, 4
NAMES = {A: "Guard", B: "Ministry", C: "State", D: "Union"}


def day(year: int) -> date:
    return date(year, 1, 1)


def part(key: object, subject: int, whole: int, since: int | None = None, until: int | None = None) -> Tie:
    return Tie(key, subject, "part_of", whole, day(since) if since else None, day(until) if until else None)


def told(ties: list[Tie], *touched: object) -> list[tuple[object, str]]:
    return [(one.key, one.field) for one in conflicts(ties, touched, NAMES)]


def test_what_can_hold_holds() -> None:
    ties = [part(1, A, B, None, 2000), part(2, A, C, 2000), part(3, B, C), Tie(4, A, "allied_with", B)]
    assert told(ties, 1, 2, 3, 4) == []


def test_an_actor_is_part_of_one_at_a_time() -> None:
    ties = [part(1, A, B, 1995, 2005), part(2, A, C, 2004)]
    (one,) = conflicts(ties, [2], NAMES)
    assert (one.key, one.field) == (2, "since")
    assert one.message == (
        "Guard is part of Ministry from 1995-01-01 to 2004-12-31, and of one actor at a time. "
        "This one may end on 1994-12-31 or before or begin on 2005-01-01 or later."
    )
    assert told(ties, 1) == [(1, "since")]
    assert told(ties, 1, 2) == [(2, "since")]  # the later one only


def test_beside_what_held_since_the_first_day_there_is_room_after_it_alone() -> None:
    ties = [Tie(1, A, "part_of", B, date.min, day(2000)), part(2, A, C, 1999)]
    (one,) = conflicts(ties, [2], NAMES)
    assert one.message.endswith("This one may begin on 2000-01-01 or later.")


def test_the_same_relation_twice_on_a_day() -> None:
    ties = [Tie(1, A, "allied_with", B, None, day(2000)), Tie(2, A, "allied_with", B, day(1999))]
    (one,) = conflicts(ties, [2], NAMES)
    assert "recorded already that Guard is allied with Ministry to 1999-12-31" in one.message
    assert told([ties[0], Tie(2, A, "allied_with", B, day(2000))], 2) == []
    assert told([ties[0], Tie(2, A, "controls", B)], 2) == []
    assert told([ties[0], Tie(2, B, "allied_with", A)], 2) == []


def test_an_actor_does_not_relate_to_itself() -> None:
    assert told([part(1, A, A)], 1) == [(1, "other")]


@pytest.mark.parametrize(
    ("since", "until", "circle"),
    [(2004, None, True), (None, 2004, True), (2005, None, False), (None, 2001, False), (None, None, True)],
)
def test_a_circle_is_one_only_where_all_its_days_meet(since: int | None, until: int | None, circle: bool) -> None:
    ties = [part(1, A, B, 2000, 2005), part(2, B, C, 2001), part(3, C, A, since, until)]
    found = conflicts(ties, [3], NAMES)
    assert [(one.key, one.field) for one in found] == ([(3, "other")] if circle else [])
    if circle:
        assert "State is part of Guard is part of Ministry is part of State" in found[0].message


def test_a_circle_of_what_is_entered_together() -> None:
    assert told([part("new-1", A, B), part("new-2", B, A)], "new-1", "new-2") == [
        ("new-1", "other"), ("new-2", "other"),
    ]  # fmt: skip


def test_a_circle_that_was_there_is_not_told_of_another() -> None:
    assert told([part(1, A, B), part(2, B, A), part(3, D, A)], 3) == []


def test_days_in_words() -> None:
    assert [days_in_words(*days) for days in ((None, None), (day(2000), None), (None, day(2000)))] == [
        "always", "from 2000-01-01", "to 1999-12-31",
    ]  # fmt: skip
