"""Reads of the workbench: who sees which rows, and what is fetched along."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit, urlunsplit

from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.vocabulary import NoteState

if TYPE_CHECKING:
    from incidents.workbench.models import (  # noqa: F401  # noqa: F401
        CheckAnswer,
        Incident,
        KeptForm,
        Merge,
        Presence,
        QueueEntry,
        ReviewLock,
        ReviewNote,
        SavedView,
        Source,
    )

KEPT_FOR = timedelta(days=30)
"""How long a form that was not saved is kept."""

PRESENT_FOR = timedelta(seconds=60)
"""How long a person counts as being there after the last sign of it; pages give one every 15 seconds."""

_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid)=")


def addresses_like(url: str) -> list[str]:
    """Return the ways to write one web address: with and without www, the last slash, TLS and what tracks readers."""
    parts = urlsplit(url.strip())
    if not parts.netloc:
        return [url.strip()]
    host = parts.netloc.lower().removeprefix("www.")
    query = "&".join(one for one in parts.query.split("&") if one and not _TRACKING.match(one))
    path = parts.path.rstrip("/")
    return list(dict.fromkeys([
        url.strip(),
        *(
            urlunsplit((scheme, www + host, path + slash, query, ""))
            for scheme in ("https", "http") for www in ("", "www.") for slash in ("", "/")
        ),
    ]))  # fmt: skip


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

    def akin(
        self,
        days: tuple[date, date] | None,
        place: str,
        border: str,
        around: tuple[float, float, float, float] | None,
        title: str,
    ) -> Self:
        """Return what happened in some days at a place, a border or in a box, and what has a title like this one.

        Without a place, all of these days. Box: south, north, west, east. Newest first, with what a hint shows.
        """
        where = models.Q()
        if place:
            where |= models.Q(place__code=place)
        if border:
            where |= models.Q(section__border__slug=border)
        if around:
            south, north, west, east = around
            own = models.Q(latitude__range=(south, north), longitude__range=(west, east))
            of_place = models.Q(place__latitude__range=(south, north), place__longitude__range=(west, east))
            where |= own | (models.Q(latitude=None) & of_place)
        then = models.Q(earliest__lte=days[1], latest__gte=days[0]) if days else models.Q()
        wanted = then & where if days else models.Q(pk__in=())
        if title:
            wanted |= models.Q(title__trigram_similar=title) & (then | models.Q(earliest=None))
        return self.filter(wanted).select_related("place", "section__border").prefetch_related("involvements__actor")

    def for_form(self) -> Self:
        """Fetch every row that hangs on an incident, one query each; which of them name each other, the form finds."""
        sources: SourceQuerySet = apps.get_model("workbench", "Source")._default_manager.all()  # noqa: SLF001 - Django's documented accessor
        return self.select_related(
            "author", "place", "coarse_place", "section__border__side_a", "section__border__side_b", "dispute"
        ).prefetch_related(
            "place__names__used_by",
            "coarse_place__names__used_by",
            "involvements__actor",
            "claims__claimant",
            "assertions__side",
            "assertions__actor",
            "assertions__place__names__used_by",
            "assertions__response_to",
            "claim_links",
            models.Prefetch("citations__source", sources.with_seen()),
            "citations__source__captures",
            "estimates__side",
            "estimates__rests_on",
            "assessments__side",
            "assessments__assessed_by",
            "links__other",
        )

    def for_detail(self) -> Self:
        """Fetch every row that hangs on an incident, and what they name: one query each, whatever their number."""
        return self.for_form().prefetch_related(
            "involvements__claim",
            "assertions__claim",
            "claim_links__claim",
            "claim_links__to",
            "citations__claim",
            "citations__assertion",
            "estimates__rests_on__claim",
            "links__claim__claimant",
        )


class SourceQuerySet(models.QuerySet["Source"]):
    """Sources, confidential ones included."""

    def with_seen(self) -> Self:
        """Tell of each the last event of its history (`seen_event`), of the same moment as the row itself."""
        events = self.model.pgh_event_model._default_manager.filter(pgh_obj_id=models.OuterRef("pk"))  # type: ignore[attr-defined] # noqa: SLF001 - set by pghistory.track
        return self.annotate(seen_event=models.Subquery(events.order_by("-pgh_id").values("pgh_id")[:1]))

    def in_use(self) -> Self:
        """Return what can be chosen: not what another stands for."""
        return self.filter(merged_into=None)

    def stands_for(self, found: "Source | None") -> "Source | None":
        """Return a source or, where it was merged, the one that stands for it, if it is one of these."""
        if found is None or found.merged_into_id is None:
            return found
        return self.filter(pk=found.merged_into_id).first()

    def at(self, url: str) -> Self:
        """Return the sources with this address, however it was written: see `addresses_like`."""
        return self.filter(url__in=addresses_like(url)).order_by("pk")

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


class MergeQuerySet(models.QuerySet["Merge"]):
    """Merges, undone ones included."""

    def standing(self) -> Self:
        """Return those that were not undone."""
        return self.filter(undone=None)

    def of(self, incident: "Incident") -> "Merge | None":
        """Return the merge by which an incident is told under another ref now. One query."""
        return self.standing().filter(loser=incident).select_related("loser", "winner", "by").last()


class CheckAnswerQuerySet(models.QuerySet["CheckAnswer"]):
    """Answers to checks."""

    def told_of(self, incident: "Incident", merges: "MergeQuerySet") -> Self:
        """Return those of an incident, and of what was merged into it: its rows took their answers along.

        `merges` are all merges; of a chain two links are followed, as an answer is asked for again and not lost.
        """
        here = merges.standing().filter(winner=incident).values("loser")
        before = merges.standing().filter(winner__in=here).values("loser")
        whose = models.Q(incident=incident) | models.Q(incident__in=here) | models.Q(incident__in=before)
        return self.filter(whose).order_by("pk")


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


class QueueEntryQuerySet(models.QuerySet["QueueEntry"]):
    """Submissions that wait."""

    def visible_to(self, user: User | None) -> Self:
        """Editors and administrators see the queue, nobody else does."""
        return self if has_role(user, Role.EDITOR, Role.ADMINISTRATOR) else self.none()


class ReviewLockQuerySet(models.QuerySet["ReviewLock"]):
    """Who reviews what."""

    def now(self) -> Self:
        """Return those that have not expired, with the people."""
        return self.filter(expires_at__gt=timezone.now()).select_related("editor", "taken_from")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views of the queue."""

    def visible_to(self, user: User | None) -> Self:
        """Who sees the queue sees their own and the shared ones, nobody else sees any."""
        if user is None or not has_role(user, Role.EDITOR, Role.ADMINISTRATOR):
            return self.none()
        return self.filter(models.Q(owner=user) | models.Q(shared=True)).select_related("owner")
