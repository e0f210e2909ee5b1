"""Addresses of the desk, under /desk/."""

from django.urls import path, re_path

from incidents.desk.views import copies, home, incident, options

app_name = "desk"
REF = "(?P<ref>CC-[0-9]{4}-[0-9]{5,12})"

urlpatterns = [
    path("", home.home, name="home"),
    path("incidents/new/", incident.new, name="new"),
    re_path(rf"^incidents/{REF}/$", incident.incident, name="incident"),
    re_path(rf"^incidents/{REF}/(?P<verb>[a-z]+)/$", incident.step, name="step"),
    re_path(r"^captures/(?P<public_id>[0-9a-z]{10})/$", copies.capture, name="capture"),
    path("near/", options.near, name="near"),
    path("places/", options.places, name="places"),
    path("when/", options.when, name="when"),
    path("actors/", options.actors, name="actors"),
]
