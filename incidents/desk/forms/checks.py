"""Rules between rows: which rows may be named, and what may be there only once."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from incidents.desk.forms.fields import AssertionField, ClaimField, ClaimsField, RowField, SourceField
from incidents.workbench.grading import unconfirmed
from incidents.workbench.models import Citation, ClaimLink

if TYPE_CHECKING:
    from incidents.desk.forms.draft import IncidentDraft, Row

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


def link_rows(draft: "IncidentDraft") -> None:
    """Tell every field that names a row of the draft which rows there are."""
    claims, sources = draft.claims(), draft.lists["sources"].rows
    for row in draft.all_rows():
        for name, field in row.form.fields.items():
            match field:
                case ClaimField() | ClaimsField():
                    named = [one for one in claims if name != "to" or not row.path.startswith(f"{one.path}-")]
                    _offer(row, field, named, _claim_words, name)
                case SourceField():
                    _offer(row, field, sources, _source_words, name)
                case AssertionField():
                    parent = row.path.rpartition("-citations-")[0]
                    of_claim = next((one for one in claims if one.path == parent), None)
                    rows = of_claim.lists["assertions"].rows if of_claim else []
                    _offer(row, field, rows, _assertion_words, name)


def _offer(
    row: "Row", field: RowField | ClaimsField, rows: list["Row"], words: Callable[[int, "Row"], str], name: str
) -> None:
    subject = f"This {field.noun}"
    field.rows = {one.id: one.form.instance for one in rows if one.kept}
    field.refused = {one.id: f"{subject} is still empty." for one in rows if one.blank}
    field.refused |= {
        one.id: f"{subject} is to be removed: choose another one, or remove this row too."
        for one in rows
        if one.removed
    }
    choices = [(one.id, words(number, one)) for number, one in enumerate(rows, start=1)]
    typed = row.form[name].data if row.form.is_bound else None
    if isinstance(field, RowField):
        known = {code for code, _ in choices}
        choices = [("", "—"), *choices, *([(typed, str(typed))] if typed and typed not in known else [])]
    widget: Any = field.widget  # a Select or CheckboxSelectMultiple
    widget.choices = choices


def _said(row: "Row", name: str) -> str:
    value = row.form[name].value()
    return "" if value is None else str(value)


def _shortly(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _removed(row: "Row", text: str) -> str:
    return f"{text} (to be removed)" if row.removed else text


def _claim_words(number: int, row: "Row") -> str:
    said = ": ".join(part for part in (_said(row, "claimant"), _shortly(_said(row, "statement"))) if part)
    return _removed(row, f"{number}. {said or 'new claim'}")


def _source_words(number: int, row: "Row") -> str:
    parts = (_said(row, "publisher"), _shortly(_said(row, "title")), _said(row, "published_on"))
    return _removed(row, f"{number}. {', '.join(part for part in parts if part) or 'new source'}")


def _assertion_words(number: int, row: "Row") -> str:
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
