"""Loads the borders and disputes every installation has. What is there already stays as the editors keep it."""

import json
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from actors.models import Actor
from config.history import without_beginnings
from incidents.reference.models import Border, BorderSection, Dispute, Milestone
from incidents.vocabulary import Standing

DISPUTES = Path(__file__).parents[1] / "data" / "disputes.toml"


@transaction.atomic
def load_borders(*, path: Path = DISPUTES) -> int:
    """Add the borders of a file whose slugs are new, with their sections; return how many. All are public."""
    listed: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["border"]
    known = set(Border.objects.values_list("slug", flat=True))
    new = [row for row in listed if row["slug"] not in known]
    actors = {actor.slug: actor for actor in Actor.objects.filter(slug__in=_named(new, "side_a", "side_b"))}
    with without_beginnings():
        for row in new:
            _insert_border(row, actors)
    return len(new)


def _insert_border(row: dict[str, Any], actors: dict[str, Actor]) -> None:
    border = Border.objects.create(
        slug=row["slug"],
        name=row["name"],
        side_a=actors[row["side_a"]],
        side_b=actors[row["side_b"]],
        description=row["description"].strip(),
        standing=Standing.PUBLIC,
    )
    BorderSection.objects.bulk_create(_sections(border, row["lines"]))


@transaction.atomic
def load_disputes(*, path: Path = DISPUTES) -> int:
    """Add the disputes of a file whose slugs are new, with their milestones; return how many. All are public."""
    listed: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["dispute"]
    known = set(Dispute.objects.values_list("slug", flat=True))
    new = [row for row in listed if row["slug"] not in known]
    with without_beginnings():
        for row in new:
            _insert_dispute(row)
    return len(new)


def _insert_dispute(row: dict[str, Any]) -> None:
    dispute = Dispute.objects.create(
        slug=row["slug"],
        name=row["name"],
        summary=row["summary"].strip(),
        begun=row["begun"],
        standing=Standing.PUBLIC,
    )
    dispute.parties.set(Actor.objects.filter(slug__in=row["parties"]))
    dispute.borders.set(Border.objects.filter(slug__in=row["borders"]))
    Milestone.objects.bulk_create(Milestone(dispute=dispute, **milestone) for milestone in row["milestone"])


def _named(rows: list[dict[str, Any]], *keys: str) -> set[str]:
    return {row[key] for row in rows for key in keys}


def _sections(border: Border, file_name: str) -> list[BorderSection]:
    """Read the sections of a border from the file that the map draws."""
    path = settings.BASE_DIR / "static" / "geo" / file_name
    return [
        BorderSection(
            border=border,
            code=feature["properties"]["code"],
            name=feature["properties"]["name"],
            position=feature["properties"]["position"],
            line=feature["geometry"],
            source=feature["properties"]["source"],
        )
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    ]
