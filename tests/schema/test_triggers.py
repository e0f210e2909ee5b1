"""Every trigger of the project's own tables has a raw statement that tries to get past it, TRUNCATE included."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError

from tests.factories import ActorFactory
from tests.schema.catalog import TABLES, Trigger, columns, primary_key, query, triggers
from tests.schema.world import SAME, SQL, fresh, insert_copy, undone

CHANGED_IN_HISTORY = {
    "workbench_incident": "working_note = working_note || '.'",
    "workbench_source": "private_note = private_note || '.'",
    "workbench_reviewnote": "text = text || '.'",
    "workbench_notemention": "told_at = now()",
    "workbench_assessment": "reason = reason || '.'",
    "workbench_estimateclaim": "id = id + 1000",
    "workbench_quietreport": "note = note || '.'",
    "workbench_distinction": "second = second || '0'",
    "workbench_approval": "revision = revision + 1",
    "workbench_reviewlock": "expires_at = expires_at + interval '1 minute'",
    "workbench_savedview": "shared = NOT shared",
    "actors_actor": "description = description || '.'",
    "actors_actorname": "used_to = used_to + 1",
    "actors_actorrelation": "recorded_at = now()",
    "reference_place": "source = source || '.'",
    "reference_placename": "text = text || '.'",
    "reference_border": "description = description || '.'",
    "reference_dispute": "summary = summary || '.'",
    "reference_dispute_parties": "actor_id = (SELECT id FROM actors_actor WHERE slug = 'part')",
    "reference_dispute_borders": "border_id = (SELECT id FROM reference_border ORDER BY id OFFSET 1 LIMIT 1)",
    "reference_milestone": "title = title || '.'",
}
"""How an update changes a row of a table with a history, where it has no `position` to move."""

FORGOTTEN = {"workbench_keptform", "workbench_presence"}
"""What the desk remembers for a while only: what was typed and never saved has no history (ADR 13)."""

DERIVED = {"workbench_queueentry"}
"""What follows from other tables and can be derived again (ADR 16)."""

HISTORY = {"insert_insert": "insert", "update_update": "update", "delete_delete": "delete"}
"""pghistory's triggers, and the label of the event that each writes."""

BEFORE = "before_update"
"""Where what is loaded has no first event: the first change keeps what the row was before, too."""

Attempt = Callable[[Trigger], list[str]]


def test_every_trigger_has_an_attempt(world: None) -> None:
    assert [f"{one.table}: {one.short}" for one in triggers() if attempt_for(one) is None] == []


def test_every_trigger_is_enabled(world: None) -> None:
    assert query("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled <> 'O'") == []


def test_every_table_of_the_data_refuses_writing_when_it_is_read_only(world: None) -> None:
    """Its history is written by the guarded tables' triggers; people may still sign out, and be seen."""
    guarded = {one.table for one in triggers() if one.short == f"{one.table}_read_only"}
    free = ("readonly_", "accounts_", "workbench_presence", "workbench_access", "workbench_reviewlock")
    assert {one for one in TABLES if not one.startswith(free) and not one.endswith("event")} == guarded


@pytest.mark.parametrize("table", TABLES)
def test_triggers_hold(world: None, table: str) -> None:
    """What a trigger forbids or writes, it does; with this one trigger disabled it doesn't."""
    failures = []
    for one in triggers():
        attempt = attempt_for(one) if one.table == table else None
        if attempt is not None:
            failures += attempt(one)
    assert failures == []


def attempt_for(one: Trigger) -> Attempt | None:
    """Return what tries to get past a trigger."""
    if one.short in {*HISTORY, BEFORE}:
        return _before if one.short == BEFORE else _history
    if one.short == "relation_no_cycle":
        return _cycle
    if one.short.endswith("_no_truncate"):
        return _truncate
    if one.short.endswith("_read_only"):
        return _write
    if one.short.endswith(("append_only", "_no_update", "_no_delete", "_immutable")):
        return _change
    return None


