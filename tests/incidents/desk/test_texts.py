"""Reading a pasted text at the desk, and accepting what it suggests one by one, without JavaScript."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.desk.known import lexicon_for
from incidents.vocabulary import Standing
from incidents.workbench.models import Claim, Incident, Source
from tests.factories import ActorFactory, PlaceFactory, person
from tests.incidents.desk.forms import NEW, Fields, address, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")

STATEMENT = (
    "Armenia's Defence Ministry said that two Armenian soldiers were killed and several wounded near the village of "
    "Nerkin Hand on 13 February 2024 between 05:30 and 09:30. The State Border Service of Azerbaijan opened fire first."
)
MINISTRY, FORCES = "Ministry of Defence of Armenia", "Armed Forces of Armenia"


@pytest.fixture
def pasted(desk: Client) -> Fields:
    """Return a new form with a text that was read."""
    filled = sent(desk.get(NEW), title="Typed before", **{"reading-text": STATEMENT, "reading-published": "2024-02-14"})
    return sent(desk.post(NEW, filled | {"read_text": ["text"]}))


def offered(page: str) -> list[str]:
    """Return the keys that can be accepted, in the order of the page."""
    return re.findall(r'name="accept" value="([^"]+)"', page)


def accept(desk: Client, form: Fields, key: str) -> Fields:
    answer = desk.post(NEW, form | {"accept": [key]})
    assert answer.status_code == 200
    assert "Entered " in text(answer)
    return sent(answer)


def test_a_text_is_marked_and_its_suggestions_listed(desk: Client, pasted: Fields) -> None:
    page = text(desk.post(NEW, pasted | {"read_text": ["text"]}))
    assert offered(page) == [
        "date:2024-02-13/2024-02-13",
        "place:gn:174815",
        "claimant:armenia-ministry-of-defence",
        "actor:armenia-ministry-of-defence",
        "actor:armenia-armed-forces",
        "actor:azerbaijan-state-border-service",
        "figure:killed:armenia-armed-forces:military:2:2",
        "figure:wounded:armenia-armed-forces:military:2:",
    ]
    assert '<mark class="mark mark--place">Nerkin Hand</mark>' in page
    assert '<mark class="mark mark--actor mark--figure">' in page
    assert page.count('id="mark-1"') == 1
    assert "“13 February 2024”" in page


def test_nothing_is_entered_before_it_is_accepted(desk: Client, pasted: Fields) -> None:
    empty = sent(desk.get(NEW))
    told = {name: values for name, values in pasted.items() if name in empty and not name.startswith("reading-")}
    blank = {name: values for name, values in empty.items() if not name.startswith("reading-")}
    ids = {name for name in blank if name.endswith(("-id", "-source")) or name in ("form", "keeper")}
    assert {name: values for name, values in told.items() if name not in ids} == {
        name: values for name, values in blank.items() if name not in ids
    } | {"title": ["Typed before"]}
    assert Incident.objects.count() == 0


def test_each_accepted_suggestion_goes_where_it_belongs(desk: Client, pasted: Fields) -> None:
    form = pasted
    for key in (
        "date:2024-02-13/2024-02-13",
        "place:gn:174815",
        "figure:killed:armenia-armed-forces:military:2:2",
        "figure:wounded:armenia-armed-forces:military:2:",
        "actor:azerbaijan-state-border-service",
    ):
        form = accept(desk, form, key)
    values = {name: value[0] for name, value in form.items()}
    assert values["title"] == "Typed before"
    assert (values["earliest"], values["latest"], values["start_time"]) == ("2024-02-13", "2024-02-13", "05:30")
    assert (values["place"], values["place_precision"]) == ("Nerkin Hand [gn:174815]", "2")
    assert (values["involvements-0-actor"], values["involvements-0-role"]) == (
        "State Border Service of Azerbaijan",
        "initiator",
    )
    assert (values["claims-0-claimant"], values["claims-0-made_on"]) == (MINISTRY, "2024-02-14")
    for number, question, high, wording in ((0, "killed", "2", ""), (1, "wounded", "", "several")):
        row = f"claims-0-assertions-{number}"
        assert [values[f"{row}-{name}"] for name in ("question", "side", "group", "low", "high", "wording")] == [
            question, FORCES, "military", "2", high, wording,
        ]  # fmt: skip
    assert "claims-1-claimant" not in values


def test_what_was_accepted_is_saved_like_what_was_typed(desk: Client, pasted: Fields) -> None:
    form = accept(desk, pasted, "figure:killed:armenia-armed-forces:military:2:2")
    form = accept(desk, form, "date:2024-02-13/2024-02-13")
    incident = saved(
        desk, form | {"claims-0-kind": ["assertion"], "claims-0-statement": ["Says that two were killed."]}
    )
    assert str(incident.earliest) == "2024-02-13"
    killed = Claim.objects.get().assertions.get()
    assert (killed.question, killed.low, killed.high, str(killed.side)) == ("killed", 2, 2, FORCES)


def test_what_is_accepted_is_not_offered_again(desk: Client, pasted: Fields) -> None:
    form = accept(desk, pasted, "place:gn:174815")
    again = desk.post(NEW, form | {"read_text": ["text"]})
    assert "place:gn:174815" not in offered(text(again))
    assert "Accepted" in text(again)


def test_a_precision_that_was_chosen_stays_with_an_accepted_place(desk: Client, pasted: Fields) -> None:
    form = accept(desk, pasted | {"place_precision": ["5"]}, "place:gn:174815")
    assert (form["place"], form["place_precision"]) == (["Nerkin Hand [gn:174815]"], ["5"])


def test_a_claimant_is_cited_from_the_texts_source(desk: Client, pasted: Fields) -> None:
    form = pasted | {"sources-0-publisher": ["The outlet"], "reading-source": pasted["sources-0-id"]}
    form = accept(desk, form, "claimant:armenia-ministry-of-defence")
    assert form["claims-0-claimant"] == [MINISTRY]
    assert form["claims-0-citations-0-source"] == pasted["sources-0-id"]


def test_a_second_claimant_gets_a_claim_of_its_own(desk: Client, pasted: Fields) -> None:
    form = pasted | {"claims-0-claimant": ["Azerbaijan"], "claims-0-statement": ["Says something."]}
    form = accept(desk, form, "figure:killed:armenia-armed-forces:military:2:2")
    assert form["claims-0-claimant"] == ["Azerbaijan"]
    assert form["claims-1-claimant"] == [MINISTRY]
    assert form["claims-1-assertions-0-low"] == ["2"]


def test_a_row_that_is_added_begins_like_any_other(desk: Client, pasted: Fields) -> None:
    form = accept(desk, pasted | {"claims-0-statement": ["Says."]}, "claimant:armenia-ministry-of-defence")
    by_hand = sent(desk.post(NEW, pasted | {"claims-0-statement": ["Says."], "add": ["claims"]}))
    names = [
        name for name in by_hand if name.startswith("claims-1-") and "-0-" not in name and not name.endswith("-id")
    ]
    differ = [name for name in names if form[name] != by_hand[name]]
    assert differ == ["claims-1-claimant", "claims-1-made_on"]


def test_the_text_stays_over_a_save_for_whoever_pasted_it(desk: Client, pasted: Fields) -> None:
    form = accept(desk, pasted, "place:gn:174815")
    incident = saved(desk, form | {"shared": ["on"]})
    page = desk.get(address(incident))
    assert sent(page)["reading-text"] == [STATEMENT]
    assert "place:gn:174815" not in offered(text(page))
    assert "date:2024-02-13/2024-02-13" in offered(text(page))
    assert sent(desk.get(NEW))["reading-text"] == [""]
    other = Client()
    other.force_login(person("ara", Role.ANALYST))
    assert sent(other.get(address(incident)))["reading-text"] == [""]
    saved(desk, sent(page) | {"reading-text": [""]}, address(incident))
    assert sent(desk.get(address(incident)))["reading-text"] == [""]


def test_only_what_the_text_suggests_can_be_accepted(desk: Client, pasted: Fields) -> None:
    for key in ("place:gn:586054", "date:1999-01-01/1999-01-01", "figure:killed:armenia-armed-forces:military:900:900"):
        answer = desk.post(NEW, pasted | {"accept": [key]})
        assert answer.status_code == 422
        assert "Nothing was entered." in text(answer)
        assert {name: value for name, value in sent(answer).items() if name in pasted} == pasted


def test_an_empty_text_is_told(desk: Client) -> None:
    answer = desk.post(NEW, sent(desk.get(NEW)) | {"read_text": ["text"]})
    assert "There is no text to read yet." in text(answer)


def test_proposals_of_actors_and_places_are_for_the_desk_alone(anna: User) -> None:
    PlaceFactory.create(code="t:new", name="Newplace", standing=Standing.PROPOSED)
    ActorFactory.create(slug="new-guard", name="New Guard", standing=Standing.PROPOSED)
    told = "The New Guard fired near Newplace."
    for reader, known in ((anna, True), (person("rufat", Role.RESEARCHER), False)):
        found = lexicon_for(told, reader)
        assert ("Newplace" in found.places) is known
        assert (found.called("New Guard") is not None) is known


def test_a_lexicon_takes_three_queries(anna: User, django_assert_num_queries: object) -> None:
    lexicon_for(STATEMENT, anna)  # who she is was not asked before
    for told in (STATEMENT, STATEMENT * 10):
        with django_assert_num_queries(3):  # type: ignore[operator]
            lexicon_for(told, anna)


def test_script_in_a_text_stays_text(desk: Client) -> None:
    filled = sent(
        desk.get(NEW), **{"reading-text": "<script>alert(1)</script> killed on 13 February 2024 & </textarea>"}
    )
    page = text(desk.post(NEW, filled | {"read_text": ["text"]}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# The kept copy of a source

PAGE = (
    "<html><head><title>News</title><script>var killed = 9;</script></head><body><nav>Nine soldiers were killed</nav>"
    f"<article><h1>Fire</h1><p>{STATEMENT}</p></article><footer>Ten soldiers were killed</footer></body></html>"
)


def kept_copy(desk: Client, form: Fields, file: SimpleUploadedFile) -> Incident:
    """Save an incident whose source has a copy."""
    data = form | {"do": ["save"]}
    answer = desk.post(NEW, data | {"sources-0-file": file})
    return Incident.objects.get(ref=answer["Location"].split("/")[-2])


def test_the_kept_copy_of_a_source_is_read(desk: Client, form: Fields) -> None:
    file = SimpleUploadedFile("page.html", f"<!doctype html>{PAGE}".encode())
    incident = kept_copy(desk, form | {"sources-0-published_on": ["2024-02-14"]}, file)
    page = desk.get(address(incident))
    copy = re.search(r'name="read_text" value="([0-9a-z]{10})"', text(page))
    assert copy is not None
    answer = desk.post(address(incident), sent(page) | {"read_text": [copy[1]]})
    fields = sent(answer)
    assert STATEMENT in fields["reading-text"][0]
    assert "Nine" not in fields["reading-text"][0]
    assert fields["reading-published"] == ["2024-02-14"]
    assert fields["reading-source"] == [Source.objects.get().public_id]
    assert "figure:killed:armenia-armed-forces:military:2:2" in offered(text(answer))


def test_a_copy_that_one_may_not_see_is_not_read(desk: Client, form: Fields) -> None:
    file = SimpleUploadedFile("page.html", f"<!doctype html>{PAGE}".encode())
    incident = kept_copy(desk, form, file)
    copy = Source.objects.get().captures.get()
    Source.objects.update(confidential=True, added_by=person("ara", Role.ANALYST))
    answer = desk.post(NEW, sent(desk.get(NEW)) | {"read_text": [copy.public_id]})
    assert "That copy can&#x27;t be read." in text(answer)
    assert sent(answer)["reading-text"] == [""]
    assert incident.ref
