"""The archive of a fetched page, read by warcio itself."""

import gzip
import hashlib
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from incidents.evidence.fetching import Fetched, fetch
from incidents.evidence.sniffing import sniff
from incidents.evidence.warc import archive
from tests.incidents.evidence.server import Site, page, raw, redirect

HTML = b"<!doctype html><title>A page</title>"


def fetched(site: Site) -> Fetched:
    """Return a page, sent in chunks, behind a redirect whose header is not ASCII."""
    site.answers["/"] = redirect("/página".encode().decode("latin-1"))
    site.answers["/p%C3%A1gina"] = raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML),
    )
    return fetch(site.url(), policy=site.policy)


def check(file: Path) -> int:
    """Return the status of warcio's own check."""
    return int(Checker(SimpleNamespace(inputs=[str(file)], verbose=False)).process_all())


def test_every_step_is_in_it_byte_for_byte(site: Site) -> None:
    found = fetched(site)
    records = [
        (record.rec_type, record.rec_headers, record.raw_stream.read())
        for record in ArchiveIterator(BytesIO(archive(found)), no_record_parse=True)
    ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request", "response", "request"]
    for number, step in enumerate(found.steps):
        (_, response, answered), (_, request, asked) = records[1 + 2 * number : 3 + 2 * number]
        assert (answered, asked) == (step.response, step.request)
        for headers in (response, request):
            assert headers.get_header("WARC-Target-URI") == step.url
            assert headers.get_header("WARC-IP-Address") == "127.0.0.1"
            assert headers.get_header("WARC-Date") == step.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    assert found.final_url == site.url("/p%C3%A1gina")


def test_warcio_reads_the_page_and_finds_nothing_wrong(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "page.warc.gz"
    file.write_bytes(archive(fetched(site)))
    assert check(file) == 0
    with file.open("rb") as stream:
        pages = [record.content_stream().read() for record in ArchiveIterator(stream) if record.rec_type == "response"]
    assert pages == [b"", HTML]
    assert sniff(file.read_bytes()).mime == "application/warc+gzip"


def test_a_changed_byte_is_found(site: Site, tmp_path: Path) -> None:
    """The digests are over what was received: the check fails for another page."""
    site.answers["/"] = page(HTML)
    file = tmp_path / "changed.warc"
    file.write_bytes(gzip.decompress(archive(fetch(site.url(), policy=site.policy))).replace(b"A page", b"B page"))
    assert check(file) == 1


def test_the_same_page_twice_has_two_hashes_and_one_payload(site: Site) -> None:
    site.answers["/"] = page(HTML)
    first, second = (fetch(site.url(), policy=site.policy) for _ in range(2))
    assert hashlib.sha256(archive(first)).digest() != hashlib.sha256(archive(second)).digest()
    assert first.body == second.body
