"""Writes of actors: proposals by analysts, what editors make public, and the actors every installation has."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from accounts.models import User, has_role
from accounts.roles import Role
from actors.locking import lock_references
from actors.models import Actor, ActorName, ActorRelation
from actors.names import script_of
from config.history import without_beginnings
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.vocabulary import ActorKind, ActorRelationKind, Standing

ACTORS = Path(__file__).parent / "data" / "actors.toml"
_SLUG_LENGTH = 70  # leaves room for a number in the column's 80


@transaction.atomic
def propose_actor(*, name: str, kind: ActorKind, country: str = "", by: User) -> Actor:
    """Add an actor that no editor has looked at yet: usable on the workbench, not public.

    Raises NotAllowed for who may not write, ValidationError (by field) for what can't be stored.
    """
    if not has_role(by, Role.ANALYST, Role.EDITOR):
        raise NotAllowed("Only analysts and editors propose actors.")
    name = " ".join(name.split())
    actor = Actor(
        slug=_free_slug(name), name=name, kind=kind, country=country, standing=Standing.PROPOSED, proposed_by=by
    )
    actor.full_clean()
    with signed(by=by.pk, why="propose"):
        actor.save(force_insert=True)
    return actor


@transaction.atomic
def make_public(*, row: models.Model, by: User) -> bool:
    """Let the public see a row that has a standing (an actor, a place, a border, a dispute).

    Logged in the admin's history of the row. Returns False, and does nothing, if it is public already, or merged.
    """
    if not has_role(by, Role.EDITOR):
        raise NotAllowed("Only editors make something public.")
    lock_references()
    rows = type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001 - Django's documented name
    with signed(by=by.pk, why="proposal"):
        changed = rows.filter(standing__in=[Standing.PROPOSED, Standing.REFUSED]).update(standing=Standing.PUBLIC)
    row.refresh_from_db(fields=["standing"])
    if changed:
        LogEntry.objects.log_actions(by.pk, rows, CHANGE, "Made public.", single_object=True)
    return bool(changed)


@transaction.atomic
def load_actors(*, path: Path = ACTORS) -> int:
    """Add the actors of a file whose slugs are new, with their names and parents; return how many.

    What is there already stays as the editors keep it. All that is added is public.
    """
    listed: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["actor"]
    known = set(Actor.objects.filter(slug__in=[row["slug"] for row in listed]).values_list("slug", flat=True))
    new = [row for row in listed if row["slug"] not in known]
    if not new:
        return 0
    with without_beginnings():
        _insert(new)
    return len(new)


def _insert(new: list[dict[str, Any]]) -> None:
    actors = {row["slug"]: _listed_actor(row) for row in new}
    Actor.objects.bulk_create(actors.values())
    ActorName.objects.bulk_create(
        ActorName(actor=actors[row["slug"]], language=language, kind=kind, text=text, script=script_of(text))
        for row in new
        for language, kind, text in row.get("names", [])
    )
    parents = {parent["actor"] for row in new for parent in row.get("part_of", [])}
    ids = dict(Actor.objects.filter(slug__in=parents).values_list("slug", "pk"))
    ActorRelation.objects.bulk_create(
        ActorRelation(
            subject=actors[row["slug"]],
            kind=ActorRelationKind.PART_OF,
            object_id=ids[parent["actor"]],
            valid=_days(parent),
        )
        for row in new
        for parent in row.get("part_of", [])
    )


def latin_slug(name: str) -> str:
    """Return what of a name fits in an address: nothing, if it is in another script than Latin."""
    return slugify(name.translate(str.maketrans("əƏı", "eEi")))


def _listed_actor(row: Mapping[str, Any]) -> Actor:
    return Actor(
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        country=row.get("country", ""),
        wikidata_id=row.get("wikidata", ""),
        ucdp_id=row.get("ucdp"),
        description=row.get("description", ""),
        standing=Standing.PUBLIC,
    )


def _days(period: Mapping[str, Any]) -> DateRange:
    """Return the range from the first day to the day after the last; open where not given."""
    since: date | None = period.get("from")
    until: date | None = period.get("to")
    return DateRange(since, until, "[)")


def _free_slug(name: str) -> str:
    """Return a slug for the name that no actor has, under a lock that lasts until the transaction ends."""
    base = latin_slug(name)[:_SLUG_LENGTH].strip("-") or "actor"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('actors_actor.slug'))")
    taken = set(Actor.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
