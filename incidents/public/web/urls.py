"""Addresses of the public pages."""

from django.urls import path, re_path

from incidents.public import converters  # noqa: F401 - registers `ref`
from incidents.public.web import views

app_name = "web"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<ref:ref>/", views.incident, name="incident"),
    path("incidents/<ref:ref>/history/", views.history, name="history"),
    path("incidents/<ref:ref>/editions/<int:number>/", views.edition, name="edition"),
    path("incidents/<ref:ref>/diff/", views.compare, name="compare"),
    path("incidents/<ref:ref>/diff/<int:before>..<int:after>/", views.difference, name="difference"),
    path("claims/", views.claims, name="claims"),
    path("actors/", views.actors, name="actors"),
    path("actors/<slug:slug>/", views.actor, name="actor"),
    re_path(r"^captures/(?P<sha256>[0-9a-f]{64})/$", views.capture, name="capture"),
    path("codebook/", views.codebook, name="codebook"),
    path("methodology/", views.methodology, name="methodology"),
]
