"""The hierarchy of an actor as of a day, and its relations as dated rows."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from accounts.models import User
from actors.hierarchy import Node, standing_on
from actors.models import Actor, ActorRelation
from incidents.errors import NotAllowed
from incidents.moderation.auditing.entries import in_words
from incidents.moderation.referring.editing import Unreasoned
from incidents.moderation.referring.merging import merge_actors
from incidents.moderation.referring.relating import save_relations
from incidents.vocabulary import Standing
from incidents.workbench.audit import Asked, found
from incidents.workbench.models import ReferenceDecision
from tests.factories import ActorFactory, MilestoneFactory
from tests.incidents.moderation.forms import fields

pytestmark = pytest.mark.django_db
WHY = "By the decree of 2002."
Y2000, Y2010 = date(2000, 1, 1), date(2010, 1, 1)


@pytest.fixture
def desk(client: Client, edith: User) -> Client:
    """An editor's browser."""
    client.force_login(edith)
    return client


def page_of(actor: Actor) -> str:
    return reverse("admin:actors_actor_hierarchy", args=[actor.pk])


def tie(
    subject: Actor, whole: Actor, since: date | None = None, until: date | None = None, kind: str = "part_of"
) -> ActorRelation:
    return ActorRelation.objects.create(subject=subject, object=whole, kind=kind, valid=DateRange(since, until))


def opened(client: Client, actor: Actor) -> dict[str, str]:
    found_ = fields(client.get(page_of(actor)).content)
    found_.pop("reason", None)
    return found_


def row(number: int, **values: Any) -> dict[str, Any]:
    return {f"relations-{number}-{name}": value for name, value in values.items()}


def save(client: Client, actor: Actor, sent: dict[str, Any]) -> Any:
    return client.post(page_of(actor), {"reason": WHY, **sent, "_save": "1"})


@pytest.fixture
def guard() -> Actor:
    """A guard that was part of a ministry until 2010, and of the state since; it has a post."""
    found_: Actor = ActorFactory.create(slug="guard", name="Guard")
    ministry, state = (ActorFactory.create(slug=name.lower(), name=name) for name in ("Ministry", "State"))
    tie(found_, ministry, Y2000, Y2010)
    tie(found_, state, Y2010)
    tie(ministry, state)
    tie(ActorFactory.create(slug="post", name="Post"), found_)
    tie(found_, ActorFactory.create(slug="league", name="League"), Y2000, kind="allied_with")
    return found_


def names(node: Node) -> Any:
    return {node.actor.name: [names(one) for one in node.below]}


def test_where_it_stood_on_a_day(guard: Actor) -> None:
    assert names(standing_on(guard, date(2005, 1, 1)).top) == {"State": [{"Ministry": [{"Guard": [{"Post": []}]}]}]}
    assert names(standing_on(guard, Y2010).top) == {"State": [{"Guard": [{"Post": []}]}]}
    assert names(standing_on(guard, date(1999, 12, 31)).top) == {"Guard": [{"Post": []}]}
    assert [(words, one.name) for words, one, _ in standing_on(guard, Y2010).others] == [("is allied with", "League")]
    assert standing_on(guard, date(1999, 1, 1)).others == []


def test_the_tree_takes_two_queries(guard: Actor, django_assert_num_queries: Any) -> None:
    for _ in range(5):
        tie(ActorFactory.create(), guard)
        tie(ActorFactory.create(), Actor.objects.get(slug="post"))
    with django_assert_num_queries(2):
        names(standing_on(guard, date(2005, 1, 1)).top)


def test_the_page_shows_the_day_that_is_asked_for(desk: Client, guard: Actor) -> None:
    page = desk.get(f"{page_of(guard)}?on=2005-01-01")
    assert names(page.context["standing"].top) == {"State": [{"Ministry": [{"Guard": [{"Post": []}]}]}]}
    assert "As of 1 January 2005" in page.content.decode()
    assert names(desk.get(page_of(guard)).context["standing"].top) == {"State": [{"Guard": [{"Post": []}]}]}
    bad = desk.get(f"{page_of(guard)}?on=yesterday")
    assert (bad.status_code, "Write it as 2020-11-10" in bad.content.decode()) == (400, True)
    assert desk.get(f"/admin/actors/actor/{guard.pk + 1000}/hierarchy/").status_code == 404


def test_turning_points_are_offered(desk: Client, guard: Actor) -> None:
    own, other = MilestoneFactory.create(title="Ceasefire"), MilestoneFactory.create(title="Elsewhere")
    own.dispute.parties.add(Actor.objects.get(slug="state"))
    other.dispute.parties.add(ActorFactory.create())
    page = desk.get(page_of(guard)).content.decode()
    assert "Ceasefire" in page
    assert "Elsewhere" not in page


