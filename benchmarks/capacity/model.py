"""The model: how families become requests, these become processor time, rows and bytes, and money.

Pure functions. Whatever they know comes from `inputs.toml`: what was measured, and what is assumed.
"""

import tomllib
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import msgspec

INPUTS = Path(__file__).with_name("inputs.toml")
GB, DAY, MONTH = 1e9, 24 * 3600, 30.4 * 24 * 3600


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What one of something takes: milliseconds of a core, bytes of log, rows and answers, and
    transactions that write.
    """

    where: str
    measured: str
    web_ms: float
    worker_ms: float
    postgres_ms: float
    wal_bytes: float
    row_bytes: float
    writes: float
    answer_bytes: float = 0


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """What a family does, on the average over all that have an archive; bytes and times of it."""

    photos_a_month: float
    records_a_month: float
    requests_a_day: float
    pictures_a_request: float
    share_opens_a_month: float
    original_bytes: float
    copy_bytes: float
    picture_bytes: float
    peak_hour_share: float
    peak_minute_factor: float


class Machines(msgspec.Struct, frozen=True, kw_only=True):
    """How full things may be, and what is there in any case."""

    busy_at_most: float
    worker_busy_at_most: float
    web_processes_at_least: int
    workers_at_least: int
    postgres_cores_at_least: int
    share_of_years_rows_in_memory: float
    full_page_writes_factor: float
    pages_a_commit: float
    copies_of_postgres: int
    memory_gib_a_process: float
    cores_beside: float
    memory_gib_beside: float


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """CNY a month, of list prices."""

    as_of: str
    core: float
    memory_gib: float
    disk_gb: float
    storage_gb: float
    storage_gb_cold: float
    cold_after_months: float
    storage_gb_archived: float
    backup_gb: float
    traffic_gb: float
    upload_requests_a_million: float


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the model knows."""

    photo: Taken
    record: Taken
    request: Taken
    share_page: Taken
    habits: Habits
    machines: Machines
    prices: Prices


@dataclass(frozen=True)
class Load:
    """What so many families ask for in the busiest minute (a second of it), and in a month."""

    requests: float
    photos: float
    records: float
    share_opens: float


@dataclass(frozen=True)
class Size:
    """What it takes after so many months; CNY for 1,000 families a month."""

    families: int
    months: int
    requests_a_second: float
    web_processes: int
    workers: int
    postgres_cores: int
    postgres_memory_gib: int
    rows_gb: float
    wal_gb_a_day: float
    disk_writes_a_second: float
    stored_gb: float
    traffic_gb_a_month: float
    cost_of_machines: float
    cost_of_storage: float
    cost_of_backup: float
    cost_of_traffic: float

    @property
    def cost(self) -> float:
        """CNY for 1,000 families a month, all in all."""
        return (
            self.cost_of_machines
            + self.cost_of_storage
            + self.cost_of_backup
            + self.cost_of_traffic
        )


def read(path: Path = INPUTS) -> Inputs:
    """The inputs of a file; raises msgspec.ValidationError where one is missing or wrong."""
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return msgspec.convert(told, Inputs, strict=False)


def peak(habits: Habits, families: int) -> Load:
    """What a second of the busiest minute asks for."""
    day = families * habits.peak_hour_share * habits.peak_minute_factor / 3600
    month = day * DAY / MONTH
    return Load(
        requests=day * habits.requests_a_day,
        photos=month * habits.photos_a_month,
        records=month * habits.records_a_month,
        share_opens=month * habits.share_opens_a_month,
    )


def a_month(habits: Habits, families: int) -> Load:
    """What a month asks for."""
    return Load(
        requests=families * habits.requests_a_day * MONTH / DAY,
        photos=families * habits.photos_a_month,
        records=families * habits.records_a_month,
        share_opens=families * habits.share_opens_a_month,
    )


def total(inputs: Inputs, load: Load, name: str) -> float:
    """The sum of one thing that is taken (`web_ms`, `row_bytes` …) over all that is asked for."""
    return (
        load.photos * getattr(inputs.photo, name)
        + load.records * getattr(inputs.record, name)
        + load.requests * getattr(inputs.request, name)
        + load.share_opens * getattr(inputs.share_page, name)
    )


