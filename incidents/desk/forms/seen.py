"""What was shown of the sources: sent along with a draft, so that nothing is written over what its author did not see.

A text of pairs, `<public id>:<number>`, with the last event of each stored source when it was shown.
"""

import re
from collections.abc import Mapping

SOURCES_SEEN = "sources_seen"
"""Its name beside the fields of the incident."""

_PAIR = r"([0-9a-hjkmnp-tv-z]{10}):([0-9]{1,18})"
_TEXT = re.compile(rf"({_PAIR}( {_PAIR})*)?")


def read_seen(text: str) -> dict[str, int]:
    """Return the event of each source; what is no pair is left out."""
    return {code: int(event) for code, event in re.findall(_PAIR, text)}


def seen_as_text(seen: Mapping[str, int | None]) -> str:
    """Return the text of what was shown; None is left out."""
    return " ".join(f"{code}:{event}" for code, event in seen.items() if event is not None)


def wrong_with_seen(text: object) -> str:
    """Say what is wrong with it as somebody else sent it; nothing where it is right."""
    right = isinstance(text, str) and _TEXT.fullmatch(text)
    return "" if right else "Send it as a draft gave it: pairs of a source's id and a number, or leave it out."
