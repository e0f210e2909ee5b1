"""The sections of the form, and what is missing in each: to save it as a draft, and to submit it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.shape import Head, Row
from incidents.workbench.completeness import Missing, Outline, Said, lacking, missing

LABELS = {
    "when": "When",
    "where": "Where",
    "who": "Who",
    "what": "What happened",
    "sources": "Sources",
    "claims": "Claims",
    "estimates": "Estimates",
    "links": "Links",
    "desk": "For the desk",
}
_FIELDS_IN = {
    "when": ("earliest", "latest", "start_time", "end_time", "time_zone", "date_precision"),
    "where": ("place", "place_wording", "latitude", "longitude", "place_precision", "section"),
    "what": ("kind", "dispute", "title", "summary", "aggregated"),
    "desk": (
        "working_note", "shared", "embargo_until", "location_confidentiality", "coarse_place", "coarse_precision",
    ),
}  # fmt: skip
SECTION_OF = {name: section for section, names in _FIELDS_IN.items() for name in names}
"""Field of the incident → the section of the page that it stands in."""

LIST_IN = {
    "involvements": "who", "sources": "sources", "citations": "sources", "claims": "claims", "assertions": "claims",
    "answers": "claims", "estimates": "estimates", "links": "links",
}  # fmt: skip
"""List of rows → the section of the page that it stands in."""
_SHORT = {
    "earliest": "When it happened",
    "place_precision": "How precise the place is",
    "involvements": "An actor",
    "claims": "A claim",
    "assertions": "what it says",
    "answers": "which claim it denies",
    "citations": "where it is reported",
    "made_on": "said on",
    "credibility": "credibility",
    "credibility_reason": "why this grade",
    "reliability_reason": "why this grade",
}
_LISTS = ("involvements", "claims", "assertions", "answers", "citations")
_EXCERPT = 110


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that is missing or wrong: at which element of the page, in a few words."""

    element: str
    words: str


@dataclass
class Section:
    """A section: what must be put right before it can be saved, and what a submission still lacks."""

    name: str
    label: str
    save: list[Need] = field(default_factory=list)
    submit: list[Need] = field(default_factory=list)


def sections_of(draft: IncidentDraft, *, judged: bool) -> list[Section]:
    """Return the sections in the order of the page. What is wrong counts once the draft was `judged`."""
    found = {name: Section(name, label) for name, label in LABELS.items()}
    if judged and draft.data is not None:
        for problem in draft.problems():
            words = problem.label or problem.message
            found[_section_of(problem.path.split("-"))].save.append(Need(problem.element, words))
    for path in _missing(draft):
        steps = path.split(".")
        found[_section_of(steps)].submit.append(Need(_element(steps), _words(draft, steps)))
    return list(found.values())


def sum_of(sections: list[Section]) -> str:
    """Return how much is missing, in words: each kind by itself."""
    counts = {
        "save": sum(len(section.save) for section in sections),
        "submit": sum(len(section.submit) for section in sections),
    }
    return ", ".join(f"{count} needed to {level}" for level, count in counts.items() if count) or "nothing is missing"


def fold_claims(draft: IncidentDraft, sections: list[Section], differ: Iterable[str] = ()) -> None:
    """Give every claim its one line, and let those stand open that lack something or that somebody works on.

    `differ` are elements that somebody else saved otherwise: their claims stand open too, and those with open notes.
    """
    needs = [need for section in sections for need in (*section.save, *section.submit)]
    elements = list(differ)
    for row in draft.claims():
        own = [need for need in needs if f"{row.path}-" in f"{need.element}-"]
        working = f"{draft.touched}-".startswith(f"{row.path}-")
        working |= any(f"{row.path}-" in f"{element}-" for element in elements)
        row.head = _head(row, own, working=working or bool(row.form.errors) or row.blank or _noted(row))


def _noted(row: Row) -> bool:
    """Tell whether an open note hangs on a row, one of its fields, or what hangs on it."""
    return bool(row.remarks or row.form.remarks) or any(_noted(child) for child in row.children)


def _head(row: Row, own: list[Need], *, working: bool) -> Head:
    said = {name: str(row.form.shown(name) or "") for name in ("claimant", "kind", "made_on", "statement")}
    kinds = dict(row.form.fields["kind"].widget.choices)
    counts = [
        _count(sum(not one.blank for one in row.lists[name].rows), noun)
        for name, noun in (("assertions", "answer"), ("citations", "citation"))
    ]
    words = ", ".join(need.words.partition(": ")[2] or need.words for need in own)
    return Head(
        who=said["claimant"],
        kind=str(kinds.get(said["kind"], "")) if said["kind"] else "",
        made_on=said["made_on"],
        statement=said["statement"][:_EXCERPT] + "…" * (len(said["statement"]) > _EXCERPT),
        counts=", ".join(counts),
        lacks=words,
        open=working or bool(own),
    )


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"


def _missing(draft: IncidentDraft) -> Missing:
    """Return what a submission lacks: of what is stored, or of what was typed and not saved yet."""
    if draft.data is None and draft.incident.ref:
        return missing(draft.incident)
    return lacking(_outline_of(draft))


def _outline_of(draft: IncidentDraft) -> Outline:
    fields = {name: draft.main.shown(name) for name in draft.main.fields}
    return Outline(fields, len(draft.lists["involvements"].kept), list(_said(draft)))


def _said(draft: IncidentDraft) -> Iterator[Said]:
    for row in draft.lists["claims"].kept:
        value = {name: row.form.shown(name) for name in ("kind", "made_on")}
        counts = [len(row.lists[name].kept) for name in ("assertions", "citations")]
        relations = frozenset(str(one.form.shown("relation")) for one in row.lists["answers"].kept)
        yield Said(row.path.replace("-", "."), str(value["kind"]), value["made_on"], counts[0], counts[1], relations)


def _section_of(steps: list[str]) -> str:
    first = steps[0]
    if first in LABELS:
        return first
    return SECTION_OF.get(first) or LIST_IN.get(first, "desk")


def _element(steps: list[str]) -> str:
    """Return the element of the page that a path means."""
    path = "-".join(steps)
    if path == "earliest":
        return "id_when"
    return f"list-{path}" if steps[-1] in _LISTS else f"id_{path}"


def _words(draft: IncidentDraft, steps: list[str]) -> str:
    """Return a path in words: “Claim 2: said on”."""
    last = steps[-1]
    rows = {row.path: row for row in draft.all_rows()}
    parts = []
    for end in range(2, len(steps), 2):
        row = rows.get("-".join(steps[:end]))
        noun = row.form.row_noun if row else steps[end - 2].rstrip("s")
        of = next((rows_ for rows_ in draft.all_lists() if row in rows_.rows), None)
        number = of.rows.index(row) + 1 if of and row else int(steps[end - 1]) + 1
        parts.append(f"{noun} {number}")
    name = _SHORT.get(last) or str(draft.main[last].label)
    text = ": ".join([*parts, name])
    return text[:1].upper() + text[1:]
