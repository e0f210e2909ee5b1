"""Forms of the editors' admin."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from incidents.vocabulary import Verb
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
    """A remark: written once, then only settled."""

    class Meta:
        model = ReviewNote
        fields = ("text", "anchor", "state")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "anchor"):
            self.fields[name].disabled = self.instance.pk is not None


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


class DecisionForm(forms.Form):
    """What an editor decides, why and, for publishing, what exactly was previewed."""

    verb = forms.TypedChoiceField(choices=Verb.choices(), coerce=Verb.of)
    reason = forms.CharField(required=False, max_length=4000, strip=True)
    revision = forms.IntegerField(required=False, min_value=0)
    body_sha256 = forms.CharField(required=False, max_length=64)
