"""The times in which nothing can be written, and the function of the triggers that refuse it."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

from config.readonly.triggers import FUNCTION


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ReadOnly",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("began_by", models.CharField(max_length=150)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("ended_by", models.CharField(blank=True, max_length=150)),
            ],
            options={
                "verbose_name": "read-only time",
                "ordering": ["-during", "-pk"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("during", "&&")],
                        name="readonly_readonly_one_at_a_time",
                        violation_error_message="It is read-only already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("during__isempty", False)),
                        name="readonly_readonly_some_time",
                        violation_error_message="It ends after it began.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION readonly_refuse()"),
    ]
