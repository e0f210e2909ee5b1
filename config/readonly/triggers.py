"""The trigger that refuses what would change a table in read-only mode; migrations put it on the tables of a part."""

from django.db.migrations.operations import RunSQL

KEY = 0x52454144
"""Key of the advisory lock that every writing transaction shares, and that switching takes for itself ("READ")."""

FUNCTION = f"""
CREATE FUNCTION readonly_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({KEY});
    IF EXISTS (SELECT FROM readonly_readonly WHERE upper_inf(during)) THEN
        RAISE EXCEPTION 'Counterclaim is read-only at the moment: nothing was written to %', TG_TABLE_NAME
            USING ERRCODE = 'read_only_sql_transaction';
    END IF;
    RETURN NULL;
END $$
"""


def guarded(*tables: str) -> list[RunSQL]:
    """Return the operations that put the trigger on tables, and take it off again."""
    return [
        RunSQL(
            f"CREATE TRIGGER {table}_read_only BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION readonly_refuse()",
            f"DROP TRIGGER {table}_read_only ON {table}",
        )
        for table in tables
    ]
