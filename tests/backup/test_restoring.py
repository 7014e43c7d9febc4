"""Restoring: a whole backup alone, into an empty place alone, and never served by halves."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import msgspec
import pytest
import pytest_asyncio

from handlers.app import application
from models.archive.photos import Photo
from models.trust.erasures import ErasedKind, Erasure
from service.backup import postgres
from service.backup.checking import check
from service.backup.folders import BackupError, Folder, Summary, facts_of
from service.embedded.postgres import APPLICATION
from service.foundation import clock, settings
from service.foundation.settings import Settings
from service.trust import tombstones
from tests.backup.places import (
    backs_up,
    elsewhere_of,
    empty_database,
    may_read,
    mother,
    objects_of,
    rows_of,
    runs,
    storage,
)
from tests.contracts.serving import serving
from tests.foundation.test_migrations import first_release, is_current
from tests.roles import as_owner, owner_of
from tests.trust.leaving import asks, of_child
from tests.world import world_of


@dataclass
class Saved:
    """A family's archive in a folder, and where it is to be restored."""

    folder: Path
    place: Settings
    objects: dict[str, str]

    async def restored(self, *options: str) -> tuple[int, str]:
        async with storage(self.place):
            return await runs(self.place, "restore", self.folder, *options)

    async def untouched(self) -> bool:
        return not await rows_of(self.place.database_url) and not objects_of(self.place)


@pytest_asyncio.fixture
async def saved(home: Settings, elsewhere: Settings, folder: Path) -> Saved:
    async with world_of(home) as world:
        alice = await mother(world)
        await alice.takes_photo()
        await world.quiet()
        await backs_up(world, folder)
    settings.use(home)
    return Saved(folder, elsewhere, objects_of(home))


def an_object(folder: Path) -> Path:
    return max(folder.glob("objects/*/*"))


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def forget_a_line(path: Path) -> None:
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[1:]))


