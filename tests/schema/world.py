"""A valid row in every table, and how to copy one with changes: the ground that every attempt stands on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from accounts.models import APIToken, User
from accounts.roles import Role
from actors.models import Actor, ActorName, ActorRelation
from config.readonly.models import ReadOnly
from incidents.record.models import (
    Edition,
    Expunction,
    FacetCount,
    MapCell,
    RecordAnswer,
    RecordAssertion,
    RecordCapture,
    RecordClaim,
    RecordFigure,
    RecordInvolvement,
    RecordLink,
    RecordSides,
    RecordSource,
    RecordWord,
    Release,
    SourceMerge,
)
from incidents.reference.models import Border, PlaceName
from incidents.vocabulary import AccessFace, ClaimMark
from incidents.workbench.models import (
    Access,
    Approval,
    Assertion,
    Assessment,
    Capture,
    CaptureAttempt,
    CasualtyEstimate,
    CheckAnswer,
    Citation,
    Claim,
    ClaimLink,
    CustodyEntry,
    DigestMail,
    Distinction,
    Erasure,
    EstimateClaim,
    Incident,
    IncidentLink,
    Involvement,
    KeptForm,
    Merge,
    NoteMention,
    Presence,
    QueueEntry,
    QuietReport,
    ReferenceDecision,
    ReviewLock,
    ReviewNote,
    SavedView,
    Transition,
    Unmerge,
)
from tests.factories import (
    ActorFactory,
    BorderFactory,
    BorderSectionFactory,
    ClaimFactory,
    DisputeFactory,
    IncidentFactory,
    MilestoneFactory,
    PlaceFactory,
    SourceFactory,
    person,
)
from tests.schema.catalog import columns, primary_key, query

DAY = date(2024, 2, 13)
NOON = datetime(2024, 2, 13, 12, tzinfo=UTC)


@dataclass(frozen=True)
class SQL:
    """An expression over the row that is copied, in place of a value."""

    text: str


class Same:
    """Stands for the value of the row that is copied."""


SAME = Same()
Changes = Mapping[str, object]

EARLIER, ONCE, AFTER = (datetime(2024, 2, day, tzinfo=UTC) for day in (12, 13, 14))

FRESH: dict[str, Changes] = {
    "readonly_readonly": {
        "during": DateTimeTZRange(datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 1, 2, tzinfo=UTC))
    },
    "accounts_user": {"username": "other", "email": "other@counterclaim.test"},
    "accounts_apitoken": {"digest": "f" * 128},
    "accounts_user_groups": {"group_id": SQL("(SELECT id FROM auth_group WHERE name = 'editor')")},
    "accounts_user_user_permissions": {"permission_id": SQL("permission_id + 1")},
    "actors_actor": {"slug": "other", "ucdp_id": 2},
    "actors_actorname": {"text": "Other"},
    "actors_actorrelation": {"valid": DateRange(date(2030, 1, 1), date(2031, 1, 1))},
    "reference_place": {"code": "test:other"},
    "reference_placename": {"text": "Other"},
    "reference_border": {"slug": "other"},
    "reference_bordersection": {"code": "OTHER", "position": 999},
    "reference_dispute": {"slug": "other"},
    "reference_dispute_borders": {"border_id": SQL("(SELECT max(id) FROM reference_border)")},
    "reference_dispute_parties": {"actor_id": SQL("(SELECT max(id) FROM actors_actor)")},
    "reference_milestone": {},
    "workbench_incident": {"ref": "CC-2024-99999"},
    "workbench_involvement": {"public_id": "0000000001", "role": "victim"},
    "workbench_incidentlink": {"public_id": "0000000001", "relation": "part_of"},
    "workbench_claim": {"public_id": "0000000001"},
    "workbench_assertion": {"public_id": "0000000001"},
    "workbench_claimlink": {"public_id": "0000000001", "question": "killed"},
    "workbench_casualtyestimate": {"public_id": "0000000001", "outcome": "wounded"},
    "workbench_estimateclaim": {"claim_id": SQL("(SELECT id FROM workbench_claim WHERE statement = 'The second.')")},
    "workbench_assessment": {"public_id": "0000000001", "question": "initiator"},
    "workbench_reviewnote": {"public_id": "0000000001"},
    "workbench_notemention": {"user_id": SQL("(SELECT max(id) FROM accounts_user)")},
    "workbench_transition": {},
    "workbench_approval": {"incident_id": SQL("(SELECT max(id) FROM workbench_incident)")},
    "workbench_checkanswer": {},
    "workbench_erasure": {},
    "workbench_access": {},
    "workbench_referencedecision": {},
    "workbench_quietreport": {"public_id": "0000000001", "until": date(2030, 1, 1)},
    "workbench_merge": {},
    "workbench_unmerge": {"merge_id": SQL("(SELECT max(id) FROM workbench_merge)")},
    "workbench_distinction": {"second": "CC-2024-99999"},
    "workbench_source": {"public_id": "0000000001"},
    "workbench_capture": {"public_id": "0000000001", "sha256": "b" * 64, "payload_sha256": "b" * 64},
    "workbench_captureattempt": {},
    "workbench_custodyentry": {},
    "workbench_citation": {"public_id": "0000000001"},
    "workbench_keptform": {"form_id": "0000000001"},
    "workbench_queueentry": {"incident_id": SQL("(SELECT max(id) FROM workbench_incident)")},
    "workbench_reviewlock": {"incident_id": SQL("(SELECT max(id) FROM workbench_incident)")},
    "workbench_savedview": {"name": "Other"},
    "workbench_digestmail": {"week": 2},
    "workbench_presence": {"incident_id": SQL("(SELECT max(id) FROM workbench_incident)")},
    "record_edition": {"seq": 2, "ref": "CC-2024-00002", "digest": "b" * 64},
    "record_recordclaim": {"claim": "0000000001"},
    "record_recordassertion": {"assertion": "0000000001"},
    "record_recordanswer": {},
    "record_recordfigure": {"claimant": "part"},
    "record_recordinvolvement": {},
    "record_recordsides": {"edition_id": SQL("(SELECT max(seq) FROM record_edition)")},
    "record_recordsource": {"source": "0000000001"},
    "record_recordcapture": {"sha256": "b" * 64},
    "record_recordlink": {},
    "record_facetcount": {"year": 1999},
    "record_mapcell": {"year": 1999},
    "record_recordword": {"word": "other"},
    "record_expunction": {},
    "record_sourcemerge": {},
    "record_release": {"version": "24.2"},
}
"""What a copy of each table's row changes to be valid itself. History tables need nothing: see `fresh`."""


