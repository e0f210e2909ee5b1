"""A web server on 127.0.0.1 that answers what a test tells it to, and counts who asks."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from incidents.evidence.addresses import Policy

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """The server: what it answers by path, and the paths that were asked for with their headers."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def policy(self) -> Policy:
        """Let through this server alone."""
        return Policy(also=frozenset({("127.0.0.1", self.port)}))

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return an address of the server."""
        return f"http://{host}:{self.port}{path}"


def page(body: bytes = b"<!doctype html><title>A page</title>", status: int = 200, **headers: str) -> Answer:
    """Answer with these bytes."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Type": "text/html", "Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        with suppress(OSError):  # whoever asked may have gone
            request.wfile.write(body)

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    """Send elsewhere."""
    return page(b"", status, Location=to)


def raw(*pieces: bytes, pause: Callable[[], object] = lambda: None) -> Answer:
    """Send these bytes as they are, with a pause after each."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            for piece in pieces:
                request.wfile.write(piece)
                request.wfile.flush()
                pause()

    return answer


@contextmanager
def serving() -> Iterator[Site]:
    """Serve until the block ends."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            self.close_connection = True
            site.answers.get(self.path, page(b"no such page", 404))(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def nowhere(address: tuple[str, int], timeout: float) -> socket.socket:
    """Stand in for connecting: nothing leaves the machine."""
    raise AssertionError(f"connects to {address}")
