"""What the task worker (`manage.py db_worker`) does for the workbench: keep copies of sources, mail who is named."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from config.readonly.operations import standing
from config.rest.signing import signed
from incidents.vocabulary import Verb
from incidents.workbench import policies
from incidents.workbench.mentions import mail_for, mail_of_return
from incidents.workbench.models import NoteMention, ReviewNote, Source, Transition
from incidents.workbench.operations.capturing import ask_for, capture_url, may_try
from incidents.workbench.retries import next_try

WHEN_READ_ONLY = timedelta(minutes=5)
"""How long a task waits that finds that nothing can be written."""
READ_ONLY = "read-only: later"

MAIL_AGAIN = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 6 * 60, 24 * 60))
"""How long to wait after each try of a mail that the server did not take; then it is given up."""


@task()
def keep_copy(source_id: int) -> str:
    """Try once, if it is still due, and come back when it is due again. The log of tries decides, not the queue."""
    if standing():
        keep_copy.using(run_after=timezone.now() + WHEN_READ_ONLY).enqueue(source_id)
        return READ_ONLY
    source = Source.objects.in_use().filter(pk=source_id, url__gt="").first()
    last = source.capture_attempts.last() if source else None
    if source is None or last is None or (when := next_try(last)) is None or when > timezone.now():
        return "not due"
    if not may_try(source):
        return "confidential"
    entry = capture_url(source)
    if entry is None:
        return "another process is at it"
    if (again := next_try(entry)) is not None:
        keep_copy.using(run_after=again).enqueue(source.pk)
    return str(entry.outcome)


@transaction.atomic
def ask_for_copies(sources: Iterable[Source], *, by: User | None) -> list[Source]:
    """Note the wish for copies, and tell the worker once that is committed. Returns the sources with an address."""
    wanted = ask_for(sources, by=by)
    for source in wanted:
        transaction.on_commit(partial(keep_copy.enqueue, source.pk))
    return wanted


@task()
def tell_mentioned(mention_id: int, site: str, number: int = 1) -> str:
    """Mail somebody that a note names them, once, if they still may see it. `number` counts the tries.

    The mail holds a link that begins with `site`, and no word of the note. What the mail server does not take is
    tried again (`MAIL_AGAIN`).
    """
    if standing():
        tell_mentioned.using(run_after=timezone.now() + WHEN_READ_ONLY).enqueue(mention_id, site, number)
        return READ_ONLY
    try:
        with transaction.atomic():
            return _tell(mention_id, site)
    except OSError as error:  # smtplib's own errors are such
        if number > len(MAIL_AGAIN):
            return f"given up: {type(error).__name__}"
        again = timezone.now() + MAIL_AGAIN[number - 1]
        tell_mentioned.using(run_after=again).enqueue(mention_id, site, number + 1)
        return f"try {number}: {type(error).__name__}"


def _tell(mention_id: int, site: str) -> str:
    waiting = NoteMention.objects.select_related("user", "note__incident", "note__reply_to")
    mention = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=mention_id, told_at=None).first()
    if mention is None:
        return "not due"
    if not policies.who_sees(mention.note.incident).filter(pk=mention.user_id).exists():
        return "may not see it"
    subject, text = mail_for(mention, site)
    send_mail(subject, text, None, [mention.user.email])
    mention.told_at = timezone.now()
    with signed(by=None, why="told"):
        mention.save(update_fields=["told_at"])
    return "told"


def mention(*, note: ReviewNote, people: Iterable[User], site: str) -> None:
    """Note whom a new note names, and have them told once that is committed. Without `site`, nobody is mailed."""
    for user in people:
        one = NoteMention.objects.create(note=note, user=user)
        if site and user.pk != note.author_id:
            transaction.on_commit(partial(tell_mentioned.enqueue, one.pk, site))


@task()
def tell_returned(step_id: int, site: str, number: int = 1) -> str:
    """Mail whoever submitted an incident that it came back, if they may see it and nothing was done with it since.

    The mail holds a link that begins with `site`, and no word of the reason. What the mail server does not take is
    tried again (`MAIL_AGAIN`); `number` counts the tries.
    """
    step = Transition.objects.select_related("incident").filter(pk=step_id).first()
    submitted = step and step.incident.transitions.filter(verb=Verb.SUBMIT, pk__lt=step_id).select_related("by").last()
    if step is None or submitted is None or step.incident.state != step.target_state:
        return "not due"
    if not policies.who_sees(step.incident).filter(pk=submitted.by_id).exists():
        return "may not see it"
    try:
        send_mail(*mail_of_return(step, site), None, [submitted.by.email])
    except OSError as error:  # smtplib's own errors are such
        if number > len(MAIL_AGAIN):
            return f"given up: {type(error).__name__}"
        again = timezone.now() + MAIL_AGAIN[number - 1]
        tell_returned.using(run_after=again).enqueue(step_id, site, number + 1)
        return f"try {number}: {type(error).__name__}"
    return "told"


def send_back(step: Transition, *, site: str) -> None:
    """Have whoever submitted it told, once that is committed, that it came back. Nobody is told of their own step."""
    submitted = step.incident.transitions.filter(verb=Verb.SUBMIT).last()
    if site and submitted is not None and submitted.by_id != step.by_id:
        transaction.on_commit(partial(tell_returned.enqueue, step.pk, site))
