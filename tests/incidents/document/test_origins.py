"""Common origins: repeats add no voice, and passing on a report adds no confirmation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document.origins import independent, own_claims
from incidents.vocabulary import LinkRelation, Question
from tests.incidents.document.samples import answer, assertion, claim

REPEATS = LinkRelation.REPEATS


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        ([], 0),
        ([("Daily", "")], 1),
        ([("Daily", ""), ("Daily", "")], 1),
        ([("Daily", ""), (" daily ", "")], 1),
        ([("Daily", ""), ("Weekly", "")], 2),
        ([("Daily", "Agency"), ("Weekly", "agency")], 1),
        ([("Daily", "Agency"), ("Agency", "")], 1),
        ([("Daily", "Agency"), ("Weekly", "")], 2),
        ([("Daily", "Agency"), ("Agency", "Ministry"), ("Ministry", "")], 1),
        ([("Daily", "Weekly"), ("Weekly", "Daily")], 1),
        ([("Daily", ""), ("Daily", "Agency")], 2),
        ([("Daily", "Daily")], 1),
    ],
)
def test_independent_origins(sources: list[tuple[str, str]], count: int) -> None:
    assert independent(sources) == count


NAMES = st.sampled_from(["A", "B", "C", "D"])


@given(st.lists(st.tuples(NAMES, st.sampled_from(["", "A", "B", "C", "D"])), max_size=6), st.randoms())
def test_the_order_of_sources_does_not_matter(sources: list[tuple[str, str]], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(sources, len(sources))
    assert independent(shuffled) == independent(sources)
    assert independent([*sources, *sources]) == independent(sources)


def test_own_claims() -> None:
    claims = [
        claim("a", "ours", assertion()),
        claim("b", "paper", assertion(), answers=[answer(REPEATS, "a")]),
        claim("c", "paper", assertion(), answers=[answer(REPEATS, "b", Question.OCCURRENCE)]),
        claim("d", "theirs", assertion(), on="2024-02-15", answers=[answer(REPEATS, "e")]),
        claim("e", "theirs", assertion(), on="2024-02-14", answers=[answer(REPEATS, "d")]),
        claim("f", "mission", assertion(), answers=[answer(REPEATS, "z")]),
    ]
    assert own_claims(claims, Question.OCCURRENCE) == {"a", "e", "f"}
    assert own_claims(claims, Question.KILLED) == {"a", "c", "e", "f"}
