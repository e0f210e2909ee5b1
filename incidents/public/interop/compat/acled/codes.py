"""Words of ACLED's columns that are not in the mapping of the vocabularies: the labels of inter codes."""

from incidents.vocabulary import ActorKind
from incidents.vocabulary_mapping import INTER

INTER_LABELS: dict[int, str] = {
    1: "State forces",
    2: "Rebel group",
    3: "Political militia",
    4: "Identity militia",
    5: "Rioters",
    6: "Protesters",
    7: "Civilians",
    8: "External/Other forces",
}


def inter(kind: str) -> int:
    """Return the inter code of a kind of actor; 0 for nobody."""
    return INTER[ActorKind.of(kind)] if kind else 0


def inter_label(code: int) -> str:
    """Return the words for an inter code; none for nobody."""
    return INTER_LABELS.get(code, "")


def interaction(one: int, other: int) -> int:
    """Return the interaction code: both inter codes, the lower first; one alone is followed by 0."""
    low, high = sorted((one, other))
    return low * 10 + high if low else high * 10


def interaction_label(one: int, other: int) -> str:
    """Return the words for an interaction."""
    low, high = sorted((one, other))
    if not high:
        return ""
    return f"{inter_label(low)}-{inter_label(high)}" if low else f"{inter_label(high)} only"