def test_another_day_and_another_row_keep_what_was_typed(desk: Client, guard: Actor) -> None:
    sent = opened(desk, guard) | row(4, other="Never heard of", since="2020-01-01") | {"reason": "Not yet."}
    for button in ({"_show": "2005-01-01"}, {"_show": "1", "on": "2005-01-01"}, {"_add": "1", "on": "2005-01-01"}):
        answer = desk.post(page_of(guard), sent | button)
        page, again = answer.content.decode(), fields(answer.content)
        assert answer.status_code == 200
        assert (again["relations-4-other"], again["relations-4-since"]) == ("Never heard of", "2020-01-01")
        assert again["reason"] == "Not yet."
        assert "As of 1 January 2005" in page
        assert "aria-invalid" not in page
        assert int(again["relations-TOTAL_FORMS"]) == (6 if "_add" in button else 5)
    assert ActorRelation.objects.count() == 5


@pytest.mark.parametrize("button", ["_add", "_save", "_show"])
@pytest.mark.parametrize("name", ["TOTAL_FORMS", "INITIAL_FORMS", f"{'9' * 5000}-since"], ids=["all", "first", "row"])
def test_a_number_of_thousands_of_digits_saves_nothing(desk: Client, guard: Actor, button: str, name: str) -> None:
    sent = opened(desk, guard) | {f"relations-{name}": "9" * 5000, button: "1", "reason": WHY}
    form = "application/x-www-form-urlencoded"
    assert desk.post(page_of(guard), urlencode(sent), content_type=form).status_code in (200, 302, 409)
    assert ActorRelation.objects.count() == 5


def test_relations_are_saved_signed(desk: Client, guard: Actor) -> None:
    union = ActorFactory.create(slug="union", name="Union")
    sent = opened(desk, guard)
    at = next(number for number in range(4) if sent[f"relations-{number}-other"] == "State [state]")
    sent |= row(at, until="2019-12-31") | row(4, how="part_of", other="union", since="2020-01-01")
    answer = save(desk, guard, sent | {"on": "2021-01-01"})
    assert (answer.status_code, answer["Location"]) == (302, f"{page_of(guard)}?on=2021-01-01")
    assert ActorRelation.objects.get(object=union).valid == DateRange(date(2020, 1, 1), None, "[)")
    assert ActorRelation.objects.get(subject=guard, object__slug="state").valid.upper == date(2020, 1, 1)
    (entry,) = in_words(found(Asked(what="relations"), limit=10))
    assert (entry.by, entry.reason, len(entry.rows)) == ("edith", WHY, 2)
    assert ("Valid", "from 2010-01-01", "from 2010-01-01 to 2019-12-31") in [
        (one.label, one.before, one.after) for shown in entry.rows for one in shown.fields
    ]
    assert ReferenceDecision.objects.get().row == "guard"


def test_what_is_below_is_edited_from_above(desk: Client, guard: Actor) -> None:
    sent = opened(desk, guard)
    at = next(number for number in range(4) if sent[f"relations-{number}-other"] == "Post [post]")
    assert sent[f"relations-{at}-how"] == "part_of~"
    ActorFactory.create(slug="second-post")
    sent |= row(at, DELETE="on") | row(4, how="part_of~", other="second-post")
    assert save(desk, guard, sent).status_code == 302
    assert [one.subject.slug for one in guard.relations_to.all()] == ["second-post"]


def test_rows_may_change_places(desk: Client, guard: Actor) -> None:
    """One takes the days that another gives up, whichever stands first."""
    sent = opened(desk, guard)
    where = {sent[f"relations-{number}-other"]: number for number in range(4)}
    sent |= row(where["Ministry [ministry]"], until="2014-12-31") | row(where["State [state]"], since="2015-01-01")
    assert save(desk, guard, sent).status_code == 302
    assert ActorRelation.objects.get(object__slug="ministry").valid.upper == date(2015, 1, 1)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"how": "part_of", "other": "union", "since": "2015-01-01"}, "since",
         "Guard is part of State from 2010-01-01, and of one actor at a time. This one may end on 2009-12-31"),
        ({"how": "part_of~", "other": "state"}, "other",
         "it would be a part of itself: State is part of Guard is part of"),
        ({"how": "allied_with", "other": "league", "since": "2015-01-01"}, "since",
         "It is recorded already that Guard is allied with League from 2000-01-01."),
        ({"how": "controls", "other": "union", "since": "2015-01-02", "until": "2015-01-01"}, "until",
         "This is before the first day, 2015-01-02. It may be 2015-01-02, a later day, or left open."),
        ({"how": "controls", "other": "union", "until": "9999-12-31"}, "until", "leave it open for what still holds"),
        ({"how": "controls", "other": "union", "since": "0001-01-01"}, "since", "leave it open for what held always"),
        ({"how": "controls", "other": "guard"}, "other", "Guard can’t relate to itself"),
        ({"how": "controls", "other": "nobody"}, "other", "No actor is called “nobody”."),
        ({"how": "", "other": "union"}, "how", "This field is required."),
        ({"how": "controls", "other": "gone"}, "other", "Gone was merged into Union [union]: choose that."),
    ],
)  # fmt: skip
def test_what_cannot_hold_is_said_on_its_field(
    desk: Client, guard: Actor, typed: dict[str, str], field: str, says: str
) -> None:
    edith = User.objects.get(username="edith")
    union = ActorFactory.create(slug="union", name="Union")
    merge_actors(loser=ActorFactory.create(slug="gone", name="Gone"), winner=union, by=edith, reason="The same.")
    before = list(ActorRelation.objects.order_by("pk").values())
    answer = save(desk, guard, opened(desk, guard) | row(5, **typed) | {"relations-TOTAL_FORMS": "6"})
    assert answer.status_code == 200
    (form,) = [form for form in answer.context["rows"].forms if form.errors]
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]
    again = fields(answer.content)
    assert (again["relations-5-other"], again["reason"]) == (typed["other"], WHY)
    assert list(ActorRelation.objects.order_by("pk").values()) == before