def processes(milliseconds_a_second: float, busy: float, least: int) -> int:
    """How many cores' worth of processes it takes, none busier than so."""
    return max(least, ceil(milliseconds_a_second / 1000 / busy))


def stored_gb(habits: Habits, families: int, months: int) -> tuple[float, float]:
    """GB of masters and young originals, and of originals that are old enough to lie cold."""
    photos = families * habits.photos_a_month
    return (
        photos * months * (habits.original_bytes + habits.copy_bytes) / GB,
        photos * months * habits.original_bytes / GB,
    )


def size(inputs: Inputs, families: int, months: int) -> Size:
    """What so many families take after so many months."""
    habits, machines = inputs.habits, inputs.machines
    busiest, month = peak(habits, families), a_month(habits, families)
    web = processes(
        total(inputs, busiest, "web_ms"), machines.busy_at_most, machines.web_processes_at_least
    )
    # what waits for a worker may wait until the evening is over: a day's photos within a day
    workers = processes(
        total(inputs, month, "worker_ms") / MONTH,
        machines.worker_busy_at_most,
        machines.workers_at_least,
    )
    cores = processes(
        total(inputs, busiest, "postgres_ms"),
        machines.busy_at_most,
        machines.postgres_cores_at_least,
    )
    rows = total(inputs, month, "row_bytes") * months / GB
    years_rows = rows * min(months, 12) / months
    memory = max(8, ceil(years_rows * machines.share_of_years_rows_in_memory / 8) * 8)
    log = total(inputs, month, "wal_bytes") * machines.full_page_writes_factor
    everything, originals = stored_gb(habits, families, months)
    traffic = _traffic(inputs, month)
    thousand = families / 1000
    return Size(
        families=families,
        months=months,
        requests_a_second=busiest.requests,
        web_processes=web,
        workers=workers,
        postgres_cores=cores,
        postgres_memory_gib=memory,
        rows_gb=rows,
        wal_gb_a_day=log / (MONTH / DAY) / GB,
        disk_writes_a_second=total(inputs, busiest, "writes") * machines.pages_a_commit,
        stored_gb=everything,
        traffic_gb_a_month=traffic,
        cost_of_machines=_machines(inputs, web + workers, cores, memory, rows) / thousand,
        cost_of_storage=_storage(inputs.prices, everything, originals, months, month) / thousand,
        cost_of_backup=_backup(inputs.prices, everything, originals) / thousand,
        cost_of_traffic=traffic * inputs.prices.traffic_gb / thousand,
    )


def _traffic(inputs: Inputs, month: Load) -> float:
    pictures = month.requests * inputs.habits.pictures_a_request + month.share_opens
    answers = total(inputs, month, "answer_bytes")
    return (pictures * inputs.habits.picture_bytes + answers) / GB


def _machines(inputs: Inputs, running: int, cores: int, memory: int, rows: float) -> float:
    """Processes on cores of their own; PostgreSQL with its replicas, disks twice the rows; beside
    them the proxy, Valkey and what watches.
    """
    prices, machines = inputs.prices, inputs.machines
    beside = machines.cores_beside * prices.core + machines.memory_gib_beside * prices.memory_gib
    serving = running * (prices.core + machines.memory_gib_a_process * prices.memory_gib)
    database = cores * prices.core + memory * prices.memory_gib + 2 * rows * prices.disk_gb
    return beside + serving + machines.copies_of_postgres * database


def _storage(
    prices: Prices, everything: float, originals: float, months: int, month: Load
) -> float:
    """Originals lie cold after a while; each object was put once."""
    cold = originals * max(0.0, 1 - prices.cold_after_months / max(months, 1))
    warm = everything - cold
    put = month.photos * 2 / 1e6 * prices.upload_requests_a_million
    return warm * prices.storage_gb + cold * prices.storage_gb_cold + put


def _backup(prices: Prices, everything: float, originals: float) -> float:
    """Each original once more in the backup bucket, and everything in the backup's folder."""
    return originals * prices.storage_gb_archived + everything * prices.backup_gb
