from django.apps import AppConfig, apps


class ModerationConfig(AppConfig):
    name = "incidents.moderation"
    label = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        """Make the editors' desk the admin's site, before the admin (installed later) looks for one."""
        apps.get_app_config("admin").default_site = "incidents.moderation.site.EditorsDesk"  # type: ignore[attr-defined]
