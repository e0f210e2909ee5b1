"""Small builders of document parts: what a test does not name has the plainest value that is valid.

The cast: `ours` and `theirs` are parties with two bodies each (`ours-army`, `ours-ministry` …); `paper` is a medium,
`mission` an international organisation, `elsewhere` a state without a part, `people` a population.
"""

from typing import Any, cast

from incidents.document import types as doc
from incidents.document.figures import totals, with_derived
from incidents.document.positions import Accounts, positions
from incidents.vocabulary import (
    ActorKind,
    Channel,
    ClaimKind,
    DatePrecision,
    EstimateBasis,
    Finding,
    Group,
    IncidentKind,
    InvolvementRole,
    LinkRelation,
    Outcome,
    PlaceKind,
    Question,
    Reliability,
    SourceKind,
    Stance,
)

NO_VALUE: doc.Value = {
    "low": None, "high": None, "actor": None, "place": None,
    "time_from": None, "time_to": None, "text": "", "response_to": None,
}  # fmt: skip


def actor(slug: str, *, party: str | None = None, kind: ActorKind = ActorKind.STATE) -> doc.Actor:
    """Return an actor; its own party where none is named."""
    return {"slug": slug, "name": slug.title(), "kind": kind, "country": "", "party": party or slug, "names": []}


CAST = [
    actor("elsewhere"),
    actor("mission", kind=ActorKind.INTERNATIONAL),
    actor("ours"),
    actor("ours-army", party="ours", kind=ActorKind.ARMED_FORCES),
    actor("ours-ministry", party="ours", kind=ActorKind.GOVERNMENT_BODY),
    actor("paper", kind=ActorKind.MEDIA),
    actor("people", kind=ActorKind.CIVILIANS),
    actor("theirs"),
    actor("theirs-army", party="theirs", kind=ActorKind.ARMED_FORCES),
    actor("theirs-ministry", party="theirs", kind=ActorKind.GOVERNMENT_BODY),
]
PARTY_OF = {one["slug"]: one["party"] for one in CAST}


def place(code: str, latitude: float | None = 39.0, longitude: float | None = 46.0) -> doc.Place:
    """Return a settlement."""
    return {
        "code": code, "name": code.title(), "kind": PlaceKind.SETTLEMENT, "country": "ARM", "admin1": "",
        "latitude": latitude, "longitude": longitude, "names": [],
    }  # fmt: skip


def value(**given: Any) -> doc.Value:
    """Return a value with these parts, and the others empty."""
    found: Any = {**NO_VALUE, **given}
    return found


def citation(source: str = "source0001") -> doc.Citation:
    """Return a citation of a source as a whole."""
    return {
        "source": source, "locator": "", "quote": "", "note": "", "credibility": 3,
        "rated_on": None,
    }  # fmt: skip


def assertion(
    question: Question = Question.OCCURRENCE,
    stance: Stance = Stance.ASSERTS,
    *,
    side: str | None = None,
    group: Group | None = None,
    id: str = "",  # noqa: A002 - the document's own name
    wording: str = "",
    citations: list[doc.Citation] | None = None,
    **given: Any,
) -> doc.Assertion:
    """Return an assertion; its id is filled in by the claim that makes it. `given` is its value."""
    return {
        "id": id, "question": question, "side": side, "group": group, "stance": stance, "value": value(**given),
        "wording": wording, "citations": citations or [],
    }  # fmt: skip


def killed(low: int | None, high: int | None = None, *, side: str = "ours", **given: Any) -> doc.Assertion:
    """Return an assertion that so many soldiers of a side were killed."""
    return assertion(Question.KILLED, side=side, group=Group.MILITARY, low=low, high=high, **given)


def answer(relation: LinkRelation, to: str, question: Question | None = None) -> doc.Answer:
    """Return an answer to a claim."""
    return {"relation": relation, "to": to, "question": question}


def claim(
    id: str,  # noqa: A002 - the document's own name
    claimant: str,
    *assertions: doc.Assertion,
    on: str | None = "2024-02-13",
    at: str | None = None,
    answers: list[doc.Answer] | None = None,
    citations: list[doc.Citation] | None = None,
) -> doc.Claim:
    """Return a claim; its assertions are named after it: `a` makes `a0`, `a1`, …"""
    named: list[Any] = [{**one, "id": one["id"] or f"{id}{index}"} for index, one in enumerate(assertions)]
    return {
        "id": id, "claimant": claimant, "speaker": "", "kind": ClaimKind.ASSERTION, "statement": "Says so.",
        "quotation": None, "made_on": on, "made_time": at, "made_precision": DatePrecision.DAY,
        "channel": Channel.REPORTED, "assertions": named, "answers": answers or [], "citations": citations or [],
    }  # fmt: skip


def involvement(slug: str, role: InvolvementRole = InvolvementRole.PARTICIPANT) -> doc.Involvement:
    """Return an actor's part."""
    return {"actor": slug, "role": role, "alleged": False, "claim": None}


BOTH = [involvement("ours"), involvement("theirs")]


