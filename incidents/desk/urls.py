"""Addresses of the desk, under /desk/."""

from django.urls import path

from incidents.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("incidents/new/", views.new, name="new"),
    path("incidents/<str:ref>/", views.incident, name="incident"),
    path("incidents/<str:ref>/<slug:verb>/", views.step, name="step"),
    path("places/", views.places, name="places"),
    path("actors/", views.actors, name="actors"),
]
