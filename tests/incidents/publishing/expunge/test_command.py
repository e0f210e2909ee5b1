"""`manage.py expunge`: says what it would do, does it with --yes, and leaves nothing on the disk. Commits for real."""

import threading
import time
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.workflow import transition
from incidents.publishing.expunge import operation, planning
from incidents.publishing.expunge.operation import expunge
from incidents.publishing.expunge.targets import Order
from incidents.publishing.expunge.vacuum import vacuum, wait_for_older
from incidents.publishing.verify import verify
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.models import Erasure, Incident
from tests.incidents.complete import publish_as_previewed
from tests.incidents.publishing.expunge.conftest import ASCII, NAME, Told, claim_of
from tests.incidents.publishing.expunge.everywhere import in_database, in_files, on_disk, run, whole

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Order 7 of a court, on personal data."


def command(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("expunge", *arguments, reason=options.pop("reason", REASON), stdout=out, **options)
    return out.getvalue()


def test_it_says_what_it_would_do_and_then_does_it(told: Told, adam: User) -> None:
    before = whole()
    claim = claim_of(told.incident).public_id
    for arguments in (["--text", NAME], ["--text", NAME, "--dry-run"], ["--text", NAME, "--yes", "--dry-run"]):
        said = command(*arguments, by="adam", claim=[claim])
        assert f"edition: {told.incident.ref} edition 3 (seq 4) becomes a stub" in said
        assert f"retraction: {told.incident.ref} is taken back" in said
        assert "workbench: 1 of workbench_claim go, with their history" in said
        assert "words: taken out of " in said
        assert "of workbench_claimevent" in said
        assert "of pghistory_context" in said
        assert "of django_admin_log" in said
        assert "sessions: 1 are ended" in said
        assert "file: captures/" in said
        assert said.endswith("nothing was changed; --yes does it\n")
    assert whole() == before

    assert on_disk(ASCII) != []
    said = command("--text", NAME, "--text", ASCII, "--claim", claim, "--yes", by="adam")
    assert "done: expunction " in said
    assert said.endswith("the tables were rewritten\n")
    assert (in_database(ASCII), in_files(NAME), on_disk(ASCII)) == ([], [], [])

    out = StringIO()
    call_command("verify_record", stdout=out)
    for number in (1, 2, 3):
        assert f"expunged: {told.incident.ref} edition {number} (seq {number + 1}): {REASON}" in out.getvalue()
    _all_is_refused_again(told)


def _all_is_refused_again(told: Told) -> None:
    """The door was open in that one transaction, for nobody after it."""
    assert Erasure.objects.count() == 1
    for statement in (
        "UPDATE workbench_claimevent SET statement = 'x'",
        "DELETE FROM workbench_claimevent",
        "DELETE FROM pghistory_context",
        "UPDATE pghistory_context SET metadata = '{}'",
        "UPDATE workbench_transition SET reason = 'x'",
        "DELETE FROM workbench_erasure",
        "UPDATE workbench_erasure SET transaction = workbench_transaction()",
        "UPDATE record_edition SET body = '{}', expunged = true WHERE seq = 2",
        "UPDATE record_edition SET title = 'x' WHERE seq = 1",
        "DELETE FROM record_recordclaim",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            run(statement)
    with transaction.atomic():
        run("SELECT workbench_erasing()")
        assert run("SELECT workbench_erasing()") == [(False,)]


def test_the_door_is_open_to_its_own_transaction_alone(told: Told, adam: User) -> None:
    """Another session, at the same time, finds it closed."""
    found: list[object] = []

    def elsewhere() -> None:
        try:
            run("DELETE FROM workbench_claimevent")
        except DatabaseError as refused:
            found.append(str(refused))
        finally:
            connection.close()

    with transaction.atomic():
        Erasure.objects.create(by=adam, reason="x")
        assert run("SELECT workbench_erasing()") == [(True,)]
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            run("TRUNCATE workbench_claimevent")
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join()
        transaction.set_rollback(True)
    assert "Cannot update or delete rows" in str(found[0])


def test_what_is_wrong_is_said_and_nothing_done(told: Told, adam: User) -> None:
    before = whole()
    for options, message in (
        ({"claim": ["0000000000"], "by": "adam"}, "no claim 0000000000"),
        ({"text": [NAME]}, "Say with --by"),
        ({"text": [NAME], "by": "nobody"}, "no user nobody"),
        ({"text": [NAME], "by": "anna"}, "Only an administrator or an editor"),
        ({"text": [NAME], "by": "adam", "reason": f"About {NAME}"}, "must not contain"),
    ):
        with pytest.raises(CommandError, match=message):
            command("--yes", **options)
    assert whole() == before


def test_without_rewriting_it_says_what_is_still_to_run(told: Told, adam: User) -> None:
    said = command("--text", NAME, "--text", ASCII, "--yes", "--no-vacuum", by="adam")
    statement = said.partition("as the owner of the tables: ")[2].splitlines()[0]
    assert statement.startswith("VACUUM (FULL, ANALYZE) ")
    assert "once no transaction from before now is open" in said
    assert on_disk(ASCII) != []
    deadline = time.monotonic() + 120
    while (found := on_disk(ASCII)) and time.monotonic() < deadline:  # the server's own ANALYZE may read it as it was
        wait_for_older(deadline)
        run(statement)
    assert found == [], run("SELECT pid, backend_type, state, backend_xmin, query FROM pg_stat_activity")


def test_rows_that_somebody_may_still_read_are_reported(told: Told, adam: User) -> None:
    reading, ended = threading.Event(), threading.Event()

    def read() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT count(*) FROM django_migrations")
            reading.set()
            ended.wait(60)
        connection.close()

    other = threading.Thread(target=read)
    other.start()
    assert reading.wait(60)
    expunge(order=Order(REASON, texts=(NAME, ASCII)), by=adam)
    assert "workbench_claim" in vacuum(seconds=0)
    ended_in_time = threading.Timer(3, ended.set)
    ended_in_time.start()
    assert vacuum() == []
    other.join()
    assert on_disk(ASCII) == []


def test_a_publication_at_the_same_time_waits_and_fails_cleanly(
    told: Told, adam: User, edith: User, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was previewed with the name in it: once the expunction is through, it is not what was previewed any more."""
    transition(incident=told.incident, verb=Verb.SUBMIT, by=anna)
    incident = Incident.objects.get(pk=told.incident.pk)
    results: list[object] = []
    planned = threading.Event()

    def publishes() -> None:
        planned.wait(20)
        try:
            results.append(publish_as_previewed(incident, by=edith))
        except DomainError as refused:
            results.append(refused)
        finally:
            connection.close()

    def plans(order: Order) -> planning.Plan:
        """Let the other go on once the locks are held and everything was read."""
        found = make_plan(order)
        planned.set()
        other.join(1)
        return found

    make_plan = planning.make_plan
    monkeypatch.setattr(operation, "make_plan", plans)
    other = threading.Thread(target=publishes)
    other.start()
    expunge(order=Order(REASON, texts=(NAME, ASCII)), by=adam)
    other.join()
    assert isinstance(results[0], DomainError)
    assert in_database(ASCII) == []
    assert verify().faults == []
    assert Edition.objects.filter(ref=incident.ref).count() == 4
