"""Writes of the desk: save a draft, start one, submit one."""

from datetime import timedelta

import pghistory
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import User
from incidents.desk import uploads
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.changes import changes_of, has_changed
from incidents.errors import DomainError, NotAllowed, Stale
from incidents.moderation import queueing, workflow
from incidents.vocabulary import Verb
from incidents.workbench import models as workbench
from incidents.workbench import policies
from incidents.workbench.history import event_model, saves_since
from incidents.workbench.merged import check_not_merged
from incidents.workbench.models import Incident, Transition
from incidents.workbench.operations.save import Changes, create_incident, moved_words, rule_broken, save_incident
from incidents.workbench.operations.seen import moved

_FORM_LIFE = timedelta(days=2)
"""How long after a draft was started a second POST of the same form still finds it."""


@transaction.atomic
def save_draft(
    *, draft: IncidentDraft, by: User, revision: int, form_id: str = "", restored: int | None = None
) -> Incident:
    """Save what a valid draft changes on an incident, files included, and return it; nothing changed, nothing written.

    An incident in sync is reopened first. `form_id` is noted in the history, and so is the revision that is `restored`.
    Raises Stale where it moved since `revision`, or Repeated where only this form moved it (its answer was lost);
    NotAllowed where the person may not edit it, or a rule between rows that somebody else saved stands against it.
    """
    incident = draft.incident
    changes = changes_of(draft, by=by)
    changes.form, changes.opened = form_id, revision
    if not has_changed(draft, changes) and not uploads.has_files(draft):
        uploads.attach(draft, by=by)
        return incident
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check_not_merged(current)
    if current.revision != revision:
        if saved_only_by(form_id, incident, revision, by):
            raise Repeated(current.revision)
        raise Stale(
            f"{incident.ref} was saved by somebody else since you opened it (you have revision {revision}, now it is "
            f"{current.revision}). Nothing of yours was saved yet.",
            current=current.revision,
        )
    told = {} if restored is None else {"restored": restored}
    with pghistory.context(form=form_id, **told):
        if current.state in policies.REOPENED_BY_EDITING:
            workflow.transition(incident=incident, verb=Verb.REOPEN, by=by)
            revision = incident.revision
        saved = _write(incident, changes, by=by, revision=revision)
    uploads.attach(draft, by=by)
    queueing.follow_saved(saved)
    return saved


@transaction.atomic
def create_draft(*, draft: IncidentDraft, by: User, form_id: str = "", sent: str = "") -> Incident:
    """Start an incident from a valid draft, all or nothing.

    The same form sent again (`form_id`) makes no second incident: it raises Started, which names the first, or
    KeyReused where something else was `sent` with it.
    """
    if form_id:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('desk.form'), hashtext(%s))", [form_id])
        if started := started_by(form_id, by, sent=sent):
            raise Started(started)
    changes = changes_of(draft, by=by)
    changes.form = form_id
    if sources := moved(changes.shown, incident=None, form=form_id, by=by.pk):
        raise NotAllowed(f"{moved_words(sources)} Remove it from the form and add it again.")
    with pghistory.context(form=form_id, sent=sent):
        made = create_incident(by=by)
    incident = draft.incident
    for name in ("pk", "ref", "state", "revision", "author_id", "created_at", "updated_at"):
        setattr(incident, name, getattr(made, name))
    incident._state.adding, incident._state.db = False, made._state.db  # noqa: SLF001 - Django's documented flags
    with pghistory.context(form=form_id):
        saved = _write(incident, changes, by=by, revision=made.revision)
    uploads.attach(draft, by=by)
    return saved


@transaction.atomic
def submit_draft(
    *, incident: Incident, by: User, copies: bool = True, revision: int | None = None, form_id: str = ""
) -> Transition:
    """Ask an editor to publish what is stored. Raises Incomplete, NotAllowed, and Stale where it is another `revision`.

    Without `copies`, nothing is fetched from the sources' addresses. `form_id` is noted in the history.
    """
    current = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    check_not_merged(current)
    if revision is not None and current.revision != revision:
        raise Stale(
            f"{incident.ref} is at revision {current.revision} now. Nothing was submitted.", current=current.revision
        )
    with pghistory.context(form=form_id):
        return workflow.transition(incident=incident, verb=Verb.SUBMIT, by=by, copies=copies)


class KeyReused(DomainError):
    """The key of a form that was sent before came with something else."""


class Started(Exception):
    """This form has started an incident before."""

    def __init__(self, incident: Incident) -> None:
        super().__init__(incident.ref)
        self.incident = incident


class Repeated(Exception):
    """This form has saved the incident before, and nobody else since; `revision` is the one that stands."""

    def __init__(self, revision: int) -> None:
        super().__init__(revision)
        self.revision = revision


def saved_only_by(form_id: str, incident: Incident, revision: int, by: User) -> bool:
    """Tell whether an incident moved since a revision, and by nothing but saves of this form by this person."""
    saves = saves_since(incident, revision) if form_id else []
    return bool(saves) and all(one.form == form_id and one.by == by.pk for one in saves)


def submitted_by(form_id: str, incident: Incident, by: User) -> bool:
    """Tell whether the last step of an incident is that this form submitted it."""
    saves = saves_since(incident, incident.revision - 1) if form_id else []
    last = saves[-1] if saves else None
    return last is not None and (last.form, last.by, last.verb) == (form_id, by.pk, Verb.SUBMIT.value)


def _write(incident: Incident, changes: Changes, *, by: User, revision: int) -> Incident:
    """Save all rows before those go that others named until now; both under the incident's lock."""
    named = (workbench.Claim, workbench.Assertion, workbench.Source)
    last: list[models.Model] = [row for row in changes.removed if isinstance(row, named)]
    first = Changes(
        changes.saved, [row for row in changes.removed if row not in last], changes.shown, changes.form, changes.opened
    )
    try:
        with transaction.atomic():
            saved = save_incident(incident=incident, changes=first, by=by, revision=revision)
            if last:
                saved = save_incident(incident=saved, changes=Changes([], last), by=by, revision=saved.revision)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            return saved
    except IntegrityError as error:
        raise NotAllowed(_rule_of(error)) from error


def started_by(form_id: str, by: User, *, sent: str = "") -> Incident | None:
    """Return the incident that this form started, from the history's note of it.

    Raises KeyReused where what was `sent` with it then is known, and is something else.
    """
    if not form_id:
        return None
    recent = Incident.objects.filter(author=by, created_at__gt=timezone.now() - _FORM_LIFE).order_by()
    events = event_model(Incident)._default_manager.filter(  # noqa: SLF001 - Django's documented accessor
        pgh_obj__in=recent.values("pk"), pgh_label="insert", pgh_context__metadata__form=form_id
    )
    found = events.values_list("pgh_obj_id", "pgh_context__metadata").first()
    if found is None:
        return None
    incident = Incident.objects.for_form().filter(pk=found[0]).first()
    before = found[1].get("sent", "")
    if incident is not None and sent and before and sent != before:
        raise KeyReused(f"This key came with another draft before, which became {incident.ref}. Nothing was made.")
    return incident


def _rule_of(error: IntegrityError) -> str:
    """Return the message of the constraint that was violated, in the words of its table."""
    rule = rule_broken(error) or "rows that somebody else saved stand against it. Load the page again and look."
    return f"Nothing was saved: {rule}"
