"""An expunged edition gets its stub once: afterwards it is as immutable as any other."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0004_claim_marks"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="edition",
            name="edition_immutable",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE closed record_edition;",
                    func="\n            closed := OLD;\n            closed.validity := NEW.validity;\n            IF NEW IS NOT DISTINCT FROM closed\n               AND upper_inf(OLD.validity) AND NOT upper_inf(NEW.validity) AND NOT isempty(NEW.validity)\n               AND lower(NEW.validity) = lower(OLD.validity)\n               AND lower_inc(NEW.validity) AND NOT upper_inc(NEW.validity) THEN\n                RETURN NEW;\n            END IF;\n            IF NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.ref IS NOT DISTINCT FROM OLD.ref AND NEW.number IS NOT DISTINCT FROM OLD.number AND NEW.origin IS NOT DISTINCT FROM OLD.origin AND NEW.status IS NOT DISTINCT FROM OLD.status AND NEW.schema IS NOT DISTINCT FROM OLD.schema AND NEW.published_at IS NOT DISTINCT FROM OLD.published_at AND NEW.body_sha256 IS NOT DISTINCT FROM OLD.body_sha256 AND NEW.digest IS NOT DISTINCT FROM OLD.digest AND NEW.validity = OLD.validity AND NEW.expunged AND NOT OLD.expunged\n               AND EXISTS (SELECT 1 FROM record_expunction WHERE OLD.seq = ANY(seqs)) THEN\n                RETURN NEW;\n            END IF;\n            RAISE EXCEPTION 'edition % of % is immutable', OLD.number, OLD.ref USING ERRCODE = 'restrict_violation';\n            ",
                    hash="87075a260258c29d6374fb83cad76553db2a1331",
                    operation="UPDATE",
                    pgid="pgtrigger_edition_immutable_c6269",
                    table="record_edition",
                    when="BEFORE",
                ),
            ),
        ),
    ]
