"""What every row of the form has in common: its path, its widgets, and the constraints of its table as field errors."""

import copy
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import construct_instance
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from incidents.desk.forms.fields import ClaimsField, NamingField
from incidents.desk.forms.help import help_of
from incidents.desk.forms.names import Names

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[models.Model]
else:
    _ModelForm = forms.ModelForm

Data = MultiValueDict[str, Any]
_EMPTY: tuple[Any, ...] = (None, "")


class RowForm(_ModelForm):
    """One row. Its fields are named by its path in the draft (`claims-0-statement`).

    The table's own rules decide what is right: `full_clean` of the model, then its named constraints, each beside
    the field that `beside` gives for it. What is shown of them depends on `judged`: nothing until the draft was
    checked. `hints` are words, and `slots` HTML, that stand at the end of a field. A form with `gaps` stands in for
    others (`desk.row_drawing`): what its fields hold is left open.
    """

    if TYPE_CHECKING:  # Django's own, which django-stubs leave out
        _errors: ErrorDict | None
        _bound_fields_cache: dict[str, forms.BoundField]

        def _get_validation_exclusions(self) -> set[str]: ...
        def _update_errors(self, errors: ValidationError) -> None: ...

    beside: ClassVar[dict[str, str]] = {}
    row_noun: ClassVar[str] = "row"
    needed: ClassVar[tuple[str, ...]] = ()
    needed_unless: ClassVar[dict[str, tuple[str, ...]]] = {}
    needed_if: ClassVar[dict[str, tuple[str, ...]]] = {}

    def __init__(self, data: Data | None, *, path: str, instance: models.Model, names: Names) -> None:
        """Open a row of the draft, saved before or new."""
        self.judged = False
        self.focused = False
        self.gaps: list[tuple[str, str]] | None = None
        self.hints: dict[str, str] = {}
        self.slots: dict[str, SafeString] = {}
        self.remarks: dict[str, list[Any]] = {}
        _prepare(type(self))
        super().__init__(
            data, prefix=path or None, instance=instance, empty_permitted=False, use_required_attribute=False
        )
        if self.is_bound:
            self.was  # noqa: B018 - before anything that was typed gets into the row
        for name, field in list(self.fields.items()):
            self._keep_typed(name, field)
            if isinstance(field, NamingField):
                field.names = names
                field.current = self._named(name)
                self.initial[name] = field.current

    @cached_property
    def was(self) -> dict[str, Any]:
        """Return what is stored. A form that only shows never changes its row, and is asked last or not at all."""
        return _values(self.instance)

    def _keep_typed(self, name: str, field: forms.Field) -> None:
        """Let a list show also a value that it doesn't have, so that nothing that was sent gets lost."""
        widget: Any = field.widget
        if not self.is_bound or not isinstance(widget, forms.Select):
            return
        typed = self.data.get(self.add_prefix(name))
        if typed and typed not in {str(code) for code, _ in widget.choices}:
            choices = [*widget.choices, (typed, typed)]
            self.own(name).widget.choices = choices

    def own(self, name: str) -> forms.Field:
        """Return a field that can be changed: rows share those that they don't change."""
        self.fields[name] = copy.deepcopy(self.fields[name])
        self._bound_fields_cache.pop(name, None)
        return self.fields[name]

    def take_focus(self) -> None:
        """Let the page open with the focus in the first field."""
        self.focused = True
        self.own(next(iter(self.fields))).widget.attrs["autofocus"] = True

    def _named(self, name: str) -> models.Model | None:
        """Return the row that a foreign key names, as it was fetched along."""
        return getattr(self.instance, name) if getattr(self.instance, f"{name}_id") is not None else None

    def shown(self, name: str) -> Any:
        """Return what a field shows: the value of its `BoundField`, without making one."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if self.is_bound:
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            value = field.bound_data(typed, value)
        return field.prepare_value(value)

    def _default(self, name: str) -> Any:
        """Return what a field holds where nothing is said, unless that is nothing."""
        return _default_of(self._meta.model, name)

    @property
    def errors(self) -> ErrorDict:
        """Return what is wrong, once somebody asked for a judgement."""
        return super().errors if self.judged or not self.is_bound else ErrorDict()

    @property
    def is_new(self) -> bool:
        """Tell whether the row was never saved."""
        return self.instance.pk is None

    @property
    def plain(self) -> bool:
        """Tell whether there is nothing to tell of any field: no error, note or slot, and none has the focus."""
        return not (self.slots or self.remarks or self.focused or self.errors)

    @property
    def changed(self) -> bool:
        """Tell whether the row differs from what is stored. Only after it was checked."""
        return self.is_new or _values(self.instance) != self.was

    def judge(self) -> bool:
        """Check the row, show what is wrong, and tell whether it is right."""
        self.judged = True
        return not self.errors

    def complain(self, name: str | None, message: str) -> None:
        """Show a message beside a field (None: above the row), whether or not the form was filled in."""
        known = name if name in self.fields else None
        if self.is_bound:
            self.judged = True
            self.add_error(known, ValidationError(message))
        else:
            self.errors.setdefault(known or "__all__", self.error_class()).append(message)

    def clean(self) -> dict[str, Any]:
        """Put the table's defaults where nothing was said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in list(cleaned):
            if cleaned[name] in _EMPTY and (default := self._default(name)) is not None:
                cleaned[name] = default
        return cleaned

    def _post_clean(self) -> None:
        """Fill the instance and hold it against its table's rules.

        Rows that are named were just found, so their existence is not asked for again; constraints cost a query,
        so a row that did not change is not asked either.
        """
        exclude = self._get_validation_exclusions()
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        named = {name for name, field in self.fields.items() if isinstance(field, NamingField | ClaimsField)}
        keys = {one.name for one in columns(self._meta.model) if one.is_relation}
        try:
            self.instance.full_clean(exclude=exclude | named | keys, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)
        if self.changed:
            self._check_constraints(self._get_validation_exclusions())

    def _check_constraints(self, exclude: set[str]) -> None:
        """Hold the row against its constraints: all at once, and one by one only to tell which it breaks."""
        model = self._meta.model
        checks = [
            rule
            for rule in rules(model)
            if isinstance(rule, models.CheckConstraint)
            and not rule.name.endswith("public_id_form")  # checked when the row was found
            and exclude.isdisjoint(models.Q(rule.condition).referenced_base_fields)
        ]
        every = models.CheckConstraint(condition=models.Q(*(rule.condition for rule in checks)), name="every")
        try:
            every.validate(model, self.instance, exclude=exclude)
        except ValidationError:
            self._tell(checks, exclude)

    def _tell(self, checks: list[models.CheckConstraint], exclude: set[str]) -> None:
        for constraint in checks:
            try:
                constraint.validate(self._meta.model, self.instance, exclude=exclude)
            except ValidationError as error:
                self.add_error(self.beside.get(constraint.name), ValidationError(error.messages))


