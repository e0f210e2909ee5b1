"""Two versions of a draft on top of the one that both began with: what only one changed is taken, the rest is asked.

All three are compared as the texts that the page sends, so that what is typed may be wrong still.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from incidents.desk.forms.draft import IncidentDraft
from incidents.desk.forms.kinds import DELETE, IDENTITY
from incidents.desk.forms.rows import Data, RowForm
from incidents.desk.forms.versions import Key, Texts, Version, said, version_of

YOURS, THEIRS = "yours", "theirs"
REMOVED, TO_BE_REMOVED = "removed", "to be removed"


@dataclass(frozen=True)
class Both:
    """A field, or a whole row, that both have changed, each in another way; in words. `chosen`: whose it shall be."""

    path: str
    element: str
    label: str
    before: str
    yours: str
    theirs: str
    chosen: str = ""


@dataclass(frozen=True)
class Taken:
    """What only they have changed, and what the form holds now because of it."""

    element: str
    label: str
    before: str
    theirs: str


@dataclass
class Merge:
    """What to send on top of theirs, once it is chosen for each of `both`."""

    data: Data
    both: list[Both] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)


def merge(yours: IncidentDraft, theirs: IncidentDraft, base: IncidentDraft | None) -> Merge:
    """Put what one person typed on top of what another saved. Without `base`, whatever differs is asked.

    In the data that it returns, what both changed is as the person typed it.
    """
    return _Merging(yours, theirs, base).done()


def names_of(draft: IncidentDraft) -> dict[str, str]:
    """Return what each row is called on the page, by its path: “Claim 2, answer 1”."""
    found: dict[str, str] = {}
    for rows in draft.all_lists():
        for number, row in enumerate(rows.rows, start=1):
            name = f"{row.kind.form.row_noun} {number}"
            found[row.path] = f"{found[rows.parent.path]}, {name}" if rows.parent else name.capitalize()
    return found


class _Merging:
    def __init__(self, yours: IncidentDraft, theirs: IncidentDraft, base: IncidentDraft | None) -> None:
        self.mine, self.theirs = version_of(yours), version_of(theirs)
        self.base = version_of(base) if base is not None else None
        self.names = names_of(yours)
        self.their_names = names_of(theirs)
        self.result = Merge((yours.data or Data()).copy())
        self._added: dict[Key, str] = {}

    def done(self) -> Merge:
        with timezone.override(self.mine.draft.zone):
            before = self.base.main if self.base else None
            self._fields("", self.mine.draft.main, self.theirs.draft.main, self.mine.main, self.theirs.main, before)
            for key in list(self.mine.rows):
                if key in self.theirs.rows:
                    self._row(key)
                else:
                    self._gone(key)
            for key in self.theirs.rows:
                if key not in self.mine.rows:
                    self._new(key)
        return self.result

    def _before(self, key: Key) -> Texts | None:
        """Return a row as both began with it; None where it was not there, or nobody knows."""
        return self.base.rows[key].texts if self.base and key in self.base.rows else None

    def _fields(  # noqa: PLR0917 - the three versions of one row
        self, path: str, form: RowForm, other: RowForm, mine: Texts, theirs: Texts, before: Texts | None
    ) -> None:
        for name in form.fields:
            m, t, b = mine[name], theirs[name], before[name] if before is not None else None
            if t in (m, b):
                continue
            where = f"{path}-{name}" if path else name
            label = f"{self.names[path]}: {form[name].label}" if path else str(form[name].label)
            old = said(other, name, b) if b is not None else ""
            if m == b:
                _set(self.result.data, where, t)
                self.result.taken.append(Taken(form[name].auto_id or "", label, old, said(other, name, t)))
            else:
                yours = said(form, name, m)
                self.result.both.append(Both(where, form[name].auto_id or "", label, old, yours, said(other, name, t)))

    def _row(self, key: Key) -> None:
        """Merge a row that both have, or that the person wants to remove."""
        mine, theirs = self.mine.rows[key], self.theirs.rows[key]
        before, path = self._before(key), mine.row.path
        if not mine.row.removed:
            self._fields(path, mine.row.form, theirs.row.form, mine.texts, theirs.texts, before)
        elif self._differs(self.theirs, key) and not self._parent_removed(key):
            name = self.names[path]
            self.result.both.append(Both(path, f"row-{path}", name, "", TO_BE_REMOVED, self._words(self.theirs, key)))

    def _parent_removed(self, key: Key) -> bool:
        parent = self.mine.rows[key].parent
        return parent is not None and parent in self.mine.rows and self.mine.rows[parent].row.removed

    def _gone(self, key: Key) -> None:
        """Merge a row that only the person has: theirs is without it, because they removed it or never had it."""
        mine = self.mine.rows[key]
        path, name = mine.row.path, self.names[mine.row.path]
        if self.base is not None and self._before(key) is None:
            return  # the person added it
        parent = mine.parent
        if parent is not None and parent not in self.theirs.rows:
            return  # it goes or stays with what it hangs on
        if mine.row.removed or not self._differs(self.mine, key):
            _drop(self.result.data, path)
            if not mine.row.removed:
                self.result.taken.append(Taken("", name, self._words(self.mine, key), REMOVED))
        else:
            self.result.both.append(Both(path, f"row-{path}", name, "", self._words(self.mine, key), REMOVED))

    def _new(self, key: Key) -> None:
        """Merge a row that only they have: they added it."""
        theirs = self.theirs.rows[key]
        parent = ""
        if theirs.parent is not None:
            if theirs.parent not in self.mine.rows and self._path(theirs.parent) is None:
                return
            parent = f"{self._path(theirs.parent)}-"
        path = _free(self.result.data, f"{parent}{theirs.row.kind.name}")
        self.result.data[f"{path}-{IDENTITY}"] = theirs.row.id
        for name, texts in theirs.texts.items():
            _set(self.result.data, f"{path}-{name}", texts)
        self._added[key] = path
        name = self.their_names[theirs.row.path]
        self.result.taken.append(Taken(f"row-{path}", name, "not there", self._words(self.theirs, key)))

    def _path(self, key: Key) -> str | None:
        """Return where a row is in the data that comes out."""
        if key in self.mine.rows:
            return self.mine.rows[key].row.path
        return self._added.get(key)

    def _differs(self, version: Version, key: Key) -> bool:
        """Tell whether a row, or what hangs on it, is not what both began with."""
        if version.rows[key].texts != self._before(key):
            return True
        now = {one for one in version.children(key) if not version.rows[one].row.removed}
        then = set(self.base.children(key)) if self.base else set()
        return now != then or any(self._differs(version, one) for one in now)

    def _words(self, version: Version, key: Key) -> str:
        return _summary(version.rows[key].row.form, version.rows[key].texts)


def asked(yours: IncidentDraft, theirs: IncidentDraft, paths: list[str], choices: Mapping[str, str]) -> list[Both]:
    """Return what was asked before, with both versions as they are now, and whose was chosen of each."""
    mine, other, names = version_of(yours), version_of(theirs), names_of(yours)
    rows = {one.row.path: (key, one) for key, one in mine.rows.items()}
    found = []
    with timezone.override(yours.zone):
        for path in paths:
            choice = choices.get(path, "")
            choice = choice if choice in (YOURS, THEIRS) else ""
            if path in rows:
                key, row = rows[path]
                words = TO_BE_REMOVED if row.row.removed else _summary(row.row.form, row.texts)
                kept = other.rows.get(key)
                they = _summary(kept.row.form, kept.texts) if kept else REMOVED
                found.append(Both(path, f"row-{path}", names[path], "", words, they, choice))
            elif sides := _field(mine, other, path):
                form, texts, their_form, their_texts = sides
                parent, _, name = path.rpartition("-")
                label = f"{names[parent]}: {form[name].label}" if parent else str(form[name].label)
                both = said(form, name, texts[name]), said(their_form, name, their_texts[name])
                found.append(Both(path, form[name].auto_id or "", label, "", *both, choice))
    return found


def _field(mine: Version, other: Version, path: str) -> tuple[RowForm, Texts, RowForm, Texts] | None:
    """Return both forms and texts of the row that a field's path is in; None where one of them hasn't got it."""
    parent, _, name = path.rpartition("-")
    if not parent:
        sides = (mine.draft.main, mine.main, other.draft.main, other.main)
    else:
        key = next((key for key, one in mine.rows.items() if one.row.path == parent), None)
        if key is None or key not in other.rows:
            return None
        sides = (mine.rows[key].row.form, mine.rows[key].texts, other.rows[key].row.form, other.rows[key].texts)
    return sides if name in sides[0].fields and name in sides[2].fields else None


def settle(yours: IncidentDraft, theirs: IncidentDraft, answers: list[Both]) -> Data:
    """Return what to send once whose version it shall be is chosen for all that was asked."""
    data = (yours.data or Data()).copy()
    mine, other = version_of(yours), version_of(theirs)
    paths = {one.row.path: key for key, one in mine.rows.items()}
    for one in answers:
        if one.chosen != THEIRS:
            continue
        if one.path not in paths:
            if sides := _field(mine, other, one.path):
                _set(data, one.path, sides[3][one.path.rpartition("-")[2]])
        elif kept := other.rows.get(paths[one.path]):
            data.pop(f"{one.path}-{DELETE}", None)
            for name, texts in kept.texts.items():
                _set(data, f"{one.path}-{name}", texts)
        else:
            _drop(data, one.path)
    return data


def _summary(form: RowForm, texts: Texts) -> str:
    """Return a row in words: what it says, field by field."""
    return "; ".join(f"{form[name].label}: {said(form, name, some)}" for name, some in texts.items() if some) or "empty"


def _set(data: Data, path: str, texts: list[str]) -> None:
    """Put texts where a page would send them; an empty text does for an unchecked box, too."""
    data.setlist(path, texts or [""])


def _drop(data: Data, path: str) -> None:
    for name in [name for name in data if name.startswith(f"{path}-")]:
        del data[name]


def _free(data: Data, path: str) -> str:
    """Return the path of one more row of a list."""
    parts = [name.removeprefix(f"{path}-").partition("-")[0] for name in data if name.startswith(f"{path}-")]
    return f"{path}-{max((int(part) for part in parts if part.isdecimal()), default=-1) + 1}"
