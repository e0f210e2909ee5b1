"""Refuse every change of these tables while read-only mode is on. Who is where at the desk is no data."""

from django.db import migrations

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [("workbench", "0011_distinctions"), ("readonly", "0001_read_only_mode")]
    operations = [
        *guarded(
            "workbench_erasure",
            "workbench_incident",
            "workbench_involvement",
            "workbench_incidentlink",
            "workbench_claim",
            "workbench_assertion",
            "workbench_claimlink",
            "workbench_source",
            "workbench_citation",
            "workbench_capture",
            "workbench_captureattempt",
            "workbench_custodyentry",
            "workbench_keptform",
            "workbench_distinction",
            "workbench_casualtyestimate",
            "workbench_estimateclaim",
            "workbench_assessment",
            "workbench_reviewnote",
            "workbench_notemention",
            "workbench_transition",
        ),
    ]
