"""One stance, value or link flipped through the form: the finding becomes the one that docs/positions.md names.

The tables here mirror the tables there, and a test holds them together.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.test import Client, TestCase

from accounts.roles import Role
from incidents.desk.demo.shape import Case, Row, answers, cites, military, says
from incidents.desk.demo.sources import ARTICLE, sources
from incidents.publishing.operations import preview
from incidents.reference.models import Place
from incidents.vocabulary import Finding, Stance
from incidents.workbench.models import Incident
from tests.factories import PlaceFactory, person
from tests.incidents.desk.conftest import load_reference
from tests.incidents.desk.entering import publish, signed_in, typed
from tests.incidents.desk.forms import Fields, address, saved, sent
from tests.incidents.desk.ledger import ledger

DOCS = Path(settings.BASE_DIR) / "docs" / "positions.md"

STANCES = {
    "says so": ("yes", "yes"),
    "accepts responsibility": ("yes, acknowledged", "yes, acknowledged"),
    "acknowledges, denies responsibility": ("yes, acknowledged", "no"),
    "denies": ("no", "no"),
    "gives another explanation": ("no", "no"),
    "withdraws": ("no position; shown as withdrawn", "same"),
    "no statement found": ("no position; shown with its date", "same"),
}
"""Stance → what it comes to on an act or a figure, and on who initiated or who is responsible."""

BESIDE_A_YES = {
    "yes": "agreed",
    "yes, acknowledged": "acknowledged",
    "no": "contested",
    "no position; shown as withdrawn": "one_sided",
    "no position; shown with its date": "one_sided",
}
"""What an assertion comes to → the finding, where the other party says yes."""

ON_ACT = ("occurrence", "killed")
ON_WHO = ("initiator", "responsibility")


class Precedence(NamedTuple):
    """A row of the table of findings, and what brings it about in the account of three claims."""

    finding: str
    when: str
    stances: tuple[tuple[str, str, str], ...]


FINDINGS = (
    Precedence(
        "contested", "assertions of two parties can't both be so",
        (("asserts", "denies", "asserts"), ("asserts", "accepts", "denies"), ("denies", "acknowledges", "asserts")),
    ),
    Precedence(
        "acknowledged by the accused", "a party accepts responsibility, or acknowledges the act",
        (("asserts", "accepts", "asserts"), ("asserts", "acknowledges", "silent"), ("silent", "accepts", "asserts")),
    ),
    Precedence(
        "agreed", "two or more parties say the same",
        (("asserts", "asserts", "asserts"), ("asserts", "silent", "asserts")),
    ),
    Precedence(
        "denied", "no party stands by it: it was denied, or withdrawn",
        (("withdraws", "denies", "denies"), ("withdraws", "silent", "silent"), ("silent", "denies", "silent")),
    ),
    Precedence(
        "one-sided", "only one party, or only observers, say so and no party denies it",
        (("asserts", "silent", "silent"), ("asserts", "withdraws", "silent"), ("silent", "asserts", "silent")),
    ),
)  # fmt: skip
"""In order; stances of Armenia's ministry, and of Azerbaijan's border service and ministry, on whether it occurred."""

VALUES = (
    'numbers agree if their ranges overlap; "several" is a range that is open upwards',
    "actors agree if they belong to the same party",
    "times agree if they overlap",
    "places agree if they are the same or less than 25 km apart",
    (
        "texts (weapon, motive) agree if they are the same words. Different words contest, until a person says with a "
        "*corroborates* link on this question that they mean the same"
    ),
)
"""When two yeses agree; each is tried both ways below."""

ORDER = ("occurrence", "initiator", "responsibility", "killed", "place", "time", "weapon")


def section(title: str) -> str:
    """Return a section of the documentation."""
    return DOCS.read_text(encoding="utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]


def table(title: str) -> list[list[str]]:
    """Return the rows of a section's table."""
    rows = [line.strip("|").split("|") for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


class TestTheDocumentation:
    """The tables of the documentation and of this test are the same."""

    def test_stances(self) -> None:
        assert {row[0]: (row[1], row[2]) for row in table("What an assertion comes to")} == STANCES
        assert STANCES.keys() == {stance.label for stance in Stance}

    def test_findings(self) -> None:
        rows = [(row[1].strip("*"), row[2]) for row in table("The finding, in order of precedence")]
        assert rows == [(one.finding, one.when) for one in FINDINGS]
        assert [row[0] for row in rows] == [finding.label for finding in Finding]

    def test_values(self) -> None:
        listed = re.findall(r"^\* (.*?)[;.]$", section("When two assertions can both be so"), re.MULTILINE | re.DOTALL)
        assert tuple(" ".join(item.split()) for item in listed) == VALUES

    def test_every_finding_comes_about(self) -> None:
        assert set(BESIDE_A_YES.values()) | {"denied"} == set(Finding.codes())


def account(case: Case, number: int, claimant: str, **more: Any) -> Row:
    """Return a claim with an answer to each question, all of them yes."""
    return case.claim(
        number, claimant, "assertion", "Says what this test lets it say.", "2024-02-13",
        says=[
            says("occurrence"),
            says("initiator", actor="azerbaijan-armed-forces"),
            says("responsibility", actor="azerbaijan"),
            military("killed", "armenia-armed-forces", 2, 2),
            says("place", place="gn:174815"),
            says("time", time_from="2024-02-13T05:30+04:00", time_to="2024-02-13T09:30+04:00"),
            says("weapon", text="small arms"),
        ],
        cites=[cites(ARTICLE)], **more,
    )  # fmt: skip


def two_accounts() -> Row:
    """Return an incident on which Armenia's ministry and Azerbaijan's border service say the same of everything."""
    case = Case("y")
    third = case.claim(
        3, "azerbaijan-ministry-of-defence", "assertion", "Says that it occurred.", "2024-02-13",
        says=[says("occurrence", stance="silent")], cites=[cites(ARTICLE)],
    )  # fmt: skip
    mission = case.claim(
        4, "eu-mission-in-armenia", "assertion", "Says what it observed.", "2024-02-13",
        says=[says("occurrence", stance="denies")], cites=[cites(ARTICLE)],
    )  # fmt: skip
    outlet = case.claim(
        5, "caliber-az", "assertion", "Passes on what the ministry says.", "2024-02-13",
        says=[says("occurrence"), military("killed", "armenia-armed-forces", 7, 7)],
        answers=[answers("repeats", "y", 1)], cites=[cites(ARTICLE)],
    )  # fmt: skip
    return {
        "title": "Two accounts of one evening",
        "summary": "Both sides say the same, until one of them is made to say something else.",
        "kind": "small_arms_fire",
        "earliest": "2024-02-13",
        "place": "gn:174815",
        "place_precision": 2,
        "involvements": [
            case.involved("azerbaijan-armed-forces", "initiator"),
            case.involved("armenia-armed-forces", "target"),
            case.involved("eu-mission-in-armenia", "monitor"),
        ],
        "claims": [
            account(case, 1, "armenia-ministry-of-defence"),
            account(
                case, 2, "azerbaijan-state-border-service",
                answers=[answers("responds_to", "y", 1, question) for question in ("occurrence", "killed")],
            ),
            third, mission, outlet,
        ],
        "sources": sources(ARTICLE),
    }  # fmt: skip


def stance(claim: int, question: str, code: str, wording: str = "") -> Fields:
    """Return the fields that give a claim this stance on a question."""
    row = f"claims-{claim}-assertions-{ORDER.index(question)}"
    return {f"{row}-stance": [code], f"{row}-wording": [wording]}


def value(claim: int, question: str, **given: str) -> Fields:
    """Return the fields that give a claim this value on a question."""
    row = f"claims-{claim}-assertions-{ORDER.index(question)}"
    return {f"{row}-{name}": [text] for name, text in given.items()}


class Flips(TestCase):
    """One incident, typed in once; every test starts from the accounts that agree."""

    incident: Incident
    base: Fields

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference()
        for code, latitude in (("t:near", 39.2), ("t:far", 39.3)):
            PlaceFactory.create(code=code, name=code, latitude=latitude, longitude=46.5)
        Place.objects.filter(code="gn:174815").update(latitude=39.04, longitude=46.5)
        cls.base = typed(two_accounts(), {})
        with signed_in(person("anna", Role.ANALYST)) as desk:
            page = sent(desk.get("/desk/incidents/new/"))
            cls.incident = saved(desk, page | cls.base)

    def setUp(self) -> None:
        self.desk = Client()
        self.desk.force_login(person("anna", Role.ANALYST))

    def flipped(self, *changes: Fields, do: str = "save") -> dict[str, Any]:
        """Save the base with these changes through the form; return the rows as an edition would hold them."""
        at = address(self.incident)
        fields = sent(self.desk.get(at)) | self.base
        for change in changes:
            fields |= change
        saved(self.desk, fields, at, do=do)
        return {row["question"]: row for row in preview(self.incident).document["positions"]}

    def findings(self, *changes: Fields) -> dict[str, str]:
        """Return the finding of each question after these changes."""
        return {question: row["finding"] for question, row in self.flipped(*changes).items()}

    def test_at_first_all_is_agreed(self) -> None:
        assert self.findings() == dict.fromkeys(ORDER, "agreed")

    def test_each_stance(self) -> None:
        for label, (on_act, on_who) in STANCES.items():
            code = next(one.value for one in Stance if one.label == label)
            rows = self.flipped(*(stance(1, question, code) for question in (*ON_ACT, *ON_WHO)))
            for questions, comes_to in ((ON_ACT, on_act), (ON_WHO, on_act if on_who == "same" else on_who)):
                for question in questions:
                    assert rows[question]["finding"] == BESIDE_A_YES[comes_to], (label, question)
                    column = column_of(rows[question], "azerbaijan")
                    assert column["statements"][0]["stance"] == code  # shown, whatever it comes to
                    assert column["statements"][0]["made_on"] == "2024-02-13"

    def test_values_that_meet(self) -> None:
        found = self.findings(
            value(1, "killed", low="2", high="", wording="several"),
            value(1, "initiator", actor="azerbaijan"),
            value(1, "responsibility", actor="azerbaijan-state-border-service"),
            value(1, "time", time_from="2024-02-13T09:00", time_to="2024-02-13T12:00"),
            value(1, "place", place="t:near"),
            value(1, "weapon", text="Small arms"),
        )
        assert found == dict.fromkeys(ORDER, "agreed")

    def test_values_that_do_not_meet(self) -> None:
        found = self.findings(
            value(1, "killed", low="3", high="", wording="several"),
            value(1, "initiator", actor="armenia"),
            value(1, "responsibility", actor="armenia-armed-forces"),
            value(1, "time", time_from="2024-02-13T10:00", time_to="2024-02-13T12:00"),
            value(1, "place", place="t:far"),
            value(1, "weapon", text="artillery"),
        )
        assert found == dict.fromkeys(ORDER, "contested") | {"occurrence": "agreed"}

    def test_losses_without_a_figure_neither_agree_nor_contest(self) -> None:
        row = self.flipped(value(1, "killed", low="", high="", wording="serious losses"))["killed"]
        assert row["finding"] == "one_sided"
        assert column_of(row, "azerbaijan")["statements"][0]["wording"] == "serious losses"

    def test_a_link_decides(self) -> None:
        for relation, on_agreeing, on_differing in (
            ("denies", "contested", "contested"),
            ("disputes", "contested", "contested"),
            ("corroborates", "agreed", "agreed"),
            ("responds_to", "agreed", "contested"),
        ):
            link: Fields = {f"claims-1-answers-{row}-relation": [relation] for row in (0, 1)}
            assert self.findings(link)["killed"] == on_agreeing, relation
            assert self.findings(link, value(1, "killed", low="5", high="5"))["killed"] == on_differing, relation

    def test_two_links_that_say_both_contest(self) -> None:
        both: Fields = {
            "claims-1-answers-1-relation": ["corroborates"],
            "claims-0-answers-0-id": ["demyr00099"],
            "claims-0-answers-0-relation": ["disputes"],
            "claims-0-answers-0-to": ["demyc00002"],
            "claims-0-answers-0-question": ["killed"],
        }
        assert self.findings(both)["killed"] == "contested"

    def test_two_noes_do_not_contest_each_other(self) -> None:
        assert self.findings(stance(0, "occurrence", "denies"), stance(1, "occurrence", "other_explanation"))[
            "occurrence"
        ] == "denied"  # fmt: skip

    def test_nothing_but_silence_has_no_row(self) -> None:
        silent = [stance(claim, "occurrence", "silent") for claim in (0, 1, 2, 3, 4)]
        assert "occurrence" not in self.flipped(*silent)

    # Whose column it is

    def test_two_bodies_of_one_party_that_differ_are_marked(self) -> None:
        agreeing = self.flipped(stance(2, "occurrence", "asserts"))["occurrence"]
        assert column_of(agreeing, "azerbaijan")["consistent"]
        differing = self.flipped(stance(2, "occurrence", "denies"))["occurrence"]
        assert not column_of(differing, "azerbaijan")["consistent"]
        assert differing["finding"] == "contested"

    def test_a_denial_that_is_not_categorical_keeps_its_wording(self) -> None:
        words = "preliminary findings indicate no such situation"
        row = self.flipped(stance(1, "occurrence", "denies", words))["occurrence"]
        assert row["finding"] == "contested"
        (said,) = (one for one in column_of(row, "azerbaijan")["statements"] if one["stance"] == "denies")
        assert said["wording"] == words

    def test_subordinate_bodies_stand_in_the_column_of_their_party_under_their_own_names(self) -> None:
        row = self.flipped(stance(2, "occurrence", "asserts"))["occurrence"]
        assert [one["claimant"] for one in column_of(row, "azerbaijan")["statements"]] == [
            "azerbaijan-state-border-service",
            "azerbaijan-ministry-of-defence",
        ]
        assert "azerbaijan-state-border-service" not in {one["party"] for one in row["columns"]}

    def test_a_repeat_by_a_third_is_no_position_of_its_own(self) -> None:
        rows = self.flipped()
        assert "caliber-az" not in {one["party"] for row in rows.values() for one in row["columns"]}
        answering = self.flipped({"claims-4-answers-0-relation": ["responds_to"]})["killed"]
        assert column_of(answering, "caliber-az")["observer"]
        assert answering["finding"] == rows["killed"]["finding"]

    def test_a_monitor_has_a_column_of_its_own_and_decides_nothing(self) -> None:
        row = self.flipped()["occurrence"]
        column = column_of(row, "european-union")
        assert (column["observer"], column["statements"][0]["claimant"]) == (True, "eu-mission-in-armenia")
        assert row["finding"] == "agreed"
        mediating = self.flipped({"involvements-2-role": ["mediator"]})["occurrence"]
        assert (column_of(mediating, "european-union")["observer"], mediating["finding"]) == (True, "agreed")
        taking_part = self.flipped({"involvements-2-role": ["participant"]})["occurrence"]
        assert (column_of(taking_part, "european-union")["observer"], taking_part["finding"]) == (False, "contested")

    def test_only_a_correction_takes_the_place_of_what_was_said_on_the_same_day(self) -> None:
        again = {"claims-1-claimant": ["armenia-ministry-of-defence"], **value(1, "killed", low="4", high="4")}
        beside = column_of(self.flipped(again)["killed"], "armenia")
        assert [one["value"]["low"] for one in beside["statements"]] == [2, 4]
        corrects: Fields = {"claims-1-answers-1-relation": ["corrects"]}
        (now,) = column_of(self.flipped(again, corrects)["killed"], "armenia")["statements"]
        assert (now["value"]["low"], now["superseded"][0]["value"]["low"], now["superseded"][0]["corrected"]) == (
            4,
            2,
            True,
        )

    # Each finding, in public

    def test_each_finding_of_the_table(self) -> None:
        for one in FINDINGS:
            code = next(finding.value for finding in Finding if finding.label == one.finding)
            for stances in one.stances:
                changes = [stance(claim, "occurrence", said) for claim, said in enumerate(stances)]
                assert self.findings(*changes)["occurrence"] == code, (one.finding, stances)

    def test_each_finding_is_read_on_the_page_and_in_the_api(self) -> None:
        with signed_in(person("edith", Role.EDITOR)) as admin:
            for one in FINDINGS:
                self.flipped(
                    *(stance(claim, "occurrence", said) for claim, said in enumerate(one.stances[0])), do="submit"
                )
                publish(admin, self.incident)
                page = self.client.get(f"/incidents/{self.incident.ref}/").content.decode()
                assert ledger(page)["Did it occur?"].finding == one.finding
                answer = self.client.get(f"/api/v1/incidents/{self.incident.ref}/positions/").json()["results"]
                (row,) = (row for row in answer if row["question"] == "occurrence")
                assert Finding.of(row["finding"]).label == one.finding


def column_of(row: dict[str, Any], party: str) -> dict[str, Any]:
    """Return the column of a party, or of an observer."""
    (found,) = (one for one in row["columns"] if one["party"] == party)
    column: dict[str, Any] = found
    return column
