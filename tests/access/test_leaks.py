"""What is private never becomes public: sentinels in every private column, then a look at everything that is public."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from actors.models import ActorName
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.reference.models import Border, PlaceName
from incidents.vocabulary import (
    AccessFace,
    ApprovalState,
    InvolvementRole,
    LocationConfidentiality,
    NoteState,
    Question,
    Standing,
    Verb,
)
from incidents.workbench.models import (
    Access,
    Approval,
    Assertion,
    Capture,
    CaptureAttempt,
    CheckAnswer,
    Citation,
    Claim,
    ClaimLink,
    CustodyEntry,
    Distinction,
    Erasure,
    Incident,
    IncidentLink,
    Involvement,
    KeptForm,
    Merge,
    QuietReport,
    ReferenceDecision,
    ReviewNote,
    SavedView,
    Source,
    Unmerge,
)
from tests.access.addresses import PRIVATE, public_paths
from tests.factories import ActorFactory, PlaceFactory, person
from tests.incidents.complete import DAY, complete_incident, publish_as_previewed

TITLE = "Exchange of fire near Nerkin Hand"
PUBLISHED = {
    "incident": {"title", "summary", "time_zone"},
    "claim": {"speaker", "statement", "quotation", "quotation_language", "translation"},
    "assertion": {"wording", "text"},
    "citation": {"locator", "quote", "note"},
    "source": {"publisher", "origin", "title", "url", "language"},
    "casualtyestimate": {"note"},
    "assessment": {"reason"},
    "capture": {"sha256", "mime", "tool", "final_url"},
    "approval": {"body_sha256"},  # the edition has the same
}
"""The allow-list: text columns of public rows that the record may show. Every other one gets a sentinel."""

NAMES_ROWS = {"ref", "public_id", "transaction"}


@dataclass
class Sentinels:
    """Words that must not be found in public, and where each was put."""

    places: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(100))

    def word(self, where: str) -> str:
        """Return a new word for a place."""
        word = f"zq{next(self.numbers)}leak"
        self.places[word] = where
        return word

    def found_in(self, text: str) -> list[str]:
        """Return the places of the words that a text contains, in whatever case or with accents folded."""
        low = text.lower()
        return sorted(where for word, where in self.places.items() if word.lower() in low)


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of a model that hold words of people's own."""
    return [
        one
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField | models.FileField)
        and not one.choices
        and one.name not in NAMES_ROWS
    ]


def fill(row: models.Model, sentinels: Sentinels, *, whole: bool = False) -> None:
    """Put a sentinel into every private text column of a row, or (`whole`) into every one."""
    name = row._meta.model_name or ""
    spared = set() if whole else PUBLISHED.get(name, set())
    for one in text_fields(type(row)):
        if one.name in spared or one.name in ("time_zone", "language", "quotation_language"):
            continue
        word = sentinels.word(f"{name}.{one.name}{' of a confidential row' if whole else ''}")
        setattr(row, one.name, f"https://{word}.example/" if isinstance(one, models.URLField) else word)
    if isinstance(row, Claim) and row.quotation:
        row.quotation_language = "hy"
    row.save()


@dataclass
class Published:
    """An incident that was published, full of secrets."""

    ref: str
    sentinels: Sentinels


@pytest.fixture(params=[LocationConfidentiality.COARSE, LocationConfidentiality.WITHHELD])
def published(request: pytest.FixtureRequest, db: None) -> Published:
    """Publish an incident whose every private column holds a sentinel, with its location kept back."""
    sentinels = Sentinels()
    author, editor, second = (_person(sentinels, role) for role in (Role.ANALYST, Role.EDITOR, Role.EDITOR))
    incident = complete_incident(by=author, title=TITLE)
    draft = Incident.objects.create(ref="CC-2020-99999", author=author)
    sentinels.places[draft.ref.lower()] = "the ref of a draft"
    with pghistory.context(user=author.pk):
        fill(draft, sentinels, whole=True)
        _location(incident, sentinels, request.param)
        _confidential_rows(incident, draft, sentinels, author)
        for row in _rows_of(incident):
            fill(row, sentinels, whole=getattr(row, "confidential", False) or _of_confidential(row))
    _captures_and_notes(incident, sentinels, author)
    transition(incident=incident, verb=Verb.SUBMIT, by=author)
    reason = sentinels.word("transition.reason")
    transition(incident=incident, verb=Verb.REQUEST_CHANGES, by=editor, reason=reason)
    transition(incident=incident, verb=Verb.SUBMIT, by=author)
    publish_as_previewed(incident, by=second)
    return Published(incident.ref, sentinels)


