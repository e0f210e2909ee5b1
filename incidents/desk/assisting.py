"""The buttons that help while typing: each changes what was typed as a person would, saves no row, and says so."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import QueryDict

from accounts.models import User
from incidents.desk import reading, related, suggestions
from incidents.desk.accepting import accept
from incidents.desk.forms.filling import add_row, cite, numbers_at
from incidents.desk.forms.kinds import IDENTITY
from incidents.desk.related import APART
from incidents.desk.uploads import Files
from incidents.evidence.store import Absent, Damaged
from incidents.evidence.texts import READABLE, text_of
from incidents.vocabulary import IncidentRelation
from incidents.workbench.models import Capture, Incident
from incidents.workbench.operations.captures import open_for
from incidents.workbench.operations.distinctions import take_back, tell_apart
from incidents.workbench.querysets import addresses_like

_PAPER = 120
"""Characters of a publisher's name."""


@dataclass
class Help:
    """What was sent, as a button changed it, and what is told about that. A refusal changed nothing."""

    post: QueryDict
    files: Files
    by: User
    incident: Incident | None
    said: str = ""
    refusal: str = ""


def assist(post: QueryDict, files: Files, *, by: User, incident: Incident | None) -> Help | None:
    """Do what one of the helping buttons asks for; None where none of them was pressed."""
    for name, do in _BUTTONS.items():
        if value := post.get(name, "").replace("\0", ""):
            done = Help(post.copy(), files.copy(), by, incident)
            _cite_files(done)
            do(done, value)
            return done
    return None


def cite_waiting(post: QueryDict, files: Files, *, by: User, incident: Incident | None, saving: bool) -> Help | None:
    """Cite what waits beside claims while another button was pressed; None where nothing does.

    Files, which a browser doesn't send twice, always; addresses when the form is saved. One that is none is refused.
    """
    done = Help(post.copy(), files.copy(), by, incident)
    found = _cite_files(done)
    for claim in _claims(done) if saving else ():
        if post.get(f"{claim}-cite-url", "").strip() and not done.refusal:
            _cite(done, claim)
            found = True
    return done if found else None


def _claims(done: Help) -> list[str]:
    numbered = (f"claims-{number}" for number in numbers_at(done.post, "claims"))
    return [claim for claim in numbered if f"{claim}-{IDENTITY}" in done.post]


def _cite_files(done: Help) -> bool:
    """Cite the files that were chosen beside claims; tell whether there are any."""
    waiting = [claim for claim in _claims(done) if done.files.getlist(f"{claim}-cite-file")]
    for claim in waiting:
        if done.post.get("cite") != claim:
            address = done.post.get(f"{claim}-cite-url", "")
            done.post[f"{claim}-cite-url"] = ""
            _cite(done, claim)
            done.post[f"{claim}-cite-url"] = address
    return bool(waiting)


def _read(done: Help, what: str) -> None:
    """Read the pasted text, or a kept copy of a source (`what` is its id), and show what it suggests."""
    if what != "text" and not _take_copy(done, what):
        return
    count = suggestions.panel(done.post, done.by).count
    if not done.post.get(suggestions.TEXT, "").strip():
        done.refusal = "There is no text to read yet. Paste a statement or an article first."
    elif count:
        done.said = f"{count} suggestion{'s' if count > 1 else ''} found. Nothing is entered before you accept it."
    else:
        done.said = "The text was read. It suggests nothing: no day, place, actor or figure was recognised."


def _take_copy(done: Help, public_id: str) -> bool:
    """Put the text of a kept copy where texts are pasted; tell whether it has one."""
    capture = Capture.objects.visible_to(done.by).select_related("source").filter(public_id=public_id).first()
    if capture is None or capture.mime not in READABLE:
        done.refusal = "That copy can't be read. Paste its text instead."
        return False
    try:
        with open_for(capture, by=done.by) as file:
            text = text_of(file, capture.mime)
    except (Absent, Damaged):
        done.refusal = "The file of that copy is not there, or damaged. Paste its text instead."
        return False
    if not text.strip():
        done.refusal = "No text was found in that copy. Paste its text instead."
        return False
    done.post[suggestions.TEXT] = text
    done.post[suggestions.PUBLISHED] = str(capture.source.published_on or "")
    done.post[suggestions.SOURCE] = capture.source.public_id
    done.post.setlist(suggestions.ACCEPTED, [])
    return True


