"""What differs between two editions besides the claims, in words: fields, place, figures, findings, sources, links."""

from collections.abc import Callable
from typing import Any

from incidents.document.changes import Change, Field
from incidents.document.types import (
    Actor,
    Assessment,
    Citation,
    Estimate,
    Involvement,
    Link,
    Location,
    Place,
    Position,
    Total,
)
from incidents.public.web.pages.apart import whole
from incidents.public.web.pages.bars import bar, largest_of
from incidents.public.web.pages.difference_claims import cited_words
from incidents.public.web.pages.figures import total_words
from incidents.public.web.pages.ledger import mark_of, subject
from incidents.public.web.pages.told import Told, Two
from incidents.public.web.pages.was_is import Cell, Line, Row, line, lines, plain, raw, worded
from incidents.public.web.pages.words import NOT_GIVEN, dateline, number
from incidents.vocabulary import (
    PLACE_PRECISION,
    ActorKind,
    DatePrecision,
    EstimateBasis,
    Finding,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    Outcome,
)

Written = Callable[[Any], str]
_OWN: dict[str, tuple[str, Written]] = {
    "kind": ("Kind", lambda code: IncidentKind.of(code).label),
    "aggregated": ("Counted as", lambda total: "a period total" if total else "one incident"),
    "occurrence": ("When", lambda one: f"{dateline(one)}, known to the {_precision(one['precision'])}"),
    "dispute": ("Dispute", lambda one: one["name"] if one else NOT_GIVEN),
    "origin": ("Came into the record by", lambda one: one["name"]),
}
_PLACE: dict[str, tuple[str, Written]] = {
    "precision": ("Known to", lambda code: PLACE_PRECISION[code][0] if code else NOT_GIVEN),
    "radius_km": ("Within", lambda km: NOT_GIVEN if km is None else f"{km:g} km"),
    "section": ("Section of the border", lambda one: f"{one['name']} ({one['border_name']})" if one else NOT_GIVEN),
    "country": ("Country", lambda code: code or NOT_GIVEN),
}


def _precision(code: str) -> str:
    return "day" if code == DatePrecision.DAY else DatePrecision.of(code).label.lower()


def told_row(label: str, written: Written, before: Any, after: Any) -> Row:
    """Return a row of one field; where its words are the same, its values as they are."""
    was, now = written(before), written(after)
    return plain(label, was, now) if was != now else plain(label, raw(before), raw(after))


def own_rows(differ: list[Field]) -> list[Row]:
    """Return rows of the incident's own fields."""
    return [
        told_row(*_OWN[one.name], one.before, one.after)
        if one.name in _OWN
        else worded(one.name.capitalize(), one.before or "", one.after or "")
        for one in differ
    ]


def place_rows(differ: list[Field], before: Location, after: Location) -> list[Row]:
    """Return rows of the location."""
    names = {one.name for one in differ}
    rows = []
    if "place" in names:
        rows.append(Row("Named place", _place(before["place"]), _place(after["place"])))
    if "wording" in names:
        rows.append(worded("Where, in words", before["wording"], after["wording"]))
    if names & {"latitude", "longitude"}:
        rows.append(plain("Position", _position(before), _position(after)))
    rows += [told_row(*_PLACE[one.name], one.before, one.after) for one in differ if one.name in _PLACE]
    return rows


def _place(place: Place | None) -> Cell:
    if place is None:
        return line(NOT_GIVEN)
    return (Line(whole(place["name"])), *(Line(whole(one["text"]), one["language"]) for one in place["names"]))


def _position(location: Location) -> str:
    latitude, longitude = location["latitude"], location["longitude"]
    return NOT_GIVEN if latitude is None or longitude is None else f"{latitude:g}, {longitude:g}"


def involvement_rows(differ: list[Change[Involvement]], two: Two) -> list[Row]:
    """Return a row for each part that an actor has, or no longer has."""
    return [two.row(two.of(one).actor(one.thing["actor"]), one, _part) for one in differ]


