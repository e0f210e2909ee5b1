"""Copies of sources' addresses: which are due, one try at each, and the log of tries."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
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
_KEPT = (CaptureOutcome.STORED, CaptureOutcome.UNCHANGED)
_log = logging.getLogger(__name__)


def fetch_public(url: str) -> Fetched:
    """Fetch a page of the public internet, within the limits of the installation."""
    return fetching.fetch(url, limits=Limits(size=settings.CAPTURE_MAX_BYTES))


@transaction.atomic
def ask_for(sources: Iterable[Source], *, by: User | None) -> list[Source]:
    """Note the wish for a copy of each source that has an address, and return those. Counting tries begins anew.

    `by` is who asked for these very sources; None where the system does so itself, and then none of what is
    confidential is fetched.
    """
    wanted = [source for source in sources if source.url]
    if by is not None and not policies.may_capture(by, *wanted):
        raise NotAllowed("Only analysts and editors who see a source ask for copies of it.")
    for source in wanted:
        CaptureAttempt.objects.create(source=source, outcome=CaptureOutcome.QUEUED, url=source.url, by=by)
    return wanted


def uncaptured(incident: Incident) -> list[Source]:
    """Return the sources that an incident cites openly and whose address, as it is now, has no copy and no try.

    What is confidential is left out: a visit alone would tell the publisher that somebody looks.
    """
    return list(_never_tried().filter(Exists(_open_citations().filter(incident=incident))))


def _never_tried() -> QuerySet[Source]:
    """Return the sources whose address was neither copied nor the last one tried. An upload is no copy of it."""
    log = CaptureAttempt.objects.filter(source=OuterRef("pk"))
    copied = log.filter(url=OuterRef("url"), outcome__in=_KEPT)
    last = log.order_by("-pk").values("url")[:1]
    sources = Source.objects.in_use().filter(url__gt="", confidential=False).exclude(Exists(copied))
    return sources.annotate(tried=Coalesce(Subquery(last), Value(""))).exclude(tried=F("url"))


def _open_citations() -> QuerySet[Citation]:
    """Return the citations of a source that are not confidential, nor their claims. For a subquery."""
    return Citation.objects.filter(source=OuterRef("pk"), confidential=False).exclude(claim__confidential=True)


def may_try(source: Source) -> bool:
    """Tell whether a source may be fetched as the database has it now, unless somebody names this very one.

    One that is confidential, or cited by what is confidential alone, may where its log says that a person asked for it.
    """
    last = source.capture_attempts.last()
    if last is not None and _asked_by(last) is not None:
        return True
    cited = Exists(Citation.objects.filter(source=OuterRef("pk")))
    public = Source.objects.filter(pk=source.pk, confidential=False)
    return public.exclude(cited & ~Exists(_open_citations())).exists()


def _asked_by(last: CaptureAttempt) -> User | None:
    """Return who asked for what the log ends with, by hand; None where the system did, or where the copy was made."""
    return None if last.outcome in _KEPT else last.by


def due(*, now: datetime, also_failed: bool = False) -> list[Source]:
    """Return the sources to try now, each once: asked for, to be tried again, or cited by what was submitted.

    `also_failed` adds those that failed, whether their time has come or was given up.
    """
    last = CaptureAttempt.objects.order_by("source_id", "-pk").distinct("source_id").select_related("source", "by")
    wrong = (CaptureOutcome.FAILED, CaptureOutcome.REFUSED)
    found = [
        one.source
        for one in last
        if one.source.url
        and one.source.merged_into_id is None
        and (((when := next_try(one)) is not None and when <= now) or (also_failed and one.outcome in wrong))
        and may_try(one.source)
    ]
    submitted = _open_citations().exclude(incident__state=State.DRAFT)
    return list(dict.fromkeys([*found, *_never_tried().filter(Exists(submitted)).order_by("pk")]))


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
    entry = CaptureAttempt(source=source, url=source.url, by=by or (_asked_by(last) if last else None), number=1)
    if last and last.url == source.url and next_try(last):
        entry.number = last.number + 1
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
