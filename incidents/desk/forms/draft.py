"""IncidentDraft: an incident with all its rows as one form over flat data."""

import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from incidents.desk.forms.checks import check_grades, check_once, link_rows
from incidents.desk.forms.filling import numbers_at
from incidents.desk.forms.flat import MOST_ROWS
from incidents.desk.forms.hints import read_hints
from incidents.desk.forms.identity import open_row, refuse_foreign, well_formed
from incidents.desk.forms.incident import IncidentForm
from incidents.desk.forms.kinds import DELETE, IDENTITY, KINDS, Kind
from incidents.desk.forms.names import Names
from incidents.desk.forms.offered import fill_in
from incidents.desk.forms.problems import Problem, of_form, of_rows
from incidents.desk.forms.rows import Data, RowForm
from incidents.desk.forms.seen import SOURCES_SEEN, read_seen, seen_as_text
from incidents.desk.forms.shape import Row, Rows
from incidents.desk.forms.stored import Stored, stored
from incidents.desk.forms.when import WhenForm
from incidents.workbench.completeness import Missing
from incidents.workbench.models import Claim, Incident, Source
from incidents.workbench.validators import validate_time_zone

__all__ = ["IncidentDraft", "Problem", "Row", "Rows"]

_STARTED_WITH = ("involvements", "sources", "claims")
_CLAIM_STARTED_WITH = ("assertions", "citations")


