"""What each filter of claims finds, and what came of a claim."""

from typing import Any

import pytest
from django.http import QueryDict

from config.rest.parameters import BadParameter
from incidents.record.claim_filters import claims_for
from incidents.vocabulary import ClaimMark
from tests.incidents.record.asking import claims_found, on, since
from tests.incidents.record.factories import assertion, claim, published

pytestmark = pytest.mark.django_db


def test_claims_by_claimant_on_the_day_of_the_claim() -> None:
    since("guards", "state", None, "2024-01-01")
    early, late = claim("guards", made_on="2023-12-31"), claim("guards", made_on="2024-01-01")
    undated = claim("guards", made_on=None)
    on("2023-06-01", claims=[early, late, undated])
    assert claims_found("claimant=state") == {early["id"], undated["id"]}
    assert claims_found("claimant=guards") == {early["id"], late["id"], undated["id"]}


def test_one_assertion_has_the_question_the_stance_and_the_actor() -> None:
    since("army", "azerbaijan", None, None)
    one = claim("a", assertion("killed", "asserts", side="army"), assertion("occurrence", "denies"))
    two = claim("b", assertion("killed", "denies", side="armenia"))
    published(claims=[one, two])
    assert claims_found("question=killed&stance=denies") == {two["id"]}
    assert claims_found("question=killed,occurrence&stance=denies") == {one["id"], two["id"]}
    assert claims_found("about=azerbaijan") == {one["id"]}
    assert claims_found("about=azerbaijan&stance=denies") == set()


def test_claims_by_what_they_are_and_how_they_stand() -> None:
    first = claim("armenia", made_on="2024-02-12", statement="Two were killed near Ağdam")
    answer = {"relation": "denies", "to": first["id"], "question": None}
    cited = {"source": "0" * 10, "locator": "", "quote": "", "note": "", "credibility": 2, "rated_on": None}
    second = claim("azerbaijan", kind="denial", answers=[answer], citations=[cited])
    published(claims=[first, second])
    for query in ("answered=true", "kind=assertion", "date_to=2024-02-12", "q=agdam", 'q="two were killed"'):
        assert claims_found(query) == {first["id"]}, query
    for query in ("answered=false", "kind=denial", "date_from=2024-02-13", "credibility_min=2"):
        assert claims_found(query) == {second["id"]}, query
    assert claims_found("credibility_min=1") == claims_found("corrected=true") == set()


def test_claims_about_an_actor_by_others_or_by_itself_on_the_day_of_the_claim() -> None:
    since("guards", "state", None, "2024-01-01")
    own, other, before, after = (
        claim(claimant, assertion("initiator", actor="state"), made_on=day)
        for claimant, day in (
            ("state", "2024-02-13"), ("outlet", "2024-02-13"), ("guards", "2023-12-31"), ("guards", "2024-01-01"),
        )
    )  # fmt: skip
    published(claims=[own, other, before, after])
    assert claims_found("about=state&by_others=true") == {other["id"], after["id"]}
    assert claims_found("about=state&by_others=false") == {own["id"], before["id"]}
    assert len(claims_found("about=state")) == 4
    with pytest.raises(BadParameter) as caught:
        claims_for(QueryDict("by_others=true"))
    assert caught.value.field == "by_others"


def answering(relation: str, to: dict[str, Any], question: str | None = None) -> dict[str, Any]:
    return {"relation": relation, "to": to["id"], "question": question}


def marked(*claims: dict[str, Any]) -> dict[str, set[str]]:
    """Return which of these claims, named by their statements, have each mark."""
    parties = {"guards": "state", "state": "state", "other": "other", "outlet": "outlet"}
    actors = [
        {"slug": slug, "name": slug, "kind": "state", "country": "", "party": party, "names": []}
        for slug, party in parties.items()
    ]
    published(claims=list(claims), actors=actors)
    names = {one["id"]: one["statement"] for one in claims}
    return {
        mark: found
        for mark in ClaimMark.codes()
        if (found := {names[one] for one in claims_found(f"{mark}=true")})
        and found.isdisjoint({names[one] for one in claims_found(f"{mark}=false")})
    }


@pytest.mark.parametrize(
    ("claimant", "relation", "marks"),
    [
        ("other", "denies", {"answered", "denied"}),
        ("guards", "denies", {"answered"}),
        ("other", "disputes", {"answered"}),
        ("other", "responds_to", {"answered"}),
        ("other", "corroborates", {"corroborated"}),
        ("guards", "corroborates", set()),
        ("guards", "corrects", {"corrected"}),
        ("other", "corrects", set()),
        ("other", "repeats", set()),
    ],
)
def test_what_an_answer_makes_of_a_claim(claimant: str, relation: str, marks: set[str]) -> None:
    said = claim("state", statement="said")
    found = marked(said, claim(claimant, statement="answer", answers=[answering(relation, said)]))
    assert {mark for mark, names in found.items() if "said" in names} == marks
    assert {mark for mark, names in found.items() if "answer" in names} == ({"repeats"} & {relation})


def test_what_was_said_on_a_later_day_is_not_corrected() -> None:
    said = claim("state", statement="said", made_on="2024-02-14")
    earlier = claim("guards", statement="answer", made_on="2024-02-13", answers=[answering("corrects", said)])
    assert marked(said, earlier) == {}


def test_who_repeats_another_corroborates_nothing() -> None:
    said, origin = claim("state", statement="said"), claim("other", statement="origin")
    echo = claim("outlet", statement="echo", answers=[answering("corroborates", said), answering("repeats", origin)])
    assert marked(said, origin, echo) == {"repeats": {"echo"}}


def test_a_claim_only_repeats_where_nothing_that_it_says_is_its_own() -> None:
    said = claim("state", assertion("killed", low=2), statement="said")
    partly = claim(
        "outlet",
        assertion("killed", low=2),
        assertion("wounded", low=1),
        statement="partly",
        answers=[answering("repeats", said, "killed")],
    )
    wholly = claim(
        "other", assertion("killed", low=2), statement="wholly", answers=[answering("repeats", said, "killed")]
    )
    assert marked(said, partly, wholly) == {"repeats": {"wholly"}}


def test_of_claims_that_repeat_each_other_the_earliest_is_its_own() -> None:
    first, second = claim("state", statement="first", made_on="2024-02-12"), claim("other", statement="second")
    first["answers"], second["answers"] = [answering("repeats", second)], [answering("repeats", first)]
    assert marked(first, second) == {"repeats": {"second"}}


def test_only_the_claims_of_what_stands() -> None:
    first = published(claims=[claim("armenia")])
    kept = claim("armenia")
    published(ref=first.ref, claims=[kept])
    assert claims_found("") == {kept["id"]}
