"""Addresses of the API, under /api/v1/."""

from django.urls import path, re_path

from incidents.public import converters  # noqa: F401 - registers `ref`
from incidents.public.api.views import (
    actors,
    changes,
    claims,
    codebook,
    diff,
    incidents,
    maps,
    reference,
    releases,
    root,
    sources,
    stats,
)

app_name = "api"
urlpatterns = [
    path("", root.Root.as_view(), name="root"),
    path("incidents/", incidents.IncidentList.as_view(), name="incidents"),
    path("incidents/<ref:ref>/", incidents.IncidentDetail.as_view(), name="incident"),
    path("incidents/<ref:ref>/editions/", incidents.EditionHistory.as_view(), name="editions"),
    path("incidents/<ref:ref>/editions/<int:number>/", incidents.EditionDetail.as_view(), name="edition"),
    path("incidents/<ref:ref>/diff/<int:before>..<int:after>/", diff.EditionDiff.as_view(), name="diff"),
    path("incidents/<ref:ref>/positions/", incidents.PositionTable.as_view(), name="positions"),
    path("incidents/<ref:ref>/claims/", incidents.IncidentClaims.as_view(), name="incident-claims"),
    path("claims/", claims.ClaimSearch.as_view(), name="claims"),
    path("stats/series/", stats.Series.as_view(), name="stats-series"),
    path("stats/facets/", stats.Facets.as_view(), name="stats-facets"),
    path("stats/first-since/", stats.FirstSince.as_view(), name="stats-first-since"),
    path("stats/baseline/", stats.Baseline.as_view(), name="stats-baseline"),
    path("map/", maps.Map.as_view(), name="map"),
    path("actors/", actors.ActorList.as_view(), name="actors"),
    path("actors/<slug:slug>/", actors.ActorDetail.as_view(), name="actor"),
    path("places/", reference.PlaceList.as_view(), name="places"),
    path("places/<code:code>/", reference.PlaceDetail.as_view(), name="place"),
    path("borders/", reference.BorderList.as_view(), name="borders"),
    path("borders/<slug:slug>/", reference.BorderDetail.as_view(), name="border"),
    path("disputes/", reference.DisputeList.as_view(), name="disputes"),
    path("disputes/<slug:slug>/", reference.DisputeDetail.as_view(), name="dispute"),
    path("sources/", sources.SourceList.as_view(), name="sources"),
    path("sources/<code:source>/", sources.SourceDetail.as_view(), name="source"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("releases/", releases.ReleaseList.as_view(), name="releases"),
    path("releases/<version:version>/", releases.ReleaseDetail.as_view(), name="release"),
    path("codebook/", codebook.CodebookView.as_view(), name="codebook"),
    path("schema/", root.Schema.as_view(), name="schema"),
    path("docs/", root.Docs.as_view(), name="docs"),
    re_path(r"^(?P<rest>.*/)$", root.Nowhere.as_view(), name="nowhere"),
]