def _person(sentinels: Sentinels, role: Role) -> User:
    name = sentinels.word(f"the username of the {role}")
    return person(
        name, role, first_name=sentinels.word("a first name"), last_name=sentinels.word("a last name"),
        email=f"{sentinels.word('an e-mail address')}@counterclaim.test",
    )  # fmt: skip


def _location(incident: Incident, sentinels: Sentinels, confidentiality: str) -> None:
    exact = PlaceFactory(
        code=f"test:{sentinels.word('the code of the exact place')}", name=sentinels.word("the exact place"),
        admin1=sentinels.word("the exact place's division"), country="ARM", latitude=39.101112, longitude=46.131415,
        standing=Standing.PROPOSED,
    )  # fmt: skip
    PlaceName.objects.create(place=exact, text=sentinels.word("a name of the exact place"), language="hy")
    sentinels.places |= {"39.101112": "the exact place's latitude", "46.131415": "the exact place's longitude"}
    sentinels.places |= {"39.212223": "the exact latitude", "46.242526": "the exact longitude"}
    sentinels.places["2001-02-03"] = "the embargo"
    incident.coarse_place, incident.coarse_precision = incident.place, 4
    incident.place, incident.latitude, incident.longitude = exact, 39.212223, 46.242526
    incident.location_confidentiality = confidentiality
    incident.embargo_until = datetime(2001, 2, 3, tzinfo=UTC)
    incident.save()
    said = incident.claims.order_by("position")[0]
    Assertion.objects.create(
        incident=incident, claim=said, question=Question.PLACE, place=exact, position=9,
        wording=sentinels.word("what a claim says of a place that is kept back"),
        text=sentinels.word("the text of a place that is kept back"),
    )  # fmt: skip


def _confidential_rows(incident: Incident, draft: Incident, sentinels: Sentinels, by: User) -> None:
    """Add a confidential claim with all that hangs on it, a confidential source, and a link to the draft."""
    slug = sentinels.word("the slug of an actor of a confidential claim")
    hidden = ActorFactory(slug=slug, name=sentinels.word("the name of that actor"), standing=Standing.PROPOSED)
    ActorName.objects.create(
        actor=hidden, text=sentinels.word("another name of that actor"), language="hy", script="Armn", kind="short"
    )
    public = incident.claims.order_by("position")[0]
    secret = Claim.objects.create(
        incident=incident, claimant=hidden, kind="accusation", statement="x", made_on=incident.earliest,
        position=9, confidential=True,
    )  # fmt: skip
    Assertion.objects.create(incident=incident, claim=secret, question=Question.INITIATOR, actor=hidden)
    ClaimLink.objects.create(incident=incident, claim=secret, to=public, relation="denies")
    ClaimLink.objects.create(incident=incident, claim=public, to=secret, relation="responds_to")
    Involvement.objects.create(
        incident=incident, actor=hidden, role=InvolvementRole.INITIATOR, alleged=True, claim=secret, position=9
    )
    IncidentLink.objects.create(incident=incident, other=draft, relation="follows")
    plain, confidential = (
        Source.objects.create(publisher="x", added_by=by, rated_by=by, confidential=kept) for kept in (False, True)
    )
    fill(plain, sentinels, whole=True)  # cited only where it stays private
    fill(confidential, sentinels, whole=True)
    Citation.objects.create(incident=incident, claim=secret, source=plain)
    Citation.objects.create(incident=incident, claim=public, source=plain, confidential=True)
    Citation.objects.create(incident=incident, claim=public, source=confidential)
    for row in (secret, *secret.citations.all()):
        sentinels.places[row.public_id] = f"the public id of a confidential {row._meta.model_name}"