class _Shared(dict[str, forms.Field]):
    """The fields of a form. A row gets copies of those that hold something of its own, and shares the others."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        own = (NamingField, ClaimsField, forms.ModelChoiceField)
        return {name: copy.deepcopy(one, memo) if isinstance(one, own) else one for name, one in self.items()}


@cache
def _prepare(form: type[RowForm]) -> None:
    """Give every field of a form its control, its help and its messages, once for all rows."""
    form.base_fields = _Shared(form.base_fields)
    model = form._meta.model  # noqa: SLF001 - Django's documented accessor
    for name, field in form.base_fields.items():
        _dress(field)
        _name_choices(field)
        field.help_text = help_of(model.__name__, name, field)
        field.needed = name in form.needed  # type: ignore[attr-defined]  # these are read where it is drawn
        field.needed_unless = form.needed_unless.get(name, ())  # type: ignore[attr-defined]
        field.needed_if = form.needed_if.get(name, ())  # type: ignore[attr-defined]
        if _default_of(model, name) is not None:
            field.required = False


@cache
def _default_of(model: type[models.Model], name: str) -> Any:
    field = next((one for one in columns(model) if one.name == name), None)
    default = field.get_default() if field is not None and field.has_default() else None
    return None if default in _EMPTY or default is False else default


def columns(model: type[models.Model]) -> "tuple[models.Field[Any, Any], ...]":
    """Return the columns of a table."""
    return tuple(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented accessor


def rules(model: type[models.Model]) -> list[models.BaseConstraint]:
    """Return the named constraints of a table."""
    return list(model._meta.constraints)  # noqa: SLF001 - Django's documented accessor


def _values(instance: models.Model) -> dict[str, Any]:
    """Return what would be stored; a row that is named but not saved yet counts as itself."""
    found: dict[str, Any] = {}
    for field in columns(type(instance)):
        value = getattr(instance, field.attname)
        if value is None and field.is_relation and field.is_cached(instance):  # type: ignore[attr-defined]
            value = getattr(instance, field.name)
            value = None if value is None else id(value)
        found[field.attname] = value
    return found


def _dress(field: forms.Field) -> None:
    """Give a field a control that loses nothing of what was typed: browsers cut at maxlength, and drop bad numbers."""
    match field:
        case forms.DateTimeField():
            pass
        case forms.DateField():
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        case forms.TimeField():
            field.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        case forms.FloatField():
            field.widget = forms.TextInput(attrs={"inputmode": "decimal"})
        case forms.IntegerField():
            field.widget = forms.TextInput(attrs={"inputmode": "numeric"})
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs = {**field.widget.attrs, "rows": 3}
        field.widget.attrs.pop("cols", None)
    for limit in ("maxlength", "minlength"):
        field.widget.attrs.pop(limit, None)


def _name_choices(field: forms.Field) -> None:
    """Let the complaint about a code that is none name those that are."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        codes = ", ".join(str(code) for code, _ in field.widget.choices if code not in _EMPTY)
        field.error_messages["invalid_choice"] = f"“%(value)s” is not one of: {codes.replace('%', '%%')}."
