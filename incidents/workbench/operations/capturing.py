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

    Confidential ones, and those that only a confidential row cites, are left out: a visit alone would tell the
    publisher that somebody looks.
    """
    cited = Citation.objects.filter(incident=incident).values("source_id")
    return list(_never_tried().filter(pk__in=cited))


def _never_tried() -> QuerySet[Source]:
    tried = CaptureAttempt.objects.filter(source=OuterRef("pk"), url=OuterRef("url"))
    openly = Citation.objects.filter(source=OuterRef("pk"), confidential=False)
    openly = openly.exclude(claim__isnull=False, claim__confidential=True)
    never = Source.objects.filter(url__gt="", confidential=False, captures__isnull=True).exclude(Exists(tried))
    return never.filter(Exists(openly))


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
        and (not one.source.confidential or (one.outcome == CaptureOutcome.QUEUED and one.by_id is not None))
        and (((when := next_try(one)) is not None and when <= now) or (also_failed and one.outcome in wrong))
    ]
    submitted = Citation.objects.filter(source=OuterRef("pk")).exclude(incident__state=State.DRAFT)
    return [*found, *_never_tried().filter(Exists(submitted)).order_by("pk")]


def capture_url(source: Source, *, by: User | None = None, fetch: Fetch = fetch_public) -> CaptureAttempt | None:
    """Try once to keep a copy of a source's address, and log it. None where another process is at it just now."""
    with _alone(source) as alone:
        if not alone:
            return None
        last = source.capture_attempts.last()
        entry = CaptureAttempt(source=source, url=source.url, by=by or (last.by if last else None))
        entry.number = last.number + 1 if last and next_try(last) else 1
        try:
            fetched = fetch(source.url)
        except Refused as error:
            entry.outcome, entry.error = CaptureOutcome.REFUSED, str(error)[:_ERROR_LENGTH]
        except Failed as error:
            entry.outcome, entry.error = CaptureOutcome.FAILED, str(error)[:_ERROR_LENGTH]
            entry.http_status = error.status
        except Exception as error:
            _log.exception("capture of %s", source.public_id)
            entry.outcome, entry.error = CaptureOutcome.FAILED, f"It could not be read ({type(error).__name__})."
        else:
            return _keep(entry, fetched)
        entry.finished_at = timezone.now()
        entry.save(force_insert=True)
        return entry


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
