"""Carry out an order: one transaction, all or nothing, under the locks of the workbench and of the ledger."""

from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model

from accounts.models import User, has_role
from accounts.roles import Role
from config.rest.signing import signed
from incidents.errors import NotAllowed
from incidents.publishing.expunge import bench, captures, record, targets, texts
from incidents.publishing.expunge.planning import Plan, make_plan
from incidents.publishing.expunge.targets import BadOrder, Order
from incidents.publishing.ledger import LOCK
from incidents.record.models import Edition, Expunction
from incidents.vocabulary import Verb
from incidents.workbench.models import Capture, Erasure, Incident, Transition


@dataclass(frozen=True)
class Done:
    """What was done: the plan that was carried out, and the rows that note it."""

    plan: Plan
    erasure: Erasure
    expunction: Expunction | None


def expunge(*, order: Order, by: User) -> Done:
    """Remove what an order names from the record, the workbench, its history and its files, and note that.

    Every edition that holds it becomes a stub, an incident whose newest edition is one is retracted, rows and their
    history go, words are replaced. Appends Expunction, Erasure and, for each retraction, Transition. Files go after
    the commit, and at the next call if this one is killed before. Raises NotAllowed, BadOrder.
    """
    if not has_role(by, Role.ADMINISTRATOR, Role.EDITOR):
        raise NotAllowed("Only an administrator or an editor answers for an expunction.")
    done = _expunge(order, by)
    finish()
    return done


@transaction.atomic
def _expunge(order: Order, by: User) -> Done:
    _lock()
    plan = make_plan(order)
    if plan.is_empty:
        raise BadOrder("Nothing holds what was named. Nothing was done.")
    newest = record.standing(plan.editions)
    retractions = [record.retract(edition, reason=order.reason) for edition in newest]
    expunction = record.replace(plan.editions, reason=order.reason) if plan.editions else None
    erasure = Erasure.objects.create(
        by=by,
        reason=order.reason,
        expunction=expunction.pk if expunction else None,
        counts=plan.counts(),
        files=plan.files,
    )
    with signed(by=by.pk, why="expunge"):
        _clean_bench(plan)
    for retraction in retractions:
        _log(retraction, order.reason, by)
    _check_nothing_remains(order)
    return Done(plan, erasure, expunction)


def _lock() -> None:
    """Wait for whoever writes, and keep others from writing: the workbench's tables first, the ledger last.

    Publishing takes its incident's lock and then the ledger's, in this order too. Reading goes on.
    """
    tables: dict[type[Model], None] = dict.fromkeys([Incident, *bench.bench(), *texts.walked()])
    names = ", ".join(f'"{model._meta.db_table}"' for model in tables)  # noqa: SLF001 - Django's documented API
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _clean_bench(plan: Plan) -> None:
    """Remove rows, words and their traces. The erasure has opened what is append-only."""
    refs = {edition.ref for edition in plan.editions}
    touched = plan.going.incidents() | _of_scrubs(plan)
    touched |= set(Incident.objects.filter(ref__in=refs).values_list("pk", flat=True))
    bench.remove(plan.going)
    bench.forget(plan.going, touched if plan.going.rows else set())
    texts.scrub(plan.scrubs)
    bench.moved(touched)
    Session.objects.filter(pk__in=plan.sessions).delete()


def _of_scrubs(plan: Plan) -> set[int]:
    """Return the incidents whose rows lose words."""
    found = {one.pk for one in plan.scrubs if one.model is Incident}
    for model in {one.model for one in plan.scrubs} & set(bench.bench()) - {Incident}:
        if any(column.name == "incident" for column in model._meta.fields):  # noqa: SLF001 - Django's documented API
            pks = [one.pk for one in plan.scrubs if one.model is model]
            rows = targets.rows_of(model).filter(pk__in=pks).exclude(incident=None)
            found |= set(rows.values_list("incident_id", flat=True))
    return found


def _log(retraction: Edition, reason: str, by: User) -> None:
    """Log the retraction on the working copy, which an imported incident does not have."""
    incident = Incident.objects.filter(ref=retraction.ref).first()
    if incident is not None:
        Transition.objects.create(
            incident=incident,
            verb=Verb.RETRACT,
            source_state=incident.state,
            target_state=incident.state,
            by=by,
            reason=reason,
            revision=incident.revision,
            edition_seq=retraction.seq,
        )


def _check_nothing_remains(order: Order) -> None:
    """Look for the words once more. Copies are not read again: their rows are gone."""
    if not order.texts:
        return
    left = [one.model.__name__ for one in texts.scrubs(order.words, {})]
    left += [f"edition seq {edition.seq}" for edition in record.editions_with(Order(order.reason, texts=order.texts))]
    if left:
        raise BadOrder(f"The words could not be taken out of: {', '.join(left)}. Nothing was done.")


def finish() -> int:
    """Delete the files of committed erasures that are still there, and return how many there were."""
    named = {name for erasure in Erasure.objects.exclude(files=[]) for name in erasure.files}
    kept = {captures.file_of(capture) for capture in Capture.objects.all()} if named else set()
    return captures.erase_files(sorted(named - kept))
