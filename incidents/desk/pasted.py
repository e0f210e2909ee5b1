"""The text that somebody reads while entering an incident outlives a save: one text, in their own session."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from incidents.desk.forms.rows import Data
from incidents.desk.suggesting.texts import MOST_CHARACTERS
from incidents.desk.suggestions import ACCEPTED, PUBLISHED, SOURCE, TEXT

_KEY = "desk-reading"
_FIELDS = (TEXT, PUBLISHED, SOURCE, ACCEPTED)


def keep(session: SessionBase, ref: str, data: Data) -> None:
    """Keep the text that came with the form of an incident; it takes the place of any other."""
    session.pop(_KEY, None)
    if str(data.get(TEXT, "")).strip():
        told = {name: [str(one)[:MOST_CHARACTERS] for one in data.getlist(name)] for name in _FIELDS}
        session[_KEY] = {"ref": ref, "told": told}


def kept(session: SessionBase, ref: str) -> Data | None:
    """Return what was kept with the form of an incident."""
    found: dict[str, Any] = session.get(_KEY) or {}
    return Data(found["told"]) if found.get("ref") == ref else None
