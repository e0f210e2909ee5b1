"""The labelled statements are what they say they are."""

import csv
import gzip
import tomllib
from collections import Counter

from actors.operations import ACTORS
from incidents.reference.operations.gazetteer import AREAS, GAZETTEER, PLACES
from incidents.vocabulary import Group, Question
from tests.incidents.desk.suggesting.corpus import statements

COUNTED = {Question.KILLED, Question.WOUNDED, Question.CAPTURED, Question.MISSING}
ACTS = {Question.VIOLATIONS, Question.PROJECTILES}


def test_half_of_them_are_held_out() -> None:
    assert Counter(one.half for one in statements()) == {"open": 19, "held": 22}
    for language in ("hy", "ru", "az"):
        assert {one.half for one in statements() if one.language == language} == {"open", "held"}


def test_every_label_names_something_known() -> None:
    actors = {row["slug"] for row in tomllib.loads(ACTORS.read_text(encoding="utf-8"))["actor"]}
    with gzip.open(GAZETTEER, "rt", encoding="utf-8", newline="") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    with AREAS.open(encoding="utf-8", newline="") as file:
        codes |= {row["code"] for row in csv.DictReader(file)}
    codes |= {row["code"] for row in tomllib.loads(PLACES.read_text(encoding="utf-8"))["place"]}
    for one in statements():
        assert one.actors <= actors, one.name
        assert {side for _, side, *_ in one.figures} <= actors | {""}, one.name
        assert all(place <= codes for place in one.places), one.name


def test_every_figure_could_be_an_answer() -> None:
    for one in statements():
        for outcome, _, group, low, high in one.figures:
            assert outcome in COUNTED | ACTS, one.name
            assert group in (Group.codes() if outcome in COUNTED else [""]), one.name
            assert high is None or low <= high, one.name
        assert all(first <= last for first, last in one.dates), one.name


def test_they_are_of_many_forms() -> None:
    assert len({one.form for one in statements()}) > 20
    assert sum(not one.dates for one in statements()) >= 3
    assert sum(len(one.places) > 1 for one in statements()) >= 3
    assert sum(not one.figures for one in statements()) >= 5
