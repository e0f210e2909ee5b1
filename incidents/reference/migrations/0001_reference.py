import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import incidents.vocabulary


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("actors", "0002_actors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Border",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
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
                (
                    "side_a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="borders_as_a", to="actors.actor"
                    ),
                ),
                (
                    "side_b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="borders_as_b", to="actors.actor"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["proposed", "public"])),
                        name="reference_border_standing_known",
                        violation_error_message="standing must be one of: proposed, public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side_a", models.F("side_b")), _negated=True),
                        name="reference_border_two_sides",
                        violation_error_message="A border has two different sides.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BorderSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField(help_text="Order along the border.")),
                ("line", models.JSONField(help_text="GeoJSON LineString or MultiLineString, WGS 84.")),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "border",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sections", to="reference.border"
                    ),
                ),
            ],
            options={
                "ordering": ["border", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("border", "position"),
                        name="reference_section_position_once",
                        violation_error_message="Another section of the border has this position.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line__type__in", ["LineString", "MultiLineString"])),
                        name="reference_section_line_geojson",
                        violation_error_message="line must be a GeoJSON LineString or MultiLineString.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
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
                ("borders", models.ManyToManyField(blank=True, related_name="disputes", to="reference.border")),
                ("parties", models.ManyToManyField(blank=True, related_name="disputes", to="actors.actor")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["proposed", "public"])),
                        name="reference_dispute_standing_known",
                        violation_error_message="standing must be one of: proposed, public.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "dispute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="milestones", to="reference.dispute"
                    ),
                ),
            ],
            options={
                "ordering": ["earliest", "latest", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "talks_opened",
                                    "talks_stalled",
                                    "talks_resumed",
                                    "ceasefire",
                                    "offensive",
                                    "agreement",
                                    "other",
                                ],
                            )
                        ),
                        name="reference_milestone_kind_known",
                        violation_error_message="kind must be one of: talks_opened, talks_stalled, talks_resumed, ceasefire, offensive, agreement, other.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("precision__in", ["day", "range", "week", "month", "year"])),
                        name="reference_milestone_precision_known",
                        violation_error_message="precision must be one of: day, range, week, month, year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("earliest__isnull", True),
                            ("latest__isnull", True),
                            ("earliest__lte", models.F("latest")),
                            _connector="OR",
                        ),
                        name="reference_milestone_dates_in_order",
                        violation_error_message="Latest comes before earliest.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        help_text="Permanent public id, for example gn:174815.", max_length=40, unique=True
                    ),
                ),
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
                        choices=[("proposed", "Proposed"), ("public", "Public")],
                        default=incidents.vocabulary.Standing["PROPOSED"],
                        max_length=10,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reference.place",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_places",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["settlement", "district", "province", "region", "country", "feature"])
                        ),
                        name="reference_place_kind_known",
                        violation_error_message="kind must be one of: settlement, district, province, region, country, feature.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("standing__in", ["proposed", "public"])),
                        name="reference_place_standing_known",
                        violation_error_message="standing must be one of: proposed, public.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__isnull", True), ("latitude__range", (-90, 90)), _connector="OR"),
                        name="reference_place_latitude_range",
                        violation_error_message="latitude must be between -90 and 90.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("longitude__isnull", True), ("longitude__range", (-180, 180)), _connector="OR"
                        ),
                        name="reference_place_longitude_range",
                        violation_error_message="longitude must be between -180 and 180.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="reference_place_position_whole",
                        violation_error_message="Give both latitude and longitude.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__gt", "")),
                        name="reference_place_name_given",
                        violation_error_message="A place needs a name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country", ""), ("country__regex", "^[A-Z]{3}$"), _connector="OR"),
                        name="reference_place_country_alpha3",
                        violation_error_message="country must be three capital letters (ISO 3166-1 alpha-3).",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=200)),
                ("language", models.CharField(help_text="BCP 47; und where unknown.", max_length=20)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="names", to="reference.place"
                    ),
                ),
                (
                    "used_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place_names",
                        to="actors.actor",
                    ),
                ),
            ],
            options={
                "ordering": ["language", "text"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.Func(models.F("text"), function="counterclaim_fold"), name="gin_trgm_ops"
                        ),
                        name="reference_placename_fold",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "text", "language"),
                        name="reference_placename_once",
                        violation_error_message="The place already has this name in this language.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__gt", ""), ("language__gt", "")),
                        name="reference_placename_given",
                        violation_error_message="A name needs its text and its language.",
                    ),
                ],
            },
        ),
    ]
