"""What the field's two main datasets call each term: the one home of the mapping to UCDP GED and to ACLED.

The codebook shows it (`mapping_of`), and the reads shaped like those datasets (`incidents/public/interop/compat`)
compute with the same tables. Columns and codes are those of the UCDP GED codebook and of the ACLED codebook; where a
dataset has no equivalent, the note says why. A mapping nearly always loses something, and the note says what.
"""

from collections.abc import Mapping
from typing import TypedDict

from incidents.vocabulary import (
    ActorKind,
    DatePrecision,
    EditionStatus,
    Group,
    IncidentKind,
    InvolvementRole,
    Outcome,
    PlaceKind,
    SourceKind,
)

Code = int | str


class Coding(TypedDict):
    """How one dataset codes a term: values by its columns (none where it has no equivalent), and what to know."""

    columns: dict[str, Code]
    note: str


class Codings(TypedDict):
    """How both datasets code a term."""

    ucdp: Coding
    acled: Coding


BATTLES, REMOTE, CIVILIANS, STRATEGIC = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Strategic developments",
)
DISORDER: dict[str, str] = {
    BATTLES: "Political violence",
    REMOTE: "Political violence",
    CIVILIANS: "Political violence",
    STRATEGIC: "Strategic developments",
}
"""ACLED event_type → disorder_type. Protests and riots are no incidents of this record."""

EVENT_TYPES: dict[IncidentKind, tuple[str, str]] = {
    IncidentKind.EXCHANGE_OF_FIRE: (BATTLES, "Armed clash"),
    IncidentKind.SMALL_ARMS_FIRE: (BATTLES, "Armed clash"),
    IncidentKind.SHELLING: (REMOTE, "Shelling/artillery/missile attack"),
    IncidentKind.AIR_DRONE_STRIKE: (REMOTE, "Air/drone strike"),
    IncidentKind.SNIPER_FIRE: (BATTLES, "Armed clash"),
    IncidentKind.MINE_EXPLOSIVE: (REMOTE, "Remote explosive/landmine/IED"),
    IncidentKind.OFFENSIVE: (BATTLES, "Government regains territory"),
    IncidentKind.INCURSION: (STRATEGIC, "Non-violent transfer of territory"),
    IncidentKind.CAPTURE: (CIVILIANS, "Abduction/forced disappearance"),
    IncidentKind.CEASEFIRE_VIOLATION: (BATTLES, "Armed clash"),
    IncidentKind.DIPLOMATIC: (STRATEGIC, "Other"),
    IncidentKind.OTHER: (STRATEGIC, "Other"),
}
"""ACLED event_type and sub_event_type."""

DATE_PREC: dict[DatePrecision, int] = {
    DatePrecision.DAY: 1,
    DatePrecision.RANGE: 2,
    DatePrecision.WEEK: 3,
    DatePrecision.MONTH: 4,
    DatePrecision.YEAR: 5,
}
"""UCDP date_prec."""

TIME_PRECISION: dict[DatePrecision, int] = {
    DatePrecision.DAY: 1,
    DatePrecision.RANGE: 2,
    DatePrecision.WEEK: 2,
    DatePrecision.MONTH: 3,
    DatePrecision.YEAR: 3,
}
"""ACLED time_precision."""

GEO_PRECISION: dict[int, int] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3, 7: 3}
"""UCDP where_prec, which is the record's own, → ACLED geo_precision."""

INTER: dict[ActorKind, int] = {
    ActorKind.STATE: 1,
    ActorKind.GOVERNMENT_BODY: 1,
    ActorKind.ARMED_FORCES: 1,
    ActorKind.SECURITY_SERVICE: 1,
    ActorKind.NON_STATE_ARMED: 2,
    ActorKind.POLITICAL: 3,
    ActorKind.INTERNATIONAL: 8,
    ActorKind.CIVILIANS: 7,
    ActorKind.PERSON_IN_OFFICE: 1,
    ActorKind.MEDIA: 7,
    ActorKind.OTHER: 8,
}
"""ACLED inter1 and inter2."""

GOVERNMENT = frozenset(
    {
        ActorKind.STATE,
        ActorKind.GOVERNMENT_BODY,
        ActorKind.ARMED_FORCES,
        ActorKind.SECURITY_SERVICE,
        ActorKind.PERSON_IN_OFFICE,
    }
)
"""Kinds of actor that are a government to UCDP."""

SOURCE_SCALE: dict[SourceKind, str] = {
    SourceKind.OFFICIAL: "Other",
    SourceKind.NEWS: "National",
    SourceKind.AGENCY: "International",
    SourceKind.NGO: "Other",
    SourceKind.MONITOR: "Other",
    SourceKind.DATASET: "Other",
    SourceKind.SOCIAL: "New media",
    SourceKind.OTHER: "Other",
}
"""ACLED source_scale."""


def _coding(note: str = "", **columns: Code) -> Coding:
    return {"columns": columns, "note": note}


