"""`manage.py transition`: what it says, and what it asks for. What it may do is in test_roads."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from incidents.publishing.operations import preview
from incidents.record.models import Edition
from incidents.workbench.operations.save import create_incident
from tests.incidents.complete import submitted_incident

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    """Run the command."""
    out = io.StringIO()
    call_command("transition", *words, stdout=out)
    return out.getvalue()


def test_it_shows_what_is_open_and_what_publishing_takes(anna: User, edith: User) -> None:
    incident = submitted_incident(by=anna)
    now = preview(incident)
    told = said(incident.ref, "--by", "edith")
    assert f"revision {now.revision}, digest {now.body_sha256}" in told
    assert "steps open to edith: withdraw, request_changes, reject, publish, merge\n" in told
    words = ["--revision", str(now.revision), "--digest", now.body_sha256]
    done = said(incident.ref, "publish", "--by", "edith", *words)
    assert done == f"{incident.ref}: publish, submitted → in_sync, revision {now.revision + 1}, ledger no. 1\n"
    assert Edition.objects.get().ref == incident.ref


def test_it_says_what_is_in_the_way(anna: User, edith: User) -> None:
    empty = create_incident(by=anna)
    assert "in the way: The incident has no date." in said(empty.ref, "--by", "edith")
    with pytest.raises(CommandError, match="Give a title"):
        said(empty.ref, "submit", "--by", "anna")


def test_who_and_what_must_be_there(anna: User) -> None:
    incident = submitted_incident(by=anna)
    with pytest.raises(CommandError, match="There is no user nobody"):
        said(incident.ref, "withdraw", "--by", "nobody")
    with pytest.raises(CommandError, match="There is no incident CC-1999-00001"):
        said("CC-1999-00001", "withdraw", "--by", "anna")
    with pytest.raises(CommandError, match="invalid choice"):
        said(incident.ref, "delete", "--by", "anna")
