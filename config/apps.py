from django.apps import AppConfig
from django.core.checks import Tags, register

from config.checks import check_locale


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Register the check that needs a database."""
        register(check_locale, Tags.database)
