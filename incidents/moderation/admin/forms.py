"""Forms of the editors' admin."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import cached_property

from incidents.workbench import anchors
from incidents.workbench.models import Claim, Incident, ReviewNote


class IncidentForm(forms.ModelForm[Incident]):
    """An incident's own fields, and the revision at which the form was opened."""

    opened_at = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "opened_at" in self.fields:
            self.fields["opened_at"].initial = self.instance.revision

    def clean(self) -> dict[str, Any] | None:
        """Refuse a form that was opened before the last save; the incident is locked while this is asked."""
        cleaned = super().clean()
        opened_at = self.cleaned_data.get("opened_at")
        if opened_at != self.instance.revision:
            raise ValidationError(
                f"{self.instance.ref} was saved by somebody else since you opened it (you have revision "
                f"{'?' if opened_at is None else opened_at}, now it is {self.instance.revision}). Nothing of yours "
                "was saved. Open it again in another tab and carry your changes over.",
                code="stale",
            )
        return cleaned

    @property
    def stale(self) -> bool:
        """Tell whether the incident moved since the form was opened."""
        return self.is_bound and self.has_error("__all__", code="stale")


class NoteForm(forms.ModelForm[ReviewNote]):
    """A remark: written once, then only settled. What is offered comes from the formset, fetched once for all forms."""

    class Meta:
        model = ReviewNote
        fields = ("reply_to", "text", "anchor", "state")
        labels = {"anchor": "Hangs on", "reply_to": "Answers"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "cols": 40}), "anchor": forms.Select()}

    def __init__(
        self, *args: Any, incident: Incident, offered: list[Any], notes: list[ReviewNote], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.incident = incident
        if "anchor" not in self.fields:  # who only looks has no fields
            return
        written = not self._is_new
        anchor: Any = self.fields["anchor"]
        own = self.instance.anchor
        anchor.widget.choices = [(own, anchors.words_in(offered, [own])[own])] if written else offered
        reply_to: Any = self.fields["reply_to"]
        reply_to.queryset = ReviewNote.objects.filter(incident=incident, reply_to=None)
        reply_to.choices = [("", "nothing"), *((note.pk, f"note {note.pk}: {note.text[:20]}") for note in notes)]
        for name in ("text", "anchor", "reply_to"):
            self.fields[name].disabled = written
        self.fields["state"].disabled = self.instance.reply_to_id is not None

    @property
    def _is_new(self) -> bool:
        return self.instance._state.adding  # noqa: SLF001 - Django's documented attribute

    def clean(self) -> dict[str, Any] | None:
        """Refuse an anchor that this incident does not have."""
        cleaned = super().clean()
        if self._is_new and not self.cleaned_data.get("reply_to"):
            try:
                anchors.check(self.incident, self.cleaned_data.get("anchor", ""))
            except anchors.UnknownAnchor as error:
                self.add_error("anchor", error.message)
        return cleaned


if TYPE_CHECKING:
    BaseNotes = forms.BaseInlineFormSet[ReviewNote, Incident, NoteForm]
else:
    BaseNotes = forms.BaseInlineFormSet


class NoteFormSet(BaseNotes):
    """The thread of one incident."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand every form what a note may hang on, and what it may answer."""
        told = {"incident": self.instance, "offered": self._offered, "notes": self._notes}
        return {**super().get_form_kwargs(index), **told}

    @cached_property
    def _offered(self) -> list[Any]:
        return anchors.offered(self.instance)

    @cached_property
    def _notes(self) -> list[ReviewNote]:
        return list(self.instance.notes.filter(reply_to=None))


if TYPE_CHECKING:
    RowChoice = forms.ModelChoiceField[Model]
else:
    RowChoice = forms.ModelChoiceField


class OwnRowChoice(RowChoice):
    """A choice among rows of one incident, whose labels were fetched once for all forms of a page."""

    def __init__(self, *, rows: list[Any], queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **kwargs)
        self.choices = [("", "---------"), *((row.pk, _short(row)) for row in rows)]


def _short(row: Any) -> str:
    if isinstance(row, Claim):
        return f"{row.position + 1}. {row.claimant.name}: {row.statement[:60]}"
    return str(row)[:80]
