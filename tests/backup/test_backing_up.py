"""Backing up: again and again into one folder, interrupted, with objects lost, and erased since."""

from pathlib import Path

import msgspec
import pytest
from qiniu import etag

from models.archive.photos import Photo
from service.backup.folders import Folder, Kept, Summary
from service.embedded.claims import claimed_folder
from service.foundation import settings
from tests.archive.vault import lose
from tests.backup.places import backs_up, downloads, keys_of, objects_of, runs, storage
from tests.trust.leaving import asks, of_child, passes


def latest(folder: Path) -> Summary:
    found = Folder(folder).summary()
    assert found
    return found


def kept_in(folder: Path) -> dict[str, Kept]:
    """What the manifest names, each of it read and found to be what its etag says."""
    read = Folder(folder)
    found = [one for many in read.lines(latest(folder).manifest, 10) for one in many]
    assert all(etag(read.blob(one.etag)) == one.etag for one in found)
    return {one.key: one for one in found}


def blobs_in(folder: Path) -> int:
    return sum(1 for path in folder.glob("objects/*/*") if path.is_file())


async def test_the_second_backup_fetches_what_is_new_and_nothing_else(world, alice, folder):
    first = await alice.takes_photo()
    await world.quiet()
    await backs_up(world, folder)
    before = await downloads(world)
    said = await backs_up(world, folder)
    assert "新取 0 个" in said
    assert await downloads(world) == before

    second = await alice.takes_photo()
    await world.quiet()
    before = await downloads(world)
    await backs_up(world, folder)
    assert await downloads(world) - before == 1  # their masters are the same bytes
    assert set(kept_in(folder)) == await keys_of(first) | await keys_of(second)


async def test_only_its_owner_may_look_into_the_folder(world, alice, folder):
    await backs_up(world, folder)
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_what_is_erased_is_in_no_backup_that_follows(world, alice, folder):
    await alice.records(title="第一步", photo_ids=[await alice.takes_photo()])
    await world.quiet()
    await backs_up(world, folder)
    assert blobs_in(folder) == 2
    await asks(alice, of_child(alice))
    await passes(world, 7)
    status, said = await runs(world.settings, "backup", folder, "--fewer")  # Alice had all of it
    assert (status, "清掉 2 个文件" in said) == (0, True), said
    assert blobs_in(folder) == 0
    assert [path.name for path in folder.glob("database-*")] == [latest(folder).database.name]


async def test_an_empty_database_in_the_place_of_a_lost_one_takes_no_backup_with_it(
    world, alice, elsewhere, folder
):
    """Its volume is gone, all was started again, and the night comes."""
    await alice.takes_photo()
    await world.quiet()
    await backs_up(world, folder)
    before, kept = latest(folder), kept_in(folder)
    assert (await runs(elsewhere, "migrate"))[0] == 0
    async with storage(elsewhere):
        status, said = await runs(elsewhere, "backup", folder)
    assert (status, "上一次备份有 2 个文件，现在只有 0 个" in said) == (1, True), said
    assert (latest(folder), kept_in(folder)) == (before, kept)
    assert (folder / before.database.name).stat().st_size == before.database.bytes


async def test_what_somebody_else_put_into_the_folder_stays(world, alice, folder):
    folder.mkdir(mode=0o700)
    (folder / "objects-old").mkdir()
    theirs = {"database-2026-11-01.sql.gz", "objects-list.xlsx"}
    for name in theirs:
        (folder / name).write_text("Liu's own")
    broken_off = folder / "objects-20261101T023000000000Z.jsonl.unfinished"
    broken_off.touch()
    await backs_up(world, folder)
    assert theirs | {"objects-old"} < {path.name for path in folder.iterdir()}
    assert not broken_off.exists()


