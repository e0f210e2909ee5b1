"""Two documents side by side: what is paired with what, and how differences are told in words."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document import types as doc
from incidents.moderation.admin.comparing import Comparison, compare
from incidents.moderation.admin.comparing_claims import ClaimPair
from incidents.moderation.admin.pairs import ADDED, CHANGED, REMOVED, SAME, Pair, runs
from incidents.vocabulary import LinkRelation, Question
from tests.incidents.document import samples


@pytest.fixture
def before() -> doc.IncidentDocument:
    return samples.document()


@pytest.fixture
def after(before: doc.IncidentDocument) -> Any:
    return copy.deepcopy(before)


def left(pair: Pair) -> str:
    return "".join(run.text for run in pair.before)


def right(pair: Pair) -> str:
    return "".join(run.text for run in pair.after)


def pairs(found: Comparison) -> dict[str, Pair]:
    return {pair.key: pair for section in found.sections for pair in section.pairs}


def differing(found: Comparison) -> dict[str, str]:
    """Return what differs, and how: fields, rows, and the claims' own."""
    of_claims = [one for claim in found.claims for one in (*claim.fields, *claim.rows)]
    cited = [one.citation for claim in found.claims for one in claim.citations]
    every = [*pairs(found).values(), *of_claims, *cited, *(one.citation for one in found.citations)]
    return {one.key: one.kind for one in every if one.kind != SAME}


def claim_of(found: Comparison, key: str) -> ClaimPair:
    return next(one for one in found.claims if one.id == key)


# Words


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("Two were killed.", "Three were killed.", "[-Two-][+Three+] were killed."),
        ("At the road near it", "At the road", "At the road[- near it-]"),
        ("", "New", "[+New+]"),
        ("Old", "", "[-Old-]"),
        ("Ներքին Հանդ այսօր", "Ներքին Հանդ երեկ", "Ներքին Հանդ [-այսօր-][+երեկ+]"),
        ("one two", "three four", "[-one two-][+three four+]"),
    ],
)
def test_words(was: str, now: str, shown: str) -> None:
    before, after = runs(was, now)
    told, rest = "", [*after]
    for run in before:
        if run.kind:
            told += f"[-{run.text}-]"
            if rest and rest[0].kind == "ins":
                told += f"[+{rest.pop(0).text}+]"
        else:
            told += run.text
            assert rest.pop(0) == run
    assert told + "".join(f"[+{run.text}+]" for run in rest) == shown


@given(st.text(max_size=200), st.text(max_size=200))
def test_runs_are_the_texts_again_and_mark_just_what_differs(was: str, now: str) -> None:
    before, after = runs(was, now)
    assert ("".join(run.text for run in before), "".join(run.text for run in after)) == (was, now)
    kept = ["".join(run.text for run in side if not run.kind) for side in (before, after)]
    assert kept[0] == kept[1]
    assert (was == now) == (not any(run.kind for run in (*before, *after)))


# Fields and rows


def test_a_document_beside_itself(before: doc.IncidentDocument, after: Any) -> None:
    found = compare(before, after)
    assert differing(found) == {}
    assert found.counts[SAME] > 10
    assert {found.counts[kind] for kind in (CHANGED, ADDED, REMOVED)} == {0}
    assert [claim.kind for claim in found.claims] == [SAME, SAME]


def test_beside_nothing_all_is_new(before: doc.IncidentDocument) -> None:
    found = compare(None, before)
    assert set(differing(found).values()) == {ADDED}
    assert all(not pair.before for pair in pairs(found).values())
    assert right(pairs(found)["title"]) == before["title"]
    assert pairs(found)["place_wording"].kind == SAME, "what is not given is not new"


def test_fields(before: doc.IncidentDocument, after: Any) -> None:
    after["title"] = "Exchange of fire at Nerkin Hand"
    after["occurrence"]["latest"] = "2024-02-14"
    after["occurrence"]["start_time"] = None
    after["location"]["precision"], after["location"]["radius_km"] = 5, 50.0
    after["location"]["wording"] = "at the road"
    found = compare(before, after)
    assert differing(found) == {
        "title": CHANGED, "earliest": CHANGED, "start_time": REMOVED,
        "place_precision": CHANGED, "place_wording": ADDED,
    }  # fmt: skip
    title = pairs(found)["title"]
    assert [run.text for run in title.before if run.kind == "del"] == ["near"]
    assert [run.text for run in title.after if run.kind == "ins"] == ["at"]
    assert right(pairs(found)["earliest"]) == "2024-02-13 to 2024-02-14"
    assert [(section.id, section.changed) for section in found.sections if section.changed] == [
        ("what", 1), ("when", 2), ("where", 2),
    ]  # fmt: skip


