"""What an incident's document may name of other incidents: under which ref each is told, and its public title."""

from collections.abc import Mapping
from typing import NamedTuple

from incidents.record.models import Edition
from incidents.record.redirects import told_under
from incidents.vocabulary import EditionStatus
from incidents.workbench.models import Incident


class Told(NamedTuple):
    """The ref that an incident is told under, and the title that it has there."""

    ref: str
    title: str


def told(incident: Incident, also: Mapping[str, Told]) -> dict[str, Told]:
    """Return ref → how it is told, for the refs that an incident names and that stand in the record.

    `also` goes before what the record says. One query, three where one of them was merged.
    """
    refs = {link.other.ref for link in incident.links.all()}
    refs |= {one.response_to.ref for one in incident.assertions.all() if one.response_to}
    named = {ref: also[ref] for ref in refs if ref in also}
    newest = Edition.objects.open().filter(ref__in=refs - also.keys(), expunged=False)
    found = {ref: (status, title) for ref, status, title in newest.values_list("ref", "status", "title")}
    named |= {ref: Told(ref, title) for ref, (status, title) in found.items() if status == EditionStatus.PUBLISHED}
    away = [ref for ref, (status, _) in found.items() if status == EditionStatus.MERGED]
    merged = told_under(away, until=also.keys())
    ends = {end for end in merged.values() if end not in also}
    live = dict(Edition.objects.live().filter(ref__in=ends).values_list("ref", "title")) if ends else {}
    for ref, end in merged.items():
        if end in also:
            named[ref] = also[end]
        elif end in live:
            named[ref] = Told(end, live[end])
    return named
