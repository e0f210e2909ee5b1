"""Edits of relations between actors: signed, with their reason, and refused where they can't hold beside others."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from accounts.models import User
from actors.locking import lock_references
from actors.models import Actor, ActorRelation
from incidents.errors import NotAllowed
from incidents.moderation.referring.editing import Unreasoned, out_of_use, signing
from incidents.vocabulary import Standing
from incidents.workbench import policies


@transaction.atomic
def save_relations(
    *, actor: Actor, saved: Sequence[ActorRelation], removed: Sequence[ActorRelation], by: User, reason: str
) -> None:
    """Save and remove relations of an actor, all or nothing. The reason goes to the log of decisions.

    Raises NotAllowed for who is no editor, a relation of other actors alone, and an actor that is out of use;
    Unreasoned; IntegrityError for what the rules of the table refuse (`actors.relating` says it before, with names).
    """
    if not policies.may_review(by):
        raise NotAllowed("Only editors change relations of actors.")
    if not reason.strip():
        raise Unreasoned("Say why: relations decide whose acts count as whose.")
    lock_references()
    ends = {key for row in saved for key in (row.subject_id, row.object_id)} | {actor.pk}
    actors = Actor.objects.filter(pk__in=ends).select_related("merged_into").order_by("pk")
    for one in actors.select_for_update(of=("self",), no_key=True):
        if why := out_of_use(one) if one.standing == Standing.MERGED or one.pk != actor.pk else "":
            raise NotAllowed(why)
    if any(actor.pk not in (row.subject_id, row.object_id) for row in (*saved, *removed)):
        raise NotAllowed(f"A relation that was sent is none of {actor.name}.")
    with signing(actor, by=by, reason=reason, why="relations"):
        for row in removed:
            row.delete()
        _save_in_some_order(list(saved))


def _save_in_some_order(rows: list[ActorRelation]) -> None:
    """Save rows of which one may take the days that another gives up: each when there is room for it."""
    while rows:
        left = []
        for row in rows:
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                left.append(row)
        if len(left) == len(rows):
            left[0].save()  # says why
        rows = left
