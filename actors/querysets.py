"""Reads of actors and of their hierarchy on a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models.functions import Coalesce

from accounts.models import User, has_role
from accounts.roles import Role
from incidents.vocabulary import IN_USE, Standing

if TYPE_CHECKING:
    from actors.models import Actor, ActorRelation  # noqa: F401

BELOW = """
WITH RECURSIVE below(root, id, valid) AS (
    SELECT slug, coalesce(merged_into_id, id), daterange(NULL, NULL) FROM actors_actor WHERE slug = ANY(%s)
  UNION
    SELECT below.root, r.subject_id, r.valid * below.valid
    FROM actors_actorrelation r JOIN below ON r.object_id = below.id
    WHERE r.kind = 'part_of' AND r.valid && below.valid
)
SELECT b.root, a.slug, lower(b.valid), upper(b.valid) FROM below b CROSS JOIN LATERAL (
    SELECT slug FROM actors_actor WHERE id = b.id UNION ALL SELECT slug FROM actors_actor WHERE merged_into_id = b.id
) AS a ORDER BY b.root, a.slug, b.valid
"""
"""Takes slugs; rows are an asked slug, a slug that counts as it, and since and until when. `None` is without an end."""

_PARTIES = """
WITH RECURSIVE above(start, id, depth) AS (
    SELECT id, id, 0 FROM actors_actor WHERE id = ANY(%s)
  UNION ALL
    SELECT above.start, r.object_id, above.depth + 1
    FROM actors_actorrelation r JOIN above ON r.subject_id = above.id
    WHERE r.kind = 'part_of' AND r.valid @> %s::date
)
SELECT DISTINCT ON (start) start, id FROM above ORDER BY start, depth DESC
"""

_ABOVE = """
WITH RECURSIVE above(start, id, depth) AS (
    SELECT id, id, 0 FROM actors_actor WHERE id = ANY(%s)
  UNION ALL
    SELECT above.start, r.object_id, above.depth + 1
    FROM actors_actorrelation r JOIN above ON r.subject_id = above.id
    WHERE r.kind = 'part_of' AND r.valid @> %s::date
)
SELECT above.start, a.name FROM above JOIN actors_actor a ON a.id = above.id WHERE depth > 0 ORDER BY start, depth
"""


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor that counts as part of one asked for, from `since` up to, but not on, `until` (None: open)."""

    slug: str
    since: date | None
    until: date | None


def _seen_by(user: User | None) -> tuple[Standing, ...]:
    works = has_role(user, Role.ANALYST, Role.EDITOR, Role.ADMINISTRATOR)
    return IN_USE if works else (Standing.PUBLIC,)


