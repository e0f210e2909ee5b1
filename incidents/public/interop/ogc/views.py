"""The addresses of OGC API – Features: each reads what it was asked, makes a document, and answers in JSON or HTML."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import only
from incidents.public.api import splice
from incidents.public.api.views.base import PublicView, count_of
from incidents.public.exports.answer import AS_OF
from incidents.public.interop.ogc import describe, items, openapi
from incidents.public.interop.ogc.addresses import GEOJSON, JSON, OPENAPI, SCHEMA, Addresses, Link, both_ways, header
from incidents.public.interop.ogc.asking import CRS84, read
from incidents.public.interop.ogc.collections import COLLECTIONS, Collection
from incidents.public.interop.ogc.formats import wants_html
from incidents.public.interop.ogc.pages import page


class AnyAccept(BaseContentNegotiation):
    """Never 406: what prefers HTML gets it, everything else JSON (`formats`)."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Nothing is sent here."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """Return the renderer for errors."""
        return renderers[0], renderers[0].media_type


@extend_schema(exclude=True)
class OgcView(PublicView):
    """A document in JSON or as a page."""

    content_negotiation_class = AnyAccept
    type = JSON
    title = describe.TITLE

    @property
    def collection(self) -> Collection | None:
        """The collection that the address names."""
        return self.chosen if "collection" in self.kwargs else None

    @property
    def chosen(self) -> Collection:
        """The same, where the address names one."""
        return COLLECTIONS[self.kwargs["collection"]]

    def itself(self, request: HttpRequest, *, html: bool) -> list[Link]:
        """Return the links to the document and to its other format."""
        query = request.GET.copy()
        query.pop("f", None)
        address = request.build_absolute_uri(request.path)
        return both_ways(address, query.urlencode(), self.type, self.heading, html=html)

    @property
    def heading(self) -> str:
        """What the document is called."""
        return self.collection.title if self.collection else self.title

    def answer(self, request: Request, data: dict[str, Any], *, html: bool, **headers: str) -> HttpResponseBase:
        """Return a document in the format that was asked for."""
        response: HttpResponse
        if html:
            shown = page(data, self.heading, self.collection)
            plain: HttpRequest = request._request  # noqa: SLF001 - templates know Django's request only
            response = render(plain, "public/ogc.html", {"page": shown})
        else:
            response = Response(orjson.dumps(data), content_type=self.type)
        patch_vary_headers(response, ["Accept"])
        if links := data.get("links"):
            response["Link"] = header(links)
        for name, value in headers.items():
            response[name.replace("_", "-")] = value
        return response


class Document(OgcView, ABC):
    """A document that asks for nothing but its address."""

    def get(self, request: Request, **parts: Any) -> HttpResponseBase:
        """Answer with the document of this address."""
        html = wants_html(request)
        only(request.GET, "f")
        to = Addresses.of(request)
        return self.answer(request, self.document(to, self.itself(request, html=html)), html=html)

    @abstractmethod
    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return the document."""


class Landing(Document):
    """Where everything begins."""

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return the landing page."""
        return describe.landing(to, itself)


class Conformance(Document):
    """Which parts of the standards are kept."""

    title = "Conformance"

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return the classes."""
        return describe.conformance(itself)


class Api(Document):
    """The interface in OpenAPI 3.0."""

    type = OPENAPI
    title = "The API"

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return the OpenAPI document."""
        return openapi.document(to)


class Collections(Document):
    """All collections."""

    title = "Collections"

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return them."""
        return describe.collections(to, itself)


class OneCollection(Document):
    """One collection."""

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return it."""
        return describe.collection(self.chosen, to, itself)


class Queryables(Document):
    """What filters may ask about."""

    type = SCHEMA

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return it as a JSON Schema."""
        return describe.queryables(self.chosen, to)


class Schema(Document):
    """What a feature looks like."""

    type = SCHEMA

    def document(self, to: Addresses, itself: list[Link]) -> dict[str, Any]:
        """Return it as a JSON Schema."""
        return describe.schema(self.chosen, to)


class Items(OgcView):
    """A page of features."""

    type = GEOJSON

    def get(self, request: Request, **parts: Any) -> HttpResponseBase:
        """Answer with the features that the query string asks for."""
        html = wants_html(request)
        found = read(self.chosen, request.GET)
        tally = items.tally(found, count_of(request))  # first: it must not name what the page did not see
        data = items.page(self.chosen, found, tally, request, self.itself(request, html=html))
        return self.answer(request, data, html=html, **_dated(tally.as_of))


class Item(OgcView):
    """One feature."""

    type = GEOJSON

    def get(self, request: Request, **parts: Any) -> HttpResponseBase:
        """Answer with a feature that stands, or stood at `as_of`; lead from a merged one to the one that tells it."""
        html = wants_html(request)
        as_of = items.seen(request)  # first: it must not name what the feature did not see
        data = items.feature(self.chosen, parts["ref"], request, self.itself(request, html=html))
        if data is None:
            into = items.elsewhere(self.chosen, parts["ref"], request)
            if into is None:
                raise Http404
            return HttpResponsePermanentRedirect(into)
        return self.answer(request, data, html=html, **_dated(as_of))


def _dated(as_of: datetime | None) -> dict[str, str]:
    """Return the headers of features: how positions are told, and the last edition that was seen."""
    return {"Content_Crs": f"<{CRS84}>"} | ({AS_OF: splice.moment(as_of)} if as_of else {})


@extend_schema(exclude=True)
class Elsewhere(PublicView):
    """Any other address: without its last slash it may be one of ours; otherwise a problem document."""

    content_negotiation_class = AnyAccept

    def get(self, request: Request, rest: str) -> HttpResponseBase:
        """Lead to the address without the slash, or answer 404."""
        if not rest.endswith("/"):
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(request.path.rstrip("/") + (f"?{query}" if query else ""))

    def http_method_not_allowed(self, request: HttpRequest, *_args: Any, **_parts: Any) -> Response:
        """Answer 404 to every other method too: it is not the method that is wrong."""
        raise Http404
