"""The labelled statements that the suggestions are measured on (see `statements/README.md`)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "statements"

Day = tuple[date, date]
Figure = tuple[str, str, str, int, int | None]
"""Outcome, side, group, at least, at most."""


@dataclass(frozen=True)
class Statement:
    """One text with its labels. A place is a set of codes that are equally right."""

    name: str
    half: str
    language: str
    form: str
    after: str
    text: str
    published_on: date | None
    dates: frozenset[Day]
    places: frozenset[frozenset[str]]
    actors: frozenset[str]
    figures: frozenset[Figure]


@cache
def statements() -> tuple[Statement, ...]:
    """Return every statement, by name."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def _read(path: Path) -> Statement:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Statement(
        name=path.stem,
        half=told["half"],
        language=told["language"],
        form=told["form"],
        after=told["after"],
        text=told["text"],
        published_on=told.get("published_on"),
        dates=frozenset((first, last) for first, last in told["dates"]),
        places=frozenset(frozenset(codes) for codes in told["places"]),
        actors=frozenset(told["actors"]),
        figures=frozenset(
            (one["outcome"], one["side"], one["group"], one["low"], one.get("high")) for one in told["figures"]
        ),
    )
