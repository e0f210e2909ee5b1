"""The rule of priority, as a table; and the words for what differs."""

from itertools import pairwise

import pytest

from incidents.document.difference import Difference
from incidents.moderation.changed import changed_parts, counted
from incidents.moderation.priority import BANDS, Band, band_of, points, reasons

RULE = [
    # killed, contested, embargo → points, band
    (None, False, False, 0, Band.LOW),
    (0, False, False, 0, Band.LOW),
    (None, True, False, 2, Band.MEDIUM),
    (None, False, True, 2, Band.MEDIUM),
    (1, False, False, 3, Band.MEDIUM),
    (9, False, False, 3, Band.MEDIUM),
    (0, True, True, 4, Band.MEDIUM),
    (10, False, False, 5, Band.HIGH),
    (1, True, False, 5, Band.HIGH),
    (1, False, True, 5, Band.HIGH),
    (9, True, True, 7, Band.HIGH),
    (10, True, False, 7, Band.HIGH),
    (4000, True, True, 9, Band.HIGH),
]


@pytest.mark.parametrize(("killed", "contested", "embargoed", "number", "band"), RULE)
def test_points(killed: int | None, contested: bool, embargoed: bool, number: int, band: Band) -> None:
    assert points(killed=killed, contested=contested, embargoed=embargoed) == number
    assert band_of(number) == band


def test_bands_leave_no_gap() -> None:
    spans = sorted(BANDS.values())
    assert spans[0][0] == 0
    assert all(below[1] + 1 == above[0] for below, above in pairwise(spans))
    assert spans[-1][1] == max(number for *_, number, _ in RULE)
    for band, (fewest, most) in BANDS.items():
        assert {band_of(number) for number in range(fewest, most + 1)} == {band}


@pytest.mark.parametrize(
    ("killed", "contested", "embargoed", "words"),
    [
        (2, True, False, ["2 killed", "contested"]),
        (0, False, False, ["0 killed"]),
        (None, False, True, ["killed: not given", "embargo"]),
    ],
)
def test_reasons(killed: int | None, contested: bool, embargoed: bool, words: list[str]) -> None:
    assert reasons(killed=killed, contested=contested, embargoed=embargoed) == words


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        (["title"], ["title"]),
        (["claims[a].statement", "claims[a].kind", "claims[b]"], ["2 claims"]),
        (["claims[a].statement"], ["1 claim"]),
        (["claims"], ["claims"]),
        (["totals[killed].best", "estimates[armenia military killed].best"], ["figures"]),
        (["title", "claims[a]", "claims[b]", "estimates[x].low", "positions[killed].finding"],
         ["title", "2 claims", "figures"]),
        (["occurrence.earliest", "occurrence.latest", "location.place.name"], ["date", "place"]),
        (["actors[armenia].name", "positions[occurrence].columns"], ["names of actors", "positions"]),
        (["involvements[armenia target]"], ["1 part of an actor"]),
        ([], []),
    ],
)  # fmt: skip
def test_what_differs_in_words(paths: list[str], words: list[str]) -> None:
    assert changed_parts(Difference(path, 1, 2) for path in paths) == words


def test_copies_of_sources_come_by_themselves() -> None:
    found = [Difference(f"sources[abc].{name}", None, 1) for name in ("captures", "captures[x].size", "title")]
    assert [one.path for one in counted(found)] == ["sources[abc].title"]
