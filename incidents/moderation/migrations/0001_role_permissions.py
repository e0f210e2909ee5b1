"""What each role may touch in the admin. The domain layer decides again, by role and state."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITED = ["incident", "involvement", "incidentlink", "claim", "assertion", "claimlink", "citation", "source",
          "casualtyestimate", "estimateclaim", "assessment", "reviewnote"]  # fmt: skip
REFERENCE = ["place", "placename", "border", "bordersection", "dispute", "milestone"]
ACTORS = ["actor", "actorname", "actorrelation"]
EDITOR = {
    "workbench": {**dict.fromkeys(EDITED, ("view", "add", "change", "delete")), "capture": ("view", "add"),
                  "transition": ("view",)},
    "reference": dict.fromkeys(REFERENCE, ("view", "add", "change", "delete")),
    "actors": dict.fromkeys(ACTORS, ("view", "add", "change", "delete")),
    "record": dict.fromkeys(["edition", "release", "expunction"], ("view",)),
}  # fmt: skip
NEVER = {("workbench", "incident", "delete"), ("workbench", "incident", "add")}
ADMINISTRATOR = {
    "accounts": {"user": ("view", "add", "change"), "apitoken": ("view", "delete")},
    "workbench": dict.fromkeys([*EDITED, "capture", "transition"], ("view",)),
    "reference": dict.fromkeys(REFERENCE, ("view",)),
    "actors": dict.fromkeys(ACTORS, ("view",)),
    "record": dict.fromkeys(["edition", "release", "expunction"], ("view",)),
}


def grant(apps, schema_editor):
    for label in {*EDITOR, *ADMINISTRATOR}:
        create_permissions(installed.get_app_config(label), verbosity=0, apps=installed)
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    for name, table in (("editor", EDITOR), ("administrator", ADMINISTRATOR)):
        holder = group.objects.get(name=name)
        for label, models in table.items():
            for model, verbs in models.items():
                for verb in verbs:
                    if (label, model, verb) not in NEVER:
                        holder.permissions.add(
                            permission.objects.get(content_type__app_label=label, codename=f"{verb}_{model}")
                        )


def revoke(apps, schema_editor):
    for holder in apps.get_model("auth", "Group").objects.filter(name__in=["editor", "administrator"]):
        holder.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("actors", "0002_actors"),
        ("reference", "0001_reference"),
        ("workbench", "0002_same_incident_keys"),
        ("record", "0002_box_index"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(grant, revoke)]
