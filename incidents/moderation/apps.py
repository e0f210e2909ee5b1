from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "incidents.moderation"
    label = "moderation"
    verbose_name = "Moderation"
