"""Which decisions are worth offering, and what stands in the way of one: for pages. The step itself asks again."""

from collections.abc import Sequence

from accounts.models import User
from incidents.moderation.approvals import approval_of
from incidents.moderation.checks import Checked, unanswered
from incidents.moderation.four_eyes import four_eyes_forbid
from incidents.moderation.restoring import restorable
from incidents.moderation.workflow import open_verbs
from incidents.publishing.operations import Preview
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.completeness import missing
from incidents.workbench.models import Incident


def makes_sense(verb: Verb, now: Preview, editions: Sequence[Edition]) -> bool:
    """Tell whether a step that role and state allow could do anything; `editions` are those that may be restored."""
    if verb in (Verb.RETRACT, Verb.UNPUBLISH):
        return now.stands is not None
    if verb == Verb.SETTLE:
        return now.stands is not None and not now.differences
    if verb == Verb.APPROVE:
        return now.embargo is not None
    if verb == Verb.RESTORE:
        return bool(editions)
    return True


def sensible_verbs(incident: Incident, user: User, now: Preview) -> list[Verb]:
    """Return the steps that a person could take now and that would do something."""
    editions = list(restorable(incident))
    return [verb for verb in open_verbs(incident, user) if makes_sense(verb, now, editions)]


def hindrance(
    verb: Verb, incident: Incident, user: User, now: Preview, *, found: list[Checked], changed: set[int | None]
) -> str:
    """Return what stands in the way of publishing or approving, whatever is typed; empty where nothing.

    A check that only waits for an answer does not: the answer may be typed with the decision. `found` are the checks
    and `changed` who changed anything since it was last published. Expects `for_detail()` rows.
    """
    if verb not in (Verb.PUBLISH, Verb.APPROVE):
        return ""
    if missing(incident):
        return "It is not complete any more; see what is missing."
    if now.faults:
        return "Something stands in the way; see the problems."
    if verb == Verb.PUBLISH and now.embargo is not None:
        return now.problems[-1]
    if now.stands and not now.differences:
        return f"Nothing public would change: edition {now.stands.number} says the same."
    forbidden = _to_mend(found) or four_eyes_forbid(incident, user, changed)
    return forbidden or (_approved(incident) if verb == Verb.APPROVE else "")


def _to_mend(found: list[Checked]) -> str:
    if all(one.answerable for one in unanswered(found)):
        return ""
    return "A check needs mending, not an answer; see the checks."


def _approved(incident: Incident) -> str:
    shown = approval_of(incident)
    if shown is None or not shown.holds:
        return ""
    return f"{shown.approval.by} has approved it, for {shown.approval.due:%Y-%m-%d %H:%M} UTC."
