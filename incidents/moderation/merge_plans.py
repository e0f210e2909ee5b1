"""What merging two incidents, or undoing it, would do now, and what stands in the way. Writes nothing (ADR 15)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from incidents.document.canonical import sha256
from incidents.moderation.checks import checks
from incidents.publishing.merges import as_before
from incidents.publishing.operations import Preview, preview_of, repeats
from incidents.publishing.references import Told
from incidents.record.models import Edition
from incidents.vocabulary import EditionStatus, LocationConfidentiality, ReviewCheck, State
from incidents.workbench.merged import told_under
from incidents.workbench.models import Claim, Incident, Merge
from incidents.workbench.moving import Moving, as_if_moved, noted, rows_of, to_merge, to_return

_STRICTER = (LocationConfidentiality.PUBLIC, LocationConfidentiality.COARSE, LocationConfidentiality.WITHHELD)
"""How much of where is held back, least first."""


@dataclass(frozen=True)
class Seen:
    """What an editor looked at, and decides on: the revisions of both, and the digest of what would be published."""

    revision: int | None
    into_revision: int | None
    body_sha256: str


@dataclass(frozen=True)
class MergePlan:
    """What merging would do. `apart` is what both would say now, the loser first, `merged` what the winner would.

    `cautions` are for the editor to think of.
    """

    loser: Incident
    winner: Incident
    standing: Edition | None
    moving: Moving
    note: dict[str, Any]
    apart: tuple[Preview, Preview]
    merged: Preview
    hindrances: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Tell whether readers would be told: the loser stands in the record."""
        return _stands(self.standing)

    @property
    def seen(self) -> Seen:
        """Return what an editor who looks at it has seen."""
        return Seen(self.loser.revision, self.winner.revision, self.merged.body_sha256)

    @property
    def state_after(self) -> State:
        """Return the winner's state: one in sync that says more now waits for an editor, as a submission does."""
        state = State.of(self.winner.state)
        waits = state == State.IN_SYNC and not self.is_public and not repeats(self.merged)
        return State.SUBMITTED if waits else state


@dataclass(frozen=True)
class UnmergePlan:
    """What undoing a merge would do: what each of the two would say by itself."""

    merge: Merge
    loser: Incident
    winner: Incident
    moving: Moving
    apart: Preview
    without: Preview
    hindrances: list[str]

    @property
    def seen(self) -> Seen:
        """Return what an editor who looks at it has seen; the digest is of both bodies."""
        both = sha256(self.apart.body + self.without.body)
        return Seen(self.loser.revision, self.winner.revision, both)

    @property
    def state_after(self) -> State:
        """Return the winner's state: what is in sync must equal what stands, and what only the merge opened closes."""
        state = State.of(self.winner.state)
        if self.merge.was_public:
            return state
        if state == State.IN_SYNC and not repeats(self.without):
            return State.SUBMITTED
        opened = self.merge.winner_state == State.IN_SYNC and state == State.SUBMITTED
        return State.IN_SYNC if opened and repeats(self.without) else state


# What would happen


def plan_merge(loser: Incident, winner: Incident) -> MergePlan:
    """Return what merging the one into the other would do now. Writes nothing."""
    loser, winner = fetched(loser), fetched(winner)
    moving = to_merge(loser, winner)
    apart = (preview_of(loser), preview_of(winner))
    note = noted(moving, rows_of(winner))
    answered_for = _shows_civilians(loser) or _shows_civilians(winner)
    as_if_moved(moving)
    merged = preview_of(winner, {loser.ref: Told(winner.ref, winner.title)})
    plan = MergePlan(loser, winner, apart[0].standing, moving, note, apart, merged)
    plan.hindrances.extend(_against_merge(plan))
    if plan.is_public and not answered_for and _shows_civilians(winner):
        plan.hindrances.append(_exposed(winner))
    plan.cautions.extend(_to_think_of(plan))
    return plan


def plan_unmerge(merge: Merge) -> UnmergePlan:
    """Return what undoing a merge would do now. Writes nothing."""
    loser, winner = fetched(merge.loser), fetched(merge.winner)
    moving = to_return(merge, loser, winner)
    as_if_moved(moving)
    apart, without = each_by_itself(merge, loser, winner)
    hindrances = list(_against_unmerge(merge, winner, apart, without)) + moving.hindrances
    return UnmergePlan(merge, loser, winner, moving, apart, without, hindrances)


_WHO_SAID = ("claim_links__claim__claimant", "claim_links__to__claimant", "estimates__rests_on__claim__claimant")
"""What is asked for the words of a row, beside what a detail has."""


def fetched(incident: Incident) -> Incident:
    return Incident.objects.for_detail().prefetch_related(*_WHO_SAID).get(pk=incident.pk)


