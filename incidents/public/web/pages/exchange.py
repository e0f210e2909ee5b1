"""The exchange: claims in time order, each on its party's side, with who answers whom."""

from dataclasses import dataclass

from incidents.document.types import Claim, IncidentDocument
from incidents.public.web.pages.cast import Cast, Member
from incidents.public.web.pages.chips import Chips, SourceChip
from incidents.public.web.pages.roll import ClaimRef, Roll
from incidents.public.web.pages.words import direction, language, listed, machine_said_at
from incidents.vocabulary import Channel, ClaimKind, LinkRelation, Question

_PASSIVE = {
    LinkRelation.DENIES: "denied by",
    LinkRelation.DISPUTES: "disputed by",
    LinkRelation.CORROBORATES: "corroborated by",
    LinkRelation.RESPONDS_TO: "answered by",
    LinkRelation.CORRECTS: "corrected by",
    LinkRelation.REPEATS: "repeated by",
}
_CHANNELS = {
    Channel.PRESS_STATEMENT: "in a press statement",
    Channel.BRIEFING: "at a briefing",
    Channel.SOCIAL_MEDIA: "on social media",
    Channel.INTERVIEW: "in an interview",
    Channel.SPEECH: "in a speech",
    Channel.LETTER: "in a letter or note",
    Channel.REPORTED: "as reported by others",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How one claim answers another: the relation, and the questions it holds on (empty: the claim as a whole)."""

    relation: LinkRelation
    by: ClaimRef
    to: ClaimRef
    questions: tuple[str, ...]

    @property
    def on(self) -> str:
        """The questions in words: "did it occur and killed"."""
        return listed([label.rstrip("?") for label in self.questions])


@dataclass(frozen=True, slots=True)
class Thread:
    """An answer read from one end: "denies 3, Ministry of Defence of Armenia", or "denied by 4"."""

    words: str
    other: ClaimRef
    on: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words, in their language and its direction of writing. English ones need no translation."""

    text: str
    tag: str
    direction: str
    language: str
    translation: str
    needs_translation: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """One claim in the exchange."""

    number: int
    id: str
    claimant: Member
    party: Member
    role: str
    speaker: str
    kind: str
    when: str
    machine_when: str
    statement: str
    quote: Quote | None
    channel: str
    threads: tuple[Thread, ...]
    sources: tuple[SourceChip, ...]


def answers(roll: Roll) -> list[Answer]:
    """Return who answers whom, in the order of the answering claims; answers on several questions are one."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for claim in roll.claims:
        for given in claim["answers"]:
            if given["to"] in roll:
                on = found.setdefault((claim["id"], given["to"], given["relation"]), [])
                if given["question"]:
                    on.append(Question.of(given["question"]).label)
    return [
        Answer(LinkRelation.of(relation), roll[by], roll[to], tuple(dict.fromkeys(on)))
        for (by, to, relation), on in found.items()
    ]


def turns(document: IncidentDocument, cast: Cast, roll: Roll, given: list[Answer]) -> list[Turn]:
    """Return the claims in the order they were made; those without a date come last."""
    chips = Chips(document)
    return [_turn(claim, cast, roll, given, chips) for claim in roll.claims]


def _turn(claim: Claim, cast: Cast, roll: Roll, given: list[Answer], chips: Chips) -> Turn:
    claimant, ref = cast.member(claim["claimant"]), roll[claim["id"]]
    party = cast.member(claimant.party)
    answering = [Thread(one.relation.label, one.to, one.on) for one in given if one.by == ref]
    answered = [Thread(_PASSIVE[one.relation], one.by, one.on) for one in given if one.to == ref]
    cited = [*claim["citations"], *(one for said in claim["assertions"] for one in said["citations"])]
    return Turn(
        number=ref.number,
        id=claim["id"],
        claimant=claimant,
        party=party,
        role=cast.role(claimant.party),
        speaker=claim["speaker"],
        kind=ClaimKind.of(claim["kind"]).label,
        when=ref.when,
        machine_when=machine_said_at(claim["made_on"], claim["made_time"], claim["made_precision"]),
        statement=claim["statement"],
        quote=_quote(claim),
        channel=_CHANNELS[Channel.of(claim["channel"])],
        threads=(*answering, *answered),
        sources=chips.cited(cited),
    )


def _quote(claim: Claim) -> Quote | None:
    quotation = claim["quotation"]
    if quotation is None:
        return None
    tag = quotation["language"]
    english = tag.lower().split("-", maxsplit=1)[0] == "en"
    return Quote(
        quotation["text"], tag, direction(tag), language(tag), quotation["translation"], needs_translation=not english
    )
