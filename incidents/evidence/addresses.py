"""Which addresses may be fetched: web addresses of the public internet, and nothing inside anybody's network.

The ranges are those of the IANA special-purpose registries (RFC 6890), with the IPv4 addresses that IPv6 ones carry.
"""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]
"""Takes a host and a port, returns the addresses of the host as texts. Raises OSError where there are none."""

LONGEST = 1000
_SCHEMES = {"http": 80, "https": 443}
_SPACE = 0x20
_DELETE = 0x7F
_KEPT_IN_PATH = "/%:=&?~+!$,;'@()*[]|"
_REFUSED = tuple(
    (ipaddress.ip_network(network), words)
    for network, words in (
        ("0.0.0.0/8", "means “this network”"),
        ("10.0.0.0/8", "is private"),
        ("100.64.0.0/10", "is shared inside a provider's network"),
        ("127.0.0.0/8", "is this machine (loopback)"),
        ("169.254.0.0/16", "is link-local"),
        ("172.16.0.0/12", "is private"),
        ("192.0.0.0/24", "is reserved"),
        ("192.0.2.0/24", "is for documentation"),
        ("192.88.99.0/24", "is a relay's"),
        ("192.168.0.0/16", "is private"),
        ("198.18.0.0/15", "is for measurements"),
        ("198.51.100.0/24", "is for documentation"),
        ("203.0.113.0/24", "is for documentation"),
        ("224.0.0.0/4", "is multicast"),
        ("240.0.0.0/4", "is reserved"),
        ("::/128", "is no address (unspecified)"),
        ("::1/128", "is this machine (loopback)"),
        ("fc00::/7", "is private"),
        ("fe80::/10", "is link-local"),
        ("fec0::/10", "is site-local"),
        ("ff00::/8", "is multicast"),
        ("2001::/23", "is reserved"),
        ("2001:db8::/32", "is for documentation"),
        ("3fff::/20", "is for documentation"),
    )
)
_GLOBAL_V6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """An address that is never fetched; the message says why, for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched. The default lets nothing through that is not public; only tests make exceptions."""

    ports: frozenset[int] = frozenset(_SCHEMES.values())
    also: frozenset[tuple[str, int]] = field(default=frozenset())
    """Exceptions: this very address at this very port. No setting fills it."""

    def check(self, text: str, port: int) -> Address:
        """Return the address of a resolved host, if it may be connected to at a port. Raises Refused."""
        try:
            address = ipaddress.ip_address(text)
        except ValueError as error:
            raise Refused(f"{text} is not an IP address.") from error
        if (text, port) in self.also:
            return address
        if why := not_public(address):
            raise Refused(f"The address {text} {why}; only public addresses are fetched.")
        if port not in self.ports:
            allowed = " and ".join(str(one) for one in sorted(self.ports))
            raise Refused(f"Port {port} is not fetched from, only {allowed}.")
        return address


PUBLIC_ONLY = Policy()


def not_public(address: Address) -> str:
    """Return why an address is not one of the public internet; empty where it is."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return "is link-local"
        if (inner := _carried(address)) is not None:
            why = not_public(inner)
            return f"stands for {inner}, which {why}" if why else ""
    for network, words in _REFUSED:
        if address.version == network.version and address in network:
            return words
    if address.version == _GLOBAL_V6.version and address not in _GLOBAL_V6:
        return "is reserved"
    return "" if address.is_global else "is not public"


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for: mapped, 6to4 or translated."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@dataclass(frozen=True, slots=True)
class Target:
    """A web address, taken apart and written one way: what is checked is what is asked for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _SCHEMES[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the address as a text."""
        return f"{self.scheme}://{self.authority}{self.path}"


def read(url: str) -> Target:
    """Take a web address apart. Raises Refused for other schemes, passwords, and what is no address."""
    if any(ord(one) <= _SPACE or ord(one) == _DELETE for one in url) or "\\" in url:
        raise Refused("The address has characters in it that no address has.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Refused("This is not a web address.") from error
    if parts.scheme not in _SCHEMES:
        raise Refused("Only addresses that begin with http:// or https:// are fetched.")
    if "@" in parts.netloc:
        raise Refused("An address with a user name or password in it is not fetched.")
    target = Target(
        parts.scheme,
        _ascii(host.rstrip(".")),
        _SCHEMES[parts.scheme] if port is None else port,
        urlunsplit(("", "", quote(parts.path, _KEPT_IN_PATH) or "/", quote(parts.query, _KEPT_IN_PATH), "")),
    )
    if len(target.url) > LONGEST:
        raise Refused(f"The address is longer than {LONGEST} characters.")
    return target


def _ascii(host: str) -> str:
    """Return a host as the name system has it."""
    if not host or "%" in host:
        raise Refused("The address names no host.")
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Refused("The address names no host.") from error


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system resolves it, each once, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))