def test_rows_without_an_id_are_paired_by_what_they_say_of_whom(before: doc.IncidentDocument, after: Any) -> None:
    after["involvements"] = [{**after["involvements"][1], "alleged": True}]
    after["links"].append({"ref": "CC-2024-00009", "title": "Other", "relation": "part_of", "claim": None,
                           "alleged_by": "ours"})  # fmt: skip
    after["assessments"] = [{"question": None, "side": None, "group": None, "finding": None, "reason": "It happened."}]
    found = compare(before, after)
    assert differing(found) == {
        "involvements:ours:participant:": REMOVED,
        "involvements:theirs:participant:": CHANGED,
        "links:CC-2024-00009:part_of:": ADDED,
        "assessments:::": ADDED,
    }
    assert right(pairs(found)["links:CC-2024-00009:part_of:"]) == "Part of CC-2024-00009 Other, says Ours"


# Claims


def test_a_claim_that_says_something_else(before: doc.IncidentDocument, after: Any) -> None:
    first = after["claims"][0]
    first["statement"] = "Says nothing."
    first["assertions"][1]["value"]["high"] = 3
    first["quotation"] = {"text": "Երկու", "language": "hy", "translation": "two"}
    found = compare(before, after)
    assert differing(found) == {
        "claims.c1a1m00001.statement": CHANGED,
        "claims.c1a1m00001.quotation": ADDED,
        "assertions.assert0002": CHANGED,
    }
    assert [claim.kind for claim in found.claims] == [CHANGED, SAME]
    changed = claim_of(found, "c1a1m00001")
    (said,) = (one for one in changed.rows if one.kind == CHANGED)
    assert (left(said), right(said)) == ("Killed (Ours, military) – 2", "Killed (Ours, military) – 2–3")


def test_claims_come_and_go_in_their_places(before: doc.IncidentDocument) -> None:
    claims = {key: samples.claim(f"c1a1m0000{key}", "ours", on=f"2024-02-1{key}") for key in "123456"}
    was = samples.document(*(claims[key] for key in "12345"))
    now = samples.document(*(claims[key] for key in "13564"))
    found = compare(was, now)
    assert [(one.id[-1], one.kind, one.was, one.place) for one in found.claims] == [
        ("1", SAME, 1, 1), ("2", REMOVED, 2, 0), ("3", SAME, 3, 2), ("5", SAME, 5, 3), ("6", ADDED, 0, 4),
        ("4", SAME, 4, 5),
    ]  # fmt: skip
    assert [one.id[-1] for one in found.claims if one.moved] in (["4"], ["5"])


def test_answers_and_citations(before: doc.IncidentDocument, after: Any) -> None:
    second = after["claims"][1]
    second["answers"] = [samples.answer(LinkRelation.DISPUTES, "c1a1m00001", Question.OCCURRENCE)]
    second["citations"][0]["credibility"] = 2
    second["citations"].append(samples.citation("source0002"))
    second["assertions"][0]["citations"] = [samples.citation()]
    after["sources"].append(samples.source("source0002"))
    found = compare(before, after)
    assert differing(found) == {
        "answers:c1a1m00002:disputes:c1a1m00001:occurrence": ADDED,
        "answers:c1a1m00002:denies:c1a1m00001:occurrence": REMOVED,
        "citations:c1a1m00002::source0001::0": CHANGED,
        "citations:c1a1m00002::source0002::0": ADDED,
        "citations:c1a1m00002:assert0003:source0001::0": ADDED,
    }
    cited = {one.citation.key: one for one in claim_of(found, "c1a1m00002").citations}
    new = cited["citations:c1a1m00002::source0002::0"]
    assert (new.source, new.described.kind) == ("source0002", ADDED)
    assert "reliability C" in right(new.described)
    assert right(cited["citations:c1a1m00002::source0001::0"].citation) == "credibility 2"


def test_a_source_that_is_described_otherwise(before: doc.IncidentDocument, after: Any) -> None:
    after["sources"][0]["reliability"] = "B"
    (cited,) = claim_of(compare(before, after), "c1a1m00002").citations
    assert (cited.citation.kind, cited.described.kind) == (SAME, CHANGED)


def test_two_citations_of_one_source_are_two(before: doc.IncidentDocument, after: Any) -> None:
    after["citations"].append({**samples.citation(), "quote": "Again"})
    assert [one.citation.kind for one in compare(before, after).citations] == [SAME, ADDED]
