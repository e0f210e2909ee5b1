"""Which rows of one incident go to another, which stay and why, and the moving itself.

Planning takes what `Incident.objects.for_detail()` fetched and makes no query; `as_if_moved` gives the two incidents as
they would be, for a preview. Keys tie rows of one incident together (migration 0002); they are checked when all have
moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    Merge,
)
from incidents.workbench.naming import named
from incidents.workbench.past import put_rows

LISTS: dict[type[models.Model], str] = {
    Claim: "claims",
    Assertion: "assertions",
    ClaimLink: "claim_links",
    Citation: "citations",
    Involvement: "involvements",
    CasualtyEstimate: "estimates",
    IncidentLink: "links",
    Assessment: "assessments",
}
"""Under which name an incident has its rows. What an estimate rests on hangs on the estimate."""

_KINDS: tuple[type[models.Model], ...] = (*LISTS, EstimateClaim)
_BY_NAME = {model._meta.model_name or "": model for model in _KINDS}  # noqa: SLF001 - Django's documented API
_REFERS: dict[type[models.Model], tuple[tuple[str, type[models.Model]], ...]] = {
    Assertion: (("claim_id", Claim),),
    ClaimLink: (("claim_id", Claim), ("to_id", Claim)),
    Citation: (("claim_id", Claim), ("assertion_id", Assertion)),
    Involvement: (("claim_id", Claim),),
    IncidentLink: (("claim_id", Claim),),
    EstimateClaim: (("estimate_id", CasualtyEstimate), ("claim_id", Claim)),
}
"""The rows of the same incident that a row refers to: they go together, or not at all."""
_ONCE: dict[type[models.Model], tuple[str, ...]] = {
    Involvement: ("actor_id", "role", "claim_id"),
    IncidentLink: ("other_id", "relation", "claim_id"),
    CasualtyEstimate: ("side_id", "group", "outcome"),
    Assessment: ("question", "side_id", "group"),
}
"""What an incident has only once: the columns of the unique constraints."""
_APPENDED = (Claim, Citation, Involvement, CasualtyEstimate, IncidentLink)
"""Kinds whose rows come after those that are there; the others have their place within a claim."""

Rows = dict[type[models.Model], dict[int, Any]]
"""Rows by table and primary key."""


@dataclass(frozen=True)
class Stay:
    """A row that stays where it is, and why."""

    row: Any
    why: str


@dataclass
class Moving:
    """What goes from one incident to another.

    `positions` holds the place of each row that gets another one; `parted` what is taken out, because it tied a row
    that goes to one that stays, and `rejoined` what is put back. `along` came since a merge and goes with what it
    hangs on, `gone` counts rows that were removed since. Nothing goes while there are `hindrances`.
    """

    source: Incident
    target: Incident
    rows: Rows = field(default_factory=lambda: defaultdict(dict))
    positions: dict[tuple[type[models.Model], int], int] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    parted: list[EstimateClaim] = field(default_factory=list)
    rejoined: list[EstimateClaim] = field(default_factory=list)
    along: list[Any] = field(default_factory=list)
    gone: int = 0
    hindrances: list[str] = field(default_factory=list)

    def goes(self, model: type[models.Model], pk: int) -> bool:
        """Tell whether a row goes."""
        return pk in self.rows[model]

    def add(self, row: Any, position: int | None = None) -> None:
        """Let a row go, to a place of its own where it is given one."""
        self.rows[type(row)][row.pk] = row
        if position is not None:
            self.positions[type(row), row.pk] = position

    def listed(self) -> Iterator[Any]:
        """Yield the rows that go, table by table, in the order of the incident."""
        for model in _KINDS:
            yield from self.rows[model].values()


def rows_of(incident: Incident) -> Rows:
    """Return every row of an incident, by table, in its order."""
    found: Rows = {model: {row.pk: row for row in getattr(incident, name).all()} for model, name in LISTS.items()}
    found[EstimateClaim] = {rest.pk: rest for estimate in incident.estimates.all() for rest in estimate.rests_on.all()}
    return found


# A merge


def to_merge(loser: Incident, winner: Incident) -> Moving:
    """Return what a merge moves: everything but what the winner has once already, and links between the two."""
    moving = Moving(loser, winner)
    theirs, own = rows_of(loser), rows_of(winner)
    taken = {model: {_once(row) for row in own[model].values()} for model in _ONCE}
    offset = {model: 1 + max((row.position for row in own[model].values()), default=-1) for model in _APPENDED}
    for model in LISTS:
        for row in theirs[model].values():
            if model is IncidentLink and row.other_id == winner.pk:
                _between(row, moving)
            elif model in taken and _once(row) in taken[model]:
                moving.stays.append(Stay(row, f"{winner.ref} has one of its own"))
            else:
                moving.add(row, row.position + offset[model] if model in offset else None)
    for rest in theirs[EstimateClaim].values():
        if moving.goes(CasualtyEstimate, rest.estimate_id):
            moving.add(rest)
        else:
            moving.parted.append(rest)
    return moving


def _between(link: IncidentLink, moving: Moving) -> None:
    """Leave a link between the two where it is; one that a claim alleges could neither stay behind it nor go along."""
    if link.claim_id is None:
        moving.stays.append(Stay(link, "it links the two to each other"))
        return
    relation = link.get_relation_display().lower()
    moving.hindrances.append(
        f"A claim says that {moving.source.ref} is “{relation}” {moving.target.ref}: they are two to whoever says so. "
        "Take this link out first, if they are one all the same."
    )


def _once(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _ONCE[type(row)])


def noted(moving: Moving, own: Rows) -> dict[str, Any]:
    """Return what is kept of a merge so that it can be undone, as `Merge` has it. To be asked before anything moves."""
    return {
        "moved": {
            name: [[_mark(row), getattr(row, "position", None)] for row in moving.rows[model].values()]
            for name, model in _BY_NAME.items()
        },
        "own": {name: [_mark(row) for row in own[model].values()] for name, model in _BY_NAME.items()},
        "parted": [[rest.pk, rest.estimate_id, rest.claim_id] for rest in moving.parted],
    }


# Its undoing


def to_return(merge: Merge, loser: Incident, winner: Incident) -> Moving:
    """Return what undoing a merge moves back: what had moved, and what was hung on that since."""
    moving = Moving(winner, loser)
    there = rows_of(winner)
    for model in _KINDS:
        before = dict(merge.moved.get(_name(model), []))
        own = set(merge.own.get(_name(model), []))
        moving.gone += len(before.keys() - {_mark(row) for row in there[model].values()})
        for row in there[model].values():
            mark = _mark(row)
            _decide(row, moving, moved=mark in before, own=mark in own, position=before.get(mark))
    _refuse_collisions(moving)
    for pk, estimate, claim in merge.parted:
        if moving.goes(Claim, claim) and any(one.pk == estimate for one in loser.estimates.all()):
            moving.rejoined.append(EstimateClaim(pk=pk, incident=loser, estimate_id=estimate, claim_id=claim))
        else:
            moving.gone += 1
    return moving


def _decide(row: Any, moving: Moving, *, moved: bool, own: bool, position: int | None) -> None:
    """Let a row go or stay. What refers both to rows that go and to rows that stay stands in the way."""
    refers = [
        moving.goes(model, getattr(row, name))
        for name, model in _REFERS.get(type(row), ())
        if getattr(row, name) is not None
    ]
    if (moved and not all(refers)) or (own and any(refers)) or (any(refers) and not all(refers)):
        moving.hindrances.append(
            f"{named(row)} ties what goes back to {moving.target.ref} to what belongs to {moving.source.ref}: "
            "take it out first."
        )
    elif moved:
        moving.add(row, position)
    elif refers and all(refers):
        moving.add(row)
        moving.along.append(row)


def _refuse_collisions(moving: Moving) -> None:
    """Name what can't go back, because it was changed into what is there, or into a link of the target to itself."""
    there = rows_of(moving.target)
    for model in _ONCE:
        taken = {_once(row) for row in there[model].values()}
        moving.hindrances += [
            f"{named(row)} was changed since into what {moving.target.ref} has once already: change it back first."
            for row in moving.rows[model].values()
            if _once(row) in taken
        ]
    moving.hindrances += [
        f"{named(row)} would link {moving.target.ref} to itself: take it out first."
        for row in moving.rows[IncidentLink].values()
        if row.other_id == moving.target.pk
    ]


