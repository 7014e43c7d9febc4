"""Taking a backup: rows and the list of objects in one snapshot, then the objects themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg
import msgspec
import structlog

from service.archive import inventory
from service.archive.inventory import Span
from service.backup import postgres
from service.backup.copying import Copying
from service.backup.folders import (
    BackupError,
    File,
    Folder,
    Kept,
    Summary,
    batches,
    facts_of,
    unfinished,
)
from service.embedded.processes import ProcessError
from service.foundation import replica
from service.foundation.database import LOST
from service.foundation.settings import Settings
from service.integrations import adapters
from service.integrations.kodo import BATCH_LIMIT
from service.trust import tombstones

log = structlog.get_logger("backup")

Heard = Callable[[int], None]
"""Told how many objects are done with."""


@dataclass(frozen=True)
class Taken:
    """A backup that is complete: `fetched` objects were new, `cleared` were erased since."""

    summary: Summary
    fetched: int
    cleared: int


@dataclass(frozen=True)
class _Moment:
    """What one snapshot of the database shows; `wanted` are its objects as the rows know them."""

    taken_at: datetime
    database: File
    wanted: Path
    migrations: list[str]
    queue: str


async def take(given: Settings, folder: Folder, heard: Heard, *, fewer: bool) -> Taken:
    """Bring a folder up to this moment; what was begun and interrupted is gone on with.

    Within `bootstrap.opened`. Raises VendorUnavailable, ProcessError and BackupError, where the
    folder is another installation's and, unless told `fewer`, where most files would go from it;
    an earlier backup then stays what it was.
    """
    earlier = folder.summary()
    folder.clear_files(earlier)
    given.tombstones.mkdir(parents=True, exist_ok=True, mode=0o700)
    told = sum(1 for _ in tombstones.all_of(given.tombstones))
    moment = await _moment(given, folder)
    copying = Copying(folder, adapters().kodo)
    manifest = folder.path / f"{moment.wanted.stem}.jsonl"
    count, size = 0, 0
    with unfinished(manifest) as file:
        for wanted in batches(moment.wanted, Kept, BATCH_LIMIT):
            for kept in await copying.copy(wanted):
                file.write(msgspec.json.encode(kept) + b"\n")
                count, size = count + 1, size + kept.bytes
            heard(len(wanted))
    summary = Summary(
        taken_at=moment.taken_at,
        database=moment.database,
        manifest=await facts_of(manifest),
        migrations=moment.migrations,
        queue=moment.queue,
        objects=count,
        bytes=size,
        tombstones=told,
        lost=[one.key for one in copying.lost if await _is_still_asked_for(one)],
    )
    if earlier and not fewer:
        _require_most(earlier, summary)
    folder.conclude(summary)
    return Taken(summary, copying.fetched, folder.clear(summary))


def _require_most(earlier: Summary, now: Summary) -> None:
    """A new, empty database in the place of a lost one must not clear away its backup."""
    if now.objects * 2 < earlier.objects:
        raise BackupError(
            f"上一次备份有 {earlier.objects} 个文件，现在只有 {now.objects} 个，上一次的没有动："
            "数据库如果丢了，请先恢复；如果真的删了这么多，请加上 --fewer 再运行一次"
        )


async def _moment(given: Settings, folder: Folder) -> _Moment:
    """A snapshot of the replica where that is current and lets us end."""
    if await replica.is_current():
        try:
            return await _snapshot(given.replica_database_url, folder)
        except (ProcessError, asyncpg.SerializationError, *LOST) as error:
            log.warning("backup.replica_broke_off", why=str(error))
    return await _snapshot(given.session_url, folder)


async def _snapshot(url: str, folder: Folder) -> _Moment:
    """Dump the rows and list their objects, both of one moment; nothing is held afterwards."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("select pg_export_snapshot()")
            taken_at = await connection.fetchval("select now()")
            name = f"{taken_at:%Y%m%dT%H%M%S%f}Z"
            target = folder.path / f"database-{name}.dump"
            await postgres.dump(url, snapshot, target)
            wanted = folder.path / f"objects-{name}.wanted"
            await _list(connection, wanted)
            applied = await connection.fetch("select name from tortoise_migrations order by id")
            queue = await connection.fetchval("select version from queue_schema")
    finally:
        await connection.close()
    names = [row["name"] for row in applied]
    return _Moment(taken_at, await facts_of(target), wanted, names, queue)


async def _list(connection: asyncpg.Connection, target: Path) -> None:
    with target.open("wb") as file:
        async for due, sha256 in inventory.everything(connection):
            wanted = Kept(due.key, due.etag, due.bytes, "", sha256)
            file.write(msgspec.json.encode(wanted) + b"\n")


async def _is_still_asked_for(wanted: Kept) -> bool:
    """What was erased, or made anew, while its copying went on is not lost."""
    span = Span(after=wanted.key[:-1], to=wanted.key)
    due = (await inventory.due(span)).get(wanted.key)
    return due is not None and due.etag in {"", wanted.etag}
