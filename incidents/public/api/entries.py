"""Reference rows and sources as the API tells them: allow-lists."""

from collections.abc import Iterable
from typing import Any

from incidents.public.api import splice
from incidents.reference.models import Border, BorderSection, Dispute, Place
from incidents.vocabulary import Standing


def place(one: Any, base: str) -> dict[str, Any]:
    """Return a place of `PlaceQuerySet.in_public` (`shapes_reference.PlaceEntry`)."""
    public: Place = one
    inside = public.parent if public.parent and public.parent.standing == Standing.PUBLIC else None
    return {
        "code": public.code,
        "url": f"{base}{public.code}/",
        "name": public.name,
        "kind": public.kind,
        "country": public.country,
        "admin1": public.admin1,
        "parent": inside.code if inside else None,
        "latitude": public.latitude,
        "longitude": public.longitude,
        "population": public.population,
        "source": public.source,
        "licence": public.licence,
        "names": [
            {"text": name.text, "language": name.language, "used_by": name.used_by.slug if name.used_by else None}
            for name in one.public_names
        ],
    }


def border(one: Border, base: str) -> dict[str, Any]:
    """Return a border (`shapes_reference.BorderEntry`)."""
    return {
        "slug": one.slug,
        "url": f"{base}{one.slug}/",
        "name": one.name,
        "sides": [one.side_a.slug, one.side_b.slug],
        "description": one.description,
        "sections": [_section(section) | {"line": section.line} for section in one.sections.all()],
    }


def lines(borders: Iterable[Border], base: str) -> dict[str, Any]:
    """Return the sections of borders as GeoJSON (RFC 7946)."""
    features = [
        {
            "type": "Feature",
            "id": section.code,
            "geometry": section.line,
            "properties": _section(section) | {"border": one.slug, "url": f"{base}{one.slug}/"},
        }
        for one in borders
        for section in one.sections.all()
    ]
    return {"type": "FeatureCollection", "features": features}


def _section(one: BorderSection) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "position": one.position, "source": one.source}


def dispute(one: Any, base: str) -> dict[str, Any]:
    """Return a dispute of `DisputeQuerySet.in_public` (`shapes_reference.DisputeEntry`)."""
    public: Dispute = one
    return {
        "slug": public.slug,
        "url": f"{base}{public.slug}/",
        "name": public.name,
        "summary": public.summary,
        "begun": public.begun,
        "parties": one.public_parties,
        "borders": one.public_borders,
        "milestones": [
            {
                "kind": milestone.kind,
                "title": milestone.title,
                "earliest": milestone.earliest,
                "latest": milestone.latest,
                "precision": milestone.precision,
                "source_title": milestone.source_title,
                "source_url": milestone.source_url,
            }
            for milestone in public.milestones.all()
        ],
    }


def source(row: Any, base: str, incidents: int) -> dict[str, Any]:
    """Return a source as an edition tells it (`shapes_reference.SourceEntry`)."""
    return {
        "id": row.source,
        "url": f"{base}{row.source}/",
        "publisher": row.publisher,
        "title": row.title,
        "address": row.url,
        "published_on": row.published_on,
        "reliability": row.reliability,
        "incidents": incidents,
    }


def citing(row: Any, base: str) -> dict[str, Any]:
    """Return an edition that cites a source (`shapes_reference.CitingEdition`). `base`: the address of incidents."""
    return {
        "ref": row.incident,
        "number": row.number,
        "title": row.told,
        "published_at": splice.moment(row.published_at),
        "url": f"{base}{row.incident}/editions/{row.number}/",
    }
