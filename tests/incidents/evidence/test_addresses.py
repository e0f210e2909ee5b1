"""What is never fetched: addresses inside anybody's network, in whatever notation."""

import pytest

from incidents.evidence.addresses import PUBLIC_ONLY, Policy, Refused, read

INSIDE = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::",
    "2002:c0a8:101::1", "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1",
    "ff02::1", "4000::1",
]  # fmt: skip
OUTSIDE = ["93.184.215.14", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
           "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_the_default_refuses_what_is_not_public(address: str) -> None:
    with pytest.raises(Refused, match="only public addresses"):
        PUBLIC_ONLY.check(address, 443)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_default_lets_the_public_through(address: str) -> None:
    assert str(PUBLIC_ONLY.check(address, 80))


@pytest.mark.parametrize("port", [0, 22, 25, 81, 5432, 8080, 65535])
def test_other_ports_are_refused(port: int) -> None:
    with pytest.raises(Refused, match="only 80 and 443"):
        PUBLIC_ONLY.check("8.8.8.8", port)


def test_an_exception_is_one_address_at_one_port() -> None:
    policy = Policy(also=frozenset({("127.0.0.1", 8123)}))
    assert str(policy.check("127.0.0.1", 8123)) == "127.0.0.1"
    for address, port in (("127.0.0.1", 8124), ("127.0.0.2", 8123), ("::ffff:127.0.0.1", 8123)):
        with pytest.raises(Refused):
            policy.check(address, port)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/x", "http"),
        ("file:///etc/passwd", "http"),
        ("javascript:alert(1)", "http"),
        ("//example.org/", "http"),
        ("https://user:secret@example.org/", "user name"),
        ("https://user@example.org/", "user name"),
        ("https:///path", "no host"),
        ("https://exa mple.org/", "characters"),
        ("https://example.org/\r\nX: y", "characters"),
        ("https://example.org\\@127.0.0.1/", "characters"),
        ("https://example.org:port/", "not a web address"),
        ("https://example.org:99999/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://[fe80::1%25eth0]/", "no host"),
        (f"https://example.org/{'a' * 1000}", "longer"),
    ],
)
def test_other_addresses_are_refused(url: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(url)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://Example.ORG", "https://example.org/"),
        ("https://example.org.:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://panorama.am/հայ?q=ծ", "https://panorama.am/%D5%B0%D5%A1%D5%B5?q=%D5%AE"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2606:2800::1]/", "http://[2606:2800::1]/"),
    ],
)
def test_addresses_are_written_one_way(url: str, written: str) -> None:
    assert read(url).url == written
