"""Put a working copy back to what it was: the same rows under the same keys and public ids, from the history.

What is no content stays as it is now: who wrote it, with whom it is shared, its embargo and its working note. So do
sources that other incidents cite too: their grades are for all of them. And what is confidential by now stays so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import Unrestorable
from incidents.workbench.history import OF_AN_INCIDENT
from incidents.workbench.models import Citation, EstimateClaim, Incident, Source
from incidents.workbench.operations.following import follow_merges
from incidents.workbench.operations.save import Changes, rule_broken, write_rows
from incidents.workbench.past import Moment, keys_of, target_of

Table = type[models.Model]
_STAYS = {
    "id", "ref", "state", "revision", "author", "created_at", "updated_at", "shared", "embargo_until", "working_note",
}  # fmt: skip
_CONTENT = [one.name for one in Incident._meta.concrete_fields if one.name not in _STAYS]  # noqa: SLF001 - Django's documented API


@dataclass
class _Copy:
    """The rows of then, by table and key; where a row is there again under another key, that key is used."""

    incident: Incident
    past: Incident
    rows: dict[Table, dict[int, Any]] = field(default_factory=dict)
    now: dict[Table, dict[int, Any]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


@transaction.atomic
def put_back(*, incident: Incident, moment: Moment, by: User, revision: int) -> None:
    """Write the rows of an incident as they stood at a moment (the end of `revision`), and remove those added since.

    The caller holds the incident's lock. All or nothing: raises Unrestorable with a list of what refers to a place,
    an actor or another row that is there no more, or where the history knows nothing of that moment.
    """
    past = moment.rows(Incident, pgh_obj_id=incident.pk).get(incident.pk)
    if past is None:
        raise Unrestorable(f"The history of {incident.ref} does not reach back that far.", problems=[])
    copy = _Copy(incident, past)
    _collect(copy, moment)
    copy.gone += _dangling(copy)
    if copy.gone:
        message = f"{incident.ref} can't be put back: what it refers to is there no more. Nothing was changed."
        raise Unrestorable(message, problems=copy.gone)
    for name in _CONTENT:
        attname = Incident._meta.get_field(name).attname  # type: ignore[union-attr] # noqa: SLF001 - a column of its own
        setattr(incident, attname, getattr(past, attname))
    with signed(by=by.pk, why="restore", restored=revision):
        _write(copy)


def _write(copy: _Copy) -> None:
    """Write in the order of a save: rows that others name go last, when nothing names them any more."""
    saved: list[models.Model] = []
    again: list[models.Model] = []
    removed: list[models.Model] = []
    for model, then in copy.rows.items():
        now = copy.now[model]
        for pk, row in then.items():
            row._state.adding = pk not in now  # noqa: SLF001 - Django's documented flag
            if pk not in now:
                again.append(row)
            elif _differs(row, now[pk]):
                saved.append(row)
        if model is not Source:
            removed += [row for pk, row in now.items() if pk not in then]
    try:
        with transaction.atomic():
            copy.incident.save(update_fields=_CONTENT)
            added = [(row, _added_at(row)) for row in again]
            write_rows(Changes(saved + again, removed))
            for row, moments in added:
                if moments:
                    type(row)._default_manager.filter(pk=row.pk).update(**moments)  # noqa: SLF001 - Django's documented accessor
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        rule = rule_broken(error) or "two rows stand against each other."
        message = f"{copy.incident.ref} can't be put back as it was: {rule} Nothing was changed."
        raise Unrestorable(message, problems=[]) from error


def _collect(copy: _Copy, moment: Moment) -> None:
    """Read the rows of then and now, sources first, and give the rows of then the keys that they have now."""
    then: dict[Table, dict[int, Any]] = {
        model: moment.rows(model, incident_id=copy.incident.pk) for model in OF_AN_INCIDENT
    }
    cited = {row.source_id for row in then[Citation].values()}
    then = {Source: moment.rows(Source, pgh_obj_id__in=cited), **then}
    keys: dict[Table, dict[int, int]] = {}
    for model, rows in then.items():
        if model is not EstimateClaim:  # which has no public id
            keys[model] = _keys_now(copy, model, rows)
            copy.now[model] = _now(copy, model, set(keys[model].values()))
    for model, rows in then.items():
        for row in rows.values():
            for one in keys_of(model):
                named = getattr(row, one.attname)
                setattr(row, one.attname, keys.get(target_of(one), {}).get(named, named))
        if model is EstimateClaim:
            copy.now[model] = _now(copy, model, set())
            same = {(row.estimate_id, row.claim_id): pk for pk, row in copy.now[model].items()}
            keys[model] = {pk: same.get((row.estimate_id, row.claim_id), pk) for pk, row in rows.items()}
        for pk, row in rows.items():
            row.pk = keys[model][pk]
        copy.rows[model] = {row.pk: row for row in rows.values()}
    _leave_shared(copy)
    _leave_merged(copy)
    _keep_confidence(copy)


def _now(copy: _Copy, model: Table, pks: set[int]) -> dict[int, Any]:
    """Return the rows of a table that are there now, by key: the incident's, or the sources with these keys."""
    rows = model._default_manager.all()  # noqa: SLF001 - Django's documented accessor
    return {
        row.pk: row for row in (rows.filter(pk__in=pks) if model is Source else rows.filter(incident=copy.incident))
    }


