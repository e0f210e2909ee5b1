"""Who saw what is confidential; and indexes for reading the log of changes by time and by person."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

TABLES = [
    "assertion", "assessment", "casualtyestimate", "citation", "claim", "claimlink", "distinction", "estimateclaim",
    "incident", "incidentlink", "involvement", "notemention", "reviewnote", "source",
]  # fmt: skip
BY_NOBODY = [
    migrations.RunSQL(
        f"CREATE INDEX workbench_{table}_by_nobody ON workbench_{table}event (pgh_created_at DESC, pgh_id DESC) "
        "WHERE pgh_context_id IS NULL",
        f"DROP INDEX workbench_{table}_by_nobody",
    )
    for table in TABLES
]
"""What nobody signed is rare, and looked for on every page of the log."""
BY_TIME = migrations.RunSQL(
    "CREATE INDEX pghistory_context_newest ON pghistory_context (created_at DESC, id DESC)",
    "DROP INDEX pghistory_context_newest",
)
BY_PERSON = migrations.RunSQL(
    "CREATE INDEX pghistory_context_of ON pghistory_context ((metadata -> 'user'), created_at DESC, id DESC)",
    "DROP INDEX pghistory_context_of",
)


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0012_read_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("address", models.CharField(blank=True, help_text="Where the request came from.", max_length=45)),
                (
                    "face",
                    models.CharField(
                        choices=[
                            ("desk", "The desk’s form"),
                            ("history", "Edit history"),
                            ("admin", "The admin’s form"),
                            ("review", "Review page"),
                            ("api", "Drafts API"),
                            ("copy", "Copy of a source"),
                            ("audit", "Audit log"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ref", models.CharField(blank=True, max_length=20)),
                ("asked", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="workbench_access_newest"),
                    models.Index(fields=["by", "ref", "face", "-at"], name="workbench_access_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("face__in", ["desk", "history", "admin", "review", "api", "copy", "audit"])
                        ),
                        name="workbench_access_face_known",
                        violation_error_message="face must be one of: desk, history, admin, review, api, copy, audit.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="access",
            trigger=pgtrigger.compiler.Trigger(
                name="access_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="24bf68eedc258c235a1db1cf25f9fbaff712ee1b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_access_append_only_f4990",
                    table="workbench_access",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="access",
            trigger=pgtrigger.compiler.Trigger(
                name="access_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="e6d3eecc61e25ea6a4c2aa520363a0ad0cf20dc2",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_access_no_truncate_180a1",
                    table="workbench_access",
                    when="BEFORE",
                ),
            ),
        ),
        BY_TIME,
        BY_PERSON,
        *BY_NOBODY,
    ]
