import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import incidents.vocabulary


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Expunction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seqs", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("reason", models.TextField()),
                ("expunged_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__gt", "")),
                        name="record_expunction_reason_given",
                        violation_error_message="An expunction needs its reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seqs__len__gte", 1)),
                        name="record_expunction_names_editions",
                        violation_error_message="An expunction names at least one edition.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FacetCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("border", models.CharField(blank=True, max_length=80)),
                ("incidents", models.IntegerField(default=0)),
                ("fatal", models.IntegerField(default=0)),
                ("killed_best", models.BigIntegerField(default=0)),
            ],
            options={
                "ordering": ["year", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "kind", "country", "border"), name="record_facetcount_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fatal__gte", 0), ("incidents__gte", 0), ("killed_best__gte", 0)),
                        name="record_facetcount_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MapCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.SmallIntegerField(help_text="floor(latitude × 2)")),
                ("column", models.SmallIntegerField(help_text="floor(longitude × 2)")),
                ("year", models.SmallIntegerField()),
                ("kind", models.CharField(max_length=30)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("incidents", models.IntegerField(default=0)),
                ("killed_best", models.BigIntegerField(default=0)),
            ],
            options={
                "ordering": ["row", "column", "year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("row", "column", "year", "kind", "country"), name="record_mapcell_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("incidents__gte", 0), ("killed_best__gte", 0)),
                        name="record_mapcell_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordAssertion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("claim", models.CharField(max_length=20)),
                ("assertion", models.CharField(max_length=20)),
                ("question", models.CharField(max_length=20)),
                ("stance", models.CharField(max_length=20)),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="The actor it names: side, initiator, responsible.", max_length=80
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=10)),
                ("low", models.PositiveIntegerField(null=True)),
                ("high", models.PositiveIntegerField(null=True)),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [
                    models.Index(fields=["question", "stance"], name="record_assertion_by_question"),
                    models.Index(fields=["about"], name="record_assertion_by_about"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40)),
                ("claim", models.CharField(max_length=20)),
                ("claimant", models.CharField(max_length=80)),
                ("party", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=20)),
                ("made_on", models.DateField(null=True)),
                ("statement", models.TextField()),
                ("answered", models.BooleanField(help_text="Another claim denies, disputes or responds to it.")),
                ("corrected", models.BooleanField(help_text="A later claim of the same side corrects it.")),
                ("best_credibility", models.PositiveSmallIntegerField(null=True)),
                ("body", models.TextField()),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [
                    models.Index(fields=["claimant", "-made_on"], name="record_claim_by_claimant"),
                    models.Index(fields=["-made_on", "-id"], name="record_claim_by_date"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordInvolvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.CharField(max_length=80)),
                ("role", models.CharField(max_length=20)),
                ("alleged", models.BooleanField()),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [models.Index(fields=["actor", "role"], name="record_involvement_by_actor")],
            },
        ),
        migrations.CreateModel(
            name="RecordLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40)),
                ("other", models.CharField(max_length=40)),
                ("relation", models.CharField(max_length=20)),
                ("claim", models.CharField(blank=True, max_length=20)),
                ("alleged_by", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [models.Index(fields=["other"], name="record_link_by_other")],
            },
        ),
        migrations.CreateModel(
            name="RecordSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=20)),
                ("publisher", models.CharField(max_length=120)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("url", models.CharField(blank=True, max_length=500)),
                ("published_on", models.DateField(null=True)),
                ("reliability", models.CharField(max_length=1)),
            ],
            options={
                "ordering": ["edition", "pk"],
                "indexes": [models.Index(fields=["source"], name="record_source_by_id")],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=20, unique=True)),
                ("cutoff_seq", models.BigIntegerField()),
                ("head_digest", models.CharField(max_length=64)),
                ("manifest", models.JSONField()),
                ("files", models.JSONField(help_text="Name, size and SHA-256 of each file.")),
                ("changes", models.TextField(blank=True)),
                ("released_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-released_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("version__regex", "^[0-9]{2}\\.[0-9]+(-r[0-9]+)?$")),
                        name="record_release_version_form",
                        violation_error_message="A version is YY.N or YY.N-rM.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cutoff_seq__gte", 0)), name="record_release_cutoff_from_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("head_digest__regex", "^[0-9a-f]{64}$")), name="record_release_digest_form"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "seq",
                    models.BigIntegerField(
                        help_text="The ledger's order: 1, 2, 3, … without gaps.", primary_key=True, serialize=False
                    ),
                ),
                ("ref", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField(help_text="1, 2, 3, … within the incident.")),
                ("origin", models.CharField(help_text="workbench, or the import it came by.", max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[("published", "Published"), ("retracted", "Retracted"), ("merged", "Merged")],
                        max_length=10,
                    ),
                ),
                ("schema", models.CharField(max_length=60)),
                ("published_at", models.DateTimeField()),
                ("validity", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("body", models.TextField()),
                ("body_sha256", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(blank=True, max_length=30)),
                ("aggregated", models.BooleanField(default=False)),
                ("earliest", models.DateField(null=True)),
                ("latest", models.DateField(null=True)),
                ("date_precision", models.CharField(blank=True, max_length=10)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("radius_km", models.FloatField(null=True)),
                ("place_precision", models.PositiveSmallIntegerField(null=True)),
                ("place", models.CharField(blank=True, max_length=40)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("border", models.CharField(blank=True, max_length=80)),
                ("section", models.CharField(blank=True, max_length=20)),
                ("dispute", models.CharField(blank=True, max_length=80)),
                (
                    "actors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                (
                    "claimants",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                (
                    "contested",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("killed_low", models.PositiveIntegerField(null=True)),
                ("killed_best", models.PositiveIntegerField(null=True)),
                ("killed_high", models.PositiveIntegerField(null=True)),
                ("wounded_low", models.PositiveIntegerField(null=True)),
                ("wounded_best", models.PositiveIntegerField(null=True)),
                ("wounded_high", models.PositiveIntegerField(null=True)),
                (
                    "civilians",
                    models.BooleanField(default=False, help_text="Civilians were harmed, or are said to have been."),
                ),
                ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                "ordering": ["seq"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("status", incidents.vocabulary.EditionStatus["PUBLISHED"]), ("validity__upper_inf", True)
                        ),
                        fields=["-latest", "-seq"],
                        name="record_edition_by_date",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("status", incidents.vocabulary.EditionStatus["PUBLISHED"]), ("validity__upper_inf", True)
                        ),
                        fields=["ref"],
                        name="record_edition_live_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(
                            ("status", incidents.vocabulary.EditionStatus["PUBLISHED"]), ("validity__upper_inf", True)
                        ),
                        fields=["actors"],
                        name="record_edition_actors",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(
                            ("status", incidents.vocabulary.EditionStatus["PUBLISHED"]), ("validity__upper_inf", True)
                        ),
                        fields=["claimants"],
                        name="record_edition_claimants",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(
                            ("status", incidents.vocabulary.EditionStatus["PUBLISHED"]), ("validity__upper_inf", True)
                        ),
                        fields=["contested"],
                        name="record_edition_contested",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(
                            ("status", incidents.vocabulary.EditionStatus["PUBLISHED"]), ("validity__upper_inf", True)
                        ),
                        fields=["search"],
                        name="record_edition_search",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("seq__gte", 1)), name="record_edition_seq_from_one"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="record_edition_number_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["published", "retracted", "merged"])),
                        name="record_edition_status_known",
                        violation_error_message="status must be one of: published, retracted, merged.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("body_sha256__regex", "^[0-9a-f]{64}$"), ("digest__regex", "^[0-9a-f]{64}$")
                        ),
                        name="record_edition_hash_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("validity__isempty", False)), name="record_edition_valid_sometime"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("validity__startswith", models.F("published_at"))),
                        name="record_edition_valid_from_publication",
                    ),
                    models.UniqueConstraint(fields=("ref", "number"), name="record_edition_number_once"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("ref", "="), ("validity", "&&")], name="record_edition_one_at_a_time"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE closed record_edition;",
                    func="\n            closed := OLD;\n            closed.validity := NEW.validity;\n            IF NEW IS NOT DISTINCT FROM closed\n               AND upper_inf(OLD.validity) AND NOT upper_inf(NEW.validity) AND NOT isempty(NEW.validity)\n               AND lower(NEW.validity) = lower(OLD.validity)\n               AND lower_inc(NEW.validity) AND NOT upper_inc(NEW.validity) THEN\n                RETURN NEW;\n            END IF;\n            IF NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.ref IS NOT DISTINCT FROM OLD.ref AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.origin IS NOT DISTINCT FROM OLD.origin AND NEW.status IS NOT DISTINCT FROM OLD.status AND NEW.schema IS NOT DISTINCT FROM OLD.schema AND NEW.published_at IS NOT DISTINCT FROM OLD.published_at AND NEW.body_sha256 IS NOT DISTINCT FROM OLD.body_sha256 AND NEW.digest IS NOT DISTINCT FROM OLD.digest AND NEW.validity = OLD.validity\n               AND EXISTS (SELECT 1 FROM record_expunction WHERE OLD.seq = ANY(seqs)) THEN\n                RETURN NEW;\n            END IF;\n            RAISE EXCEPTION 'edition % of % is immutable', OLD.number, OLD.ref USING ERRCODE = 'restrict_violation';\n            ",
                    hash="76c4b581f9cbafabe69e8e5fc48e3083946f11dc",
                    operation="UPDATE",
                    pgid="pgtrigger_edition_immutable_c6269",
                    table="record_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="a99762f8daa04de083e1d046f82c26259951cd54",
                    operation="DELETE",
                    pgid="pgtrigger_edition_no_delete_91efd",
                    table="record_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="96525f0f211a86c881146f01fae5badeb1ffcd2b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_edition_no_truncate_d8ade",
                    table="record_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expunction",
            trigger=pgtrigger.compiler.Trigger(
                name="expunction_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="91b8ec16da5c1c69131fa0e74afb23d29690e004",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_expunction_append_only_200d4",
                    table="record_expunction",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expunction",
            trigger=pgtrigger.compiler.Trigger(
                name="expunction_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="01a88045ce5742c76e2e6716e6f7893a1938218c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_expunction_no_truncate_11ad9",
                    table="record_expunction",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="recordassertion",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assertions", to="record.edition"
            ),
        ),
        migrations.AddField(
            model_name="recordclaim",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="claims", to="record.edition"
            ),
        ),
        migrations.AddField(
            model_name="recordinvolvement",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="involvements", to="record.edition"
            ),
        ),
        migrations.AddField(
            model_name="recordlink",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links", to="record.edition"
            ),
        ),
        migrations.AddField(
            model_name="recordsource",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="record.edition"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="release_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6b09697b6c1abca4a00d7d48691469847f1f72a8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_release_append_only_538c7",
                    table="record_release",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="release",
            trigger=pgtrigger.compiler.Trigger(
                name="release_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="a841e10b7cf237d557ab5c84e533ab6fede8bcd5",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_release_no_truncate_02045",
                    table="record_release",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="recordassertion",
            constraint=models.UniqueConstraint(fields=("edition", "assertion"), name="record_assertion_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordassertion",
            trigger=pgtrigger.compiler.Trigger(
                name="recordassertion_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="385c04f9a52c8662e1161db43e8768da795ece35",
                    operation="UPDATE",
                    pgid="pgtrigger_recordassertion_no_update_ffd8b",
                    table="record_recordassertion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordassertion",
            trigger=pgtrigger.compiler.Trigger(
                name="recordassertion_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="5d67d9cab0a1cf09ca7892bf123484aadb23d226",
                    operation="DELETE",
                    pgid="pgtrigger_recordassertion_no_delete_7451d",
                    table="record_recordassertion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordassertion",
            trigger=pgtrigger.compiler.Trigger(
                name="recordassertion_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="6ba0c1fc0eeac2f3e947352c68430177e60ebc9d",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordassertion_no_truncate_12df4",
                    table="record_recordassertion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="recordclaim",
            constraint=models.UniqueConstraint(fields=("edition", "claim"), name="record_claim_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="recordclaim_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7d1f8d9b7fc8cb42da548d42f4ba0172cfc73725",
                    operation="UPDATE",
                    pgid="pgtrigger_recordclaim_no_update_5a19c",
                    table="record_recordclaim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="recordclaim_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="7ca13995de2dd94dd934553ee6bc784d2ad8b7be",
                    operation="DELETE",
                    pgid="pgtrigger_recordclaim_no_delete_2c3b3",
                    table="record_recordclaim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="recordclaim_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="8d145de7588f0bb0e013f742a5eda1b5a70636fe",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordclaim_no_truncate_cfb87",
                    table="record_recordclaim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordinvolvement",
            trigger=pgtrigger.compiler.Trigger(
                name="recordinvolvement_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="285106009d02c2818dd2c68b8475174614dc1aed",
                    operation="UPDATE",
                    pgid="pgtrigger_recordinvolvement_no_update_5a648",
                    table="record_recordinvolvement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordinvolvement",
            trigger=pgtrigger.compiler.Trigger(
                name="recordinvolvement_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="783597ea9d26711d43c9c376a234421a43387187",
                    operation="DELETE",
                    pgid="pgtrigger_recordinvolvement_no_delete_71638",
                    table="record_recordinvolvement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordinvolvement",
            trigger=pgtrigger.compiler.Trigger(
                name="recordinvolvement_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="236739ccc8bdb76933b922f0bb4c916d329613e1",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordinvolvement_no_truncate_f513c",
                    table="record_recordinvolvement",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordlink",
            trigger=pgtrigger.compiler.Trigger(
                name="recordlink_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="128523b8b8677e6d99fa6118fae26f5d6f4aced1",
                    operation="UPDATE",
                    pgid="pgtrigger_recordlink_no_update_30998",
                    table="record_recordlink",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordlink",
            trigger=pgtrigger.compiler.Trigger(
                name="recordlink_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="d7ba4fe36d4687a8f5f2f803665c23e9d1a82bb2",
                    operation="DELETE",
                    pgid="pgtrigger_recordlink_no_delete_b7012",
                    table="record_recordlink",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordlink",
            trigger=pgtrigger.compiler.Trigger(
                name="recordlink_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="95259e8b17063fbf9648e0d61fdfe0dade216527",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordlink_no_truncate_ddd98",
                    table="record_recordlink",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="recordsource",
            constraint=models.UniqueConstraint(fields=("edition", "source"), name="record_source_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordsource",
            trigger=pgtrigger.compiler.Trigger(
                name="recordsource_no_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="d1e156972b799980693a054f550dd31e7e31385d",
                    operation="UPDATE",
                    pgid="pgtrigger_recordsource_no_update_ce855",
                    table="record_recordsource",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordsource",
            trigger=pgtrigger.compiler.Trigger(
                name="recordsource_no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN\n                RETURN OLD;\n            END IF;\n            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id\n                USING ERRCODE = 'restrict_violation';\n            ",
                    hash="9fe214ee13921bac387cc6b0beea13ac7e7030c6",
                    operation="DELETE",
                    pgid="pgtrigger_recordsource_no_delete_b904a",
                    table="record_recordsource",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recordsource",
            trigger=pgtrigger.compiler.Trigger(
                name="recordsource_no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="b9f2c7d27fa9a559564be40c4ad391899aa0d376",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_recordsource_no_truncate_eaaa9",
                    table="record_recordsource",
                    when="BEFORE",
                ),
            ),
        ),
    ]