_ANY_VIOLENCE = (
    "Codes no means of violence. It is an event only with at least one direct death; type_of_violence follows "
    "from the parties: 1 a government against another or an organised group, 2 between organised groups, "
    "3 against civilians."
)
_KIND_NOTES: dict[IncidentKind, tuple[str, str]] = {
    IncidentKind.SMALL_ARMS_FIRE: ("", "Takes a clash to have two armed sides; here one is said to fire."),
    IncidentKind.SNIPER_FIRE: ("", "Has no sub-event type of its own for aimed single shots."),
    IncidentKind.OFFENSIVE: (
        "",
        "Non-state actor overtakes territory, or Armed clash where none changes hands: the kind tells neither apart.",
    ),
    IncidentKind.INCURSION: ("", "Only where there was no fighting; else Armed clash."),
    IncidentKind.CAPTURE: (
        "Taking persons is no event. " + _ANY_VIOLENCE,
        "Is about civilians; the capture of soldiers has no sub-event type.",
    ),
    IncidentKind.CEASEFIRE_VIOLATION: ("", "Has no type for a breach that nobody describes in more detail."),
    IncidentKind.DIPLOMATIC: (
        "Statements and acts of negotiation are not events: nobody is killed by them.",
        "Agreement where the parties sign one.",
    ),
    IncidentKind.OTHER: ("", "The summary says what it was."),
}


def _kind(kind: IncidentKind) -> Codings:
    ucdp, acled = _KIND_NOTES.get(kind, ("", ""))
    event, sub_event = EVENT_TYPES[kind]
    return {
        "ucdp": _coding(ucdp or _ANY_VIOLENCE),
        "acled": _coding(acled, disorder_type=DISORDER[event], event_type=event, sub_event_type=sub_event),
    }


_COARSE_TIME = {
    DatePrecision.RANGE: "Coded with the week, the next coarser step.",
    DatePrecision.YEAR: "Has no coarser step than the month.",
}
_COARSE_PLACE = {
    3: "Coded as near a town or a small part of a region.",
    5: "Has no code for a line; coded as a larger region.",
    6: "Has no code for a whole country; coded as a larger region.",
    7: "Has no code for waters or airspace; coded as a larger region.",
}

_GOVERNMENT_SIDE = "Acts as the government of its state, which is the actor in side_a or side_b."
_ACTOR_NOTES: dict[ActorKind, tuple[str, str]] = {
    ActorKind.NON_STATE_ARMED: (
        "In side_a or side_b: against a government type_of_violence 1, against another group 2, against civilians 3.",
        "2 (rebels); a militia would be 3, which the record does not tell apart.",
    ),
    ActorKind.POLITICAL: (
        "An organised group where it fights; else no actor.",
        "3 (militias) where it fights; else no actor.",
    ),
    ActorKind.INTERNATIONAL: ("No actor unless its forces fight.", "8 (external or other forces)."),
    ActorKind.CIVILIANS: ("'Civilians' in side_b of one-sided violence: type_of_violence 3.", "7 (civilians)."),
    ActorKind.MEDIA: ("No actor; a publisher is in source_office.", "7 where its people are harmed; else in source."),
    ActorKind.OTHER: ("No actor.", "8 (external or other forces)."),
}


def _actor(kind: ActorKind) -> Codings:
    ucdp, acled = _ACTOR_NOTES.get(kind, (_GOVERNMENT_SIDE, "1 (state forces)."))
    return {"ucdp": _coding(ucdp), "acled": _coding(acled, inter1=INTER[kind], inter2=INTER[kind])}


_SIDE = "One of the two sides; their order (governments first, else by name) does not say who began."
_ROLES: dict[InvolvementRole, tuple[str, str]] = {
    InvolvementRole.INITIATOR: (_SIDE, "actor1, which does not say who began."),
    InvolvementRole.TARGET: (_SIDE, "actor2."),
    InvolvementRole.RESPONDENT: (
        _SIDE,
        "actor1 where nobody initiated or took part, actor2 where nobody was the target or harmed; else an associate.",
    ),
    InvolvementRole.VICTIM: (_SIDE, "actor2 where nobody was the target; else an associate of its party."),
    InvolvementRole.PARTICIPANT: (_SIDE, "actor1 where nobody initiated, else actor2 where nobody else is."),
    InvolvementRole.MEDIATOR: ("No actor: takes no part in violence.", "No actor."),
    InvolvementRole.MONITOR: ("No actor: takes no part in violence.", "No actor."),
}
_GROUPS: dict[Group, tuple[str, str]] = {
    Group.MILITARY: ("Killed: deaths_a or deaths_b, by side.", "fatalities is not split."),
    Group.CIVILIAN: ("Killed: deaths_civilians.", "fatalities is not split; civilian_targeting where they were meant."),
    Group.UNKNOWN: ("Killed: deaths_unknown.", "fatalities is not split."),
}
_UNCOUNTED = ("Counts deaths only.", "Counts deaths only; notes may say it.")
_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.KILLED: (
        "low, best and high; best is the sum of deaths_*.",
        "fatalities, the best figure, without a range.",
    ),
}
_STATUSES: dict[EditionStatus, tuple[str, str]] = {
    EditionStatus.PUBLISHED: ("A row.", "A row of acled/read."),
    EditionStatus.RETRACTED: ("No row in the next version.", "A row of deleted/read."),
    EditionStatus.MERGED: ("No row in the next version.", "A row of deleted/read."),
}
_PLACES: dict[PlaceKind, tuple[str, str]] = {
    PlaceKind.SETTLEMENT: ("where_coordinates.", "location."),
    PlaceKind.DISTRICT: ("adm_2.", "admin2."),
    PlaceKind.PROVINCE: ("adm_1.", "admin1."),
    PlaceKind.COUNTRY: ("country, where_prec 6.", "country."),
}


