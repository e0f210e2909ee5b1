"""Addresses of the desk, under /desk/."""

from django.urls import path, re_path

from incidents.desk import views

app_name = "desk"
REF = "(?P<ref>CC-[0-9]{4}-[0-9]{5,12})"

urlpatterns = [
    path("", views.home, name="home"),
    path("incidents/new/", views.new, name="new"),
    re_path(rf"^incidents/{REF}/$", views.incident, name="incident"),
    re_path(rf"^incidents/{REF}/(?P<verb>[a-z]+)/$", views.step, name="step"),
    re_path(r"^captures/(?P<public_id>[0-9a-z]{10})/$", views.capture, name="capture"),
    path("places/", views.places, name="places"),
    path("actors/", views.actors, name="actors"),
]
