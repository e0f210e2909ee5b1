"""How much of what a labelled statement holds is suggested, and how much of what is suggested is right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.desk.suggesting.lexicon import Lexicon
from incidents.desk.suggesting.reading import Reading
from tests.incidents.desk.suggesting.corpus import Statement

FIELDS = ("date", "place", "actors", "figures")


@dataclass
class Score:
    """Suggestions of one field over some statements: right, wrong, and what was not suggested."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Return how much of what was suggested is right."""
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Return how much of what there is was suggested."""
        return self.right / (self.right + self.missed)

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Count one statement."""
        self.right, self.wrong, self.missed = self.right + right, self.wrong + wrong, self.missed + missed


def scores(readings: Iterable[tuple[Statement, Reading]]) -> dict[str, Score]:
    """Return the score of each field. A field is right only as a whole: both days; outcome, side, group and range."""
    found: dict[str, Score] = defaultdict(Score)
    for statement, reading in readings:
        days = {(one.earliest, one.latest) for one in reading.dates}
        actors = {one.actor.slug for one in reading.actors}
        figures = {
            (one.question.value, one.side.slug if one.side else "", one.group, one.low, one.high)
            for one in reading.figures
        }
        for name, got, wanted in (
            ("date", days, statement.dates),
            ("actors", actors, statement.actors),
            ("figures", figures, statement.figures),
        ):
            found[name].add(len(got & wanted), len(got - wanted), len(wanted - got))
        codes = {one.place.code for one in reading.places}
        every = frozenset[str]().union(*statement.places)
        hit = sum(not codes.isdisjoint(place) for place in statement.places)
        found["place"].add(hit, len(codes - every), len(statement.places) - hit)
    return {name: found[name] for name in FIELDS}


def differences(statement: Statement, reading: Reading) -> str:
    """Return in words what a reading has too much and too little: for whoever changes a rule."""
    only = scores([(statement, reading)])
    return ", ".join(
        f"{name}: {one.wrong} wrong, {one.missed} missed" for name, one in only.items() if one.wrong or one.missed
    )


NOTHING = Lexicon()
"""Names of nothing: for rules that need none."""
