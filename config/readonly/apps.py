from django.apps import AppConfig


class ReadOnlyConfig(AppConfig):
    name = "config.readonly"
    label = "readonly"
    verbose_name = "Read-only mode"
