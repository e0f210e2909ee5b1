"""What is asked of the pages of merges and proposals: a value that can't be used is named, never left out."""

import re
from typing import Any

from django import forms

from incidents.moderation.referring.kinds import ACTOR, PLACE, SOURCE, Kind
from incidents.vocabulary import Standing

_CODE = re.compile(r"\[([^\[\]\s]{1,80})\]\s*$")
_NAMED = 6
"""How many of several are named."""


class RowField(forms.CharField):
    """An actor, a place or a source by its public id or what it is called, as it stands, merged ones too."""

    def __init__(self, kind: Kind, **options: Any) -> None:
        """Take which of the three."""
        super().__init__(max_length=600, **options)
        self.kind = kind

    def clean(self, value: Any) -> Any:
        """Return the row. Raises ValidationError for none, and for several."""
        text = super().clean(value)
        if not text:
            return None
        code = found[1] if (found := _CODE.search(text)) else text
        row = self.kind.rows.filter(**{self.kind.key: code}).first()
        if row is not None:
            return row
        named = list(self.kind.called(text)[: _NAMED + 1])
        if len(named) == 1:
            return named[0]
        if not named:
            raise forms.ValidationError(f"No {self.kind.name} is called “{text}”.")
        shown = " or ".join(f"{one.name} [{self.kind.key_of(one)}]" for one in named[:_NAMED])
        raise forms.ValidationError(f"“{text}” could be {shown}. Write the one in brackets.")


class MergeForm(forms.Form):
    """What is merged, into what. Both may be empty: the page helps to choose."""

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        """Take which of the kinds."""
        super().__init__(*args, **kwargs)
        hint = (
            "Its title, address or id." if kind is SOURCE else f"A name, or the {'slug' if kind is ACTOR else 'code'}."
        )
        self.fields["loser"] = RowField(kind, required=False, label=f"The {kind.name} that goes", help_text=hint)
        self.fields["winner"] = RowField(kind, required=False, label=f"The {kind.name} that stays", help_text=hint)


class ConfirmForm(forms.Form):
    """That two are merged: why, and what exactly was looked at."""

    reason = forms.CharField(
        max_length=1000, strip=True, label="Why they are the same",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}), error_messages={"required": "Say why they are the same."},
    )  # fmt: skip
    previewed = forms.CharField(max_length=64, widget=forms.HiddenInput)
    sure = forms.BooleanField(required=False, label="They are the same, although this differs")


DECIDED = "decided"
"""Asks for the log of decisions in place of proposals."""


class ListForm(forms.Form):
    """Which proposals are listed."""

    kind = forms.ChoiceField(required=False, choices=[(one.name, one.name) for one in (ACTOR, PLACE)])
    standing = forms.ChoiceField(
        required=False,
        choices=[*((one.value, one.label) for one in (Standing.PROPOSED, Standing.REFUSED)), (DECIDED, "Decided")],
    )


class KeysField(forms.Field):
    """Public ids, of which several may be sent."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        """Return them. Raises ValidationError for none, and for what can't be one."""
        super().clean(value)
        key = forms.CharField(max_length=80)
        return [key.clean(one) for one in value]


class DecisionForm(forms.Form):
    """A decision on proposals of one kind: those that are accepted, or the one that is refused, and why."""

    kind = forms.ChoiceField(choices=[(one.name, one.name) for one in (ACTOR, PLACE)])
    verb = forms.ChoiceField(choices=[("accept", "Accept"), ("refuse", "Refuse")])
    reason = forms.CharField(required=False, max_length=1000, strip=True)
    row = KeysField()


class PairForm(forms.Form):
    """Two sources, by public id, that are not the same."""

    one = forms.CharField(max_length=80)
    other = forms.CharField(max_length=80)


class WhichForm(forms.Form):
    """Which merge is to be undone."""

    merge = forms.IntegerField(min_value=1)


class UndoForm(forms.Form):
    """That a merge is undone: why, and what exactly was looked at."""

    reason = forms.CharField(
        max_length=1000, strip=True, label="Why they are not the same",
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        error_messages={"required": "Say why they are not the same."},
    )  # fmt: skip
    previewed = forms.CharField(max_length=64, widget=forms.HiddenInput)
