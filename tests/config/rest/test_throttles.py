"""The counters: quota that comes back evenly, debts, callers that share a table, processes that share a file."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.rest.throttles import SIZE, Counters, Quota, counters_in, quota_of

NOW = 1_700_000_000.0
QUOTA = Quota(10, 60)


def test_a_quota_is_used_up_and_comes_back_evenly() -> None:
    counters = Counters(None)
    left = [counters.take("ani", QUOTA, cost=1, now=NOW).left for _ in range(10)]
    assert left == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    refused = counters.take("ani", QUOTA, cost=1, now=NOW)
    assert (refused.granted, refused.left, refused.reset, refused.wait) == (False, 0, 60, 6)
    assert not counters.take("ani", QUOTA, cost=1, now=NOW + 5.9).granted
    assert counters.take("ani", QUOTA, cost=1, now=NOW + 6).granted
    assert not counters.take("ani", QUOTA, cost=1, now=NOW + 6).granted
    assert counters.take("ani", QUOTA, cost=0, now=NOW + 200).left == 10


def test_callers_do_not_count_for_each_other() -> None:
    counters = Counters(None)
    for _ in range(10):
        counters.take("ani", QUOTA, cost=1, now=NOW)
    assert counters.take("rufat", QUOTA, cost=1, now=NOW).left == 9


def test_what_is_taken_anyway_is_owed_but_no_more_than_a_quota() -> None:
    counters = Counters(None)
    assert not counters.take("ani", QUOTA, cost=15, now=NOW).granted
    assert counters.take("ani", QUOTA, cost=0, now=NOW).left == 10
    counters.take("ani", QUOTA, cost=15, now=NOW, anyway=True)
    assert not counters.take("ani", QUOTA, cost=1, now=NOW + 30).granted
    assert counters.take("ani", QUOTA, cost=1, now=NOW + 36).granted
    counters.take("ani", QUOTA, cost=10_000, now=NOW, anyway=True)
    assert counters.take("ani", QUOTA, cost=0, now=NOW + 120).left == 10


def test_a_clock_that_was_put_back_locks_nobody_out_for_long() -> None:
    counters = Counters(None)
    counters.take("ani", QUOTA, cost=10, now=NOW + 1_000_000)
    assert counters.take("ani", QUOTA, cost=1, now=NOW).wait <= 66
    assert counters.take("ani", QUOTA, cost=0, now=NOW + 120).left == 10


def test_a_full_table_gives_up_whoever_is_nearest_to_a_whole_quota() -> None:
    counters = Counters(None)
    counters.take("heavy", QUOTA, cost=10, now=NOW)
    for number in range(100_000):
        counters.take(f"light {number}", QUOTA, cost=1, now=NOW)
    assert not counters.take("heavy", QUOTA, cost=1, now=NOW).granted


def test_threads_take_no_more_than_there_is(tmp_path: Path) -> None:
    counters = Counters(tmp_path / "counters")
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: counters.take("ani", Quota(500, 60), cost=1, now=NOW).granted, range(2000)))
    assert sum(taken) == 500


_ASK = """
import sys
from pathlib import Path
from config.rest.throttles import Counters, Quota
counters = Counters(Path(sys.argv[1]))
print(sum(counters.take("ani", Quota(500, 60), cost=1, now=1_700_000_000.0).granted for _ in range(1000)))
"""


def test_processes_share_the_file_and_take_no_more_than_there_is(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _ASK, str(tmp_path / "counters")]
    asking = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(one.communicate(timeout=60)[0]) for one in asking) == 500
    assert (tmp_path / "counters").stat().st_size == SIZE


def test_a_folder_that_cannot_be_written_to_is_no_reason_to_fail(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    counters = counters_in(tmp_path / "file" / "under", "secret")
    assert counters.take("ani", QUOTA, cost=1, now=NOW).left == 9
    assert "for itself" in caplog.text


def test_settings() -> None:
    assert quota_of("600/60") == Quota(600, 60)
    assert quota_of("off") is None
    for wrong in ("", "600", "0/60", "ten/60", "600/minute"):
        with pytest.raises(ImproperlyConfigured):
            quota_of(wrong)
