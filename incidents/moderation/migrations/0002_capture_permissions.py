"""Editors and administrators see the tries to copy sources and the custody of copies; nobody adds any in the admin."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

SEEN = ["captureattempt", "custodyentry"]


def grant(apps, schema_editor):
    create_permissions(installed.get_app_config("workbench"), verbosity=0, apps=installed)
    permission = apps.get_model("auth", "Permission")
    found = permission.objects.filter(
        content_type__app_label="workbench", codename__in=[f"view_{model}" for model in SEEN]
    )
    for holder in apps.get_model("auth", "Group").objects.filter(name__in=["editor", "administrator"]):
        holder.permissions.add(*found)


def revoke(apps, schema_editor):
    for holder in apps.get_model("auth", "Group").objects.filter(name__in=["editor", "administrator"]):
        holder.permissions.remove(
            *holder.permissions.filter(
                content_type__app_label="workbench", codename__in=[f"view_{model}" for model in SEEN]
            )
        )


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_role_permissions"), ("workbench", "0006_captures")]
    operations = [migrations.RunPython(grant, revoke)]
