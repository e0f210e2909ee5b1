"""Perspectives over the database: the same numbers as from the documents, and the acceptance case by hand."""

import random
from datetime import date
from typing import Any

import orjson
import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import TestCase

from accounts.roles import Role
from actors.models import ActorRelation
from incidents.analysis.first_since import one_incident
from incidents.analysis.measures import SQL, Measures, measures
from incidents.analysis.perspectives import BOUNDS, COLUMNS, OUTCOMES, Perspective, PerspectiveField
from incidents.analysis.rows import with_figures
from incidents.desk.demo.loading import load_incidents
from incidents.document import perspectives as pure
from incidents.document import types as doc
from incidents.record.models import Edition
from incidents.vocabulary import Group, Outcome, Question
from incidents.vocabulary import Perspective as Rule
from tests.factories import ActorFactory, person
from tests.incidents.analysis.conftest import asked
from tests.incidents.desk.conftest import load_reference
from tests.incidents.document.samples import assertion, claim, document
from tests.incidents.record.factories import appended

NEAR = "q=%22combat+post+near+Nerkin+Hand%22"
"""Finds incident A."""


def named(text: str) -> Perspective:
    """Return a perspective as a query names it."""
    found: Perspective = PerspectiveField().to_python([text])
    return found


def total(perspective: str, query: str = "") -> Measures:
    """Return the measures of what a query asks for."""
    ((*values,),) = with_figures(asked(query), named(perspective), "latest").ask(
        f"SELECT {SQL} FROM ({{rows}}) AS told"
    )
    return measures(values)


def by_edition(perspective: Perspective) -> dict[int, tuple[int | None, ...]]:
    """Return the figures of every edition that stands, from the join."""
    rows = with_figures(asked(), perspective).ask(f"SELECT seq, {', '.join(COLUMNS)} FROM ({{rows}}) AS told")
    return {seq: tuple(None if one is None else int(one) for one in values) for seq, *values in rows}


def one_by_one(perspective: Perspective) -> dict[int, tuple[int | None, ...]]:
    """Return the same, from the expression on a row."""
    found = {f"f{n}": perspective.figure(*one) for n, one in enumerate((o, b) for o in OUTCOMES for b in BOUNDS)}
    return {row[0]: row[1:] for row in Edition.objects.live().annotate(**found).values_list("seq", *found)}


def from_document(told: doc.IncidentDocument, perspective: Perspective, actors: set[str]) -> tuple[int | None, ...]:
    """Return the same, from the document."""
    found: list[int | None] = []
    for outcome in OUTCOMES:
        totals = {one["outcome"]: one for one in told["totals"]}
        by_rule = {
            Rule.ESTIMATES: totals.get(outcome),
            Rule.CLAIMS_OF: pure.claims_of(told, actors, outcome),
            Rule.ACKNOWLEDGED: pure.acknowledged(told, outcome),
            Rule.MAXIMAL: pure.maximal(told, outcome),
            Rule.MINIMAL: pure.minimal(told, outcome),
        }
        one = by_rule[perspective.rule]
        found += [one["low"], one["best"], one["high"]] if one else [None, None, None]
    return tuple(found)


def _random_document(dice: random.Random, ref: str) -> doc.IncidentDocument:
    claims = []
    for n in range(dice.randint(1, 6)):
        said = []
        for _ in range(dice.randint(0, 3)):
            low = dice.choice([None, 0, 1, 2, 5, 9])
            high = None if low is None or dice.random() < 0.3 else low + dice.choice([0, 0, 0, 3])
            said.append(
                assertion(
                    dice.choice([Question.KILLED, Question.WOUNDED]),
                    side=dice.choice(["ours", "ours-army", "theirs"]),
                    group=dice.choice([None, Group.MILITARY, Group.CIVILIAN]),
                    low=low,
                    high=high,
                )
            )
        claimant = dice.choice(["ours", "ours-army", "ours-ministry", "theirs", "theirs-army", "paper"])
        claims.append(claim(f"c{n}", claimant, *said, on=f"2024-02-{dice.randint(13, 15)}"))
    return document(*claims, ref=ref)


