"""What editors write besides decisions: edits in any state, sources, reports that nothing happened."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.moderation.queueing import follow, follow_saved
from incidents.moderation.referring.locking import wait_for_merges
from incidents.moderation.workflow import transition
from incidents.vocabulary import State, Verb
from incidents.workbench import policies
from incidents.workbench.models import Citation, Incident, QuietReport, Source
from incidents.workbench.operations.following import follow_merges
from incidents.workbench.operations.save import Changes, save_incident


@transaction.atomic
def edit_incident(*, incident: Incident, changes: Changes, by: User, revision: int, why: str = "") -> Incident:
    """Save an incident and its rows. One that is in sync is reopened first, by a logged step.

    All or nothing. Raises Stale if it moved since `revision`, NotAllowed where role or state forbid the edit.
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if current.revision == revision and current.state in policies.REOPENED_BY_EDITING:
        transition(incident=current, verb=Verb.REOPEN, by=by)
        revision = current.revision
    saved = save_incident(incident=incident, changes=changes, by=by, revision=revision, why=why)
    follow_saved(saved)
    return saved


def lock_source(pk: int | None) -> list[Incident]:
    """Wait for merges and for whoever saves a source, and keep others waiting; return the submitted ones that cite it.

    What is read of the source after that is what stands when it is saved.
    """
    wait_for_merges()
    if pk is None:
        return []
    citing = Citation.objects.filter(source=pk).values("incident")
    waiting = Incident.objects.filter(state=State.SUBMITTED, pk__in=citing)
    locked = list(waiting.select_for_update(of=("self",)).order_by("pk"))  # before the source, as publishing does
    list(Source.objects.filter(pk=pk).select_for_update(of=("self",), no_key=True).values("pk"))
    return locked


@transaction.atomic
def save_source(*, source: Source, by: User, regraded: bool = False) -> Source:
    """Save a source that several incidents may cite, read under `lock_source`. A new grade is signed and dated.

    Editions stay as they are; the history counts the change as one of every incident that cites the source, and the
    queue follows for those that wait.
    """
    if not policies.may_review(by):
        raise NotAllowed("Only editors change sources outside an incident.")
    locked = lock_source(source.pk)
    if Source.objects.filter(pk=source.pk).exclude(merged_into=None).exists():
        raise NotAllowed(f"“{source}” was merged into another source, which is edited in its place.")
    if source._state.adding:  # noqa: SLF001 - Django's documented attribute
        source.added_by = by
    if regraded:
        source.rated_by, source.rated_at = by, timezone.now()
    with signed(by=by.pk, why="admin"):
        source.save()
    for incident in locked:
        follow(incident)
    return source


@transaction.atomic
def save_quiet_report(*, report: QuietReport, by: User) -> QuietReport:
    """Save a report that nothing happened along a border; of a merged source, as one of what stands for it.

    Raises NotAllowed.
    """
    if not policies.may_review(by):
        raise NotAllowed("Only editors enter reports of quiet.")
    if report._state.adding:  # noqa: SLF001 - Django's documented attribute
        report.entered_by = by
    follow_merges([report])
    with signed(by=by.pk, why="quiet report"):
        report.save()
    return report


@transaction.atomic
def remove_quiet_reports(*, reports: Iterable[QuietReport], by: User) -> None:
    """Take reports back that nothing happened; the history keeps them. Raises NotAllowed."""
    if not policies.may_review(by):
        raise NotAllowed("Only editors take reports of quiet back.")
    with signed(by=by.pk, why="quiet report"):
        for report in reports:
            report.delete()
