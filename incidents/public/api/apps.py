from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "incidents.public.api"
    label = "public_api"
