"""Releases: frozen points in the ledger that researchers cite."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import PARAMETERS, Keyset, linked, links_of, only
from incidents.public.api import splice
from incidents.public.api.schema import BAD_REQUEST, NOT_FOUND, PAGING, answers
from incidents.public.api.schema_ledger import PATH_VERSION
from incidents.public.api.views.base import PublicView
from incidents.record.releases import BEFORE_ALL, one_release, releases

NEWEST_FIRST = Keyset("released_at", "id")


class ReleaseList(PublicView):
    """Releases, newest first."""

    @extend_schema(
        operation_id="releases", parameters=PAGING, responses=answers("ReleasePage", BAD_REQUEST), tags=["releases"]
    )
    def get(self, request: Request) -> Response:
        """List the releases with their files. `release=` in any filter asks for the record as it stood in one."""
        only(request.GET, *PARAMETERS)
        page = NEWEST_FIRST.page(releases().defer("manifest"), request.GET)
        base, links = _base(request), links_of(request, page)
        return linked(Response({**links, "results": [entry(release, base) for release in page.rows]}), links)


class ReleaseDetail(PublicView):
    """One release."""

    @extend_schema(
        operation_id="release",
        parameters=[PATH_VERSION],
        responses=answers("ReleaseDetail", BAD_REQUEST, NOT_FOUND),
        tags=["releases"],
    )
    def get(self, request: Request, version: str) -> Response:
        """Return a release with its manifest, its head's digest, its files, and what changed since the one before."""
        only(request.GET)
        release = one_release(version)
        if release is None:
            raise Http404
        told = entry(release, _base(request)) | {"changes": release.changes, "manifest": release.manifest}
        return Response(told, headers={"Last-Modified": http_date(release.released_at.timestamp())})


def entry(release: Any, base: str) -> dict[str, Any]:
    """Return what a list says of a release (`shapes_ledger.ReleaseEntry`)."""
    return {
        "version": release.version,
        "url": f"{base}{release.version}/",
        "released_at": splice.moment(release.released_at),
        "cutoff_seq": release.cutoff_seq,
        "head_digest": release.head_digest,
        "as_of": splice.moment(release.as_of) if release.as_of > BEFORE_ALL else None,
        "files": release.files,
    }


def _base(request: Request) -> str:
    return request.build_absolute_uri(reverse("api:releases"))