def test_a_reason_is_needed(desk: Client, guard: Actor, edith: User) -> None:
    sent = opened(desk, guard) | row(0, DELETE="on")
    answer = save(desk, guard, sent | {"reason": " "})
    assert "Say why: relations decide whose acts count as whose." in answer.content.decode()
    assert ActorRelation.objects.count() == 5
    with pytest.raises(Unreasoned):
        save_relations(actor=guard, saved=[], removed=list(guard.relations.all()), by=edith, reason="")


def test_a_stale_save_is_refused_with_both_versions(desk: Client, guard: Actor, edith: User) -> None:
    sent = opened(desk, guard)
    at = next(number for number in range(4) if sent[f"relations-{number}-other"] == "State [state]")
    theirs = ActorRelation.objects.get(subject=guard, object__slug="state")
    theirs.valid = DateRange(Y2010, date(2020, 1, 1))
    added = ActorRelation(
        subject=ActorFactory.create(name="Unit", slug="unit"), object=guard, kind="part_of", valid=DateRange(None, None)
    )
    save_relations(actor=guard, saved=[theirs, added], removed=[], by=edith, reason="So.")
    answer = save(desk, guard, sent | row(at, since="2011-01-01"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The last change was by edith" in page
    assert "Added: Unit is part of Guard" in page
    assert ActorRelation.objects.get(pk=theirs.pk).valid == DateRange(Y2010, date(2020, 1, 1), "[)")
    again = fields(answer.content)
    assert (again[f"relations-{at}-since"], again[f"relations-{at}-until"]) == ("2011-01-01", "2019-12-31")
    assert save(desk, guard, again).status_code == 302
    assert ActorRelation.objects.get(pk=theirs.pk).valid == DateRange(date(2011, 1, 1), date(2020, 1, 1), "[)")


def test_the_operation_checks_by_itself(guard: Actor, edith: User, anna: User) -> None:
    gone, stranger = ActorFactory.create(name="Gone"), ActorFactory.create()
    merge_actors(loser=gone, winner=stranger, by=edith, reason="The same.")
    to_gone = ActorRelation(subject=guard, object=gone, kind="controls", valid=DateRange(None, None))
    foreign = ActorRelation(
        subject=stranger, object=ActorFactory.create(), kind="controls", valid=DateRange(None, None)
    )
    for by, saved, says in (
        (anna, [], "Only editors"),
        (edith, [to_gone], "Gone was merged into"),
        (edith, [foreign], "is none of Guard"),
    ):
        with pytest.raises(NotAllowed, match=says):
            save_relations(actor=guard, saved=saved, removed=[], by=by, reason=WHY)


def test_who_only_looks_sees_no_form(client: Client, adam: User, guard: Actor) -> None:
    client.force_login(adam)
    page = client.get(page_of(guard)).content.decode()
    assert "Save the relations" not in page
    assert "Guard is part of State" in page
    answer = client.post(page_of(guard), opened_by_hand() | {"_save": "1", "reason": WHY})
    assert answer.status_code in (403, 409)
    assert ActorRelation.objects.count() == 5


def opened_by_hand() -> dict[str, str]:
    return {"relations-TOTAL_FORMS": "0", "relations-INITIAL_FORMS": "0"}


def test_a_merged_actor_leads_to_the_winner(desk: Client, guard: Actor, edith: User) -> None:
    gone = ActorFactory.create(name="Gone")
    merge_actors(loser=gone, winner=guard, by=edith, reason="The same.")
    page = desk.get(page_of(gone)).content.decode()
    assert "Gone was merged into" in page
    assert page_of(guard) in page
    assert "Save the relations" not in page


def test_the_page_takes_as_many_queries_for_many_relations_as_for_few(
    desk: Client, guard: Actor, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        since = Y2000 + timedelta(days=number)
        tie(guard, ActorFactory.create(standing=Standing.PUBLIC), since, kind="controls")
    with django_assert_max_num_queries(20):
        assert desk.get(page_of(guard)).status_code == 200
