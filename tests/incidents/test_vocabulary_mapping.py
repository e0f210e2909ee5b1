"""Every term of the codebook says what UCDP and ACLED call it, or why they call it nothing."""

import pytest

from incidents.public.api.views.codebook import vocabularies
from incidents.vocabulary import DatePrecision, IncidentKind
from incidents.vocabulary_mapping import DISORDER, EVENT_TYPES, GEO_PRECISION, mapping_of

SUB_EVENTS = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Air/drone strike",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {"Agreement", "Non-violent transfer of territory", "Other"},
}
"""The part of ACLED's taxonomy that an incident of this record can be."""


def test_every_term_of_the_codebook_is_mapped_or_says_why_not() -> None:
    for vocabulary in vocabularies():
        for term in vocabulary["terms"]:
            found = mapping_of(vocabulary["name"], term["code"])
            assert found is not None, (vocabulary["name"], term["code"])
            for dataset in (found["ucdp"], found["acled"]):
                assert dataset["columns"] or dataset["note"], (vocabulary["name"], term["code"])


@pytest.mark.parametrize(
    ("vocabulary", "code"), [("nothing", "day"), ("date_precision", "nothing"), ("incident_kind", 1)]
)
def test_what_does_not_exist_has_no_mapping(vocabulary: str, code: str | int) -> None:
    assert mapping_of(vocabulary, code) is None


def test_kinds_are_terms_of_the_taxonomy() -> None:
    assert set(EVENT_TYPES) == set(IncidentKind)
    for event, sub_event in EVENT_TYPES.values():
        assert sub_event in SUB_EVENTS[event]
        assert event in DISORDER


def test_precisions_are_told_as_the_codebooks_number_them() -> None:
    codes = [mapping_of("date_precision", one.value) for one in DatePrecision]
    assert [one["ucdp"]["columns"]["date_prec"] for one in codes if one] == [1, 2, 3, 4, 5]
    assert [one["acled"]["columns"]["time_precision"] for one in codes if one] == [1, 2, 2, 3, 3]
    assert sorted(GEO_PRECISION) == [1, 2, 3, 4, 5, 6, 7]


def test_one_term_in_full() -> None:
    assert mapping_of("incident_kind", "shelling") == {
        "ucdp": {
            "columns": {},
            "note": "Codes no means of violence. It is an event only with at least one direct death; type_of_violence "
            "follows from the parties: 1 a government against another or an organised group, 2 between organised "
            "groups, 3 against civilians.",
        },
        "acled": {
            "columns": {
                "disorder_type": "Political violence",
                "event_type": "Explosions/Remote violence",
                "sub_event_type": "Shelling/artillery/missile attack",
            },
            "note": "",
        },
    }
