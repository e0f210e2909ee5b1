"""Unsaved forms of the desk, and who is at an incident now."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbench", "0007_projectiles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form_id", models.CharField(max_length=10)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("turn", models.PositiveIntegerField(default=0)),
                ("writer", models.CharField(blank=True, max_length=10)),
                ("fields", models.JSONField(default=dict)),
                ("files", models.JSONField(default=dict)),
                (
                    "sent",
                    models.BooleanField(
                        default=False, help_text="It was sent to be saved, by somebody who was signed out."
                    ),
                ),
                ("kept_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        help_text="Empty for a new one.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_forms",
                        to="workbench.incident",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-kept_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "form_id"),
                        name="workbench_keptform_once",
                        violation_error_message="This form of this person is kept already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form_id__regex", "^[0-9a-z]{10}$")),
                        name="workbench_keptform_form_id_form",
                        violation_error_message="The id of a form is ten characters: digits and small letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True), models.Q(("fields", {}), ("files", {})), _connector="OR"
                        ),
                        name="workbench_keptform_closed_is_empty",
                        violation_error_message="A form that was saved or discarded keeps nothing.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("typing", models.BooleanField(default=False, help_text="There are changes that are not saved.")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="workbench.incident"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["person"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "person"),
                        name="workbench_presence_once",
                        violation_error_message="A person is at an incident once.",
                    )
                ],
            },
        ),
    ]
