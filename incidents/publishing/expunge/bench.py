"""The workbench's part: which rows go with those that an order names, and which of their traces."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, ForeignKey, Max, Model, Q
from django.db.models.functions import Cast, Concat
from pghistory.models import Context

from incidents.publishing.expunge.targets import Named, Rows, all_histories, histories, rows_of
from incidents.publishing.expunge.words import MARKER
from incidents.record.models import RecordSource
from incidents.workbench import anchors
from incidents.workbench.models import (
    Capture,
    CheckAnswer,
    Citation,
    Claim,
    Incident,
    KeptForm,
    Merge,
    ReviewNote,
    Source,
    Transition,
    Unmerge,
)

_STAYS_OF_AN_INCIDENT = ("id", "ref", "state", "shared", "revision", "author", "created_at", "updated_at")
"""Columns of an incident that are no content."""


@dataclass
class Going:
    """Rows that go, by table, and the incidents that stay as an empty shell."""

    rows: Rows = field(default_factory=lambda: defaultdict(set))
    emptied: list[Incident] = field(default_factory=list)

    def incidents(self) -> set[int]:
        """Return the incidents that lose something."""
        found = {incident.pk for incident in self.emptied}
        for model, pks in self.rows.items():
            if any(one.name == "incident" for one in model._meta.fields):  # noqa: SLF001 - Django's documented API
                rows = rows_of(model).filter(pk__in=pks).exclude(incident=None)
                found |= set(rows.values_list("incident_id", flat=True))
        return found


@cache
def bench() -> tuple[type[Model], ...]:
    """Return the workbench's tables, without their histories and the log of erasures."""
    models = apps.get_app_config("workbench").get_models()
    return tuple(model for model in models if not hasattr(model, "pgh_tracked_model") and model.__name__ != "Erasure")


def _references() -> Iterator[tuple[type[Model], str, type[Model]]]:
    """Yield every foreign key of the workbench to itself: table, column, and the table that it names."""
    for model in bench():
        for one in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
            if isinstance(one, ForeignKey) and one.related_model in bench():
                yield model, one.name, one.related_model


def going(named: Named, captures: Iterable[Capture] = ()) -> Going:
    """Return what goes with the rows that an order names, and with copies that hold its words."""
    found = Going(emptied=named.incidents)
    waiting: list[tuple[type[Model], set[int]]] = [
        (type(row), {row.pk}) for row in (*named.claims, *named.sources, *named.captures, *captures)
    ]
    waiting += named.former.items()
    for model, name, target in _references():
        if target is Incident and name == "incident" and model is not Transition:
            rows = rows_of(model).filter(incident__in=named.incidents)
            waiting.append((model, set(rows.values_list("pk", flat=True))))
    waiting.append((Source, _only_theirs(named.incidents)))
    waiting.append((KeptForm, _forms_with(named, captures)))
    _with_what_hangs_on_them(waiting, found.rows)
    return found


def told_elsewhere(incidents: list[Incident]) -> list[str]:
    """Say what an order for an incident leaves: what hung on it and was merged into another is that one's now."""
    merges = Merge.objects.standing().filter(loser__in=incidents).exclude(winner__in=incidents)
    return [
        f"what {merge.loser.ref} said is told by {merge.winner.ref} since a merge: name its claims, or that incident"
        for merge in merges.select_related("loser", "winner")
    ]


def led_elsewhere(sources: list[Source]) -> list[str]:
    """Say what an order for a source leaves: what cited it, and its copies, are another's since a merge."""
    merged = Source.objects.filter(pk__in=[source.pk for source in sources]).exclude(merged_into=None)
    return [
        f"what cited {source.public_id}, and its copies, belong to {source.merged_into.public_id} since a merge: "
        "name that source, or the copies"
        for source in merged.select_related("merged_into")
        if source.merged_into is not None and source.merged_into not in sources
    ]


def _only_theirs(incidents: list[Incident]) -> set[int]:
    """Return the sources that only these incidents cite, on the workbench and in what stands."""
    cited = Source.objects.filter(citations__incident__in=incidents)
    elsewhere = Citation.objects.exclude(incident__in=incidents).values("source_id")
    refs = [incident.ref for incident in incidents]
    shown = RecordSource.objects.exclude(edition__ref__in=refs).values("source")
    alone = cited.exclude(pk__in=elsewhere).exclude(public_id__in=shown)
    return set(alone.values_list("pk", flat=True))


def _forms_with(named: Named, captures: Iterable[Capture]) -> set[int]:
    """Return the unsaved forms that hold what goes: they name a claim or source by its id, a copy by its hash."""
    ids = {row.public_id for row in named.claims} | {row.public_id for row in named.sources}
    ids |= {row.sha256 for row in (*named.captures, *captures)}
    for model in (Claim, Source):
        former = rows_of(histories()[model]).filter(pgh_obj_id__in=named.former.get(model, set()))
        ids |= set(former.order_by().values_list("public_id", flat=True).distinct())
    text = Concat(Cast("fields", CharField()), Cast("files", CharField()))
    naming = Q(pk__in=[])
    for one in ids:
        naming |= Q(text__contains=one)
    return set(KeptForm.objects.annotate(text=text).filter(naming).values_list("pk", flat=True))


