"""What an order names: incidents, claims, sources, copies of sources, and words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import Model, QuerySet

from incidents.errors import DomainError
from incidents.publishing.expunge.words import SHORTEST, Words, fold
from incidents.record.models import Edition, RecordClaim, RecordSource
from incidents.workbench.models import Capture, Claim, Incident, Source

Rows = dict[type[Model], set[int]]
"""Primary keys by table."""


def rows_of(model: type[Model]) -> QuerySet[Model]:
    """Return every row of a table."""
    return model._default_manager.all()  # noqa: SLF001 - Django's documented accessor


@cache
def histories() -> dict[type[Model], type[Model]]:
    """Return the history of each table of the workbench that has one."""
    return {model: events for model, events in all_histories().items() if model._meta.app_label == "workbench"}  # noqa: SLF001 - Django's documented API


@cache
def all_histories() -> dict[type[Model], type[Model]]:
    """Return the history of each table that has one, those of actors, places and the like included."""
    return {model.pgh_tracked_model: model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")}


class BadOrder(DomainError):
    """An order that can't be carried out as it was given. Nothing was done."""


@dataclass(frozen=True)
class Order:
    """What is to go, and the reason, which is public. Refs, public ids, SHA-256 of copies, and words."""

    reason: str
    incidents: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    captures: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def words(self) -> Words:
        """The words, to look for."""
        return Words(*self.texts)


@dataclass(frozen=True)
class Named:
    """The rows of the workbench that an order names. A record that was imported may have none."""

    incidents: list[Incident]
    claims: list[Claim]
    sources: list[Source]
    captures: list[Capture]
    former: Rows = field(default_factory=dict)
    """Rows that were removed from the workbench before, and are in its history."""


def check(order: Order) -> None:
    """Refuse an order without target or reason, with too few letters, or whose reason repeats what is to go."""
    if not (order.incidents or order.claims or order.sources or order.captures or order.texts):
        raise BadOrder("Name what is to go: an incident, claim, source or capture, or words.")
    if not order.reason.strip():
        raise BadOrder("An expunction needs its reason, in words that may be public.")
    short = [text for text in order.texts if len(fold(text).replace(" ", "")) < SHORTEST]
    if short:
        raise BadOrder(f"{short[0]!r} is too short: words to expunge have at least {SHORTEST} letters.")
    if order.words.are_in(order.reason):
        raise BadOrder("The reason is public and stays: it must not contain the words that are to go.")


def resolve(order: Order) -> Named:
    """Return the rows that an order names. Raises BadOrder for a name that neither workbench nor record knows."""
    incidents = list(Incident.objects.filter(ref__in=order.incidents))
    claims = list(Claim.objects.filter(public_id__in=order.claims))
    sources = list(Source.objects.filter(public_id__in=order.sources))
    captures = list(Capture.objects.filter(sha256__in=order.captures))
    former = {model: _former(model, ids) for model, ids in ((Claim, order.claims), (Source, order.sources))}
    in_record = Edition.objects.filter(ref__in=order.incidents, expunged=False)
    _all_known("incident", order.incidents, incidents, "ref", in_record.values_list("ref", flat=True))
    told = {*RecordClaim.objects.filter(claim__in=order.claims).values_list("claim", flat=True), *former[Claim]}
    _all_known("claim", order.claims, claims, "public_id", told)
    cited = {*RecordSource.objects.filter(source__in=order.sources).values_list("source", flat=True), *former[Source]}
    _all_known("source", order.sources, sources, "public_id", cited)
    _all_known("capture", order.captures, captures, "sha256", ())
    return Named(incidents, claims, sources, captures, {model: set(ids.values()) for model, ids in former.items()})


def _former(model: type[Model], ids: Iterable[str]) -> dict[str, int]:
    """Return public id → primary key from the history of a table, which knows also the rows that are gone."""
    events = rows_of(histories()[model]).filter(public_id__in=list(ids))
    return dict(events.order_by().values_list("public_id", "pgh_obj_id"))


def _all_known(noun: str, asked: Iterable[str], rows: Iterable[Model], name: str, others: Iterable[str]) -> None:
    known = {getattr(row, name) for row in rows} | set(others)
    unknown = sorted(set(asked) - known)
    if unknown:
        raise BadOrder(f"There is no {noun} {', '.join(unknown)}. Nothing was done.")
