"""Reads of the workbench: who sees which rows, and what is fetched along."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.vocabulary import NoteState

if TYPE_CHECKING:
    from incidents.workbench.models import Incident, KeptForm, Presence, ReviewNote, Source  # noqa: F401

KEPT_FOR = timedelta(days=30)
"""How long a form that was not saved is kept."""

PRESENT_FOR = timedelta(seconds=60)
"""How long a person counts as being there after the last sign of it; pages give one every 15 seconds."""


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Working copies of incidents."""

    def visible_to(self, user: User | None) -> Self:
        """Editors and administrators see all, an analyst their own and shared ones, everybody else nothing."""
        if has_role(user, Role.EDITOR, Role.ADMINISTRATOR):
            return self
        if user is not None and has_role(user, Role.ANALYST):
            return self.filter(models.Q(author=user) | models.Q(shared=True))
        return self.none()

    def for_list(self) -> Self:
        """Fetch what a row of a list shows."""
        return self.select_related("author", "place", "section")

    def for_detail(self) -> Self:
        """Fetch every row that hangs on an incident: one query each, whatever their number."""
        return self.select_related(
            "author", "place", "coarse_place", "section__border__side_a", "section__border__side_b", "dispute"
        ).prefetch_related(
            "place__names__used_by",
            "coarse_place__names__used_by",
            "involvements__actor",
            "involvements__claim",
            "claims__claimant",
            "assertions__side",
            "assertions__actor",
            "assertions__place__names__used_by",
            "assertions__response_to",
            "assertions__claim",
            "claim_links__claim",
            "claim_links__to",
            "citations__source__captures",
            "citations__claim",
            "citations__assertion",
            "estimates__side",
            "estimates__rests_on__claim",
            "assessments__side",
            "assessments__assessed_by",
            "links__other",
            "links__claim__claimant",
        )


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, confidential ones included."""

    def visible_to(self, user: User | None) -> Self:
        """Editors and administrators see all; an analyst all but other people's confidential ones."""
        if has_role(user, Role.EDITOR, Role.ADMINISTRATOR):
            return self
        if user is not None and has_role(user, Role.ANALYST):
            return self.filter(models.Q(confidential=False) | models.Q(added_by=user))
        return self.none()


class NoteQuerySet(models.QuerySet["ReviewNote"]):
    """Notes of the review thread. Who sees an incident on the workbench sees its thread, and nobody else."""

    def open(self) -> Self:
        """Return the notes that wait for an answer; answers themselves have no state."""
        return self.filter(state=NoteState.OPEN, reply_to=None)

    def for_thread(self) -> Self:
        """Fetch who wrote, who resolved, and whom a note names: two queries, however many notes."""
        return self.select_related("author", "settled_by").prefetch_related("mentions__user")


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    """Forms that were filled in and not saved."""

    def visible_to(self, user: User | None) -> Self:
        """A person sees their own, while they may work at the desk; nobody else does, whatever the role."""
        if user is None or not has_role(user, Role.ANALYST, Role.EDITOR):
            return self.none()
        return self.filter(person=user)

    def open(self) -> Self:
        """Those that hold something and are not past their time."""
        return self.filter(closed_at=None, kept_at__gt=timezone.now() - KEPT_FOR)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Who is where at the desk. Whoever may see the incident may see who is there."""

    def now(self) -> Self:
        """Those who gave a sign within the last minute, by name."""
        found = self.filter(seen_at__gt=timezone.now() - PRESENT_FOR)
        return found.select_related("person").order_by("person__username")
