"""A review as one act: comments, answers to checks, and perhaps a decision. All of it is written, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from incidents.errors import NotAllowed, Stale
from incidents.moderation.checks import Check, checks
from incidents.moderation.thread import write_note
from incidents.moderation.workflow import transition
from incidents.vocabulary import Verb
from incidents.workbench import policies
from incidents.workbench.models import CheckAnswer, Incident, ReviewNote, Transition

LONGEST_ANSWER = 2000


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody answers to a check as they saw it."""

    code: str
    subject: str
    fingerprint: str
    answer: str


@transaction.atomic
def review_incident(
    *,
    incident: Incident,
    by: User,
    comments: Sequence[ReviewNote] = (),
    answers: Sequence[Answered] = (),
    verb: Verb | None = None,
    reason: str = "",
    revision: int | None = None,
    body_sha256: str = "",
    edition: int | None = None,
    into: Incident | None = None,
    into_revision: int | None = None,
    site: str = "",
) -> Transition | None:
    """Write the comments, then the answers, then take the step, under one lock; return the step, if there was one.

    Raises what `write_note`, `answer_check` and `transition` raise; then nothing at all was written.
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    for note in comments:
        write_note(note=note, by=by, site=site)
    for one in answers:
        answer_check(incident=current, check=seen(current, one), answer=one.answer, by=by)
    if verb is None:
        return None
    return transition(
        incident=incident,
        verb=verb,
        by=by,
        reason=reason,
        revision=revision,
        body_sha256=body_sha256,
        edition=edition,
        into=into,
        into_revision=into_revision,
        site=site,
    )


def seen(incident: Incident, answered: Answered) -> Check:
    """Return the check that somebody answers. Raises Stale where it is another by now, or none."""
    key = (answered.code, answered.subject, answered.fingerprint)
    for one in checks(Incident.objects.for_detail().get(pk=incident.pk)):
        if (one.code, one.subject, one.fingerprint) == key:
            return one
    raise Stale(
        "What you answered for has changed since you saw it. Nothing was written; look at it again.",
        current=incident.revision,
    )


@transaction.atomic
def answer_check(*, incident: Incident, check: Check, answer: str, by: User) -> CheckAnswer:
    """Note an editor's answer to a check. It changes no revision, and is no edit that four eyes would count.

    Any editor answers, in any state, also one who edited the incident: the answer makes nothing public, and whoever
    publishes has it before them (ADR 17). Raises NotAllowed; Stale where the check is another by now.
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if not policies.may_review(by):
        raise NotAllowed("Only editors answer for what becomes public.")
    words = answer.strip()
    if not words:
        raise NotAllowed("An answer needs its words.")
    if len(words) > LONGEST_ANSWER:
        raise NotAllowed(f"An answer has at most {LONGEST_ANSWER} characters.")
    now = seen(current, Answered(check.code, check.subject, check.fingerprint, words))
    if not now.answerable:
        raise NotAllowed(f"No answer will do here. {now}")
    last = current.check_answers.filter(code=now.code, subject=now.subject).last()
    if last is not None and (last.fingerprint, last.answer, last.by_id) == (now.fingerprint, words, by.pk):
        return last  # the same form, sent again
    return CheckAnswer.objects.create(
        incident=current, code=now.code, subject=now.subject, fingerprint=now.fingerprint, answer=words, by=by
    )
