"""The review thread as a page of the desk shows it: each note beside what it hangs on, counted for each section."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import User
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.draft import Row, Rows
from incidents.desk.sections import LABELS, LIST_IN, SECTION_OF
from incidents.vocabulary import NoteState
from incidents.workbench import anchors, policies
from incidents.workbench.anchors import Anchor
from incidents.workbench.models import ReviewNote, Transition
from incidents.workbench.models.base import new_public_id

WHOLE = "The incident as a whole"
_SHOWN = 40
"""How many people are listed whom a note may name."""

_LISTS = {
    "involvements": "Who",
    "sources": "Sources",
    "citations": "Citations for the whole",
    "claims": "Claims",
    "estimates": "Estimates",
    "links": "Links",
}


@dataclass
class Remark:
    """A note with its answers: what it hangs on in words, at which element, and in which section of the page."""

    note: ReviewNote
    answers: list[ReviewNote]
    where: str
    element: str
    section: str
    answer_id: str = field(default_factory=new_public_id)
    typed: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.note.state == NoteState.OPEN


@dataclass
class Thread:
    """All notes of an incident, oldest first, and what is needed to write one."""

    remarks: list[Remark] = field(default_factory=list)
    places: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    may_write: bool = False
    note_id: str = field(default_factory=new_public_id)
    typed: str = ""
    typed_at: str = ""
    told: str = ""
    refusal: str = ""

    @property
    def open(self) -> list[Remark]:
        """Return the notes that wait for an answer."""
        return [one for one in self.remarks if one.is_open]

    @property
    def settled(self) -> list[Remark]:
        """Return the notes that were resolved, the last one first."""
        resolved = [one for one in self.remarks if one.note.settled_at is not None]
        old = [one for one in self.remarks if not one.is_open and one.note.settled_at is None]
        return sorted(resolved, key=lambda one: str(one.note.settled_at), reverse=True) + old

    @property
    def counts(self) -> dict[str, int]:
        """Return how many notes are open in each section that has any."""
        return dict(Counter(one.section for one in self.open if one.section))

    def carried_by(self, step: Transition) -> list[Remark]:
        """Return the notes that were open when a step was taken, and so went back with it."""
        return [
            one
            for one in self.remarks
            if one.note.created_at <= step.at and (one.note.settled_at or step.at) >= step.at
        ]

    def fill(self, typed: Mapping[str, str]) -> None:
        """Put back what was typed and is not written yet."""
        self.typed, self.typed_at = typed.get("note-text", ""), typed.get("note-anchor", "")
        for one in self.remarks:
            one.typed = typed.get(f"note-reply-{one.note.public_id}", "")


def lay_out(draft: IncidentDraft) -> Thread:
    """Return the thread of a draft's incident, and put every open note beside its field or row. At most four queries.

    Who may not remark (administrators) reads along; an incident that was never saved has no thread.
    """
    incident = draft.incident
    if not incident.ref:
        return Thread()
    notes = list(ReviewNote.objects.filter(incident=incident).for_thread())
    may_write = policies.may_remark(draft.by, incident)
    rows = {(row.kind.name, row.id): row for row in draft.all_rows()}
    remarks = [
        Remark(note, [one for one in notes if one.reply_to_id == note.pk], *_whereabouts(draft, note.anchor, rows))
        for note in notes
        if note.reply_to_id is None
    ]
    thread = Thread(
        remarks,
        places=_places(draft) if may_write else [],
        people=list(policies.who_sees(incident).exclude(pk=draft.by.pk)[:_SHOWN]) if may_write else [],
        may_write=may_write,
    )
    for one in thread.open:
        _put_beside(draft, one, rows)
    if draft.data is not None:
        thread.fill(draft.data)
    return thread


Known = dict[tuple[str, str], Row]


def _whereabouts(draft: IncidentDraft, text: str, rows: Known) -> tuple[str, str, str]:
    """Return what an anchor is in words, its element on the page, and its section."""
    anchor = anchors.parse(text)
    if anchor is None:  # written before anchors had a form
        return text, "", ""
    if not anchor.rows:
        if not anchor.field:
            return WHOLE, "", ""
        bound = draft.main[anchor.field] if anchor.field in draft.main.fields else None
        label, element = (_label(draft, anchor.field), bound.auto_id) if bound else (anchor.field, "")
        return label, str(element), SECTION_OF.get(anchor.field, "")
    section = LIST_IN[anchor.rows]
    if not anchor.row:
        return _LISTS.get(anchor.rows, anchor.rows.capitalize()), section, section
    row = rows.get((anchor.rows, anchor.row))
    if row is None:
        return f"What is not there any more ({anchor.rows})", "", section
    return _of_row(row, anchor, _row_words(row), section)


def _of_row(row: Row, anchor: Anchor, words: str, section: str) -> tuple[str, str, str]:
    if anchor.field in row.form.fields:
        bound = row.form[anchor.field]
        return f"{words}: {bound.label}", str(bound.auto_id), section
    return words, f"row-{row.path}", section


def _row_words(row: Row) -> str:
    """Return how the page calls a row, with the claim that it hangs on (`Claim 2, citation 1`)."""
    own = f"{row.kind.form.row_noun} {int(row.path.rpartition('-')[2]) + 1}"
    return f"{_row_words(row.parent)}, {own}" if row.parent else own.capitalize()


def _put_beside(draft: IncidentDraft, remark: Remark, rows: Known) -> None:
    """Hang an open note on the field or row of the form; the field's control is described by it."""
    anchor = anchors.parse(remark.note.anchor)
    if anchor is None or (anchor.rows and not anchor.row):
        return
    row = rows.get((anchor.rows, anchor.row))
    form = row.form if row is not None else None if anchor.rows else draft.main
    if form is not None and anchor.field in form.fields:
        form.remarks.setdefault(anchor.field, []).append(remark)
    elif row is not None:
        row.remarks.append(remark)


def _places(draft: IncidentDraft) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a note may hang on, in groups: the fields of the incident, the lists, and every stored row."""
    main = [(name, _label(draft, name)) for name in SECTION_OF if name in draft.main.fields]
    found = [("", [("", WHOLE)]), ("Fields", main)]
    for name, rows in draft.lists.items():
        told = [(name, f"{_LISTS.get(name, name)}: the list")]
        found.append((_LISTS.get(name, name), told + [one for row in rows.rows for one in _row_places(row)]))
    return found


def _label(draft: IncidentDraft, name: str) -> str:
    """Return what a field of the incident is called where its section does not stand above it."""
    section = SECTION_OF.get(name, "")
    label = str(draft.main[name].label)
    return f"{LABELS[section]}: {label}" if section == "when" else label


def _row_places(row: Row) -> list[tuple[str, str]]:
    if row.form.is_new:
        return []
    children: list[Rows] = list(row.lists.values())
    below = [one for rows in children for child in rows.rows for one in _row_places(child)]
    return [(f"{row.kind.name}.{row.id}", _row_words(row)), *below]
