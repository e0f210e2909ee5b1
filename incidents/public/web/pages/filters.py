"""A list's filters as a reader sees them: controls in groups, and a chip for each active one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from incidents.record import fields
from incidents.record.reading import RecordFilter
from incidents.record.search.suggestions import did_you_mean

CURSOR = "after"
TRACKING = frozenset(
    {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "fbclid", "gclid", "mc_cid", "mc_eid"}
)
"""Names that other sites append to links; the page drops them by redirect."""

Options = tuple[tuple[str, str], ...]
_TYPES = {fields.Words: "search", fields.Day: "date", fields.Number: "number"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A group of the rail: its heading, the parameters in it, and whether it is folded until one of them is set."""

    label: str
    names: tuple[str, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How the filters of one list are laid out. `words` are the choices that no vocabulary names."""

    headings: tuple[Heading, ...]
    labels: Mapping[str, str]
    words: Mapping[str, Options]


INCIDENTS = Layout(
    headings=(
        Heading("Search", ("q",)),
        Heading("When", ("date_from", "date_to")),
        Heading("What", ("kind", "contested", "fatalities_min", "civilians")),
        Heading("Where", ("border", "section", "country")),
        Heading("Who", ("actor", "claimant")),
        Heading("More", ("fatalities_max", "role", "claim_kind", "dispute", "place", "bbox", "near"), folded=True),
        Heading(
            "Precision and time",
            ("precision_max", "aggregates", "match", "as_of", "release", "published_since"),
            folded=True,
        ),
    ),
    labels={
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
        "release": "Release",
        "published_since": "Published since",
    },
    words={
        "aggregates": (("exclude", "Left out"), ("include", "Included"), ("only", "Only these")),
        "match": (("possible", "Possible"), ("certain", "Certain")),
    },
)

CLAIMS = Layout(
    headings=(
        Heading("Search", ("q",)),
        Heading("Who", ("claimant", "about", "by_others")),
        Heading("What", ("kind", "question", "stance")),
        Heading("Made", ("date_from", "date_to")),
        Heading("What came of it", ("answered", "denied", "corroborated", "corrected")),
        Heading("More", ("credibility_min", "repeats", "as_of", "release"), folded=True),
    ),
    labels={
        "q": "Words",
        "claimant": "Claimant",
        "about": "About",
        "by_others": "By others",
        "kind": "Kind",
        "question": "Question",
        "stance": "Stance",
        "date_from": "From",
        "date_to": "To",
        "answered": "Answered",
        "denied": "Denied",
        "corroborated": "Corroborated",
        "corrected": "Corrected",
        "credibility_min": "Credibility",
        "repeats": "Repeats another",
        "as_of": "As of",
        "release": "Release",
    },
    words={},
)


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


@dataclass(frozen=True, slots=True)
class Meant:
    """What a search that found nothing may have meant, and the query string that looks for it."""

    words: str
    query: str


def meant(asked: RecordFilter, query: QueryDict) -> Meant | None:
    """Return what a search that found nothing may have meant. One query, or none."""
    words = did_you_mean(asked.values["q"]) if asked.values["q"] else None
    if words is None:
        return None
    changed = without(query, CURSOR)
    changed["q"] = words
    return Meant(words, changed.urlencode())


class Rail:
    """The filters of one request to a list."""

    def __init__(
        self,
        asked: RecordFilter,
        query: QueryDict,
        layout: Layout,
        *,
        options: Mapping[str, Options] | None = None,
        suggestions: Mapping[str, Options] | None = None,
    ) -> None:
        """Take the filter as read, the query without blanks, and what to choose from or to propose, by parameter."""
        self._asked = asked
        self._query = query
        self._layout = layout
        self._options = {**layout.words, **(options or {})}
        self._suggestions = suggestions or {}

    def groups(self) -> list[Group]:
        """Return the controls in groups."""
        return [self._group(heading) for heading in self._layout.headings]

    def _group(self, heading: Heading) -> Group:
        controls = tuple(self._control(name) for name in heading.names)
        return Group(heading.label, controls, heading.folded, heading.folded and any(one.value for one in controls))

    def _control(self, name: str) -> Control:
        field = self._asked.form.fields[name]
        value = ",".join(self._query.getlist(name))
        options = self._options_of(name)
        if options and value and value not in dict(options):
            options = ((value, self._shown(name, value)), *options)
        kind = next((kind for form, kind in _TYPES.items() if isinstance(field, form)), "text")
        suggestions = self._suggestions.get(name, ())
        return Control(name, self._layout.labels[name], kind, value, str(field.help_text), options, suggestions)

    def _options_of(self, name: str) -> Options:
        """Return what to choose from: as given, or as the parameter's own vocabulary has it."""
        field = self._asked.form.fields[name]
        if isinstance(field, fields.Terms):
            return tuple(field.vocabulary.choices())
        if isinstance(field, fields.Flag):
            return (("true", "Yes"), ("false", "No"))
        return self._options.get(name, ())

    def chips(self) -> list[Chip]:
        """Return a chip per active filter and value."""
        return [
            Chip(self._layout.labels[name], self._shown(name, value), self._without(name, value))
            for name, values in self._query.lists()
            if name in self._asked.filters
            for value in values
        ]

    def _shown(self, name: str, value: str) -> str:
        """Return the label of a term, else the value as typed."""
        labels = dict(self._options_of(name)) | dict(self._suggestions.get(name, ()))
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