def each_by_itself(merge: Merge, loser: Incident, winner: Incident) -> tuple[Preview, Preview]:
    """Return what each of the two says by itself: what it said before the merge, where nothing changed since.

    A document also tells what others are called: where only its own edition is older than that, it stays as it was.
    """
    if not merge.was_public:
        return preview_of(loser), preview_of(winner)
    also = {loser.ref: Told(loser.ref, loser.title)}
    told = []
    for incident, then in ((loser, merge.loser_sha256), (winner, merge.winner_sha256)):
        now = preview_of(incident, also)
        if now.body_sha256 == then:
            before = Edition.objects.of(incident.ref).filter(seq__lt=merge.loser_edition).first()
            now = as_before(now, before)
        told.append(now)
    return told[0], told[1]


def _stands(edition: Edition | None) -> bool:
    return edition is not None and edition.status == EditionStatus.PUBLISHED


def _against_merge(plan: MergePlan) -> Iterator[str]:
    loser, winner = plan.loser, plan.winner
    if winner.state == State.MERGED:
        yield f"{winner.ref} was merged itself: it is told under {told_under(winner).ref}. Merge into that one."
        return
    if plan.is_public:
        yield from _both_in_sync(plan)
        yield from plan.merged.problems
    elif plan.standing is not None:
        yield f"{loser.ref} was taken back. A retraction stays under its own ref, where readers look for it."
    elif winner.state == State.REJECTED:
        yield f"{winner.ref} is rejected: reopen it first, or merge the other way."
    elif winner.state == State.IN_SYNC and not _stands(plan.merged.standing):
        yield f"{winner.ref} was taken back: reopen it first."
    yield from _less_guarded(loser, winner)
    yield from plan.moving.hindrances


def _both_in_sync(plan: MergePlan) -> Iterator[str]:
    """Yield what makes one of the two not what readers see of it."""
    if not _stands(plan.merged.standing):
        yield (
            f"{plan.loser.ref} is public and {plan.winner.ref} is not: readers would be sent where nothing is. "
            "Merge the other way, or publish it first."
        )
    for incident in (plan.loser, plan.winner):
        if incident.state != State.IN_SYNC:
            yield f"{incident.ref} has changes that are not public: publish or settle it first."


def _less_guarded(loser: Incident, winner: Incident) -> Iterator[str]:
    """Yield what is held back of the loser, and would no longer be on the winner."""
    ranks = [_STRICTER.index(LocationConfidentiality.of(one.location_confidentiality)) for one in (loser, winner)]
    if ranks[0] > ranks[1]:
        held = loser.get_location_confidentiality_display().lower()
        yield f"The location of {loser.ref} is held back ({held}): hold that of {winner.ref} back as well, first."
    until = loser.embargo_until
    if until is not None and until > timezone.now() and (winner.embargo_until is None or winner.embargo_until < until):
        yield f"{loser.ref} is under embargo until {until:%Y-%m-%d %H:%M} UTC, and {winner.ref} is not as long."


def _shows_civilians(incident: Incident) -> bool:
    """Tell whether readers find civilians at an exact place, which an editor answers for before it is published."""
    return any(one.code == ReviewCheck.EXACT_PLACE for one in checks(incident))


def _exposed(winner: Incident) -> str:
    return (
        f"{winner.ref} has an exact place, and civilians would come to it that neither of the two shows at one: nobody "
        f"has answered for that. Publish a coarser place of {winner.ref} first, or merge the other way."
    )


def _to_think_of(plan: MergePlan) -> Iterator[str]:
    loser, winner = plan.loser, plan.winner
    if winner.shared and not loser.shared:
        yield f"All analysts see {winner.ref}, and so what moves there; {loser.ref} was seen by its author alone."
    if plan.state_after != winner.state:
        yield f"{winner.ref} will wait for another editor: what you move there, you can’t publish yourself."
    elif not plan.is_public and winner.state != State.IN_SYNC:
        yield f"Another editor has to publish {winner.ref} then: what you move there, you can’t publish yourself."
    twice = _claims_alike(plan)
    if twice:
        yield (
            f"{twice} claim{' is' if twice == 1 else 's are'} by who said something in {winner.ref} on the same day: "
            "say afterwards which only repeats the other."
        )
    notes = loser.notes.open().count()
    if notes:
        yield f"{notes} open note{'' if notes == 1 else 's'} of the review thread stay with {loser.ref}."


def _claims_alike(plan: MergePlan) -> int:
    """Count the claims that come to one of the same claimant and day: a claim that was entered twice, perhaps."""
    came = plan.moving.rows[Claim]
    own = {(one.claimant_id, one.made_on) for one in plan.winner.claims.all() if one.pk not in came}
    return sum((one.claimant_id, one.made_on) in own for one in came.values())


def _against_unmerge(merge: Merge, winner: Incident, apart: Preview, without: Preview) -> Iterator[str]:
    if winner.state == State.MERGED:
        later = Merge.objects.of(winner)
        into = later.winner.ref if later else "another"
        yield f"{winner.ref} was merged into {into} since: undo that first."
        return
    if not merge.was_public:
        return
    if not _stands(without.standing):
        yield f"{winner.ref} was taken back since: publish it again first."
    if winner.state != State.IN_SYNC:
        yield f"{winner.ref} has changes that are not public: publish or settle it first."
    yield from apart.problems
    yield from without.problems
