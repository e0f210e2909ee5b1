"""Refuse every change of these tables while read-only mode is on."""

from django.db import migrations

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_actors"), ("readonly", "0001_read_only_mode")]
    operations = [
        *guarded(
            "actors_actor",
            "actors_actorname",
            "actors_actorrelation",
        ),
    ]
