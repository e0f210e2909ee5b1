"""Where things are, and how a document links to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

JSON = "application/json"
GEOJSON = "application/geo+json"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
HTML = "text/html"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"

Link = dict[str, str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The absolute addresses that others begin with: of this interface, of incidents' pages and of their API."""

    root: str
    pages: str
    api: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Addresses":
        """Return the addresses as the caller reaches them."""
        named = (reverse(name) for name in ("ogc:landing", "web:incidents", "api:incidents"))
        return cls(*(request.build_absolute_uri(path) for path in named))

    def collection(self, name: str, *parts: str) -> str:
        """Return the address of a collection, or of what is under it."""
        return "/".join([f"{self.root}collections/{name}", *parts])


def link(href: str, rel: str, type_: str, title: str = "") -> Link:
    """Return a link as OGC API documents write it."""
    return {"href": href, "rel": rel, "type": type_} | ({"title": title} if title else {})


def both_ways(address: str, query: str, type_: str, title: str, *, html: bool) -> list[Link]:
    """Return the links to a document itself and to its other format: JSON and HTML stand at one address."""
    mark = "&" if query else "?"
    here = f"{address}?{query}" if query else address
    page = link(f"{here}{mark}f=html", "self" if html else "alternate", HTML, f"{title}, as a page")
    if html:
        return [page, link(f"{here}{mark}f=json", "alternate", type_, f"{title}, as JSON")]
    return [link(here, "self", type_, title), page]


def header(links: Iterable[Mapping[str, str]]) -> str:
    """Return links as the value of a Link header (RFC 8288)."""
    return ", ".join(f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' for one in links)
