"""Indexes under the orders of the lists, for whatever filter: see `incidents/record/nearest.py` and docs/lists.md.

`counterclaim_parts` makes one set of who has a part in an incident and who claims something about it, so that one index
answers both.
"""

from django.db import migrations, models

LIVE = models.Q(status="published", validity__upper_inf=True)
STANDS = "upper_inf(validity) AND status = 'published'"
KEY = "((latest - DATE '0001-01-01')::bigint * 2147483648 + seq)"
PARTS = """
CREATE FUNCTION counterclaim_parts(actors text[], claimants text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(actors || ARRAY(SELECT 'says:' || one FROM unnest(claimants) AS one))
"""
ESTIMATE = """
CREATE FUNCTION counterclaim_estimate(query text, live boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    plan json;
    found float;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
    found := (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float;
    IF live THEN  -- what stands is taken for a third of all: no statistics are kept of upper_inf(validity)
        EXECUTE $x$EXPLAIN (FORMAT JSON) SELECT FROM record_edition WHERE upper_inf(validity) AND status = 'published'$x$
            INTO plan;
        found := found * (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'record_edition_live'::regclass)
            / greatest((plan -> 0 -> 'Plan' ->> 'Plan Rows')::float, 1);
    END IF;
    RETURN found;
END $$
"""


def gist(name: str, what: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE INDEX {name} ON record_edition USING gist ({what}, ({KEY})) WHERE {condition}", f"DROP INDEX {name}"
    )


def by_date(name: str, *first: str, condition: models.Q = LIVE) -> migrations.AddIndex:
    return migrations.AddIndex(
        "edition", models.Index(fields=[*first, "-latest", "-seq"], condition=condition, name=name)
    )


def plain(name: str, what: str) -> migrations.RunSQL:
    return migrations.RunSQL(f"CREATE INDEX {name} ON record_edition ({what}) WHERE {STANDS}", f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("record", "0011_claim_by_id")]
    operations = [
        migrations.RunSQL(
            "DROP INDEX record_edition_box",
            "CREATE INDEX record_edition_box ON record_edition USING gist (point(longitude, latitude), latest)"
            f" WHERE {STANDS} AND latitude IS NOT NULL",
        ),
        migrations.RunSQL(PARTS, "DROP FUNCTION counterclaim_parts(text[], text[])"),
        migrations.RunSQL(ESTIMATE, "DROP FUNCTION counterclaim_estimate(text, boolean)"),
        gist("record_edition_box", "point(longitude, latitude)", f"{STANDS} AND latitude IS NOT NULL"),
        gist("record_edition_period", "daterange(LEAST(earliest, latest), latest, '[]')", STANDS),
        gist("record_edition_parts", "counterclaim_parts(actors, claimants)", STANDS),
        gist("record_edition_then", "validity", "status = 'published' AND NOT expunged"),
        migrations.RunSQL(  # of this column alone, statistics take longer than of all others
            "ALTER INDEX record_edition_parts ALTER COLUMN 1 SET STATISTICS 0", migrations.RunSQL.noop
        ),
        plain("record_edition_by_figure", "COALESCE(killed_best, killed_low, -1) DESC, seq DESC"),
        plain(
            "record_edition_by_most", "COALESCE(killed_high, CASE WHEN killed_low IS NOT NULL THEN 2147483647 END) DESC"
        ),
        plain("record_edition_by_least", "killed_low DESC"),
        by_date("record_edition_by_kind", "kind"),
        by_date("record_edition_by_country", "country"),
        by_date("record_edition_by_place", "place"),
        by_date("record_edition_by_border", "border"),
        by_date("record_edition_by_section", "section"),
        by_date("record_edition_by_dispute", "dispute"),
        by_date("record_edition_civilians", condition=LIVE & models.Q(civilians=True)),
        by_date("record_edition_aggregated", condition=LIVE & models.Q(aggregated=True)),
        migrations.AddIndex("edition", models.Index(fields=["-published_at"], name="record_edition_by_time")),
        migrations.RunSQL(
            "CREATE STATISTICS record_edition_together (dependencies, mcv)"
            " ON kind, country, border, section, dispute FROM record_edition",
            "DROP STATISTICS record_edition_together",
        ),
    ]
