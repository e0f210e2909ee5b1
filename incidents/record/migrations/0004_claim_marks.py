"""Lists of claims: what came of each claim as columns, and an index for each filter.

The columns are false until `manage.py rederive_record` has derived them. Measured at 100,000 editions and 200,000 claims:
a page by words took 4–7 s and takes 11–50 ms, counting took 15–510 ms and takes 1–150, of claims about a state up to 390.
"""

from typing import Any

from django.db import migrations, models

DENIED = "A claim of another party denies it."
CORROBORATED = "A claim of another party says the same, of its own knowledge: it repeats no other claim."
REPEATS = "All that it says has its origin in another claim, which it repeats: no statement of its own."
MARKS = (("denied", DENIED), ("corroborated", CORROBORATED), ("repeats", REPEATS))
LIVE = models.Q(validity__upper_inf=True, status="published")
WORDS = """
CREATE INDEX record_claim_words ON record_recordclaim USING gin (to_tsvector('simple', counterclaim_fold(statement)))
"""


def by_date(name: str, *first: str, **options: Any) -> migrations.AddIndex:
    fields = [*first, "-made_on", "-id"]
    return migrations.AddIndex(
        "recordclaim", models.Index(fields=fields, name=name, **{"include": ("edition",), **options})
    )


def of_assertions(name: str, *fields: str, include: tuple[str, ...] = ("edition", "claim")) -> migrations.AddIndex:
    return migrations.AddIndex("recordassertion", models.Index(fields=fields, include=include, name=name))


class Migration(migrations.Migration):
    dependencies = [("record", "0003_answers"), ("actors", "0001_search_functions")]
    operations = [
        *(
            migrations.AddField(
                "recordclaim", name, models.BooleanField(default=False, help_text=definition), preserve_default=False
            )
            for name, definition in MARKS
        ),
        migrations.RemoveIndex("recordclaim", "record_claim_by_date"),
        migrations.RemoveIndex("recordclaim", "record_claim_by_claimant"),
        migrations.RemoveIndex("recordassertion", "record_assertion_by_question"),
        migrations.RemoveIndex("recordassertion", "record_assertion_by_about"),
        by_date("record_claim_by_date", include=("edition", "answered", "best_credibility")),
        by_date("record_claim_by_claimant", "claimant"),
        by_date("record_claim_by_kind", "kind"),
        *(
            by_date(f"record_claim_{mark}", condition=models.Q(**{mark: True}))
            for mark in ("corrected", "denied", "corroborated", "repeats")
        ),
        of_assertions("record_assertion_by_question", "question", "stance", include=("edition", "claim", "about")),
        of_assertions("record_assertion_by_stance", "stance"),
        of_assertions("record_assertion_by_about", "about"),
        migrations.AddIndex("edition", models.Index(fields=["seq"], condition=LIVE, name="record_edition_live")),
        migrations.RunSQL(WORDS, "DROP INDEX record_claim_words"),
    ]
