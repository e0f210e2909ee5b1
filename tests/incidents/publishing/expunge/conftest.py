"""An incident in three editions that says a name wherever text can stand, and one that has nothing to do with it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pghistory
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import models
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from actors.models import ActorName
from incidents.evidence.store import captures_store
from incidents.moderation.workflow import transition
from incidents.reference.models import PlaceName
from incidents.vocabulary import ApprovalState, Finding, Question, ReviewCheck, Verb
from incidents.workbench.models import (
    Approval,
    Assessment,
    Capture,
    CaptureAttempt,
    CheckAnswer,
    Citation,
    Claim,
    CustodyEntry,
    Incident,
    ReviewNote,
    Source,
)
from incidents.workbench.operations.save import Changes, save_incident
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, world

NAME = "Zqmarker Örnəkov"
"""The words that have to go. Nobody is called so."""
ASCII = "zqmarker"
TEXTS = (models.CharField, models.TextField)
SPARED = {"ref", "public_id", "time_zone", "language", "quotation_language", "sha256", "mime", "tool", "file"}
COPIES = (f"<p>{NAME}</p>", "<p>Nothing of it.</p>")
CAPTURED, OTHER_COPY = (hashlib.sha256(copy.encode()).hexdigest() for copy in COPIES)


@dataclass(frozen=True)
class Told:
    """The incident that says the name, and the one that does not."""

    incident: Incident
    other: Incident


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    """Keep the files of copies in a folder of the test's own."""
    folder = tmp_path / "media"
    settings.MEDIA_ROOT = folder
    return folder


def written(row: models.Model, how: str) -> bool:
    """Write the name into every text of a row that may hold any, and tell whether there is one."""
    found = False
    for one in row._meta.concrete_fields:
        if isinstance(one, TEXTS) and not one.choices and one.name not in SPARED and not one.unique:
            words = f"https://example.org/{ASCII}" if isinstance(one, models.URLField) else f"{how} {NAME}."
            setattr(row, one.name, words[: one.max_length] if one.max_length else words)
            found = True
    return found


def rows_of(incident: Incident) -> list[models.Model]:
    """Return the incident's rows that hold text of people's own, and its sources."""
    related: list[Any] = [
        row
        for name in ("claims", "assertions", "citations", "estimates", "assessments", "notes")
        for row in getattr(incident, name).all()
    ]
    return [*related, *Source.objects.filter(citations__incident=incident).distinct()]


def save(incident: Incident, by: User, how: str) -> None:
    """Write the name everywhere on the workbench, as a person does who saves the incident."""
    incident.refresh_from_db()
    notes = [row for row in rows_of(incident) if isinstance(row, ReviewNote)]
    rows = [row for row in rows_of(incident) if not isinstance(row, ReviewNote) and written(row, how)]
    written(incident, how)
    for row in rows:
        if isinstance(row, Claim):
            row.quotation_language = "hy"
    save_incident(incident=incident, changes=Changes(saved=rows), by=by, revision=incident.revision, why=f"As {NAME}")
    for note in notes:
        written(note, how)
        note.save()


@pytest.fixture
def told(anna: User, edith: User) -> Told:
    """Publish the incident three times and reopen it, so that a draft that was withdrawn says the name too."""
    other = published_incident(by=anna, editor=edith, title="Something else altogether")
    incident = complete_incident(by=anna)
    _hanging(incident, anna)
    for edition in range(3):
        if edition:
            transition(incident=incident, verb=Verb.REOPEN, by=anna, reason=f"Because of {NAME}")
        save(incident, anna, f"In edition {edition} by")
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)
        transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=edith, reason=f"Ask {NAME.upper()}")
        transition(incident=incident, verb=Verb.SUBMIT, by=anna)
        publish_as_previewed(incident, by=edith)
    transition(incident=incident, verb=Verb.REOPEN, by=anna)
    save(incident, anna, "In a draft by")
    transition(incident=incident, verb=Verb.SUBMIT, by=anna)
    transition(incident=incident, verb=Verb.WITHDRAW, by=anna)
    _around(incident, anna)
    incident.refresh_from_db()
    return Told(incident, other)


def _hanging(incident: Incident, by: User) -> None:
    """Add what a complete incident has none of: a verdict, a note, and a claim that is taken out again later."""
    with pghistory.context(user=by.pk, why="edit", said_by=NAME):
        Assessment.objects.create(
            incident=incident, question=Question.OCCURRENCE, finding=Finding.CONTESTED, reason="x", assessed_by=by
        )
        ReviewNote.objects.create(incident=incident, author=by, text="x", anchor="x")
        CheckAnswer.objects.create(
            incident=incident, code=ReviewCheck.UNCITED, fingerprint="a" * 64, answer=f"Ask {NAME} again.", by=by
        )
        gone = Claim.objects.create(incident=incident, claimant=world().armenia, kind="demand", statement=f"By {NAME}")
        gone.delete()


def _around(incident: Incident, by: User) -> None:
    """Say the name beside the incident, too: in the admin's log, a session, a copy, and names of actor and place."""
    kind = ContentType.objects.get_for_model(Incident)
    LogEntry.objects.create(
        user=by, content_type=kind, object_id=str(incident.pk), object_repr=f"{incident.ref} {NAME}",
        action_flag=CHANGE, change_message='[{"changed": {"object": "Zqmarker \\u00d6rn\\u0259kov"}}]',
    )  # fmt: skip
    session = SessionStore()
    session["_messages"] = f"Saved: {NAME}"
    session.save()
    Approval.objects.create(
        incident=incident, by=by, revision=1, body_sha256="c" * 64, due=timezone.now(), state=ApprovalState.VOID,
        ended_at=timezone.now(), why=f"Because of {NAME}",
    )  # fmt: skip
    source = Source.objects.filter(citations__incident=incident).order_by("pk")[0]
    for content in COPIES:
        kept = captures_store().add([content.encode()])
        capture = Capture.objects.create(
            source=source, sha256=kept.sha256, payload_sha256=kept.sha256, mime="text/html", size=kept.size,
            captured_by=by, tool="hand", final_url=f"https://example.org/{ASCII}",
        )  # fmt: skip
        CaptureAttempt.objects.create(
            source=source, outcome="stored", url=f"https://example.org/{ASCII}", number=1, capture=capture
        )
        CustodyEntry.objects.create(capture=capture, action="stored", by=by, note=f"Sent by {NAME}")
    for language in ("hy", "az"):
        ActorName.objects.create(
            actor=world().armenia, text=f"{NAME} {language}", language="en", script="Latn", kind="former"
        )
        PlaceName.objects.create(place=world().village, text=f"{NAME}", language=language)


def claim_of(incident: Incident) -> Claim:
    """Return the incident's first claim."""
    return incident.claims.order_by("position", "pk")[0]


def citing(claim: Claim) -> Source:
    """Return the source of a claim."""
    return Citation.objects.filter(claim=claim).order_by("pk")[0].source
