"""Forms that notice what somebody else saved since they were opened, field by field and row by row.

Every field sends along what it held when the form was opened. What is compared with it is read while the lock is held
under which the save happens. A form that is behind refuses, and comes back with both versions: what only the other
changed shows theirs, what both changed keeps what was typed here. To save it then is a decision that knows both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

BEHIND = "Somebody else saved this since you opened it, so nothing of yours was saved."
STALE = "stale"
_DIGITS = 9
"""The longest number of a row that is read; Python refuses to read one of thousands of digits."""
Sent = dict[tuple[bool, str], list[str]]
"""A row as it was sent: values by whether they are those of the opening, and by field."""


@dataclass(frozen=True)
class Moved:
    """A field that somebody else changed: what it was when the form was opened, what it is now, and what was typed.

    `yours` is empty where it was not touched here.
    """

    label: str
    opened: str
    now: str
    yours: str


class WatchingForm(forms.ModelForm):  # type: ignore[type-arg] # of several models
    """A form of a row that knows what it was opened with."""

    unwatched: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moved: list[Moved] = []
        for name, field in self.fields.items():
            field.show_hidden_initial = name not in self.unwatched
        if self.is_bound and self.instance.pk is not None:
            self._look()

    def _look(self) -> None:
        """Find what moved, and let the form show it."""
        data: Any = None
        for name, field in self.fields.items():
            if name in self.unwatched or field.disabled:
                continue
            sent, first = self.add_prefix(name), self.add_initial_prefix(name)
            opened = field.hidden_widget().value_from_datadict(self.data, self.files, first)
            now = self.get_initial_for_field(field, name)
            if not field.has_changed(now, opened):
                continue
            typed = field.widget.value_from_datadict(self.data, self.files, sent)
            touched = first in self.data and _differ(field, opened, typed)
            yours = _words(field, typed) if touched else ""
            self.moved.append(Moved(str(field.label), _words(field, opened), _words(field, now), yours))
            data = _copy(self.data) if data is None else data
            _put(data, first, field, now, shown=False)
            if not touched:
                _put(data, sent, field, now, shown=True)
        if data is not None:
            self.data = data

    @property
    def stale(self) -> bool:
        """Whether somebody else changed the row since the form was opened."""
        return bool(self.moved)


class WatchingRows(forms.BaseModelFormSet):  # type: ignore[type-arg] # of several models
    """Rows of which somebody else may have removed some, and added others."""

    met: list[str]
    """What happened to whole rows since the form was opened, in words."""
    forms: list[Any]
    _should_delete_form: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.met = []
        if self.is_bound:
            self._meet()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box by which a row is removed: the admin's tables leave it without one."""
        super().add_fields(form, index)
        if forms.formsets.DELETION_FIELD_NAME in form.fields:
            form.fields[forms.formsets.DELETION_FIELD_NAME].widget.attrs["aria-label"] = "Remove"

    @property
    def stale(self) -> bool:
        """Whether somebody else changed a row, or added or removed one."""
        return bool(self.met) or any(getattr(form, "moved", []) for form in self.forms)

    def clean(self) -> None:
        """Refuse what is behind."""
        if self.stale:
            raise ValidationError(BEHIND, code=STALE)
        super().clean()

    def _meet(self) -> None:
        """Let the rows that were sent meet those that are there: bring in what is new, and see what is gone.

        A row that is gone comes back as a new one if it was changed here; otherwise it stays away.
        """
        sent = list(self._sent())
        there = {str(row.pk): row for row in self.get_queryset()}
        model: Any = self.model
        key = model._meta.pk.name  # noqa: SLF001 - Django's documented API
        first = self._number("INITIAL_FORMS")
        keys = [one.get((False, key), [""])[0] for one in sent[:first]]
        came = [pk for pk in there if pk not in keys]
        gone = [one for one, pk in zip(sent, keys, strict=False) if pk not in there]
        if not (came or gone):
            return
        kept = [one for one, pk in zip(sent, keys, strict=False) if pk in there]
        again = [_as_new(one, key) for one in gone if _edited(one)]
        self.met = [f"Added: {there[pk]}" for pk in came]
        for one in gone:
            self.met.append(f"Removed: {_said(one)}{' (yours is kept as a new row)' if _edited(one) else ''}")
        self._resend([*kept, *({(False, key): [pk]} for pk in came)], [*again, *sent[first:]])

    def _number(self, name: str) -> int:
        text = str(self.data.get(f"{self.prefix}-{name}", ""))
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0

    def _sent(self) -> Iterator[Sent]:
        """Yield the rows that were sent, each with its values by whether they are of the opening, and by field."""
        name = re.compile(rf"(initial-)?{re.escape(str(self.prefix))}-(\d{{1,{_DIGITS}}})-(.+)")
        rows: dict[int, Sent] = {}
        for full in self.data:
            if found := name.fullmatch(full):
                values = self.data.getlist(full) if hasattr(self.data, "getlist") else [self.data[full]]
                rows.setdefault(int(found[2]), {})[bool(found[1]), found[3]] = values
        for number in range(min(self._number("TOTAL_FORMS"), self.absolute_max)):
            yield rows.get(number, {})

    def _resend(self, there: list[Sent], new: list[Sent]) -> None:
        """Put rows in the place of those that were sent."""
        name = re.compile(rf"(initial-)?{re.escape(str(self.prefix))}-\d+-.+")
        data = _copy(self.data)
        for full in [full for full in data if name.fullmatch(full)]:
            del data[full]
        for number, row in enumerate([*there, *new]):
            for (first, field), values in row.items():
                data.setlist(f"{'initial-' if first else ''}{self.prefix}-{number}-{field}", values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(there))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(there) + len(new))
        self.data = data