def _noted(notes: tuple[str, str]) -> Codings:
    return {"ucdp": _coding(notes[0]), "acled": _coding(notes[1])}


_MAPPED: Mapping[str, Mapping[Code, Codings]] = {
    "incident_kind": {kind.value: _kind(kind) for kind in IncidentKind},
    "date_precision": {
        one.value: {
            "ucdp": _coding(date_prec=DATE_PREC[one]),
            "acled": _coding(_COARSE_TIME.get(one, ""), time_precision=TIME_PRECISION[one]),
        }
        for one in DatePrecision
    },
    "place_precision": {
        code: {
            "ucdp": _coding(where_prec=code),
            "acled": _coding(_COARSE_PLACE.get(code, ""), geo_precision=geo),
        }
        for code, geo in GEO_PRECISION.items()
    },
    "actor_kind": {kind.value: _actor(kind) for kind in ActorKind},
    "source_kind": {
        kind.value: {
            "ucdp": _coding("Sources are listed, not classed."),
            "acled": _coding("Goes by a publisher's reach, which the record does not hold.", source_scale=at),
        }
        for kind, at in SOURCE_SCALE.items()
    },
    "involvement_role": {role.value: _noted(notes) for role, notes in _ROLES.items()},
    "group": {group.value: _noted(notes) for group, notes in _GROUPS.items()},
    "outcome": {one.value: _noted(_OUTCOMES.get(one, _UNCOUNTED)) for one in Outcome},
    "edition_status": {status.value: _noted(notes) for status, notes in _STATUSES.items()},
    "place_kind": {kind.value: _noted(_PLACES.get(kind, ("where_coordinates.", "location."))) for kind in PlaceKind},
}

_STATEMENTS = "Statements are not coded: an event has one account, whoever gave it."
_NAMES = "Keeps one name, in Latin letters and English."
_INTERNAL = "Concerns how the record is made, not the event."
_UNMAPPED: Mapping[str, tuple[str, str]] = {
    "name_kind": (_NAMES, _NAMES),
    "script": (_NAMES, _NAMES),
    "actor_relation_kind": ("Not in GED; its actor dataset lists alliances and splits.", "Not coded."),
    "standing": (_INTERNAL, _INTERNAL),
    "milestone_kind": (
        "Not an event: nobody is killed by it.",
        "Not kept; an agreement is a Strategic development.",
    ),
    "claim_kind": (_STATEMENTS, _STATEMENTS),
    "channel": ("Not coded; source_original names who said it.", "Not coded."),
    "question": (_STATEMENTS, _STATEMENTS),
    "stance": (_STATEMENTS, _STATEMENTS),
    "link_relation": (_STATEMENTS, _STATEMENTS),
    "claim_mark": (_STATEMENTS, _STATEMENTS),
    "incident_relation": ("Events are not linked, but for relid.", "Events are not linked."),
    "reliability": ("Sources are not graded.", "Sources are not graded."),
    "credibility": ("Reports are not graded.", "Reports are not graded."),
    "finding": (
        "Disagreement shows only as a wider range from low to high.",
        "Disagreement does not show: fatalities is one number.",
    ),
    "state": (_INTERNAL, _INTERNAL),
    "verb": (_INTERNAL, _INTERNAL),
    "location_confidentiality": (
        "Not coded; a position withheld shows as a coarser where_prec.",
        "Not coded; a position withheld shows as a coarser geo_precision.",
    ),
    "note_state": (_INTERNAL, _INTERNAL),
    "estimate_basis": ("Not coded.", "Not coded."),
    "perspective": ("Its figures are the dataset's own: low, best, high.", "Its figure is the dataset's own: one."),
    "capture_outcome": (_INTERNAL, _INTERNAL),
    "custody_action": (_INTERNAL, _INTERNAL),
    "access_face": (_INTERNAL, _INTERNAL),
    "approval_state": (_INTERNAL, _INTERNAL),
    "reference_verdict": (_INTERNAL, _INTERNAL),
    "review_check": (_INTERNAL, _INTERNAL),
}
"""Vocabularies of which no term has an equivalent, and why, by dataset."""


def mapping_of(vocabulary_name: str, code: Code) -> Codings | None:
    """Return how UCDP GED and ACLED code a term; None where there is no such vocabulary or term.

    Vocabularies are named as in the codebook: `incident_kind`, `place_precision`, …
    """
    if vocabulary_name in _UNMAPPED:
        return _noted(_UNMAPPED[vocabulary_name])
    return _MAPPED.get(vocabulary_name, {}).get(code)
