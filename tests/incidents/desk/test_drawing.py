"""Fields are drawn the short way and the long way alike, and nothing that was typed becomes HTML."""

import re
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import User
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.drawing import draw, draw_field, draw_together, layout
from incidents.desk.forms.kinds import KINDS, Kind
from incidents.desk.forms.names import Names
from incidents.desk.forms.rows import Data, RowForm
from incidents.desk.forms.shape import Head, Row
from incidents.desk.row_drawing import draw_rows
from incidents.desk.sections import fold_claims, sections_of
from incidents.workbench.grading import Graded
from tests.incidents.desk.filling import incident_with_claims

EVERY = [*KINDS, *(child for kind in KINDS for child in kind.children)]
CLAIM = "desk/_claim.html"
NASTY = "\"><script>alert('1')</script>&amp;\x01\x02\x03"


def opened(kind: Kind, data: Data | None = None) -> RowForm:
    return kind.form(data, path="rows-0", instance=kind.model(), names=Names(None))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.form.__name__)
def test_both_ways_draw_the_same(kind: Kind) -> None:
    for data in (None, Data({"rows-0-note": ["Said so."]})):
        form = opened(kind, data)
        form.hints = {"actor": "part of <b>it</b>", "claimant": "part of that"}
        fields = tuple((name, "wide") for name in form.fields if name != "claims")  # boxes, which a template draws
        for name, css in fields:
            assert draw(form, name, css) == draw_field(form[name], css), name
            assert form.shown(name) == form[name].value()
        assert draw_together(form, fields) == "\n".join(draw_field(form[name], css) for name, css in fields)


def test_a_row_on_which_something_hangs_is_drawn_field_by_field() -> None:
    plain = opened(KINDS[0])
    assert draw_together(plain, layout("actor, role:wide")) is not None
    focused, wrong, slotted, noted = (opened(KINDS[0]) for _ in range(4))
    focused.take_focus()
    wrong.complain("role", "No such role.")
    slotted.slots["actor"] = SafeString("<aside></aside>")
    noted.remarks["actor"] = []
    for form in (focused, wrong, slotted, noted):
        assert draw_together(form, layout("actor, role:wide")) is None
    assert "autofocus" in draw(focused, "actor")
    assert "autofocus" not in draw(focused, "role") + draw(plain, "actor")


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.form.__name__)
def test_what_was_typed_stays_text(kind: Kind) -> None:
    form = opened(kind, Data({f"rows-0-{name}": [NASTY] for name in kind.fields}))
    form.hints = dict.fromkeys(kind.fields, NASTY)
    for name in form.fields:
        if name != "claims":
            drawn = draw(form, name)
            assert "<script" not in drawn
            assert drawn.count("<div") == drawn.count("</div>") == 1


def test_a_field_says_what_describes_it() -> None:
    form = opened(KINDS[0])
    form.judged = True
    form.complain("actor", "No such actor.")
    drawn = draw(form, "actor")
    described = re.search(r'aria-describedby="([^"]+)"', drawn)
    assert described
    assert [one for one in described[1].split() if f'id="{one}"' not in drawn] == []
    assert 'aria-invalid="true"' in drawn
    assert 'aria-required="true"' in drawn


def test_what_is_said_to_be_wrong_stays_text() -> None:
    form = opened(KINDS[0])
    form.complain("actor", f"No actor is called {NASTY}.")
    assert "<script" not in draw(form, "actor")


def test_what_others_put_into_a_field_stands_at_its_end() -> None:
    form = opened(KINDS[0])
    form.slots["actor"] = SafeString('<aside class="note">Which one?</aside>')
    assert draw(form, "actor").endswith('<aside class="note">Which one?</aside></div>')


def test_rows_are_drawn_once_and_filled_in_as_their_template_draws_them(reference: None, anna: User) -> None:
    draft = IncidentDraft(None, by=anna, incident=incident_with_claims(anna, 3))
    kinds = {"assertions": "desk/_assertion.html", "answers": "desk/_answer.html", "citations": "desk/_citation.html"}
    first = draft.claims()[0].lists["citations"].rows[0]
    grades = {first.id: [Graded("3", "anna", datetime(2024, 2, 14, tzinfo=UTC), NASTY)]}
    for claim in draft.claims():
        for name, template in kinds.items():
            rows = claim.lists[name]
            for number, row in enumerate(rows.rows):
                row.form.initial[next(iter(reversed(row.form.fields)))] = NASTY
                row.form.hints = dict.fromkeys(row.form.fields, NASTY)
                row.removed = number > 1
            assert draw_rows(rows, template, grades) == "".join(
                render_to_string(template, {"row": row, "number": number, "grades": grades})
                for number, row in enumerate(rows.rows, start=1)
            )
    assert [row.plain for row in draft.claims()[0].lists["assertions"].rows] == [True, True, False, False]


def test_claims_are_filled_in_as_their_template_draws_them(reference: None, anna: User) -> None:
    draft = IncidentDraft(None, by=anna, incident=incident_with_claims(anna, 4))
    claims = draft.lists["claims"]
    fold_claims(draft, sections_of(draft, judged=False))
    first, second, third, last = claims.rows
    first.form.initial["statement"] = first.form.initial["quotation"] = NASTY
    first.head = Head(NASTY, "Denial", "2024-02-13", NASTY, "1 answer", "what it says", open=True)
    second.lists["answers"].rows[0].removed = True
    third.lists["citations"].errors.append("Too many.")
    last.focus = "up"
    grades = {first.lists["citations"].rows[0].id: [Graded("3", "anna", datetime(2024, 2, 14, tzinfo=UTC), NASTY)]}
    drawn = [
        render_to_string(CLAIM, {"row": row, "number": number, "grades": grades, "address": "/here/?a=1&b=2"})
        for number, row in enumerate(claims.rows, start=1)
    ]
    assert draw_rows(claims, CLAIM, grades, "/here/?a=1&b=2") == "".join(drawn)
    assert [row.plain for row in claims.rows] == [True, True, False, False]
    assert "<script" not in drawn[0]
    assert drawn[0].count(" open>") == 1


def test_a_claim_beside_which_an_address_waits_is_drawn_with_it(reference: None, anna: User) -> None:
    incident = incident_with_claims(anna, 1)
    stored = IncidentDraft(None, by=anna, incident=incident).claims()[0]
    typed = Data({"claims-0-id": [stored.id], "claims-0-cite-url": ["https://example.org/1"]})
    draft = IncidentDraft(typed, by=anna, incident=incident)
    fold_claims(draft, sections_of(draft, judged=False))
    assert not draft.claims()[0].plain
    assert 'value="https://example.org/1"' in draw_rows(draft.lists["claims"], CLAIM, {}, "/")


def test_only_a_stored_row_of_which_there_is_nothing_to_tell_is_filled_in(reference: None, anna: User) -> None:
    incident = incident_with_claims(anna, 1)

    def row() -> Row:
        return IncidentDraft(None, by=anna, incident=incident).claims()[0].lists["citations"].rows[0]

    plain, removed, noted, moved, slotted = (row() for _ in range(5))
    removed.removed = True
    noted.remarks.append("a note")
    moved.focus = "up"
    slotted.form.slots["quote"] = SafeString("<aside></aside>")
    new = Row(KINDS[0], "involvements-0", opened(KINDS[0]))
    assert [one.plain for one in (plain, removed, noted, moved, slotted, new)] == [True, *[False] * 5]