@pytest.mark.django_db
def test_the_database_counts_as_the_documents_do() -> None:
    """Over random accounts of two parties with several bodies, by each perspective, in both forms."""
    ours, army = ActorFactory.create(slug="ours"), ActorFactory.create(slug="ours-army")
    ministry = ActorFactory.create(slug="ours-ministry")
    for body in (army, ministry):
        ActorRelation.objects.create(subject=body, object=ours, kind="part_of", valid=DateRange(date(2000, 1, 1), None))
    dice = random.Random(20240213)
    editions = {}
    for n in range(120):
        told = _random_document(dice, f"CC-2024-{n:05}")
        editions[appended(told).seq] = told
    for text, actors in (
        ("estimates", set()),
        ("claims-of:ours", {"ours", "ours-army", "ours-ministry"}),
        ("claims-of:ours-army", {"ours-army"}),
        ("claims-of:paper", {"paper"}),
        ("acknowledged", set()),
        ("maximal", set()),
        ("minimal", set()),
    ):
        perspective = named(text)
        expected = {seq: from_document(told, perspective, actors) for seq, told in editions.items()}
        assert by_edition(perspective) == expected, text
        assert one_by_one(perspective) == expected, text
        assert len(set(expected.values())) > 10, text
        deadly = [seq for seq, (low, best, *_) in expected.items() if (low or 0 if best is None else best) >= 1]
        assert set(deadly) <= set(Edition.objects.filter(perspective.deadly()).values_list("seq", flat=True)), text
        assert one_incident(asked(), perspective, None).seq == max(deadly), text


@pytest.mark.django_db
def test_a_body_counts_as_its_superior_only_while_it_is_part_of_it() -> None:
    ours, army = ActorFactory.create(slug="ours"), ActorFactory.create(slug="ours-army")
    ActorRelation.objects.create(
        subject=army, object=ours, kind="part_of", valid=DateRange(date(2000, 1, 1), date(2020, 1, 1))
    )
    appended(document(claim("a", "ours-army", assertion(Question.KILLED, side="ours", low=3, high=3))))
    assert total("claims-of:ours").killed.best is None
    assert total("claims-of:ours-army").killed.best == 3


class AcceptanceCase(TestCase):
    """The demo record: Nerkin Hand and what surrounds it. Worked out by hand from the sources' statements."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference()
        list(load_incidents(analyst=person("anna", Role.ANALYST), editor=person("edith", Role.EDITOR)))

    def figures(self, perspective: str, query: str) -> tuple[Any, ...]:
        found = total(perspective, query)
        killed, wounded = found.killed, found.wounded
        return (
            (killed.low, killed.best, killed.high, killed.unknown),
            (wounded.low, wounded.best, wounded.high, wounded.unknown),
        )

    def test_the_fire_near_nerkin_hand(self) -> None:
        """Armenia: four of its own killed (two, before it corrected that), one wounded. Azerbaijan: no figure."""
        assert total("estimates", NEAR).incidents == 1
        four_and_one = ((4, 4, 4, 0), (1, 1, 1, 0))
        for perspective in ("estimates", "claims-of:armenia", "acknowledged", "maximal", "minimal"):
            assert self.figures(perspective, NEAR) == four_and_one, perspective
        assert self.figures("claims-of:armenia-ministry-of-defence", NEAR) == four_and_one
        assert self.figures("claims-of:armenia-prime-minister", NEAR) == ((4, 4, 4, 0), (None, None, None, 1))
        assert self.figures("claims-of:azerbaijan", NEAR) == ((None, None, None, 1), (None, None, None, 1))

    def test_the_first_edition_gave_two_and_several(self) -> None:
        first = next(
            edition
            for edition in Edition.objects.filter(number=1)
            if "Nerkin Hand" in orjson.loads(edition.body)["title"]
        )
        then = f"as_of={first.published_at:%Y-%m-%dT%H:%M:%S.%f}Z&{NEAR}"
        several = (2, 2, 2, 0)  # the best and highest sums take the lowest where there is no other
        for perspective in ("estimates", "claims-of:armenia", "acknowledged", "maximal", "minimal"):
            assert self.figures(perspective, then) == ((2, 2, 2, 0), several), perspective
        assert [total(one, then).wounded.without_high for one in ("estimates", "maximal", "minimal")] == [1, 1, 0]
        assert self.figures("claims-of:azerbaijan", then)[0] == (None, None, None, 1)

    def test_all_five_incidents(self) -> None:
        """A: as above. E: Azerbaijan says one of its servicemen was wounded. B, C and D: no figure of either."""
        expected = {
            "estimates": ((4, 4, 4, 4), (2, 2, 2, 3)),
            "claims-of:armenia": ((4, 4, 4, 4), (1, 1, 1, 4)),
            "claims-of:azerbaijan": ((None, None, None, 5), (1, 1, 1, 4)),
            "acknowledged": ((4, 4, 4, 4), (2, 2, 2, 3)),
            "maximal": ((4, 4, 4, 4), (2, 2, 2, 3)),
            "minimal": ((4, 4, 4, 4), (2, 2, 2, 3)),
        }
        assert {perspective: self.figures(perspective, "") for perspective in expected} == expected
        assert total("estimates").fatal == 1
        assert total("claims-of:azerbaijan").fatal == 0
        assert Outcome.KILLED.value in COLUMNS[0]
