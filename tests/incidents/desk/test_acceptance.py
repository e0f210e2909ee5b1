"""The acceptance case, typed into the desk's form and published in the admin: the article alone, then all sources.

The tables are those of the case as it was set. They stand here and nowhere else: what the demo enters are claims.
"""

import ast
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.test import Client, TestCase

from accounts.roles import Role
from incidents.analysis.borders import border_activity
from incidents.analysis.first_since import first_fatal_since
from incidents.desk import demo
from incidents.desk.demo.loading import STEPS
from incidents.desk.demo.shape import Case, Row, cites, military
from incidents.desk.demo.sources import ARTICLE, sources
from incidents.record.models import Edition, FacetCount, MapCell
from incidents.vocabulary import Finding
from incidents.workbench.models import Incident
from tests.factories import person
from tests.incidents.desk.conftest import load_reference
from tests.incidents.desk.entering import enter, publish, signed_in, typed
from tests.incidents.desk.ledger import Seen, SeenRow, heads, ledger, words

FROM_THE_ARTICLE = (("C", 1), ("B", 1), ("D", 1), ("A", 1))
FROM_ALL_SOURCES = (("E", 1), ("B", 2), ("A", 2), ("A", 3), ("D", 2))
NESTED = {(step.name, step.edition): step.nested for step in STEPS}
MOD, BORDER_SERVICE = "armenia-ministry-of-defence", "azerbaijan-state-border-service"
PRAVDA, ARMENIANCLUB, UA360 = "demss00003", "demss00004", "demss00005"
NOTHING = "no statement recorded"

# Question → Armenia, Azerbaijan, finding: the table of incident A from the article alone
A_FROM_THE_ARTICLE = {
    "Did it occur?": ("Says it happened", "Says it happened “revenge operation”", "agreed"),
    "Who initiated?": (
        "Armed Forces of Azerbaijan",
        "Another explanation: A response to @B “a response to a ‘provocation’ by Armenian forces the previous day”",
        "contested",
    ),
    "Killed Armenia, military": ("2", NOTHING, "one-sided"),
    "Wounded Armenia, military": ("Several (2 or more)", NOTHING, "one-sided"),
    "Why?": (NOTHING, "Retaliation for a provocation by Armenian forces the day before @B", "one-sided"),
    "Who is responsible?": (NOTHING, "Armenia's military and political leadership", "one-sided"),
}
A_IN_JSON = {
    ("occurrence", None): "agreed",
    ("initiator", None): "contested",
    ("killed", "armenia"): "one_sided",
    ("wounded", "armenia"): "one_sided",
    ("motive", None): "one_sided",
    ("responsibility", None): "one_sided",
}


def told(seen: Seen) -> str:
    """Return what a column says, in a line."""
    return " ".join([*seen.answers, *seen.wordings])


