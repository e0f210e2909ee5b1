"""A record beside which there is much that must not be seen in it: what every face shows of it is an exact set."""

from dataclasses import dataclass
from datetime import UTC, datetime

from accounts.models import User
from actors.models import Actor
from incidents.moderation.workflow import transition
from incidents.record.models import Edition
from incidents.vocabulary import ClaimKind, Question, Standing, Verb
from incidents.workbench.models import Assertion, Citation, Claim, ClaimLink, Incident, Source
from tests.factories import ActorFactory
from tests.incidents.complete import complete_incident, publish_as_previewed, published_incident, submitted_incident

SECRETS = (
    "What nobody may read",
    "A draft",
    "A submission",
    "Under embargo",
    "Taken back",
    "An edit that nobody published",
)
"""Words of statements and titles that no public face may show."""


@dataclass(frozen=True)
class Record:
    """The one incident that stands, and the public ids of its two public claims: what is said, and its denial."""

    ref: str
    said: str
    denied: str


def record_with_secrets(*, by: User, editor: User) -> Record:
    """Publish an incident with a confidential claim, and make a draft, a submission, an embargo and a retraction.

    The confidential claim denies and corroborates, so that a mark which it leaves on a public claim would tell of it.
    """
    incident = complete_incident(by=by, title="Exchange of fire")
    said, denied = incident.claims.order_by("position")
    _confidential(incident, Actor.objects.get(slug="mod-armenia"), denied, by)
    transition(incident=incident, verb=Verb.SUBMIT, by=by)
    publish_as_previewed(incident, by=editor)
    incident.claims.filter(pk=said.pk).update(statement="An edit that nobody published")
    complete_incident(by=by, title="A draft")
    submitted_incident(by=by, title="A submission")
    submitted_incident(by=by, title="Under embargo", embargo_until=datetime(2999, 1, 1, tzinfo=UTC))
    gone = published_incident(by=by, editor=editor, title="Taken back")
    transition(incident=gone, verb=Verb.RETRACT, by=editor, reason="It did not happen.")
    assert Edition.objects.live().count() == 1
    return Record(incident.ref, said.public_id, denied.public_id)


def _confidential(incident: Incident, claimant: Actor, answered: Claim, by: User) -> None:
    hidden = ActorFactory.create(slug="hidden-actor", name="What nobody may read", standing=Standing.PROPOSED)
    secret = Claim.objects.create(
        incident=incident, claimant=claimant, kind=ClaimKind.DENIAL, statement="What nobody may read",
        made_on=incident.earliest, position=9, confidential=True,
    )  # fmt: skip
    Assertion.objects.create(incident=incident, claim=secret, question=Question.INITIATOR, actor=hidden)
    source = Source.objects.create(
        publisher="What nobody may read", url="https://example.org/s", added_by=by, rated_by=by
    )
    Citation.objects.create(incident=incident, claim=secret, source=source)
    for relation in ("denies", "corroborates"):
        ClaimLink.objects.create(incident=incident, claim=secret, to=answered, relation=relation)
