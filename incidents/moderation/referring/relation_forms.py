"""The rows of an actor's relations, read from its side: what it is to which other actor, from which day to which."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, When

from actors.models import Actor, ActorRelation
from actors.relating import INVERSE, Tie, conflicts
from incidents.moderation.referring.asking import RowField
from incidents.moderation.referring.editing import out_of_use
from incidents.moderation.referring.kinds import ACTOR
from incidents.moderation.watching import WatchingForm, WatchingRows
from incidents.vocabulary import ActorRelationKind

if TYPE_CHECKING:
    RelationModelForm = WatchingForm
else:
    RelationModelForm = WatchingForm

_FROM_THERE = "~"
"""Marks a relation whose subject is the other actor."""
_CHOICES = [
    choice
    for kind in ActorRelationKind
    for choice in (
        [(kind.value, kind.label)]
        if kind == ActorRelationKind.ALLIED_WITH
        else [(kind.value, kind.label), (f"{kind.value}{_FROM_THERE}", INVERSE[kind])]
    )
]
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RelationForm(RelationModelForm):
    """One relation."""

    how = forms.ChoiceField(choices=[("", "choose"), *_CHOICES], label="This actor")
    other = RowField(ACTOR, label="The other actor")
    since = forms.DateField(required=False, label="From", widget=_DAY)
    until = forms.DateField(required=False, label="To, this day included", widget=_DAY)

    class Meta:
        model = ActorRelation
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        row: ActorRelation | None = kwargs.get("instance")
        if row is not None and row.pk is not None:
            kwargs["initial"] = {**_seen_from(actor, row), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        how: Any = self.fields["how"]
        if row is not None and row.kind == ActorRelationKind.ALLIED_WITH and row.object_id == actor.pk:
            how.choices = [*how.choices, (f"{row.kind}{_FROM_THERE}", INVERSE[ActorRelationKind.ALLIED_WITH])]
        self.fields["other"].widget.attrs |= {"list": "actors", "size": 34, "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Refuse what is out of use, a period that ends before it begins, and days that stand for an open end."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        other, since, until = (cleaned.get(name) for name in ("other", "since", "until"))
        if isinstance(other, Actor) and (why := out_of_use(other)):
            self.add_error("other", why)
        if since == date.min:
            self.add_error("since", f"No day comes before {since}: leave it open for what held always.")
        if until == date.max:
            self.add_error("until", f"No day comes after {until}: leave it open for what still holds.")
        if since and until and until < since:
            told = f"This is before the first day, {since}. It may be {since}, a later day, or left open."
            self.add_error("until", told)
        return cleaned

    @property
    def tie(self) -> Tie:
        """The relation as a valid form has it."""
        of = self.cleaned_data
        kind, mark, _ = str(of["how"]).partition(_FROM_THERE)
        ends = (of["other"].pk, self.actor.pk) if mark else (self.actor.pk, of["other"].pk)
        until = of["until"] + timedelta(days=1) if of["until"] else None
        return Tie(self.key, ends[0], kind, ends[1], of["since"], until)

    @property
    def key(self) -> object:
        """What tells the relation from the others."""
        return self.instance.pk or self.prefix

    def relation(self) -> ActorRelation:
        """Return the row as a valid form has it, unsaved."""
        tie, row = self.tie, self.instance
        row.subject_id, row.kind, row.object_id = tie.subject, tie.kind, tie.object
        row.valid = DateRange(tie.since, tie.until, "[)")
        return row  # type: ignore[no-any-return] # of this table


def _seen_from(actor: Actor, row: ActorRelation) -> dict[str, Any]:
    """Return what the form of a stored relation shows."""
    there = row.subject_id != actor.pk
    other = row.subject if there else row.object
    last: date | None = row.valid.upper - timedelta(days=1) if row.valid.upper else None
    return {
        "how": f"{row.kind}{_FROM_THERE if there else ''}",
        "other": f"{other.name} [{other.slug}]",
        "since": row.valid.lower,
        "until": last,
    }


class RelationRows(WatchingRows):
    """All relations of an actor, whichever end it is at."""

    def told(self) -> list[RelationForm]:
        """Return the valid rows that are to stand: those that are blank or to be removed left out."""
        return [
            form
            for form in self.forms
            if not self._should_delete_form(form) and form.is_valid() and (form.instance.pk or form.has_changed())
        ]

    def clean(self) -> None:
        """Refuse what can't hold beside the other relations, each on the row and field to be changed."""
        super().clean()
        forms_by_key = {form.key: form for form in self.told()}
        changed = [key for key, form in forms_by_key.items() if form.has_changed()]
        if not changed:
            return
        ties = [*_stored(self._gone(), forms_by_key), *(form.tie for form in forms_by_key.values())]
        for one in conflicts(ties, changed, _names(ties)):
            forms_by_key[one.key].add_error(one.field, one.message)

    def _gone(self) -> set[int]:
        return {form.instance.pk for form in self.forms if form.instance.pk and self._should_delete_form(form)}


def _stored(gone: Iterable[int], sent: Mapping[object, RelationForm]) -> list[Tie]:
    """Return the relations that matter and are not on the page: all part_of, and all others of the same subjects."""
    subjects = {form.tie.subject for form in sent.values()}
    rows = ActorRelation.objects.exclude(pk__in=[*gone, *(key for key in sent if isinstance(key, int))])
    part_of = rows.filter(kind=ActorRelationKind.PART_OF)
    return [
        Tie(row.pk, row.subject_id, row.kind, row.object_id, row.valid.lower, row.valid.upper)
        for row in (part_of | rows.filter(subject__in=subjects)).order_by("pk")
    ]


def _names(ties: Iterable[Tie]) -> dict[int, str]:
    keys = {key for tie in ties for key in (tie.subject, tie.object)}
    return dict(Actor.objects.filter(pk__in=keys).values_list("pk", "name"))


def relation_rows(actor: Actor, data: Any = None) -> RelationRows:
    """Return the form of all relations of an actor, with one empty row."""
    rows = ActorRelation.objects.filter(subject=actor) | ActorRelation.objects.filter(object=actor)
    made: Any = forms.modelformset_factory(
        ActorRelation, form=RelationForm, formset=RelationRows, extra=1, can_delete=True
    )
    ordered = rows.select_related("subject", "object").order_by(
        Case(When(subject=actor, then=0), default=1), "kind", "valid", "pk"
    )
    found: RelationRows = made(data, queryset=ordered, prefix="relations", form_kwargs={"actor": actor})
    return found
