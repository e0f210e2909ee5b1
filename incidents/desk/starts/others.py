"""Starts from a source, and from another incident: as a copy of it, or as a response to it."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accounts.models import User
from incidents.desk.forms import IncidentDraft
from incidents.desk.forms.comparison import representation
from incidents.desk.starts.start import READY, Id, Nested, Start
from incidents.errors import DomainError
from incidents.vocabulary import IncidentRelation, InvolvementRole
from incidents.workbench.models import Incident, Source

_LONGEST_ADDRESS = 500
SOURCE = Id("source")
LONGEST_TEXT = 100_000
"""Characters that may be pasted."""

_NOT_COPIED = ("working_note", "shared", "embargo_until", "links")
_OF_GRADES = ("credibility", "credibility_reason")
_SHARED_WITH_A_RESPONSE = (
    "time_zone", "place", "place_wording", "latitude", "longitude", "place_precision", "section", "dispute",
    "location_confidentiality", "coarse_place", "coarse_precision",
)  # fmt: skip
_TURNED = {
    InvolvementRole.INITIATOR.value: InvolvementRole.TARGET.value,
    InvolvementRole.TARGET.value: InvolvementRole.RESPONDENT.value,
    InvolvementRole.VICTIM.value: InvolvementRole.RESPONDENT.value,
    InvolvementRole.RESPONDENT.value: InvolvementRole.TARGET.value,
}
"""Role in the incident that is answered → role in the answer."""


class NothingGiven(DomainError):
    """Neither an address nor a text was given, or one that can't be used."""


def from_source(*, address: str, text: str, by: User) -> Start:
    """Start from the address of a source, from its text, or both.

    A source that is here already is taken as it is. The text is kept beside the form (its field `text`), to enter the
    incident from; nothing reads it here. Raises NothingGiven.
    """
    address, text = address.replace("\0", "").strip(), text.replace("\0", "").replace("\r\n", "\n").strip()
    if not address and not text:
        raise NothingGiven("Give the address of a source, or paste its text.")
    if len(text) > LONGEST_TEXT:
        raise NothingGiven(
            f"The text has {len(text)} characters; at most {LONGEST_TEXT} are taken. Paste a part of it."
        )
    source, fills = _source(address, by) if address else ({"id": SOURCE}, ())
    fills += ("its text, beside the form",) if text else ()
    claim = {"assertions": [{}], "citations": [{"source": source["id"], READY: True} if address else {}]}
    nested: Nested = {"involvements": [{}], "sources": [source], "claims": [claim]}
    if address:
        fills += ("a citation of it for the first claim",)
    return Start("From a source", fills, nested, hinted=("claims",), text=text)


def _source(address: str, by: User) -> tuple[Nested, tuple[str, ...]]:
    """Return the row of a source by its address: the one that is here, or a new one with its publisher if known."""
    if "://" not in address:
        address = f"https://{address}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise NothingGiven(f"“{address[:100]}” is not an address, as https://example.org/news.") from error
    if len(address) > _LONGEST_ADDRESS:
        raise NothingGiven(f"The address has {len(address)} characters; at most {_LONGEST_ADDRESS} are taken.")
    seen = Source.objects.visible_to(by)
    known = seen.stands_for(seen.filter(url=address).order_by("-pk").first())
    if known is not None:
        return {"id": known.public_id}, (f"the source that is here already: {known}",)
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    like = seen.filter(url__iregex=rf"^https?://(www\.)?{_literal(host)}(:\d+)?(/|$)").order_by("-pk").first()
    row: Nested = {"id": SOURCE, "url": address, "publisher": like.publisher if like else host}
    if like is not None:
        row |= {"kind": like.kind, "language": like.language}
    return row, (f"a source with its address and its publisher: {row['publisher']}",)


def _literal(host: str) -> str:
    return host.replace(".", r"\.")


def copy_of(incident: Incident, *, by: User) -> Start:
    """Start with what another incident says. Expects `for_detail()`.

    The copy has a ref and rows of its own: new ids, no kept copies, no grades of items, no links, and nothing of what
    was for the desk. Sources that the person sees are cited as they are; others are left out.
    """
    whole = representation(IncidentDraft(None, by=by, incident=incident))
    seen = set(Source.objects.visible_to(by).filter(citations__incident=incident).values_list("public_id", flat=True))
    left = [source for source in whole["sources"] if source["id"] not in seen]
    nested = {name: value for name, value in whole.items() if name not in _NOT_COPIED}
    nested["sources"] = [{"id": source["id"]} for source in whole["sources"] if source["id"] in seen]
    nested = _renewed(nested, seen)
    return Start(
        f"Copy of {incident.ref}",
        ("all that it says: when, where, what, who, claims, sources, estimates",),
        nested,
        left_out=(
            "its ref and the ids of its rows",
            "grades of items, which are judged anew",
            "its links, working note, embargo and sharing",
            *((f"{len(left)} confidential source{'s' if len(left) > 1 else ''}",) if left else ()),
        ),
    )


def response_to(incident: Incident, *, by: User, visible: bool = True) -> Start:
    """Start an incident that answers another one: linked to it, at the same place, with the parties' roles turned.

    The link is *follows*: that it was done because of the other is for a claim to say, or for an editor to find. Of an
    incident that is public and not the person's to see on the workbench (`visible` false), only the link is taken.
    """
    nested: Nested = {"links": [{"relation": IncidentRelation.FOLLOWS.value, "other": incident.ref}]}
    nested |= {"sources": [{}], "claims": [{"assertions": [{}], "citations": [{}]}], "involvements": [{}]}
    fills: tuple[str, ...] = (f"a link: it follows {incident.ref} (choose another relation if a claim says more)",)
    if visible:
        whole = representation(IncidentDraft(None, by=by, incident=incident))
        nested |= {name: whole[name] for name in _SHARED_WITH_A_RESPONSE}
        actors = {row["actor"]: _TURNED.get(row["role"], row["role"]) for row in whole["involvements"]}
        nested["involvements"] = [{"actor": actor, "role": role} for actor, role in actors.items()] or [{}]
        fills += ("its place, border section and dispute", "its actors, with initiator and target turned round")
    return Start(f"Response to {incident.ref}", fills, nested)


def _renewed(nested: Nested, sources: set[str]) -> Nested:
    """Return an incident with new ids for its rows, those of shared sources apart, and without grades and lost rows."""

    def renewed(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: renewed(part) for name, part in value.items() if name not in _OF_GRADES}
        if isinstance(value, list):
            kept = [row for row in value if not _cites_another(row, sources)]
            return [renewed(row) for row in kept]
        return Id(value) if isinstance(value, str) and value in own else value

    own = {row_id for row_id in _ids(nested) if row_id not in sources}
    return dict(renewed(nested))


def _cites_another(row: Any, sources: set[str]) -> bool:
    return isinstance(row, dict) and bool(row.get("source")) and row["source"] not in sources


def _ids(value: Any) -> set[str]:
    """Return the ids of all rows of nested values."""
    if isinstance(value, dict):
        own = {value["id"]} if isinstance(value.get("id"), str) else set()
        return own.union(*(_ids(part) for part in value.values()))
    return set().union(*(_ids(part) for part in value)) if isinstance(value, list) else set()
