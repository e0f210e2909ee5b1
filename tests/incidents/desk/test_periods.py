"""Totals over periods: what both sides counted of the same days, and that a total is no incident."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TestCase

from accounts.roles import Role
from incidents.desk.demo.loading import Step, entered, load_incidents, steps
from incidents.desk.demo.periods import TABLE, Period, periods, read_figures
from incidents.record.models import Edition, FacetCount, MapCell, RecordAssertion
from tests.factories import person
from tests.incidents.desk.conftest import load_reference

NK, AZERBAIJAN, ARMENIAN_SIDE = "nagorno-karabakh-authorities", "azerbaijan", "armenian-side"
TWO_SIDED = {
    1: {(ARMENIAN_SIDE, AZERBAIJAN): 182, (AZERBAIJAN, NK): 180},
    5: {(ARMENIAN_SIDE, AZERBAIJAN): 2081, (AZERBAIJAN, NK): 2550},
    8: {(ARMENIAN_SIDE, AZERBAIJAN): 2406, (AZERBAIJAN, NK): 2945},
}
"""Period → (whose violations, who says so) → how many."""


def only_periods() -> Iterator[Step]:
    """Leave the acceptance case out."""
    return (step for step in steps() if step.name.startswith("P"))


def said(positions: list[Any], question: str) -> dict[tuple[str, str], list[Any]]:
    """Return what each party says of each side on a question."""
    return {
        (row["side"], column["party"]): column["statements"]
        for row in positions
        if row["question"] == question
        for column in row["columns"]
    }


def test_the_table_is_the_one_that_was_given() -> None:
    figures = read_figures()
    assert [figure.number for figure in figures] == list(range(1, 24))
    assert sum(figure.value for figure in figures) == sum(
        int(line.split(",")[6]) for line in TABLE.read_text().splitlines()[1:]
    )
    assert len(list(periods())) == len({(figure.first, figure.last) for figure in figures}) == 18


@pytest.mark.parametrize("period", [*periods()], ids=lambda period: f"P{period.number}")
def test_a_period_says_no_more_than_the_table(period: Period) -> None:
    nested = period.nested()
    assert nested["aggregated"]
    for figure, claim in zip(period.figures, nested["claims"], strict=True):
        number = claim["assertions"][0]
        assert (number["low"], number["high"]) == (figure.value, figure.value)
        assert ("about" in number["wording"]) == figure.approximate
        assert ("about" in claim["statement"]) == figure.approximate
        assert claim["made_precision"] == "year"
        if figure.note and not figure.note.startswith("counter-claim"):
            assert figure.note in claim["citations"][0]["note"]
        assert not any(one["stance"] == "silent" for one in claim["assertions"])


class PeriodTotals(TestCase):
    """The periods alone, loaded once."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("incidents.desk.demo.loading.steps", only_periods)
            list(load_incidents(analyst=person("anna", Role.ANALYST), editor=person("edith", Role.EDITOR)))

    def ref(self, number: int) -> str:
        """Return the ref of the period whose first claim has this number."""
        incident = entered(f"P{number}")
        assert incident is not None
        return incident.ref

    def get(self, path: str) -> Any:
        """Return the answer of the API."""
        answer = self.client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def positions(self, number: int) -> list[Any]:
        """Return the positions of a period."""
        table: list[Any] = self.get(f"incidents/{self.ref(number)}/positions/")["results"]
        return table

    def test_every_claim_is_in_the_record_once(self) -> None:
        found = list(RecordAssertion.objects.filter(question__in=["violations", "projectiles"]).values_list("low"))
        assert Counter(low for (low,) in found) == Counter(figure.value for figure in read_figures())
        assert Edition.objects.count() == 18

    def test_both_sides_figures_stand_side_by_side(self) -> None:
        for number, expected in TWO_SIDED.items():
            standing = said(self.positions(number), "violations")
            given = {key: [one["value"]["low"] for one in ones] for key, ones in standing.items() if ones}
            assert given == {key: [figure] for key, figure in expected.items()}, number

    def test_about_180_and_182_do_not_contest_each_other(self) -> None:
        table = self.positions(1)
        assert {row["finding"] for row in table if row["question"] == "violations"} == {"one_sided"}
        (about,) = said(table, "violations")[AZERBAIJAN, NK]
        assert (about["value"]["low"], about["value"]["high"], about["wording"]) == (180, 180, "about 180")

    def test_counter_claims_answer_each_other(self) -> None:
        document = self.get(f"incidents/{self.ref(1)}/")
        answers = {
            claim["id"]: [(one["relation"], one["to"]) for one in claim["answers"]] for claim in document["claims"]
        }
        assert answers == {
            "dempc00001": [("responds_to", "dempc00003")],
            "dempc00002": [],
            "dempc00003": [("responds_to", "dempc00001")],
        }

    def test_a_party_without_a_figure_has_a_column_and_is_not_called_silent(self) -> None:
        table = self.positions(12)
        assert [(row["question"], row["side"]) for row in table] == [("violations", ARMENIAN_SIDE)]
        columns = {column["party"]: column for column in table[0]["columns"]}
        assert columns.keys() == {ARMENIAN_SIDE, AZERBAIJAN}
        assert columns[ARMENIAN_SIDE]["statements"] == []
        assert not columns[ARMENIAN_SIDE]["observer"]
        page = self.client.get(f"/incidents/{self.ref(12)}/").content.decode()
        assert "no statement recorded" in page
        assert "No statement found" not in page

    def test_the_page_reads_as_one_against_the_other(self) -> None:
        for number, figures in ((1, ("About 180", "182")), (8, ("2,945", "2,406"))):
            page = self.client.get(f"/incidents/{self.ref(number)}/").content.decode()
            for figure in figures:
                assert f'<p class="fact__number">{figure}</p>' in page
            assert "Violations by Azerbaijan" in page
            assert "Violations by Armenian side" in page
            assert "period total" in page
            assert "Killed" not in page  # a total that says nothing of people has no empty figure of them

    def test_when_it_was_said_is_no_more_exact_than_known(self) -> None:
        page = self.client.get(f"/incidents/{self.ref(1)}/").content.decode()
        assert 'Ministry of Defence of Azerbaijan, <a href="#claim-dempc00003">2019</a>' in page

    def test_what_the_source_could_not_confirm_is_said(self) -> None:
        (claim,) = self.get(f"incidents/{self.ref(20)}/")["claims"]
        (citation,) = claim["citations"]
        assert "unconfirmed through non-official sources" in citation["note"]
        assert citation["credibility"] == 6
        assert [one["question"] for one in claim["assertions"]] == ["projectiles", "weapon"]

    def test_projectiles_are_found_by_their_question(self) -> None:
        found = {one["id"] for one in self.get("claims/?question=projectiles")["results"]}
        assert found == {"dempc00002", "dempc00011", "dempc00020", "dempc00022"}

    def test_totals_are_in_no_list_and_no_count(self) -> None:
        assert self.get("incidents/")["results"] == []
        assert self.get("incidents/?kind=ceasefire_violation")["results"] == []
        everything = {one["ref"] for one in self.get("incidents/?aggregates=include")["results"]}
        only = {one["ref"] for one in self.get("incidents/?aggregates=only")["results"]}
        assert only == everything == {self.ref(period.number) for period in periods()}
        assert not FacetCount.objects.exists()
        assert not MapCell.objects.exists()
        assert "18 period totals" in self.client.get("/incidents/?aggregates=only").content.decode()
        assert "No incident" in self.client.get("/incidents/?kind=ceasefire_violation").content.decode()