def fresh(table: str) -> Changes | None:
    """Return what a valid copy of a table's row changes, or None for a table that this page does not know."""
    return {} if table.endswith("event") else FRESH.get(table)


def build_world() -> None:
    """Insert a valid row into every table. Its first row, by primary key, is the one that attempts copy."""
    user = person("anna", Role.ANALYST)
    user.user_permissions.add(Permission.objects.order_by("pk")[0])
    APIToken.objects.create(user)
    whole = ActorFactory(slug="whole", ucdp_id=1, wikidata_id="Q1", country="ARM")
    part = ActorFactory(slug="part")
    ActorFactory(slug="third")
    ActorName.objects.create(actor=whole, text="Whole", language="en", script="Latn", kind="official",
                             used_from=DAY, used_to=DAY)  # fmt: skip
    ActorRelation.objects.create(
        subject=part, object=whole, kind="part_of", valid=DateRange(date(2020, 1, 1), date(2021, 1, 1))
    )
    place = PlaceFactory(latitude=39.0, longitude=46.0, country="ARM", population=300)
    PlaceName.objects.create(place=place, text="Name", language="hy", used_by=whole)
    border = BorderFactory(side_a=whole, side_b=part)
    for _ in range(2):
        BorderFactory(side_a=whole, side_b=part)
    section = BorderSectionFactory(border=border)
    dispute = DisputeFactory()
    dispute.parties.add(whole)
    dispute.borders.add(border)
    MilestoneFactory(dispute=dispute)
    incident = IncidentFactory(
        author=user, title="A complete one", kind="shelling", earliest=DAY, latest=DAY, start_time=time(10),
        end_time=time(11), place=place, latitude=39.0, longitude=46.0, place_precision=2, section=section,
        location_confidentiality="coarse", coarse_place=place, coarse_precision=4, dispute=dispute,
    )  # fmt: skip
    second = IncidentFactory(author=user)
    _claims(incident=incident, second=second, actor=whole, other=part, user=user)
    _record()
    for table, column in (
        ("actors_actor", "description"), ("reference_place", "source"), ("reference_border", "description"),
        ("reference_bordersection", "source"), ("reference_dispute", "summary"), ("reference_milestone", "title"),
    ):  # fmt: skip
        query(f"UPDATE {table} SET {column} = 'Changed once'")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _claims(*, incident: Incident, second: Incident, actor: Actor, other: Actor, user: User) -> None:
    claim = ClaimFactory(
        incident=incident, claimant=actor, quotation="Words", quotation_language="hy", translation="Words",
        made_on=DAY, made_time=time(9),
    )  # fmt: skip
    answer = ClaimFactory(incident=incident, claimant=other, statement="The second.")
    foreign = Claim.objects.create(incident=second, claimant=actor, kind="assertion", statement="Of another incident.")
    assertion = Assertion.objects.create(
        incident=incident, claim=claim, question="killed", side=actor, group="military", low=1, high=2
    )
    Assertion.objects.create(incident=second, claim=foreign, question="occurrence")
    ClaimLink.objects.create(incident=incident, claim=answer, to=claim, relation="denies", question="occurrence")
    source = SourceFactory(added_by=user, rated_by=user)
    capture = Capture.objects.create(
        source=source, sha256="a" * 64, payload_sha256="a" * 64, mime="text/html", size=1, captured_by=user, tool="hand"
    )
    CaptureAttempt.objects.create(
        source=source, outcome="failed", url="https://example.org/", error="No.", capture=capture, by=user
    )
    CustodyEntry.objects.create(capture=capture, action="stored", by=user)
    Citation.objects.create(incident=incident, source=source, claim=claim, assertion=assertion, rated_by=user)
    Involvement.objects.create(incident=incident, actor=actor, role="target", alleged=True, claim=claim)
    IncidentLink.objects.create(incident=incident, other=second, relation="follows", claim=claim)
    estimate = CasualtyEstimate.objects.create(
        incident=incident, side=actor, group="military", outcome="killed", low=1, best=2, high=3
    )
    CasualtyEstimate.objects.create(incident=second, side=actor, group="military", outcome="killed")
    EstimateClaim.objects.create(incident=incident, estimate=estimate, claim=claim)
    Assessment.objects.create(
        incident=incident, question="occurrence", finding="contested", side=actor, reason="So.", assessed_by=user
    )
    note = ReviewNote.objects.create(incident=incident, author=user, text="Please look.")
    ReviewNote.objects.create(incident=second, author=user, text="Of another incident.")
    NoteMention.objects.create(note=note, user=user)
    person("edith", Role.EDITOR)
    Transition.objects.create(
        incident=incident, verb="submit", source_state="draft", target_state="submitted", by=user, revision=1
    )
    Approval.objects.create(incident=incident, by=user, revision=1, body_sha256="a" * 64, due=NOON)
    CheckAnswer.objects.create(
        incident=incident, code="uncited", subject="claims", fingerprint="a" * 64, answer="So.", by=user
    )
    Distinction.objects.create(first="CC-2024-00001", second="CC-2024-00002", made_by=user)
    told = {"by": user, "reason": "One.", "loser_state": "draft", "winner_state": "draft"}
    merge, _ = (Merge.objects.create(loser=second, winner=incident, **told) for _ in range(2))
    Unmerge.objects.create(merge=merge, by=user, reason="Two.")
    Erasure.objects.create(by=user, reason="Of another transaction.", transaction="0 0")
    KeptForm.objects.create(person=user, incident=incident, form_id="0000000000", closed_at=NOON)
    Presence.objects.create(person=user, incident=incident)
    Access.objects.create(by=user, face=AccessFace.DESK, ref=incident.ref)
    QuietReport.objects.create(
        border=Border.objects.order_by("pk")[0],
        since=date(2024, 2, 1),
        until=date(2024, 2, 29),
        source=source,
        entered_by=user,
    )
    decided = {"table": "source", "row": "0000000000", "winner": "0000000001", "by": user, "reason": "So."}
    merged = ReferenceDecision.objects.create(what="merged", **decided)
    ReferenceDecision.objects.create(what="undone", undoes=merged, **decided)
    ReadOnly.objects.create(during=DateTimeTZRange(ONCE, AFTER), began_by="ops", ended_by="ops")
    QueueEntry.objects.create(incident=incident, revision=1, submitted_at=NOON)
    ReviewLock.objects.create(incident=incident, editor=user, taken_at=NOON, expires_at=NOON + timedelta(minutes=30))
    SavedView.objects.create(owner=user, name="Pressing", query="priority=high")
    DigestMail.objects.create(user=user, year=2024, week=7)


