"""What was published stays as it was, whatever statement comes; an expunction is the one way out, and a narrow one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from incidents.document.canonical import GENESIS, chain, envelope, sha256
from incidents.moderation.workflow import transition
from incidents.record.models import (
    Edition,
    Expunction,
    RecordAnswer,
    RecordAssertion,
    RecordClaim,
    RecordFigure,
    RecordInvolvement,
    RecordLink,
    RecordSides,
    RecordSource,
    Release,
)
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident
from tests.incidents.complete import published_incident

ROWS = (
    RecordClaim,
    RecordAssertion,
    RecordAnswer,
    RecordFigure,
    RecordInvolvement,
    RecordSides,
    RecordSource,
    RecordLink,
)
FIXED = {"seq", "ref", "number", "origin", "status", "schema", "published_at", "body_sha256", "digest"}
CONTENT = {field.column for field in Edition._meta.get_fields() if not field.is_relation} - {"validity"}
OTHER_VALUE = {
    "bigint": "seq + 1",
    "integer": "coalesce({0}, 0) + 1",
    "smallint": "coalesce({0}, 0) + 1",
    "double precision": "coalesce({0}, 0) + 1",
    "boolean": "NOT {0}",
    "date": "coalesce({0}, '2024-01-01') + 1",
    "timestamp with time zone": "{0} - interval '1 second'",
    "character varying[]": "{0} || ARRAY['other']::varchar[]",
    "tsvector": "to_tsvector('other')",
    "character varying": "left({0}, 2) || 'x'",
    "text": "{0} || ' '",
}
"""Another value of each type of column; an update is tried with each."""


@pytest.fixture
def edition(anna: User, edith: User) -> Edition:
    """Return a published edition that stands."""
    incident = published_incident(by=anna, editor=edith)
    return Edition.objects.get(ref=incident.ref)


def run(sql: str, *params: object) -> list[tuple]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def refused(words: str = "is immutable") -> Iterator[None]:
    """Expect the database to refuse what happens inside."""
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        yield


def another_value(column: str) -> str:
    """Return an expression that differs from what a column holds."""
    ((kind,),) = run(
        "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'record_edition'::regclass "
        "AND attname = %s",
        column,
    )
    return OTHER_VALUE[kind].format(f'"{column}"')


def close(edition: Edition) -> None:
    """Close the validity of an edition, an hour after it began."""
    run(
        "UPDATE record_edition SET validity = tstzrange(lower(validity), lower(validity) + interval '1 hour') "
        "WHERE seq = %s",
        edition.seq,
    )


# Content


@pytest.mark.parametrize("column", sorted(CONTENT))
def test_no_column_is_updated(edition: Edition, column: str) -> None:
    value = another_value(column)
    assert run(f'SELECT "{column}" IS DISTINCT FROM {value} FROM record_edition WHERE seq = %s', edition.seq) == [
        (True,)
    ]
    with refused():
        run(f'UPDATE record_edition SET "{column}" = {value} WHERE seq = %s', edition.seq)


@pytest.mark.parametrize("column", sorted(CONTENT))
def test_no_column_is_updated_while_closing(edition: Edition, column: str) -> None:
    with refused():
        run(
            f'UPDATE record_edition SET "{column}" = {another_value(column)}, '
            "validity = tstzrange(lower(validity), lower(validity) + interval '1 hour') WHERE seq = %s",
            edition.seq,
        )


def test_the_columns_are_all_there_are() -> None:
    """A new column of the table is tried too."""
    assert {field.column for field in Edition._meta.concrete_fields} - {"validity"} == CONTENT


def test_no_edition_is_saved_again_or_deleted(edition: Edition) -> None:
    edition.title = "Another title"
    with refused():
        edition.save()
    with refused():
        Edition.objects.update(title="Another title")
    with refused():
        Edition.objects.bulk_update([edition], ["title"])
    with refused("Cannot delete rows"):
        run("DELETE FROM record_edition")
    assert Edition.objects.get().title != "Another title"


def test_nothing_is_updated_by_an_upsert(edition: Edition) -> None:
    with refused():
        run(
            "INSERT INTO record_edition SELECT * FROM record_edition WHERE seq = %s "
            "ON CONFLICT (seq) DO UPDATE SET title = 'Another title'",
            edition.seq,
        )


# Validity


def test_validity_is_closed_once(edition: Edition) -> None:
    close(edition)
    edition.refresh_from_db()
    assert not edition.validity.upper_inf
    with refused():
        close(edition)


@pytest.mark.parametrize(
    "validity",
    [
        "tstzrange(lower(validity), NULL)",
        "tstzrange(lower(validity), upper(validity) + interval '1 hour')",
        "tstzrange(lower(validity), upper(validity) - interval '1 minute')",
        "'empty'",
    ],
    ids=["reopened", "prolonged", "shortened", "emptied"],
)
def test_what_is_closed_stays_as_it_is(edition: Edition, validity: str) -> None:
    close(edition)
    with refused():
        run(f"UPDATE record_edition SET validity = {validity} WHERE seq = %s", edition.seq)


@pytest.mark.parametrize(
    "validity",
    [
        "'empty'",
        "tstzrange(lower(validity), lower(validity))",
        "tstzrange(lower(validity) - interval '1 hour', lower(validity) + interval '1 hour')",
        "tstzrange(lower(validity) + interval '1 minute', lower(validity) + interval '1 hour')",
        "tstzrange(lower(validity) - interval '1 hour', NULL)",
        "tstzrange(NULL, lower(validity))",
        "tstzrange(NULL, NULL)",
        "validity",
    ],
)
def test_validity_keeps_its_lower_end_and_ends_after_it(edition: Edition, validity: str) -> None:
    with refused():
        run(f"UPDATE record_edition SET validity = {validity} WHERE seq = %s", edition.seq)


def test_the_next_edition_closes_the_one_before(edition: Edition, edith: User) -> None:
    incident = Incident.objects.get(ref=edition.ref)
    transition(incident=incident, verb=Verb.RETRACT, by=edith, reason="It was another event.")
    first, second = Edition.objects.filter(ref=edition.ref).order_by("seq")
    assert first.validity.upper == second.validity.lower == second.published_at
    assert second.validity.upper is None
    assert (first.body, first.digest) == (edition.body, edition.digest)


# Derived rows


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_derived_rows_are_neither_updated_nor_deleted(edition: Edition, model: Any) -> None:
    if model is RecordLink:
        RecordLink.objects.create(edition=edition, ref=edition.ref, other="CC-2024-00002", relation="follows")
    assert model.objects.exists()
    with refused("Cannot update rows"):
        model.objects.update(edition=edition)
    with refused("are immutable"):
        model.objects.all().delete()


# Expunction


def expunge(edition: Edition) -> None:
    """Name an edition, with the reason."""
    Expunction.objects.create(seqs=[edition.seq], reason="A court ordered it.")


def test_an_expunction_lets_content_be_replaced(edition: Edition) -> None:
    expunge(edition)
    with refused():
        Edition.objects.filter(seq=edition.seq).update(body='{"expunged":true}', title="", search=None)
    replaced = {"body": '{"expunged":true}', "title": "", "search": None, "expunged": True}
    Edition.objects.filter(seq=edition.seq).update(**replaced)
    found = Edition.objects.get(seq=edition.seq)
    assert (found.body, found.title) == ('{"expunged":true}', "")
    assert (found.body_sha256, found.digest) == (edition.body_sha256, edition.digest)


def test_content_is_replaced_once(edition: Edition) -> None:
    """What was put in place of the content is as immutable as any other edition; nothing takes the mark off it."""
    expunge(edition)
    Edition.objects.filter(seq=edition.seq).update(body="{}", expunged=True)
    for change in ({"body": '{"expunged":false}'}, {"title": "Another title"}, {"expunged": False}):
        with refused():
            Edition.objects.filter(seq=edition.seq).update(**change)


@pytest.mark.parametrize("column", sorted(FIXED))
def test_an_expunction_leaves_what_the_chain_stands_on(edition: Edition, column: str) -> None:
    expunge(edition)
    with refused():
        run(f'UPDATE record_edition SET "{column}" = {another_value(column)} WHERE seq = %s', edition.seq)
    with refused():
        run(
            f"UPDATE record_edition SET body = '{{}}', expunged = true, \"{column}\" = {another_value(column)} "
            "WHERE seq = %s",
            edition.seq,
        )


def test_an_expunction_opens_no_validity(edition: Edition) -> None:
    close(edition)
    expunge(edition)
    with refused():
        run("UPDATE record_edition SET validity = tstzrange(lower(validity), NULL), body = '{}', expunged = true")
    with refused():
        run("UPDATE record_edition SET validity = tstzrange(lower(validity), NULL)")


def test_an_expunction_lets_derived_rows_go_but_not_change(edition: Edition) -> None:
    expunge(edition)
    with refused("Cannot update rows"):
        RecordClaim.objects.update(statement="Something else.")
    for model in ROWS:
        model.objects.filter(edition=edition).delete()
        assert not model.objects.exists()
    with refused("Cannot delete rows"):
        run("DELETE FROM record_edition")


def test_an_expunction_of_another_edition_opens_nothing(edition: Edition) -> None:
    Expunction.objects.create(seqs=[edition.seq + 1], reason="A court ordered it.")
    with refused():
        Edition.objects.filter(seq=edition.seq).update(body="{}", expunged=True)
    with refused("are immutable"):
        RecordClaim.objects.all().delete()


def test_expunctions_and_releases_are_append_only(edition: Edition) -> None:
    expunge(edition)
    Release.objects.create(version="26.1", cutoff_seq=1, head_digest=edition.digest, manifest={}, files=[])
    for model, change in ((Expunction, {"reason": "Another."}), (Release, {"version": "26.2"})):
        with refused("Cannot update or delete rows"):
            model.objects.update(**change)
        with refused("Cannot update or delete rows"):
            model.objects.all().delete()


@pytest.mark.parametrize("model", [Edition, Expunction, Release, *ROWS], ids=lambda model: model.__name__)
def test_no_table_is_truncated(edition: Edition, model: Any) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with refused("is append-only"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")


# The chain


def test_the_digest_of_an_edition_is_that_of_its_parts(edition: Edition) -> None:
    surrounds = envelope(
        seq=edition.seq, ref=edition.ref, number=edition.number, status=edition.status, origin=edition.origin,
        schema=edition.schema, published_at=edition.published_at,
    )  # fmt: skip
    assert edition.body_sha256 == sha256(edition.body.encode())
    assert edition.digest == chain(GENESIS, surrounds, edition.body_sha256)
