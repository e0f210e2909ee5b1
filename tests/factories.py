"""Rows for tests: required fields only, everything else is the test's business."""

# mypy: disallow-untyped-calls=False
# factory_boy says that it is typed, and its declarations aren't.

from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Model
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from accounts.models import User
from accounts.roles import Role
from actors.models import Actor, ActorRelation
from config.history import without_beginnings
from incidents.reference.models import Border, BorderSection, Dispute, Milestone, Place
from incidents.vocabulary import (
    ActorKind,
    ActorRelationKind,
    ClaimKind,
    DatePrecision,
    MilestoneKind,
    PlaceKind,
    Question,
    Standing,
)
from incidents.workbench.models import Assertion, Citation, Claim, Incident, Source


class UserFactory(DjangoModelFactory[User]):
    """A person. `role=Role.EDITOR` puts them into the role's group; editors and administrators may enter the admin."""

    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    class Params:
        role: Role | None = None

    username = Sequence(lambda number: f"person{number}")
    email = LazyAttribute(lambda user: f"{user.username}@counterclaim.test")
    is_staff = LazyAttribute(lambda user: user.role in (Role.EDITOR, Role.ADMINISTRATOR))

    @post_generation
    def roles_given(self: Any, create: bool, extracted: list[Role] | None, **_: Any) -> None:
        """Join the groups of `roles_given=[…]`; `person(role)` below is the short way."""
        for role in extracted or []:
            self.groups.add(Group.objects.get(name=role))
        self.__dict__.pop("roles", None)


def person(username: str, role: Role | None = None, **fields: Any) -> User:
    """Return a person who holds a role, made once per test."""
    found: User = UserFactory.create(username=username, role=role, roles_given=[role] if role else [], **fields)
    return found


Loaded = TypeVar("Loaded", bound=Model)


class LoadedFactory(DjangoModelFactory[Loaded]):
    """A row as an installation comes with it: nobody made it, and its history begins with the first change."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Loaded], *args: Any, **kwargs: Any) -> Loaded:
        with transaction.atomic(), without_beginnings():
            made: Loaded = super()._create(model_class, *args, **kwargs)
            return made


class ActorFactory(LoadedFactory[Actor]):
    """A public actor."""

    class Meta:
        model = Actor
        django_get_or_create = ("slug",)

    slug = Sequence(lambda number: f"actor-{number}")
    name = LazyAttribute(lambda actor: actor.slug.replace("-", " ").title())
    kind = ActorKind.STATE
    standing = Standing.PUBLIC


def part_of(part: Actor, whole: Actor) -> None:
    """Make an actor a part of another, for all time; does nothing if it is one already."""
    kind = ActorRelationKind.PART_OF
    if not ActorRelation.objects.filter(subject=part, object=whole, kind=kind).exists():
        with transaction.atomic(), without_beginnings():
            ActorRelation.objects.create(subject=part, object=whole, kind=kind, valid=DateRange(None, None))


class PlaceFactory(LoadedFactory[Place]):
    """A public settlement."""

    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = Sequence(lambda number: f"test:{number}")
    name = Sequence(lambda number: f"Village {number}")
    kind = PlaceKind.SETTLEMENT
    standing = Standing.PUBLIC


class BorderFactory(LoadedFactory[Border]):
    """A public border."""

    class Meta:
        model = Border
        django_get_or_create = ("slug",)

    slug = Sequence(lambda number: f"border-{number}")
    name = LazyAttribute(lambda border: border.slug.replace("-", " ").title())
    side_a = SubFactory(ActorFactory)
    side_b = SubFactory(ActorFactory)
    standing = Standing.PUBLIC


class BorderSectionFactory(LoadedFactory[BorderSection]):
    """A section of a border."""

    class Meta:
        model = BorderSection
        django_get_or_create = ("code",)

    border = SubFactory(BorderFactory)
    code = Sequence(lambda number: f"S{number}")
    name = Sequence(lambda number: f"Section {number}")
    position = Sequence(lambda number: number)
    line = LazyAttribute(lambda _: {"type": "LineString", "coordinates": [[46.4, 39.2], [46.5, 39.3]]})


class DisputeFactory(LoadedFactory[Dispute]):
    """A public dispute."""

    class Meta:
        model = Dispute
        django_get_or_create = ("slug",)

    slug = Sequence(lambda number: f"dispute-{number}")
    name = LazyAttribute(lambda dispute: dispute.slug.replace("-", " ").title())
    standing = Standing.PUBLIC


class MilestoneFactory(LoadedFactory[Milestone]):
    """A turning point on one day."""

    class Meta:
        model = Milestone

    dispute = SubFactory(DisputeFactory)
    kind = MilestoneKind.TALKS_OPENED
    title = Sequence(lambda number: f"Milestone {number}")
    earliest = date(2023, 5, 1)
    latest = LazyAttribute(lambda milestone: milestone.earliest)
    precision = DatePrecision.DAY


class SourceFactory(DjangoModelFactory[Source]):
    """A source that may be published."""

    class Meta:
        model = Source

    publisher = Sequence(lambda number: f"Publisher {number}")
    added_by = SubFactory(UserFactory)


class IncidentFactory(DjangoModelFactory[Incident]):
    """An empty draft, made by nobody in particular (see `tests.incidents.complete` for one that says something)."""

    class Meta:
        model = Incident

    ref = Sequence(lambda number: f"CC-2020-{number:05}")
    author = SubFactory(UserFactory)


class ClaimFactory(DjangoModelFactory[Claim]):
    """A claim with nothing but a paraphrase."""

    class Meta:
        model = Claim

    incident = SubFactory(IncidentFactory)
    claimant = SubFactory(ActorFactory)
    kind = ClaimKind.ASSERTION
    statement = Sequence(lambda number: f"It says so, in statement {number}.")


class AssertionFactory(DjangoModelFactory[Assertion]):
    """That it occurred."""

    class Meta:
        model = Assertion

    claim = SubFactory(ClaimFactory)
    incident = LazyAttribute(lambda assertion: assertion.claim.incident)
    question = Question.OCCURRENCE


class CitationFactory(DjangoModelFactory[Citation]):
    """A source cited for the incident as a whole."""

    class Meta:
        model = Citation

    incident = SubFactory(IncidentFactory)
    source = SubFactory(SourceFactory)
