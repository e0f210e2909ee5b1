"""What the task worker (`manage.py db_worker`) does for the workbench: keep copies of sources' addresses."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from accounts.models import User
from incidents.workbench.models import Source
from incidents.workbench.operations.capturing import ask_for, capture_url, may_try
from incidents.workbench.retries import next_try


@task()
def keep_copy(source_id: int) -> str:
    """Try once, if it is still due, and come back when it is due again. The log of tries decides, not the queue."""
    source = Source.objects.filter(pk=source_id, url__gt="").first()
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
