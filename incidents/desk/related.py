"""Incidents that may be the one in the form, or belong to it: on the workbench as the person sees it, and in public."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import User
from incidents.desk.forms.filling import numbers_at
from incidents.desk.forms.names import Names, ref_in
from incidents.desk.forms.rows import Data
from incidents.moderation.likeness import DAYS, SHORTEST_TITLE, Asked, Related, box, shifted, weigh
from incidents.record.models import Edition
from incidents.reference.models import BorderSection
from incidents.vocabulary import State
from incidents.workbench.models import Incident
from incidents.workbench.operations.distinctions import tell_apart, told_apart

APART = "apart"
"""The field that holds what was told apart before the incident in the form was ever saved."""

_MOST = 40
_SHOWN = 6
_ENOUGH = 4
_POLE = 90


@dataclass
class Found:
    """What is shown beside the form: related incidents, best first, and those that were set aside."""

    shown: list[Related] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    asked: bool = False


def related(data: Data | None, incident: Incident, user: User) -> Found:
    """Return what is related to the incident in the form, at most six. A fixed number of queries: at most twelve."""
    asked = _asked(data, user, incident) if data is not None else _stored(incident)
    apart = set(data.getlist(APART) if data is not None else ()) | (told_apart(asked.ref) if asked.ref else set())
    found = Found(apart=sorted(apart), asked=asked.enough)
    if asked.enough:
        left_out = apart | asked.linked | {asked.ref}
        rows = [one for one in _candidates(asked, user).values() if one.ref not in left_out and one.score >= _ENOUGH]
        found.shown = sorted(rows, key=lambda one: (-one.score, one.ref))[:_SHOWN]
        public = [one.ref for one in found.shown if not one.at_desk]
        known = set(Incident.objects.filter(ref__in=public).values_list("ref", flat=True)) if public else set()
        for one in found.shown:
            one.linkable = one.at_desk or one.ref in known
    return found


def remember(data: Data | None, incident: Incident, *, by: User) -> None:
    """Keep what was told apart while the incident was not saved yet."""
    for ref in (data.getlist(APART) if data is not None else [])[:_MOST]:
        if ref != incident.ref and may_see(ref, by):
            tell_apart(ref=incident.ref, other=ref, by=by)


def may_see(ref: str, user: User) -> bool:
    """Tell whether an incident is there for a person: on the workbench as they see it, or in the record."""
    return Incident.objects.visible_to(user).filter(ref=ref).exists() or Edition.objects.live().filter(ref=ref).exists()


def _stored(incident: Incident) -> Asked:
    """Return what a stored incident says, as `for_detail()` fetched it."""
    if not incident.ref:
        return Asked()
    section, place = incident.section, incident.place
    latitude, longitude = incident.latitude, incident.longitude
    if latitude is None and place is not None:
        latitude, longitude = place.latitude, place.longitude
    return Asked(
        ref=incident.ref,
        title=incident.title,
        first=incident.earliest,
        last=incident.latest,
        place=place.code if place else "",
        border=section.border.slug if section else "",
        section=section.code if section else "",
        position=(latitude, longitude) if latitude is not None and longitude is not None else None,
        kind=incident.kind,
        actors=frozenset(one.actor.slug for one in incident.involvements.all()),
        linked=frozenset(one.other.ref for one in incident.links.all()),
    )


def _asked(data: Data, user: User, incident: Incident) -> Asked:
    """Return what was typed, as far as it can be understood: whatever can't is left out, and told by the form."""
    said = {name: str(data.get(name, "")).replace("\0", "").strip() for name in _FIELDS}
    typed = [str(data.get(f"involvements-{number}-actor", "")).strip() for number in numbers_at(data, "involvements")]
    names = Names(user)
    names.look_up(actors=typed, places=[said["place"]], incidents=[])
    place = next(_resolved(names.place, [said["place"]]), None)
    section = None
    if said["section"]:
        section = BorderSection.objects.filter(code=said["section"]).select_related("border").first()
    position = _position(said["latitude"], said["longitude"])
    if position is None and place is not None and place.latitude is not None and place.longitude is not None:
        position = (place.latitude, place.longitude)
    first = _day(said["earliest"])
    others = (str(data.get(f"links-{number}-other", "")) for number in numbers_at(data, "links"))
    return Asked(
        ref=incident.ref,
        title=said["title"],
        first=first,
        last=max(first, _day(said["latest"]) or first) if first else None,
        place=place.code if place else "",
        border=section.border.slug if section else "",
        section=section.code if section else "",
        position=position,
        kind=said["kind"],
        actors=frozenset(actor.slug for actor in _resolved(names.actor, typed)),
        linked=frozenset(ref_in(text) for text in others),
    )


_FIELDS = ("title", "earliest", "latest", "place", "section", "latitude", "longitude", "kind")


def _resolved(find: Any, texts: Iterable[str]) -> Iterator[Any]:
    for text in texts:
        try:
            if text:
                yield find(text)
        except ValidationError:
            continue


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _position(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        found = float(latitude), float(longitude)
    except ValueError:
        return None
    return found if abs(found[0]) <= _POLE and abs(found[1]) <= 2 * _POLE else None


def _candidates(asked: Asked, user: User) -> dict[str, Related]:
    """Return what could be related, by ref. The workbench comes last: it knows more of what both have."""
    around = None if asked.position is None else box(asked.position)
    window = None
    if asked.first and asked.last:
        window = (shifted(asked.first, -DAYS), shifted(asked.last, DAYS))
    found: dict[str, Related] = {}
    for edition in Edition.objects.live().akin(window, asked.place, asked.border, around)[:_MOST]:
        one = Related(edition.ref, edition.title, edition.earliest, edition.latest, edition.place_name, public=True)
        found[one.ref] = one
        where = (edition.latitude, edition.longitude)
        weigh(one, asked, edition.place, edition.section, edition.border, where, edition.kind, set(edition.actors))
    title = asked.title if len(asked.title) >= SHORTEST_TITLE else ""
    told = Incident.objects.visible_to(user).exclude(state=State.MERGED)
    visible = told.akin(window, asked.place, asked.border, around, title)
    for row in visible[:_MOST]:
        place, section = row.place, row.section
        one = Related(
            row.ref, row.title or "Untitled incident", row.earliest, row.latest, str(place or row.place_wording)
        )
        one.at_desk, one.public, one.state = True, row.ref in found, State.of(row.state).label
        where = (
            (row.latitude, row.longitude)
            if row.latitude is not None
            else ((place.latitude, place.longitude) if place else (None, None))
        )
        actors = {involved.actor.slug for involved in row.involvements.all()}
        border = section.border.slug if section else ""
        weigh(one, asked, place.code if place else "", section.code if section else "", border, where, row.kind, actors)
        if one.ref not in found or one.score >= found[one.ref].score:
            found[one.ref] = one
        else:
            found[one.ref].at_desk, found[one.ref].state = True, one.state
    return found
