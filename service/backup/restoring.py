"""Restoring: a new installation out of a backup, served only once all that was erased is gone.

Killed anywhere, it is run again and goes on. Until the end the application's role may read nothing
of what was restored, and `migrate` refuses to let it.
"""

import asyncio
from asyncio import Semaphore
from collections.abc import Callable
from dataclasses import dataclass

import asyncpg

from models.archive.exports import Export, ExportState
from models.people.accounts import Session
from service.backup import postgres
from service.backup.checking import check, require_tombstones
from service.backup.copying import AT_ONCE
from service.backup.folders import BackupError, Folder, Kept, Summary
from service.backup.replaying import replay
from service.foundation import clock, database_roles, migrations
from service.foundation.migrations import UNFINISHED
from service.foundation.settings import Settings
from service.integrations import adapters
from service.integrations.kodo import BATCH_LIMIT, Outcome
from service.integrations.kodo.exchange import again
from service.people import regions

Heard = Callable[[int], None]
"""Told how many objects are done with."""

_MADE = """
select relname from pg_class
where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
    and relname <> $1 and pg_has_role(relowner, 'usage')
order by 1
"""


@dataclass(frozen=True)
class Restored:
    """What was made: `put` objects had to be sent, `erased` erasures were carried out again."""

    summary: Summary
    put: int
    erased: int
    sessions: int


@dataclass(frozen=True)
class Wish:
    """What an operator says of the place to restore into: that the bucket survived and is not to be
    empty, that no tombstones are left.
    """

    bucket_survived: bool = False
    without_tombstones: bool = False


async def restore(given: Settings, folder: Folder, wish: Wish, heard: Heard) -> Restored:
    """Check everything, then make the rows and the objects, then let the application in.

    Within `bootstrap.opened` as the database's owner. Raises BackupError before anything is written
    where the backup is not whole or the place not empty; VendorUnavailable and ProcessError may
    come in the middle: run it again.
    """
    summary = await check(folder, heard)
    if not wish.without_tombstones:
        require_tombstones(given, summary)
    async with migrations.alone(given.owner_url) as owner:
        made = await _made(owner, summary)
        if not wish.bucket_survived:
            await _require_room(folder, summary)
        await _begin(owner, summary, given.database_url)
        put = await _put_objects(folder, summary, heard)
        if not made:
            await postgres.restore(given.owner_url, folder.path / summary.database.name)
        await migrations.bring_up(owner, given.owner_url)
        await regions.seed()
        erased = await replay()
        sessions = await _close_what_was_open()
        await database_roles.separate(owner, given.database_url)
        await owner.execute(f"drop table {UNFINISHED}")
    return Restored(summary, put, len(erased), sessions)


async def _made(owner: asyncpg.Connection, summary: Summary) -> bool:
    """Whether a restore of this very backup made the rows already; any other ones are refused."""
    tables = [row["relname"] for row in await owner.fetch(_MADE, UNFINISHED)]
    begun = None
    if await owner.fetchval("select to_regclass($1)", f"public.{UNFINISHED}"):
        begun = await owner.fetchval(f"select backup from {UNFINISHED}")  # noqa: S608
    if begun not in {None, summary.database.sha256} or (tables and begun is None):
        told = "、".join(tables[:3]) or UNFINISHED
        raise BackupError(f"数据库不是空的（{told}…），请恢复到一个新建的数据库")
    return bool(tables)


async def _require_room(folder: Folder, summary: Summary) -> None:
    """A bucket that holds nothing but what this backup would put there."""
    ours = 0
    for batch in folder.lines(summary.manifest, BATCH_LIMIT):
        ours += len(batch) - len(await _absent(batch))
    found = 0
    async for page in adapters().kodo.pages():
        found += len(page)
        if found > ours:
            detail = "请恢复到一个新的空间；就是原来的空间、文件都还在，用 --bucket-survived"
            raise BackupError(f"存储空间里有这份备份之外的文件，{detail}")


async def _begin(owner: asyncpg.Connection, summary: Summary, application_url: str) -> None:
    async with owner.transaction():
        await owner.execute(f"create table if not exists {UNFINISHED} (backup text primary key)")
        note = f"insert into {UNFINISHED} values ($1) on conflict do nothing"  # noqa: S608
        await owner.execute(note, summary.database.sha256)
        await database_roles.shut_out(owner, application_url)


async def _put_objects(folder: Folder, summary: Summary, heard: Heard) -> int:
    """Put what the bucket has not, or has otherwise; how many objects these were."""
    turns, put = Semaphore(AT_ONCE), 0
    for batch in folder.lines(summary.manifest, BATCH_LIMIT):
        absent = await _absent(batch)
        await asyncio.gather(*(_put(folder, one, turns) for one in absent))
        put += len(absent)
        heard(len(batch))
    return put


async def _absent(batch: list[Kept]) -> list[Kept]:
    outcomes = await adapters().kodo.stat_many(one.key for one in batch)
    return [
        one for one, outcome in zip(batch, outcomes, strict=True) if not _is_there(one, outcome)
    ]


def _is_there(kept: Kept, outcome: Outcome) -> bool:
    return outcome.facts is not None and outcome.facts["hash"] == kept.etag


async def _put(folder: Folder, one: Kept, turns: Semaphore) -> None:
    async with turns:
        put = again(adapters().kodo.put_file)
        etag = await put(one.key, folder.blob(one.etag), one.media_type)
    if etag != one.etag:
        raise BackupError(f"{one.key} 存进去以后和备份不一样")


async def _close_what_was_open() -> int:
    """End what may have been ended since: a lost phone's session must not live again, and a bag to
    take home is packed anew. How many sessions these were.
    """
    now = clock.now()
    bags = Export.filter(state=ExportState.READY, expires_at__gt=now)
    await bags.update(expires_at=now)
    return await Session.filter(revoked_at=None).update(revoked_at=now)
