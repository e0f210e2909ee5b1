"""Merging duplicate incidents, and undoing it: the doing of what was planned and looked at.

Called by the workflow alone, which holds both incidents' locks and those of their rows (ADR 15).
"""

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.moderation.merge_plans import Seen, each_by_itself, fetched, plan_merge, plan_unmerge
from incidents.publishing.merges import append_merge, append_unmerge
from incidents.publishing.operations import Preview, PublishConflict, preview_of
from incidents.publishing.references import Told
from incidents.record.models import Edition
from incidents.vocabulary import State, Verb
from incidents.workbench.models import Incident, Merge, Transition, Unmerge
from incidents.workbench.moving import move


class Hindered(NotAllowed):
    """Something stands in the way: `problems` says what, one line each."""

    def __init__(self, message: str, *, problems: list[str]) -> None:
        super().__init__(message)
        self.problems = problems


def merge(*, loser: Incident, winner: Incident, by: User, reason: str, seen: Seen) -> Edition | None:
    """Move what hangs on the loser to the winner, append their editions where the loser was public, and note it all.

    Raises Hindered, and PublishConflict where either moved since it was looked at. Returns the loser's edition.
    """
    plan = plan_merge(loser, winner)
    _check(plan.hindrances, f"{loser.ref} can’t be merged into {winner.ref}.")
    _check_seen(plan.seen, seen, plan.merged)
    state = plan.state_after
    move(plan.moving)
    merged = preview_of(fetched(winner), {loser.ref: Told(winner.ref, winner.title)})
    _check_same(merged.body, plan.merged.body, merged)
    editions: tuple[Edition | None, Edition | None] = (None, None)
    digests = {}
    if plan.is_public and plan.standing is not None:
        editions = append_merge(loser=plan.standing, winner=merged, reason=reason)
        digests = {"loser_sha256": plan.apart[0].body_sha256, "winner_sha256": plan.apart[1].body_sha256}
    Merge.objects.create(
        loser=loser, winner=winner, by=by, reason=reason, loser_state=loser.state, winner_state=winner.state,
        **plan.note, **digests, **_seqs(editions),
    )  # fmt: skip
    _step(winner, state, Verb.MERGE, by, f"{loser.ref} was merged into it. {reason}", editions[1])
    return editions[0]


def unmerge(*, merge: Merge, loser: Incident, winner: Incident, by: User, reason: str, seen: Seen) -> Edition | None:
    """Move back what a merge moved, append both editions where it was public, and give the loser its state of before.

    Raises Hindered, and PublishConflict where either moved since it was looked at. Returns the loser's edition.
    """
    plan = plan_unmerge(merge)
    _check(plan.hindrances, f"The merge of {loser.ref} into {winner.ref} can’t be undone.")
    _check_seen(plan.seen, seen, plan.without)
    state = plan.state_after
    move(plan.moving)
    apart, without = each_by_itself(merge, fetched(loser), fetched(winner))
    _check_same(apart.body + without.body, plan.apart.body + plan.without.body, without)
    editions: tuple[Edition | None, Edition | None] = (None, None)
    if merge.was_public:
        editions = append_unmerge(loser=apart, winner=without)
    Unmerge.objects.create(merge=merge, by=by, reason=reason, **_seqs(editions))
    _step(winner, state, Verb.UNMERGE, by, f"{loser.ref} is told by itself again. {reason}", editions[1])
    loser.state = merge.loser_state
    return editions[0]


def _check(hindrances: list[str], message: str) -> None:
    if hindrances:
        raise Hindered(message, problems=hindrances)


def _check_seen(now: Seen, seen: Seen, preview: Preview) -> None:
    if seen.revision is None or seen.into_revision is None or not seen.body_sha256:
        raise NotAllowed("Merging takes the revisions of both and the digest of what was previewed.")
    if now != seen:
        raise PublishConflict(
            "One of the two has changed since you looked at it. Nothing was moved; look at it again.", preview=preview
        )


def _check_same(body: bytes, planned: bytes, preview: Preview) -> None:
    """Refuse to publish anything but what was looked at, however it came about."""
    if body != planned:
        raise PublishConflict("What would be published is not what you looked at. Nothing was moved.", preview=preview)


def _seqs(editions: tuple[Edition | None, Edition | None]) -> dict[str, int | None]:
    return {
        name: None if edition is None else edition.seq
        for name, edition in zip(("loser_edition", "winner_edition"), editions, strict=True)
    }


def _step(  # noqa: PLR0917 - what a row of the log holds
    winner: Incident, state: State, verb: Verb, by: User, reason: str, edition: Edition | None
) -> None:
    """Raise the winner's revision, so that a save that waited is stale, and log the step for its people as well."""
    source = winner.state
    winner.state = state
    winner.revision += 1
    with signed(by=by.pk, verb=verb.value):
        winner.save(update_fields=["state", "revision", "updated_at"])
    Transition.objects.create(
        incident=winner, verb=verb, source_state=source, target_state=state, by=by, reason=reason,
        revision=winner.revision, edition_seq=edition.seq if edition else None,
    )  # fmt: skip