def _copy(data: Any) -> Any:
    return data.copy()


def _edited(row: Sent) -> bool:
    """Whether a row was changed here, and not ticked to be removed."""
    if row.get((False, forms.formsets.DELETION_FIELD_NAME)):
        return False
    return any(row.get((False, name), [""]) != values for (first, name), values in row.items() if first)


def _as_new(row: Sent, key: str) -> Sent:
    return {name: values for name, values in row.items() if not name[0] and name[1] != key}


def _said(row: Sent) -> str:
    """Return what a row that is gone held when the form was opened."""
    said = [value for (first, _), values in row.items() if first for value in values if value]
    return ", ".join(said[:3]) or "a row"


def _differ(field: forms.Field, one: Any, other: Any) -> bool:
    """Tell whether two values that a form sent mean something else."""
    if isinstance(field, forms.ModelChoiceField):
        return field.has_changed(one, other)
    try:
        return field.has_changed(field.to_python(one), other)
    except ValidationError:
        return True


def _put(data: Any, name: str, field: forms.Field, value: Any, *, shown: bool) -> None:
    """Let data say a value as a browser would."""
    value = field.prepare_value(value)
    if shown and isinstance(field.widget, forms.CheckboxInput):
        data.setlist(name, ["on"] if value else [])
        if not value:
            del data[name]
    elif isinstance(value, list | tuple):
        data.setlist(name, [str(one) for one in value])
    else:
        data[name] = "" if value is None else str(value)


def _words(field: forms.Field, value: Any) -> str:
    """Return a value as people read it."""
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ModelChoiceField):
        keys = value if isinstance(value, list | tuple) else [value]
        rows: Any = field.queryset
        keys = [getattr(one, "pk", one) for one in keys]
        return ", ".join(str(row) for row in rows.filter(pk__in=[one for one in keys if str(one).isdecimal()]))
    if isinstance(field, forms.BooleanField):
        return "yes" if field.to_python(value) else "no"
    choices = dict(getattr(field, "choices", ()) or ())
    return str(choices.get(value, value))
