"""The page of one incident at the desk, put together."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from actors.models import Actor
from incidents.desk import keeping, reading, related, suggestions, thread
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.fields import ActorField
from incidents.desk.forms.problems import Problem
from incidents.desk.forms.rows import Data, RowForm
from incidents.desk.merging import Conflict
from incidents.desk.sections import fold_claims, sections_of, sum_of
from incidents.moderation import workflow
from incidents.moderation.approvals import approval_of
from incidents.vocabulary import (
    Channel,
    ClaimKind,
    Controlled,
    DatePrecision,
    EstimateBasis,
    Group,
    IncidentKind,
    IncidentRelation,
    InvolvementRole,
    LinkRelation,
    Outcome,
    Question,
    Reliability,
    SourceKind,
    Stance,
    State,
    Verb,
)
from incidents.workbench import policies
from incidents.workbench.evidence import evidence_of
from incidents.workbench.models import KeptForm, Source
from incidents.workbench.models.base import new_public_id

_VOCABULARIES: dict[str, tuple[type[Controlled], ...]] = {
    "when": (DatePrecision,),
    "what": (IncidentKind,),
    "who": (InvolvementRole,),
    "sources": (SourceKind, Reliability),
    "claims": (ClaimKind, Question, Stance, LinkRelation, Channel),
    "estimates": (Group, Outcome, EstimateBasis),
    "links": (IncidentRelation,),
}
TERMS = {part: [list(vocabulary) for vocabulary in several] for part, several in _VOCABULARIES.items()}


@dataclass
class EditPage:
    """All that the template of one incident needs; it asks the database nothing itself."""

    draft: IncidentDraft
    revision: int
    form_id: str
    judged: bool = False
    refusal: str = ""
    conflict: Conflict | None = None
    kept: KeptForm | None = None
    said: str = ""
    told: str = ""
    """What a helping button did, for all to see."""
    text: Data | None = None
    """The text that was being read before the form was saved."""
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def problems(self) -> list[Problem]:
        """Return what is wrong, for the summary on top."""
        return self.draft.problems() if self.judged else []

    @property
    def address(self) -> str:
        """Return where the form is sent: once it is saved, to the incident, wherever the page was asked for."""
        ref = self.draft.incident.ref
        return reverse("desk:incident", args=[ref]) if ref else reverse("desk:new")

    @property
    def read_only(self) -> bool:
        """Tell whether the form only shows: never while it holds what somebody typed."""
        return self.draft.data is None and not self.editable

    @property
    def editable(self) -> bool:
        """Tell whether the person may save now."""
        return not self.draft.incident.ref or policies.may_edit(self.draft.by, self.draft.incident)


def edit_page(draft: IncidentDraft, **given: Any) -> EditPage:
    """Put a page together: the form, and what is offered and told around it."""
    incident = draft.incident
    _lay_out_evidence(draft)
    given.setdefault("revision", incident.revision)
    given.setdefault("form_id", new_public_id())
    given.setdefault("said", _said(draft))
    page = EditPage(draft, **given)
    verbs = workflow.open_verbs(incident, draft.by) if incident.ref else []
    steps = reading.steps(incident)
    notes = thread.lay_out(draft)
    sections = sections_of(draft, judged=page.judged)
    differ = [one.element for one in page.conflict.both] if page.conflict else []
    differ += [one.element for one in page.conflict.taken] if page.conflict else []
    fold_claims(draft, sections, differ)
    actors = reading.actors(draft.by, day=incident.earliest)
    _tell_hierarchy(draft, actors)
    page.given = {
        "sections": sections,
        "sum": sum_of(sections),
        "terms": TERMS,
        "actors": actors,
        "incidents": reading.other_incidents(draft.by, incident),
        "sources": reading.recent_sources(draft.by),
        "nearest": reading.section_near(draft.by, draft) if page.editable else None,
        "grades": reading.grades(incident),
        "steps": steps,
        "approval": approval_of(incident) if any(one.verb == Verb.APPROVE for one in steps) else None,
        "feedback": next((one for one in steps if one.verb in (Verb.REQUEST_CHANGES, Verb.REJECT)), None)
        if incident.state in (State.CHANGES_REQUESTED, State.REJECTED)
        else None,
        "standing": reading.standing(incident),
        "told_under": reading.told_elsewhere(incident, draft.by),
        "thread": notes,
        "others": reading.others_at(incident, draft.by),
        "unsaved": reading.unsaved(draft.by, incident, besides=page.form_id) if draft.data is None else [],
        "keeper": keeping.sign(draft.by, page.form_id, incident.ref),
        "browser": (keeping.browser_name(draft.by), keeping.browser_key(draft.by)),
        "may_submit": not incident.ref or incident.state in (*policies.EDITABLE_BY_ANALYST, State.IN_SYNC),
    }
    for step in steps:
        step.carried = page.given["thread"].carried_by(step) if step.verb == Verb.REQUEST_CHANGES else []  # type: ignore[attr-defined]  # for the template
    page.given["reading"] = (
        suggestions.panel(page.text if draft.data is None else draft.data, draft.by) if page.editable else None
    )
    page.given["copies"] = suggestions.copies_to_read(draft.lists["sources"].rows)
    page.given["related"] = related.related(draft.data, incident, draft.by) if page.editable else None
    page.given["verbs"] = [verb for verb in verbs if verb in _offered(page)]
    return page


def _lay_out_evidence(draft: IncidentDraft) -> None:
    """Put beside every stored source what is kept of it, and how keeping it stands."""
    rows = draft.lists["sources"].rows
    sources = [row.form.instance for row in rows if isinstance(row.form.instance, Source) and row.form.instance.pk]
    found = evidence_of(sources, draft.by)
    for row in rows:
        row.evidence = found.get(row.form.instance.pk)


def _said(draft: IncidentDraft) -> str:
    """Say what became of the row that was added or moved, for whoever does not see it."""
    for rows in draft.all_lists():
        for number, row in enumerate(rows.rows, start=1):
            if draft.touched and row.path == draft.touched:
                noun = row.form.row_noun.capitalize()
                return f"{noun} is number {number} now." if row.focus else f"{noun} {number} was added."
    return ""


def _tell_hierarchy(draft: IncidentDraft, actors: list[reading.ActorOption]) -> None:
    """Put beside every field that names an actor what that actor is part of."""
    above = {one.actor.name: one.above for one in actors if one.above}
    for row in draft.all_rows():
        for name, one in row.form.fields.items():
            if isinstance(one, ActorField) and (words := above.get(_named(row.form, name, one))):
                row.form.hints[name] = words


def _named(form: RowForm, name: str, field: ActorField) -> str:
    """Return the name that a field shows."""
    if form.is_bound:
        return str(form.shown(name) or "")
    return field.words(field.current) if isinstance(field.current, Actor) else ""


def _offered(page: EditPage) -> set[Verb]:
    """Return the steps that the page offers beside saving, which reopens by itself what is in sync."""
    offered = {Verb.WITHDRAW}
    if not page.editable:
        offered.add(Verb.REOPEN)
    if page.given["standing"] is not None:
        offered.add(Verb.SETTLE)
    return offered


def conflict_page(found: Conflict, **given: Any) -> EditPage:
    """Return the page that shows both versions, and saves on top of theirs once it is chosen and sent again."""
    return edit_page(found.draft, revision=found.revision, conflict=found, **given)