def _accept(done: Help, key: str) -> None:
    found = suggestions.suggestion(done.post, key, done.by)
    if found is None:
        done.refusal = "The text does not suggest that any more. Nothing was entered."
    else:
        done.said = accept(done.post, found)


def _relate(done: Help, what: str) -> None:
    """Add a link to another incident: `CC-…` alone, or with the relation behind a colon."""
    ref, _, relation = what.partition(":")
    if not related.may_see(ref, done.by) or relation not in ("", *IncidentRelation.codes()):
        done.refusal = f"No incident “{ref}” is known here. Nothing was linked."
        return
    add_row(done.post, "links", other=ref, relation=relation)
    choose = "" if relation else " Choose there how they relate."
    done.said = f"{ref} was added under Links.{choose} It is saved when you save."


def _apart(done: Help, ref: str) -> None:
    """Remember that another incident is not the one in the form; with the form where that was never saved."""
    if not related.may_see(ref, done.by):
        done.refusal = f"No incident “{ref}” is known here."
        return
    if done.incident is not None:
        tell_apart(ref=done.incident.ref, other=ref, by=done.by)
    else:
        done.post.setlist(APART, sorted({*done.post.getlist(APART), ref}))
    done.said = f"{ref} is not the same: it won't be shown here again."


def _together(done: Help, ref: str) -> None:
    """Take that back."""
    if done.incident is not None:
        take_back(ref=done.incident.ref, other=ref, by=done.by)
    done.post.setlist(APART, [one for one in done.post.getlist(APART) if one != ref])
    done.said = f"{ref} is held against this incident again."


def _look(_: Help, __: str) -> None:
    """Look at the form again: with every page, what is related to it is found anew, and files are taken."""


def _cite(done: Help, claim: str) -> None:
    """Cite an address, or a file, for a claim (its path): a source that is here already, or a new one."""
    if claim not in _claims(done):
        done.refusal = "There is no such claim. Nothing was cited."
        return
    address = done.post.get(f"{claim}-cite-url", "").replace("\0", "").strip()
    chosen = done.files.getlist(f"{claim}-cite-file")
    if not address and not chosen:
        done.refusal = "Give the address of the report, or a file, to cite it."
        return
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname):
        done.refusal = f"“{address}” is not a web address. It begins with https://."
        return
    row, told = _source_row(done, address)
    if chosen:
        done.files.setlist(f"{row}-file", chosen)
        told = told or "A new source has the file. Say who published it."
    cite(done.post, claim, str(done.post[f"{row}-{IDENTITY}"]))
    done.post[f"{claim}-cite-url"] = ""
    done.said = f"{told} The claim cites it. It is saved when you save."


def _source_row(done: Help, address: str) -> tuple[str, str]:
    """Return the row of the source with an address, and what is told of it: in the form, known here, or new."""
    alike = set(addresses_like(address))
    for number in numbers_at(done.post, "sources"):
        if address and done.post.get(f"sources-{number}-url", "").strip() in alike:
            return f"sources-{number}", "The address is a source of this incident already."
    known = reading.source_at(done.by, address)
    if known is not None:
        row = add_row(done.post, "sources")
        for name in [name for name in done.post if name.startswith(f"{row}-")]:
            del done.post[name]  # named by its id alone, it is shown as it is stored
        done.post[f"{row}-{IDENTITY}"] = known.public_id
        return row, f"The address is a source that is here already: {known}."
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    row = add_row(done.post, "sources", url=address, publisher=host[:_PAPER])
    return row, f"A new source was added, published by {host}." if address else ""


_BUTTONS: dict[str, Callable[[Help, str], None]] = {
    "read_text": _read,
    "accept": _accept,
    "relate": _relate,
    "apart_from": _apart,
    "together_with": _together,
    "look": _look,
    "take": _look,
    "cite": _cite,
}
"""The buttons' names, and what they do."""