def _mark(row: Any) -> str | int:
    """Return what names a row for good: its public id, which it keeps where it is removed and brought back."""
    return getattr(row, "public_id", "") or int(row.pk)


def _name(model: type[models.Model]) -> str:
    return model._meta.model_name or ""  # noqa: SLF001 - Django's documented API


# Moving


def move(moving: Moving) -> None:
    """Move the rows. Called under the locks of both incidents and of their rows; two queries a table at most."""
    for rest in moving.parted:
        EstimateClaim.objects.filter(pk=rest.pk).delete()
    for model in _KINDS:
        pks = list(moving.rows[model])
        placed = [pk for pk in pks if (model, pk) in moving.positions]
        plain = [pk for pk in pks if (model, pk) not in moving.positions]
        rows = model._default_manager  # noqa: SLF001 - Django's documented accessor
        if placed:
            cases = [models.When(pk=pk, then=models.Value(moving.positions[model, pk])) for pk in placed]
            place = models.Case(*cases, output_field=models.PositiveSmallIntegerField())
            rows.filter(pk__in=placed).update(incident=moving.target, position=place)
        if plain:
            rows.filter(pk__in=plain).update(incident=moving.target)
    EstimateClaim.objects.bulk_create(moving.rejoined)
    connection.check_constraints()


def as_if_moved(moving: Moving) -> None:
    """Put the rows of both incidents, as they were fetched, where they would be. Writes nothing, makes no query."""
    parted = {rest.pk for rest in moving.parted}
    claims = {claim.pk: claim for claim in moving.source.claims.all()}
    for model, name in LISTS.items():
        going = moving.rows[model]
        for pk, row in going.items():
            row.incident = moving.target
            if (model, pk) in moving.positions:
                row.position = moving.positions[model, pk]
        stay = [row for row in getattr(moving.source, name).all() if row.pk not in going]
        put_rows(moving.source, name, stay)
        put_rows(moving.target, name, _in_order(model, [*getattr(moving.target, name).all(), *going.values()]))
    for incident in (moving.source, moving.target):
        for estimate in incident.estimates.all():
            back = [rest for rest in moving.rejoined if rest.estimate_id == estimate.pk]
            for rest in back:
                rest.claim = claims[rest.claim_id]
            rests = [rest for rest in estimate.rests_on.all() if rest.pk not in parted]
            put_rows(estimate, "rests_on", sorted([*rests, *back], key=lambda rest: rest.pk))


def _in_order(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    """Return rows in the order in which the database gives them."""
    if model is Assessment:
        return sorted(rows, key=lambda row: (row.question, row.pk))
    return sorted(rows, key=lambda row: (row.position, row.pk))
