from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "incidents.public.web"
    label = "public_web"
