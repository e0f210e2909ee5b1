"""The two sides as UCDP names and numbers them: a state's forces are its government, and the order has no meaning."""

from collections.abc import Mapping
from dataclasses import dataclass

from incidents.document.sides import Side, sides
from incidents.document.types import IncidentDocument
from incidents.public.interop.compat.countries import COUNTRIES
from incidents.vocabulary import ActorKind
from incidents.vocabulary_mapping import GOVERNMENT

UNKNOWN = -1
"""In place of a number that the record does not hold, as GED has it for number_of_sources."""
CIVILIANS_ID = 1
HARMED = frozenset({ActorKind.CIVILIANS, ActorKind.MEDIA})
"""Kinds of actor that are civilians to UCDP."""
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3

NAMES: dict[int, str] = {338: "Republic of Artsakh"}
"""How UCDP spells groups that the record names otherwise, by their UCDP actor ids."""
DYADS: dict[tuple[int, int], tuple[int, int, str]] = {
    (64, 338): (388, 833, "Azerbaijan: Artsakh (Nagorno-Karabakh)"),
}
"""UCDP actor ids of both sides → conflict id, dyad id and the conflict's name."""


@dataclass(frozen=True, slots=True)
class Party:
    """A side. `slug` is the record's party; it is empty where nobody is named."""

    slug: str = ""
    number: int = UNKNOWN
    name: str = ""
    gwno: str = ""
    kind: str = ""

    @property
    def group(self) -> str:
        """Whether it is a government, civilians, another group, or not known."""
        return group_of(self.kind)


def group_of(kind: str) -> str:
    """Return what a kind of actor is to UCDP: `G`overnment, `C`ivilians, `O`rganised group; empty for nobody."""
    if not kind:
        return ""
    if kind in GOVERNMENT:
        return "G"
    return "C" if kind in HARMED else "O"


def violence(a: str, b: str) -> int:
    """Return type_of_violence between two groups. Without a second side it follows from the first."""
    if "C" in (a, b):
        return ONE_SIDED
    if "G" in (a, b) or not (a or b):
        return STATE_BASED
    return NON_STATE


def parties(document: IncidentDocument, numbers: Mapping[str, int]) -> tuple[Party, Party]:
    """Return the two sides in UCDP's order: a government before a group, anybody before civilians, else by name.

    `numbers` are UCDP actor ids by the record's slugs.
    """
    found = [_party(side, document, numbers) for side in sides(document) if side]
    found.sort(key=lambda one: ("GOC".index(one.group), one.name))
    if [one.group for one in found] == ["C"]:
        return Party(), found[0]
    first, second, *_ = [*found, Party(), Party()]
    return first, second


def _party(side: Side, document: IncidentDocument, numbers: Mapping[str, int]) -> Party:
    kind = side.lead["kind"]
    whole = next((one for one in document["actors"] if one["slug"] == side.party), side.lead)
    group = group_of(kind)
    if group == "C":
        return Party(side.party, CIVILIANS_ID, "Civilians", "", kind)
    country = COUNTRIES.get(whole["country"] or side.lead["country"])
    if group == "G" and country is not None:
        number = country.ucdp_government or UNKNOWN
        gwno = "" if country.gwno is None else str(country.gwno)
        return Party(side.party, number, f"Government of {country.ucdp_name}", gwno, kind)
    number = numbers.get(side.party, numbers.get(side.lead["slug"], UNKNOWN))
    return Party(side.party, number, NAMES.get(number, whole["name"]), "", kind)
