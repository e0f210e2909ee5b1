"""What the desk reads of the copies of sources."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from incidents.evidence.sniffing import TAKEN
from incidents.workbench.models import Capture, CaptureAttempt, Source
from incidents.workbench.retries import Trying, trying


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A copy of a source, what kind of file it is, and which other sources have the same content."""

    capture: Capture
    kind: str
    elsewhere: list[Source]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The copies of a source, newest first, and how keeping its address stands."""

    copies: list[KeptCopy]
    trying: Trying | None


def evidence_of(sources: Collection[Source], user: User) -> dict[int, Evidence]:
    """Return what is kept of sources, by their keys. Three queries, or none for no sources."""
    if not sources:
        return {}
    keys = {source.pk for source in sources}
    captures: dict[int, list[Capture]] = defaultdict(list)
    for capture in Capture.objects.filter(source__in=keys).select_related("captured_by"):
        captures[capture.source_id].append(capture)
    log: dict[int, list[CaptureAttempt]] = defaultdict(list)
    for entry in CaptureAttempt.objects.filter(source__in=keys):
        log[entry.source_id].append(entry)
    payloads = {capture.payload_sha256 for some in captures.values() for capture in some}
    same: dict[str, list[Capture]] = defaultdict(list)
    for capture in Capture.objects.visible_to(user).filter(payload_sha256__in=payloads).select_related("source"):
        same[capture.payload_sha256].append(capture)
    return {
        key: Evidence(
            [
                KeptCopy(
                    capture,
                    TAKEN[capture.mime].label if capture.mime in TAKEN else capture.mime,
                    [other.source for other in same[capture.payload_sha256] if other.source_id != key],
                )
                for capture in captures[key]
            ],
            trying(log[key]),
        )
        for key in keys
    }
