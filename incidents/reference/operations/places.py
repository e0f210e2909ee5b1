"""Writes of single places. What makes them public is `actors.operations.make_public`."""

from collections.abc import Iterable

from django.db import connection, transaction

from accounts.models import User, has_role
from accounts.roles import Role
from actors.operations import latin_slug
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.reference.geometry import country_at
from incidents.reference.models import Place, PlaceName
from incidents.vocabulary import PlaceKind, Standing

_CODE_LENGTH = 30  # with the prefix, leaves room for a number in the column's 40


@transaction.atomic
def propose_place(
    *,
    name: str,
    kind: PlaceKind,
    latitude: float | None = None,
    longitude: float | None = None,
    country: str = "",
    parent: Place | None = None,
    names: Iterable[tuple[str, str]] = (),
    by: User,
) -> Place:
    """Add a place that no editor has looked at yet: usable on the workbench, not public.

    `names` are (language, text). Without a country, the one at the position is taken. Raises NotAllowed for who
    may not write, ValidationError (by field) for what can't be stored.
    """
    if not has_role(by, Role.ANALYST, Role.EDITOR):
        raise NotAllowed("Only analysts and editors propose places.")
    name = " ".join(name.split())
    place = Place(
        code=_free_code(name),
        name=name,
        kind=kind,
        parent=parent,
        latitude=latitude,
        longitude=longitude,
        country=country,
        admin1=parent.name if parent and parent.kind in {PlaceKind.PROVINCE, PlaceKind.DISTRICT} else "",
        source="Proposed on the workbench",
        standing=Standing.PROPOSED,
        proposed_by=by,
    )
    place.full_clean()
    if not country and latitude is not None and longitude is not None:
        place.country = country_at(latitude, longitude)
    with signed(by=by.pk, why="propose"):
        place.save(force_insert=True)
        for language, text in dict.fromkeys(names):
            alias = PlaceName(place=place, language=language.strip(), text=text.strip())
            alias.full_clean()
            alias.save(force_insert=True)
    return place


def _free_code(name: str) -> str:
    """Return a code for the name that no place has, under a lock that lasts until the transaction ends."""
    base = "cc:" + (latin_slug(name)[:_CODE_LENGTH].strip("-") or "place")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('reference_place.code'))")
    taken = set(Place.objects.filter(code__startswith=base).values_list("code", flat=True))
    number = 1
    code = base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
