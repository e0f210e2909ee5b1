"""verify_record finds every way in which the record could have been changed behind its back."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from incidents.moderation.workflow import transition
from incidents.publishing.expunge import record
from incidents.publishing.operations import preview
from incidents.publishing.verify import Head, verify
from incidents.record.models import Edition, Expunction
from incidents.vocabulary import Verb
from incidents.workbench.models import Incident
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.complete import complete_incident

pytestmark = pytest.mark.django_db


def publish(incident: Incident, editor: User) -> Edition:
    shown = preview(incident)
    step = transition(
        incident=incident, verb=Verb.PUBLISH, by=editor, revision=shown.revision, body_sha256=shown.body_sha256
    )
    assert step.edition_seq
    return Edition.objects.get(seq=step.edition_seq)


@pytest.fixture
def ledger(anna: User, edith: User) -> list[Edition]:
    """Three incidents, the first of them in two editions: seq 1–4."""
    incidents = []
    for _ in range(3):
        incident = complete_incident(by=anna)
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)
        publish(incident, edith)
        incidents.append(incident)
    first = incidents[0]
    transition(incident=first, verb=Verb.REOPEN, by=anna)
    first.title = "A better title for the first incident"
    save_incident(incident=first, changes=Changes(), by=anna, revision=first.revision)
    transition(incident=first, verb=Verb.SUBMIT, by=anna)
    publish(first, edith)
    return list(Edition.objects.order_by("seq"))


@contextmanager
def as_superuser() -> Iterator[Callable[..., None]]:
    """Do what only a superuser can: write past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor.execute
        finally:
            cursor.execute("SET session_replication_role = origin")


def faults(expected: Head | None = None) -> str:
    return "\n".join(verify(expected=expected).faults)


def test_a_sound_record_has_no_faults(ledger: list[Edition]) -> None:
    report = verify()
    assert report.faults == []
    assert report.head == Head(4, ledger[-1].digest)


def test_changed_body_is_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        run('UPDATE record_edition SET body = replace(body, \'"summary":"\', \'"summary":"Not \') WHERE seq = 2')
    assert f"{ledger[1].ref} edition 1 (seq 2): the body is not the one" in faults()


def test_changed_body_with_its_hash_is_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        run('UPDATE record_edition SET body = replace(body, \'"summary":"\', \'"summary":"Not \') WHERE seq = 2')
        run("UPDATE record_edition SET body_sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex') WHERE seq = 2")
    assert f"{ledger[1].ref} edition 1 (seq 2): the digest does not follow" in faults()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("status = 'merged'", "the digest does not follow"),
        ("number = 7", "number 7 does not follow"),
        ("origin = 'elsewhere'", "the digest does not follow"),
        ("schema = 'x'", "the digest does not follow"),
        ("published_at = published_at + interval '1 day'", "the digest does not follow"),
        (
            "validity = tstzrange(lower(validity), upper(validity) - interval '1 microsecond')",
            "does not end where this one begins",
        ),
        ("validity = tstzrange(lower(validity) - interval '1 day', upper(validity))", "does not begin at publication"),
        ("title = 'Something else'", "the column title does not follow"),
        ("contested = '{}'", "the column contested does not follow"),
        ("search = to_tsvector('simple', 'x')", "the search vector does not follow"),
    ],
)
def test_changed_column_is_found(ledger: list[Edition], change: str, fault: str) -> None:
    with as_superuser() as run:
        run("ALTER TABLE record_edition DROP CONSTRAINT record_edition_valid_from_publication")
        run("ALTER TABLE record_edition DROP CONSTRAINT record_edition_one_at_a_time")
        run(f"UPDATE record_edition SET {change} WHERE seq = 1")
    found = faults()
    assert fault in found
    assert ledger[0].ref in found


def test_changed_seq_is_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        run("UPDATE record_edition SET seq = 9 WHERE seq = 3")
    assert "seq 3 is missing before it" in faults()
    assert f"{ledger[2].ref} edition 1 (seq 9)" in faults()


def test_closed_validity_of_a_last_edition_is_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        run("UPDATE record_edition SET validity = tstzrange(lower(validity), now() + interval '1 day') WHERE seq = 4")
    assert f"{ledger[3].ref} edition 2 (seq 4): the validity of the last edition is closed" in faults()


