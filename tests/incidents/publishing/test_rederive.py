"""What is derived from the editions can be derived again, by today's rules, and nothing else changes."""

from io import StringIO

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from incidents.publishing.rederive import is_current, rederive
from incidents.publishing.verify import verify
from incidents.record.models import Edition, FacetCount, MapCell, RecordAnswer, RecordClaim
from tests.incidents.complete import published_incident

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(anna: User, edith: User) -> Edition:
    """Return an edition as an older release derived it: no answers, other columns, nothing counted."""
    incident = published_incident(by=anna, editor=edith)
    with pgtrigger.ignore("record.RecordAnswer:recordanswer_no_delete", "record.Edition:edition_immutable"):
        RecordAnswer.objects.all().delete()
        Edition.objects.update(kind="other", search=None)
    FacetCount.objects.update(unknown=7)
    return Edition.objects.get(ref=incident.ref)


def state(edition: Edition) -> tuple[str, ...]:
    edition.refresh_from_db()
    return edition.body, edition.body_sha256, edition.digest, str(edition.validity)


def test_what_is_out_of_date_is_found_and_mended(old: Edition) -> None:
    assert any("kind" in fault for fault in verify().faults)
    assert "run rederive_record" in verify().faults[-1]
    before = state(old)
    assert rederive() == 1
    assert verify().faults == []
    assert state(old) == before
    assert FacetCount.objects.get(incidents=1).unknown in (0, 1)
    assert MapCell.objects.count() == 1


def test_a_second_run_changes_nothing(old: Edition) -> None:
    rederive()
    rows = list(RecordClaim.objects.values_list("pk"))
    out = StringIO()
    call_command("rederive_record", stdout=out)
    assert out.getvalue() == "0 editions derived anew\n"
    assert list(RecordClaim.objects.values_list("pk")) == rows


def test_the_triggers_hold_again_afterwards(old: Edition) -> None:
    rederive()
    for statement in ("UPDATE record_edition SET kind = 'other'", "DELETE FROM record_recordclaim"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_it_is_done_once_for_each_change_of_the_rules(old: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_current()
    outs = [StringIO(), StringIO(), StringIO()]
    call_command("rederive_record", "--if-needed", stdout=outs[0])
    call_command("rederive_record", "--if-needed", stdout=outs[1])
    monkeypatch.setattr("incidents.publishing.rederive._NOTE", "derived by rules 99")
    call_command("rederive_record", "--if-needed", stdout=outs[2])
    assert [out.getvalue() for out in outs] == ["1 editions derived anew\n", "", "0 editions derived anew\n"]
