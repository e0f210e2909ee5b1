"""Small pieces of the document, each from one workbench or reference value."""

from datetime import UTC, date, datetime, time

from actors.models import Actor
from incidents.document import types as doc
from incidents.reference.models import BorderSection, Place
from incidents.vocabulary import PlaceKind, Standing


def day(value: date | None) -> str | None:
    """Return a date as YYYY-MM-DD."""
    return value.isoformat() if value else None


def time_of_day(value: time | None) -> str | None:
    """Return a local time as HH:MM."""
    return value.strftime("%H:%M") if value else None


def moment(value: datetime | None) -> str | None:
    """Return a moment in UTC, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def not_public(row: Actor | Place) -> str:
    """Return what stands in the way of naming an actor or a place in public."""
    kind = "actor" if isinstance(row, Actor) else "place"
    if row.standing == Standing.REFUSED:
        return f"{row.name} was refused as {'an' if kind == 'actor' else 'a'} {kind}: name another."
    return f"{row.name} is a proposed {kind}: make it public, or {'name' if kind == 'actor' else 'choose'} another."


def place_part(place: Place) -> doc.Place:
    """Return a place with all its names, each with the party that uses it; not those of a party that is proposed."""
    names = [
        doc.Name(text=name.text, language=name.language, used_by=name.used_by.slug if name.used_by else None)
        for name in place.names.all()
        if name.used_by is None or name.used_by.standing == Standing.PUBLIC
    ]
    return {
        "code": place.code,
        "name": place.name,
        "kind": PlaceKind.of(place.kind),
        "country": place.country,
        "admin1": place.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "names": sorted(names, key=lambda name: (name["language"], name["text"])),
    }


def section_part(section: BorderSection) -> doc.Section:
    """Return a border section with the border it belongs to."""
    return {
        "code": section.code,
        "name": section.name,
        "border": section.border.slug,
        "border_name": section.border.name,
    }
