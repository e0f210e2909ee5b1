"""What a new row starts with, from the rows before it: the day of the last statement, and the source at hand."""

from typing import TYPE_CHECKING

from incidents.desk.forms.shape import Row

if TYPE_CHECKING:
    from incidents.desk.forms.draft import IncidentDraft


def fill_in(draft: "IncidentDraft", row: Row) -> None:
    """Fill a new row in; on its own that counts as nothing (`Kind.filled_in`)."""
    if "made_on" in row.kind.filled_in:
        row.form.initial["made_on"] = _day_before(draft, row)
    if "source" in row.kind.filled_in_beside:
        row.form.initial["source"] = _source_before(draft, row)


def _day_before(draft: "IncidentDraft", row: Row) -> str:
    """Return the day of the claim before, or else the one on which the first source was published."""
    claims = [one for one in draft.claims() if one is not row]
    said = [_said(one, "made_on") for one in reversed(claims)]
    published = [_said(one, "published_on") for one in draft.lists["sources"].rows]
    return next((day for day in (*said, *published) if day), "")


def _source_before(draft: "IncidentDraft", row: Row) -> str:
    """Return the source that was cited last, or else the only one there is."""
    citations = [child for claim in draft.claims() for child in claim.lists["citations"].rows if child is not row]
    cited = [_said(one, "source") for one in reversed(citations)]
    sources = [one.id for one in draft.lists["sources"].rows if not one.removed]
    return next((code for code in cited if code in sources), sources[0] if len(sources) == 1 else "")


def _said(row: Row, name: str) -> str:
    value = row.form.shown(name)
    return "" if value is None else str(value)