def _rows_of(incident: Incident) -> list[models.Model]:
    """Return the incident and every row that hangs on it, sources included."""
    hanging = [
        row
        for model in apps.get_app_config("workbench").get_models()
        if not model.__name__.endswith("Event") and model.__name__ not in ("Transition", "CheckAnswer")
        and any(one.name == "incident" for one in model._meta.fields)
        for row in model._default_manager.filter(incident=incident)
    ]  # fmt: skip
    known = Source.objects.filter(citations__incident=incident, publisher__in=["Public Radio of Armenia", "Report"])
    return [Incident.objects.get(pk=incident.pk), *hanging, *known.distinct()]


def _of_confidential(row: models.Model) -> bool:
    """Tell whether a row hangs on what is confidential, or tells of the place that is kept back."""
    claim: Any = getattr(row, "claim", None)
    source: Any = getattr(row, "source", None)
    if isinstance(row, Assertion) and row.question == Question.PLACE:
        return True
    return bool((claim and claim.confidential) or (source and source.confidential))


def _captures_and_notes(incident: Incident, sentinels: Sentinels, by: User) -> None:
    source = Source.objects.get(publisher="Public Radio of Armenia")
    capture = Capture.objects.create(
        source=source, sha256="a" * 64, payload_sha256="b" * 64, mime="text/html", size=1,
        captured_by=by, tool="upload", final_url="https://example.org/am",
    )  # fmt: skip
    sentinels.places["b" * 64] = "capture.payload_sha256"
    CaptureAttempt.objects.create(
        source=source, outcome="failed", by=by, url=f"https://{sentinels.word('captureattempt.url')}.example/",
        error=sentinels.word("captureattempt.error"),
    )  # fmt: skip
    CustodyEntry.objects.create(capture=capture, action="viewed", by=by, note=sentinels.word("custodyentry.note"))
    Erasure.objects.create(
        by=by, reason=sentinels.word("erasure.reason"), transaction=sentinels.word("erasure.transaction")
    )
    ReferenceDecision.objects.create(
        what="merged", table="actor", by=by, row=sentinels.word("referencedecision.row"),
        winner=sentinels.word("referencedecision.winner"), reason=sentinels.word("referencedecision.reason"),
    )  # fmt: skip
    form_id, writer = (f"{sentinels.word(f'keptform.{name}')}x"[:10] for name in ("form_id", "writer"))
    typed = {"title": [sentinels.word("keptform.fields")]}
    KeptForm.objects.create(person=by, incident=incident, form_id=form_id, writer=writer, fields=typed)
    Approval.objects.create(
        incident=incident, by=by, revision=1, body_sha256="c" * 64, due=timezone.now(), state=ApprovalState.VOID,
        ended_at=timezone.now(), why=sentinels.word("approval.why"),
    )  # fmt: skip
    view = SavedView(owner=by, shared=True)
    fill(view, sentinels, whole=True)
    other = sentinels.word("distinction.first")
    Distinction.objects.create(first=f"AA-{other}", second=f"ZZ-{sentinels.word('distinction.second')}", made_by=by)
    Access.objects.create(
        by=by, face=AccessFace.AUDIT, address=sentinels.word("access.address"), asked=sentinels.word("access.asked")
    )
    QuietReport.objects.create(
        border=Border.objects.all()[0], since=DAY, until=DAY, source=source, entered_by=by,
        note=sentinels.word("quietreport.note"),
    )  # fmt: skip
    CheckAnswer.objects.create(
        incident=incident, code="uncited", subject=sentinels.word("checkanswer.subject"), fingerprint="c" * 64,
        answer=sentinels.word("checkanswer.answer"), by=by,
    )  # fmt: skip
    sentinels.places["c" * 64] = "checkanswer.fingerprint"
    private = {"by": by, "reason": sentinels.word("merge.reason"), "loser_state": "draft", "winner_state": "in_sync"}
    loser = Incident.objects.get(ref="CC-2020-99999")
    private |= {f"{which}_sha256": sentinels.word(f"merge.{which}_sha256") for which in ("loser", "winner")}
    merge = Merge.objects.create(loser=loser, winner=incident, moved={"claim": [["0000000000", 0]]}, **private)
    Unmerge.objects.create(merge=merge, by=by, reason=sentinels.word("unmerge.reason"))
    note = ReviewNote.objects.create(incident=incident, author=by, text="x", state=NoteState.OPEN)
    fill(note, sentinels, whole=True)


