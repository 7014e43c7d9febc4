"""The capacity model: what it must say whatever it was told, and that its page is its own."""

from itertools import pairwise

import msgspec
import pytest

from benchmarks.capacity import model, page
from benchmarks.capacity.model import Load

INPUTS = model.read()
NAMES = ("web_ms", "worker_ms", "postgres_ms", "wal_bytes", "row_bytes", "writes", "answer_bytes")


def test_the_page_is_what_the_model_says():
    assert page.PAGE.read_text(encoding="utf-8") == page.written(), "python -m benchmarks.capacity"


def test_a_second_of_the_busiest_minute():
    habits = msgspec.structs.replace(
        INPUTS.habits, requests_a_day=36, peak_hour_share=0.1, peak_minute_factor=2
    )
    assert model.peak(habits, 1000).requests == pytest.approx(2.0)


def test_a_month_has_all_its_photos_whenever_they_come():
    month = model.a_month(INPUTS.habits, 1000)
    assert month.photos == 1000 * INPUTS.habits.photos_a_month


@pytest.mark.parametrize("name", NAMES)
def test_what_is_taken_is_the_sum_of_what_is_asked_for(name: str):
    alone = [Load(1, 0, 0, 0), Load(0, 1, 0, 0), Load(0, 0, 1, 0), Load(0, 0, 0, 1)]
    sums = sum(model.total(INPUTS, load, name) for load in alone)
    assert model.total(INPUTS, Load(1, 1, 1, 1), name) == pytest.approx(sums)


@pytest.mark.parametrize(
    ("ms", "busy", "least", "expected"), [(0, 0.5, 2, 2), (1000, 0.5, 1, 2), (1001, 0.5, 1, 3)]
)
def test_no_process_is_busier_than_it_may_be(ms: float, busy: float, least: int, expected: int):
    assert model.processes(ms, busy, least) == expected


def test_more_families_never_take_less_and_each_thousand_never_costs_more_machines():
    sizes = [model.size(INPUTS, families, 12) for families in page.FAMILIES]
    for smaller, larger in pairwise(sizes):
        assert larger.web_processes >= smaller.web_processes
        assert larger.stored_gb > smaller.stored_gb
        assert larger.cost_of_machines <= smaller.cost_of_machines


def test_what_is_stored_grows_with_the_months_and_traffic_does_not():
    first, fifth = (model.size(INPUTS, 10_000, months) for months in (12, 60))
    assert fifth.stored_gb == pytest.approx(5 * first.stored_gb)
    assert fifth.traffic_gb_a_month == first.traffic_gb_a_month


def test_every_original_is_kept_three_times_and_every_copy_twice():
    gone = dict.fromkeys(("storage_gb_archived", "backup_gb"), 0)
    free = msgspec.structs.replace(INPUTS, prices=msgspec.structs.replace(INPUTS.prices, **gone))
    kept, bare = (model.size(told, 1000, 12) for told in (INPUTS, free))
    prices, habits = INPUTS.prices, INPUTS.habits
    photos = 1000 * 12 * habits.photos_a_month / model.GB
    original = habits.original_bytes * (prices.storage_gb_archived + prices.backup_gb)
    expected = photos * (original + habits.copy_bytes * prices.backup_gb)
    assert kept.cost_of_backup == pytest.approx(expected)
    assert kept.cost - bare.cost == pytest.approx(expected)


def test_a_missing_input_is_named(tmp_path):
    told = model.INPUTS.read_text(encoding="utf-8").replace("photos_a_month", "photos")
    (tmp_path / "inputs.toml").write_text(told)
    with pytest.raises(msgspec.ValidationError, match="photos_a_month"):
        model.read(tmp_path / "inputs.toml")