def verdict(
    finding: Finding, question: Question, side: str | None = None, group: Group | None = None
) -> doc.Assessment:
    """Return what the editors put in place of a finding."""
    return {"question": question, "side": side, "group": group, "finding": finding, "reason": "Because."}


def accounts(
    *claims: doc.Claim,
    involved: list[doc.Involvement] | None = None,
    cast: list[doc.Actor] | None = None,
    assessments: list[doc.Assessment] | None = None,
) -> Accounts:
    """Return what positions rest on; both parties are involved unless the test says otherwise."""
    return {
        "actors": CAST if cast is None else cast,
        "involvements": BOTH if involved is None else involved,
        "claims": list(claims),
        "sources": [],
        "assessments": assessments or [],
    }


def table(*claims: doc.Claim, **given: Any) -> list[doc.Position]:
    """Return the positions table of some claims."""
    return positions(accounts(*claims, **given))


def row(*claims: doc.Claim, **given: Any) -> doc.Position:
    """Return the one row of the positions table of some claims."""
    (only,) = table(*claims, **given)
    return only


def column(position: doc.Position, party: str) -> doc.Column:
    """Return the column of a party."""
    return next(one for one in position["columns"] if one["party"] == party)


def standing(position: doc.Position, party: str) -> list[str]:
    """Return the claims that stand in the column of a party."""
    return [one["claim"] for one in column(position, party)["statements"]]


def estimate(
    low: int | None,
    best: int | None,
    high: int | None,
    *,
    side: str = "ours",
    group: Group = Group.MILITARY,
    outcome: Outcome = Outcome.KILLED,
) -> doc.Estimate:
    """Return an estimate that was entered."""
    return {
        "side": side, "group": group, "outcome": outcome, "low": low, "best": best, "high": high,
        "basis": EstimateBasis.CLAIMS, "derived": False, "claims": [], "note": "",
    }  # fmt: skip


def source(id: str = "source0001") -> doc.Source:  # noqa: A002 - the document's own name
    """Return a source with one capture."""
    capture: doc.Capture = {
        "sha256": "a" * 64, "mime": "text/html", "size": 1, "captured_at": "2024-02-13T10:00:00Z", "tool": "upload",
        "final_url": "", "available": False,
    }  # fmt: skip
    return {
        "id": id, "publisher": "Publisher", "origin": "", "title": "", "url": "https://example.org/",
        "published_on": "2024-02-13", "language": "en", "kind": SourceKind.NEWS, "reliability": Reliability.C,
        "rated_on": None, "captures": [capture],
    }  # fmt: skip


def document(*claims: doc.Claim, **given: Any) -> doc.IncidentDocument:
    """Return a whole document about a contested exchange of fire; `given` replaces parts of it."""
    said = list(claims) or [
        claim("c1a1m00001", "ours-ministry", assertion(id="assert0001"), killed(2, 2, id="assert0002")),
        claim(
            "c1a1m00002",
            "theirs",
            assertion(stance=Stance.DENIES, id="assert0003"),
            answers=[answer(LinkRelation.DENIES, "c1a1m00001", Question.OCCURRENCE)],
            citations=[citation()],
        ),
    ]
    rows = positions({**accounts(*said), "sources": [source()]})
    estimates = with_derived([], rows, CAST)
    found: Any = {
        "schema": doc.SCHEMA,
        "ref": "CC-2024-00017",
        "title": "Exchange of fire near Nerkin Hand",
        "summary": "One side says two were killed; the other denies it.",
        "kind": IncidentKind.EXCHANGE_OF_FIRE,
        "aggregated": False,
        "occurrence": {
            "earliest": "2024-02-13", "latest": "2024-02-13", "start_time": "05:30", "end_time": None,
            "time_zone": "Asia/Yerevan", "precision": DatePrecision.DAY,
        },
        "location": {
            "place": place("gn:1"), "wording": "", "latitude": 39.04, "longitude": 46.53, "precision": 2,
            "radius_km": 25.0, "country": "ARM",
            "section": {"code": "S1", "name": "South", "border": "ours-theirs", "border_name": "Ours–Theirs"},
        },
        "dispute": {"slug": "the-dispute", "name": "The dispute"},
        "actors": CAST,
        "involvements": BOTH,
        "claims": said,
        "sources": [source()],
        "citations": [citation()],
        "estimates": estimates,
        "totals": totals(estimates),
        "assessments": [],
        "links": [
            {"ref": "CC-2024-00016", "title": "Before", "relation": "follows", "claim": None, "alleged_by": None},
        ],
        "positions": rows,
        "origin": {"name": "workbench", "fields": {}},
    }  # fmt: skip
    return cast("doc.IncidentDocument", {**found, **given})


def retraction() -> doc.Retraction:
    """Return what stands in place of a document that was taken back."""
    return {
        "schema": doc.SCHEMA,
        "ref": "CC-2024-00017",
        "title": "Exchange of fire near Nerkin Hand",
        "retracted": {"reason": "It was the same event as another.", "edition": 1},
    }
