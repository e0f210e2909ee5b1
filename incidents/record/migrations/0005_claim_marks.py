"""What came of each claim as columns. They are false until `manage.py rederive_record` has derived them."""

from django.db import migrations, models

DENIED = "A claim of another party denies it."
CORROBORATED = "A claim of another party says the same, of its own knowledge: it repeats no other claim."
REPEATS = "All that it says has its origin in another claim, which it repeats: no statement of its own."


class Migration(migrations.Migration):
    dependencies = [("record", "0003_answers")]
    operations = [
        migrations.AddField(
            model_name="recordclaim",
            name=name,
            field=models.BooleanField(default=False, help_text=definition),
            preserve_default=False,
        )
        for name, definition in (("denied", DENIED), ("corroborated", CORROBORATED), ("repeats", REPEATS))
    ]
