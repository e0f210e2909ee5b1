from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "incidents.publishing"
    label = "publishing"
    verbose_name = "Publishing"