def _change(one: Trigger) -> list[str]:
    key = primary_key(one.table)
    target = f'"{key}" = (SELECT max("{key}") FROM {one.table})'
    column = next(name for name in columns(one.table) if name != key)
    update = f'UPDATE {one.table} SET "{column}" = "{column}" WHERE {target}'
    delete = f"DELETE FROM {one.table} WHERE {target}"
    statements = {"append_only": [update, delete], "no_delete": [delete], "no_update": [update], "immutable": [update]}
    found = []
    for statement in next(run for end, run in statements.items() if one.short.endswith(end)):
        with undone():
            insert_copy(one.table, fresh(one.table) or {})  # the last row: nothing refers to it
            refusal = _refusal(statement)
            query(f'ALTER TABLE {one.table} DISABLE TRIGGER "{one.name}"')
            otherwise = _refusal(statement)
        if refusal is None:
            found.append(f"{one.short} lets pass: {statement}")
        if otherwise is not None:
            found.append(f"{one.short} is not what refuses: {statement}: {otherwise}")
    return found


def _truncate(one: Trigger) -> list[str]:
    """CASCADE reaches the tables that refer to this one, whose own triggers stand in the way, too."""
    statement, said = f"TRUNCATE {one.table} CASCADE", f"{one.table} is append-only"
    with undone():
        refusal = _refusal(statement) or ""
        query(f'ALTER TABLE {one.table} DISABLE TRIGGER "{one.name}"')
        otherwise = _refusal(statement) or ""
    found = [] if said in refusal else [f"{one.short}: {refusal or 'truncated'}"]
    return found + ([f"{one.short} is not what refuses: {otherwise}"] if said in otherwise else [])


def _write(one: Trigger) -> list[str]:
    """Nothing is written while it is read-only; what would change no row is refused as well."""
    statement, said = f"DELETE FROM {one.table} WHERE false", f"nothing was written to {one.table}"
    found = []
    if refusal := _refusal(statement):
        found.append(f"{one.short} refuses although nothing is read-only: {refusal}")
    with undone():
        query("INSERT INTO readonly_readonly (during, began_by, reason, ended_by) VALUES ('[now,)', 'ops', '', '')")
        refusals = [_refusal(statement), _refusal(f"TRUNCATE {one.table} CASCADE")]
        query(f'ALTER TABLE {one.table} DISABLE TRIGGER "{one.name}"')
        otherwise = _refusal(statement) or ""
    if said not in (refusals[0] or ""):
        found.append(f"{one.short} lets pass: {statement}")
    if refusals[1] is None:
        found.append(f"{one.table} can be truncated while it is read-only")
    return found + ([f"{one.short} is not what refuses: {otherwise}"] if said in otherwise else [])


def _cycle(one: Trigger) -> list[str]:
    changes = {
        "subject_id": SQL("object_id"), "object_id": SQL("subject_id"), "kind": "part_of", "valid": SAME,
    }  # fmt: skip
    with undone():
        refusal = _refusal_of_copy(one.table, changes)
        query(f'ALTER TABLE {one.table} DISABLE TRIGGER "{one.name}"')
        otherwise = _refusal_of_copy(one.table, changes)
    return [] if (refusal, otherwise) == ("actors_relation_no_cycle", None) else [f"{refusal}, {otherwise}"]


def _history(one: Trigger) -> list[str]:
    written = _events_of(one)
    with undone():
        query(f'ALTER TABLE {one.table} DISABLE TRIGGER "{one.name}"')
        otherwise = _events_of(one)
    found = [] if written == [HISTORY[one.short]] else [f"{one.short} wrote {written}"]
    return found + ([f"{one.short} is not what writes {otherwise}"] if otherwise else [])


