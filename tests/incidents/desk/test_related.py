"""Incidents that look like the one in the form: what is shown of them, to whom, and what was told apart."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.errors import NotAllowed
from incidents.reference.models import BorderSection, Place
from incidents.workbench.history import event_model
from incidents.workbench.models import Distinction, Incident, IncidentLink
from incidents.workbench.operations.distinctions import take_back, tell_apart
from tests.factories import IncidentFactory, person
from tests.incidents.complete import publish_as_previewed
from tests.incidents.desk.forms import NEW, Fields, address, cited, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")
DAY = date(2024, 2, 13)
LOOK = "/desk/related/"


def shown(page: str) -> list[str]:
    """Return the refs of what is shown as related, in its order."""
    found = re.search(r'(?s)<aside class="related".*?</aside>', page)
    assert found is not None
    return re.findall(r'(?s)<li class="related__one">\s*<p class="eyebrow">(CC-\S+)', found[0])


def theirs(author: User, **fields: object) -> Incident:
    """Return another incident of the same day at Nerkin Hand."""
    given = {"title": "Shots near Nerkin Hand", "earliest": DAY, "latest": DAY, "kind": "small_arms_fire"}
    place = Place.objects.get(code="gn:174815")
    made: Incident = IncidentFactory.create(**{"author": author, "place": place, **given, **fields})
    return made


def published(author: User, editor: User, form: Fields, **changed: str) -> Incident:
    """Enter an incident by another's hand, and publish it."""
    browser = Client()
    browser.force_login(author)
    ids = {name for name in form if name.endswith("-id") or name in ("form", "keeper")}
    fresh = {name: value for name, value in cited(form).items() if name not in ids}
    fresh |= {"sources-0-id": form["sources-0-id"]} | {name: [value] for name, value in changed.items()}
    incident = saved(browser, fresh, do="submit")
    publish_as_previewed(incident, by=editor)
    return incident


@pytest.fixture
def typed(form: Fields) -> Fields:
    """Return a form that says when, where, what and who."""
    return form


def look(desk: Client, form: Fields) -> str:
    return text(desk.post(LOOK, form))


def test_the_same_day_and_place_is_shown_with_what_is_in_common(desk: Client, typed: Fields, anna: User) -> None:
    other = theirs(anna)
    page = look(desk, typed)
    assert shown(page) == [other.ref]
    assert re.search(r"May be the same:</strong> same day, same place, similar title, same kind", page)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"earliest": date(2024, 2, 16), "latest": date(2024, 2, 16)}, True),
        ({"earliest": date(2024, 2, 17), "latest": date(2024, 2, 17)}, False),
        ({"earliest": date(2024, 2, 1), "latest": date(2024, 2, 29)}, True),
        ({"place": None, "title": "A diplomatic note"}, False),
        ({"earliest": None, "latest": None, "title": "Fire near Nerkin Hand"}, True),
    ],
)
def test_days_places_and_titles_count(
    desk: Client, typed: Fields, anna: User, change: dict[str, object], found: bool
) -> None:
    other = theirs(anna, **change)
    assert shown(look(desk, typed)) == ([other.ref] if found else [])


def test_a_place_nearby_counts_and_one_far_away_does_not(desk: Client, typed: Fields, anna: User) -> None:
    Place.objects.filter(code="gn:174815").update(latitude=39.04, longitude=46.52)
    near = theirs(anna, place=None, latitude=39.1, longitude=46.52, title="Another post")
    theirs(anna, place=None, latitude=41.0, longitude=45.0, title="Another post")
    page = look(desk, typed)
    assert shown(page) == [near.ref]
    assert "7 km away" in page


def test_the_same_section_counts(desk: Client, typed: Fields, anna: User) -> None:
    section = BorderSection.objects.get(code="AMAZ-11")
    other = theirs(anna, place=None, section=section, title="Another post")
    assert shown(look(desk, typed | {"place": [""], "section": ["AMAZ-11"]})) == [other.ref]


