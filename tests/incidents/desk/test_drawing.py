"""Fields are drawn the short way and the long way alike, and nothing that was typed becomes HTML."""

import re

import pytest

from incidents.desk.forms.drawing import draw, draw_field
from incidents.desk.forms.kinds import KINDS, Kind
from incidents.desk.forms.names import Names
from incidents.desk.forms.rows import Data, RowForm

EVERY = [*KINDS, *(child for kind in KINDS for child in kind.children)]
NASTY = "\"><script>alert('1')</script>&amp;\x01\x02\x03"


def opened(kind: Kind, data: Data | None = None) -> RowForm:
    return kind.form(data, path="rows-0", instance=kind.model(), names=Names(None))


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.form.__name__)
def test_both_ways_draw_the_same(kind: Kind) -> None:
    for data in (None, Data({"rows-0-note": ["Said so."]})):
        form = opened(kind, data)
        for name in form.fields:
            if name != "claims":  # boxes, which a template draws
                assert draw(form, name, "wide") == draw_field(form[name], "wide"), name


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


def test_what_others_put_into_a_field_stands_at_its_end() -> None:
    from django.utils.safestring import SafeString

    form = opened(KINDS[0])
    form.slots["actor"] = SafeString('<aside class="note">Which one?</aside>')
    assert draw(form, "actor").endswith('<aside class="note">Which one?</aside></div>')
