"""Approvals under embargo, and the steps that approve, restore and unpublish."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("workbench", "0014_quiet_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField()),
                ("body_sha256", models.CharField(max_length=64)),
                ("due", models.DateTimeField(help_text="The end of the embargo.")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("published", "Published"), ("void", "Void")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("why", models.TextField(blank=True, help_text="Why it is void.")),
                ("edition_seq", models.PositiveBigIntegerField(help_text="The edition that it became.", null=True)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("revision", models.PositiveIntegerField()),
                ("body_sha256", models.CharField(max_length=64)),
                ("due", models.DateTimeField(help_text="The end of the embargo.")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("published", "Published"), ("void", "Void")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("why", models.TextField(blank=True, help_text="Why it is void.")),
                ("edition_seq", models.PositiveBigIntegerField(help_text="The edition that it became.", null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="transition",
            name="workbench_transition_verb_known",
        ),
        migrations.AlterField(
            model_name="transition",
            name="verb",
            field=models.CharField(
                choices=[
                    ("submit", "Submit"),
                    ("withdraw", "Withdraw"),
                    ("request_changes", "Request changes"),
                    ("reject", "Reject"),
                    ("publish", "Publish"),
                    ("reopen", "Reopen"),
                    ("settle", "Settle"),
                    ("retract", "Retract"),
                    ("approve", "Approve under embargo"),
                    ("restore", "Restore an edition"),
                    ("unpublish", "Emergency unpublish"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "submit",
                            "withdraw",
                            "request_changes",
                            "reject",
                            "publish",
                            "reopen",
                            "settle",
                            "retract",
                            "approve",
                            "restore",
                            "unpublish",
                        ],
                    )
                ),
                name="workbench_transition_verb_known",
                violation_error_message="verb must be one of: submit, withdraw, request_changes, reject, publish, reopen, settle, retract, approve, restore, unpublish.",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="approvals", to="workbench.incident"
            ),
        ),
        migrations.AddField(
            model_name="approvalevent",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                editable=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="approvalevent",
            name="incident",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="workbench.incident",
            ),
        ),
        migrations.AddField(
            model_name="approvalevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="approvalevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="workbench.approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "published", "void"])),
                name="workbench_approval_state_known",
                violation_error_message="state must be one of: waiting, published, void.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("body_sha256__regex", "^[0-9a-f]{64}$")),
                name="workbench_approval_digest_form",
                violation_error_message="An approval names the digest of what was previewed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "waiting")),
                expressions=[("incident", "=")],
                name="workbench_approval_one_waits",
                violation_error_message="The incident is approved already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True), models.Q(("ended_at", None), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="workbench_approval_ended",
                violation_error_message="An approval that waits has no end, and one that ended has.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "void"), ("why__gt", "")),
                    models.Q(models.Q(("state", "void"), _negated=True), ("why", "")),
                    _connector="OR",
                ),
                name="workbench_approval_void_says_why",
                violation_error_message="Say why an approval is void, and only then.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("edition_seq__gte", 1), ("state", "published")),
                    models.Q(models.Q(("state", "published"), _negated=True), ("edition_seq", None)),
                    _connector="OR",
                ),
                name="workbench_approval_published_has_edition",
                violation_error_message="An approval that was published names its edition, and no other does.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_approvalevent" ("at", "body_sha256", "by_id", "due", "edition_seq", "ended_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "why") VALUES (NEW."at", NEW."body_sha256", NEW."by_id", NEW."due", NEW."edition_seq", NEW."ended_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."revision", NEW."state", NEW."why"); RETURN NULL;',
                    hash="0d77b21ca6d108e7ce06f0ba32cf8e6d89004d05",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_59af2",
                    table="workbench_approval",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_approvalevent" ("at", "body_sha256", "by_id", "due", "edition_seq", "ended_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "why") VALUES (NEW."at", NEW."body_sha256", NEW."by_id", NEW."due", NEW."edition_seq", NEW."ended_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."revision", NEW."state", NEW."why"); RETURN NULL;',
                    hash="165fcd252bf70d2c3ad3229abe8a1d6d86792b9f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85186",
                    table="workbench_approval",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approval",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_approvalevent" ("at", "body_sha256", "by_id", "due", "edition_seq", "ended_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "why") VALUES (OLD."at", OLD."body_sha256", OLD."by_id", OLD."due", OLD."edition_seq", OLD."ended_at", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."revision", OLD."state", OLD."why"); RETURN NULL;',
                    hash="68aecff3f8c5f652fdd49c0c5dc128380a416279",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_95dee",
                    table="workbench_approval",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="approvalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="c6fd762963a4db752fd75feb71376b2d5c31937c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_36121",
                    table="workbench_approvalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER workbench_approvalevent_no_truncate BEFORE TRUNCATE ON workbench_approvalevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()",
            "DROP TRIGGER workbench_approvalevent_no_truncate ON workbench_approvalevent",
        ),
        migrations.RunSQL(
            "CREATE INDEX workbench_approval_by_nobody ON workbench_approvalevent (pgh_created_at DESC, pgh_id DESC) "
            "WHERE pgh_context_id IS NULL",
            "DROP INDEX workbench_approval_by_nobody",
        ),
        *guarded("workbench_approval"),
    ]