def _before(one: Trigger) -> list[str]:
    """A row that was loaded: its first change writes what it was, the second one doesn't."""
    change = CHANGED_IN_HISTORY.get(one.table, "position = position + 1")
    found = []
    for disabled, expected in ((False, ["before", "update"]), (True, ["update"])):
        with undone():
            query("SELECT set_config('counterclaim.loading', 'on', true)")
            made = insert_copy(one.table, fresh(one.table) or {})
            query("SELECT set_config('counterclaim.loading', '', true)")
            if disabled:
                query(f'ALTER TABLE {one.table} DISABLE TRIGGER "{one.name}"')
            query(f"UPDATE {one.table} SET {change} WHERE {primary_key(one.table)} = %s", made)
            rows = query(f"SELECT pgh_label FROM {one.table}event WHERE pgh_obj_id = %s ORDER BY pgh_id", made)
        labels = [label for (label,) in rows]
        found += [] if labels == expected else [f"{one.short} wrote {labels}, not {expected}"]
    return found


def _events_of(one: Trigger) -> list[str]:
    """Return the labels of the events that a raw statement wrote about a row."""
    key = primary_key(one.table)
    last = f"(SELECT max(pgh_id) FROM {one.table}event)"
    with undone():
        made = insert_copy(one.table, fresh(one.table) or {})
        ((mark,),) = query(f"SELECT {last}")
        if one.short == "insert_insert":
            ((mark,),) = query(f"SELECT coalesce(max(pgh_id), 0) FROM {one.table}event WHERE pgh_obj_id <> %s", made)
        elif one.short == "update_update":
            change = CHANGED_IN_HISTORY.get(one.table, "position = position + 1")
            query(f"UPDATE {one.table} SET {change} WHERE {key} = %s", made)
        else:
            query(f"DELETE FROM {one.table} WHERE {key} = %s", made)
        rows = query(f"SELECT pgh_label FROM {one.table}event WHERE pgh_id > %s ORDER BY pgh_id", mark)
    return [label for (label,) in rows]


def _refusal(statement: str) -> str | None:
    try:
        with undone():
            query(statement)
    except DatabaseError as error:
        return str(error)
    return None


def _refusal_of_copy(table: str, changes: dict) -> str | None:
    try:
        with undone():
            insert_copy(table, changes)
    except DatabaseError as error:
        return str(error.__cause__.diag.constraint_name)
    return None


# Which tables keep what


EMPTIED_BY_NOBODY = [
    table for table in TABLES if table.startswith("record_record") and table != "record_recordword"
] + [
    "record_edition",
    "record_expunction",
    "record_release",
    "record_sourcemerge",
    "workbench_capture",
    "workbench_captureattempt",
    "workbench_checkanswer",
    "workbench_custodyentry",
    "workbench_digestmail",
    "workbench_erasure",
    "workbench_merge",
    "workbench_transition",
    "workbench_unmerge",
    "pghistory_context",
    *[table for table in TABLES if table.endswith("event")],
]


@pytest.mark.parametrize("table", EMPTIED_BY_NOBODY)
def test_what_is_append_only_refuses_truncate(world: None, table: str) -> None:
    with pytest.raises(DatabaseError, match="is append-only"), undone():
        query(f"TRUNCATE {table} CASCADE")


def test_every_workbench_table_has_a_history_or_is_append_only(world: None) -> None:
    kept: dict[str, set[str]] = {}
    for one in triggers():
        if not one.short.endswith("_read_only"):
            kept.setdefault(one.table, set()).add(one.short)
    lacking = [
        table
        for table in TABLES
        if table.startswith("workbench_")
        and table not in FORGOTTEN | DERIVED
        and not kept.get(table, set()) >= set(HISTORY)
        and not any(short.endswith("append_only") for short in kept.get(table, set()))
    ]
    assert lacking == []
    assert not (FORGOTTEN | DERIVED) & set(kept)


def test_every_record_table_is_immutable_but_the_summaries(world: None) -> None:
    guarded = {one.table for one in triggers() if not one.short.endswith("_read_only")}
    unguarded = [table for table in TABLES if table.startswith("record_") and table not in guarded]
    assert unguarded == ["record_facetcount", "record_mapcell", "record_recordword"]


