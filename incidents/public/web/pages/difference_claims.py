"""What differs in the claims of two editions: who said what, and what it asserts, answers and cites."""

from collections.abc import Iterator
from functools import partial

from incidents.document.changes import ClaimChange
from incidents.document.types import Answer, Assertion, Citation, Claim, Quotation
from incidents.public.web.pages.answers import answer
from incidents.public.web.pages.apart import whole
from incidents.public.web.pages.bars import bar, largest_of
from incidents.public.web.pages.told import Told, Two, when
from incidents.public.web.pages.was_is import Cell, Item, Line, Row, line, lines, plain, raw, worded
from incidents.public.web.pages.words import language
from incidents.vocabulary import CREDIBILITY, NUMBER_QUESTIONS, Channel, ClaimKind, LinkRelation, Question, Stance

_WHEN = frozenset({"made_on", "made_time", "made_precision"})
_TOLD = _WHEN | {"statement", "quotation", "claimant", "speaker", "kind", "channel"}


def claim_item(change: ClaimChange, two: Two) -> Item:
    """Return a claim with what differs in it; one that is new, or gone, with all that it says."""
    claim = change.claim.thing
    speaker = f", {claim['speaker']}" if claim["speaker"] else ""
    return Item(
        heading=f"{two.of(change.claim).actor(claim['claimant'])}{speaker}",
        meta=f"{ClaimKind.of(claim['kind']).label}, {when(claim)}",
        kind=change.claim.kind,
        rows=tuple(_rows(change, two)),
        anchor=f"claim-{claim['id']}",
    )


def _rows(change: ClaimChange, two: Two) -> Iterator[Row]:
    before, after = change.claim.before, change.claim.after
    if before and after:
        yield from _field_rows({one.name for one in change.fields}, before, after, two)
    else:
        yield worded("Statement", before["statement"] if before else "", after["statement"] if after else "")
        if change.claim.thing["quotation"]:
            yield _quotation(before["quotation"] if before else None, after["quotation"] if after else None)
    for said in change.assertions:
        numbers = [n for one in (said.before, said.after) if one for n in (one["value"]["low"], one["value"]["high"])]
        largest = largest_of(numbers)
        yield two.row(two.of(said).question(said.thing), said, partial(_asserted, largest=largest))
    for given in change.answers:
        yield two.row("Answers", given, _answered)
    for cited in change.citations:
        yield two.row("Cites", cited, cited_words)


def _field_rows(differ: set[str], before: Claim, after: Claim, two: Two) -> Iterator[Row]:
    if "statement" in differ:
        yield worded("Statement", before["statement"], after["statement"])
    if "quotation" in differ:
        yield _quotation(before["quotation"], after["quotation"])
    if "claimant" in differ:
        yield plain("Who says it", two.was.actor(before["claimant"]), two.now.actor(after["claimant"]))
    if "speaker" in differ:
        yield plain("Speaker", before["speaker"], after["speaker"])
    if "kind" in differ:
        yield plain("Kind", *(ClaimKind.of(one["kind"]).label for one in (before, after)))
    if differ & _WHEN:
        yield plain("Said on", when(before), when(after))
    if "channel" in differ:
        yield plain("Channel", *(Channel.of(one["channel"]).label for one in (before, after)))
    for name in sorted(differ - _TOLD):
        yield plain(name, *(raw({**one}.get(name)) for one in (before, after)))


def _quotation(before: Quotation | None, after: Quotation | None) -> Row:
    return Row("Exact words", _quoted(before), _quoted(after), long=True)


def _quoted(quotation: Quotation | None) -> Cell:
    if quotation is None:
        return ()
    tag = quotation["language"]
    translation = f": “{quotation['translation']}”" if quotation["translation"] else ""
    return (Line(whole(f"“{quotation['text']}”"), tag), Line(whole(f"{language(tag)}{translation}")))


def _asserted(one: Assertion, told: Told, *, largest: int) -> Cell:
    """Write what is asserted; of which source each part is, the rows of citations tell where it differs."""
    said = answer(one, one["question"], told.cast)
    text = " ".join(filter(None, [said.text, said.ref]))
    value, drawn = one["value"], None
    if one["question"] in NUMBER_QUESTIONS and one["stance"] == Stance.ASSERTS:
        drawn = bar(value["low"], None, value["high"], largest)
    wording = line(f"“{said.wording}”") if said.wording else ()
    cited = lines(f"according to {told.source(cited['source'])}{_grade(cited)}" for cited in one["citations"])
    return (Line(whole(text), bar=drawn), *wording, *cited)


def _answered(one: Answer, told: Told) -> Cell:
    question = f", on “{Question.of(one['question']).label}”" if one["question"] else ""
    return line(f"{LinkRelation.of(one['relation']).label} the claim of {told.claim(one['to'])}{question}")


def cited_words(one: Citation, told: Told) -> Cell:
    """Write a citation: the source, where in it, the grade of the item, what is quoted, and the note."""
    locator = f", {one['locator']}" if one["locator"] else ""
    quote = f"“{one['quote']}”" if one["quote"] else ""
    return lines([f"{told.source(one['source'])}{locator}{_grade(one)}", quote, one["note"]])


def _grade(one: Citation) -> str:
    return f"; item: {CREDIBILITY[one['credibility']][0].lower()}"
