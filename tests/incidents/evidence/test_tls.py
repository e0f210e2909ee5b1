"""HTTPS: the certificate is checked for the name that was asked for, at the address that was checked."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from incidents.evidence.addresses import Policy
from incidents.evidence.fetching import Failed, Ways, fetch

NAME = "site.example"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"


def certificate(folder: Path) -> Path:
    """Write a key and a certificate for NAME that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@dataclass
class SecureSite:
    """A server of one answer per connection; `names` are those that were asked for in the handshake."""

    port: int
    pem: Path
    names: list[str | None]

    def ways(self, tls: Callable[[], ssl.SSLContext] | None = None) -> Ways:
        """Resolve every name to the server, and trust its certificate."""
        trusting = tls or (lambda: ssl.create_default_context(cafile=str(self.pem)))
        return Ways(resolve=lambda host, port: ["127.0.0.1"], tls=trusting)

    @property
    def policy(self) -> Policy:
        """Let through this server alone."""
        return Policy(also=frozenset({("127.0.0.1", self.port)}))


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[SecureSite]:
    """A server with a certificate for site.example."""
    pem = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)

    def serve() -> None:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.settimeout(5)
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(4096)
                    secured.sendall(ANSWER)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield SecureSite(listener.getsockname()[1], pem, names)
    listener.close()
    thread.join(6)


def test_the_name_is_asked_for_and_checked(secure: SecureSite) -> None:
    found = fetch(f"https://{NAME}:{secure.port}/", policy=secure.policy, ways=secure.ways())
    assert found.body == b"<html>"
    assert secure.names == [NAME]
    assert found.steps[0].address == "127.0.0.1"


def test_a_certificate_for_another_name_is_refused(secure: SecureSite) -> None:
    with pytest.raises(Failed, match=r"certificate of other\.example is not valid"):
        fetch(f"https://other.example:{secure.port}/", policy=secure.policy, ways=secure.ways())


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: SecureSite) -> None:
    with pytest.raises(Failed, match=r"certificate of site\.example is not valid"):
        fetch(f"https://{NAME}:{secure.port}/", policy=secure.policy, ways=secure.ways(ssl.create_default_context))
