"""Point-in-time recovery with PostgreSQL's own tools, as docs/operations/backup.md tells it."""

import asyncio
import os
import shutil
from pathlib import Path

import asyncpg

from service.embedded.postgres import postgres
from service.embedded.processes import Command, run_to_end
from service.embedded.wheels import postgres_binaries


async def tool(logs: Path, name: str, *arguments: str | Path) -> None:
    await run_to_end(Command(name=name, argv=[postgres_binaries() / name, *arguments]), logs)


def recovering(base: Path, data: Path) -> None:
    """A base backup becomes the data directory of a server that is to recover."""
    shutil.copytree(base, data / "postgres")
    (data / "postgres" / "recovery.signal").touch()
    (data / "postgres").chmod(0o700)
    if os.geteuid() == 0:
        for path in (data / "postgres", *(data / "postgres").rglob("*")):
            os.chown(path, 65534, 65534)


async def test_what_was_deleted_by_mistake_is_there_a_moment_before(tmp_path):
    archive, base, run = (tmp_path / name for name in ("archive", "base", "run"))
    for folder in (archive, run):
        folder.mkdir()
    kept = f"test ! -f {archive}/%f && cp %p {archive}/%f"
    archiving = {"archive_mode": "on", "archive_command": kept}
    async with postgres(tmp_path / "first", run, archiving) as url:
        owner = await asyncpg.connect(url)
        await owner.execute("create table years (name text)")
        await owner.execute("insert into years values ('before the base backup')")
        await tool(tmp_path / "logs", "pg_basebackup", "-d", url, "-D", base, "-c", "fast")
        await tool(tmp_path / "logs", "pg_verifybackup", base)
        await owner.execute("insert into years values ('after it')")
        moment = await owner.fetchval("select clock_timestamp()")
        await asyncio.sleep(0.01)
        await owner.execute("delete from years")
        await owner.execute("select pg_switch_wal()")
        await owner.close()

    await asyncio.to_thread(recovering, base, tmp_path / "second")
    options = {
        "restore_command": f"cp {archive}/%f %p",
        "recovery_target_time": moment.isoformat(),
        "recovery_target_action": "promote",
    }
    async with postgres(tmp_path / "second", run, options) as url:
        owner = await asyncpg.connect(url)
        while await owner.fetchval("select pg_is_in_recovery()"):  # noqa: ASYNC110  in the server
            await asyncio.sleep(0.02)
        names = await owner.fetch("select name from years order by name")
        assert [row["name"] for row in names] == ["after it", "before the base backup"]
        await owner.close()
