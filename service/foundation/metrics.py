"""Metrics: what a process counts, and a port of its own on which Prometheus reads it.

Web processes count in one folder, and whichever of them is asked answers for all. No label holds an
id, a path or anybody's words: what is told here is told to whoever can reach the port.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client looks for its folder here, in each process."""
PREFIX = "jiadang_"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_alone: list[Counter | Gauge | Histogram] = []
"""Those without labels: prometheus-client makes their values as soon as they are defined."""
Kind = TypeVar("Kind", Counter, Gauge, Histogram)


def counter(name: str, says: str, *labels: str) -> Counter:
    """What only grows; Prometheus reads it as `jiadang_<name>_total`."""
    return _defined(Counter(PREFIX + name, says, labels), labels)


def gauge(name: str, says: str, *labels: str, largest: bool = False) -> Gauge:
    """What goes up and down: of all living processes the sum, or the `largest`."""
    mode = "livemax" if largest else "livesum"
    return _defined(Gauge(PREFIX + name, says, labels, multiprocess_mode=mode), labels)


def histogram(name: str, says: str, *labels: str, buckets: Sequence[float] = SECONDS) -> Histogram:
    """How long something takes, in seconds."""
    return _defined(Histogram(PREFIX + name, says, labels, buckets=buckets), labels)


def _defined(metric: Kind, labels: tuple[str, ...]) -> Kind:
    if not labels:
        _alone.append(metric)
    return metric


def share(folder: Path) -> None:
    """Count in `folder`, emptied, together with the processes that this one will start."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob("*.db"):
        left.unlink()
    os.environ[SHARED] = str(folder)
    values.ValueClass = values.MultiProcessValue()
    for metric in _alone:
        metric._metric_init()


def page() -> bytes:
    """All that is counted, in Prometheus' text format."""
    folder = os.environ.get(SHARED)
    if not folder:
        return generate_latest(REGISTRY)
    _bury(Path(folder))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=folder)
    return generate_latest(registry)


def _bury(folder: Path) -> None:
    """What a process held when it was killed nobody holds any more; what it counted stays."""
    for file in folder.glob("gauge_live*.db"):
        if not _is_alive(int(file.stem.rpartition("_")[2])):
            file.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    """One that was killed is there until its parent asks how it ended, but does nothing more."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:  # another user's, or not on Linux
        return True
