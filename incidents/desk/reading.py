"""Reads of the desk: what its pages show beside the form."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import User
from actors.models import Actor
from incidents.record.models import Edition
from incidents.reference.geometry import Nearest, nearest_section
from incidents.reference.models import Place
from incidents.vocabulary import State, Verb
from incidents.workbench.grading import Graded, grades_of
from incidents.workbench.models import Citation, Incident, Source, Transition

_MOST = 50
_SUGGESTED = 20
_ACTORS = 300
_RECENT = 200
_POLE = 90
_WITH_REASON = (Verb.REQUEST_CHANGES, Verb.REJECT)


@dataclass(frozen=True)
class Home:
    """What a person finds on the desk."""

    sent_back: list[Any]
    drafts: list[Any]
    waiting: list[Any]
    rejected: list[Any]
    shared: list[Any]
    published: list[Edition]


def home(user: User) -> Home:
    """Return a person's incidents by state, what others share, and what was published of theirs: newest first."""
    reviews = Transition.objects.filter(incident=models.OuterRef("pk"), verb__in=_WITH_REASON).order_by("-at", "-pk")
    rows = Incident.objects.visible_to(user).for_list().annotate(feedback=models.Subquery(reviews.values("reason")[:1]))
    mine, unfinished = rows.filter(author=user), (State.DRAFT, State.CHANGES_REQUESTED)
    refs = Incident.objects.filter(author=user).values("ref")
    return Home(
        sent_back=list(mine.filter(state=State.CHANGES_REQUESTED)[:_MOST]),
        drafts=list(mine.filter(state=State.DRAFT)[:_MOST]),
        waiting=list(mine.filter(state=State.SUBMITTED)[:_MOST]),
        rejected=list(mine.filter(state=State.REJECTED)[:_MOST]),
        shared=list(rows.filter(shared=True, state__in=unfinished).exclude(author=user)[:_MOST]),
        published=list(
            Edition.objects.open().filter(ref__in=refs).for_list().defer("body", "search").order_by("-seq")[:_MOST]
        ),
    )


def mine(user: User, *states: State) -> models.QuerySet[Incident]:
    """Return the incidents that a person works on: their own and those shared with all; in these states, or in any."""
    found = Incident.objects.visible_to(user).for_list()
    return found.filter(state__in=states) if states else found


def steps(incident: Incident) -> list[Transition]:
    """Return the steps of the workflow so far, newest first."""
    return list(incident.transitions.select_related("by").order_by("-at", "-pk")) if incident.ref else []


def grades(incident: Incident) -> dict[str, list[Graded]]:
    """Return every grade that the sources and citations of an incident have had, by public id. At most four queries."""
    if not incident.ref:
        return {}
    citations = list(incident.citations.all())
    sources = {citation.source_id: citation.source for citation in citations}
    return grades_of(Source, sources.values()) | grades_of(Citation, citations) if citations else {}


def standing(incident: Incident) -> Edition | None:
    """Return the edition that is open in the record, if there is one."""
    if not incident.ref:
        return None
    return Edition.objects.open().filter(ref=incident.ref).defer("body", "search").first()


def actors(user: User, text: str = "") -> list[Actor]:
    """Return actors to suggest: those whose name has the text in it, or else the first in order."""
    visible = Actor.objects.visible_to(user)
    if text.strip():
        visible = visible.filter(models.Q(name__icontains=text) | models.Q(names__text__icontains=text)).distinct()
    return list(visible[:_ACTORS])


def places(user: User, text: str) -> list[Place]:
    """Return places to suggest for what was typed; nothing for a single letter."""
    if len(text.strip()) < 2:  # noqa: PLR2004 - a single letter is in every name
        return []
    return list(Place.objects.visible_to(user).suggested_for(text)[:_SUGGESTED])


def other_incidents(user: User, incident: Incident) -> list[Incident]:
    """Return the incidents that a link may name, those worked on last first."""
    return list(Incident.objects.visible_to(user).exclude(pk=incident.pk).only("ref", "title", "earliest")[:_RECENT])


def recent_sources(user: User) -> list[Source]:
    """Return the sources that were added last."""
    return list(Source.objects.visible_to(user).order_by("-pk")[:_RECENT])


def source_called(user: User, text: str) -> Source | None:
    """Return the visible source with this id in brackets, or this address."""
    code = text.rpartition("[")[2].rstrip("] ")
    visible = Source.objects.visible_to(user)
    return visible.filter(public_id=code).first() or source_at(user, text)


def source_at(user: User, address: str) -> Source | None:
    """Return the visible source with this web address, however it is written."""
    return Source.objects.visible_to(user).at(address).first() if address.strip() else None


def section_near(user: User, incident: Incident) -> Nearest | None:
    """Return the border section nearest to where the incident is said to be, where it names none."""
    if incident.section_id is not None:
        return None
    latitude, longitude = incident.latitude, incident.longitude
    if latitude is None and incident.place is not None:
        latitude, longitude = incident.place.latitude, incident.place.longitude
    if latitude is None or longitude is None or abs(latitude) > _POLE or abs(longitude) > 2 * _POLE:
        return None
    return nearest_section(latitude, longitude, user=user)
