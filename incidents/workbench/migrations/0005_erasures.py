"""Erasures, and the door that one opens, within its own transaction, through what is append-only."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

TRANSACTION = """
CREATE FUNCTION workbench_transaction() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT pg_current_xact_id()::text || ' ' || extract(epoch FROM transaction_timestamp())::text
$$
"""
ERASING = """
CREATE FUNCTION workbench_erasing() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM public.workbench_erasure WHERE transaction = public.workbench_transaction())
$$
"""
HISTORY_STAYS = """
CREATE OR REPLACE FUNCTION workbench_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.id = OLD.id AND NEW.metadata @> OLD.metadata THEN
            RETURN NEW;
        END IF;
    END IF;
    %sRAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
DOOR = """IF TG_OP <> 'TRUNCATE' AND workbench_erasing() THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0004_source_origin"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(TRANSACTION, "DROP FUNCTION workbench_transaction()"),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                (
                    "expunction",
                    models.BigIntegerField(help_text="The record's expunction, where editions were named.", null=True),
                ),
                ("counts", models.JSONField(default=dict, help_text="Rows that went or were changed, by table.")),
                ("files", models.JSONField(default=list, help_text="Files that go once it is committed.")),
                ("erased_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "transaction",
                    models.CharField(
                        db_default=models.Func(function="workbench_transaction", output_field=models.CharField()),
                        editable=False,
                        max_length=60,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__gt", "")),
                        name="workbench_erasure_reason_given",
                        violation_error_message="An erasure needs its reason.",
                    )
                ],
            },
        ),
        migrations.RunSQL(ERASING, "DROP FUNCTION workbench_erasing()"),
        migrations.RunSQL(HISTORY_STAYS % DOOR, HISTORY_STAYS % ""),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assertionevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="assessmentevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="capture",
            name="capture_append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="casualtyestimateevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="citationevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="claimevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="claimlinkevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="estimateclaimevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="incidentevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="incidentlinkevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="involvementevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="reviewnoteevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="sourceevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="transition",
            name="transition_append_only",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assertionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="aa3ffbb3ee0d0d274db61c409780512786213f1f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9d2e1",
                    table="workbench_assertionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="assessmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="10116b1d296ea23d542203fa153a47ddd8230ac1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_74017",
                    table="workbench_assessmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capture",
            trigger=pgtrigger.compiler.Trigger(
                name="capture_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="ead3edb3e9576c013fa145dc9a8d50e4036193f1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_capture_append_only_61f7f",
                    table="workbench_capture",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="casualtyestimateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="1ee56cea17b4ff8c6d4c393d1135b12929db496d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_633f4",
                    table="workbench_casualtyestimateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="citationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="f3c2c55a93577570bfa4c58f53f541fc9830653a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2afc0",
                    table="workbench_citationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="a3dc4f0a2efc5f7354f49ff79588f62fe3c125e3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_75ce9",
                    table="workbench_claimevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="claimlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="506ed65998753859e337ebf16f83e754ac4a760e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb28c",
                    table="workbench_claimlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="estimateclaimevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="4bad02639ba2f3b34463a81ae93675be91354ab8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7acb9",
                    table="workbench_estimateclaimevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="1b35696a9d7a695e230e70669ef2d2eb1bc730c5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9b782",
                    table="workbench_incidentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incidentlinkevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="efd8e55158caaa30d3f957a0c179a89d25424ef5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_944fb",
                    table="workbench_incidentlinkevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="involvementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="0ef49e976f10f495f2b0f0f7061d956efb1887ae",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1e167",
                    table="workbench_involvementevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewnoteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="e5d984fd07f6f833302b968a928a9712002a59a0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_771bb",
                    table="workbench_reviewnoteevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="14aa9ed1317cdb4a14a80115d590e9123b5c79bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2a95a",
                    table="workbench_sourceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="transition",
            trigger=pgtrigger.compiler.Trigger(
                name="transition_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="d0e6561d81a6c5ef5b75d166762599ac8c0156b5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_transition_append_only_25d7f",
                    table="workbench_transition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="erasure",
            trigger=pgtrigger.compiler.Trigger(
                name="erasure_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3bdc68911284a284f3fa10c63b316285919ca97c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_erasure_append_only_c0a0a",
                    table="workbench_erasure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="erasure",
            trigger=pgtrigger.compiler.Trigger(
                name="erasure_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="1ea33172ea230d3aa6b6c1c0d1f63187b5830939",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_erasure_no_truncate_ac91b",
                    table="workbench_erasure",
                    when="BEFORE",
                ),
            ),
        ),
    ]
