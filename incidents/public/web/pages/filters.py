"""The list's filters as a reader sees them: controls in groups, and a chip for each active one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from incidents.record.filters import IncidentFilter
from incidents.vocabulary import ClaimKind, Controlled, IncidentKind, InvolvementRole, Question

CURSOR = "after"
TRACKING = frozenset(
    {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid", "mc_cid", "mc_eid"}
)
"""Names that other sites append to links; the page drops them by redirect."""

Options = tuple[tuple[str, str], ...]
_LABELS = {
    "q": "Words",
    "date_from": "From",
    "date_to": "To",
    "kind": "Kind",
    "contested": "Contested",
    "fatalities_min": "Killed, at least",
    "fatalities_max": "Killed, at most",
    "civilians": "Civilians harmed",
    "border": "Border",
    "section": "Section",
    "country": "Country",
    "place": "Place",
    "bbox": "Box",
    "near": "Near",
    "precision_max": "Place precision, at most",
    "actor": "Actor",
    "role": "Role",
    "claimant": "Claimant",
    "claim_kind": "Kind of claim",
    "dispute": "Dispute",
    "aggregates": "Period totals",
    "match": "Match",
    "as_of": "As of",
    "published_since": "Published since",
}
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Search", ("q",)),
    ("When", ("date_from", "date_to")),
    ("What", ("kind", "contested", "fatalities_min", "civilians")),
    ("Where", ("border", "section", "country")),
    ("Who", ("actor", "claimant")),
    ("More", ("fatalities_max", "role", "claim_kind", "dispute", "place", "bbox", "near")),
    ("Precision and time", ("precision_max", "aggregates", "match", "as_of", "published_since")),
)
_FOLDED = frozenset({"More", "Precision and time"})
_TYPES = {"q": "search", "date_from": "date", "date_to": "date"}
_NUMBERS = frozenset({"fatalities_min", "fatalities_max", "precision_max"})


def _terms(vocabulary: type[Controlled]) -> Options:
    return tuple(vocabulary.choices())


_OPTIONS: dict[str, Options] = {
    "kind": _terms(IncidentKind),
    "contested": _terms(Question),
    "role": _terms(InvolvementRole),
    "claim_kind": _terms(ClaimKind),
    "civilians": (("true", "Yes"), ("false", "No")),
    "aggregates": (("exclude", "Left out"), ("include", "Included"), ("only", "Only these")),
    "match": (("possible", "Possible"), ("certain", "Certain")),
}


@dataclass(frozen=True, slots=True)
class Control:
    """One form control of the rail. With `options` it is a choice, with `suggestions` a text with proposals."""

    name: str
    label: str
    type: str
    value: str
    help: str
    options: Options
    suggestions: Options


@dataclass(frozen=True, slots=True)
class Group:
    """Controls under one heading; a folded one opens when something in it is set."""

    label: str
    controls: tuple[Control, ...]
    folded: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the query string of the list without it."""

    label: str
    value: str
    without: str


class Rail:
    """The filters of one request."""

    def __init__(
        self, asked: IncidentFilter, query: QueryDict, borders: Options, sections: Options, actors: Options
    ) -> None:
        """Take the filter as read, the query without blanks, and what to choose from or to propose."""
        self._asked = asked
        self._query = query
        self._options = _OPTIONS | {"border": borders, "section": sections}
        self._suggestions = {"actor": actors, "claimant": actors}

    def groups(self) -> list[Group]:
        """Return the controls in groups."""
        return [self._group(label, names) for label, names in _GROUPS]

    def _group(self, label: str, names: Iterable[str]) -> Group:
        controls = tuple(self._control(name) for name in names if name in self._asked.filters)
        folded = label in _FOLDED
        return Group(label, controls, folded, folded and any(control.value for control in controls))

    def _control(self, name: str) -> Control:
        value = ",".join(self._query.getlist(name))
        options = self._options.get(name, ())
        if options and value and value not in dict(options):
            options = ((value, self._shown(name, value)), *options)
        kind = _TYPES.get(name, "number" if name in _NUMBERS else "text")
        help_text = str(self._asked.form.fields[name].help_text)
        return Control(name, _LABELS[name], kind, value, help_text, options, self._suggestions.get(name, ()))

    def chips(self) -> list[Chip]:
        """Return a chip per active filter and value."""
        return [
            Chip(_LABELS.get(name, name), self._shown(name, value), self._without(name, value))
            for name, values in self._query.lists()
            if name in self._asked.filters
            for value in values
        ]

    def _shown(self, name: str, value: str) -> str:
        """Return the label of a term, else the value as typed."""
        labels = dict(self._options.get(name, ())) | dict(self._suggestions.get(name, ()))
        return ", ".join(labels.get(part.strip(), part.strip()) for part in value.split(","))

    def _without(self, name: str, value: str) -> str:
        changed = without(self._query, CURSOR)
        rest = [one for one in changed.getlist(name) if one != value]
        changed.setlist(name, rest)
        return changed.urlencode()


def without(query: QueryDict, *names: str) -> QueryDict:
    """Return a copy of the query without these names."""
    changed = query.copy()
    for name in names:
        changed.pop(name, None)
    return changed


def with_cursor(query: QueryDict, cursor: str) -> str:
    """Return the query string of the page after the cursor."""
    changed = query.copy()
    changed[CURSOR] = cursor
    return changed.urlencode()
