"""Whether an editor wants the weekly digest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wants_digest",
            field=models.BooleanField(
                default=True,
                help_text="Of what waits for editors; only editors get it.",
                verbose_name="weekly digest by e-mail",
            ),
        ),
    ]
