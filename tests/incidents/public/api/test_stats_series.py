"""Series over REST: every incident in one bucket, and groups that are what lists count."""

from datetime import date

import pytest

from tests.incidents.public.api.counting import Get, ask, on

pytestmark = pytest.mark.django_db


def test_every_incident_is_in_one_bucket_and_empty_ones_are_there(get: Get, world: None) -> None:
    told = ask(get, "stats/series/", by="month")
    (group,) = told["groups"]
    counts = {bucket["bucket"]: bucket["incidents"] for bucket in group["buckets"]}
    assert counts == {"2023-12": 1, "2024-01": 1, "2024-02": 3, "2024-03": 1, "2024-04": 0, "2024-05": 1}
    assert told["total"]["incidents"] == ask(get, "incidents/", count="exact")["count"] == 7
    empty = group["buckets"][4]
    assert empty["killed"] == {"low": 0, "best": 0, "high": 0, "unknown": 0, "without_best": 0, "without_high": 0}
    assert group["buckets"][1]["killed"]["best"] is None
    assert group["buckets"][2]["killed"] == {
        "low": 3, "best": 3, "high": 3, "unknown": 1, "without_best": 0, "without_high": 1,
    }  # fmt: skip
    assert (told["total"]["fatal"], told["total"]["killed"]["best"]) == (4, 10)
    assert "last day" in told["rule"]


@pytest.mark.parametrize("by", ["day", "week", "month", "year"])
def test_possible_and_certain_are_what_lists_count(get: Get, world: None, by: str) -> None:
    """A list from a bucket's first day to its last counts `possible`, and with match=certain `certain`."""
    (group,) = ask(get, "stats/series/", by=by)["groups"]
    starts = [date.fromisoformat(bucket["start"]) for bucket in group["buckets"]]
    for bucket, start, after in zip(group["buckets"], starts, [*starts[1:], None], strict=True):
        if after is None or not (bucket["possible"] or start.day == 1):
            continue
        until = date.fromordinal(after.toordinal() - 1)
        for match in ("possible", "certain"):
            listed = ask(get, "incidents/", date_from=start, date_to=until, match=match, count="exact")["count"]
            assert bucket[match] == listed, (bucket["bucket"], match)


def test_weeks_are_iso_weeks(get: Get) -> None:
    on("2020-12-31")
    on("2021-01-03")
    on("2021-01-04")
    (group,) = ask(get, "stats/series/", by="week")["groups"]
    assert [(one["bucket"], one["start"], one["incidents"]) for one in group["buckets"]] == [
        ("2020-W53", "2020-12-28", 2),
        ("2021-W01", "2021-01-04", 1),
    ]


def test_a_period_asked_for_is_there_from_end_to_end(get: Get, world: None) -> None:
    (group,) = ask(get, "stats/series/", by="year", date_from="2022-06-01", date_to="2025-01-01")["groups"]
    assert [one["bucket"] for one in group["buckets"]] == ["2022", "2023", "2024", "2025"]
    assert ask(get, "stats/series/", kind="capture")["groups"] == []


SPLITS = {
    "kind": "kind", "country": "country", "border": "border", "section": "section", "dispute": "dispute",
    "claimant": "claimant", "contested": "contested", "role": "role", "claim_kind": "claim_kind",
    "civilians": "civilians", "place": "place", "actor": "actor", "place_precision": "", "origin": "",
}  # fmt: skip


@pytest.mark.parametrize("split", SPLITS)
def test_a_group_is_what_a_list_with_that_filter_counts(get: Get, world: None, split: str) -> None:
    told = ask(get, "stats/series/", by="year", split=split)
    assert told["total"]["incidents"] == 7
    for group in told["groups"]:
        assert sum(bucket["incidents"] for bucket in group["buckets"]) == group["total"]["incidents"]
        if group["group"] == "term" and SPLITS[split]:
            listed = ask(get, "incidents/", **{SPLITS[split]: group["term"], "count": "exact"})["count"]
            assert group["total"]["incidents"] == listed, group["term"]
    if not told["overlapping"]:
        assert sum(group["total"]["incidents"] for group in told["groups"]) == 7


def test_beyond_the_largest_groups_all_others_are_one(get: Get, world: None) -> None:
    told = ask(get, "stats/series/", by="year", split="role", groups=1)
    assert [(one["group"], one["term"], one["total"]["incidents"]) for one in told["groups"]] == [
        ("term", "target", 3),
        ("other", None, 2),
        ("none", None, 4),
    ]
    assert (told["terms"], told["overlapping"]) == (2, True)


def test_too_many_buckets_are_refused_with_what_would_do(get: Get) -> None:
    on("1990-01-01")
    on("2024-01-01")
    refused = get("stats/series/?by=day", status=400).json()
    assert refused["errors"][0]["parameter"] == "by"
    assert refused["errors"][0]["allowed"] == ["day", "week", "month", "year"]
    assert get("stats/series/?by=year&date_from=0001-01-01&date_to=9999-12-31", status=400)
    assert ask(get, "stats/series/", by="month")["total"]["incidents"] == 2
