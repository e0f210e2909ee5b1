"""What was changed since when, by anchor: since the last review, and since a note was written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from incidents.moderation.workflow import DECISIONS
from incidents.workbench import anchors
from incidents.workbench.models import (
    Assertion,
    Assessment,
    Citation,
    Claim,
    ClaimLink,
    EstimateClaim,
    Incident,
    Transition,
)
from incidents.workbench.steps import REMOVED, RowChange, Step

_LIST_OF: dict[type[models.Model], str] = {model: name for name, model in anchors.LISTS.items()}
_NOT_TOLD = frozenset({"position", "rated_by_id", "rated_at"})
"""Columns that say nothing for themselves: a place in a list, and who signed what stands beside."""
_OF_A_CLAIM = (Assertion, Citation, ClaimLink)


@dataclass(frozen=True, slots=True)
class Touch:
    """That something was added, changed or removed: when, by whom (None: by nobody who can be named), and what it was.

    `said` is what a removed row said, as far as it had words.
    """

    at: datetime
    by: int | None
    what: str
    anchor: str
    said: str = ""


class Touches:
    """Every change of an incident, by what it changed: a field, a row, a row's field, a list, or (empty) the whole.

    What hangs on a claim touches the claim as well. Moving a row in its list touches nothing.
    """

    def __init__(self, steps: Iterable[Step]) -> None:
        newest_first = list(steps)
        self._claims = {
            change.pk: change.public_id
            for step in newest_first
            for change in step.changes
            if change.model is Claim and change.public_id
        }
        self._by_anchor: dict[str, list[Touch]] = defaultdict(list)
        for step in newest_first:
            for change in step.changes:
                self._add(step, change)

    def people(self) -> set[int]:
        """Return who changed anything, as far as they can be named."""
        return {one.by for one in self._by_anchor.get("", ()) if one.by is not None}

    def after(self, anchor: str, moment: datetime) -> list[Touch]:
        """Return the changes of what an anchor names after a moment, newest first."""
        return [one for one in self._by_anchor.get(anchor, ()) if one.at > moment]

    def removed_after(self, moment: datetime) -> list[Touch]:
        """Return the rows that were removed after a moment, newest first, each once."""
        return [one for one in self.after("", moment) if one.what == REMOVED]

    def _add(self, step: Step, change: RowChange) -> None:
        names = [one for one in change.changed if one not in _NOT_TOLD]
        if not names:
            return
        rows = _LIST_OF.get(change.model, "")
        row = f"{rows}.{change.public_id}" if rows and change.public_id else ""
        said = str(change.before.get("statement") or change.before.get("publisher") or "")
        touch = Touch(step.at, step.by, change.what, row, said if change.what == REMOVED else "")
        touched = {"", row, rows, *self._around(change)}
        if change.model is Incident or (row and change.what != REMOVED):
            prefix = f"{row}." if row else ""
            touched |= {f"{prefix}{name.removesuffix('_id')}" for name in names}
        for anchor in touched:
            self._by_anchor[anchor].append(touch)

    def _around(self, change: RowChange) -> set[str]:
        """Return the anchors of what a row hangs on."""
        if change.model in _OF_A_CLAIM:
            ids = {(change.after or change.before).get("claim_id"), change.before.get("claim_id")}
            return {f"claims.{self._claims[pk]}" for pk in ids if pk in self._claims}
        if change.model is EstimateClaim:
            return {"estimates"}
        return {"assessments"} if change.model is Assessment else set()


def last_review(steps: Iterable[Transition]) -> Transition | None:
    """Return the newest step that only editors take: since then, everything that moved was not looked at."""
    return max((one for one in steps if one.verb in DECISIONS), key=lambda one: (one.at, one.pk), default=None)
