"""The history of these tables: who changed which row, from what, and when. What was loaded has none until it is changed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary

TRACKED = [
    "reference_place",
    "reference_placename",
    "reference_border",
    "reference_bordersection",
    "reference_dispute",
    "reference_dispute_parties",
    "reference_dispute_borders",
    "reference_milestone",
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
        ("actors", "0005_history"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("reference", "0004_merged"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BorderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("description", models.TextField(blank=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("public", "Public")],
                        default=incidents.vocabulary.Standing["PROPOSED"],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "db_table": "reference_borderevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BorderSectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField(help_text="Order along the border.")),
                ("line", models.JSONField(help_text="GeoJSON LineString or MultiLineString, WGS 84.")),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "db_table": "reference_bordersectionevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DisputeBorderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
            ],
            options={
                "db_table": "reference_dispute_bordersevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DisputeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                (
                    "begun",
                    models.CharField(blank=True, help_text="When it began, in the words of the record.", max_length=40),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("public", "Public")],
                        default=incidents.vocabulary.Standing["PROPOSED"],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "db_table": "reference_disputeevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DisputePartyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
            ],
            options={
                "db_table": "reference_dispute_partiesevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MilestoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talks_opened", "Talks opened"),
                            ("talks_stalled", "Talks stalled"),
                            ("talks_resumed", "Talks resumed"),
                            ("ceasefire", "Ceasefire"),
                            ("offensive", "Offensive"),
                            ("agreement", "Agreement"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("earliest", models.DateField()),
                ("latest", models.DateField()),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "Day"),
                            ("range", "Two to six days"),
                            ("week", "Week"),
                            ("month", "Month"),
                            ("year", "Longer than a month"),
                        ],
                        max_length=10,
                    ),
                ),
                ("source_title", models.CharField(blank=True, max_length=200)),
                ("source_url", models.URLField(blank=True, max_length=500)),
            ],
            options={
                "db_table": "reference_milestoneevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(help_text="Permanent public id, for example gn:174815.", max_length=40)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("settlement", "Settlement"),
                            ("district", "District"),
                            ("province", "Province"),
                            ("region", "Region"),
                            ("country", "Country"),
                            ("feature", "Feature"),
                        ],
                        max_length=20,
                    ),
                ),
                ("latitude", models.FloatField(blank=True, help_text="Degrees, WGS 84.", null=True)),
                ("longitude", models.FloatField(blank=True, help_text="Degrees, WGS 84.", null=True)),
                ("country", models.CharField(blank=True, help_text="ISO 3166-1 alpha-3.", max_length=3)),
                (
                    "admin1",
                    models.CharField(
                        blank=True, help_text="First-order division, for telling namesakes apart.", max_length=120
                    ),
                ),
                ("population", models.PositiveIntegerField(blank=True, null=True)),
                ("prominent", models.BooleanField(default=True, help_text="Offered first when a name is typed.")),
                ("source", models.CharField(blank=True, max_length=200)),
                ("licence", models.CharField(blank=True, max_length=40)),
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
            ],
            options={
                "db_table": "reference_placeevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceNameEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.CharField(max_length=200)),
                ("language", models.CharField(help_text="BCP 47; und where unknown.", max_length=20)),
            ],
            options={
                "db_table": "reference_placenameevent",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DisputeParty",
            fields=[],
            options={
                "verbose_name": "party of a dispute",
                "verbose_name_plural": "parties of disputes",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("reference.dispute_parties",),
        ),
        migrations.CreateModel(
            name="DisputeBorder",
            fields=[],
            options={
                "verbose_name": "border of a dispute",
                "verbose_name_plural": "borders of disputes",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("reference.dispute_borders",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="border",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_borderevent" ("description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_a_id", "side_b_id", "slug", "standing") VALUES (NEW."description", NEW."id", NEW."name", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."side_a_id", NEW."side_b_id", NEW."slug", NEW."standing"); RETURN NULL;',
                    hash="b471557f71c032dc3c7a7f258944ea7b51a0f2d3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4ec5c",
                    table="reference_border",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="border",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_borderevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_borderevent" ("description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_a_id", "side_b_id", "slug", "standing") VALUES (OLD."description", OLD."id", OLD."name", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."side_a_id", OLD."side_b_id", OLD."slug", OLD."standing"); END IF; RETURN NULL;',
                    hash="819f3efc8d6c12ee838249d8831b20f703e8b469",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_74c9d",
                    table="reference_border",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="border",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_borderevent" ("description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_a_id", "side_b_id", "slug", "standing") VALUES (NEW."description", NEW."id", NEW."name", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."side_a_id", NEW."side_b_id", NEW."slug", NEW."standing"); RETURN NULL;',
                    hash="a10db7c2af435dd1eee3e456f32b6a0d14254229",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4df56",
                    table="reference_border",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="border",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_borderevent" ("description", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side_a_id", "side_b_id", "slug", "standing") VALUES (OLD."description", OLD."id", OLD."name", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."side_a_id", OLD."side_b_id", OLD."slug", OLD."standing"); RETURN NULL;',
                    hash="76c893b58f9fb5a2db61ca391b42bed988442421",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7d983",
                    table="reference_border",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bordersection",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_bordersectionevent" ("border_id", "code", "id", "line", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source") VALUES (NEW."border_id", NEW."code", NEW."id", NEW."line", NEW."name", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."position", NEW."source"); RETURN NULL;',
                    hash="6cd4488eec40e5e1dedaaa5f107c381a26941b13",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fe58b",
                    table="reference_bordersection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bordersection",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_bordersectionevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_bordersectionevent" ("border_id", "code", "id", "line", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source") VALUES (OLD."border_id", OLD."code", OLD."id", OLD."line", OLD."name", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."position", OLD."source"); END IF; RETURN NULL;',
                    hash="ac72068cc54b77d9f3eff993ac37c8cacd7664d3",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_483a3",
                    table="reference_bordersection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bordersection",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_bordersectionevent" ("border_id", "code", "id", "line", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source") VALUES (NEW."border_id", NEW."code", NEW."id", NEW."line", NEW."name", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."position", NEW."source"); RETURN NULL;',
                    hash="7428557c2266cdf2b996459e9185af6e5a0addf2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9dfac",
                    table="reference_bordersection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bordersection",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_bordersectionevent" ("border_id", "code", "id", "line", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "source") VALUES (OLD."border_id", OLD."code", OLD."id", OLD."line", OLD."name", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."position", OLD."source"); RETURN NULL;',
                    hash="1a6ecbc712551223fcad09cddfb53f1997281353",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8b494",
                    table="reference_bordersection",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_disputeevent" ("begun", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "standing", "summary") VALUES (NEW."begun", NEW."id", NEW."name", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."slug", NEW."standing", NEW."summary"); RETURN NULL;',
                    hash="2c88db7dec0d84fe6164c542aa5e3aad8e1935a5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_97057",
                    table="reference_dispute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_disputeevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_disputeevent" ("begun", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "standing", "summary") VALUES (OLD."begun", OLD."id", OLD."name", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."slug", OLD."standing", OLD."summary"); END IF; RETURN NULL;',
                    hash="020f312bc3f7bb996c8471e92218155c327ed8ea",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_409b3",
                    table="reference_dispute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_disputeevent" ("begun", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "standing", "summary") VALUES (NEW."begun", NEW."id", NEW."name", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."slug", NEW."standing", NEW."summary"); RETURN NULL;',
                    hash="70c97d5fab13cbda31487d69dd1934ae133e7a84",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bb3ed",
                    table="reference_dispute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_disputeevent" ("begun", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "standing", "summary") VALUES (OLD."begun", OLD."id", OLD."name", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."slug", OLD."standing", OLD."summary"); RETURN NULL;',
                    hash="e72b898e44bf84cee7df4c60bc1fadfc39b55dec",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_86208",
                    table="reference_dispute",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_milestoneevent" ("dispute_id", "earliest", "id", "kind", "latest", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source_title", "source_url", "title") VALUES (NEW."dispute_id", NEW."earliest", NEW."id", NEW."kind", NEW."latest", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."precision", NEW."source_title", NEW."source_url", NEW."title"); RETURN NULL;',
                    hash="f9119641a619c02e97b00c3dcac542edee4b93bb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cd7b5",
                    table="reference_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_milestoneevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_milestoneevent" ("dispute_id", "earliest", "id", "kind", "latest", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source_title", "source_url", "title") VALUES (OLD."dispute_id", OLD."earliest", OLD."id", OLD."kind", OLD."latest", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."precision", OLD."source_title", OLD."source_url", OLD."title"); END IF; RETURN NULL;',
                    hash="84b69dc93d58e3a10527133fd2a76b6ee7bdd278",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_13ee5",
                    table="reference_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_milestoneevent" ("dispute_id", "earliest", "id", "kind", "latest", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source_title", "source_url", "title") VALUES (NEW."dispute_id", NEW."earliest", NEW."id", NEW."kind", NEW."latest", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."precision", NEW."source_title", NEW."source_url", NEW."title"); RETURN NULL;',
                    hash="e4643f08df088a17f284f70ec180114937bac999",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_16d65",
                    table="reference_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_milestoneevent" ("dispute_id", "earliest", "id", "kind", "latest", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precision", "source_title", "source_url", "title") VALUES (OLD."dispute_id", OLD."earliest", OLD."id", OLD."kind", OLD."latest", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."precision", OLD."source_title", OLD."source_url", OLD."title"); RETURN NULL;',
                    hash="fa9efec1c27463944962168a6b996c512ac24a90",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4cc54",
                    table="reference_milestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_placeevent" ("admin1", "code", "country", "id", "kind", "latitude", "licence", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "prominent", "proposed_by_id", "source", "standing") VALUES (NEW."admin1", NEW."code", NEW."country", NEW."id", NEW."kind", NEW."latitude", NEW."licence", NEW."longitude", NEW."merged_into_id", NEW."name", NEW."parent_id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."population", NEW."prominent", NEW."proposed_by_id", NEW."source", NEW."standing"); RETURN NULL;',
                    hash="d8ce1077e3b4cb542b446b1302cce87bdeec4425",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e3e6a",
                    table="reference_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_placeevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_placeevent" ("admin1", "code", "country", "id", "kind", "latitude", "licence", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "prominent", "proposed_by_id", "source", "standing") VALUES (OLD."admin1", OLD."code", OLD."country", OLD."id", OLD."kind", OLD."latitude", OLD."licence", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."parent_id", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."population", OLD."prominent", OLD."proposed_by_id", OLD."source", OLD."standing"); END IF; RETURN NULL;',
                    hash="31e40a6e0c7e6f6ad9cf6c5326fa64f0a55db34d",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_b4ff2",
                    table="reference_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_placeevent" ("admin1", "code", "country", "id", "kind", "latitude", "licence", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "prominent", "proposed_by_id", "source", "standing") VALUES (NEW."admin1", NEW."code", NEW."country", NEW."id", NEW."kind", NEW."latitude", NEW."licence", NEW."longitude", NEW."merged_into_id", NEW."name", NEW."parent_id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."population", NEW."prominent", NEW."proposed_by_id", NEW."source", NEW."standing"); RETURN NULL;',
                    hash="32976fa6b123e7701bcbc1b6e1e5a6204e6140a5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5a364",
                    table="reference_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_placeevent" ("admin1", "code", "country", "id", "kind", "latitude", "licence", "longitude", "merged_into_id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population", "prominent", "proposed_by_id", "source", "standing") VALUES (OLD."admin1", OLD."code", OLD."country", OLD."id", OLD."kind", OLD."latitude", OLD."licence", OLD."longitude", OLD."merged_into_id", OLD."name", OLD."parent_id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."population", OLD."prominent", OLD."proposed_by_id", OLD."source", OLD."standing"); RETURN NULL;',
                    hash="d3f931411af5c92b42cd2a05e829bebd8c2c4cfe",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_56733",
                    table="reference_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_placenameevent" ("id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "text", "used_by_id") VALUES (NEW."id", NEW."language", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id", NEW."place_id", NEW."text", NEW."used_by_id"); RETURN NULL;',
                    hash="c7adc793ad5fe95aaebcabe1c50bc1f6c0f57f3c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b3cad",
                    table="reference_placename",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_placenameevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_placenameevent" ("id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "text", "used_by_id") VALUES (OLD."id", OLD."language", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id", OLD."place_id", OLD."text", OLD."used_by_id"); END IF; RETURN NULL;',
                    hash="eba15523b5fdbd369494fb0d08c93cb83b7b7d9b",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_42472",
                    table="reference_placename",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_placenameevent" ("id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "text", "used_by_id") VALUES (NEW."id", NEW."language", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id", NEW."place_id", NEW."text", NEW."used_by_id"); RETURN NULL;',
                    hash="3a15ca2a505649ef6d85745e40b60e1a89295090",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8513e",
                    table="reference_placename",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placename",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_placenameevent" ("id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "text", "used_by_id") VALUES (OLD."id", OLD."language", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id", OLD."place_id", OLD."text", OLD."used_by_id"); RETURN NULL;',
                    hash="fd89bc54f21526725f5c0217a3ba3b96f737278c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e6d7c",
                    table="reference_placename",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="borderevent",
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
            model_name="borderevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.border",
            ),
        ),
        migrations.AddField(
            model_name="borderevent",
            name="side_a",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="borderevent",
            name="side_b",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="bordersectionevent",
            name="border",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.border",
            ),
        ),
        migrations.AddField(
            model_name="bordersectionevent",
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
            model_name="bordersectionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.bordersection",
            ),
        ),
        migrations.AddField(
            model_name="disputeborderevent",
            name="border",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.border",
            ),
        ),
        migrations.AddField(
            model_name="disputeborderevent",
            name="dispute",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.dispute",
            ),
        ),
        migrations.AddField(
            model_name="disputeborderevent",
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
            model_name="disputeevent",
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
            model_name="disputeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.dispute",
            ),
        ),
        migrations.AddField(
            model_name="disputepartyevent",
            name="actor",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="disputepartyevent",
            name="dispute",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.dispute",
            ),
        ),
        migrations.AddField(
            model_name="disputepartyevent",
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
            model_name="milestoneevent",
            name="dispute",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.dispute",
            ),
        ),
        migrations.AddField(
            model_name="milestoneevent",
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
            model_name="milestoneevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.milestone",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
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
                to="reference.place",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.place",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
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
            model_name="placeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.place",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
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
            model_name="placenameevent",
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
            model_name="placenameevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.placename",
            ),
        ),
        migrations.AddField(
            model_name="placenameevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="reference.place",
            ),
        ),
        migrations.AddField(
            model_name="placenameevent",
            name="used_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="actors.actor",
            ),
        ),
        migrations.AddField(
            model_name="disputepartyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.disputeparty",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeparty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_dispute_partiesevent" ("actor_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."actor_id", NEW."dispute_id", NEW."id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="b6ecb954941b7f57c1308020b6e6b87808dfbb71",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0fa87",
                    table="reference_dispute_parties",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeparty",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_dispute_partiesevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_dispute_partiesevent" ("actor_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."actor_id", OLD."dispute_id", OLD."id", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id"); END IF; RETURN NULL;',
                    hash="ed2bc84b00df22caf178356de1488b7d0c4c56c3",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_42060",
                    table="reference_dispute_parties",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeparty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_dispute_partiesevent" ("actor_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."actor_id", NEW."dispute_id", NEW."id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                    hash="904659da615dcee401097ea97e62dc21922cc929",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_83875",
                    table="reference_dispute_parties",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeparty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_dispute_partiesevent" ("actor_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."actor_id", OLD."dispute_id", OLD."id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="947dcf9852be35ccdb825ac3d3730faf02585946",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6a4bd",
                    table="reference_dispute_parties",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="disputeborderevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="reference.disputeborder",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeborder",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('counterclaim.loading', true) IS DISTINCT FROM 'on')",
                    func='INSERT INTO "reference_dispute_bordersevent" ("border_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."border_id", NEW."dispute_id", NEW."id", _pgh_attach_context(), clock_timestamp(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="26a57fe6ab3a2b709a2c3c7b4fc7a066f015ab48",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c4473",
                    table="reference_dispute_borders",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeborder",
            trigger=pgtrigger.compiler.Trigger(
                name="before_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='IF current_setting(\'counterclaim.loading\', true) IS DISTINCT FROM \'on\' AND NOT EXISTS (SELECT FROM "reference_dispute_bordersevent" WHERE pgh_obj_id = OLD."id") THEN INSERT INTO "reference_dispute_bordersevent" ("border_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."border_id", OLD."dispute_id", OLD."id", _pgh_attach_context(), clock_timestamp(), \'before\', OLD."id"); END IF; RETURN NULL;',
                    hash="92aaf5a55b9c1144100184246f5ed68e799c9ca1",
                    operation="UPDATE",
                    pgid="pgtrigger_before_update_32ddb",
                    table="reference_dispute_borders",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeborder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reference_dispute_bordersevent" ("border_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."border_id", NEW."dispute_id", NEW."id", _pgh_attach_context(), clock_timestamp(), \'update\', NEW."id"); RETURN NULL;',
                    hash="15c0c09219fff9c58026967af1d1cffb61405e0b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5fd46",
                    table="reference_dispute_borders",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeborder",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reference_dispute_bordersevent" ("border_id", "dispute_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."border_id", OLD."dispute_id", OLD."id", _pgh_attach_context(), clock_timestamp(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="d18f95c077dd0bb106cd7e46cabfc5884466773b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_06e49",
                    table="reference_dispute_borders",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="borderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="borderevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="0d3f53c481fb6a971f588cde8e74c2d7ac268be3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_borderevent_append_only_ecd60",
                    table="reference_borderevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="borderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="borderevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="17979cf33a2c73544fb4b4ae043664bb8a65af65",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_borderevent_no_truncate_630fd",
                    table="reference_borderevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bordersectionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="bordersectionevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="4708f51a7fe5ae4a129d3825fd6e2ede8cc407f3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_bordersectionevent_append_only_06765",
                    table="reference_bordersectionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bordersectionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="bordersectionevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="03766a23aa59889fa8b3c2490e08eede684379a9",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_bordersectionevent_no_truncate_cc001",
                    table="reference_bordersectionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="disputeevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="26f3de687a490796fd274846c59565b53853052c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_disputeevent_append_only_54209",
                    table="reference_disputeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="disputeevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="ca1c1134f258bc9a85025791971ec5e7b9897188",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_disputeevent_no_truncate_9afac",
                    table="reference_disputeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestoneevent",
            trigger=pgtrigger.compiler.Trigger(
                name="milestoneevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="9729413b7c03d0279c167b9abf065e5c7e55b881",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_milestoneevent_append_only_3328a",
                    table="reference_milestoneevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="milestoneevent",
            trigger=pgtrigger.compiler.Trigger(
                name="milestoneevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="689d4738a2776e7abe87229e7d6fba01dd33b788",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_milestoneevent_no_truncate_a7b7b",
                    table="reference_milestoneevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="placeevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="15f6b88499252b488271783a1156a015f7113de9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_placeevent_append_only_aab16",
                    table="reference_placeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="placeevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="52d00c189662c73fb4647cc59de75199b52ab635",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_placeevent_no_truncate_6f345",
                    table="reference_placeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placenameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="placenameevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="f4c1c19159ce570a3f1ebf0ca568393d4e7c5e69",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_placenameevent_append_only_1c1dc",
                    table="reference_placenameevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placenameevent",
            trigger=pgtrigger.compiler.Trigger(
                name="placenameevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="51973ce88cee01aeb964d941b3c7aadc446f9818",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_placenameevent_no_truncate_8ca74",
                    table="reference_placenameevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputepartyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="disputepartyevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="9671806b2a7baebd1e0a4be73ce5589e28cd6ad6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_disputepartyevent_append_only_c342d",
                    table="reference_dispute_partiesevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputepartyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="disputepartyevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="e16fda0ff45e74c2c00ec2a4042c834b8cb35eff",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_disputepartyevent_no_truncate_7c8c5",
                    table="reference_dispute_partiesevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeborderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="disputeborderevent_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        IF workbench_erasing() THEN\n            RETURN COALESCE(NEW, OLD);\n        END IF;\n        RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME\n            USING ERRCODE = 'restrict_violation';\n        ",
                    hash="000aa035a5f26f32962966e6402bad9a01e504a8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_disputeborderevent_append_only_d052a",
                    table="reference_dispute_bordersevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="disputeborderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="disputeborderevent_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="9d706867b64d14802eca0357dc75096adaf5edf7",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_disputeborderevent_no_truncate_03a1b",
                    table="reference_dispute_bordersevent",
                    when="BEFORE",
                ),
            ),
        ),
        *[by_nobody(table) for table in TRACKED],
    ]
