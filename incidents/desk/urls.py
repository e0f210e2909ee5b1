"""Addresses of the desk, under /desk/."""

from django.urls import path, re_path

from incidents.desk.views import copies, history, home, incident, kept, options, presence, related, starting

app_name = "desk"
REF = "(?P<ref>CC-[0-9]{4}-[0-9]{5,12})"

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", starting.start, name="start"),
    path("incidents/", home.listed, name="list"),
    path("incidents/new/", incident.new, name="new"),
    re_path(rf"^incidents/{REF}/$", incident.incident, name="incident"),
    re_path(rf"^incidents/{REF}/here/$", presence.here, name="here"),
    re_path(rf"^incidents/{REF}/history/$", history.history, name="history"),
    re_path(rf"^incidents/{REF}/undo/$", history.undo, name="undo"),
    re_path(rf"^incidents/{REF}/(?P<verb>[a-z_]+)/$", incident.step, name="step"),
    re_path(r"^captures/(?P<public_id>[0-9a-z]{10})/$", copies.capture, name="capture"),
    path("kept/", kept.keep, name="keep"),
    re_path(r"^kept/(?P<form_id>[0-9a-z]{10})/discard/$", kept.discard, name="discard"),
    path("me/", kept.me, name="me"),
    path("signed-in/", kept.signed_in, name="signed-in"),
    path("related/", related.related, name="related"),
    path("near/", options.near, name="near"),
    path("places/", options.places, name="places"),
    path("when/", options.when, name="when"),
    path("actors/", options.actors, name="actors"),
]
