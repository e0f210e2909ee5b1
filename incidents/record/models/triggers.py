"""Triggers that keep the record as it was written, whatever statement comes.

One exception is built in: what an `Expunction` names may be replaced by a stub, once. Its hash and digest stay.
"""

import pgtrigger

from config.constraints import no_truncate

_FIXED = ("seq", "ref", "number", "origin", "status", "schema", "published_at", "body_sha256", "digest")


def immutable_edition() -> list[pgtrigger.Trigger]:
    """Let an edition's validity be closed once, its content be expunged, and refuse everything else."""
    unchanged = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _FIXED)
    return [
        pgtrigger.Trigger(
            name="edition_immutable",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            declare=[("closed", "record_edition")],
            func=f"""
            closed := OLD;
            closed.validity := NEW.validity;
            IF NEW IS NOT DISTINCT FROM closed
               AND upper_inf(OLD.validity) AND NOT upper_inf(NEW.validity) AND NOT isempty(NEW.validity)
               AND lower(NEW.validity) = lower(OLD.validity)
               AND lower_inc(NEW.validity) AND NOT upper_inc(NEW.validity) THEN
                RETURN NEW;
            END IF;
            IF {unchanged} AND NEW.validity = OLD.validity AND NEW.expunged AND NOT OLD.expunged
               AND EXISTS (SELECT 1 FROM record_expunction WHERE OLD.seq = ANY(seqs)) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'edition % of % is immutable', OLD.number, OLD.ref USING ERRCODE = 'restrict_violation';
            """,
        ),
        pgtrigger.Protect(name="edition_no_delete", operation=pgtrigger.Delete),
        no_truncate("edition"),
    ]


def immutable_row(table: str) -> list[pgtrigger.Trigger]:
    """Refuse every change of a derived row but its removal by an expunction of its edition."""
    return [
        pgtrigger.Protect(name=f"{table}_no_update", operation=pgtrigger.Update),
        pgtrigger.Trigger(
            name=f"{table}_no_delete",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            func="""
            IF EXISTS (SELECT 1 FROM record_expunction WHERE OLD.edition_id = ANY(seqs)) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'rows of edition seq % are immutable', OLD.edition_id
                USING ERRCODE = 'restrict_violation';
            """,
        ),
        no_truncate(table),
    ]
