"""Point-in-time recovery with PostgreSQL's own tools, as docs/operations/backup.md tells it."""

import asyncio
import os
import re
import shutil
import subprocess
from pathlib import Path

import asyncpg

from service.embedded.postgres import postgres
from service.embedded.processes import Command, run_to_end
from service.embedded.wheels import postgres_binaries
from tests.documents.pages import ROOT

PAGE = (ROOT / "docs/operations/backup.md").read_text()


async def tool(logs: Path, name: str, *arguments: str | Path) -> None:
    await run_to_end(Command(name=name, argv=[postgres_binaries() / name, *arguments]), logs)


def told(pattern: str, folder: Path) -> str:
    """What the page says, with its folders in ours."""
    (said,) = re.findall(pattern, PAGE, re.DOTALL | re.MULTILINE)
    return re.sub(r"/(archive|base)\b", rf"{folder}/\1", said)


def archiving(folder: Path) -> dict[str, str]:
    return {
        "archive_mode": "on",
        "archive_command": told(r"^archive_command = '(.*?)'$", folder),
    }


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
    async with postgres(tmp_path / "first", run, archiving(tmp_path)) as url:
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


async def test_each_week_a_new_base_and_no_change_that_only_an_older_one_needs(tmp_path):
    archive, base, run = (tmp_path / name for name in ("archive", "base", "run"))
    for folder in (archive, base, run):
        folder.mkdir()
    weekly = told(r"^```sh checked\n(set -e; cd /base.*?)```", tmp_path)
    async with postgres(tmp_path / "first", run, archiving(tmp_path)) as url:
        owner = await asyncpg.connect(url)
        for week in range(4):
            await owner.execute(f"create table week_{week} ()")
            script = weekly.replace("date +%F", f"echo 2026-11-0{week + 1}")
            environ = {"PATH": f"{postgres_binaries()}:{os.environ['PATH']}", "PGDATABASE": url}
            script = script.replace("-c fast", '-c fast -d "$PGDATABASE"')
            await asyncio.to_thread(
                subprocess.run, ["sh", "-c", script], env=environ, check=True, timeout=60
            )
        await owner.close()
    assert sorted(each.name for each in base.iterdir()) == ["2026-11-03", "2026-11-04"]
    label = (base / "2026-11-03/backup_label").read_text()
    (first,) = re.findall(r"\(file (\w+)\)", label)
    kept = sorted(each.name for each in archive.iterdir() if len(each.name) == len(first))
    assert kept[0] == first
    assert not [each for each in archive.iterdir() if each.suffix == ".part"]


async def test_a_change_that_was_archived_and_not_noted_is_archived_again(tmp_path):
    """As after a crash between the two; another one under its name is not taken for it."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "one").write_bytes(b"one")
    command = archiving(tmp_path)["archive_command"].replace("%p", f"{tmp_path}/one")

    def archived() -> bool:
        done = subprocess.run(["sh", "-c", command.replace("%f", "1")], check=False)
        return done.returncode == 0

    assert [archived(), archived()] == [True, True]
    (tmp_path / "archive/1.part").write_bytes(b"o")
    (tmp_path / "one").write_bytes(b"two")
    assert not archived()
    assert (tmp_path / "archive/1").read_bytes() == b"one"
    (tmp_path / "archive/1").unlink()
    assert archived()
    assert (tmp_path / "archive/1").read_bytes() == b"two"
