"""When it happened, as one line of text: it fills the five fields that hold it, and never overrides them unseen."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from incidents.desk.dates import Unclear, When, read, words
from incidents.vocabulary import DatePrecision
from incidents.workbench.models import Incident

PARTS = ("earliest", "latest", "start_time", "end_time")
"""The fields that the line stands for; the precision follows from it."""

_Parts = tuple[str, ...]
_NOTHING: _Parts = ("",) * len(PARTS)


@dataclass(frozen=True, slots=True)
class Told:
    """How a line was read: in words, by its parts, or why it can't be."""

    words: str = ""
    precision: DatePrecision | None = None
    notes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    wrong: str = ""


def told(text: str, *, today: date) -> Told:
    """Return how a line would be read."""
    try:
        return _told(read(text, today=today)) if text.strip() else Told()
    except Unclear as error:
        return Told(wrong=error.message)


def _told(meant: When) -> Told:
    return Told(words(meant), meant.precision, meant.notes, _written(meant))


class WhenForm(forms.Form):
    """The line, and what it was when the page was made: if both are the same, the fields below it decide."""

    when = forms.CharField(
        required=False,
        label="When did it happen?",
        help_text="As 13 Feb 2024 05:30–09:30, 12–13 February 2024, night of 12 to 13 February 2024, Feb 2024, 2024.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    when_was = forms.CharField(required=False, widget=forms.HiddenInput)
    when.needed = True  # type: ignore[attr-defined]  # read by the template

    def __init__(self, data: MultiValueDict[str, Any] | None, *, stored: Incident, today: date) -> None:
        """Read the line, if it was changed, into the fields of `data`; what is wrong with it is shown once judged."""
        self.judged = False
        self.wrong = ""
        self.today = today
        if data is not None and "when" in data:
            self._fill(data)
            super().__init__(data)
        else:
            line = _line(_stored(stored))
            super().__init__(None, initial={"when": line, "when_was": line})
        self.meant: When | None = _stored(stored) if data is None else _when(data)

    @property
    def told(self) -> Told:
        """Return how the page reads the line, or the fields that stand in its place."""
        if self.wrong:
            return Told(wrong=self.wrong)
        return _told(self.meant) if self.meant else Told()

    @property
    def errors(self) -> ErrorDict:
        """Return what is wrong with the line, once somebody asked for a judgement."""
        return super().errors if self.judged or not self.is_bound else ErrorDict()

    def clean_when(self) -> str:
        """Complain about a line that can't be read."""
        if self.wrong:
            raise ValidationError(self.wrong)
        return str(self.cleaned_data["when"])

    def complain(self, message: str) -> None:
        """Show a message beside the line."""
        if self.is_bound:
            self.judged = True
            self.add_error("when", ValidationError(message))
        else:
            self.errors.setdefault("when", self.error_class()).append(message)

    def _fill(self, data: MultiValueDict[str, Any]) -> None:
        text, was = (str(data.get(name, "")).strip() for name in ("when", "when_was"))
        if text == was:
            self._follow(data, text)
            return
        parts = _parts(data)
        try:
            before = _written(read(was, today=self.today)) if was else _NOTHING
            meant = read(text, today=self.today) if text else None
        except Unclear as error:
            self.wrong = error.message
            return
        by_hand = parts not in (before, _NOTHING)
        if meant is not None and by_hand and parts != _written(meant):
            self.wrong = f"The line says {words(meant)}, the fields below it say otherwise. Change one of them."
        elif meant is not None or not by_hand:
            self._put(data, meant)

    @staticmethod
    def _follow(data: MultiValueDict[str, Any], text: str) -> None:
        """Let a line that was not touched say what the fields below it say, if they were changed."""
        if text and (meant := _when(data)) is not None:
            data["when"] = data["when_was"] = _line(meant)

    def _put(self, data: MultiValueDict[str, Any], meant: When | None) -> None:
        for name, value in zip(PARTS, _written(meant) if meant else _NOTHING, strict=True):
            data[name] = value
        data["date_precision"] = (meant.precision if meant else DatePrecision.DAY).value
        data["when"] = data["when_was"] = _line(meant)
        if meant is not None and meant.year_assumed:
            self.wrong = f"No year was written. Read as {words(meant)}: save again if that is right."


def _stored(incident: Incident) -> When | None:
    if incident.earliest is None or incident.latest is None:
        return None
    precision = DatePrecision.of(incident.date_precision)
    return When(incident.earliest, incident.latest, incident.start_time, incident.end_time, precision)


def _line(when: When | None) -> str:
    """Write the line; it leaves the precision to its own field."""
    return words(when) if when else ""


def _parts(data: MultiValueDict[str, Any]) -> _Parts:
    """Return the fields as they were sent; an empty last day is the first one."""
    first, last, start, end = (str(data.get(name, "")).strip() for name in PARTS)
    return first, last or first, start[:5], end[:5]


def _written(when: When) -> _Parts:
    clock = [f"{at:%H:%M}" if at else "" for at in (when.start, when.end)]
    return when.earliest.isoformat(), when.latest.isoformat(), *clock


def _when(data: MultiValueDict[str, Any]) -> When | None:
    """Return what the fields say, if they can be read."""
    first, last, start, end = _parts(data)
    try:
        precision = DatePrecision.of(data.get("date_precision") or DatePrecision.DAY)
        hours = [time.fromisoformat(one) if one else None for one in (start, end)]
        return When(date.fromisoformat(first), date.fromisoformat(last), hours[0], hours[1], precision)
    except ValueError:
        return None
