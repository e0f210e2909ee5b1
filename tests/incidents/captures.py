"""Copies of sources for tests, entered as the desk enters them."""

from io import BytesIO

from accounts.models import User
from incidents.workbench.models import Capture, Source
from incidents.workbench.operations.captures import add_upload, keep
from tests.incidents.evidence.samples import PNG


def capture_of(source: Source, *, by: User, data: bytes = PNG) -> Capture:
    """Return a copy of a source, uploaded by somebody; its file is in the store of the run."""
    return add_upload(source=source, kept=keep(BytesIO(data), size=len(data)), by=by).capture
