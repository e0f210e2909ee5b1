"""The exchange: what a turn says of a claim, and no more exactly than it is known."""

from typing import Any

import pytest

from incidents.public.web.pages.words import direction, machine_said_at, said_at
from tests.incidents.public.web import big, sample
from tests.incidents.public.web.composed import exchange_of
from tests.incidents.record.factories import assertion


def turn(**changes: Any) -> Any:
    """Return the turn of one claim."""
    claim = sample.said(1, "mod-armenia", "assertion", "It says so.", assertion("occurrence"), **changes)
    (found,) = exchange_of(sample.told("CC-2024-09043", "One claim", [claim]))[0]
    return found


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("press_statement", "in a press statement"),
        ("briefing", "at a briefing"),
        ("social_media", "on social media"),
        ("interview", "in an interview"),
        ("speech", "in a speech"),
        ("letter", "in a letter or note"),
        ("reported", "as reported by others"),
    ],
)
def test_the_channel_is_told_in_words(channel: str, words: str) -> None:
    assert turn(channel=channel).channel == words


@pytest.mark.parametrize(
    ("precision", "words", "machine"),
    [
        ("day", "13 Feb 2024, 09:05", "2024-02-13T09:05"),
        ("range", "about 13 Feb 2024, to within two to six days", ""),
        ("week", "week of 13 Feb 2024", "2024-W07"),
        ("month", "Feb 2024", "2024-02"),
        ("year", "2024", "2024"),
    ],
)
def test_a_date_is_no_more_exact_than_known(precision: str, words: str, machine: str) -> None:
    found = turn(made_time="09:05", made_precision=precision)
    assert (found.when, found.machine_when) == (words, machine)
    assert said_at("2024-02-13", "09:05", precision) == words
    assert machine_said_at("2024-02-13", "09:05", precision) == machine


def test_what_has_no_date_comes_last_and_says_so() -> None:
    turns, *_ = exchange_of(big.rich(2))
    assert [one.when for one in turns][-1] == "date not given"
    assert [one.number for one in turns] == list(range(1, len(turns) + 1))
    assert turns[-1].machine_when == ""


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fa", "rtl"), ("ar-SY", "rtl"), ("he", "rtl"), ("az-Arab-IR", "rtl"), ("az", "ltr"), ("ku-Latn", "ltr"),
        ("ar-Latn", "ltr"), ("hy", "ltr"), ("", "auto"), ("und", "auto"),
    ],
)  # fmt: skip
def test_a_language_is_written_in_its_direction(tag: str, expected: str) -> None:
    assert direction(tag) == expected


def test_a_quotation_is_told_in_its_language_with_its_translation() -> None:
    quotes = {one.number: one.quote for one in exchange_of(big.rich())[0] if one.quote}
    persian, armenian = quotes.values()
    assert (persian.tag, persian.direction, persian.language, persian.translation) == (
        "fa", "rtl", "Persian", "restraint",
    )  # fmt: skip
    assert (armenian.language, armenian.translation, armenian.needs_translation) == ("Armenian", "", True)


def test_who_is_neither_party_says_as_what_it_speaks() -> None:
    roles = {one.claimant.name: one.role for one in exchange_of(big.rich())[0]}
    assert roles == {
        "Ministry of Defence of Armenia": "",
        "State Border Service of Azerbaijan": "",
        "Ministry of Defence of Azerbaijan": "",
        "European Union Mission in Armenia": "monitor",
        "Ministry of Foreign Affairs of Iran": "mediator",
        "The news outlet": "media",
    }


def test_who_answers_whom_is_told_at_both_ends() -> None:
    turns = {one.id: one for one in exchange_of(big.rich(2))[0]}
    told = [(one.words, one.other.claim, one.on) for one in turns["claim00002"].threads]
    assert told == [
        ("denies", "claim00001", "Did it occur"),
        ("disputed by", "claim00003", ""),
        ("answered by", "claim00005", ""),
    ]
    assert ("corrected by", "claim00007", "Killed") in [
        (one.words, one.other.claim, one.on) for one in turns["claim00001"].threads
    ]


def test_a_source_that_is_cited_twice_is_one_chip_with_its_better_grade() -> None:
    said = assertion("occurrence", citations=[sample.cite(2, 5), sample.cite(1, 2, note="On page two.")])
    claim = sample.said(1, "mod-armenia", "assertion", "It says so.", said, citations=[sample.cite(1, 4)])
    (found,) = exchange_of(sample.told("CC-2024-09043", "One claim", [claim]))[0]
    assert [(one.publisher, one.grade, one.notes) for one in found.sources] == [
        ("News agency", "B2", ("On page two.",)), ("alphanews.am", "C5", ()),
    ]  # fmt: skip
    assert found.sources[0].words == "source usually reliable, item probably true"
