"""Reads of the desk: what its pages show beside the form."""

from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.names import place_words
from incidents.desk.operations import saved_only_by
from incidents.record.models import Edition
from incidents.reference.geometry import Nearest, nearest_section
from incidents.reference.models import Place
from incidents.vocabulary import PRECISION_OF_PLACE, PlaceKind, State
from incidents.workbench.grading import Graded, grades_of
from incidents.workbench.history import saves_since
from incidents.workbench.merged import told_under
from incidents.workbench.models import Citation, Incident, KeptForm, Presence, Source, Transition

_SUGGESTED = 20
_ACTORS = 300
_RECENT = 200
_NAMES = 6
_REGION = ("hy", "az", "ru", "ka", "en", "tr", "fa")
"""Languages of the region, whose names of a place come first."""
_POLE = 90


def mine(user: User, *states: State) -> models.QuerySet[Incident]:
    """Return the incidents that a person works on: their own and those shared with all; in these states, or in any."""
    found = Incident.objects.visible_to(user).for_list()
    return found.filter(state__in=states) if states else found


def steps(incident: Incident) -> list[Transition]:
    """Return the steps of the workflow so far, newest first."""
    return list(incident.transitions.select_related("by").order_by("-at", "-pk")) if incident.ref else []


@dataclass(frozen=True)
class ToldUnder:
    """The ref under which a merged incident is told, and whether the person sees that incident at the desk."""

    ref: str
    visible: bool


def told_elsewhere(incident: Incident, user: User) -> ToldUnder | None:
    """Return where a merged incident is told and edited now; None for any other. No query for any other."""
    if incident.state != State.MERGED:
        return None
    winner = told_under(incident)
    return ToldUnder(winner.ref, Incident.objects.visible_to(user).filter(pk=winner.pk).exists())


def grades(incident: Incident) -> dict[str, list[Graded]]:
    """Return every grade that the sources and citations of an incident have had, by public id. At most four queries."""
    if not incident.ref:
        return {}
    citations = list(incident.citations.all())
    sources = {citation.source_id: citation.source for citation in citations}
    return grades_of(Source, sources.values()) | grades_of(Citation, citations) if citations else {}


def unsaved(user: User, incident: Incident | None = None, *, besides: str = "") -> list[KeptForm]:
    """Return a person's unsaved forms, newest first: of an incident, of new ones (one without a ref), or all."""
    found = KeptForm.objects.visible_to(user).open().select_related("incident").exclude(form_id=besides)
    if incident is not None:
        found = found.filter(incident=incident if incident.ref else None)
    return list(found)


def others_at(incident: Incident, user: User) -> list[Presence]:
    """Return who else has an incident open now. The caller knows that the person may see it."""
    return list(Presence.objects.filter(incident=incident).exclude(person=user).now()) if incident.ref else []


def moved(incident: Incident, revision: int, form_id: str, user: User) -> dict[str, Any] | None:
    """Return who saved an incident last since a revision, and when; None where nobody did but this very form."""
    if incident.revision <= revision or saved_only_by(form_id, incident, revision, user):
        return None
    last = saves_since(incident, revision)[-1]
    person = User.objects.filter(pk=last.by).first() if last.by is not None else None
    return {"by": str(person or "somebody"), "at": last.at.isoformat(), "revision": incident.revision}


def standing(incident: Incident) -> Edition | None:
    """Return the edition that is open in the record, if there is one."""
    if not incident.ref:
        return None
    return Edition.objects.open().filter(ref=incident.ref).defer("body", "search").first()


@dataclass(frozen=True, slots=True)
class ActorOption:
    """An actor to choose, and what it is part of on a day, in words."""

    actor: Actor
    above: str


def actors(user: User, text: str = "", *, day: date | None = None) -> list[ActorOption]:
    """Return actors to choose: those with a name that has every word of the text in it, or else the first in order."""
    found = list(Actor.objects.visible_to(user).suggested_for(text)[:_ACTORS])
    above = Actor.objects.above_on([one.pk for one in found], day or timezone.localdate())
    words = {pk: f"part of {', part of '.join(names)}" for pk, names in above.items()}
    return [ActorOption(one, words.get(one.pk, "")) for one in found]


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """A place to choose: how the form writes it, what else it is called, and how precise it is as a position."""

    place: Place
    words: str
    others: list[str]
    precision: int | None


def places(user: User, text: str) -> list[PlaceOption]:
    """Return places to choose for what was typed, the code of one too; nothing for a single letter."""
    if len(text.strip()) < 2:  # noqa: PLR2004 - a single letter is in every name
        return []
    found = Place.objects.visible_to(user).suggested_for(text).prefetch_related("names__used_by")[:_SUGGESTED]
    return [
        PlaceOption(
            place,
            place_words(place),
            _others(place),
            PRECISION_OF_PLACE.get(PlaceKind.of(place.kind)),
        )
        for place in found
    ]


def _others(place: Place) -> list[str]:
    """Return other names of a place: those that a party uses first, then those of the region's languages."""
    names = [name for name in place.names.all() if name.text != place.name]
    languages = {language: number for number, language in enumerate(_REGION)}
    names.sort(key=lambda one: (one.used_by is None, languages.get(one.language.partition("-")[0], len(_REGION))))
    words = (f"{one.text} (used by {one.used_by})" if one.used_by else one.text for one in names)
    return list(dict.fromkeys(words))[:_NAMES]


def other_incidents(user: User, incident: Incident) -> list[Incident]:
    """Return the incidents that a link may name, those worked on last first."""
    return list(
        Incident.objects.visible_to(user)
        .exclude(pk=incident.pk)
        .exclude(state=State.MERGED)
        .only("ref", "title", "earliest")[:_RECENT]
    )


def recent_sources(user: User) -> list[Source]:
    """Return the sources that were added last."""
    return list(Source.objects.visible_to(user).in_use().order_by("-pk")[:_RECENT])


def source_called(user: User, text: str) -> Source | None:
    """Return the visible source with this id in brackets, or this address; what stands for it where it was merged."""
    code = text.rpartition("[")[2].rstrip("] ")
    visible = Source.objects.visible_to(user).with_seen()
    return visible.stands_for(visible.filter(public_id=code).first()) or source_at(user, text)


def source_at(user: User, address: str) -> Source | None:
    """Return the visible source with this web address, however it is written; where it was merged, its winner."""
    visible = Source.objects.visible_to(user).with_seen()
    return visible.stands_for(visible.at(address).first()) if address.strip() else None


def section_near(user: User, draft: IncidentDraft) -> Nearest | None:
    """Return the border section nearest to where the incident is said to be, where it names none."""
    value = {name: draft.main.shown(name) for name in ("section", "latitude", "longitude", "place")}
    if value["section"]:
        return None
    at = [degrees(value[name]) for name in ("latitude", "longitude")]
    place = draft.incident.place
    if None in at and place is not None and value["place"] == place_words(place):
        at = [place.latitude, place.longitude]
    return near(user, *at)


def near(user: User, latitude: float | None, longitude: float | None) -> Nearest | None:
    """Return the border section nearest to a position, if it is one and any is in range."""
    if latitude is None or longitude is None or abs(latitude) > _POLE or abs(longitude) > 2 * _POLE:
        return None
    return nearest_section(latitude, longitude, user=user)


def degrees(value: Any) -> float | None:
    """Return a number of degrees, or nothing for what is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if isfinite(number) else None
