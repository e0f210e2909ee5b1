from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "incidents.public"
    label = "public"