def _record() -> None:
    edition = Edition.objects.create(
        seq=1, ref="CC-2024-00001", number=1, origin="workbench", status="published", schema="s", published_at=NOON,
        validity=DateTimeTZRange(NOON, None), body="{}", body_sha256="a" * 64, digest="a" * 64,
    )  # fmt: skip
    Edition.objects.create(
        seq=50, ref="CC-2024-00050", number=1, origin="workbench", status="published", schema="s", published_at=NOON,
        validity=DateTimeTZRange(NOON, None), body="{}", body_sha256="a" * 64, digest="c" * 64,
    )  # fmt: skip
    RecordClaim.objects.create(
        edition=edition, ref=edition.ref, claim="0000000000", claimant="whole", party="whole", kind="assertion",
        statement="It says so.", body="{}", **dict.fromkeys(ClaimMark.codes(), False),
    )  # fmt: skip
    RecordAssertion.objects.create(
        edition=edition, claim="0000000000", assertion="0000000000", question="killed", stance="asserts", low=1, high=2
    )
    RecordAnswer.objects.create(
        edition=edition, claim="0000000000", party="whole", relation="denies", to="0000000001", to_party="part",
        independent=True,
    )  # fmt: skip
    RecordFigure.objects.create(
        edition=edition, perspective="claims-of", outcome="killed", claimant="whole", side="whole", low=1, high=2
    )
    RecordInvolvement.objects.create(edition=edition, actor="whole", role="target", alleged=False)
    RecordSides.objects.create(edition=edition, party_a="whole", name_a="Whole", kind_a="state")
    RecordSource.objects.create(edition=edition, source="0000000000", publisher="Publisher", reliability="C")
    RecordCapture.objects.create(edition=edition, source="0000000000", sha256="a" * 64, mime="image/png", size=1)
    RecordLink.objects.create(edition=edition, ref=edition.ref, other="CC-2024-00002", relation="follows")
    FacetCount.objects.create(year=2024, kind="shelling", incidents=1)
    MapCell.objects.create(row=78, column=92, year=2024, kind="shelling", incidents=1)
    RecordWord.objects.create(word="words", editions=1)
    Expunction.objects.create(seqs=[99], reason="Names an edition that is not there.")
    SourceMerge.objects.create(source="0000000000", into="0000000001")
    Release.objects.create(version="24.1", cutoff_seq=1, head_digest="a" * 64, manifest={}, files=[])


def insert_copy(table: str, changes: Changes) -> object:
    """Insert a copy of a table's first row with changes, and return its primary key."""
    key, types = primary_key(table), columns(table)
    given = {name: value for name, value in changes.items() if value is not SAME}
    unknown = sorted(set(changes) - set(types))
    assert not unknown, f"{table} has no columns {unknown}"
    names = [name for name in types if name in changes or name != key]
    expressions, params = [], []
    for name in names:
        value = given.get(name, SQL(f'"{name}"'))
        if isinstance(value, SQL):
            expressions.append(f"({value.text})")
        else:
            expressions.append(f"%s::{types[name]}")
            params.append(value)
    columns_list = ", ".join(f'"{name}"' for name in names)
    ((made,),) = query(
        f"INSERT INTO {table} ({columns_list}) SELECT {', '.join(expressions)} FROM {table} "
        f'WHERE "{key}" = (SELECT min("{key}") FROM {table}) RETURNING "{key}"',
        *params,
    )
    return made


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside, also where it ends in an error."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
