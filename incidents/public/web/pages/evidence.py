"""Evidence: the sources of a document with their grades in words, and which claims cite each."""

from dataclasses import dataclass
from datetime import datetime

from incidents.document.types import Capture, Citation, IncidentDocument
from incidents.evidence.sniffing import TAKEN
from incidents.public.web.pages.words import day, language
from incidents.vocabulary import CREDIBILITY, Reliability, SourceKind


@dataclass(frozen=True, slots=True)
class Use:
    """What is cited of a source, by which claims (none: by the incident itself), and how credible that item is."""

    claims: dict[str, int]
    credibility: str
    definition: str
    locator: str
    quote: str
    note: str

    @property
    def number(self) -> int:
        """The first of the claims' numbers."""
        return min(self.claims.values(), default=0)

    @property
    def refs(self) -> list[tuple[int, str]]:
        """The claims as (number, id), in the order of the exchange."""
        return sorted((number, claim) for claim, number in self.claims.items())

    def says_the_same(self, other: "Use") -> bool:
        """Tell whether another use differs at most in the claim that makes it."""
        mine = (self.credibility, self.locator, self.quote, self.note, bool(self.claims))
        return mine == (other.credibility, other.locator, other.quote, other.note, bool(other.claims))


@dataclass(frozen=True, slots=True)
class Copy:
    """A kept copy of a source: what it is, and where it can be seen, if it can."""

    kind: str
    size: int
    captured_at: datetime
    sha256: str
    tool: str
    final_url: str
    available: bool


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A source on the evidence list."""

    id: str
    publisher: str
    title: str
    tag: str
    url: str
    when: str
    language: str
    kind: str
    reliability: str
    reliability_definition: str
    copies: tuple[Copy, ...]
    uses: tuple[Use, ...]


def exhibits(document: IncidentDocument, numbers: dict[str, int]) -> list[Exhibit]:
    """Return the sources in the document's order; `numbers` are the claims' numbers in the exchange."""
    uses: dict[str, list[Use]] = {}
    for citation in document["citations"]:
        _add(uses, citation, "", numbers)
    for claim in document["claims"]:
        for citation in claim["citations"]:
            _add(uses, citation, claim["id"], numbers)
        for assertion in claim["assertions"]:
            for citation in assertion["citations"]:
                _add(uses, citation, claim["id"], numbers)
    return [
        Exhibit(
            id=source["id"],
            publisher=source["publisher"],
            title=source["title"],
            tag=source["language"],
            url=_web_address(source["url"]),
            when=day(source["published_on"]) if source["published_on"] else "date not given",
            language=language(source["language"]),
            kind=SourceKind.of(source["kind"]).label,
            reliability=Reliability.of(source["reliability"]).label,
            reliability_definition=Reliability.of(source["reliability"]).definition,
            copies=tuple(_copy(one) for one in source["captures"]),
            uses=tuple(sorted(uses.get(source["id"], []), key=lambda use: use.number)),
        )
        for source in document["sources"]
    ]


def _copy(capture: Capture) -> Copy:
    kind = TAKEN.get(capture["mime"])
    return Copy(
        kind=kind.label if kind else capture["mime"],
        size=capture["size"],
        captured_at=datetime.fromisoformat(capture["captured_at"]),
        sha256=capture["sha256"],
        tool=capture["tool"],
        final_url=_web_address(capture["final_url"]),
        available=capture["available"] and kind is not None,
    )


def _add(uses: dict[str, list[Use]], citation: Citation, claim: str, numbers: dict[str, int]) -> None:
    """Note a use of a source; claims that cite the same of it share one line."""
    label, definition = CREDIBILITY[citation["credibility"]]
    by = {claim: numbers[claim]} if claim else {}
    use = Use(by, label, definition, citation["locator"], citation["quote"], citation["note"])
    known = uses.setdefault(citation["source"], [])
    same = next((one for one in known if one.says_the_same(use)), None)
    if same is None:
        known.append(use)
    else:
        same.claims.update(by)


def _web_address(url: str) -> str:
    """Return an address that may be linked, and nothing that a browser would run."""
    return url if url.startswith(("https://", "http://")) else ""