def test_without_a_date_or_a_title_nothing_is_looked_for(
    desk: Client, anna: User, django_assert_max_num_queries: object
) -> None:
    theirs(anna)
    empty = sent(desk.get(NEW))
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page = look(desk, empty)
    assert shown(page) == []
    assert "once the form has a date or a title" in page


def test_the_page_itself_shows_them(desk: Client, typed: Fields, anna: User) -> None:
    other = theirs(anna)
    assert shown(text(desk.post(NEW, typed | {"look": ["again"]}))) == [other.ref]
    incident = saved(desk, typed)
    assert shown(text(desk.get(address(incident)))) == [other.ref]


def test_odd_values_are_nothing_to_look_for(desk: Client, typed: Fields) -> None:
    odd = {
        "earliest": ["0001-01-01"], "latest": ["9999-12-31"], "latitude": ["NaN"], "longitude": ["1e999"],
        "place": ["\0"], "section": ["nowhere"], "title": ["%_\\" * 40],
    }  # fmt: skip
    assert desk.post(LOOK, typed | odd).status_code == 200
    assert desk.post(LOOK, typed | {"latest": ["9999-12-31"], "earliest": ["9999-12-31"]}).status_code == 200


# Who sees what


def test_only_what_a_person_may_see_is_shown(desk: Client, typed: Fields, anna: User, edith: User) -> None:
    ara = person("ara", Role.ANALYST)
    hidden = theirs(ara, title="The secret draft at Nerkin Hand")
    page = look(desk, typed)
    assert shown(page) == []
    assert hidden.ref not in page
    shared = theirs(ara, shared=True)
    assert shown(look(desk, typed)) == [shared.ref]
    editor = Client()
    editor.force_login(edith)
    theirs_own = {name: value for name, value in typed.items() if name != "keeper"}  # anna's page is hers
    assert set(shown(look(editor, theirs_own))) == {hidden.ref, shared.ref}


def test_of_a_hidden_incident_only_its_public_edition_is_shown(desk: Client, typed: Fields, edith: User) -> None:
    ara = person("ara", Role.ANALYST)
    public = published(ara, edith, typed, title="Exchange of fire near Nerkin Hand")
    Incident.objects.filter(pk=public.pk).update(title="A later, secret title")
    page = look(desk, typed)
    assert shown(page) == [public.ref]
    assert "Exchange of fire near Nerkin Hand" in page
    assert "secret" not in page
    assert f'href="/incidents/{public.ref}/"' in page


def test_hidden_and_absent_incidents_are_refused_alike(desk: Client, typed: Fields) -> None:
    hidden = theirs(person("ara", Role.ANALYST))
    answers = []
    for ref in (hidden.ref, "CC-1999-00001"):
        for button in ("relate", "apart_from"):
            answer = desk.post(NEW, typed | {button: [ref]})
            answers.append((answer.status_code, "is known here" in text(answer)))
        assert desk.post(f"{LOOK}?ref={ref}", typed).status_code == 404
    assert answers == [(422, True)] * 4
    assert Distinction.objects.count() == 0


# Not the same


def test_what_was_told_apart_is_not_shown_again_to_anybody(
    desk: Client, typed: Fields, anna: User, edith: User
) -> None:
    other = theirs(anna)
    incident = saved(desk, typed)
    answer = desk.post(address(incident), sent(desk.get(address(incident))) | {"apart_from": [other.ref]})
    assert shown(text(answer)) == []
    assert "Set aside as not the same: 1" in text(answer)
    kept = Distinction.objects.get()
    assert {kept.first, kept.second} == {incident.ref, other.ref}
    assert kept.made_by == anna
    assert shown(text(desk.get(address(other)))) == []
    editor = Client()
    editor.force_login(edith)
    assert shown(text(editor.get(address(incident)))) == []


