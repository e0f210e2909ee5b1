"""The exchange: claims in time order, each on its party's side, with who answers whom."""

from dataclasses import dataclass

from incidents.document.types import Citation, Claim, IncidentDocument
from incidents.public.web.pages.cast import Cast, Member
from incidents.public.web.pages.words import language, said_at
from incidents.vocabulary import CREDIBILITY, Channel, ClaimKind, LinkRelation, Question

_PASSIVE = {
    LinkRelation.DENIES: "denied by",
    LinkRelation.DISPUTES: "disputed by",
    LinkRelation.CORROBORATES: "corroborated by",
    LinkRelation.RESPONDS_TO: "answered by",
    LinkRelation.CORRECTS: "corrected by",
    LinkRelation.REPEATS: "repeated by",
}


@dataclass(frozen=True, slots=True)
class Thread:
    """A line between two claims, read from one end: "denies 3, Ministry of Defence of Armenia"."""

    words: str
    number: int
    claim: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class SourceChip:
    """A source of a claim with its two Admiralty grades, and what the citation adds."""

    source: str
    publisher: str
    grade: str
    words: str
    locator: str
    quote: str
    note: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words, in their language."""

    text: str
    tag: str
    language: str
    translation: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One claim in the exchange."""

    number: int
    id: str
    claimant: Member
    party: Member
    speaker: str
    kind: str
    kind_definition: str
    when: str
    machine_when: str
    statement: str
    quote: Quote | None
    channel: str
    questions: tuple[str, ...]
    answers: tuple[Thread, ...]
    answered_by: tuple[Thread, ...]
    sources: tuple[SourceChip, ...]
    corrected: bool


def turns(document: IncidentDocument, cast: Cast) -> list[Turn]:
    """Return the claims in the order they were made; those without a date come last."""
    return _Exchange(document, cast).turns()


class _Exchange:
    """Numbers the claims, and knows for each who answers it."""

    def __init__(self, document: IncidentDocument, cast: Cast) -> None:
        self._cast = cast
        self._sources = {source["id"]: source for source in document["sources"]}
        self._claims = sorted(
            document["claims"],
            key=lambda claim: (claim["made_on"] or "9999", claim["made_time"] or "99:99", claim["id"]),
        )
        self._numbers = {claim["id"]: n for n, claim in enumerate(self._claims, 1)}
        self._names = {claim["id"]: cast.member(claim["claimant"]).name for claim in self._claims}
        self._answered: dict[str, list[Thread]] = {}
        for claim in self._claims:
            for given in claim["answers"]:
                words = _PASSIVE[LinkRelation.of(given["relation"])]
                thread = self._thread(words, claim["id"], given["question"])
                self._answered.setdefault(given["to"], []).append(thread)

    def turns(self) -> list[Turn]:
        return [self._turn(claim) for claim in self._claims]

    def _thread(self, words: str, claim: str, question: str | None) -> Thread:
        return Thread(words, self._numbers[claim], claim, self._names[claim], _label(question))

    def _turn(self, claim: Claim) -> Turn:
        claimant = self._cast.member(claim["claimant"])
        kind = ClaimKind.of(claim["kind"])
        cited = [*claim["citations"], *(one for said in claim["assertions"] for one in said["citations"])]
        time = f"T{claim['made_time']}" if claim["made_time"] else ""
        answered_by = tuple(self._answered.get(claim["id"], ()))
        return Turn(
            number=self._numbers[claim["id"]],
            id=claim["id"],
            claimant=claimant,
            party=self._cast.member(claimant.party),
            speaker=claim["speaker"],
            kind=kind.label,
            kind_definition=kind.definition,
            when=said_at(claim["made_on"], claim["made_time"], claim["made_precision"]),
            machine_when=f"{claim['made_on']}{time}" if claim["made_on"] else "",
            statement=claim["statement"],
            quote=_quote(claim),
            channel=Channel.of(claim["channel"]).label,
            questions=tuple(dict.fromkeys(_label(said["question"]) for said in claim["assertions"])),
            answers=tuple(
                self._thread(LinkRelation.of(given["relation"]).label, given["to"], given["question"])
                for given in claim["answers"]
                if given["to"] in self._numbers
            ),
            answered_by=answered_by,
            sources=self._chips(cited),
            corrected=any(thread.words == _PASSIVE[LinkRelation.CORRECTS] for thread in answered_by),
        )

    def _chips(self, citations: list[Citation]) -> tuple[SourceChip, ...]:
        """Return a chip per source, in the order of citation."""
        found: dict[str, SourceChip] = {}
        for citation in citations:
            source = self._sources.get(citation["source"])
            if source is None or citation["source"] in found:
                continue
            item = CREDIBILITY[citation["credibility"]][0]
            found[citation["source"]] = SourceChip(
                source=citation["source"],
                publisher=source["publisher"],
                grade=f"{source['reliability']}{citation['credibility']}",
                words=f"source {source['reliability']}, item {item}",
                locator=citation["locator"],
                quote=citation["quote"],
                note=citation["note"],
            )
        return tuple(found.values())


def _quote(claim: Claim) -> Quote | None:
    quotation = claim["quotation"]
    if quotation is None:
        return None
    tag = quotation["language"]
    return Quote(quotation["text"], tag, language(tag), quotation["translation"])


def _label(question: str | None) -> str:
    return Question.of(question).label if question else ""
