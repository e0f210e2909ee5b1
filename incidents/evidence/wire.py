"""An HTTP response as it comes over the wire: timed, counted, and recorded byte for byte."""

import http.client
import io
import socket
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP = {"gzip", "x-gzip"}
_PIECE = 1 << 16


class TooLarge(Exception):
    """A body grows beyond the limit when it is decoded."""


class Timed(io.RawIOBase):
    """Reads from a socket: each read gets what is left of the time for everything, and counts what it brought."""

    def __init__(self, source: socket.socket, seconds_left: Callable[[], float], spend: Callable[[int], None]) -> None:
        super().__init__()
        self._source, self._seconds_left, self._spend = source, seconds_left, spend

    def readable(self) -> bool:
        """Tell that it is for reading."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer with what comes next."""
        self._source.settimeout(self._seconds_left())
        size = self._source.recv_into(buffer)
        self._spend(size)
        return size


class Recorded(io.BufferedReader):
    """What `http.client` reads a response from, with a copy of every byte that it took."""

    def __init__(self, raw: Timed) -> None:
        super().__init__(raw)
        self._taken = bytearray()

    def answer(self) -> tuple[int, str, http.client.HTTPMessage, bytes]:
        """Return status, reason, headers and the body, freed of its transfer coding."""
        response = http.client.HTTPResponse(cast(socket.socket, _AsSocket(self)), method="GET")
        response.begin()
        pieces = []
        while piece := response.read(_PIECE):  # a piece at a time: what a server declares is not believed
            pieces.append(piece)
        body = b"".join(pieces)
        if response.length:
            raise http.client.IncompleteRead(body, response.length)
        return response.status, response.reason, response.headers, body

    def everything(self) -> bytes:
        """Return the response as it came."""
        return bytes(self._taken)

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, and keep a copy."""
        return self._copied(super().read(size))

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line, and keep a copy."""
        return self._copied(super().readline(size))

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read into a buffer, and keep a copy."""
        size = super().readinto(buffer)
        self._taken += memoryview(buffer).cast("B")[:size]
        return size

    def _copied(self, data: bytes) -> bytes:
        self._taken += data
        return data


class _AsSocket:
    """The one thing that `http.client` asks of a socket."""

    def __init__(self, file: Recorded) -> None:
        self._file = file

    def makefile(self, mode: str) -> Recorded:
        """Return what is read from."""
        return self._file


def decoded(body: bytes, coding: str, limit: int) -> bytes:
    """Return a body without its content coding, as far as the coding is known. Raises TooLarge, and ValueError."""
    name = coding.strip().lower()
    if name in _GZIP:
        return _inflated(body, zlib.MAX_WBITS | 16, limit)
    if name == "deflate":
        wrapped = len(body) > 1 and body[0] & 0x0F == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
        return _inflated(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS, limit)
    return body


def _inflated(body: bytes, bits: int, limit: int) -> bytes:
    """Return a body unpacked, never holding more than the limit and a little."""
    unpacker, found = zlib.decompressobj(bits), bytearray()
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(body, _PIECE)
            body = unpacker.unconsumed_tail
            found += piece
            if len(found) > limit:
                raise TooLarge
            if not piece and not body:
                raise ValueError("the packed body has no end")
    except zlib.error as error:
        raise ValueError(f"the body can't be unpacked ({error})") from error
    return bytes(found)
