"""Copies of sources' addresses: which are due, one try at each, and the log of tries."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from incidents.errors import NotAllowed
from incidents.evidence import fetching
from incidents.evidence.addresses import Refused
from incidents.evidence.fetching import Failed, Fetched, Limits
from incidents.vocabulary import CaptureOutcome, State
from incidents.workbench import policies
from incidents.workbench.models import CaptureAttempt, Citation, Incident, Source
from incidents.workbench.operations.captures import add_page
from incidents.workbench.retries import next_try

Fetch = Callable[[str], Fetched]
_ERROR_LENGTH = 500
_log = logging.getLogger(__name__)


def fetch_public(url: str) -> Fetched:
    """Fetch a page of the public internet, within the limits of the installation."""
    return fetching.fetch(url, limits=Limits(size=settings.CAPTURE_MAX_BYTES))


@transaction.atomic
def ask_for(sources: Iterable[Source], *, by: User | None) -> list[Source]:
    """Note the wish for a copy of each source that has an address, and return those. Counting tries begins anew."""
    wanted = [source for source in sources if source.url]
    if by is not None and not policies.may_capture(by, *wanted):
        raise NotAllowed("Only analysts and editors who see a source ask for copies of it.")
    for source in wanted:
        CaptureAttempt.objects.create(source=source, outcome=CaptureOutcome.QUEUED, url=source.url, by=by)
    return wanted


def uncaptured(incident: Incident) -> list[Source]:
    """Return the sources of an incident whose address was never tried and that have no copy.

    Confidential ones are left out: a visit alone would tell the publisher that somebody looks.
    """
    cited = Citation.objects.filter(incident=incident).values("source_id")
    return list(_never_tried().filter(pk__in=cited))


def _never_tried() -> QuerySet[Source]:
    tried = CaptureAttempt.objects.filter(source=OuterRef("pk"), url=OuterRef("url"))
    return Source.objects.filter(url__gt="", confidential=False, captures__isnull=True).exclude(Exists(tried))


def due(*, now: datetime, also_failed: bool = False) -> list[Source]:
    """Return the sources to try now: asked for, to be tried again, or cited by what was submitted and never tried.

    `also_failed` adds those that failed, whether their time has come or was given up.
    """
    last = CaptureAttempt.objects.order_by("source_id", "-pk").distinct("source_id").select_related("source")
    wrong = (CaptureOutcome.FAILED, CaptureOutcome.REFUSED)
    found = [
        one.source
        for one in last
        if one.source.url
        and (((when := next_try(one)) is not None and when <= now) or (also_failed and one.outcome in wrong))
    ]
    submitted = Citation.objects.filter(source=OuterRef("pk")).exclude(incident__state=State.DRAFT)
    return [*found, *_never_tried().filter(Exists(submitted)).order_by("pk")]


def capture_url(source: Source, *, by: User | None = None, fetch: Fetch = fetch_public) -> CaptureAttempt | None:
    """Try once to keep a copy of a source's address, and log it. None where another process is at it just now.

    Whatever goes wrong is logged as a failure, so that nothing is tried for ever.
    """
    with _alone(source) as alone:
        if not alone:
            return None
        entry = _next_entry(source, by)
        try:
            return _keep(entry, fetch(source.url))
        except Refused as error:
            entry.outcome, entry.error = CaptureOutcome.REFUSED, _told(error)
        except Failed as error:
            entry.outcome, entry.error, entry.http_status = CaptureOutcome.FAILED, _told(error), error.status
        except Exception as error:
            _log.exception("No copy of source %s could be kept.", source.public_id)
            entry.outcome, entry.error = CaptureOutcome.FAILED, f"Something unforeseen: {type(error).__name__}."
            entry.capture = entry.http_status = None
        entry.finished_at = timezone.now()
        entry.save(force_insert=True)
        return entry


def _next_entry(source: Source, by: User | None) -> CaptureAttempt:
    """Return the entry of a try that begins, in the name of whoever asked for it."""
    last = source.capture_attempts.last()
    entry = CaptureAttempt(source=source, url=source.url, by=by or (last.by if last else None))
    entry.number = last.number + 1 if last and next_try(last) else 1
    return entry


def _told(error: Exception) -> str:
    """Return what an error says, without what is no text: servers write into it, and the database takes no NUL."""
    text = "".join(one if one.isprintable() else " " for one in str(error))
    return " ".join(text.split())[:_ERROR_LENGTH] or f"{type(error).__name__}."


@transaction.atomic
def _keep(entry: CaptureAttempt, fetched: Fetched) -> CaptureAttempt:
    """Store what was fetched and log it, both or neither."""
    added = add_page(source=entry.source, fetched=fetched, by=entry.by)
    entry.outcome = CaptureOutcome.UNCHANGED if added.known else CaptureOutcome.STORED
    entry.capture, entry.http_status = added.capture, fetched.steps[-1].status
    entry.finished_at = timezone.now()
    entry.save(force_insert=True)
    return entry


@contextmanager
def _alone(source: Source) -> Iterator[bool]:
    """Tell whether this process alone is fetching a source now. No transaction stays open meanwhile."""
    key = ["workbench.capture", str(source.pk)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", key)
        (alone,) = cursor.fetchone()
    try:
        yield bool(alone)
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", key)
