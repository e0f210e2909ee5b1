"""Extensions, and the fold function that makes `Ağdam` and `Agdam`, `Khankəndi` and `Khankendi` one."""

from django.contrib.postgres.operations import (
    BtreeGistExtension,
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

FOLD = """
CREATE FUNCTION counterclaim_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
$$ SELECT translate(lower(public.unaccent('public.unaccent'::regdictionary, $1)), 'əıʼ’‘`´''ʻʿʾ', 'ei') $$
"""


class Migration(migrations.Migration):
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        CreateExtension("cube"),
        CreateExtension("earthdistance"),
        migrations.RunSQL(FOLD, "DROP FUNCTION counterclaim_fold(text)"),
    ]