def _keys_now(copy: _Copy, model: Table, rows: dict[int, Any]) -> dict[int, int]:
    """Return each key of then → the key that a row with the same public id has now; its own where there is none.

    Notes what belongs to another incident by now: it can't be in two.
    """
    ids = {row.public_id: pk for pk, row in rows.items()}
    found = {pk: pk for pk in rows}
    there = model._default_manager.filter(public_id__in=ids)  # noqa: SLF001 - Django's documented accessor
    for row in there:
        found[ids[row.public_id]] = row.pk  # type: ignore[attr-defined] # every row here has one
        if getattr(row, "incident_id", copy.incident.pk) != copy.incident.pk:
            copy.gone.append(f"{_name(row)} belongs to another incident now.")
    return found


def _leave_shared(copy: _Copy) -> None:
    """Leave sources alone that other incidents cite: what they are is not this incident's to put back."""
    elsewhere = Citation.objects.filter(source__in=copy.rows[Source]).exclude(incident=copy.incident)
    for pk in set(elsewhere.order_by().values_list("source_id", flat=True)):
        copy.rows[Source].pop(pk, None)


def _leave_merged(copy: _Copy) -> None:
    """Leave sources alone that were merged since, and name what stands for these and for actors and places."""
    rows = copy.rows[Source]
    merged = Source.objects.filter(pk__in=rows).exclude(merged_into=None).order_by()
    for pk in merged.values_list("pk", flat=True):
        rows.pop(pk)
    for row in rows.values():
        row.merged_into = None
    follow_merges([copy.past, *(row for rows in copy.rows.values() for row in rows.values())])


def _keep_confidence(copy: _Copy) -> None:
    """Let what was made confidential since stay so: whoever goes back to words may not have that in mind."""
    for model, rows in copy.rows.items():
        for pk, row in rows.items():
            if getattr(copy.now[model].get(pk), "confidential", False):
                row.confidential = True


def _dangling(copy: _Copy) -> Iterator[str]:
    """Yield what the rows of then refer to and is there no more, a line each. A query per table that they refer to."""
    wanted: dict[Table, dict[int, list[str]]] = {}
    of_incident = {name: Incident._meta.get_field(name) for name in _CONTENT}  # noqa: SLF001 - Django's documented API
    naming = [(copy.past, one) for one in keys_of(Incident) if one.name in of_incident]
    naming += [(row, one) for rows in copy.rows.values() for row in rows.values() for one in keys_of(type(row))]
    for row, one in naming:
        target, pk = target_of(one), getattr(row, one.attname)
        if pk is None or one.name == "incident" or pk in copy.rows.get(target, {}):
            continue
        wanted.setdefault(target, {}).setdefault(pk, []).append(f"{_name(row)}: its {one.verbose_name}")
    for target, named in wanted.items():
        there = set()
        if target is Source or target not in copy.rows:
            there = set(target._default_manager.in_bulk(list(named)))  # noqa: SLF001 - Django's documented accessor
        for pk in sorted(set(named) - there):
            yield from (f"{one} is there no more." for one in named[pk])


def _added_at(row: models.Model) -> dict[str, Any]:
    """Return the moments at which a row was first added: saving it again would note the present ones."""
    names = [one.attname for one in row._meta.concrete_fields if getattr(one, "auto_now_add", False)]  # noqa: SLF001 - Django's documented API
    return {name: getattr(row, name) for name in names}


def _differs(row: models.Model, now: models.Model) -> bool:
    return any(getattr(row, one.attname) != getattr(now, one.attname) for one in row._meta.concrete_fields)  # noqa: SLF001 - Django's documented API


def _name(row: models.Model) -> str:
    """Return what a message calls a row: its kind and its words, or its public id."""
    kind = str(row._meta.verbose_name).capitalize()  # noqa: SLF001 - Django's documented API
    if isinstance(row, Incident):
        return "The incident itself"
    words = getattr(row, "statement", "") or getattr(row, "publisher", "") or getattr(row, "public_id", "")
    return f"{kind} “{words[:60]}”" if words else kind
