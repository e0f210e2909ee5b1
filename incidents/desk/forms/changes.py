"""What a valid draft changes: only the rows that differ from what is stored."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from incidents.desk.forms.draft import IncidentDraft
from incidents.desk.forms.rows import RowForm
from incidents.desk.forms.shape import Row
from incidents.workbench.models import CasualtyEstimate, Citation, EstimateClaim, Source
from incidents.workbench.operations.save import Changes
from incidents.workbench.operations.seen import Shown

_GRADES = {Source: ("reliability", "reliability_reason"), Citation: ("credibility", "credibility_reason")}


def changes_of(draft: IncidentDraft, *, by: User) -> Changes:
    """Return the rows to save and to remove. The draft must be valid."""
    changes = Changes()
    for rows in draft.all_lists():
        _number([row for row in rows.rows if row.kept])
    _cite_uncited(draft, changes)
    for row in draft.all_rows():
        if row.kept and row.form.changed:
            _stamp(row.form, by)
            changes.saved.append(row.form.instance)
            changes.shown += _shown(draft, row)
        if row.kept and isinstance(row.form.instance, CasualtyEstimate):
            _rest_on(row.form, row.form.instance, changes)
    changes.removed += _removed(draft)
    return changes


def has_changed(draft: IncidentDraft, changes: Changes) -> bool:
    """Tell whether saving would write anything."""
    return draft.incident.pk is None or draft.main.changed or bool(changes.saved or changes.removed)


def _shown(draft: IncidentDraft, row: Row) -> list[Shown]:
    """Return a stored source as the person was shown it, to be held against what stands when it is saved."""
    source = row.form.instance
    if not isinstance(source, Source) or row.form.is_new:
        return []
    unmarks = bool(row.form.was["confidential"]) and not source.confidential
    known = row.id in draft.stored.by_id[Source]
    return [Shown(source, draft.seen.get(row.id), known, unmarks)]


def _number(rows: list[Row]) -> None:
    """Keep the order of the form, changing no position that is in order already."""
    last = -1
    for row in rows:
        instance = row.form.instance
        if not hasattr(instance, "position"):
            continue
        if row.form.is_new or instance.position <= last:
            instance.position = last + 1
        last = instance.position


def _stamp(form: RowForm, by: User) -> None:
    """Note who added a source, and who gave a grade."""
    row = form.instance
    if isinstance(row, Source) and form.is_new:
        row.added_by = by
    if isinstance(row, Source | Citation):
        names = _GRADES[type(row)]
        if any(getattr(row, name) != form.was[name] for name in names):
            row.rated_by, row.rated_at = by, timezone.now()


def _cite_uncited(draft: IncidentDraft, changes: Changes) -> None:
    """Cite a source that nothing cites for the incident as a whole: so it stays with the incident."""
    kept = [row for row in draft.all_rows() if row.kept]
    cited = {id(row.form.instance.source) for row in kept if isinstance(row.form.instance, Citation)}
    for row in kept:
        source = row.form.instance
        if isinstance(source, Source) and id(source) not in cited and not _stored_citation(draft, source):
            position = len(draft.lists["citations"].kept)
            changes.saved.append(Citation(incident=draft.incident, source=source, position=position))


def _stored_citation(draft: IncidentDraft, source: Source) -> Citation | None:
    """Return the citation that holds a source to the incident where the data leaves its citations out."""
    boxed = {row.id for row in draft.all_rows() if row.removed}
    for row in draft.stored.lists["citations", None]:
        if isinstance(row, Citation) and row.source is source and row.public_id not in boxed:
            return row
    return None


def _rest_on(form: RowForm, estimate: CasualtyEstimate, changes: Changes) -> None:
    if not form.is_bound:
        return
    named = form.cleaned_data["claims"]
    stored = list(estimate.rests_on.all()) if not form.is_new else []
    changes.removed += [rest for rest in stored if rest.claim not in named]
    there = [rest.claim for rest in stored]
    changes.saved += [
        EstimateClaim(incident=estimate.incident, estimate=estimate, claim=claim)
        for claim in named
        if claim not in there
    ]


def _removed(draft: IncidentDraft) -> list[models.Model]:
    """Return the stored rows that a box removes or that whole data leave out. A source others use is only let go."""
    found = [row.form.instance for row in draft.all_rows() if row.removed and not row.form.is_new]
    if draft.whole:
        there = {(type(row.form.instance), row.id) for row in draft.all_rows()}
        held = {
            citation.public_id
            for row in draft.lists["sources"].kept
            if isinstance(row.form.instance, Source)
            and (citation := _stored_citation(draft, row.form.instance)) is not None
        }
        found += [
            instance
            for model, rows in draft.stored.by_id.items()
            for public_id, instance in rows.items()
            if (model, public_id) not in there and public_id not in held
        ]
    return [row for row in found if not isinstance(row, Source) or _only_here(row, draft)]


def _only_here(source: Source, draft: IncidentDraft) -> bool:
    return (
        not source.citations.exclude(incident=draft.incident).exists()
        and not source.captures.exists()
        and not source.capture_attempts.exists()
        and not source.quiet_reports.exists()
        and not source.merged.exists()  # it stands for those
        and source.added_by_id == draft.by.pk
    )
