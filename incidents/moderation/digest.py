"""The weekly digest: one text mail to each editor, of what waits and what was decided.

A mail is read on the way. It names what the public record shows now by its title, and everything else by ref, age and
band of priority alone: no title, no figure, no place, no name and no reason.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from incidents.moderation.ages import AGES, band_of_age, in_words
from incidents.moderation.counting import returned_long_ago
from incidents.moderation.priority import Band, band_of
from incidents.record.models import Edition
from incidents.vocabulary import Verb
from incidents.workbench.models import DigestMail, QueueEntry, Transition

OLDEST = 10
_LONGEST_LIST = 50
_WEEK = timedelta(days=7)
_FOOT = """Titles are given of what is public only: mail is read on the way. You get this as an editor; turn it off on
the first page of the editors’ desk: {site}"""


@dataclass(frozen=True)
class Sent:
    """What became of a run: whom it reached, whom it had reached before, and whose mail the server did not take."""

    told: list[str]
    before: list[str]
    failed: list[str]


def editors() -> Iterable[User]:
    """Return everybody who gets the digest: active editors who want it."""
    return User.objects.filter(is_active=True, wants_digest=True, groups__name=Role.EDITOR).order_by("username")


def send_digest(*, site: str, now: datetime | None = None) -> Sent:
    """Mail the digest of this week to every editor who has not had it. `site` begins the links.

    Each editor's row is committed with their mail: who has it is not mailed again this week, and who was not reached
    is at the next run.
    """
    now = now or timezone.now()
    sent = Sent([], [], [])
    text = ""
    for user in editors():
        text = text or text_for(user, site.rstrip("/"), now)  # the same for all of them: they see the same
        try:
            reached = _send_to(user, text, now)
        except OSError:  # smtplib's own errors are such
            sent.failed.append(user.username)
        else:
            (sent.told if reached else sent.before).append(user.username)
    return sent


@transaction.atomic
def _send_to(user: User, text: str, now: datetime) -> bool:
    year, week, _ = now.isocalendar()
    with connection.cursor() as cursor:  # two runs at once mail once
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('moderation.digest'), %s)", [user.pk % (1 << 31)])
    if DigestMail.objects.filter(user=user, year=year, week=week).exists():
        return False
    DigestMail.objects.create(user=user, year=year, week=week, sent_at=now)
    send_mail(subject(year, week), text, None, [user.email])
    return True


def subject(year: int, week: int) -> str:
    """Return the subject: the week, as ISO 8601 counts."""
    return f"Counterclaim: what waits for editors, week {week} of {year}"


def text_for(user: User, site: str, now: datetime) -> str:
    """Return the mail as an editor gets it."""
    queue = f"{site}{reverse('admin:workbench_incident_changelist')}"
    blocks = [
        _waiting(queue, now),
        _oldest(site, now),
        *_decided(site, now - _WEEK),
        _returned(user, queue),
        _FOOT.format(site=f"{site}{reverse('admin:index')}"),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _waiting(queue: str, now: datetime) -> str:
    rows = list(QueueEntry.objects.values_list("priority", "submitted_at"))
    if not rows:
        return f"Nothing waits for an editor.\n{queue}"
    bands = Counter(band_of(number) for number, _ in rows)
    ages = Counter(band_of_age(now - at) for _, at in rows)
    lines = [f"  {band.label.lower()} priority: {bands[band]}  {queue}?priority={band}" for band in Band if bands[band]]
    lines += [f"  {AGES[code][0].lower()}: {ages[code]}  {queue}?age={code}" for code in AGES if ages[code]]
    return "\n".join([f"{len(rows)} incident{'s' if len(rows) > 1 else ''} wait for an editor.\n{queue}", *lines])


def _oldest(site: str, now: datetime) -> str:
    entries = QueueEntry.objects.select_related("incident").order_by("submitted_at", "incident")[:OLDEST]
    lines = [
        f"  {one.incident.ref}, {in_words(now - one.submitted_at)}, {band_of(one.priority).label.lower()} priority\n"
        f"    {site}{reverse('admin:workbench_incident_preview', args=[one.incident_id])}"
        for one in entries
    ]
    return "\n".join(["Waiting longest:", *lines]) if lines else ""


def _decided(site: str, since: datetime) -> list[str]:
    """Return a block for each kind of decision of the week."""
    steps = list(
        Transition.objects.filter(at__gt=since, verb__in=[Verb.PUBLISH, Verb.REQUEST_CHANGES, Verb.RETRACT])
        .order_by("at", "pk")
        .values_list("verb", "incident__ref")
    )
    refs: dict[str, list[str]] = {verb: [] for verb in (Verb.PUBLISH, Verb.REQUEST_CHANGES, Verb.RETRACT)}
    for verb, ref in steps:
        if ref not in refs[verb]:
            refs[verb].append(ref)
    public = dict(Edition.objects.live().filter(ref__in=refs[Verb.PUBLISH]).values_list("ref", "title"))
    heads = {Verb.PUBLISH: "Published", Verb.REQUEST_CHANGES: "Sent back", Verb.RETRACT: "Retracted"}
    return [_block(heads[Verb.of(verb)], found, public, site) for verb, found in refs.items() if found]


def _block(head: str, refs: list[str], public: dict[str, str], site: str) -> str:
    lines = [_line(ref, public, site) for ref in refs[:_LONGEST_LIST]]
    if len(refs) > _LONGEST_LIST:
        lines.append(f"  and {len(refs) - _LONGEST_LIST} more")
    return "\n".join([f"{head} this week: {len(refs)}", *lines])


def _line(ref: str, public: dict[str, str], site: str) -> str:
    if ref not in public:
        return f"  {ref}"
    return f"  {ref} {public[ref]}\n    {site}/incidents/{ref}/"


def _returned(user: User, queue: str) -> str:
    count = returned_long_ago(user)
    if not count:
        return ""
    return f"Sent back 14 days ago or more, and not back: {count}\n  {queue}?returned=long&state=changes_requested"