class IncidentDraft:
    """An incident as one form. The page, the drafts API and the demo record all go through it.

    `incident` comes from `for_form()`; None starts a new one. `data` is flat (see `flat.flatten`); None shows what
    is stored. With `whole`, rows that are not in the data are removed (PUT); else only a `delete` box removes.
    `touched` is the path of a row that was just added or moved.
    """

    def __init__(self, data: Data | None, *, by: User, incident: Incident | None = None, whole: bool = False) -> None:
        """Open the form; nothing is judged yet."""
        self.data = _tidied(data) if data is not None else None
        self.by = by
        self.whole = whole
        self.incident = incident or Incident()
        self.touched = ""
        self.hints = read_hints(self.data)
        self.names = Names(by)
        self.zone = self._zone()
        self.stored: Stored = stored(self.incident)
        self.when = WhenForm(self.data, stored=self.incident, today=timezone.localdate(timezone=self.zone))
        with timezone.override(self.zone):
            self.main: RowForm = IncidentForm(self.data, path="", instance=self.incident, names=self.names)
            self.shared = self._shared_sources()
            self.lists = {kind.name: self._open(kind, "", None) for kind in KINDS}
        if self.data is None and not self.incident.ref:
            for name in _STARTED_WITH:
                self.add(name, focus=False)
        link_rows(self)

    # Opening

    def _zone(self) -> ZoneInfo:
        name = (self.data or Data()).get("time_zone") or self.incident.time_zone
        try:
            validate_time_zone(name)
        except ValidationError:
            return ZoneInfo("UTC")
        return ZoneInfo(name)

    def _shared_sources(self) -> dict[str, models.Model]:
        """Return the sources that the data names and that so far only other incidents cite."""
        named = {
            text
            for name, text in (self.data or {}).items()
            if re.fullmatch(r"sources-[0-9]+-id", name) and well_formed(str(text))
        }
        new = named - set(self.stored.by_id[Source])
        if not new:
            return {}
        return {one.public_id: one for one in Source.objects.visible_to(self.by).with_seen().filter(public_id__in=new)}

    def _open(self, kind: Kind, prefix: str, parent: Row | None) -> Rows:
        path = f"{prefix}-{kind.name}" if prefix else kind.name
        rows = Rows(kind, path, parent)
        if self.data is None:
            claim_id = parent.form.instance.pk if parent else None
            for index, instance in enumerate(self.stored.lists.get((kind.name, claim_id), [])):
                rows.rows.append(self._row(kind, f"{path}-{index}", instance, parent, data=None))
            return rows
        numbers = numbers_at(self.data, path)
        if len(numbers) > MOST_ROWS:
            rows.errors.append(f"At most {MOST_ROWS} rows.")
        for number in numbers[:MOST_ROWS]:
            rows.rows.append(self._posted(kind, f"{path}-{number}", parent))
        return rows

    def _posted(self, kind: Kind, path: str, parent: Row | None) -> Row:
        data = self.data or Data()
        instance, problem = open_row(self, kind, data.get(f"{path}-{IDENTITY}", ""))
        only_named = isinstance(instance, Source) and instance.pk and not self._says_more(path)
        row = self._row(kind, path, instance, parent, data=None if only_named else data)
        row.removed |= data.get(f"{path}-{DELETE}", "") not in ("", "false", "False")
        for rows in row.lists.values():
            for child in rows.rows:
                child.removed |= row.removed
        if problem:
            row.problems.append(problem)
        return row

    def _says_more(self, path: str) -> bool:
        """Tell whether the data has more of a row than its id."""
        return any(key.startswith(f"{path}-") and key != f"{path}-{IDENTITY}" for key in self.data or {})

    def _row(self, kind: Kind, path: str, instance: models.Model, parent: Row | None, *, data: Data | None) -> Row:
        form = kind.form(data, path=path, instance=instance, names=self.names)
        if not isinstance(instance, Source):
            self._place(instance, parent)
        form.initial = {**form.initial, **self.hints.of(path)}
        row = Row(kind, path, form, removed=parent.removed if parent else False, parent=parent)
        row.ready = path in self.hints.ready
        row.lists = {child.name: self._open(child, path, row) for child in kind.children}
        return row

    def _place(self, instance: Any, parent: Row | None) -> None:
        """Hang a row on the incident and, where it belongs to one, on its claim."""
        instance.incident = self.incident
        if parent is not None and (instance.pk is None or instance.claim is not parent.form.instance):
            instance.claim = parent.form.instance

    # Walking

    def all_lists(self) -> Iterator[Rows]:
        """Yield every list, claims before what hangs on them."""
        for rows in self.lists.values():
            yield rows
            for row in rows.rows:
                yield from row.lists.values()

    def all_rows(self) -> Iterator[Row]:
        """Yield every row."""
        for rows in self.all_lists():
            yield from rows.rows

    @cached_property
    def seen(self) -> dict[str, int]:
        """Return which event of each source's history was the last when it was shown, as the page sends it."""
        return read_seen(str((self.data or Data()).get(SOURCES_SEEN, "")))

    @property
    def seen_text(self) -> str:
        """Return what the page sends along of its sources: of what was typed into, what it was typed on top of."""
        told = {}
        for row in self.lists["sources"].rows:
            source: Any = row.form.instance
            if not row.form.is_new:
                told[row.id] = self.seen.get(row.id) if row.form.is_bound else getattr(source, "seen_event", None)
        return seen_as_text(told)

    def claims(self) -> list[Row]:
        """Return the claims' rows."""
        return self.lists["claims"].rows

    # Changing the form itself

    def add(self, path: str, *, source: Source | None = None, focus: bool = True) -> bool:
        """Append an empty row to the list at a path (or one for a source in use); tell whether there is one."""
        rows = next((rows for rows in self.all_lists() if rows.path == path), None)
        if rows is None or len(rows.rows) >= MOST_ROWS:
            return False
        number = max([int(row.path.rpartition("-")[2]) for row in rows.rows], default=-1) + 1
        instance = source or rows.kind.model()
        row = self._row(rows.kind, f"{path}-{number}", instance, rows.parent, data=None)
        rows.rows.append(row)
        fill_in(self, row)
        if isinstance(instance, Claim):
            for name in _CLAIM_STARTED_WITH:
                self.add(f"{row.path}-{name}", focus=False)
        if focus:
            self.touched = row.path
            row.form.take_focus()
        link_rows(self)
        return True

    def focus(self, path: str, control: str) -> None:
        """Put the focus on a row that was moved: on the button that moved it."""
        row = next((row for row in self.all_rows() if row.path == path), None)
        if row is not None:
            self.touched, row.focus = path, control

    # Judging

    def is_valid(self) -> bool:
        """Judge every row and return whether all may be stored. Asks the database a fixed number of times for names."""
        with timezone.override(self.zone):
            self._look_up()
            link_rows(self)
            self.when.judged = True
            self.main.judge()
            for row in self.all_rows():
                if row.kept:
                    row.form.judge()
                    for problem in row.problems:
                        row.form.complain(None, problem)
            refuse_foreign(self)
            check_once(self)
            check_grades(self)
        return not self.problems()

    def _look_up(self) -> None:
        from_forms = [self.main, *(row.form for row in self.all_rows() if row.kept)]
        typed: dict[str, list[str]] = {"desk-actors": [], "desk-places": [], "desk-incidents": []}
        for form in from_forms:
            for name, one in form.fields.items():
                kind = getattr(one, "list_id", "")
                if kind in typed and form.is_bound and (text := form[name].data):
                    typed[kind].append(str(text))
        self.names.look_up(actors=typed["desk-actors"], places=typed["desk-places"], incidents=typed["desk-incidents"])

    def problems(self) -> list[Problem]:
        """Return everything that is wrong, in the order of the page."""
        found = [*of_form(self.when, "", "draft"), *of_form(self.main, "", "draft")]
        for rows in self.lists.values():
            found += of_rows(rows)
        return found

    def add_missing(self, missing: Missing) -> None:
        """Show what a submission lacks beside the fields it lacks it in. Expects the form of what is stored."""
        for path, messages in missing.items():
            *steps, last = path.split(".")
            place = "-".join(steps)
            row = next((row for row in self.all_rows() if row.path == place), None)
            lists = row.lists if row else self.lists
            form = row.form if row else self.main
            for message in messages:
                if last == "earliest":
                    self.when.complain(message)
                elif last in lists:
                    lists[last].errors.append(message)
                else:
                    form.complain(last, message)


def _tidied(data: Data) -> Data:
    """Return the data with the line ends that the tables keep."""
    tidy = Data()
    for name in data:
        tidy.setlist(name, [one.replace("\r\n", "\n") if isinstance(one, str) else one for one in data.getlist(name)])
    return tidy
