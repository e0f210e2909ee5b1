"""What tables of the record show and only bodies held; and in SQL, which text a spreadsheet would run.

The columns say nothing, and `guarded` that every text is to be looked at, until `manage.py rederive_record` has derived
them. The function is the twin of `incidents/document/inert.py`.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

GUARDED = "A spreadsheet could run a text of its row: exports look at each (incidents/document/inert.py)."
UNSEEN = r'[\u0001-\u0020\u0085\u00a0\u00ad\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff";]'
SEPARATOR = r"[;\t\r\n]"
FORMULA = r"[=+@\uff1d\uff0b\uff0d\uff20-]"
INERT = rf"""
CREATE FUNCTION counterclaim_inert(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE WHEN guarded ~ '^({UNSEEN}*{FORMULA}|[\t\r\n])' THEN '''' || guarded ELSE guarded END
    FROM (
        SELECT regexp_replace(said, '({UNSEEN}*{SEPARATOR}{UNSEEN}*)(?={FORMULA})', '\1''', 'g') AS guarded
    ) AS within;
END
"""


def text(model: str, name: str, **options: object) -> migrations.AddField:
    return migrations.AddField(model, name, models.TextField(blank=True, default="", db_default="", **options))


def short(name: str, length: int) -> migrations.AddField:
    field = models.CharField(blank=True, default="", db_default="", max_length=length)
    return migrations.AddField("recordclaim", name, field)


def by_assertion(name: str, note: str) -> migrations.AddField:
    field = django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=80), default=list, db_default=[], help_text=note, size=None
    )
    return migrations.AddField("recordclaim", name, field)


def flag(model: str, name: str, **options: str) -> migrations.AddField:
    return migrations.AddField(model, name, models.BooleanField(default=True, db_default=True, **options))


class Migration(migrations.Migration):
    dependencies = [("record", "0012_orders")]
    operations = [
        migrations.RunSQL(INERT, "DROP FUNCTION counterclaim_inert"),
        text("edition", "place_name", help_text="The place's, or the wording."),
        flag("edition", "killed_includes_unknown"),
        flag("edition", "wounded_includes_unknown"),
        flag("edition", "guarded", help_text=GUARDED),
        text("recordclaim", "speaker"),
        short("channel", 20),
        short("made_time", 5),
        short("made_precision", 10),
        text("recordclaim", "quotation"),
        text("recordclaim", "quotation_language"),
        text("recordclaim", "translation"),
        by_assertion("questions", "Its questions, one for each assertion, in one order with `stances` and `about`."),
        by_assertion("stances", "One for each assertion."),
        by_assertion("about", "The actor that each assertion names; empty where it names none."),
        flag("recordclaim", "guarded", help_text=GUARDED),
    ]
