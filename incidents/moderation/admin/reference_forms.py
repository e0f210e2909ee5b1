"""Forms of actors, places, borders and disputes: they notice what others saved, follow merges, and name duplicates."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property

from actors.models import Actor, ActorName
from actors.names import script_of, tidy
from incidents.errors import DomainError
from incidents.moderation.referring.editing import Unreasoned, out_of_use
from incidents.moderation.watching import BEHIND, STALE, WatchingForm, WatchingRows
from incidents.reference.models import Place, PlaceName
from incidents.vocabulary import Script

if TYPE_CHECKING:
    InlineRows = forms.BaseInlineFormSet[Any, Any, Any]
else:
    InlineRows = forms.BaseInlineFormSet


class FollowingForm(WatchingForm):
    """A form in which nothing can be chosen that was merged into something else, or refused."""

    def clean(self) -> dict[str, Any]:
        """Name what stands for what was chosen."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.changed_data:
            value = cleaned.get(name)
            rows: Any = value if isinstance(value, QuerySet) else [value]
            why = [told for row in rows if isinstance(row, Actor | Place) and (told := out_of_use(row))]
            if why:
                self.add_error(name, " ".join(why))
        return cleaned


class ReferenceForm(FollowingForm):
    """A row's own fields, and why they are changed."""

    reason = forms.CharField(
        required=False, max_length=1000, strip=True, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Needed where the change alters what the record means: names, kinds, sides, dates, positions, and "
        "whatever is removed. Editors read it in the audit.",
    )  # fmt: skip
    unwatched = ("reason",)
    refusal: DomainError | None = None
    """Why the domain refused to save what this form sent."""

    @cached_property
    def changed_data(self) -> list[str]:
        """The row's own fields that were changed: the reason is none of them."""
        return [name for name in super().changed_data if name not in self.unwatched]

    def clean(self) -> dict[str, Any]:
        """Refuse what is behind, and what the domain refused."""
        cleaned = super().clean()
        if self.stale:
            self.add_error(None, forms.ValidationError(BEHIND, code=STALE))
        elif self.refusal is not None:
            self.add_error("reason" if isinstance(self.refusal, Unreasoned) else None, self.refusal.message)
        return cleaned


class SourceForm(WatchingForm):
    """A source's own fields."""

    refusal: DomainError | None = None
    """Why the domain refused to save what this form sent."""

    def clean(self) -> dict[str, Any]:
        """Refuse what is behind, and what the domain refused."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.stale:
            self.add_error(None, forms.ValidationError(BEHIND, code=STALE))
        elif self.refusal is not None:
            self.add_error(None, self.refusal.message)
        return cleaned


class RowForm(FollowingForm):
    """A row that belongs to another."""


class ActorNameForm(RowForm):
    """A name of an actor. A script that is left open is the one that the text is written in."""

    script = forms.ChoiceField(
        required=False,
        choices=[("", "as written"), *Script.choices()],
        help_text="Left open, it is the script of the text.",
    )

    class Meta:
        model = ActorName
        fields = ("text", "language", "script", "kind", "used_from", "used_to")
        widgets = {
            "text": forms.TextInput(attrs={"size": 40}),
            "language": forms.TextInput(attrs={"size": 10, "spellcheck": "false", "autocapitalize": "off"}),
        }

    def clean(self) -> dict[str, Any]:
        """Read the script off the text, and name the dates that are the wrong way round."""
        cleaned = super().clean()
        if not cleaned.get("script") and cleaned.get("text"):
            cleaned["script"] = script_of(cleaned["text"])
        since, until = cleaned.get("used_from"), cleaned.get("used_to")
        if since and until and until < since:
            told = f"This is before {since}, the day from which it is used: {since} or a later day, or none, can stand."
            self.add_error("used_to", told)
        return cleaned


class PlaceNameForm(RowForm):
    """A name of a place, with the party that uses it."""

    class Meta:
        model = PlaceName
        fields = ("text", "language", "used_by")
        widgets = {
            "text": forms.TextInput(attrs={"size": 40}),
            "language": forms.TextInput(attrs={"size": 10, "spellcheck": "false", "autocapitalize": "off"}),
        }


class Rows(WatchingRows, InlineRows):
    """Rows that belong to a row."""


class NameRows(Rows):
    """Names, of which none may say what another says."""

    def clean(self) -> None:
        """Name the row that a name repeats; Django would only say that there is one."""
        if not self._duplicates():
            super().clean()

    def _duplicates(self) -> bool:
        found = False
        seen: dict[tuple[str, ...], tuple[int, forms.ModelForm[Any]]] = {}
        for number, form in enumerate(self.forms, start=1):
            told = getattr(form, "cleaned_data", {})
            if not told.get("text") or not told.get("language") or self._should_delete_form(form):
                continue
            same = (tidy(told["text"]).casefold(), form.instance.language.casefold(), told.get("kind", ""))
            first = seen.setdefault(same, (number, form))
            if first[1] is not form and (form.has_changed() or first[1].has_changed()):
                told = f"Row {first[0]} is the same: “{first[1].instance}”. Change one of them, or remove this one."
                form.add_error("text", told)
                found = True
        return found