def say_otherwise(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"objects":2', b'"objects":1'))
    assert path.read_bytes() != data


HARMS: dict[str, Callable[[Path], None]] = {
    "a bit of an object": lambda folder: flip_a_bit(an_object(folder)),
    "a missing object": lambda folder: an_object(folder).unlink(),
    "a shorter object": lambda folder: shorten(an_object(folder)),
    "a shorter dump": lambda folder: shorten(*folder.glob("database-*")),
    "a changed dump": lambda folder: flip_a_bit(*folder.glob("database-*")),
    "a missing dump": lambda folder: next(folder.glob("database-*")).unlink(),
    "a shorter list": lambda folder: forget_a_line(*folder.glob("objects-*")),
    "a changed summary": lambda folder: say_otherwise(folder / "summary.json"),
    "half a summary": lambda folder: shorten(folder / "summary.json"),
    "no summary": lambda folder: (folder / "summary.json").unlink(),
}


async def test_what_somebody_meddled_with_is_refused_before_anything_is_written(saved, tmp_path):
    for name, harm in HARMS.items():
        harmed = tmp_path / name
        shutil.copytree(saved.folder, harmed)
        harm(harmed)
        with pytest.raises(BackupError):
            await check(Folder(harmed), lambda _: None)
    status, said = await Saved(tmp_path / "a bit of an object", saved.place, {}).restored()
    assert (status, "和备份时不一样" in said) == (1, True), said
    assert await saved.untouched()


async def test_a_second_restore_is_refused_and_changes_nothing(saved):
    assert (await saved.restored())[0] == 0
    before = await rows_of(saved.place.database_url), objects_of(saved.place)
    status, said = await saved.restored()
    assert (status, "数据库不是空的" in said) == (1, True), said
    assert (await rows_of(saved.place.database_url), objects_of(saved.place)) == before


async def test_a_bucket_that_holds_something_else_is_refused(saved, elsewhere):
    async with storage(elsewhere) as desk:
        await desk.kodo.put("o/somebody/else", b"not ours", "image/jpeg")
        status, said = await runs(elsewhere, "restore", saved.folder)
        assert (status, "--bucket-survived" in said) == (1, True), said
    assert await rows_of(elsewhere.database_url) == {}
    assert len(objects_of(elsewhere)) == 1


async def test_where_the_bucket_survived_only_what_is_gone_is_put(machine, saved, home):
    place = msgspec.structs.replace(
        elsewhere_of(home, await empty_database(machine)),
        data_folder=home.data_folder,
    )
    async with storage(place) as desk:
        await desk.kodo.delete(next(iter(saved.objects)))
        await desk.kodo.put("o/newer/photo", b"put after the backup", "image/jpeg")
        status, said = await runs(place, "restore", saved.folder, "--bucket-survived")
    assert (status, "存入 1 个" in said) == (0, True), said
    assert saved.objects.items() < objects_of(place).items()


async def test_broken_off_at_the_objects_it_is_gone_on_with_and_served_only_then(saved):
    place = saved.place
    async with storage(place) as desk:
        await desk.script("upload", status=599, times=9, key="o/")
        status, said = await runs(place, "restore", saved.folder)
        assert (status, "再运行一次" in said) == (1, True), said
        status, said = await runs(place, "migrate")
        assert (status, "run `restore` again" in said) == (1, True), said
        await desk.forget_scripts()
        status, said = await runs(place, "restore", saved.folder)
        assert status == 0, said
    assert objects_of(place) == saved.objects
    assert (await runs(place, "migrate"))[0] == 0


async def test_refused_at_its_last_step_it_is_run_again_and_ends(saved):
    """The new server has given the application's role more than it may have."""
    place = saved.place
    name = (await as_owner(place.database_url, "select current_database() as name"))[0]["name"]
    await as_owner(place.database_url, f'grant create on database "{name}" to {APPLICATION}')
    status, said = await saved.restored()
    assert (status, APPLICATION in said) == (1, True), said
    await as_owner(place.database_url, f'revoke create on database "{name}" from {APPLICATION}')
    status, said = await saved.restored()
    assert status == 0, said
    assert await may_read(place.database_url)


async def test_rows_are_served_to_nobody_before_the_erased_ones_are_gone(saved, home):
    place = saved.place
    stone = place.tombstones / "019abc" / "0199bc00-0000-7000-8000-000000000000.json"
    stone.parent.mkdir(parents=True)
    stone.write_text("{")
    status, said = await saved.restored()
    assert (status, stone.name in said) == (1, True), said
    assert len(await as_owner(place.database_url, "select * from families")) == 1
    assert not await may_read(place.database_url)
    assert not await may_read(place.database_url, "sessions")
    async with serving(application(place)) as url, httpx.AsyncClient() as http:
        assert (await http.get(f"{url}/readyz")).status_code == 503

    stone.unlink()
    assert (await saved.restored())[0] == 0
    assert await may_read(place.database_url)


async def test_without_its_tombstones_a_backup_is_restored_only_on_the_operators_word(saved):
    shutil.rmtree(saved.place.tombstones)
    status, said = await saved.restored()
    assert (status, "--without-tombstones" in said) == (1, True), said
    assert await saved.untouched()
    assert (await saved.restored("--without-tombstones"))[0] == 0


async def test_a_backup_of_a_newer_release_is_refused(saved):
    summary = found(saved.folder)
    newer = msgspec.structs.replace(summary, migrations=[*summary.migrations, "0999_later"])
    Folder(saved.folder).conclude(newer)
    status, said = await saved.restored()
    assert (status, "0999_later" in said) == (1, True), said
    assert await saved.untouched()


async def test_a_backup_of_an_older_release_is_brought_up_to_this_one(
    machine, home, elsewhere, folder
):
    settings.use(home)
    older = await empty_database(machine)
    await first_release(older)
    folder.mkdir()
    home.tombstones.mkdir()
    async with as_snapshot(older) as snapshot:
        await postgres.dump(owner_of(older), snapshot, folder / "database-1.dump")
    (folder / "objects-1.jsonl").touch()
    Folder(folder).conclude(
        Summary(
            taken_at=clock.now(),
            database=await facts_of(folder / "database-1.dump"),
            manifest=await facts_of(folder / "objects-1.jsonl"),
            migrations=["0001_first"],
            queue="",
            objects=0,
            bytes=0,
            tombstones=0,
            lost=[],
        )
    )
    assert (await Saved(folder, elsewhere, {}).restored())[0] == 0
    assert await is_current(elsewhere.database_url)


@asynccontextmanager
async def as_snapshot(database: str) -> AsyncIterator[str]:
    connection = await asyncpg.connect(owner_of(database))
    async with connection.transaction(isolation="repeatable_read"):
        yield await connection.fetchval("select pg_export_snapshot()")
    await connection.close()


async def test_every_session_of_before_is_over(saved):
    assert (await saved.restored())[0] == 0
    living = await as_owner(
        saved.place.database_url, "select 1 from sessions where revoked_at is null"
    )
    assert living == []


async def test_what_was_called_off_after_the_backup_waits_its_whole_time_again(
    home, elsewhere, folder
):
    async with world_of(home) as world:
        alice = await mother(world)
        photo = await alice.takes_photo()
        await alice.phone.delete(f"/photos/{photo}")
        asked = await asks(alice, of_child(alice))
        await backs_up(world, folder)
        await alice.phone.delete(f"/erasures/{asked['id']}")
        await alice.phone.post(f"/photos/{photo}/restoration", None)
    restored_at = clock.now()
    assert (await Saved(folder, elsewhere, {}).restored())[0] == 0
    waiting = "select kind, due_at from erasures where cancelled_at is null"
    rows = await as_owner(elsewhere.database_url, waiting)
    waits = {row["kind"]: row["due_at"] - restored_at for row in rows}
    assert waits.keys() == {"student", "photos"}
    assert waits["student"] >= timedelta(days=7)
    assert waits["photos"] >= timedelta(days=30)


async def test_erasures_are_replayed_after_a_restore_by_other_means(world, alice, home):
    """As after point-in-time recovery: the rows and the bucket are those of before the erasure,
    with which more went than a statement takes values.
    """
    photo = await Photo.get(id=await alice.takes_photo())
    entry = await alice.records(title="第一步", photo_ids=[str(photo.id)])
    account, erasure_id = await alice.account(), UUID(int=7)
    asked = Erasure(
        id=erasure_id,
        kind=ErasedKind.STUDENT,
        subject_id=UUID(alice.child),
        family_id=UUID(alice.family),
        asked_by_id=account.id,
        created_at=photo.created_at,
    )
    gone = [photo.key, *(f"o/{number}" for number in range(32_767))]
    await tombstones.keep(asked, [(asked.kind, asked.subject_id)], gone)
    owning = msgspec.structs.replace(home, migration_database_url=owner_of(home.database_url))
    async with world.worker_away():
        for count in (1, 0):
            status, said = await runs(owning, "replay-erasures")
            assert (status, f"重新删除了 {count} 项" in said) == (0, True), said
    assert await alice.sees(f"/entries/{entry['id']}", f"/photos/{photo.id}") == [False, False]
    assert objects_of(home) == {}
    assert (await Erasure.get(id=erasure_id)).purged_at


def found(folder: Path) -> Summary:
    summary = Folder(folder).summary()
    assert summary
    return summary