class ActorQuerySet(models.QuerySet["Actor"]):
    """Actors."""

    def visible_to(self, user: User | None) -> Self:
        """Return the actors a person may see and choose: the public sees what an editor made public."""
        return self.filter(standing__in=_seen_by(user))

    def leading_to_visible(self, user: User | None) -> Self:
        """Return the actors a person may see, and what was merged into one of those, with what stands for it."""
        seen = _seen_by(user)
        return self.filter(models.Q(standing__in=seen) | models.Q(merged_into__standing__in=seen)).select_related(
            "merged_into"
        )

    def with_merged(self) -> Self:
        """Return these and all that were merged into one of them: editions name both."""
        same = models.Q(pk__in=self.order_by().values("pk")) | models.Q(merged_into__in=self.order_by().values("pk"))
        return type(self)(self.model, using=self.db).filter(same)

    def winner_of(self, slug: str) -> str | None:
        """Return the slug of the public actor that the one with this slug was merged into; None where it wasn't."""
        merged = self.filter(slug=slug, merged_into__standing=Standing.PUBLIC)
        return merged.values_list("merged_into__slug", flat=True).first()

    def merges(self) -> dict[str, str]:
        """Return what stands for each that was merged, by slug. One query."""
        return dict(self.filter(merged_into__isnull=False).values_list("slug", "merged_into__slug"))

    def public_names(self, slugs: Iterable[str]) -> dict[str, str]:
        """Return the names of those that have a public page, by slug; of one that was merged, what stands for it."""
        public = models.Q(standing=Standing.PUBLIC) | models.Q(merged_into__standing=Standing.PUBLIC)
        named = self.filter(public, slug__in=set(slugs))
        return dict(named.values_list("slug", Coalesce("merged_into__name", "name")))

    def descendants_of(self, *slugs: str) -> list[Membership]:
        """Return these actors themselves and all that are part of one of them, each with the days on which it was."""
        every = {member for members in self.memberships_below(*slugs).values() for member in members}
        return sorted(every, key=lambda one: (one.slug, one.since or date.min, one.until or date.max))

    def memberships_below(self, *slugs: str) -> dict[str, list[Membership]]:
        """Return, for each of these actors, itself and all that are part of it, with the days on which they were.

        What was merged into one counts as it, and one that was merged is asked for as what stands for it: editions
        name both.
        """
        found: dict[str, list[Membership]] = {}
        with connection.cursor() as cursor:
            cursor.execute(BELOW, [list(slugs)])
            for root, *member in cursor.fetchall():
                found.setdefault(root, []).append(Membership(*member))
        return found

    def parties_on(self, ids: list[int], day: date) -> dict[int, int]:
        """Return, for each actor id, the id of its top `part_of` ancestor on that day (itself if it has none)."""
        with connection.cursor() as cursor:
            cursor.execute(_PARTIES, [ids, day])
            return dict(cursor.fetchall())

    def above_on(self, ids: list[int], day: date) -> dict[int, list[str]]:
        """Return, for each actor id that is part of another on that day, the names above it, nearest first."""
        found: dict[int, list[str]] = {}
        with connection.cursor() as cursor:
            cursor.execute(_ABOVE, [ids, day])
            for start, name in cursor.fetchall():
                found.setdefault(start, []).append(name)
        return found

    def with_names(self) -> Self:
        """Fetch every name along, in one more query."""
        return self.prefetch_related("names")

    def suggested_for(self, text: str) -> Self:
        """Return the actors whose names have every word of the text in them, in any spelling or script."""
        found = self
        for word in text.split():
            folded = models.Func(models.Value(word), function="counterclaim_fold", output_field=models.TextField())
            aliases = self.model._default_manager.alias(  # noqa: SLF001 - Django's documented accessor
                folded_name=models.Func(
                    models.F("name"), function="counterclaim_fold", output_field=models.TextField()
                ),
                folded_alias=models.Func(
                    models.F("names__text"), function="counterclaim_fold", output_field=models.TextField()
                ),
            )
            having = models.Q(folded_name__contains=folded) | models.Q(folded_alias__contains=folded)
            found = found.filter(pk__in=aliases.filter(having).order_by().values("pk"))
        return found

    def called(self, text: str) -> Self:
        """Return the actors with this slug or any such name, whatever the case, accents or script variant."""
        text = text.strip()
        folded = models.Func(models.Value(text), function="counterclaim_fold")
        return (
            self.alias(
                folded_name=models.Func(models.F("name"), function="counterclaim_fold"),
                folded_alias=models.Func(models.F("names__text"), function="counterclaim_fold"),
            )
            .filter(models.Q(slug=text) | models.Q(folded_name=folded) | models.Q(folded_alias=folded))
            .distinct()
        )

    def containing(self, text: str) -> Self:
        """Return the actors with a name that contains a text, whatever the case, accents or script variant."""
        folded = models.Func(models.Value(text.strip()), function="counterclaim_fold", output_field=models.TextField())
        own, alias = (
            models.Func(models.F(name), function="counterclaim_fold", output_field=models.TextField())
            for name in ("name", "names__text")
        )
        named = self.alias(folded_name=own, folded_alias=alias).filter(
            models.Q(folded_name__contains=folded) | models.Q(folded_alias__contains=folded)
        )
        return self.filter(pk__in=named.order_by().values("pk"))


class ActorRelationQuerySet(models.QuerySet["ActorRelation"]):
    """Relations between actors."""

    def for_list(self) -> Self:
        """Fetch both ends along."""
        return self.select_related("subject", "object")
