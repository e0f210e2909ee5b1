"""A claim's report, given where the claim is: by its address, or as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from incidents.workbench.models import Citation, Source
from incidents.workbench.querysets import addresses_like
from tests.factories import SourceFactory, person
from tests.incidents.desk.forms import NEW, Fields, address, saved, sent, text

pytestmark = pytest.mark.usefixtures("reference")
ADDRESS = "https://www.example.org/news/1/?utm_source=feed#top"


def cite(desk: Client, form: Fields, **changed: str) -> Fields:
    answer = desk.post(NEW, form | {name: [value] for name, value in changed.items()} | {"cite": ["claims-0"]})
    assert answer.status_code == 200, text(answer)
    return sent(answer)


def test_an_address_becomes_a_source_that_the_claim_cites(desk: Client, form: Fields) -> None:
    fields = cite(desk, form, **{"claims-0-cite-url": ADDRESS})
    assert fields["sources-1-url"] == [ADDRESS]
    assert fields["sources-1-publisher"] == ["example.org"]
    assert fields["claims-0-citations-0-source"] == fields["sources-1-id"]
    assert fields["claims-0-cite-url"] == [""]
    assert Source.objects.count() == 0
    saved(desk, fields)
    assert Citation.objects.get(claim__isnull=False).source.url == ADDRESS


@pytest.mark.parametrize("known", ["https://example.org/news/1", "http://www.example.org/news/1/"])
def test_an_address_that_is_known_is_used_again(desk: Client, form: Fields, known: str) -> None:
    source = SourceFactory.create(url=known, publisher="Example News")
    fields = cite(desk, form, **{"claims-0-cite-url": ADDRESS})
    assert fields["sources-1-id"] == [source.public_id] == fields["claims-0-citations-0-source"]
    assert fields["sources-1-publisher"] == ["Example News"]
    saved(desk, fields)
    assert Source.objects.filter(url__contains="example.org").count() == 1


def test_an_address_that_is_in_the_form_already_is_not_added_twice(desk: Client, form: Fields) -> None:
    fields = cite(desk, form | {"sources-0-url": ["https://example.org/news/1"]}, **{"claims-0-cite-url": ADDRESS})
    assert fields["claims-0-citations-0-source"] == form["sources-0-id"]
    assert "sources-1-url" not in fields


def test_a_source_that_one_may_not_see_is_not_used(desk: Client, form: Fields) -> None:
    hidden = SourceFactory.create(url=ADDRESS, confidential=True, added_by=person("ara", Role.ANALYST))
    fields = cite(desk, form, **{"claims-0-cite-url": ADDRESS})
    assert fields["sources-1-id"] != [hidden.public_id]
    assert fields["sources-1-publisher"] == ["example.org"]


def test_a_file_becomes_a_source_with_a_copy(desk: Client, form: Fields, anna: User) -> None:
    file = SimpleUploadedFile("report.html", b"<!doctype html><p>Two were killed.</p>")
    answer = desk.post(NEW, form | {"cite": ["claims-0"], "claims-0-cite-file": file})
    fields = sent(answer)
    assert "report.html" in text(answer)
    assert fields["claims-0-citations-0-source"] == fields["sources-1-id"]
    saved(desk, fields | {"sources-1-publisher": ["The outlet"]})
    assert Citation.objects.get(claim__isnull=False).source.captures.get().captured_by == anna


@pytest.mark.parametrize("address", ["", "news", "ftp://example.org/1", "https://", "javascript:alert(1)"])
def test_what_is_no_address_is_told_and_changes_nothing(desk: Client, form: Fields, address: str) -> None:
    answer = desk.post(NEW, form | {"cite": ["claims-0"], "claims-0-cite-url": [address]})
    assert answer.status_code == 422
    assert "to cite it" in text(answer) or "is not a web address" in text(answer)
    kept = sent(answer)
    assert {name: kept[name] for name in form if not name.endswith("cite-url")} == {
        name: value for name, value in form.items() if not name.endswith("cite-url")
    }
    assert kept["claims-0-cite-url"] == [address]


def test_an_address_that_waits_is_kept_by_other_buttons_and_cited_by_saving(desk: Client, form: Fields) -> None:
    waiting = form | {"claims-0-cite-url": [ADDRESS]}
    fields = sent(desk.post(NEW, waiting | {"add": ["claims"]}))
    assert fields["claims-0-cite-url"] == [ADDRESS]
    assert "sources-1-url" not in fields
    saved(desk, fields)
    assert Citation.objects.get(claim__isnull=False).source.url == ADDRESS


def test_an_address_that_is_none_is_told_before_anything_is_saved(desk: Client, form: Fields) -> None:
    answer = desk.post(NEW, form | {"claims-0-cite-url": ["news"], "do": ["save"]})
    assert answer.status_code == 422
    assert "“news” is not a web address." in text(answer)
    assert Source.objects.count() == 0


def test_a_file_that_waits_is_not_lost_by_other_buttons(desk: Client, form: Fields) -> None:
    for button in ({"add": ["claims"]}, {"look": ["again"]}):
        file = SimpleUploadedFile("report.html", b"<!doctype html><p>Two were killed.</p>")
        fields = sent(desk.post(NEW, form | button | {"claims-0-cite-file": file}))
        assert "sources-1-kept" in fields
        assert fields["claims-0-citations-0-source"] == fields["sources-1-id"]


def test_a_claim_that_is_not_there_gets_none(desk: Client, form: Fields) -> None:
    for path in ("claims-9", "sources-0", "title", "claims-0-citations-0", "x" * 500):
        answer = desk.post(NEW, form | {"cite": [path], f"{path}-cite-url": [ADDRESS]})
        assert answer.status_code == 422
        assert "There is no such claim." in text(answer)


def test_one_address_is_written_in_many_ways() -> None:
    assert "http://example.org/news/1" in addresses_like(ADDRESS)
    assert "https://www.example.org/a?id=2" in addresses_like("http://example.org/a/?fbclid=9&id=2")
    assert addresses_like("no address") == ["no address"]


def test_a_known_source_is_chosen_by_any_form_of_its_address(desk: Client, form: Fields) -> None:
    source = SourceFactory.create(url="http://example.org/news/1")
    answer = desk.post(NEW, form | {"add": ["reuse"], "reuse": [ADDRESS]})
    assert sent(answer)["sources-1-id"] == [source.public_id]


@pytest.mark.parametrize("stands", [False, True])
def test_a_source_that_stands_for_another_is_only_let_go(desk: Client, form: Fields, anna: User, stands: bool) -> None:
    incident = saved(desk, form)
    source = incident.citations.get().source
    if stands:
        SourceFactory.create(publisher="The outlet, entered twice", merged_into=source, added_by=anna)
    fields = sent(desk.get(address(incident)))
    saved(desk, fields | {"sources-0-delete": ["on"], "citations-0-delete": ["on"]}, address(incident))
    assert not Citation.objects.exists()
    assert Source.objects.filter(pk=source.pk).exists() == stands