def _with_what_hangs_on_them(waiting: list[tuple[type[Model], set[int]]], found: Rows) -> None:
    while waiting:
        model, pks = waiting.pop()
        new = pks - found.get(model, set())
        if not new:
            continue
        found[model] |= new
        anchored = _anchored_on(model, new)
        waiting += [(ReviewNote, anchored[ReviewNote]), (CheckAnswer, anchored[CheckAnswer])]
        for other, name, target in _references():
            if target is model:
                hanging = rows_of(other).filter(**{f"{name}__in": new})
                waiting.append((other, set(hanging.values_list("pk", flat=True))))


def _anchored_on(model: type[Model], pks: set[int]) -> Rows:
    """Return the notes and the answers to checks that hang on rows, or on a field of theirs.

    The history knows also rows that are long gone.
    """
    ids: set[str] = set()
    if model in anchors.LISTS.values():
        events = rows_of(histories()[model]).filter(pgh_obj_id__in=pks).order_by()
        ids = {public_id for (public_id,) in events.values_list("public_id")}
    found: Rows = {ReviewNote: set(), CheckAnswer: set()}
    if ids:
        on_them = rf"\.({'|'.join(sorted(ids))})(\.|$)"
        found[ReviewNote] = set(ReviewNote.objects.filter(anchor__regex=on_them).values_list("pk", flat=True))
        found[CheckAnswer] = set(CheckAnswer.objects.filter(subject__regex=on_them).values_list("pk", flat=True))
    return found


def remove(going: Going) -> None:
    """Delete the rows that go, what refers to others first, and empty the incidents. The history still has them."""
    left = {model: pks for model, pks in going.rows.items() if pks}
    while left:
        referred = {target for model, _, target in _references() if model in left and target is not model}
        for model in [model for model in left if model not in referred]:
            rows_of(model).filter(pk__in=left.pop(model)).delete()
    for incident in going.emptied:
        for one in Incident._meta.concrete_fields:  # noqa: SLF001 - Django's documented API
            if one.name not in _STAYS_OF_AN_INCIDENT:
                setattr(incident, one.name, one.get_default())
        incident.save()
    Transition.objects.filter(incident__in=going.emptied).exclude(reason="").update(reason=MARKER)
    Merge.objects.filter(Q(loser__in=going.emptied) | Q(winner__in=going.emptied)).update(reason=MARKER)
    Unmerge.objects.filter(merge__in=Merge.objects.filter(reason=MARKER)).update(reason=MARKER)


def forget(going: Going, incidents: set[int]) -> None:
    """Delete the history of what went, with the contexts that nothing else has, and empty the admin's log of it.

    The empty shell of an incident keeps one event: that it was emptied. `incidents` are those that lost something.
    """
    contexts: set[UUID] = set()
    of = dict(going.rows) | {Incident: {incident.pk for incident in going.emptied}}
    for model, events in histories().items():
        rows = rows_of(events).filter(_tells_of(model, of))
        if model is Incident:
            newest = rows.order_by().values("pgh_obj_id").annotate(newest=Max("pgh_id"))
            rows = rows.exclude(pgh_id__in=[row["newest"] for row in newest])
        contexts |= set(rows.exclude(pgh_context=None).values_list("pgh_context_id", flat=True))
        rows.delete()
    orphans = Context.objects.filter(pk__in=contexts)
    for events in all_histories().values():
        orphans = orphans.exclude(pk__in=rows_of(events).exclude(pgh_context=None).values("pgh_context_id"))
    orphans.delete()
    _empty_log(of, incidents)


def _tells_of(model: type[Model], of: Rows) -> Q:
    """Return the condition for events of the rows that go, and of rows, long gone perhaps, that hung on them."""
    found = Q(pgh_obj_id__in=of.get(model, set()))
    for referring, name, target in _references():
        if referring is model and (name == "incident" or target is not Incident):
            found |= Q(**{f"{name}__in": of.get(target, set())})
    return found


def _empty_log(of: Rows, incidents: set[int]) -> None:
    """Take the names of rows out of the admin's log: of those that went, and what is said of them with an incident."""
    gone = Q(pk__in=[])
    for model, pks in of.items():
        gone |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=[str(pk) for pk in pks])
    LogEntry.objects.filter(gone).update(object_repr=MARKER, change_message="")
    kind = ContentType.objects.get_for_model(Incident)
    with_them = LogEntry.objects.filter(content_type=kind, object_id__in=[str(pk) for pk in incidents])
    with_them.exclude(change_message="").update(change_message="")


def moved(incidents: Iterable[int]) -> None:
    """Raise the revision of incidents, so that whoever has one open saves and publishes nothing of what it was."""
    Incident.objects.filter(pk__in=list(incidents)).update(revision=F("revision") + 1)
