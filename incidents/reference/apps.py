from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "incidents.reference"
    label = "reference"
    verbose_name = "Reference"
