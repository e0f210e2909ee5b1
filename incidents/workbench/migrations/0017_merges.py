"""Merges of duplicate incidents, and their undoing; the state and the verbs that go with them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary
from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("reference", "0002_name_search_indexes"),
        ("workbench", "0016_check_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.TextField()),
                (
                    "loser_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("changes_requested", "Changes requested"),
                            ("rejected", "Rejected"),
                            ("in_sync", "In sync"),
                            ("merged", "Merged"),
                        ],
                        help_text="Before.",
                        max_length=20,
                    ),
                ),
                (
                    "winner_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("changes_requested", "Changes requested"),
                            ("rejected", "Rejected"),
                            ("in_sync", "In sync"),
                            ("merged", "Merged"),
                        ],
                        help_text="Before.",
                        max_length=20,
                    ),
                ),
                ("moved", models.JSONField(default=dict)),
                ("own", models.JSONField(default=dict)),
                ("parted", models.JSONField(default=list)),
                ("loser_sha256", models.CharField(blank=True, max_length=64)),
                ("winner_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "loser_edition",
                    models.PositiveBigIntegerField(help_text="Its seq; empty where nothing was public.", null=True),
                ),
                (
                    "winner_edition",
                    models.PositiveBigIntegerField(help_text="Empty also where nothing public changed.", null=True),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Unmerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.TextField()),
                (
                    "loser_edition",
                    models.PositiveBigIntegerField(help_text="Its seq; empty where nothing was public.", null=True),
                ),
                (
                    "winner_edition",
                    models.PositiveBigIntegerField(help_text="Empty also where nothing public changed.", null=True),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="incident",
            name="workbench_incident_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="transition",
            name="workbench_transition_verb_known",
        ),
        migrations.RemoveConstraint(
            model_name="transition",
            name="workbench_transition_source_known",
        ),
        migrations.RemoveConstraint(
            model_name="transition",
            name="workbench_transition_target_known",
        ),
        migrations.AlterField(
            model_name="incident",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("changes_requested", "Changes requested"),
                    ("rejected", "Rejected"),
                    ("in_sync", "In sync"),
                    ("merged", "Merged"),
                ],
                default=incidents.vocabulary.State["DRAFT"],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="incidentevent",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("changes_requested", "Changes requested"),
                    ("rejected", "Rejected"),
                    ("in_sync", "In sync"),
                    ("merged", "Merged"),
                ],
                default=incidents.vocabulary.State["DRAFT"],
                editable=False,
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="transition",
            name="source_state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("changes_requested", "Changes requested"),
                    ("rejected", "Rejected"),
                    ("in_sync", "In sync"),
                    ("merged", "Merged"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="transition",
            name="target_state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("changes_requested", "Changes requested"),
                    ("rejected", "Rejected"),
                    ("in_sync", "In sync"),
                    ("merged", "Merged"),
                ],
                max_length=20,
            ),
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
                    ("merge", "Merge"),
                    ("unmerge", "Undo the merge"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync", "merged"])
                ),
                name="workbench_incident_state_known",
                violation_error_message="state must be one of: draft, submitted, changes_requested, rejected, in_sync, merged.",
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
                            "merge",
                            "unmerge",
                        ],
                    )
                ),
                name="workbench_transition_verb_known",
                violation_error_message="verb must be one of: submit, withdraw, request_changes, reject, publish, reopen, settle, retract, approve, restore, unpublish, merge, unmerge.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source_state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync", "merged"])
                ),
                name="workbench_transition_source_known",
                violation_error_message="source_state must be one of: draft, submitted, changes_requested, rejected, in_sync, merged.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target_state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync", "merged"])
                ),
                name="workbench_transition_target_known",
                violation_error_message="target_state must be one of: draft, submitted, changes_requested, rejected, in_sync, merged.",
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="loser",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="workbench.incident"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="winner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merged_here", to="workbench.incident"
            ),
        ),
        migrations.AddField(
            model_name="unmerge",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="unmerge",
            name="merge",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="undone", to="workbench.merge"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("loser", models.F("winner")), _negated=True),
                name="workbench_merge_not_into_itself",
                violation_error_message="An incident can't be merged into itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__gt", "")),
                name="workbench_merge_reason_given",
                violation_error_message="A merge needs its reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("loser_state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync", "merged"])
                ),
                name="workbench_merge_loser_state_known",
                violation_error_message="loser_state must be one of: draft, submitted, changes_requested, rejected, in_sync, merged.",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("winner_state__in", ["draft", "submitted", "changes_requested", "rejected", "in_sync", "merged"])
                ),
                name="workbench_merge_winner_state_known",
                violation_error_message="winner_state must be one of: draft, submitted, changes_requested, rejected, in_sync, merged.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merge",
            trigger=pgtrigger.compiler.Trigger(
                name="merge_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="54671d880d130926b41ba7e2bab5e4575457d376",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_merge_append_only_be2f2",
                    table="workbench_merge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="merge",
            trigger=pgtrigger.compiler.Trigger(
                name="merge_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="0e50493ed7fe3fb75a0440f6c3e42f46ee3b0ff1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_merge_no_truncate_4b921",
                    table="workbench_merge",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="unmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__gt", "")),
                name="workbench_unmerge_reason_given",
                violation_error_message="Undoing a merge needs its reason.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unmerge",
            trigger=pgtrigger.compiler.Trigger(
                name="unmerge_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="56b1b8873873c9b798fd896506217be150296e14",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_unmerge_append_only_55ad5",
                    table="workbench_unmerge",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unmerge",
            trigger=pgtrigger.compiler.Trigger(
                name="unmerge_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="cd27a0ca58c0672b15f9590a91aecbf2c2443cbb",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_unmerge_no_truncate_39967",
                    table="workbench_unmerge",
                    when="BEFORE",
                ),
            ),
        ),
        *guarded("workbench_merge", "workbench_unmerge"),
    ]
