"""What an order names: incidents, claims, sources, copies of sources, and words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from incidents.errors import DomainError
from incidents.publishing.expunge.words import SHORTEST, Words, fold
from incidents.record.models import Edition, RecordClaim, RecordSource
from incidents.workbench.models import Capture, Claim, Incident, Source


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
    in_record = Edition.objects.filter(ref__in=order.incidents, expunged=False)
    _all_known("incident", order.incidents, incidents, "ref", in_record.values_list("ref", flat=True))
    told = RecordClaim.objects.filter(claim__in=order.claims).values_list("claim", flat=True)
    _all_known("claim", order.claims, claims, "public_id", told)
    cited = RecordSource.objects.filter(source__in=order.sources).values_list("source", flat=True)
    _all_known("source", order.sources, sources, "public_id", cited)
    _all_known("capture", order.captures, captures, "sha256", ())
    return Named(incidents, claims, sources, captures)


def _all_known(noun: str, asked: Iterable[str], rows: Iterable[Model], name: str, others: Iterable[str]) -> None:
    known = {getattr(row, name) for row in rows} | set(others)
    unknown = sorted(set(asked) - known)
    if unknown:
        raise BadOrder(f"There is no {noun} {', '.join(unknown)}. Nothing was done.")
