"""What tells that two sources may be one: an index of addresses without what differs idly, and of publisher with title."""

from django.db import migrations

ADDRESS = r"""
CREATE FUNCTION workbench_address(url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT rtrim(regexp_replace(
        regexp_replace(
            regexp_replace(lower(url), '^[a-z]+://(?:www\.|m\.|amp\.)?|#.*$', '', 'g'),
            '(?<=[?&])(?:utm_[a-z0-9_]+|fbclid|gclid|mc_cid|mc_eid)=[^&]*(?:&|$)', '', 'g'
        ),
        '/+(?=\?|$)', '', 'g'
    ), '?&')
$$
"""
BY_ADDRESS = "CREATE INDEX workbench_source_by_address ON workbench_source (workbench_address(url)) WHERE url > ''"
BY_TITLE = "CREATE INDEX workbench_source_by_title ON workbench_source (counterclaim_fold(publisher), counterclaim_fold(title))"


class Migration(migrations.Migration):
    dependencies = [("workbench", "0020_merged_sources"), ("actors", "0001_search_functions")]
    operations = [
        migrations.RunSQL(ADDRESS, "DROP FUNCTION workbench_address(text)"),
        migrations.RunSQL(BY_ADDRESS, "DROP INDEX workbench_source_by_address"),
        migrations.RunSQL(BY_TITLE, "DROP INDEX workbench_source_by_title"),
    ]
