"""Pictures from their first byte to their last: what has anything else in it or behind it is no picture here.

A file that is a picture to one program and a page or an archive to another would be served as the one and run as the
other. So the parts of the four formats are walked to the end: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), GIF89a,
WebP (RIFF).
"""

import re
import struct
import zlib
from collections.abc import Callable

_PNG = b"\x89PNG\r\n\x1a\n"
_SCRIPT = re.compile(rb"<(?:script|html[\s>]|!doctype|\?php)|%PDF-\d", re.IGNORECASE)  # too long to be there by chance
_BEHIND = "other data stands behind the picture"
_BROKEN = "its parts don't hold together"
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_GIF_IMAGE, _GIF_EXTENSION, _GIF_END = 0x2C, 0x21, 0x3B


def looks_like(data: bytes) -> str | None:
    """Return the media type of the picture that a file begins as."""
    if data.startswith(_PNG):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def problem_of(mime: str, data: bytes) -> str:
    """Return why a file that begins as a picture is none; empty where it is one."""
    try:
        end = _WALKS[mime](data)
    except (IndexError, struct.error, ValueError):
        return _BROKEN
    if end != len(data):
        return _BEHIND
    return "there are words of a program or a page in it" if _SCRIPT.search(data) else ""


def _png(data: bytes) -> int:
    """Return where a PNG ends: chunks with right checksums, IHDR first, IEND last."""
    at, name, first = len(_PNG), b"", True
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        (check,) = struct.unpack_from(">I", data, at + 8 + length)
        if first != (name == b"IHDR") or zlib.crc32(data[at + 4 : at + 8 + length]) != check:
            raise ValueError(name)
        at, first = at + 12 + length, False
    return at


def _jpeg(data: bytes) -> int:
    """Return where a JPEG ends. Cameras put further JPEGs (a preview, the brightness) behind the first: they count."""
    at = 0
    while data[at : at + 3] == b"\xff\xd8\xff":
        at = _one_jpeg(data, at + 2)
    return at


def _one_jpeg(data: bytes, at: int) -> int:
    scanned = False
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004 - begins every marker
            raise ValueError(at)
        while data[at] == 0xFF:  # noqa: PLR2004 - fill bytes
            at += 1
        marker, at = data[at], at + 1
        if marker == _EOI:
            if not scanned:
                raise ValueError(at)
            return at
        if marker in _STANDALONE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if length < 2 or at + length > len(data):  # noqa: PLR2004 - it counts itself
            raise ValueError(at)
        at += length
        if marker == _SOS:
            scanned = True
            found = _NEXT_MARKER.search(data, at)
            if found is None:
                raise ValueError(at)
            at = found.start()


def _gif(data: bytes) -> int:
    """Return where a GIF ends: blocks up to the trailer, with at least one image."""
    at = 13 + _color_table(data[10])
    images = 0
    while data[at] != _GIF_END:
        if data[at] == _GIF_IMAGE:
            images += 1
            at += 10 + _color_table(data[at + 9]) + 1
        elif data[at] == _GIF_EXTENSION:
            at += 2
        else:
            raise ValueError(at)
        while data[at]:
            at += data[at] + 1
        at += 1
    if not images:
        raise ValueError(at)
    return at + 1


def _color_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(data: bytes) -> int:
    """Return where a WebP ends: its chunks fill the RIFF's length exactly, and one of them is an image."""
    length = int.from_bytes(data[4:8], "little")
    end, at, names = 8 + length, 12, set()
    while at < end:
        (size,) = struct.unpack_from("<I", data, at + 4)
        names.add(data[at : at + 4])
        at += 8 + size + size % 2
    if at != end or not names & {b"VP8 ", b"VP8L", b"ANMF"}:
        raise ValueError(at)
    return end


_WALKS: dict[str, Callable[[bytes], int]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
}
