"""How alike two incidents are: one rule for the hints beside the desk's form and for the editors' queue."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import SequenceMatcher

from incidents.record.search.folding import words
from incidents.reference.geometry import KM_PER_DEGREE

DAYS = timedelta(days=3)
"""How far apart two incidents may be to be held against each other."""

KM = 25.0
SAME = 7
"""From how many points on two incidents may be the very same."""

SHORTEST_TITLE = 8
_ALIKE = 0.6


@dataclass
class Asked:
    """What the form says so far of when, where, what and who; and which incidents it has to do with already."""

    ref: str = ""
    title: str = ""
    first: date | None = None
    last: date | None = None
    place: str = ""
    border: str = ""
    section: str = ""
    position: tuple[float, float] | None = None
    kind: str = ""
    actors: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()

    @property
    def enough(self) -> bool:
        """Tell whether there is anything to look for."""
        return self.first is not None or len(self.title) >= SHORTEST_TITLE


@dataclass
class Related:
    """An incident to look at, with what it has in common with the one in the form."""

    ref: str
    title: str
    first: date | None
    last: date | None
    place: str
    public: bool = False
    at_desk: bool = False
    linkable: bool = False
    state: str = ""
    reasons: list[str] = field(default_factory=list)
    score: float = 0
    pk: int = 0

    @property
    def same(self) -> bool:
        """Tell whether it may be the very same incident."""
        return self.score >= SAME


def shifted(day: date, by: timedelta) -> date:
    """Return a day some days later, or the same one where the calendar ends."""
    try:
        return day + by
    except OverflowError:
        return day


def box(position: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return south, north, west and east of what is near a position."""
    latitude, longitude = position
    step = KM / KM_PER_DEGREE
    wide = step / 0.7  # narrower than at 45 degrees nowhere in the region
    return latitude - step, latitude + step, longitude - wide, longitude + wide


def weigh(  # noqa: PLR0917 - one for each thing that is compared
    one: Related,
    asked: Asked,
    place: str,
    section: str,
    border: str,
    where: tuple[float | None, float | None],
    kind: str,
    actors: set[str],
) -> None:
    """Give points, and say for what."""
    if asked.first and asked.last and one.first and one.last:
        gap = max((one.first - asked.last).days, (asked.first - one.last).days, 0)
        if gap == 0:
            _give(one, 3, "same day" if asked.first == asked.last == one.first == one.last else "dates overlap")
        elif gap <= DAYS.days:
            _give(one, 1, f"{gap} day{'s' if gap > 1 else ''} apart")
    if asked.place and place == asked.place:
        _give(one, 3, "same place")
    elif asked.position and where[0] is not None and where[1] is not None:
        km = _km(asked.position, (where[0], where[1]))
        if km <= KM:
            _give(one, 2, f"{km:.0f} km away" if km >= 1 else "less than 1 km away")
    if asked.section and section == asked.section:
        _give(one, 2, "same border section")
    elif asked.border and border == asked.border:
        _give(one, 1, "same border")
    if (alike := _similarity(asked.title, one.title)) >= _ALIKE:
        _give(one, 3 * alike, "similar title")
    if asked.kind and kind == asked.kind:
        _give(one, 1, "same kind")
    if asked.actors & actors:
        _give(one, 1, "actors in common")


def _give(one: Related, points: float, reason: str) -> None:
    one.score += points
    one.reasons.append(reason)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    north = (one[0] - other[0]) * KM_PER_DEGREE
    east = (one[1] - other[1]) * KM_PER_DEGREE * 0.77  # cosine of 40 degrees; good enough to say how far
    return float((north**2 + east**2) ** 0.5)


def _similarity(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 to 1, by their words in order, whatever their case and accents."""
    first, second = ([word.forms[0] for word in words(text)] for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() if first and second else 0.0
