"""Drafts from a file, one document of the drafts API per line: through the same form, by the same workflow.

A line is a draft, with `key` (what tells it from others; else its content does) and `step` (what is to be done with it
then). With a `ref` it is about an incident that is there: its content replaces what is stored, or it is only a step.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from accounts.models import User
from incidents.desk.forms import IncidentDraft, Unreadable, flatten
from incidents.desk.forms.flat import pointer
from incidents.desk.operations import KeyReused, Started, create_draft, save_draft
from incidents.errors import DomainError, Incomplete
from incidents.moderation.decisions import decide, read_decision
from incidents.moderation.refusals import problems_of
from incidents.vocabulary import State, Verb
from incidents.workbench.history import event_model
from incidents.workbench.models import Incident

_FORM = "import:"
"""How the history's note of a line's key begins."""

_KEY_LENGTH = 80
_OWN = ("key", "step")
_READ_ONLY = ("ref", "state", "revision", "updated_at", "author")


@dataclass(frozen=True)
class Result:
    """What became of a line: what was done with which incident, or what is wrong, by JSON Pointer."""

    ref: str = ""
    done: tuple[str, ...] = ()
    errors: dict[str, list[str]] = field(default_factory=dict)


class _Wrong(Exception):
    """A line that is refused."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(str(errors))
        self.errors = dict(errors)


class Import:
    """One run over a file by one person. What they imported before is asked for once."""

    def __init__(self, *, by: User, step: Verb | None = None) -> None:
        """Take who answers for it, and the step for lines that name none."""
        self.by = by
        self.step = step
        events = event_model(Incident)._default_manager.filter(  # noqa: SLF001 - Django's documented accessor
            pgh_label="insert", author=by, pgh_context__metadata__form__startswith=_FORM
        )
        told = events.values_list("pgh_context__metadata", "ref")
        self._made: dict[str, tuple[str, str]] = {}
        self._known: dict[str, tuple[str, str]] = {one["form"]: (ref, one.get("sent", "")) for one, ref in told}

    def line(self, text: str) -> Result:
        """Do what a line asks for, all of it or nothing. Sent again, a line that started an incident does nothing."""
        self._made = {}
        try:
            with transaction.atomic():
                result = self._line(_read(text))
        except _Wrong as wrong:
            return Result(errors=wrong.errors)
        except Unreadable as wrong:
            return Result(errors={where: [message] for where, message in wrong.errors.items()})
        except Incomplete as refused:
            lacks = {"/" + path.replace(".", "/"): messages for path, messages in refused.missing.items()}
            return Result(errors={"": [refused.message]} | lacks)
        except DomainError as refused:
            return Result(errors={"": [refused.message, *problems_of(refused)]})
        self._known |= self._made
        return result

    def _line(self, sent: dict[str, Any]) -> Result:
        content = {name: value for name, value in sent.items() if name not in (*_OWN, *_READ_ONLY)}
        if "ref" in sent:
            return self._existing(sent, content)
        form_id, fingerprint = _identity(sent, content)
        before = self._known.get(form_id)
        if before is not None:
            if before[1] and before[1] != fingerprint:
                raise _Wrong({"/key": [f"This key came with another draft before, which became {before[0]}."]})
            return Result(before[0], ("there already",))
        draft = self._draft(content, None)
        try:
            made = create_draft(draft=draft, by=self.by, form_id=form_id, sent=fingerprint)
        except Started as started:
            return Result(started.incident.ref, ("there already",))
        except KeyReused as error:
            raise _Wrong({"/key": [error.message]}) from error
        self._made = {form_id: (made.ref, fingerprint)}
        return Result(made.ref, ("started", *self._take(made, sent)))

    def _existing(self, sent: dict[str, Any], content: dict[str, Any]) -> Result:
        """Replace what is stored by the content, if there is any, and take the step, if there is one."""
        found = Incident.objects.visible_to(self.by).for_detail().filter(ref=str(sent["ref"])).first()
        if found is None:
            raise _Wrong({"/ref": [f"There is no incident {sent['ref']}."]})
        done = []
        if content:
            revision = sent.get("revision")
            if not isinstance(revision, int) or isinstance(revision, bool):
                raise _Wrong({"/revision": ["Send the revision that the content started from."]})
            was = found.revision
            found = save_draft(draft=self._draft(content, found), by=self.by, revision=revision)
            done.append("saved" if found.revision != was else "unchanged")
        done += self._take(found, sent)
        if not done:
            raise _Wrong({"": ["The line has neither content nor a step."]})
        return Result(found.ref, tuple(done))

    def _draft(self, content: dict[str, Any], incident: Incident | None) -> IncidentDraft:
        draft = IncidentDraft(flatten(content), by=self.by, incident=incident, whole=True)
        if draft.is_valid():
            return draft
        errors: dict[str, list[str]] = {}
        for one in draft.problems():
            errors.setdefault(pointer(one.path), []).append(one.message)
        raise _Wrong(errors)

    def _take(self, incident: Incident, sent: dict[str, Any]) -> list[str]:
        step = sent.get("step", {"verb": self.step.value} if self.step else None)
        if step is None:
            return []
        decision, errors = read_decision(step)
        if errors:
            raise _Wrong({f"/step{where}": [message] for where, message in errors.items()})
        taken = decide(incident=incident, by=self.by, decision=decision)
        return [f"{taken.verb}: {State.of(taken.target_state).label.lower()}"]


def _read(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _Wrong({"": [f"This is no JSON: {error}."]}) from error
    except RecursionError as error:
        raise _Wrong({"": ["This is nested too deeply."]}) from error
    if not isinstance(found, dict):
        raise _Wrong({"": ["This must be an object."]})
    return found


def _identity(sent: dict[str, Any], content: dict[str, Any]) -> tuple[str, str]:
    """Return what tells a line from others, as the history notes it, and the fingerprint of its content."""
    fingerprint = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    key = sent.get("key", fingerprint)
    if not isinstance(key, str) or not 0 < len(key) <= _KEY_LENGTH:
        raise _Wrong({"/key": [f"A key is a text of at most {_KEY_LENGTH} characters."]})
    return f"{_FORM}{key}", fingerprint