class AcceptanceCase(TestCase):
    """What the record answers after the article, and after all sources: typed in once for all tests."""

    refs: dict[str, str]
    pages: dict[tuple[str, str], str]
    documents: dict[tuple[str, str], Any]
    positions: dict[tuple[str, str], list[Any]]

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference()
        cls.refs, cls.pages, cls.documents, cls.positions = {}, {}, {}, {}
        cls.type_in(FROM_THE_ARTICLE)
        cls.look("the article")
        cls.type_in(FROM_ALL_SOURCES)
        cls.look("all sources")

    @classmethod
    def type_in(cls, editions: Iterable[tuple[str, int]]) -> None:
        """Enter and publish editions of the demo's incidents, in the browsers of two people."""
        anna, edith = person("anna", Role.ANALYST), person("edith", Role.EDITOR)
        with signed_in(anna) as desk, signed_in(edith) as admin:
            for name, edition in editions:
                ref = cls.refs.get(name)
                entered = Incident.objects.for_detail().get(ref=ref) if ref else None
                incident = enter(desk, typed(NESTED[name, edition](), cls.refs), entered)
                publish(admin, incident)
                cls.refs[name] = incident.ref

    @classmethod
    def look(cls, after: str) -> None:
        """Keep what the public pages and the API say now."""
        for name, ref in cls.refs.items():
            cls.pages[after, name] = Client().get(f"/incidents/{ref}/").content.decode()
            cls.documents[after, name] = Client().get(f"/api/v1/incidents/{ref}/").json()
            cls.positions[after, name] = Client().get(f"/api/v1/incidents/{ref}/positions/").json()["results"]

    def row(self, after: str, name: str, question: str) -> SeenRow:
        """Return a row of a page."""
        return ledger(self.pages[after, name])[question]

    def column(self, after: str, name: str, question: str, party: str) -> list[Any]:
        """Return what a party says on a question, in JSON."""
        (row,) = (row for row in self.positions[after, name] if row["question"] == question)
        (found,) = (one for one in row["columns"] if one["party"] == party)
        statements: list[Any] = found["statements"]
        return statements

    # The article alone

    def test_a_on_the_page(self) -> None:
        page = self.pages["the article", "A"]
        assert heads(page) == ("Armenia", "Azerbaijan")
        seen = {question: (told(row.left), told(row.right), row.finding) for question, row in ledger(page).items()}
        expected = {
            question: tuple(text.replace("@B", self.refs["B"]) for text in row)
            for question, row in A_FROM_THE_ARTICLE.items()
        }
        assert {question: seen.pop(question) for question in expected} == expected
        assert seen.keys() == {"Where?", "What is threatened? Azerbaijan"}

    def test_a_in_json(self) -> None:
        found = {(row["question"], row["side"]): row["finding"] for row in self.positions["the article", "A"]}
        assert {key: found.pop(key) for key in A_IN_JSON} == A_IN_JSON
        assert {question for question, _ in found} == {"place", "threat"}
        assert self.documents["the article", "A"]["positions"] == self.positions["the article", "A"]

    def test_who_says_it_by_which_source(self) -> None:
        (killed,) = self.column("the article", "A", "killed", "armenia")
        assert (killed["claimant"], killed["made_on"], killed["sources"]) == (MOD, "2024-02-13", ["demss00001"])
        assert (killed["value"]["low"], killed["value"]["high"]) == (2, 2)
        (wounded,) = self.column("the article", "A", "wounded", "armenia")
        assert (wounded["value"]["low"], wounded["value"]["high"], wounded["wording"]) == (2, None, "several")
        (response,) = self.column("the article", "A", "initiator", "azerbaijan")
        assert (response["claimant"], response["value"]["response_to"]) == (BORDER_SERVICE, self.refs["B"])
        assert self.column("the article", "A", "killed", "azerbaijan") == []

    def test_b_is_contested_at_a_glance(self) -> None:
        row = self.row("the article", "B", "Did it occur?")
        assert (told(row.left), told(row.right), row.finding) == (
            "Denies that it happened", "Says it happened", "contested",
        )  # fmt: skip
        page = self.pages["the article", "B"]
        assert "Contested: this may not have happened." in page
        assert "<title>Contested: " in page
        assert {row["question"]: row["finding"] for row in self.positions["the article", "B"]} == {
            "occurrence": "contested", "initiator": "one_sided", "place": "one_sided",
        }  # fmt: skip
        (denial,) = (one for one in self.documents["the article", "B"]["claims"] if one["kind"] == "denial")
        assert [(one["relation"], one["to"]) for one in denial["answers"]] == [("denies", "dembc00001")]

    def test_b_is_somewhere_on_a_section_and_the_garbled_words_are_noted(self) -> None:
        document = self.documents["the article", "B"]
        location = document["location"]
        assert (location["place"], location["precision"], location["section"]["code"]) == (None, 5, "AMAZ-03")
        assert "garbled" in document["claims"][0]["citations"][0]["note"]

    def test_each_row_of_the_case_has_its_home(self) -> None:
        a, c = self.documents["the article", "A"], self.documents["the article", "C"]
        kinds = [(one["claimant"], one["kind"]) for one in a["claims"]]
        assert kinds == [
            (MOD, "assertion"),
            (BORDER_SERVICE, "acknowledgement"),
            (BORDER_SERVICE, "justification"),
            (BORDER_SERVICE, "threat"),
            (BORDER_SERVICE, "accusation"),
            ("unnamed-outlet", "context"),
            ("unnamed-outlet", "context"),
        ]
        said = " ".join(one["statement"] for one in a["claims"])
        for phrase in ("first fatal incident", "heavily fortified", "sporadic", "relatively calm", "observers watch"):
            assert phrase in said
        assert (c["occurrence"]["precision"], c["kind"]) == ("month", "offensive")
        (displaced,) = c["estimates"]
        assert (displaced["outcome"], displaced["low"], displaced["best"]) == ("displaced", None, None)
        (row,) = ledger(self.pages["the article", "D"]).values()
        assert (told(row.left), told(row.right), row.finding) == ("Azerbaijan", "Armenia", "contested")
        links = [(one["relation"], one["alleged_by"], one["ref"]) for one in a["links"]]
        assert links == [("retaliation_for", BORDER_SERVICE, self.refs["B"])]

    # All sources

    def test_killed_two_is_corrected_to_four(self) -> None:
        first, *_ = self.column("all sources", "A", "killed", "armenia")
        assert (first["claimant"], first["value"]["low"], first["value"]["high"]) == (MOD, 4, 4)
        assert (first["made_on"], first["sources"]) == ("2024-02-13", [PRAVDA, ARMENIANCLUB])
        (before,) = first["superseded"]
        assert (before["claimant"], before["value"]["low"], before["value"]["high"]) == (MOD, 2, 2)
        assert (before["made_on"], before["sources"]) == ("2024-02-13", ["demss00001", UA360])
        assert before["corrected"]
        row = self.row("all sources", "A", "Killed Armenia, military")
        assert row.left.answers[0] == "4"
        (earlier,) = row.left.earlier
        assert earlier.startswith("2 13 Feb 2024 → corrected to")
        assert "The reporting outlet (unnamed)" in earlier
        assert "360ua.news" in earlier
        assert row.left.by[0] == "Ministry of Defence of Armenia, 13 Feb 2024"

    def test_wounded_several_is_corrected_to_one(self) -> None:
        (now,) = self.column("all sources", "A", "wounded", "armenia")
        (before,) = now["superseded"]
        assert (now["claimant"], now["value"]["low"], now["value"]["high"]) == (MOD, 1, 1)
        assert (before["claimant"], before["wording"], before["corrected"]) == (MOD, "several", True)
        row = self.row("all sources", "A", "Wounded Armenia, military")
        (earlier,) = row.left.earlier
        assert row.left.answers == ["1"]
        assert earlier.startswith("Several (2 or more) 13 Feb 2024 → corrected to")

    def test_azerbaijan_gives_no_figure_but_claims_serious_losses(self) -> None:
        (losses,) = self.column("all sources", "A", "killed", "azerbaijan")
        assert (losses["value"]["low"], losses["value"]["high"], losses["wording"]) == (None, None, "serious losses")
        row = self.row("all sources", "A", "Killed Armenia, military")
        assert (told(row.right), row.finding) == ("No figure “serious losses”", "one-sided")
        assert row.right.by == ["State Border Service of Azerbaijan, 13 Feb 2024"]

    def test_the_chain_is_alleged_and_names_its_claimants(self) -> None:
        links = {one["ref"]: one for one in self.documents["all sources", "A"]["links"]}
        assert links.keys() == {self.refs["B"], self.refs["E"]}
        for one in links.values():
            assert (one["relation"], one["alleged_by"]) == ("retaliation_for", BORDER_SERVICE)
        related = words(self.pages["all sources", "A"].partition('id="related"')[2].partition("</section>")[0])
        for name in "BE":
            assert re.search(
                rf"retaliation for [^;]*{self.refs[name]} according to State Border Service of Azerbaijan ?; "
                "the record does not find it itself",
                related,
            )

    def test_the_other_events_of_the_day_before_are_contested(self) -> None:
        for name in "BE":
            assert self.row("all sources", name, "Did it occur?").finding == "contested"
        denial = self.row("all sources", "E", "Did it occur?").left
        assert told(denial) == (
            "Denies that it happened “under investigation; preliminary findings indicate that no such situation "
            "occurred”"
        )
        place = self.documents["all sources", "B"]["location"]["place"]
        assert place["name"] == "Kokhanabi"

    def test_further_voices_stand_in_their_columns(self) -> None:
        why = self.row("all sources", "A", "Why?")
        assert why.finding == "contested"
        assert (why.left.answers, why.left.by) == (
            ["A pretext for escalation"], ["Ministry of Foreign Affairs of Armenia, 15 Feb 2024"],
        )  # fmt: skip
        assert list(self.row("all sources", "E", "Did it occur?").others) == ["Caliber.az media"]
        blocked = self.column("all sources", "D", "responsibility", "armenia")
        assert [one["claimant"] for one in blocked] == ["armenia", "armenia-ministry-of-foreign-affairs"]

    def test_what_the_article_said_stays_readable(self) -> None:
        page = self.client.get(f"/incidents/{self.refs['A']}/editions/1/").content.decode()
        assert ledger(page) == ledger(self.pages["the article", "A"])

    # A total over a period, with deaths, for the same border and the same days

    def test_a_total_on_the_border_counts_nowhere(self) -> None:
        def counted() -> tuple[Any, ...]:
            edition = Edition.objects.live().get(ref=self.refs["A"])
            facets, cells = FacetCount.objects.order_by("pk"), MapCell.objects.order_by("pk")
            return (
                [one["ref"] for one in self.client.get("/api/v1/incidents/").json()["results"]],
                border_activity(date(2024, 3, 1)),
                first_fatal_since(edition),
                [*facets.values(), *cells.values()],
            )

        before = counted()
        assert before[2] is not None
        with signed_in(person("anna", Role.ANALYST)) as desk, signed_in(person("edith", Role.EDITOR)) as admin:
            publish(admin, enter(desk, typed(_total(), {})))
        assert counted() == before
        only = self.client.get("/api/v1/incidents/?aggregates=only").json()["results"]
        assert [one["title"] for one in only] == ["Deaths reported for the second half of 2023"]
        assert only[0]["location"]["section"]["code"] == "AMAZ-11"


