"""Rules between rows: which rows may be named, and what may be there only once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from incidents.desk.forms.fields import AssertionField, ClaimField, ClaimsField, RowField, SourceField
from incidents.desk.forms.shape import Row
from incidents.workbench.grading import unconfirmed
from incidents.workbench.models import Citation, ClaimLink

if TYPE_CHECKING:
    from incidents.desk.forms.draft import IncidentDraft

_EXCERPT = 60
_ONCE: dict[str, tuple[tuple[str, ...], str, str]] = {
    "involvements": (("actor", "role", "claim"), "role", "This actor already has this role here."),
    "answers": (("to", "relation", "question"), "to", "This answer is already there."),
    "estimates": (
        ("side", "group", "outcome"),
        "side",
        "There is already an estimate for this side, group and outcome.",
    ),
    "links": (("other", "relation", "claim"), "other", "This link is already there."),
}


@dataclass
class _Named:
    """Rows that fields may name: which there are, which won't do and why, and how a list shows them."""

    rows: dict[str, Any]
    refused: dict[str, str]
    choices: list[tuple[str, str]]

    def without(self, code: str) -> "_Named":
        """Return the same without one row."""
        rows, refused = ({one: what for one, what in of.items() if one != code} for of in (self.rows, self.refused))
        return _Named(rows, refused, [choice for choice in self.choices if choice[0] != code])


def link_rows(draft: "IncidentDraft") -> None:
    """Tell every field that names a row of the draft which rows there are."""
    _mark_hollow(draft)
    claims = _named(draft.claims(), _claim_words, ClaimField.noun)
    sources = _named(draft.lists["sources"].rows, _source_words, SourceField.noun)
    assertions = {
        id(claim): _named(claim.lists["assertions"].rows, _assertion_words, AssertionField.noun)
        for claim in draft.claims()
    }
    for row in draft.all_rows():
        for name, field in row.form.fields.items():
            match field:
                case ClaimField() | ClaimsField():
                    others = claims.without(row.parent.id) if name == "to" and row.parent else claims
                    _offer(row, field, others, name)
                case SourceField():
                    _offer(row, field, sources, name)
                case AssertionField():
                    _offer(row, field, assertions[id(row.parent)], name)


def _mark_hollow(draft: "IncidentDraft") -> None:
    """Let a citation that names nothing but a source that is still empty be empty itself."""
    empty = {row.id for row in draft.lists["sources"].rows if row.blank}
    for claim in draft.claims():
        for row in claim.lists["citations"].rows:
            row.hollow = row.form.is_bound and row.only_filled_in and row.form["source"].data in empty


def _named(rows: list[Row], words: Callable[[int, Row], str], noun: str) -> _Named:
    refused = {one.id: f"This {noun} is still empty." for one in rows if one.blank}
    refused |= {
        one.id: f"This {noun} is to be removed: choose another one, or remove this row too."
        for one in rows
        if one.removed
    }
    choices = [(one.id, words(number, one)) for number, one in enumerate(rows, start=1)]
    return _Named({one.id: one.form.instance for one in rows if one.kept}, refused, choices)


def _offer(row: Row, field: RowField | ClaimsField, named: _Named, name: str) -> None:
    field.rows, field.refused = named.rows, named.refused
    choices = named.choices
    if isinstance(field, RowField):
        typed: Any = row.form[name].data if row.form.is_bound else None
        known = not typed or any(code == typed for code, _ in choices)
        choices = [("", "—"), *choices, *([] if known else [(typed, str(typed))])]
    widget: Any = field.widget  # a Select or CheckboxSelectMultiple
    widget.choices = choices


def _said(row: Row, name: str) -> str:
    value = row.form.shown(name)
    return "" if value is None else str(value)


def _shortly(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _removed(row: Row, text: str) -> str:
    return f"{text} (to be removed)" if row.removed else text


def _claim_words(number: int, row: Row) -> str:
    said = ": ".join(part for part in (_said(row, "claimant"), _shortly(_said(row, "statement"))) if part)
    return _removed(row, f"{number}. {said or 'new claim'}")


def _source_words(number: int, row: Row) -> str:
    parts = (_said(row, "publisher"), _shortly(_said(row, "title")), _said(row, "published_on"))
    return _removed(row, f"{number}. {', '.join(part for part in parts if part) or 'new source'}")


def _assertion_words(number: int, row: Row) -> str:
    labels = dict(row.form.fields["question"].choices)  # type: ignore[attr-defined]  # a field with choices
    return _removed(row, f"{number}. {labels.get(_said(row, 'question')) or 'new answer'}")


def check_once(draft: "IncidentDraft") -> None:
    """Put an error on the later of two rows that say the same."""
    for rows in draft.all_lists():
        if rows.kind.name not in _ONCE:
            continue
        keys, beside, message = _ONCE[rows.kind.name]
        seen = set()
        for row in rows.kept:
            cleaned = row.form.cleaned_data if row.form.is_bound else {}
            key = tuple(_key(cleaned.get(name)) for name in keys)
            if not row.form.errors and key in seen:
                row.form.complain(beside, message)
            seen.add(key)


def check_grades(draft: "IncidentDraft") -> None:
    """Put an error on every citation that is graded 1 without two independent origins."""
    right = [row for row in draft.all_rows() if row.kept and not row.form.errors]
    citations = {id(one): row for row in right if isinstance(one := row.form.instance, Citation)}
    links = [one for row in right if isinstance(one := row.form.instance, ClaimLink)]
    rows = [one for row in citations.values() if isinstance(one := row.form.instance, Citation)]
    for citation, why in unconfirmed(rows, links):
        citations[id(citation)].form.complain("credibility", why)


def _key(value: Any) -> Any:
    return getattr(value, "public_id", None) or getattr(value, "pk", None) or value
