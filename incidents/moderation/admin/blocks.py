"""The review page put together: pairs with their margins, claims with their evidence, and what is folded away."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from incidents.moderation.admin.comparing import Comparison, Section
from incidents.moderation.admin.comparing_claims import Cited, ClaimPair
from incidents.moderation.admin.margins import Asked, Margin, Margins
from incidents.moderation.admin.pairs import SAME, Pair
from incidents.vocabulary import ClaimKind
from incidents.workbench.models import Capture, Claim, Incident, Source

ALL, CHANGED, SINCE = "all", "changed", "since"
SHOWN = (CHANGED, ALL, SINCE)
"""What the page shows: what differs (the rest folded away), all of it, or what was changed since the last review."""


_LIST_OF = {"who": "involvements", "figures": "estimates", "links": "links"}
"""Section → the list of the workbench whose rows stand there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and its margin."""

    pair: Pair
    margin: Margin

    @property
    def quiet(self) -> bool:
        """Tell whether it may be folded away: nothing differs, nothing is asked or noted, nothing was typed."""
        told = (*self.margin.notes, *self.margin.private, *(one for one in self.margin.asked if _open(one)))
        return self.pair.kind == SAME and not told and not self.margin.since and not self.margin.typed

    def shown(self, what: str) -> bool:
        """Tell whether it is shown where only what was changed since the review is."""
        return what != SINCE or bool(self.margin.since or self.margin.typed)


def _open(asked: Asked) -> bool:
    return asked.checked.answer is None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading: those that are shown, and those that are folded away."""

    id: str
    title: str
    margin: Margin | None
    """Where a comment on the list as a whole hangs; fields have none."""
    rows: list[Row]
    folded: list[Row]

    @property
    def folded_words(self) -> str:
        """Return what is folded away, each kind of it once."""
        return _labels(self.folded)


def _labels(rows: Iterable[Row]) -> str:
    return ", ".join(dict.fromkeys(row.pair.label.lower() for row in rows))


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation and its source, with the copies that are kept; `source` is None where it is not here any more."""

    citation: Pair
    described: Pair
    margin: Margin
    of_source: Margin
    source: Source | None
    copies: list[Capture]


@dataclass(frozen=True, slots=True)
class Block:
    """A claim on both sides; or, with `private`, one that stays private, in its place and without its words."""

    id: str
    head: str
    kind: str
    place: str
    margin: Margin
    rows: list[Row] = field(default_factory=list)
    folded: list[Row] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    private: bool = False

    @property
    def folded_words(self) -> str:
        """Return what is folded away, each kind of it once."""
        return _labels(self.folded)

    @property
    def open(self) -> bool:
        """Tell whether it is shown unfolded."""
        return bool(
            self.kind != SAME
            or self.margin.since
            or self.margin.notes
            or self.margin.typed
            or any(_open(one) for one in self.margin.asked)
            or any(not row.quiet for row in (*self.rows, *self.folded))
            or any(
                one.margin.notes or one.margin.typed or one.margin.asked or one.of_source.asked for one in self.evidence
            )
        )

    @property
    def typed(self) -> bool:
        """Tell whether something was typed in its margins."""
        rows = (row.margin.typed for row in (*self.rows, *self.folded))
        return bool(self.margin.typed or any(rows) or any(one.margin.typed for one in self.evidence))


@dataclass(frozen=True, slots=True)
class Sides:
    """Everything that stands side by side."""

    parts: list[Part]
    claims: list[Block]
    on_claims: Margin
    whole: list[Evidence]
    """What is cited for the incident as a whole."""


def sides(incident: Incident, found: Comparison, margins: Margins, show: str) -> Sides:
    """Put a comparison together with its margins."""
    desk = _Desk(incident, margins, show)
    claims = desk.claims(found.claims)
    return Sides(
        parts=[part for section in found.sections if (part := desk.part(section)) is not None],
        claims=claims,
        on_claims=margins.of("claims", "the list of claims"),
        whole=[*desk.evidence(found.citations, "the incident as a whole")],
    )


class _Desk:
    def __init__(self, incident: Incident, margins: Margins, show: str) -> None:
        self._incident, self._margins, self._show = incident, margins, show
        self._sources = {one.source.public_id: one.source for one in incident.citations.all()}
        self._asked: set[str] = set()

    def part(self, section: Section) -> Part | None:
        rows, folded = self._rows(section.pairs, "")
        if self._show == SINCE and not rows:
            return None
        name = _LIST_OF.get(section.id)
        margin = self._margins.of(name, f"the list of {name}") if name else None
        return Part(section.id, section.title, margin, rows, folded)

    def _rows(self, pairs: Iterable[Pair], about: str) -> tuple[list[Row], list[Row]]:
        rows = [Row(pair, self._margins.of(pair.key, f"{about}{pair.label.lower()}")) for pair in pairs]
        if self._show == SINCE:
            return [row for row in rows if row.shown(SINCE)], []
        if self._show == ALL:
            return rows, []
        return [row for row in rows if not row.quiet], [row for row in rows if row.quiet]

    def evidence(self, citations: Iterable[Cited], about: str) -> Iterator[Evidence]:
        for one in citations:
            source = self._sources.get(one.source)
            name = source.publisher if source else "a source"
            of_source = self._margins.of(f"sources.{one.source}", f"the source {name}")
            if one.source in self._asked:  # one is asked once, beside the first citation of it
                of_source = replace(of_source, asked=[])
            self._asked.add(one.source)
            yield Evidence(
                citation=one.citation,
                described=one.described,
                margin=self._margins.of(one.citation.key, f"the citation of {name} for {about}"),
                of_source=of_source,
                source=source,
                copies=list(source.captures.all()) if source else [],
            )

    def claims(self, pairs: list[ClaimPair]) -> list[Block]:
        """Return the claims of the documents, and after the claim that they follow those that stay private."""
        blocks = [self._claim(one) for one in pairs]
        behind = ""
        for claim in self._incident.claims.all():
            if not claim.confidential:
                behind = claim.public_id
                continue
            at = next((n for n, one in enumerate(blocks, start=1) if one.id == behind), 0)
            if claim.public_id not in {one.id for one in blocks}:
                blocks.insert(at, self._private(claim))
                behind = claim.public_id
        if self._show == SINCE:
            return [one for one in blocks if one.margin.since or one.typed]
        return blocks

    def _claim(self, one: ClaimPair) -> Block:
        about = f"the claim of {one.head}"
        margin = self._margins.of(f"claims.{one.id}", about)
        rows, folded = self._rows([*one.fields, *one.rows], f"{about}: ")
        if margin.new:  # told once, of the whole
            rows = [replace(row, margin=replace(row.margin, since="")) for row in rows]
        evidence = [*self.evidence(one.citations, about)]
        return Block(one.id, one.head, one.kind, _place(one), margin, rows, folded, evidence)

    def _private(self, claim: Claim) -> Block:
        head = f"{claim.claimant.name}, {claim.made_on or 'undated'}"
        margin = self._margins.of(f"claims.{claim.public_id}", f"the confidential claim of {head}")
        kind = ClaimKind.of(claim.kind).label.lower()
        return Block(claim.public_id, head, kind, "", margin, private=True)


def _place(one: ClaimPair) -> str:
    """Return which claim it is, and where it would move."""
    if not one.place:
        return f"was claim {one.was}"
    if one.moved:
        return f"claim {one.place}, moved: was claim {one.was}"
    return f"claim {one.place}"