# History


def test_history_keeps_what_a_row_was(world: None) -> None:
    """An update's event holds the new values, a deletion's the last ones; raw SQL leaves nobody's name."""
    made = insert_copy("workbench_claim", {"public_id": "0000000001", "statement": "First words."})
    query("UPDATE workbench_claim SET statement = 'Second words.' WHERE id = %s", made)
    query("DELETE FROM workbench_claim WHERE id = %s", made)
    events = query(
        "SELECT pgh_label, statement, pgh_context_id FROM workbench_claimevent WHERE pgh_obj_id = %s ORDER BY pgh_id",
        made,
    )
    assert events == [
        ("insert", "First words.", None),
        ("update", "Second words.", None),
        ("delete", "Second words.", None),
    ]


@pytest.mark.parametrize("table", [table for table in TABLES if f"{table}event" in TABLES])
def test_history_has_every_column(world: None, table: str) -> None:
    """A column that is added to a table is added to its history."""
    assert set(columns(table)) - set(columns(f"{table}event")) == set()


def test_an_update_that_changes_nothing_is_no_event(world: None) -> None:
    before = query("SELECT count(*) FROM workbench_claimevent")
    query("UPDATE workbench_claim SET statement = statement")
    assert query("SELECT count(*) FROM workbench_claimevent") == before


def test_history_of_many_rows_at_once(world: None) -> None:
    ((rows,),) = query("SELECT count(*) FROM workbench_claim")
    ((before,),) = query("SELECT count(*) FROM workbench_claimevent")
    query("UPDATE workbench_claim SET position = position + 1")
    assert query("SELECT count(*) FROM workbench_claimevent") == [(before + rows,)]


# Actors: no cycle in part_of


def _actors(*slugs: str) -> list[int]:
    return [ActorFactory(slug=slug).pk for slug in slugs]


def _relate(part: int, whole: int, years: str, kind: str = "part_of") -> int:
    return query(
        "INSERT INTO actors_actorrelation (subject_id, object_id, kind, valid, recorded_at) "
        "VALUES (%s, %s, %s, %s::daterange, now()) RETURNING id",
        part, whole, kind, years,
    )[0][0]  # fmt: skip


def test_a_cycle_of_three_is_refused(world: None) -> None:
    a, b, c = _actors("a", "b", "c")
    _relate(a, b, "[2000-01-01,)")
    _relate(b, c, "[2005-01-01,)")
    with pytest.raises(DatabaseError, match="would be a part of itself"), undone():
        _relate(c, a, "[2010-01-01,2011-01-01)")


def test_a_cycle_is_one_only_where_all_its_days_meet(world: None) -> None:
    a, b, c = _actors("a", "b", "c")
    _relate(a, b, "[2000-01-01,2005-01-01)")
    _relate(b, c, "[2004-01-01,2010-01-01)")
    _relate(c, a, "[2005-01-01,2010-01-01)")  # b is part of c, c of a, and a no longer of b
    with pytest.raises(DatabaseError, match="would be a part of itself"), undone():
        _relate(c, a, "[2004-06-01,2004-07-01)")


def test_an_update_can_make_no_cycle_either(world: None) -> None:
    a, b = _actors("a", "b")
    _relate(a, b, "[2000-01-01,2005-01-01)")
    later = _relate(b, a, "[2005-01-01,2010-01-01)")
    ally = _relate(b, a, "[2000-01-01,2001-01-01)", "allied_with")
    for change, of in (("valid = '[2004-01-01,2010-01-01)'", later), ("kind = 'part_of'", ally)):
        with pytest.raises(DatabaseError, match="would be a part of itself"), undone():
            query(f"UPDATE actors_actorrelation SET {change} WHERE id = %s", of)


def test_allies_may_be_allied_both_ways(world: None) -> None:
    a, b = _actors("a", "b")
    _relate(a, b, "[2000-01-01,)", "allied_with")
    assert _relate(b, a, "[2000-01-01,)", "allied_with")
