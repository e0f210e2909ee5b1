"""The editors' queue, who reviews, saved views, who had which digest; and indexes by which alike incidents are found."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from config.readonly.triggers import guarded


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0002_name_search_indexes"),
        ("workbench", "0017_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("week", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="QueueEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "revision",
                    models.PositiveIntegerField(help_text="Of the incident it was derived from; 0: not derived yet."),
                ),
                ("submitted_at", models.DateTimeField(help_text="When it was last submitted.")),
                (
                    "killed",
                    models.PositiveIntegerField(
                        help_text="The highest that is claimed or estimated; empty: none.", null=True
                    ),
                ),
                ("contested", models.BooleanField(default=False)),
                ("embargo_until", models.DateTimeField(null=True)),
                ("priority", models.PositiveSmallIntegerField(default=0, help_text="Points: `moderation.priority`.")),
                ("first_edition", models.BooleanField(default=True, help_text="Nothing of it is public now.")),
                (
                    "changed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        help_text="Parts that differ from the edition that stands.",
                        size=None,
                    ),
                ),
                ("differences", models.PositiveIntegerField(default=0)),
                (
                    "warnings",
                    models.PositiveIntegerField(default=0, help_text="What it lacks to be complete, grades included."),
                ),
                (
                    "problems",
                    models.PositiveIntegerField(default=0, help_text="What else stands in the way of publishing it."),
                ),
            ],
            options={
                "verbose_name_plural": "queue entries",
                "ordering": ["-priority", "submitted_at", "incident"],
            },
        ),
        migrations.CreateModel(
            name="ReviewLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "ordering": ["taken_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReviewLockEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("shared", models.BooleanField(default=False, verbose_name="shared with all editors")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedViewEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("shared", models.BooleanField(default=False, verbose_name="shared with all editors")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="incident",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper("title"), "gin_trgm_ops"),
                name="workbench_incident_title_upper",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper("ref"), "gin_trgm_ops"),
                name="workbench_incident_ref_upper",
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["place", "earliest", "id"], name="workbench_incident_place_day"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["section", "earliest", "id"], name="workbench_incident_section_day"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["earliest", "id"], name="workbench_incident_first_day"),
        ),
        migrations.AddField(
            model_name="digestmail",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="queueentry",
            name="incident",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="queue_entry", to="workbench.incident"
            ),
        ),
        migrations.AddField(
            model_name="reviewlock",
            name="editor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewlock",
            name="incident",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="review_lock", to="workbench.incident"
            ),
        ),
        migrations.AddField(
            model_name="reviewlock",
            name="taken_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reviewlockevent",
            name="editor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewlockevent",
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
            model_name="reviewlockevent",
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
            model_name="reviewlockevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="workbench.reviewlock",
            ),
        ),
        migrations.AddField(
            model_name="reviewlockevent",
            name="taken_from",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="saved_views", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="savedviewevent",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="savedviewevent",
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
            model_name="savedviewevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="workbench.savedview",
            ),
        ),
        migrations.AddConstraint(
            model_name="digestmail",
            constraint=models.UniqueConstraint(
                fields=("user", "year", "week"),
                name="workbench_digestmail_once",
                violation_error_message="The digest of this week was sent already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="digestmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("week__range", (1, 53))),
                name="workbench_digestmail_week_range",
                violation_error_message="A year has weeks 1 to 53.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="digestmail",
            trigger=pgtrigger.compiler.Trigger(
                name="digestmail_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="be6301352568f9c8b45396e869cd82ff071b45fe",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_digestmail_append_only_175ce",
                    table="workbench_digestmail",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="digestmail",
            trigger=pgtrigger.compiler.Trigger(
                name="digestmail_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="6ba2279fd4c483065fee3490e40d952344ebc05d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_digestmail_no_truncate_895ac",
                    table="workbench_digestmail",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="queueentry",
            index=models.Index(fields=["-priority", "submitted_at", "incident"], name="workbench_queueentry_order"),
        ),
        migrations.AddIndex(
            model_name="queueentry",
            index=models.Index(fields=["submitted_at"], name="workbench_queueentry_age"),
        ),
        migrations.AddConstraint(
            model_name="reviewlock",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("taken_at"))),
                name="workbench_reviewlock_lasts",
                violation_error_message="A review ends after it began.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewlock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_from", None), models.Q(("taken_from", models.F("editor")), _negated=True), _connector="OR"
                ),
                name="workbench_reviewlock_from_another",
                violation_error_message="Nobody takes a review over from themselves.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewlock",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_reviewlockevent" ("editor_id", "expires_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_from_id") VALUES (NEW."editor_id", NEW."expires_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."taken_at", NEW."taken_from_id"); RETURN NULL;',
                    hash="a7d95ef80c126627eb916ef3e438ab551440b2e1",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_16026",
                    table="workbench_reviewlock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewlock",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_reviewlockevent" ("editor_id", "expires_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_from_id") VALUES (NEW."editor_id", NEW."expires_at", NEW."id", NEW."incident_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."taken_at", NEW."taken_from_id"); RETURN NULL;',
                    hash="ae3f93e8ea0f052329190db2a68fbe0becafd553",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6161",
                    table="workbench_reviewlock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewlock",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_reviewlockevent" ("editor_id", "expires_at", "id", "incident_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_from_id") VALUES (OLD."editor_id", OLD."expires_at", OLD."id", OLD."incident_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."taken_at", OLD."taken_from_id"); RETURN NULL;',
                    hash="0ad7c24761b00b8a64fac5e5854154fd1a495033",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cdff3",
                    table="workbench_reviewlock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewlockevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="fa0305099ccc3e10320994aecf1b68d9e15f7a89",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6cc1",
                    table="workbench_reviewlockevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.UniqueConstraint(
                fields=("owner", "name"),
                name="workbench_savedview_once",
                violation_error_message="You have a view of this name already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(("name__gt", "")),
                name="workbench_savedview_name_given",
                violation_error_message="A view needs a name.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savedview",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_savedviewevent" ("id", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "shared") VALUES (NEW."id", NEW."made_at", NEW."name", NEW."owner_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."query", NEW."shared"); RETURN NULL;',
                    hash="864d4d5dd9d5aabd1b089fddc51a83cd3d270ed7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_01303",
                    table="workbench_savedview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savedview",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "workbench_savedviewevent" ("id", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "shared") VALUES (NEW."id", NEW."made_at", NEW."name", NEW."owner_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."query", NEW."shared"); RETURN NULL;',
                    hash="ab73198762addee419d20abe8be7f9dc669906f6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7ce48",
                    table="workbench_savedview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savedview",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "workbench_savedviewevent" ("id", "made_at", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "shared") VALUES (OLD."id", OLD."made_at", OLD."name", OLD."owner_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."query", OLD."shared"); RETURN NULL;',
                    hash="dd6175b6f258ae1d1536acecc83ba227e6fa84b2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4f33a",
                    table="workbench_savedview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="savedviewevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="76ac21debf51d6dd5303caf1b96d4a88ce75a43f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_377c4",
                    table="workbench_savedviewevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER workbench_reviewlockevent_no_truncate BEFORE TRUNCATE ON workbench_reviewlockevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()",
            "DROP TRIGGER workbench_reviewlockevent_no_truncate ON workbench_reviewlockevent",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER workbench_savedviewevent_no_truncate BEFORE TRUNCATE ON workbench_savedviewevent "
            "FOR EACH STATEMENT EXECUTE FUNCTION workbench_history_stays()",
            "DROP TRIGGER workbench_savedviewevent_no_truncate ON workbench_savedviewevent",
        ),
        migrations.RunSQL(
            "CREATE INDEX workbench_reviewlock_by_nobody ON workbench_reviewlockevent (pgh_created_at DESC, pgh_id DESC) "
            "WHERE pgh_context_id IS NULL",
            "DROP INDEX workbench_reviewlock_by_nobody",
        ),
        migrations.RunSQL(
            "CREATE INDEX workbench_savedview_by_nobody ON workbench_savedviewevent (pgh_created_at DESC, pgh_id DESC) "
            "WHERE pgh_context_id IS NULL",
            "DROP INDEX workbench_savedview_by_nobody",
        ),
        *guarded("workbench_digestmail", "workbench_queueentry", "workbench_savedview"),
    ]
