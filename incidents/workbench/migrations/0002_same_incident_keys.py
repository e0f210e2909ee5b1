"""Rows of one incident refer only to rows of the same incident: foreign keys over (id, incident_id)."""

from django.db import migrations

KEYS = [
    ("involvement", "claim", "claim"),
    ("incidentlink", "claim", "claim"),
    ("assertion", "claim", "claim"),
    ("claimlink", "claim", "claim"),
    ("claimlink", "to", "claim"),
    ("citation", "claim", "claim"),
    ("citation", "assertion", "assertion"),
    ("estimateclaim", "estimate", "casualtyestimate"),
    ("estimateclaim", "claim", "claim"),
]


def add_sql(table, column, target):
    return (
        f"ALTER TABLE workbench_{table} ADD CONSTRAINT workbench_{table}_{column}_same_incident "
        f"FOREIGN KEY ({column}_id, incident_id) REFERENCES workbench_{target} (id, incident_id) "
        "DEFERRABLE INITIALLY DEFERRED"
    )


def drop_sql(table, column):
    return f"ALTER TABLE workbench_{table} DROP CONSTRAINT workbench_{table}_{column}_same_incident"


class Migration(migrations.Migration):
    dependencies = [("workbench", "0001_workbench")]
    operations = [
        migrations.RunSQL("CREATE SEQUENCE workbench_ref_number", "DROP SEQUENCE workbench_ref_number"),
        *[migrations.RunSQL(add_sql(t, c, target), drop_sql(t, c)) for t, c, target in KEYS],
    ]
