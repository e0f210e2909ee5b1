"""Where an actor stood on a day: the whole that it was part of, and what was part of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from actors.models import Actor, ActorRelation
from actors.relating import INVERSE, days_in_words
from incidents.vocabulary import ActorRelationKind

_REACHED = """
WITH RECURSIVE up AS (
    SELECT id, subject_id, object_id FROM actors_actorrelation
    WHERE kind = 'part_of' AND valid @> %(day)s::date AND subject_id = %(actor)s
  UNION
    SELECT r.id, r.subject_id, r.object_id FROM actors_actorrelation r JOIN up ON r.subject_id = up.object_id
    WHERE r.kind = 'part_of' AND r.valid @> %(day)s::date
), down AS (
    SELECT id, subject_id, object_id FROM actors_actorrelation
    WHERE kind = 'part_of' AND valid @> %(day)s::date AND object_id = %(actor)s
  UNION
    SELECT r.id, r.subject_id, r.object_id FROM actors_actorrelation r JOIN down ON r.object_id = down.subject_id
    WHERE r.kind = 'part_of' AND r.valid @> %(day)s::date
)
SELECT id FROM up UNION SELECT id FROM down
  UNION
SELECT id FROM actors_actorrelation
WHERE kind <> 'part_of' AND valid @> %(day)s::date AND %(actor)s IN (subject_id, object_id)
"""


@dataclass
class Node:
    """An actor in the tree, the relation by which it hangs on the one above (None at the top), and what hangs on it."""

    actor: Actor
    tie: ActorRelation | None = None
    below: list["Node"] = field(default_factory=list)

    @property
    def days(self) -> str:
        """The days on which it hangs there, in words."""
        return _days(self.tie) if self.tie else ""


@dataclass(frozen=True)
class Standing:
    """The tree in which an actor stood on a day, from the top, and its other relations: words, the other, and days."""

    top: Node
    others: list[tuple[str, Actor, str]]

    @property
    def alone(self) -> bool:
        """Whether it was part of nothing, and nothing of it."""
        return not self.top.below


def standing_on(actor: Actor, day: date) -> Standing:
    """Return where an actor stood on a day. Two queries, however many there are."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, {"actor": actor.pk, "day": day})
        keys = [key for (key,) in cursor.fetchall()]
    ties = list(ActorRelation.objects.filter(pk__in=keys).select_related("subject", "object").order_by("subject__name"))
    wholes = [one for one in ties if one.kind == ActorRelationKind.PART_OF]
    here = Node(actor, _above(wholes, actor.pk), _below(wholes, actor.pk))
    top = here
    while top.tie is not None:
        whole = top.tie.object
        top = Node(whole, _above(wholes, whole.pk), [top])
    return Standing(top, [_other(actor, one) for one in ties if one.kind != ActorRelationKind.PART_OF])


def _above(wholes: Iterable[ActorRelation], actor: int) -> ActorRelation | None:
    return next((one for one in wholes if one.subject_id == actor), None)


def _below(wholes: list[ActorRelation], actor: int) -> list[Node]:
    return [
        Node(one.subject, one, _below(wholes, one.subject_id)) for one in wholes if one.object_id == actor
    ]  # fmt: skip


def _other(actor: Actor, one: ActorRelation) -> tuple[str, Actor, str]:
    kind = ActorRelationKind.of(one.kind)
    if one.subject_id == actor.pk:
        return kind.label, one.object, _days(one)
    return INVERSE[kind], one.subject, _days(one)


def _days(one: ActorRelation) -> str:
    return days_in_words(one.valid.lower, one.valid.upper)
