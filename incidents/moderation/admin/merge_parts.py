"""What the pages of merging two incidents and of undoing it share: what is sent, and what is told of what moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from incidents.errors import DomainError
from incidents.moderation.admin.whole import Reading, reading
from incidents.publishing.operations import Preview, PublishConflict
from incidents.record.models import Edition
from incidents.vocabulary import AccessFace
from incidents.workbench.accesses import note_sight
from incidents.workbench.models import (
    Assertion,
    Assessment,
    CasualtyEstimate,
    Citation,
    Claim,
    ClaimLink,
    Incident,
    IncidentLink,
    Involvement,
)
from incidents.workbench.moving import Moving, Stay
from incidents.workbench.naming import named

_SHOWN: tuple[tuple[type[Model], str, str], ...] = (
    (Claim, "claim", "claims"),
    (Assertion, "assertion", "assertions"),
    (ClaimLink, "answer of one claim to another", "answers of one claim to another"),
    (Citation, "citation", "citations"),
    (Involvement, "involvement", "involvements"),
    (CasualtyEstimate, "estimate", "estimates"),
    (IncidentLink, "link to another incident", "links to other incidents"),
    (Assessment, "verdict", "verdicts"),
)
"""What is told of the rows that go, in this order. What an estimate rests on goes with it."""


class MergingForm(forms.Form):
    """Why, and what exactly was looked at."""

    reason = forms.CharField(required=False, max_length=4000, strip=True)
    revision = forms.IntegerField(required=False, min_value=0)
    into_revision = forms.IntegerField(required=False, min_value=0)
    body_sha256 = forms.CharField(required=False, max_length=64)


@dataclass(frozen=True)
class Side:
    """One of the two incidents, as it is now."""

    incident: Incident
    standing: Edition | None
    reading: Reading


@dataclass(frozen=True)
class Kind:
    """The rows of one table that go, in words."""

    label: str
    rows: list[str]


def user_of(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment] # the admin's own check let in a person with a role
    return user


def found_by(user: User, pk: int) -> Incident:
    found = Incident.objects.visible_to(user).for_list().select_related("section__border").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def note_both(user: User, *incidents: Incident) -> None:
    """Note who has the rows of both before them, confidential ones with their words."""
    for one in incidents:
        note_sight(incident=one, by=user, face=AccessFace.REVIEW)


def side_of(incident: Incident, now: Preview) -> Side:
    return Side(incident, now.standing, reading(now.document))


def kinds_of(moving: Moving) -> list[Kind]:
    """Return the rows that go, in words, by table."""
    found = []
    for model, one, many in _SHOWN:
        rows = [named(row) for row in moving.rows[model].values()]
        if rows:
            found.append(Kind(f"{len(rows)} {one if len(rows) == 1 else many}", rows))
    return found


def stays_of(stays: Iterable[Stay]) -> list[str]:
    return [f"{named(one.row)}: {one.why}." for one in stays]


def words_of(refused: DomainError) -> str:
    """Return the message with what stands in the way, where the error lists it."""
    more: list[str] = getattr(refused, "problems", [])
    return " ".join([refused.message, *(one for one in more if one != refused.message)])


def status_of(refused: DomainError) -> int:
    return 409 if isinstance(refused, PublishConflict) else 422


def done_with(  # noqa: PLR0917 - what is said, to whom, of what
    admin: Any, request: HttpRequest, user: User, shown: Incident, both: list[Incident], logged: str, said: str
) -> HttpResponse:
    for incident in both:
        LogEntry.objects.log_actions(user.pk, [incident], CHANGE, logged, single_object=True)
    admin.message_user(request, said, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:workbench_incident_preview", args=[shown.pk]))
