"""docs/capacity.md: what the model says, beside what it was told."""

import tomllib
from pathlib import Path
from typing import Any

from benchmarks.capacity.model import INPUTS, Inputs, read, size

PAGE = Path(__file__).parents[2] / "docs" / "capacity.md"
FAMILIES = (1_000, 10_000, 50_000, 200_000)
MONTHS = (12, 60)
_HEAD = """# Capacity

How many machines so many families take, and what it costs. This page is `python -m
benchmarks.capacity`: a model of some pure functions ([`model.py`](../benchmarks/capacity/model.py))
over what was measured and what is assumed ([`inputs.toml`](../benchmarks/capacity/inputs.toml)).
Change a figure there, run it again, and look at what moves. What was measured is of two idle cores
of a virtual machine, and an upper bound: what the worker does anyway is in it.
"""
_TAIL = """
## What it does not know

- **Films** are an original of some hundred MiB each: one a month and family doubles what is stored.
- **An evening that everybody talks about.** The feed is made once in half a second for all, so that
  readers of it cost little; what they like and say is counted in the requests.
- **Bringing old photos in** (imports): 5,000 photos of a family are as many as in seven years. The
  quota and the queue spread it; storage comes at once.
- **WeChat's checks** are free within its quotas, humans who look are not.
- PostgreSQL's memory is for what is read often, by a rule of thumb: a share of the last year's rows
  with their indexes. It is the first figure to replace by your own (`pg_statio_user_indexes`).
"""


def page(inputs: Inputs, told: dict[str, Any]) -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_sizes(inputs), *_given(told), _TAIL.strip(), ""])


def _sizes(inputs: Inputs) -> list[str]:
    sizes = [size(inputs, families, months) for months in MONTHS for families in FAMILIES]
    columns = ["Families", *(f"{one.families:,}" for one in sizes)]
    rows = [
        ("after months", lambda one: f"{one.months}"),
        ("requests a second, busiest minute", lambda one: f"{one.requests_a_second:,.0f}"),
        ("web processes, a core each", lambda one: f"{one.web_processes}"),
        ("workers, a core each", lambda one: f"{one.workers}"),
        ("PostgreSQL, cores", lambda one: f"{one.postgres_cores}"),
        ("PostgreSQL, memory", lambda one: f"{one.postgres_memory_gib} GiB"),
        ("rows and indexes", lambda one: _bytes(one.rows_gb)),
        ("log a day", lambda one: _bytes(one.wal_gb_a_day)),
        ("disk writes a second, busiest minute", lambda one: f"{one.disk_writes_a_second:,.0f}"),
        ("stored in Kodo", lambda one: _bytes(one.stored_gb)),
        ("traffic a month", lambda one: _bytes(one.traffic_gb_a_month)),
        ("machines, CNY per 1,000 families a month", lambda one: f"{one.cost_of_machines:,.0f}"),
        ("storage, the same", lambda one: f"{one.cost_of_storage:,.0f}"),
        ("backup, the same", lambda one: f"{one.cost_of_backup:,.0f}"),
        ("traffic, the same", lambda one: f"{one.cost_of_traffic:,.0f}"),
        ("**together**", lambda one: f"**{one.cost:,.0f}**"),
    ]
    table = [_row(columns), "|---" + "|---:" * len(sizes) + "|"]
    return [*table, *(_row([name, *map(figure, sizes)]) for name, figure in rows), ""]


def _given(told: dict[str, Any]) -> list[str]:
    lines = ["## What it was told", ""]
    for name in ("photo", "record", "request", "share_page"):
        taken = dict(told[name])
        where, when = taken.pop("where"), taken.pop("measured")
        figures = ", ".join(f"{key} {value:g}" for key, value in taken.items())
        lines.append(f"- **{name}**, measured {when} by {where}: {figures}")
    for name in ("habits", "machines", "prices"):
        figures = ", ".join(f"{key} {_figure(value)}" for key, value in told[name].items())
        lines.append(f"- **{name}**, assumed: {figures}")
    return [*lines, ""]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float | int) else str(value)


def _bytes(gb: float) -> str:
    return f"{gb / 1000:,.1f} TB" if gb >= 1000 else f"{gb:,.1f} GB"


def written(path: Path = INPUTS) -> str:
    """The page as the inputs of a file make it."""
    return page(read(path), tomllib.loads(path.read_text(encoding="utf-8")))
