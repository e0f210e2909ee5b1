"""Rows for `tests.bench.queue`: submissions, with what the queue reads of them, and steps of the audit."""

from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from accounts.roles import Role
from incidents.workbench.models import (
    Claim,
    Incident,
    Involvement,
    QueueEntry,
    ReviewLock,
    Transition,
)
from tests.factories import person
from tests.incidents.complete import submitted_incident

ANALYSTS = 25
_TITLES = (
    "(ARRAY['Exchange of fire near', 'Shelling of', 'Sniper fire at', 'Drone over', 'Shots at an outpost by', "
    "'Detention near'])"
)
_KINDS = "(ARRAY['exchange_of_fire', 'shelling', 'sniper_fire', 'air_drone_strike', 'other', 'exchange_of_fire'])"


def fill(number: int) -> User:
    """Write so many submissions at one border over five years, and as many signed saves; return an editor."""
    editor = person("editor1", Role.EDITOR)
    analysts = [person(f"analyst{n}", Role.ANALYST) for n in range(ANALYSTS)]
    first = submitted_incident(by=analysts[0])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers: history is written below
        for statement, values in _statements(first, editor, analysts, number):
            cursor.execute(statement, values)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SELECT setval('workbench_incident_id_seq', (SELECT max(id) FROM workbench_incident))")
        cursor.execute("VACUUM ANALYZE")
    return editor


def _copy(model: Any, where: str, changed: dict[str, str]) -> str:
    """Return the statement that copies a row for every `n`, with some columns computed anew."""
    columns = [one.column for one in model._meta.concrete_fields if one.column != "id" or "id" in changed]
    given = ", ".join(changed.get(name, f'one."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({names}) SELECT {given} FROM {table} one, generate_series(1, %(number)s) n WHERE {where}"
    )


def _statements(first: Incident, editor: User, analysts: list[User], number: int) -> list[tuple[str, dict[str, Any]]]:
    told: dict[str, Any] = {
        "number": number, "first": first.pk, "analysts": [one.pk for one in analysts], "editor": editor.pk,
        "titles": 0,
    }  # fmt: skip
    who = f"(%(analysts)s)[1 + n %% {ANALYSTS}]"
    begun = "date '2021-01-01' + (n * 7919) %% 1825"
    base = first.pk
    public = "lpad(n::text, 10, '0')"
    incident = _copy(Incident, "one.id = %(first)s", {
        "id": f"{base} + n", "ref": "'CC-2025-' || lpad(n::text, 6, '0')", "author_id": who,
        "title": f"{_TITLES}[1 + n %% 6] || ' post ' || (n * 31 %% 997)", "kind": f"{_KINDS}[1 + n %% 6]",
        "earliest": begun, "latest": begun, "created_at": "one.created_at", "shared": "true",
        "updated_at": "timestamptz '2025-01-01' + n * interval '5 minutes'",
        "embargo_until": "CASE WHEN n %% 50 = 0 THEN now() + (n %% 90) * interval '1 day' END",
    })  # fmt: skip
    rows = [(incident, told)]
    for model in (Claim, Involvement):
        least = model._meta.db_table
        rows.append((
            _copy(model, f"one.id = (SELECT min(id) FROM {least} WHERE incident_id = %(first)s)",
                  {"public_id": public, "incident_id": f"{base} + n",
                   **({"claim_id": "NULL"} if model is Involvement else {})}),
            told,
        ))  # fmt: skip
    rows.append((
        _copy(Transition, "one.incident_id = %(first)s AND one.verb = 'submit'", {
            "incident_id": f"{base} + n", "by_id": who, "at": "timestamptz '2025-01-01' + n * interval '5 minutes'",
        }), told,
    ))  # fmt: skip
    rows.append((
        _copy(QueueEntry, "one.incident_id = %(first)s", {
            "incident_id": f"{base} + n", "submitted_at": "timestamptz '2025-01-01' + n * interval '5 minutes'",
            "killed": "n %% 12", "contested": "n %% 3 = 0", "priority": "(ARRAY[0,0,0,2,3,5,7,9])[1 + n %% 8]",
            "embargo_until": "CASE WHEN n %% 50 = 0 THEN now() + (n %% 90) * interval '1 day' END",
        }), told,
    ))  # fmt: skip
    ends = first.created_at + timedelta(days=1)
    ReviewLock.objects.create(incident=first, editor=editor, taken_at=first.created_at, expires_at=ends)
    rows.append((
        _copy(ReviewLock, "one.incident_id = %(first)s AND n %% 100 = 0", {
            "incident_id": f"{base} + n", "expires_at": "now() + interval '1 day'",
        }), told,
    ))  # fmt: skip
    rows += _steps(base, told)
    return rows


def _steps(base: int, told: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return what writes a signed save for each incident, and of every hundredth a change that nobody signed."""
    at = "timestamptz '2025-01-01' + n * interval '5 minutes'"
    context = (
        "INSERT INTO pghistory_context (id, created_at, updated_at, metadata) SELECT "
        f"lpad(to_hex(n), 32, '0')::uuid, {at}, {at}, jsonb_build_object("
        f"'user', (%(analysts)s)[1 + n %% {ANALYSTS}], 'why', (ARRAY['edit', 'create', 'submit', 'edit'])[1 + n %% 4], "
        "'address', '192.0.2.' || n %% 250, 'form', 'desk') FROM generate_series(1, %(number)s) n"
    )
    event = Incident.pgh_event_model  # type: ignore[attr-defined] # set by pghistory.track
    table = event._meta.db_table
    own = [one.column for one in Incident._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in own)
    events = (
        f"INSERT INTO {table} (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, {names}) "
        f"SELECT {at}, 'update', one.id, CASE WHEN n %% 100 > 0 THEN lpad(to_hex(n), 32, '0')::uuid END, "
        + ", ".join(f'one."{name}"' for name in own)
        + f" FROM workbench_incident one, generate_series(1, %(number)s) n WHERE one.id = {base} + n"
    )
    return [(context, told), (events, told)]
