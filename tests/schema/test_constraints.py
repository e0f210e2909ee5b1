"""Every constraint of the project's own tables has a statement that tries to break it, and nothing else stops it."""

from contextlib import suppress

import pytest
from django.db import IntegrityError

from tests.schema.attempts import BY_HAND, Attempt, attempt_for, null_attempt
from tests.schema.catalog import TABLES, Constraint, constraints, primary_key, query, required_columns
from tests.schema.world import SAME, fresh, insert_copy, undone


def test_every_constraint_has_an_attempt(world: None) -> None:
    every = constraints()
    assert [f"{one.table}: {one.name}" for one in every if attempt_for(one, every) is None] == []


def test_no_attempt_is_left_of_a_constraint_that_is_gone(world: None) -> None:
    assert sorted(set(BY_HAND) - {one.name for one in constraints()}) == []


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_copy_is_valid(world: None, table: str) -> None:
    """The ground under all attempts: without the change that breaks a rule, the row is taken."""
    changes = fresh(table)
    assert changes is not None, f"{table} has no row in tests/schema/world.py"
    before = query(f"SELECT count(*) FROM {table}")[0][0]
    insert_copy(table, changes)
    assert query(f"SELECT count(*) FROM {table}")[0][0] == before + 1


@pytest.mark.parametrize("table", TABLES)
def test_constraints_hold(world: None, table: str) -> None:
    """Each statement is refused by the constraint it aims at; without that constraint it goes through."""
    every = constraints()
    failures = []
    for one in every:
        attempt = attempt_for(one, every) if one.table == table else None
        if attempt is not None:
            failures += _try(one, attempt)
    assert failures == []


def _try(one: Constraint, attempt: Attempt) -> list[str]:
    with undone():
        _drop(one.table, *attempt.also)
        refused_by = _refused_by(one.table, attempt)
    with undone():
        _drop(one.table, *attempt.also, one.name)
        query(f"ALTER TABLE {one.table} DISABLE TRIGGER USER")  # a history table repeats some checks of its table
        otherwise = _refused_by(one.table, attempt)
    found = [] if refused_by == one.name else [f"{one.name}: refused by {refused_by}"]
    return found + ([f"{one.name}: even without it refused by {otherwise}"] if otherwise else [])


def _drop(table: str, *names: str) -> None:
    for name in names:
        query(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')


def _refused_by(table: str, attempt: Attempt) -> str | None:
    """Return the name of the constraint that refuses an attempt, or None if the row is taken."""
    try:
        with undone():
            insert_copy(table, attempt.changes)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name or str(error)
    return None


@pytest.mark.parametrize("table", TABLES)
def test_required_columns_refuse_null(world: None, table: str) -> None:
    failures = []
    for column in required_columns(table):
        attempt = null_attempt(table, column)
        assert attempt is not None
        refused = None
        with suppress(IntegrityError), undone():
            try:
                insert_copy(table, attempt.changes)
            except IntegrityError as error:
                refused = error.__cause__.diag.column_name
                raise
        if refused != column:
            failures.append(f"{column}: {refused}")
    assert failures == []


@pytest.mark.parametrize(
    ("name", "table", "changes"),
    [
        ("workbench_involvement_once", "workbench_involvement", {"claim_id": None}),
        ("workbench_incidentlink_once", "workbench_incidentlink", {"claim_id": None}),
        ("workbench_assessment_once", "workbench_assessment", {"question": "", "finding": "", "side_id": None}),
    ],
)
def test_unknown_counts_as_one_value(world: None, name: str, table: str, changes: dict) -> None:
    """Two rows that both leave the nullable column of a key empty are the same row."""
    insert_copy(table, {"public_id": "0000000001", **changes})
    with pytest.raises(IntegrityError) as refused:
        insert_copy(table, {"public_id": "0000000002", **changes})
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(
    "changes",
    [{"coarse_precision": None}, {"coarse_place_id": None}],
    ids=["precision", "place"],
)
def test_a_coarse_location_needs_both_place_and_precision(world: None, changes: dict) -> None:
    with pytest.raises(IntegrityError, match="workbench_incident_coarse_needs_place"):
        insert_copy("workbench_incident", {"ref": "CC-2024-99999", **changes})


@pytest.mark.parametrize(
    ("table", "column", "outside", "edges"),
    [
        ("workbench_incident", "place_precision", (0, 8), (1, 7)),
        ("workbench_incident", "coarse_precision", (1, 8), (2, 7)),
        ("workbench_incident", "latitude", (-90.1, 90.1), (-90, 90)),
        ("workbench_incident", "longitude", (-180.1, 180.1), (-180, 180)),
        ("workbench_citation", "credibility", (0, 7), (1, 6)),
        ("reference_place", "latitude", (-90.1, 90.1), (-90, 90)),
        ("reference_place", "longitude", (-180.1, 180.1), (-180, 180)),
    ],
)
def test_ranges_have_both_ends(world: None, table: str, column: str, outside: tuple, edges: tuple) -> None:
    base = fresh(table)
    assert base is not None
    for value in edges:
        with undone():
            insert_copy(table, {**base, column: value})
    for value in outside:
        with pytest.raises(IntegrityError, match="_range"), undone():
            insert_copy(table, {**base, column: value})


@pytest.mark.parametrize("table", ["workbench_claim", "record_edition", "reference_place"])
def test_what_is_referred_to_is_not_deleted(world: None, table: str) -> None:
    """A deletion in raw SQL never takes other rows along: no foreign key cascades in the database."""
    key = primary_key(table)
    if table == "record_edition":
        query(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with pytest.raises(IntegrityError, match="foreign key"), undone():
        query(f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})")


def test_no_foreign_key_acts_on_its_own(world: None) -> None:
    acting = query("SELECT conname FROM pg_constraint WHERE contype = 'f' AND (confdeltype, confupdtype) <> ('a', 'a')")
    assert acting == []


def test_every_constraint_is_validated_and_enforced(world: None) -> None:
    assert query("SELECT conname FROM pg_constraint WHERE NOT convalidated") == []


def test_no_rule_hides_in_a_unique_index_without_a_constraint(world: None) -> None:
    """Such an index would be in no catalogue that `constraints()` reads."""
    found = query(
        """
        SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique AND indrelid::regclass::text = ANY(%s)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
        """,
        TABLES,
    )
    assert found == []


def test_same_is_no_value() -> None:
    """`SAME` must never reach a statement as a parameter."""
    assert not any(value is SAME for table in TABLES for value in (fresh(table) or {}).values())
