"""Which other incidents may be the very ones on a page of the queue: one query for the whole page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from incidents.moderation.likeness import DAYS, Asked, Related, weigh
from incidents.vocabulary import State
from incidents.workbench.models import Incident

REACH = 31
"""How many days before an incident another may have begun that lasted into it."""

LOOKED_AT = 20
"""How many are looked at in each direction from the first day: at the same place, at the same section, on the day."""

_SHOWN = 3
_WEIGHED = 6

_NEAR = """
    (SELECT id FROM workbench_incident
      WHERE {where} = asked.{where} AND earliest BETWEEN asked.earliest AND asked.latest + %(days)s
      ORDER BY earliest, id LIMIT %(looked_at)s)
    UNION
    (SELECT id FROM workbench_incident
      WHERE {where} = asked.{where} AND earliest BETWEEN asked.earliest - %(reach)s AND asked.earliest - 1
      ORDER BY earliest DESC, id DESC LIMIT %(looked_at)s)
"""

_PAIRS = f"""
SELECT asked.id, other.id, other.ref, other.title, other.earliest, other.latest, other.state, other.kind,
       coalesce(other.latitude, place.latitude), coalesce(other.longitude, place.longitude),
       coalesce(place.code, ''), coalesce(section.code, ''), coalesce(border.slug, ''),
       ARRAY(SELECT DISTINCT one.actor_id FROM workbench_involvement one
              JOIN workbench_involvement two ON two.actor_id = one.actor_id AND two.incident_id = asked.id
              WHERE one.incident_id = other.id)
FROM workbench_incident asked
CROSS JOIN LATERAL (
    SELECT candidate.*
    FROM (
        {_NEAR.format(where="place_id")}
        UNION
        {_NEAR.format(where="section_id")}
        UNION
        (SELECT id FROM workbench_incident WHERE earliest = asked.earliest ORDER BY id LIMIT %(looked_at)s)
    ) near
    JOIN workbench_incident candidate ON candidate.id = near.id
    WHERE candidate.id <> asked.id
      AND candidate.latest >= asked.earliest - %(days)s
      AND candidate.state <> ALL (%(left_out)s)
      AND NOT EXISTS (SELECT FROM workbench_distinction apart
                       WHERE apart.first = least(candidate.ref, asked.ref COLLATE "C")
                         AND apart.second = greatest(candidate.ref, asked.ref COLLATE "C"))
      AND NOT EXISTS (SELECT FROM workbench_incidentlink link
                       WHERE (link.incident_id, link.other_id) IN ((asked.id, candidate.id), (candidate.id, asked.id)))
    ORDER BY 2 * (candidate.earliest = asked.earliest)::int
             + 3 * coalesce(candidate.place_id = asked.place_id, false)::int
             + 2 * coalesce(candidate.section_id = asked.section_id, false)::int
             + (candidate.kind = asked.kind)::int
             + 3 * similarity(candidate.title, asked.title) DESC, candidate.id
    LIMIT %(weighed)s
) other
LEFT JOIN reference_place place ON place.id = other.place_id
LEFT JOIN reference_bordersection section ON section.id = other.section_id
LEFT JOIN reference_border border ON border.id = section.border_id
WHERE asked.id = ANY (%(asked)s)
"""


def possible_duplicates(incidents: Iterable[Incident]) -> dict[int, list[Related]]:
    """Return, by incident, the others that may be the same one: best first, at most three. One query.

    The rule is the desk's (`likeness.weigh`, from 7 points on). Looked at are those that begin near the incident's
    first day (`LOOKED_AT`, `REACH`), whatever their state but rejected, without what is linked to it or was told apart
    from it. Expects place and `section__border` along.
    """
    page = {incident.pk: incident for incident in incidents if incident.earliest is not None}
    found: dict[int, list[Related]] = defaultdict(list)
    for pk, *row in _pairs(list(page)) if page else ():
        one = _weighed(page[pk], row)
        if one.same:
            found[pk].append(one)
    return {pk: sorted(rows, key=lambda one: (-one.score, one.ref))[:_SHOWN] for pk, rows in found.items()}


def _pairs(asked: list[int]) -> list[tuple[Any, ...]]:
    told: dict[str, Any] = {
        "asked": asked,
        "days": DAYS.days,
        "reach": REACH,
        "looked_at": LOOKED_AT,
        "weighed": _WEIGHED,
        "left_out": [State.REJECTED.value],
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, told)
        return list(cursor.fetchall())


def _weighed(incident: Incident, row: list[Any]) -> Related:
    other, ref, title, first, last, state, kind, latitude, longitude, place, section, border, common = row
    one = Related(ref, title, first, last, place, at_desk=True, state=State.of(state).label, pk=other)
    shared = {str(actor) for actor in common}
    asked = _asked(incident, frozenset(shared))
    weigh(one, asked, place, section, border, (latitude, longitude), kind, shared)
    return one


def _asked(incident: Incident, actors: frozenset[str]) -> Asked:
    """Return what an incident says of itself. `actors` are those that both have: only that there are any counts."""
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
        actors=actors,
    )
