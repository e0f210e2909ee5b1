"""What a draft is made of: rows, and lists of rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from incidents.desk.forms.kinds import Kind
from incidents.desk.forms.rows import RowForm
from incidents.desk.forms.sent import Sent
from incidents.workbench.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Head:
    """A claim in one line, for the fold above it; `open` where somebody works on it, or it lacks something."""

    who: str
    kind: str
    made_on: str
    statement: str
    counts: str
    lacks: str
    open: bool


@dataclass
class Row:
    """A row of the form, with the lists that hang on it."""

    kind: Kind
    path: str
    form: RowForm
    removed: bool = False
    problems: list[str] = field(default_factory=list)
    lists: dict[str, "Rows"] = field(default_factory=dict)
    sent: Sent | None = None
    evidence: Evidence | None = None
    remarks: list[Any] = field(default_factory=list)
    parent: "Row | None" = None
    ready: bool = False
    hollow: bool = False
    focus: str = ""
    head: "Head | None" = None

    @property
    def id(self) -> str:
        """Return its public id."""
        return str(self.form.instance.public_id)  # type: ignore[attr-defined]  # every row has one

    @property
    def blank(self) -> bool:
        """Tell whether nothing was entered into a new row: then it is not one.

        What a start filled in as ready counts as entered once something else was entered into the row above it.
        """
        return self.untouched and not (self.ready and self.parent is not None and not self.parent.untouched)

    @property
    def plain(self) -> bool:
        """Tell whether it is stored, and there is nothing to tell of it, its lists, or what waits to be cited by it."""
        told = self.form.is_new or self.removed or self.remarks or self.focus
        waits = self.form.data.get(f"{self.path}-cite-url")
        return not (told or waits or any(rows.errors for rows in self.lists.values())) and self.form.plain

    @property
    def untouched(self) -> bool:
        """Tell whether nothing was entered into a new row, nor below it, what was filled in for it aside."""
        if not self.form.is_new or (self.sent is not None and self.sent.has_file):
            return False
        own = self.hollow or not self.form.is_bound or set(self.form.changed_data) <= set(self.kind.filled_in)
        return own and all(child.untouched or child.only_filled_in for child in self.children)

    @property
    def only_filled_in(self) -> bool:
        """Tell whether a new row holds no more than what is filled in where it is added."""
        return self.form.is_new and set(self.form.changed_data) <= set(self.kind.filled_in_beside)

    @property
    def kept(self) -> bool:
        """Tell whether it is to be stored."""
        return not self.removed and not self.blank and (self.parent is None or not self.parent.untouched)

    @property
    def children(self) -> Iterator["Row"]:
        """Yield the rows of its lists."""
        for rows in self.lists.values():
            yield from rows.rows


@dataclass
class Rows:
    """A list of rows at a path (`claims`, `claims-0-assertions`), with what is wrong with it as a whole."""

    kind: Kind
    path: str
    parent: Row | None
    rows: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def kept(self) -> list[Row]:
        """Return the rows that are to be stored."""
        return [row for row in self.rows if row.kept]
