"""The history of these tables: who changed which row, from what, and when. What was loaded has none until it is changed."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary

TRACKED = [
    "actors_actor",
    "actors_actorname",
    "actors_actorrelation",
]


def by_nobody(table):
    """Index what nobody signed, newest first, as the audit asks for it."""
    return migrations.RunSQL(
        f"CREATE INDEX {table}_by_nobody ON {table}event (pgh_created_at DESC, pgh_id DESC) "
        "WHERE pgh_context_id IS NULL",
        f"DROP INDEX {table}_by_nobody",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0004_merged"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("government_body", "Government body"),
                            ("armed_forces", "Armed forces"),
                            ("security_service", "Security service"),
                            ("non_state_armed", "Non-state armed group"),
                            ("political", "Political body"),
                            ("international", "International organisation"),
                            ("civilians", "Civilian population"),
                            ("person_in_office", "Person in office"),
                            ("media", "Media"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True, help_text="ISO 3166-1 alpha-3, where it belongs to one.", max_length=3
                    ),
                ),
                ("wikidata_id", models.CharField(blank=True, max_length=20)),
                ("ucdp_id", models.PositiveIntegerField(blank=True, null=True)),
                ("description", models.TextField(blank=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("public", "Public"),
                            ("refused", "Refused"),
                            ("merged", "Merged"),
                        ],
                        default=incidents.vocabulary.Standing["PROPOSED"],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "actors_actorevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActorNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("language", models.CharField(help_text="BCP 47, for example hy or az-Latn.", max_length=20)),
                (
                    "script",
                    models.CharField(
                        choices=[
                            ("Latn", "Latin"),
                            ("Armn", "Armenian"),
                            ("Cyrl", "Cyrillic"),
                            ("Geor", "Georgian"),
                            ("Arab", "Arabic"),
                            ("Zyyy", "Other"),
                        ],
                        max_length=4,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("official", "Official"),
                            ("short", "Short"),
                            ("former", "Former"),
                            ("exonym", "Exonym"),
                            ("transliteration", "Transliteration"),
                        ],
                        max_length=20,
                    ),
                ),
                ("used_from", models.DateField(blank=True, null=True)),
                ("used_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "db_table": "actors_actornameevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ActorRelationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("part_of", "is part of"),
                            ("successor_of", "is successor of"),
                            ("allied_with", "is allied with"),
                            ("controls", "controls"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "valid",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="First day to day after the last; open where not known."
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "actors_actorrelationevent",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "actors_actorevent" ("country", "created_at", "description", "id", "kind", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "slug", "standing", "ucdp_id", "wikidata_id") VALUES (NEW."country", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."merged_into_id", NEW."name", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."proposed_by_id", NEW."slug", NEW."standing", NEW."ucdp_id", NEW."wikidata_id"); RETURN NULL;',
                    hash="79cad0f3ea3e8391b44fd8019233b4d2d0bbdb1d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64c15",
                    table="actors_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "actors_actorevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "actors_actorevent" ("country", "created_at", "description", "id", "kind", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "slug", "standing", "ucdp_id", "wikidata_id") VALUES (OLD."country", OLD."created_at", OLD."description", OLD."id", OLD."kind", OLD."merged_into_id", OLD."name", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."proposed_by_id", OLD."slug", OLD."standing", OLD."ucdp_id", OLD."wikidata_id"); END IF; RETURN NULL;',
                    hash="d34f7591b745317bea9d28b2dc76f9dfaa0b1301",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_dd455",
                    table="actors_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "actors_actorevent" ("country", "created_at", "description", "id", "kind", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "slug", "standing", "ucdp_id", "wikidata_id") VALUES (NEW."country", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."merged_into_id", NEW."name", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."proposed_by_id", NEW."slug", NEW."standing", NEW."ucdp_id", NEW."wikidata_id"); RETURN NULL;',
                    hash="650f474d076e5b027cc5a60fa0831c26e86bf0a0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eb0cc",
                    table="actors_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "actors_actorevent" ("country", "created_at", "description", "id", "kind", "merged_into_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "slug", "standing", "ucdp_id", "wikidata_id") VALUES (OLD."country", OLD."created_at", OLD."description", OLD."id", OLD."kind", OLD."merged_into_id", OLD."name", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."proposed_by_id", OLD."slug", OLD."standing", OLD."ucdp_id", OLD."wikidata_id"); RETURN NULL;',
                    hash="2602a0df32817981b632790b16371d891f80448a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b7108",
                    table="actors_actor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "actors_actornameevent" ("actor_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "used_from", "used_to") VALUES (NEW."actor_id", NEW."id", NEW."kind", NEW."language", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."script", NEW."text", NEW."used_from", NEW."used_to"); RETURN NULL;',
                    hash="fdcca42515d9c294d520a45581ec46ced5c6bffa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_74dd4",
                    table="actors_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "actors_actornameevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "actors_actornameevent" ("actor_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "used_from", "used_to") VALUES (OLD."actor_id", OLD."id", OLD."kind", OLD."language", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."script", OLD."text", OLD."used_from", OLD."used_to"); END IF; RETURN NULL;',
                    hash="df3eff614c21178f03050c3198a2d0a99eb2ba1a",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_0297d",
                    table="actors_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "actors_actornameevent" ("actor_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "used_from", "used_to") VALUES (NEW."actor_id", NEW."id", NEW."kind", NEW."language", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."script", NEW."text", NEW."used_from", NEW."used_to"); RETURN NULL;',
                    hash="ff89975ce77044e673914a0bafa97ed8e7a275bc",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b33a4",
                    table="actors_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorname",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "actors_actornameevent" ("actor_id", "id", "kind", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "script", "text", "used_from", "used_to") VALUES (OLD."actor_id", OLD."id", OLD."kind", OLD."language", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."script", OLD."text", OLD."used_from", OLD."used_to"); RETURN NULL;',
                    hash="2c2e29da67ca9f813b6dc0fc8737192f7bfa6ae5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4d772",
                    table="actors_actorname",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "actors_actorrelationevent" ("id", "kind", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subject_id", "valid") VALUES (NEW."id", NEW."kind", NEW."object_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."recorded_at", NEW."subject_id", NEW."valid"); RETURN NULL;',
                    hash="cbcf6e5f60e0a2820b74041eccc1559f803d1b67",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e907a",
                    table="actors_actorrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "actors_actorrelationevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "actors_actorrelationevent" ("id", "kind", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subject_id", "valid") VALUES (OLD."id", OLD."kind", OLD."object_id", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."recorded_at", OLD."subject_id", OLD."valid"); END IF; RETURN NULL;',
                    hash="c2c2119ea6608ee6d2ea53fd5aac8c00205c7d62",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_60298",
                    table="actors_actorrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "actors_actorrelationevent" ("id", "kind", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subject_id", "valid") VALUES (NEW."id", NEW."kind", NEW."object_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."recorded_at", NEW."subject_id", NEW."valid"); RETURN NULL;',
                    hash="1b84047a5df54d5bc92445de7fcbe5be8969cb39",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_988c5",
                    table="actors_actorrelation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "actors_actorrelationevent" ("id", "kind", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "subject_id", "valid") VALUES (OLD."id", OLD."kind", OLD."object_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."recorded_at", OLD."subject_id", OLD."valid"); RETURN NULL;',
                    hash="e051c68a51878b8711e48dc7c14d93fbeb1e3a33",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_55232",
                    table="actors_actorrelation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                help_text="What stands for it, where it was found to be the same. Never one that is merged itself.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
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
            model_name="actorevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="actorevent",
            name="proposed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="actornameevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="actornameevent",
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
            model_name="actornameevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="actors.actorname",
            ),
        ),
        migrations.AddField(
            model_name="actorrelationevent",
            name="object",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="actorrelationevent",
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
            model_name="actorrelationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="actors.actorrelation",
            ),
        ),
        migrations.AddField(
            model_name="actorrelationevent",
            name="subject",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="actorevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="656f68a7a6d665137c9d021e4d1ca1f6004ef7a6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_actorevent_append_only_3e905",
                    table="actors_actorevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="actorevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="93eb60a97fd81186ea985111e3d04fda3f2e0b2f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_actorevent_no_truncate_424e7",
                    table="actors_actorevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actornameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="actornameevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="ac8d3311a9a0cb110d7d8c16bd0c4015559ded22",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_actornameevent_append_only_1493a",
                    table="actors_actornameevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actornameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="actornameevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="0c2d313a323a0e0e7e41120fd9c19051366f6854",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_actornameevent_no_truncate_e0768",
                    table="actors_actornameevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="actorrelationevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="a178b598ab89fab0e31321dff7369b7a49d16b1b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_actorrelationevent_append_only_530b2",
                    table="actors_actorrelationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actorrelationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="actorrelationevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="a47721e928254f82f24385edcd80a121ed7d2b44",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_actorrelationevent_no_truncate_cb536",
                    table="actors_actorrelationevent",
                    when="BEFORE",
                ),
            ),
        ),
        *[by_nobody(table) for table in TRACKED],
    ]
