"""Memory: what the worker process holds after so many photos, and how many it reads a second."""

import asyncio
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks.installation import Installation
from benchmarks.results import Result
from models.archive.photos import Photo, PhotoState
from service.embedded.processes import Child

PARTS = (0.1, 0.5, 1.0)


async def measure(home: Installation, console: Console) -> list[Result]:
    """Start a worker on all that waits, and look at it after a tenth, at half and at the end."""
    waiting = await _stored()
    before, results = waiting, []
    worker = await home.start_worker()
    began = perf_counter()
    with console.status("") as status:
        for part in PARTS:
            wanted = round(before * part)
            while (waiting := await _stored()) > before - wanted:
                status.update(f"{before - waiting:,} of {before:,} photos read")
                await asyncio.sleep(0.5)
            results.append(Result(f"worker, {wanted:,} photos", _resident(worker), "MiB"))
    speed = before / (perf_counter() - began)
    return [Result("small photos read", speed, "/s"), *results]


async def _stored() -> int:
    return await Photo.filter(state=PhotoState.STORED).count()


def _resident(process: Child) -> float:
    """Resident memory, MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
