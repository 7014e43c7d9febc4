"""Fixity: `audit fixity --all` against sha256sum over the very files that the emulator serves."""

import asyncio
import hashlib
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console

from benchmarks.installation import Installation
from benchmarks.results import Result
from models.archive.photos import Photo, PhotoState, Upload, UploadState
from models.base import uuid7
from models.people.families import Membership
from service.audits.fixity import look
from service.foundation import clock
from service.integrations import adapters

LEAST, MOST = 1_000_000, 50_000_000
ROUNDS = 3


async def measure(home: Installation, console: Console, files: int) -> list[Result]:
    """Keep files of 1 to 50 MB, and verify them; peers and we take turns."""
    size = await _fill(home, files)
    blobs = [*(home.settings.data_folder / "kodo" / "blobs").iterdir()]
    commands = {"sha256sum": ["sha256sum"]}
    if shutil.which("openssl"):
        commands["openssl"] = ["openssl", "dgst", "-sha256"]
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            theirs[name].append(await asyncio.to_thread(_timed, _hashing(command, blobs)))
        report = await look(console, everything=True)
        if report.broken or report.is_unread:
            raise RuntimeError("what was just put was not found whole")
        ours.append(report.seconds)
    what = f"fixity, {size / 1e9:.1f} GB"
    speed = size / 1e9 / median(ours)
    return [
        Result(what, speed, "GB/s", name, size / 1e9 / median(seconds))
        for name, seconds in theirs.items()
    ]


async def _fill(home: Installation, files: int) -> int:
    """Put the files and their rows, as if they had come from a phone and been read."""
    _, family_id = await home.family("fixity")
    member = await Membership.get(family_id=family_id)
    sizes = random.Random(20260101)  # noqa: S311  the same files each time
    total = 0
    for _ in range(files):
        data = os.urandom(sizes.randint(LEAST, MOST))
        await _keep(member, data)
        total += len(data)
    return total


async def _keep(member: Membership, data: bytes) -> None:
    upload_id = uuid7()
    key = f"o/{member.family_id}/{upload_id}"
    await adapters().kodo.put(key, data, "image/jpeg")
    owned = {"family_id": member.family_id, "key": key, "bytes": len(data)}
    ticket = {"batch_id": uuid7(), "name": "IMG.jpg", "expires_at": clock.now()}
    upload = await Upload.create(
        id=upload_id,
        account_id=member.account_id,
        state=UploadState.COMPLETED,
        **ticket,
        **owned,
    )
    await Photo.create(
        upload=upload,
        uploader_id=member.account_id,
        state=PhotoState.READY,
        etag="",
        sha256=hashlib.sha256(data).hexdigest(),
        verified_at=clock.now(),
        **owned,
    )


def _hashing(command: list[str], blobs: list[Path]) -> Callable[[], object]:
    argv = [*command, *map(str, blobs)]
    return lambda: subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
