"""How pressing a submission is: one rule, the same for everybody, without a clock (docs/workflow.md)."""

from incidents.vocabulary import Controlled

MANY_KILLED = 10


class Band(Controlled):
    """Bands of priority, by points."""

    HIGH = "high", "High", "5 points or more."
    MEDIUM = "medium", "Medium", "2 to 4 points."
    LOW = "low", "Low", "Fewer than 2 points."


BANDS: dict[Band, tuple[int, int]] = {Band.HIGH: (5, 9), Band.MEDIUM: (2, 4), Band.LOW: (0, 1)}
"""The fewest and the most points of each band."""


def points(*, killed: int | None, contested: bool, embargoed: bool) -> int:
    """Return the points of a submission, 0 to 9; the queue shows most points first, and the oldest first among equals.

    killed, as the highest that is claimed or estimated: none or not given 0 · 1 to 9: 3 · 10 or more: 5
    contested, that is claims deny or dispute each other, or the public edition has a contested question: 2
    an embargo is set, past or to come, so that there is a day by which it is to be ready: 2

    So deaths go before everything else, and deaths that a side denies before deaths that nobody denies.
    """
    deaths = 0 if not killed else 3 if killed < MANY_KILLED else 5
    return deaths + (2 if contested else 0) + (2 if embargoed else 0)


def band_of(number: int) -> Band:
    """Return the band that a number of points is in."""
    return next(band for band, (fewest, _) in BANDS.items() if number >= fewest)


def reasons(*, killed: int | None, contested: bool, embargoed: bool) -> list[str]:
    """Return why, in words: what is behind the points, and that a figure is missing or nought."""
    deaths = "killed: not given" if killed is None else f"{killed} killed"
    return [deaths, *(["contested"] if contested else []), *(["embargo"] if embargoed else [])]
