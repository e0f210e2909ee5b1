"""When two assertions on one question can both be so."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.document import types as doc
from incidents.document.comparison import Voice, compatible, voice
from incidents.vocabulary import NUMBER_QUESTIONS, LinkRelation, Question, Stance
from tests.incidents.document.samples import PARTY_OF, answer, assertion, claim, killed, place
from tests.incidents.document.unhurried import unhurried


@dataclass
class Stated:
    """An assertion with its claim."""

    claim: doc.Claim
    assertion: doc.Assertion


def meet(one: doc.Assertion, other: doc.Assertion) -> bool:
    """Tell whether two assertions of two parties can both be so; asked both ways."""
    first, second = Stated(claim("a", "ours"), one), Stated(claim("b", "theirs"), other)
    there = compatible(first, second, PARTY_OF)
    assert compatible(second, first, PARTY_OF) == there
    return there


# What an assertion comes to


@pytest.mark.parametrize(
    ("stance", "of_an_act", "of_an_author"),
    [
        (Stance.ASSERTS, Voice.YES, Voice.YES),
        (Stance.ACCEPTS, Voice.ACKNOWLEDGED, Voice.ACKNOWLEDGED),
        (Stance.ACKNOWLEDGES, Voice.ACKNOWLEDGED, Voice.NO),
        (Stance.DENIES, Voice.NO, Voice.NO),
        (Stance.OTHER_EXPLANATION, Voice.NO, Voice.NO),
        (Stance.WITHDRAWS, Voice.WITHDRAWN, Voice.WITHDRAWN),
        (Stance.SILENT, Voice.SILENT, Voice.SILENT),
    ],
)
def test_voice(stance: Stance, of_an_act: Voice, of_an_author: Voice) -> None:
    assert voice(assertion(Question.OCCURRENCE, stance)) is of_an_act
    assert voice(killed(2, 2, stance=stance)) is of_an_act
    for question in (Question.INITIATOR, Question.RESPONSIBILITY):
        assert voice(assertion(question, stance, actor="theirs")) is of_an_author


def test_every_stance_has_a_voice() -> None:
    for stance in Stance:
        for question in Question:
            assert voice(assertion(question, stance)) in Voice


@pytest.mark.parametrize("question", sorted(NUMBER_QUESTIONS))
@pytest.mark.parametrize("stance", [Stance.ASSERTS, Stance.ACCEPTS])
def test_casualties_without_a_figure(question: Question, stance: Stance) -> None:
    assert voice(assertion(question, stance, side="ours", wording="serious losses")) is Voice.NO_VALUE


# Stance against stance


def test_a_yes_and_a_no_contest_each_other_and_two_noes_do_not() -> None:
    yes, no = assertion(), assertion(stance=Stance.DENIES)
    assert meet(yes, yes)
    assert not meet(yes, no)
    assert meet(no, no)
    assert meet(no, assertion(stance=Stance.OTHER_EXPLANATION))
    assert not meet(assertion(stance=Stance.ACKNOWLEDGES), no)


@pytest.mark.parametrize("stance", [Stance.SILENT, Stance.WITHDRAWS])
@pytest.mark.parametrize("other", list(Stance))
def test_who_takes_no_position_contests_nothing(stance: Stance, other: Stance) -> None:
    assert meet(assertion(stance=stance), assertion(stance=other))


def test_serious_losses_contest_no_figure() -> None:
    assert meet(killed(None, wording="serious losses"), killed(0, 0))


# Values


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((2, 2), (2, 2), True),
        ((2, 2), (3, 3), False),
        ((2, 4), (4, 6), True),
        ((2, 4), (5, 6), False),
        ((3, None), (100, 100), True),
        ((3, None), (2, 2), False),
        ((3, None), (3, 3), True),
        ((3, None), (90, None), True),
        ((0, 0), (1, 1), False),
        ((0, None), (0, 0), True),
    ],
)
def test_numbers_agree_if_their_ranges_overlap(one: tuple, other: tuple, expected: bool) -> None:
    assert meet(killed(*one), killed(*other)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("theirs", "theirs", True),
        ("theirs", "theirs-army", True),
        ("theirs-army", "theirs-ministry", True),
        ("ours", "theirs", False),
        (None, "theirs", True),
    ],
)
def test_actors_agree_by_party(one: str | None, other: str | None, expected: bool) -> None:
    question = Question.INITIATOR
    assert meet(assertion(question, actor=one), assertion(question, actor=other)) is expected


NEAR = place("near", 39.2, 46.0)  # 22.2 km north of 39.0
FAR = place("far", 39.23, 46.0)  # 25.6 km
NOWHERE = place("nowhere", None, None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (place("here"), NEAR, True),
        (place("here"), FAR, False),
        (place("here"), place("here", 10.0, 10.0), True),
        (place("here"), None, True),
        (place("here"), NOWHERE, False),
        (NOWHERE, NOWHERE, True),
        (place("east", 0.0, 179.95), place("west", 0.0, -179.95), True),
    ],
)
def test_places_agree_within_25_km(one: doc.Place | None, other: doc.Place | None, expected: bool) -> None:
    assert meet(assertion(Question.PLACE, place=one), assertion(Question.PLACE, place=other)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("2024-02-13T01:30:00Z", None), ("2024-02-13T01:30:00Z", None), True),
        (("2024-02-13T01:30:00Z", None), ("2024-02-13T01:31:00Z", None), False),
        (("2024-02-13T01:00:00Z", "2024-02-13T02:00:00Z"), ("2024-02-13T02:00:00Z", None), True),
        (("2024-02-13T01:00:00Z", "2024-02-13T02:00:00Z"), ("2024-02-13T02:00:01Z", None), False),
        ((None, "2024-02-13T02:00:00Z"), ("2024-02-13T01:00:00Z", None), True),
        ((None, "2024-02-13T02:00:00Z"), ("2024-02-13T03:00:00Z", None), False),
        ((None, None), ("2024-02-13T03:00:00Z", None), True),
    ],
)
def test_times_agree_if_they_overlap(one: tuple, other: tuple, expected: bool) -> None:
    first, second = (assertion(Question.TIME, time_from=start, time_to=end) for start, end in (one, other))
    assert meet(first, second) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("Mortar", " mortar", True), ("mortar", "rifle", False), ("STRASSE", "straße", True)]
)
def test_texts_agree_if_they_are_the_same_words(one: str, other: str, expected: bool) -> None:
    assert meet(assertion(Question.WEAPON, text=one), assertion(Question.WEAPON, text=other)) is expected


# Links decide


def _linked(relation: LinkRelation, question: Question | None, one: doc.Assertion, other: doc.Assertion) -> bool:
    first = Stated(claim("a", "ours"), one)
    second = Stated(claim("b", "theirs", answers=[answer(relation, "a", question)]), other)
    there = compatible(first, second, PARTY_OF)
    assert compatible(second, first, PARTY_OF) == there
    return there


@pytest.mark.parametrize("relation", [LinkRelation.DENIES, LinkRelation.DISPUTES])
def test_a_link_makes_a_contest(relation: LinkRelation) -> None:
    assert not _linked(relation, Question.KILLED, killed(2, 2), killed(2, 2))
    assert not _linked(relation, Question.WEAPON, *[assertion(Question.WEAPON, text="mortar")] * 2)


def test_a_link_makes_agreement() -> None:
    one, other = assertion(Question.WEAPON, text="mortar"), assertion(Question.WEAPON, text="81 mm mortar")
    assert not meet(one, other)
    assert _linked(LinkRelation.CORROBORATES, Question.WEAPON, one, other)


@pytest.mark.parametrize("question", [None, Question.WOUNDED])
def test_a_link_on_another_question_decides_nothing(question: Question | None) -> None:
    assert _linked(LinkRelation.DENIES, question, killed(2, 2), killed(2, 2))


@pytest.mark.parametrize("relation", [LinkRelation.RESPONDS_TO, LinkRelation.CORRECTS, LinkRelation.REPEATS])
def test_other_links_decide_nothing(relation: LinkRelation) -> None:
    assert _linked(relation, Question.KILLED, killed(2, 2), killed(2, 2))
    assert not _linked(relation, Question.KILLED, killed(2, 2), killed(3, 3))


def test_of_two_links_the_one_that_contests_decides() -> None:
    contests = answer(LinkRelation.DENIES, "b", Question.KILLED)
    agrees = answer(LinkRelation.CORROBORATES, "a", Question.KILLED)
    one = Stated(claim("a", "ours", answers=[contests]), killed(2, 2))
    other = Stated(claim("b", "theirs", answers=[agrees]), killed(2, 2))
    assert not compatible(one, other, PARTY_OF)
    assert not compatible(other, one, PARTY_OF)


QUESTIONS = [Question.OCCURRENCE, Question.INITIATOR, Question.KILLED, Question.PLACE, Question.TIME, Question.WEAPON]
RELATIONS = st.sampled_from(list(LinkRelation))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Stated, Stated]:
    """Two assertions on one question by two claims, which may answer each other in any way."""
    question = draw(st.sampled_from(QUESTIONS))
    stated = []
    for name, other in (("a", "b"), ("b", "a")):
        low = draw(st.none() | st.integers(0, 4))
        given_value = {
            "low": low,
            "high": None if low is None else draw(st.none() | st.integers(low, 6)),
            "actor": draw(st.sampled_from([None, "ours", "theirs", "theirs-army"])),
            "place": draw(st.sampled_from([None, place("here"), NEAR, FAR, NOWHERE])),
            "time_from": draw(st.sampled_from([None, "2024-02-13T01:00:00Z", "2024-02-13T03:00:00Z"])),
            "time_to": draw(st.sampled_from([None, "2024-02-13T03:00:00Z", "2024-02-13T04:00:00Z"])),
            "text": draw(st.sampled_from(["", "mortar", "Mortar "])),
        }
        answers = draw(st.lists(st.builds(answer, RELATIONS, st.just(other), st.sampled_from([None, question]))))
        said = assertion(question, draw(st.sampled_from(list(Stance))), **given_value)
        stated.append(Stated(claim(name, "ours", answers=answers), said))
    return stated[0], stated[1]


@unhurried
@given(pairs())
def test_compatibility_is_symmetric(pair: tuple[Stated, Stated]) -> None:
    one, other = pair
    assert compatible(one, other, PARTY_OF) == compatible(other, one, PARTY_OF)
