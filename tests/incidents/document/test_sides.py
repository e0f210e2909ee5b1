"""Two sides out of any number of parts: who acted, and whom it was against."""

import pytest

from incidents.document.sides import Side, sides
from incidents.vocabulary import InvolvementRole
from tests.incidents.document.samples import document, involvement

BEGAN, JOINED, ANSWERED, AIMED_AT, HARMED = (
    InvolvementRole.INITIATOR,
    InvolvementRole.PARTICIPANT,
    InvolvementRole.RESPONDENT,
    InvolvementRole.TARGET,
    InvolvementRole.VICTIM,
)
Told = tuple[str, str, list[str]] | None


def told(side: Side | None) -> Told:
    return (side.party, side.lead["slug"], [one["slug"] for one in side.others]) if side else None


@pytest.mark.parametrize(
    ("parts", "first", "second"),
    [
        ([], None, None),
        ([("ours", BEGAN)], ("ours", "ours", []), None),
        ([("ours", AIMED_AT)], None, ("ours", "ours", [])),
        ([("ours", AIMED_AT), ("theirs-army", BEGAN)], ("theirs", "theirs-army", []), ("ours", "ours", [])),
        (
            [("theirs", BEGAN), ("ours", AIMED_AT), ("theirs-army", ANSWERED), ("ours-army", HARMED)],
            ("theirs", "theirs", ["theirs-army"]),
            ("ours", "ours", ["ours-army"]),
        ),
        (
            [("ours", JOINED), ("ours-army", JOINED), ("theirs", JOINED)],
            ("ours", "ours", ["ours-army"]),
            ("theirs", "theirs", []),
        ),
        ([("ours", ANSWERED), ("theirs", JOINED)], ("theirs", "theirs", []), ("ours", "ours", [])),
        ([("people", HARMED), ("ours", AIMED_AT), ("theirs", BEGAN)], ("theirs", "theirs", []), ("ours", "ours", [])),
        ([("people", HARMED), ("theirs", BEGAN)], ("theirs", "theirs", []), ("people", "people", [])),
        ([("ours", BEGAN), ("theirs", BEGAN)], ("ours", "ours", []), ("theirs", "theirs", [])),
        ([("ours", BEGAN), ("ours", AIMED_AT)], ("ours", "ours", []), None),
        ([("mission", InvolvementRole.MONITOR), ("elsewhere", InvolvementRole.MEDIATOR)], None, None),
        (
            [("ours", BEGAN), ("theirs", AIMED_AT), ("elsewhere", JOINED)],
            ("ours", "ours", []),
            ("theirs", "theirs", []),
        ),
        ([("ours-army", HARMED), ("ours-ministry", BEGAN)], ("ours", "ours-ministry", ["ours-army"]), None),
    ],
)
def test_sides(parts: list[tuple[str, InvolvementRole]], first: Told, second: Told) -> None:
    found = sides(document(involvements=[involvement(slug, role) for slug, role in parts]))
    assert tuple(told(side) for side in found) == (first, second)