def _part(one: Involvement, told: Told) -> Cell:
    claim = told.claim(one["claim"])
    alleged = f"alleged by {claim}" if claim else "alleged" if one["alleged"] else ""
    return lines([InvolvementRole.of(one["role"]).label, alleged])


def actor_rows(differ: list[Change[Actor]], two: Two) -> list[Row]:
    """Return a row for each actor that is called otherwise, or counts for another party."""
    return [two.row("Actor", one, _actor) for one in differ]


def _actor(one: Actor, told: Told) -> Cell:
    party = "" if one["party"] == one["slug"] else f"counts for {told.actor(one['party'])}"
    return lines([one["name"], ActorKind.of(one["kind"]).label, one["country"], party])


def finding_rows(differ: list[Change[Position]], two: Two) -> list[Row]:
    """Return a row for each finding that turned, or is new, or gone."""
    return [two.row(two.of(one).question(one.thing), one, _finding) for one in differ]


def _finding(one: Position, _told: Told) -> Cell:
    aside = one["set_aside"]
    computed = Line((), mark=mark_of(one["finding"]))
    if not aside:
        return (computed,)
    theirs = f": {Finding.of(aside['finding']).label}" if aside["finding"] else ""
    return (computed, *line(f"set aside by the editors{theirs}. {aside['reason']}"))


def figure_rows(estimates: list[Change[Estimate]], totals: list[Change[Total]], two: Two) -> list[Row]:
    """Return a row for each range of a side and group, then for each sum."""
    both: list[Estimate | Total] = [one for change in estimates for one in (change.before, change.after) if one]
    both += [one for change in totals for one in (change.before, change.after) if one]
    largest = largest_of([n for one in both for n in (one["low"], one["best"], one["high"])])
    rows = []
    for one in estimates:
        about = subject(one.thing["side"], one.thing["group"], two.of(one).cast)
        label = f"{Outcome.of(one.thing['outcome']).label}, {about}"
        rows.append(two.row(label, one, lambda it, told: _range(it, told, largest)))
    for total in totals:
        label = f"{Outcome.of(total.thing['outcome']).label}, in all"
        rows.append(two.row(label, total, lambda it, _: _ranged(it, total_words(it), largest)))
    return rows


def _range(one: Estimate, told: Told, largest: int) -> Cell:
    basis = EstimateBasis.of(one["basis"]).label + (", computed" if one["derived"] else "")
    rests = [told.claim(claim) for claim in one["claims"]]
    words = _ranged(one, number(one["low"], one["high"]), largest)
    return (*words, *lines([basis, *(f"rests on {claim}" for claim in rests if claim), one["note"]]))


def _ranged(one: Estimate | Total, words: str, largest: int) -> Cell:
    exact = one["low"] is not None and one["low"] == one["high"]
    best = "" if one["best"] is None or exact else f", best {one['best']}"
    drawn = bar(one["low"], one["best"], one["high"], largest)
    return (Line(whole(f"{words}{best}"), bar=drawn),)


def citation_rows(differ: list[Change[Citation]], two: Two) -> list[Row]:
    """Return a row for each citation of the incident itself."""
    return [two.row("Cites", one, cited_words) for one in differ]


def link_rows(differ: list[Change[Link]], two: Two) -> list[Row]:
    """Return a row for each link to another incident."""
    return [two.row(one.thing["ref"], one, _link) for one in differ]


def _link(one: Link, told: Told) -> Cell:
    by = f"according to {told.actor(one['alleged_by'])}" if one["alleged_by"] else "the record’s own link"
    return lines([f"{IncidentRelation.of(one['relation']).label} {one['title']}", by])


def assessment_rows(differ: list[Change[Assessment]], two: Two) -> list[Row]:
    """Return a row for each verdict of the editors, on one question or on the whole."""
    return [two.row(_on(one, two), one, _assessed) for one in differ]


def _on(one: Change[Assessment], two: Two) -> str:
    return two.of(one).question(one.thing) if one.thing["question"] else "The incident as a whole"


def _assessed(one: Assessment, _told: Told) -> Cell:
    return lines([Finding.of(one["finding"]).label if one["finding"] else "", one["reason"]])
