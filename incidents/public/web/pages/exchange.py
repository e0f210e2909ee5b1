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
    claims = sorted(
        document["claims"],
        key=lambda claim: (claim["made_on"] or "9999", claim["made_time"] or "99:99", claim["id"]),
    )
    numbers = {claim["id"]: n for n, claim in enumerate(claims, 1)}
    names = {claim["id"]: cast.member(claim["claimant"]).name for claim in claims}
    back: dict[str, list[Thread]] = {}
    for claim in claims:
        for given in claim["answers"]:
            words = _PASSIVE[LinkRelation.of(given["relation"])]
            thread = Thread(
                words, numbers[claim["id"]], claim["id"], names[claim["id"]], _label(given["question"])
            )
            back.setdefault(given["to"], []).append(thread)
    chips = _Chips(document)
    return [_turn(claim, numbers, names, back.get(claim["id"], []), chips, cast) for claim in claims]


def _label(question: str | None) -> str:
    return Question.of(question).label if question else ""


def _turn(
    claim: Claim,
    numbers: dict[str, int],
    names: dict[str, str],
    answered_by: list[Thread],
    chips: "_Chips",
    cast: Cast,
) -> Turn:
    claimant = cast.member(claim["claimant"])
    kind = ClaimKind.of(claim["kind"])
    answers = tuple(
        Thread(
            LinkRelation.of(given["relation"]).label,
            numbers[given["to"]],
            given["to"],
            names[given["to"]],
            _label(given["question"]),
        )
        for given in claim["answers"]
        if given["to"] in numbers
    )
    quotation = claim["quotation"]
    quote = None
    if quotation:
        tag = quotation["language"]
        quote = Quote(quotation["text"], tag, language(tag), quotation["translation"])
    cited = [*claim["citations"], *(one for said in claim["assertions"] for one in said["citations"])]
    time = f"T{claim['made_time']}" if claim["made_time"] else ""
    return Turn(
        number=numbers[claim["id"]],
        id=claim["id"],
        claimant=claimant,
        party=cast.member(claimant.party),
        speaker=claim["speaker"],
        kind=kind.label,
        kind_definition=kind.definition,
        when=said_at(claim["made_on"], claim["made_time"], claim["made_precision"]),
        machine_when=f"{claim['made_on']}{time}" if claim["made_on"] else "",
        statement=claim["statement"],
        quote=quote,
        channel=Channel.of(claim["channel"]).label,
        questions=tuple(dict.fromkeys(_label(said["question"]) for said in claim["assertions"])),
        answers=answers,
        answered_by=tuple(answered_by),
        sources=chips.of(cited),
        corrected=any(thread.words == _PASSIVE[LinkRelation.CORRECTS] for thread in answered_by),
    )


class _Chips:
    """Makes source chips from citations, each source once per claim."""

    def __init__(self, document: IncidentDocument) -> None:
        self._sources = {source["id"]: source for source in document["sources"]}

    def of(self, citations: list[Citation]) -> tuple[SourceChip, ...]:
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
