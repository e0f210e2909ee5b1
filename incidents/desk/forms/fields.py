"""Fields that name another row: an actor, a place, an incident, or a row of the same draft."""

from abc import ABC, abstractmethod
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from actors.models import Actor
from incidents.desk.forms.names import Names, actor_words, place_words
from incidents.reference.models import Place
from incidents.workbench.models import Incident


class NamingField(forms.CharField, ABC):
    """A text that names a row. `current` is the row it named when the form was opened: it stays valid."""

    list_id = ""
    names: Names
    current: models.Model | None = None

    def __init__(self, **options: Any) -> None:
        """Take the options of a CharField."""
        super().__init__(**{"max_length": 300, "required": False, **options})
        if self.list_id:
            self.widget.attrs |= {"list": self.list_id, "autocomplete": "off"}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return a field for another row: rules and messages are shared, its control and what it names are its own."""
        made: Self = object.__new__(type(self))
        widget: forms.Widget = object.__new__(type(self.widget))
        made.__dict__ = self.__dict__ | {"widget": widget}  # what copy.copy does, at a tenth of its time
        widget.__dict__ = self.widget.__dict__ | {"attrs": dict(self.widget.attrs)}
        return made

    def words(self, row: Any) -> str:
        """Return how the field writes a row."""
        return str(row)

    @abstractmethod
    def find(self, text: str) -> models.Model:
        """Return the row that a text names."""

    def prepare_value(self, value: Any) -> Any:
        """Write a row in words; leave what was typed as it was typed."""
        return self.words(value) if isinstance(value, models.Model) else value

    def clean(self, value: Any) -> Any:
        """Return the row, or None for an empty text."""
        text = super().clean(value)
        if text in self.empty_values:
            return None
        if self.current is not None and text == self.words(self.current):
            return self.current
        return self.find(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what was typed with how the row is written."""
        return bool(super().has_changed(self.prepare_value(initial), data))


class ActorField(NamingField):
    """An actor, by any of its names or its slug."""

    list_id = "desk-actors"

    def words(self, row: Actor) -> str:
        """Return its name."""
        return actor_words(row)

    def find(self, text: str) -> Actor:
        """Return the actor that is called so."""
        return self.names.actor(text)


class PlaceField(NamingField):
    """A place, by any of its names or its code."""

    list_id = "desk-places"

    def words(self, row: Place) -> str:
        """Return its name and code."""
        return place_words(row)

    def find(self, text: str) -> Place:
        """Return the place that is called so."""
        return self.names.place(text)


class IncidentField(NamingField):
    """Another incident, by its ref."""

    list_id = "desk-incidents"

    def words(self, row: Incident) -> str:
        """Return its ref alone: its title may be hidden from the person who looks."""
        return row.ref

    def find(self, text: str) -> Incident:
        """Return the incident with this ref."""
        return self.names.incident(text)


class RowField(NamingField):
    """Another row of the same draft, by its public id. The draft sets `rows`, and `refused` for those that won't do."""

    widget = forms.Select
    rows: dict[str, models.Model]
    refused: dict[str, str]
    noun = "row"

    def __init__(self, **options: Any) -> None:
        """Start without rows."""
        super().__init__(**options)
        self.rows, self.refused = {}, {}

    def words(self, row: Any) -> str:
        """Return its public id."""
        return str(row.public_id)

    def find(self, text: str) -> models.Model:
        """Return the row of the draft with this id."""
        if text in self.refused:
            raise ValidationError(self.refused[text])
        if text not in self.rows:
            raise ValidationError(f"There is no {self.noun} “{text}” in this incident.")
        return self.rows[text]

    def clean(self, value: Any) -> Any:
        """Return the row, or None; what is to be removed can't be named, also where it was named before."""
        text = forms.CharField.clean(self, value)
        return None if text in self.empty_values else self.find(text)


class ClaimField(RowField):
    """A claim of the same draft."""

    noun = "claim"


class AssertionField(RowField):
    """An assertion of the same claim."""

    noun = "assertion"


class SourceField(RowField):
    """A source of the same draft."""

    noun = "source"


class ClaimsField(forms.Field):
    """Several claims of the same draft."""

    widget = forms.CheckboxSelectMultiple
    noun = "claim"
    rows: dict[str, models.Model]
    refused: dict[str, str]

    def __init__(self, **options: Any) -> None:
        """Start without rows."""
        super().__init__(required=False, **options)
        self.rows, self.refused = {}, {}

    def prepare_value(self, value: Any) -> list[str]:
        """Write rows as their ids."""
        return [getattr(one, "public_id", one) for one in value or []]

    def clean(self, value: Any) -> list[models.Model]:
        """Return the claims, each once."""
        one = ClaimField()
        one.rows, one.refused = self.rows, self.refused
        return [row for text in dict.fromkeys(value or []) if (row := one.clean(text)) is not None]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare sets of ids."""
        return set(self.prepare_value(initial)) != set(data or [])


class LocalDateTimeField(forms.DateTimeField):
    """A moment, typed in the incident's own zone (the draft activates it) or with an offset."""

    def __init__(self, **options: Any) -> None:
        """Show it as browsers' own field for it takes it."""
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(**{"required": False, "widget": widget, **options})