def test_swapped_bodies_are_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        run(
            "UPDATE record_edition e SET body = o.body, body_sha256 = o.body_sha256 FROM record_edition o "
            "WHERE (e.seq, o.seq) IN ((2, 3), (3, 2))"
        )
    found = faults()
    assert f"{ledger[1].ref} edition 1 (seq 2): the body is of {ledger[2].ref}" in found
    assert f"{ledger[2].ref} edition 1 (seq 3): the body is of {ledger[1].ref}" in found


def test_deleted_last_edition_is_found_against_the_exported_head(ledger: list[Edition], tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    call_command("verify_record", export=str(head), stdout=StringIO())
    assert json.loads(head.read_text()) == {"seq": 4, "digest": ledger[-1].digest}
    with as_superuser() as run:
        for table in ("claim", "assertion", "involvement", "source", "link"):
            run(f"DELETE FROM record_record{table} WHERE edition_id = 4")
        run("DELETE FROM record_edition WHERE seq = 4")
    with pytest.raises(CommandError, match="faults in 3 editions"):
        call_command("verify_record", against=str(head), stdout=StringIO(), stderr=StringIO())
    assert "is not in the ledger, which ends at seq 3" in faults(Head(4, ledger[-1].digest))


def test_deleted_incident_is_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        for table in ("claim", "assertion", "involvement", "source", "link"):
            run(f"DELETE FROM record_record{table} WHERE edition_id = 2")
        run("DELETE FROM record_edition WHERE seq = 2")
    assert "seq 2 is missing before it" in faults()


@pytest.mark.parametrize("table", ["claim", "assertion", "involvement", "source"])
def test_deleted_derived_row_is_found(ledger: list[Edition], table: str) -> None:
    with as_superuser() as run:
        run(f"DELETE FROM record_record{table} WHERE edition_id = 2")
    assert f"{ledger[1].ref} edition 1 (seq 2): the rows of record {table}s do not follow" in faults()


@pytest.fixture
def expunged(ledger: list[Edition]) -> Edition:
    """The only edition of the second incident, with a stub in its place."""
    record.retract(ledger[1], reason="order of a court")
    record.replace([ledger[1]], reason="order of a court")
    return Edition.objects.get(seq=2)


def test_expunged_content_is_reported_as_such(ledger: list[Edition], expunged: Edition) -> None:
    report = verify()
    assert report.faults == []
    assert report.expunged == [f"{expunged.ref} edition 1 (seq 2): order of a court"]
    assert report.head.seq == 5


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("body = replace(body, 'a court', 'nobody')", "its body is not the stub"),
        ("body = (SELECT body FROM record_edition WHERE seq = 3)", "its body is not the stub"),
        ("title = 'A title'", "the column title does not follow"),
        ("actors = '{armenia}'", "the column actors does not follow"),
        ("killed_best = 1", "the column killed_best does not follow"),
        ("search = to_tsvector('simple', 'x')", "the search vector does not follow"),
        ("expunged = false", "not marked as expunged"),
        ("body_sha256 = repeat('0', 64)", "the digest does not follow"),
    ],
)
def test_changed_stub_is_found(ledger: list[Edition], expunged: Edition, change: str, fault: str) -> None:
    with as_superuser() as run:
        run(f"UPDATE record_edition SET {change} WHERE seq = 2")
    assert f"{expunged.ref} edition 1 (seq 2): " in faults()
    assert fault in faults()


def test_rows_of_a_stub_are_found(ledger: list[Edition], expunged: Edition) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_recordinvolvement (edition_id, actor, role, alleged) VALUES (2, 'a', 'b', true)"
        )
    assert "the rows of record involvements do not follow" in faults()


def test_a_mark_without_an_expunction_is_found(ledger: list[Edition]) -> None:
    with as_superuser() as run:
        run("UPDATE record_edition SET expunged = true WHERE seq = 2")
    assert "marked as expunged, and no expunction names it" in faults()


def test_an_expunction_that_replaced_nothing_is_found(ledger: list[Edition]) -> None:
    Expunction.objects.create(seqs=[2], reason="order of a court")
    assert "an expunction names it, and its body is not the stub" in faults()


def test_an_expunged_edition_that_stands_is_found(ledger: list[Edition]) -> None:
    record.replace([ledger[1]], reason="order of a court")
    assert "it was expunged, and still stands" in faults()