def test_it_can_be_taken_back_and_the_history_keeps_both(desk: Client, typed: Fields, anna: User) -> None:
    other = theirs(anna)
    incident = saved(desk, typed)
    fields = sent(desk.post(address(incident), sent(desk.get(address(incident))) | {"apart_from": [other.ref]}))
    again = desk.post(address(incident), fields | {"together_with": [other.ref]})
    assert shown(text(again)) == [other.ref]
    events = event_model(Distinction)._default_manager.order_by("pgh_id")
    assert [one.pgh_label for one in events] == ["insert", "delete"]  # type: ignore[attr-defined]
    assert [one.pgh_context.metadata["user"] for one in events] == [anna.pk, anna.pk]  # type: ignore[attr-defined]


def test_what_was_told_apart_before_the_first_save_is_kept_with_it(desk: Client, typed: Fields, anna: User) -> None:
    other = theirs(anna)
    fields = sent(desk.post(NEW, typed | {"apart_from": [other.ref]}))
    assert fields["apart"] == [other.ref]
    assert Distinction.objects.count() == 0
    assert shown(look(desk, fields)) == []
    fields = sent(desk.post(NEW, fields | {"add": ["claims"]}))
    incident = saved(desk, fields)
    assert {Distinction.objects.get().first, Distinction.objects.get().second} == {incident.ref, other.ref}


def test_a_pair_is_one_whichever_comes_first(anna: User) -> None:
    one = tell_apart(ref="CC-2024-00002", other="CC-2024-00001", by=anna)
    assert tell_apart(ref="CC-2024-00001", other="CC-2024-00002", by=anna) == one
    assert take_back(ref="CC-2024-00002", other="CC-2024-00001", by=anna) is True
    assert take_back(ref="CC-2024-00002", other="CC-2024-00001", by=anna) is False


def test_only_the_desk_tells_apart(rufat: User, anna: User) -> None:
    with pytest.raises(NotAllowed):
        tell_apart(ref="CC-2024-00001", other="CC-2024-00002", by=rufat)
    with pytest.raises(NotAllowed, match="the same as itself"):
        tell_apart(ref="CC-2024-00001", other="CC-2024-00001", by=anna)


# Linking


def test_a_related_incident_becomes_a_row_of_links(desk: Client, typed: Fields, anna: User) -> None:
    other = theirs(anna)
    answer = desk.post(NEW, typed | {"relate": [f"{other.ref}:same_as"]})
    assert f"{other.ref} was added under Links." in text(answer)
    fields = sent(answer)
    assert (fields["links-0-other"], fields["links-0-relation"]) == ([other.ref], ["same_as"])
    assert shown(text(answer)) == []
    incident = saved(desk, fields)
    link = IncidentLink.objects.get()
    assert (link.incident, link.other, link.relation) == (incident, other, "same_as")


def test_how_they_relate_is_left_to_the_person(desk: Client, typed: Fields, anna: User) -> None:
    other = theirs(anna)
    answer = desk.post(NEW, typed | {"relate": [other.ref]})
    assert "Choose there how they relate." in text(answer)
    assert sent(answer)["links-0-relation"] == [""]
    assert desk.post(NEW, typed | {"relate": [f"{other.ref}:nonsense"]}).status_code == 422


# Cost


@pytest.mark.parametrize("count", [1, 12])
def test_looking_costs_the_same_however_much_there_is(
    desk: Client, typed: Fields, edith: User, count: int, django_assert_num_queries: object
) -> None:
    for _ in range(count):
        theirs(person("anna"))
    published(person("ara", Role.ANALYST), edith, typed)
    desk.post(LOOK, typed)
    with django_assert_num_queries(QUERIES):  # type: ignore[operator]
        page = look(desk, typed)
    assert len(shown(page)) == min(count + 1, 6)


QUERIES = 14
"""Session, person and roles; two kinds of names by code and by name, each with its rows; two lists of candidates with
their actors; and what is on the workbench."""