async def test_a_backup_that_breaks_off_harms_no_earlier_one_and_is_gone_on_with(
    world, alice, folder
):
    await alice.takes_photo()
    await world.quiet()
    await backs_up(world, folder)
    before, kept = latest(folder), kept_in(folder)
    photos = [await alice.takes_photo() for _ in range(2)]
    await world.quiet()
    stuck = await Photo.get(id=photos[1])
    await world.script("kodo", "download", {"status": 599}, key=stuck.key, times=9)
    status, said = await runs(world.settings, "backup", folder)
    assert (status, "过一会儿再运行一次" in said) == (1, True), said
    assert (latest(folder), kept_in(folder)) == (before, kept)
    await runs(world.settings, "backup", folder)
    assert len([*folder.glob("database-*")]) == 2, "another night of it fills no disk"

    await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")
    await backs_up(world, folder)
    assert set(kept_in(folder)) == set(objects_of(world.settings))


async def test_bytes_that_were_damaged_on_the_way_are_fetched_again(world, alice, folder):
    photo = await Photo.get(id=await alice.takes_photo())
    await world.quiet()
    await world.script("kodo", "download", {"cut": 100}, key=photo.key)
    await backs_up(world, folder)
    assert kept_in(folder)[photo.key].sha256 == photo.sha256


async def test_what_the_store_has_lost_is_said_and_the_rest_is_kept(world, alice, folder):
    there, lost = [await Photo.get(id=await alice.takes_photo()) for _ in range(2)]
    await world.quiet()
    await lose(lost.key)
    status, said = await runs(world.settings, "backup", folder)
    assert (status, lost.key in said, there.key in said) == (1, True, False), said
    assert latest(folder).lost == [lost.key]
    assert there.key in kept_in(folder) and lost.key not in kept_in(folder)


async def test_what_is_there_by_its_key_alone_and_cannot_be_had_is_said_too(world, alice, folder):
    photo = await Photo.get(id=await alice.takes_photo())
    await world.quiet()
    await Photo.filter(id=photo.id).update(copies={})  # a copy whose etag nobody noted
    await world.script("kodo", "download", {"status": 404}, key=photo.master_key, times=None)
    status, said = await runs(world.settings, "backup", folder)
    assert (status, photo.master_key in said) == (1, True), said
    assert latest(folder).lost == [photo.master_key]


async def test_what_an_earlier_backup_has_is_kept_when_the_store_loses_it(world, alice, folder):
    photo = await Photo.get(id=await alice.takes_photo())
    await world.quiet()
    await backs_up(world, folder)
    await lose(photo.key)
    status, said = await runs(world.settings, "backup", folder)
    assert (status, photo.key in said) == (1, True), said
    assert kept_in(folder)[photo.key].etag == photo.etag


async def test_the_folder_of_another_installation_is_left_alone(world, alice, folder):
    await backs_up(world, folder)
    before = (folder / "summary.json").read_bytes()
    other = msgspec.structs.replace(world.settings, secret="another installation's secret, longer")
    status, said = await runs(other, "backup", folder)
    assert (status, "JIADANG_SECRET" in said) == (1, True), said
    assert (folder / "summary.json").read_bytes() == before


async def test_after_the_secret_was_exchanged_the_folder_is_gone_on_with(world, alice, folder):
    """As docs/operations/incident.md says: without the summary that the old one signed."""
    photo = await Photo.get(id=await alice.takes_photo())
    await world.quiet()
    await backs_up(world, folder)
    new = msgspec.structs.replace(world.settings, secret="a secret that nobody has seen, and long")
    assert (await runs(new, "backup", folder))[0] == 1

    (folder / "summary.json").rename(folder / "summary.json.before")
    status, said = await runs(new, "backup", folder)
    assert (status, "新取 0 个" in said) == (0, True), said
    settings.use(new)
    assert photo.key in kept_in(folder)


async def test_while_one_runs_another_is_refused(world, alice, folder):
    with claimed_folder(folder):
        status, said = await runs(world.settings, "backup", folder)
    assert (status, "already runs" in said) == (1, True), said
    await backs_up(world, folder)


@pytest.fixture(autouse=True)
def the_same_secret(home) -> None:
    settings.use(home)