def _total() -> Row:
    case = Case("z")
    return {
        "title": "Deaths reported for the second half of 2023",
        "summary": "A total that a ministry is made to give for this test.",
        "kind": "ceasefire_violation",
        "aggregated": True,
        "earliest": "2023-07-01",
        "latest": "2023-12-31",
        "date_precision": "year",
        "place": "gn:174815",
        "place_precision": 2,
        "section": "AMAZ-11",
        "dispute": "nagorno-karabakh",
        "involvements": [case.involved("armenia-armed-forces", "target")],
        "claims": [
            case.claim(
                1, MOD, "assertion", "Says that nine of its soldiers were killed in half a year.", "2024-01-01",
                says=[military("killed", "armenia-armed-forces", 9, 9)], cites=[cites(ARTICLE)],
            )
        ],
        "sources": sources(ARTICLE),
    }  # fmt: skip


def test_no_finding_is_in_the_demo() -> None:
    """What the record finds is computed: the demo's data hold no finding, and no verdict of the editors."""
    modules = sorted(Path(demo.__path__[0]).rglob("*.py"))
    assert {"nerkin_hand", "around", "periods"} <= {path.stem for path in modules}
    forbidden = {*Finding.codes(), *(finding.label for finding in Finding)}
    forbidden |= {"finding", "findings", "positions", "assessment", "assessments", "set_aside"}
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value.strip().lower() not in forbidden, (path.name, node.lineno)
            elif isinstance(node, ast.Name | ast.Attribute):
                name = node.id if isinstance(node, ast.Name) else node.attr
                assert name not in {"Finding", "Assessment"}, (path.name, node.lineno)
    for path in Path(demo.__path__[0]).rglob("*.csv"):
        assert not forbidden & set(re.split(r"[,\n]", path.read_text(encoding="utf-8")))