# What is public


def dump_of_record() -> str:
    """Return every row of every record table as text."""
    tables = [model._meta.db_table for model in apps.get_app_config("record").get_models()]
    lines: list[str] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            lines += [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)


PRIVATE_PREFIXES = PRIVATE
LIMIT = 400


def crawl(ref: str) -> dict[str, str]:
    """Return every public address → its text: those of the URLconf, and what they link to, as nobody."""
    client = Client()
    waiting = [*_starts(ref)]
    seen: dict[str, str] = {}
    while waiting and len(seen) < LIMIT:
        path = waiting.pop()
        if path in seen or path.lstrip("/").startswith((*PRIVATE_PREFIXES, "static/")):
            continue
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[path] = f"{answer.status_code}\n{answer.headers}\n{body.decode(errors='replace')}"
        waiting += [one.replace("&amp;", "&") for one in _links(seen[path])]
    return seen


def _starts(ref: str) -> Iterator[str]:
    yield from (f"/api/v1/{name}/?format=csv" for name in ("incidents", "claims"))
    yield from public_paths(ref, "armenia", "mod-armenia", "armenia-azerbaijan")


def _links(text: str) -> list[str]:
    found = re.findall(r'(?:href|src|hx-get|action)="(/[^"#]*)', text)
    return found + re.findall(
        r'"(?:http://testserver)?(/(?:api|incidents|actors|claims|feeds|data|ogc|compat)/[^"\s#]*)"', text
    )


def test_the_record_holds_no_secret(published: Published) -> None:
    dump = dump_of_record()
    assert TITLE in dump
    assert published.sentinels.found_in(dump) == []


def test_no_public_address_shows_a_secret(published: Published) -> None:
    pages = crawl(published.ref)
    shown = [path for path, text in pages.items() if TITLE in text and text.startswith("200")]
    assert f"/incidents/{published.ref}/" in shown
    assert f"/api/v1/incidents/{published.ref}/" in shown
    assert len(shown) >= 6
    leaks = {path: found for path, text in pages.items() if (found := published.sentinels.found_in(text))}
    assert leaks == {}


def test_nothing_is_found_by_a_secret(published: Published) -> None:
    """What may not be seen can't be searched for: the number of hits would tell."""
    client = Client()
    assert client.get("/api/v1/incidents/", {"q": "Nerkin"}).json()["count"] == 1
    assert client.get("/api/v1/claims/", {"q": "opened fire"}).json()["count"] == 1
    hits = {
        (name, where): answer["count"]
        for name in ("incidents", "claims")
        for word, where in published.sentinels.places.items()
        if word.startswith("zq") and (answer := client.get(f"/api/v1/{name}/", {"q": word}).json())["count"]
    }
    assert hits == {}


# The ground under it


def test_sentinels_stand_in_every_private_column(published: Published) -> None:
    """A column of the workbench that is neither published nor filled would be tested by nothing."""
    filled = {where.split(" ")[0] for where in published.sentinels.places.values()}
    private = {
        f"{model._meta.model_name}.{one.name}"
        for model in apps.get_app_config("workbench").get_models()
        if not model.__name__.endswith("Event")
        for one in text_fields(model)
        if one.name not in PUBLISHED.get(model._meta.model_name or "", set())
    }
    assert sorted(private - filled) == []
    assert len(published.sentinels.places) > 40


def test_a_sentinel_in_a_published_column_would_be_found(published: Published) -> None:
    """The dump and the crawl see what is public: a word in the body is found by both."""
    body = Edition.objects.get(ref=published.ref).body
    statement = re.search(r'"statement":"([^"]+)"', body)
    assert statement is not None
    published.sentinels.places[statement[1]] = "a published statement"
    assert published.sentinels.found_in(dump_of_record()) == ["a published statement"]
    assert any(published.sentinels.found_in(text) for text in crawl(published.ref).values())


def test_private_rows_are_there_to_be_leaked(published: Published) -> None:
    incident = Incident.objects.get(ref=published.ref)
    assert incident.claims.filter(confidential=True).count() == 1
    assert incident.citations.filter(confidential=True).count() == 1
    assert Source.objects.filter(confidential=True).count() == 1
    assert incident.links.count() == 1
