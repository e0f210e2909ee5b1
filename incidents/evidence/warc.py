"""A fetched page as a web archive: WARC 1.1 (ISO 28500), every request and response as it was sent and received."""

import hashlib
import re
import uuid
from base64 import b32encode
from importlib.metadata import version
from io import BytesIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from incidents.evidence.fetching import Fetched, Step

TOOL = f"Counterclaim, warcio {version('warcio')}"
_VERSION = "WARC/1.1"
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def archive(fetched: Fetched) -> bytes:
    """Return the archive: what wrote it, then for each step the response and the request that it answers."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version=_VERSION)
    info = {"software": TOOL, "format": "WARC File Format 1.1", "description": "One page, cited by a person."}
    writer.write_record(writer.create_warcinfo_record("", info))
    for step in fetched.steps:
        response = _new_id()
        writer.write_record(_record(step, "response", step.response, ("WARC-Record-ID", response)))
        request = (("WARC-Record-ID", _new_id()), ("WARC-Concurrent-To", response))
        writer.write_record(_record(step, "request", step.request, *request))
    return out.getvalue()


def _record(step: Step, kind: str, data: bytes, *more: tuple[str, str]) -> ArcWarcRecord:
    """Return a record of the bytes as they were: warcio's own builder writes HTTP headers anew."""
    ends = _END_OF_HEADERS.search(data)
    payload = data[ends.end() :] if ends else b""
    headers = [
        ("WARC-Type", kind),
        *more,
        ("WARC-Target-URI", step.url),
        ("WARC-Date", step.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        ("WARC-IP-Address", step.address),
        ("WARC-Payload-Digest", _digest(payload)),
        ("WARC-Block-Digest", _digest(data)),
    ]
    described = StatusAndHeaders("", headers, protocol=_VERSION)
    content = f"application/http; msgtype={kind}"
    return ArcWarcRecord("warc", kind, described, BytesIO(data), None, content, len(data), payload_length=len(data))


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _digest(data: bytes) -> str:
    return f"sha256:{b32encode(hashlib.sha256(data).digest()).decode()}"
