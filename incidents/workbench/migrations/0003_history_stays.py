"""History can't be emptied, and who made a change can't be rewritten: a context may only grow."""

from django.db import migrations

EVENTS = [
    "assertion", "assessment", "casualtyestimate", "citation", "claim", "claimlink", "estimateclaim", "incident",
    "incidentlink", "involvement", "reviewnote", "source",
]  # fmt: skip
REFUSE = """
CREATE FUNCTION workbench_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.id = OLD.id AND NEW.metadata @> OLD.metadata THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def truncate_sql(table):
    return (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()"
    )


def drop_sql(table, name):
    return f"DROP TRIGGER {name} ON {table}"


TABLES = ["pghistory_context", *(f"workbench_{name}event" for name in EVENTS)]


class Migration(migrations.Migration):
    dependencies = [("workbench", "0002_same_incident_keys"), ("pghistory", "0007_auto_20250421_0444")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION workbench_history_stays()"),
        *[migrations.RunSQL(truncate_sql(table), drop_sql(table, f"{table}_no_truncate")) for table in TABLES],
        migrations.RunSQL(
            "CREATE TRIGGER pghistory_context_grows BEFORE UPDATE OR DELETE ON pghistory_context "
            "FOR EACH ROW EXECUTE FUNCTION workbench_history_stays()",
            drop_sql("pghistory_context", "pghistory_context_grows"),
        ),
    ]
