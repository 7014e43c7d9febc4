"""The end of the trash: 30 days later a photo is gone from everywhere, once, and proved so."""

import asyncio
from collections.abc import Awaitable
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.trust.erasures import DoomedObject, ErasedKind, Erasure
from service.archive import trash
from service.demo.pictures.exif import written
from service.foundation import clock
from service.foundation.database import query, transaction
from service.foundation.errors import NotFound
from service.integrations.errors import VendorUnavailable
from service.people import families
from service.trust import purges
from service.trust.consents import Purpose
from tests.archive.test_avatars import put_avatar
from tests.archive.test_trash import discards, restores, trash_of
from tests.trust.canary import dump
from tests.trust.household import father_of
from tests.trust.leaving import after, asks, carried_out, objects, of_child, passes
from tests.world import Person, World, a_photo, refused

MARK = b"KANARIE"


async def marked(person: Person) -> str:
    """A photo whose bytes are found again."""
    return await person.takes_photo(a_photo() + MARK)


def left_on_disk(world: World) -> list[str]:
    files = (path for path in world.settings.data_folder.rglob("*") if path.is_file())
    return [str(path) for path in files if MARK in path.read_bytes()]


async def left_in_rows(photo: str) -> set[str]:
    """The tables that still name a photo."""
    return {table for table, rows in (await dump()).items() if any(photo in row for row in rows)}


async def the_erasure() -> Erasure:
    return await Erasure.get(kind=ErasedKind.PHOTOS)


async def used(person: Person) -> int:
    rows = await query(
        "select coalesce(sum(bytes), 0)::bigint as bytes from photos where family_id = $1",
        UUID(person.family),
    )
    return rows[0]["bytes"]


async def test_after_thirty_days_everything_of_it_is_gone_and_the_receipt_counts_it(world, alice):
    await alice.consents(Purpose.SHOW, alice.child)
    kept, photo = await alice.takes_photo(), await marked(alice)
    persons = (await alice.phone.get(f"/families/{alice.family}/persons"))["items"]
    await alice.phone.put(f"/photos/{photo}/persons", {"person_ids": [persons[0]["id"]]})
    await alice.phone.put(f"/students/{alice.child}/avatar", {"photo_id": photo})
    entry = await alice.records(title="海边", photo_ids=[kept, photo])
    await alice.shows("海边", [photo])
    await discards(alice, photo)
    await passes(world, 29.9)
    assert (await trash_of(alice), len(objects(world))) == ([photo], 4)
    assert left_on_disk(world)
    await passes(world, 30)
    assert await trash_of(alice) == []
    with refused(404):
        await restores(alice, photo)
    assert await left_in_rows(photo) == {"audit_records", "doomed_objects"}
    await passes(world, 30, 145)
    assert left_on_disk(world) == []
    assert len(objects(world)) == 2
    assert await left_in_rows(photo) == {"audit_records"}
    erasure = await the_erasure()
    done = await alice.phone.get(f"/erasures/{erasure.id}")
    counts = {one["kind"]: one["count"] for one in done["receipt"]}
    once = ("photos", "uploads", "entry_photos", "post_photos", "photo_persons", "checks")
    assert counts.items() >= (dict.fromkeys(once, 1) | {"objects": 2}).items()
    assert done["done_at"]
    shown = await alice.phone.get(f"/entries/{entry['id']}")
    assert [one["id"] for one in shown["photos"]] == [kept]
    assert (await alice.phone.get(f"/students/{alice.child}"))["avatar"] == ""
    assert [row["avatar_id"] for row in await query("select avatar_id from students")] == [None]


async def test_one_act_is_one_erasure_and_what_was_restored_is_not_in_it(world, alice):
    photos = [UUID(await alice.takes_photo()) for _ in range(3)]
    account = await alice.account()
    assert await trash.discard(account, photos) == 3
    assert await trash.restore(account, photos[:1]) == 1
    before = await used(alice)
    await passes(world, 30)
    await passes(world, 30, 145)
    assert await alice.sees(*(f"/photos/{one}" for one in photos)) == [True, False, False]
    assert (await the_erasure()).receipt.items() >= {"photos": 2, "objects": 4}.items()
    assert 0 < await used(alice) < before


async def test_a_restored_photo_is_not_purged_with_the_act_that_once_discarded_it(world, alice):
    photo = await alice.takes_photo()
    await discards(alice, photo)
    await restores(alice, photo)
    with clock.moved(timedelta(days=20)):
        await discards(alice, photo)
    await passes(world, 40)
    assert await trash_of(alice) == [photo]
    await passes(world, 51)
    assert await trash_of(alice) == []


async def test_a_restore_that_came_first_wins(world, alice):
    photo = await alice.takes_photo()
    await discards(alice, photo)
    account, erasure = await alice.account(), await the_erasure()
    async with world.worker_away():
        with after(days=30):
            async with transaction():
                await trash.restore(account, [UUID(photo)])
                purging = _apart(purges.purge(erasure.id))
                await world.until_blocked(1)
            await purging
    assert await alice.sees(f"/photos/{photo}") == [True]
    assert len(objects(world)) == 2
    await erasure.refresh_from_db()
    assert (erasure.purged_at, erasure.cancelled_at is None) == (None, False)


async def test_a_restore_that_comes_during_the_purge_finds_nothing(world, alice):
    photo = await alice.takes_photo()
    await discards(alice, photo)
    account, erasure = await alice.account(), await the_erasure()
    async with world.worker_away():
        with after(days=30):
            async with transaction():
                await purges.purge(erasure.id)
                restoring = _apart(trash.restore_one(account, UUID(photo)))
                await world.until_blocked(1)
            with pytest.raises(NotFound):
                await restoring
    assert await left_in_rows(photo) == {"audit_records", "doomed_objects"}


async def test_a_restore_and_a_purge_that_wait_for_the_same_family_do_not_block_each_other(
    world, alice
):
    photo = await alice.takes_photo()
    await discards(alice, photo)
    account, erasure = await alice.account(), await the_erasure()
    async with world.worker_away():
        with after(days=30):
            async with transaction():
                await families.lock(UUID(alice.family))
                restoring = _apart(trash.restore_one(account, UUID(photo)))
                await world.until_blocked(1)
                purging = _apart(purges.purge(erasure.id))
                await world.until_blocked(2)
            await asyncio.gather(restoring, purging)
    assert await alice.sees(f"/photos/{photo}") == [True]


def _apart(work: Awaitable[Any]) -> asyncio.Future[Any]:
    """Run outside of the transaction under way."""
    return Context().run(asyncio.ensure_future, work)


async def test_killed_between_rows_and_objects_the_sweep_ends_it(world, alice):
    photo = await marked(alice)
    await discards(alice, photo)
    erasure = await the_erasure()
    async with world.worker_away():
        with after(days=30):
            await asyncio.gather(*(purges.purge(erasure.id) for _ in range(3)))
        await query("delete from procrastinate_jobs")
    assert len(objects(world)) == await DoomedObject.all().count() == 2
    await passes(world, 30, 145)
    assert (objects(world), left_on_disk(world)) == (set(), [])
    assert await DoomedObject.all().count() == 0
    assert (await the_erasure()).done_at


async def test_an_object_stays_listed_until_the_store_says_that_it_is_missing(world, alice):
    photo = await alice.takes_photo()
    await discards(alice, photo)
    await passes(world, 30)
    await world.script("kodo", "stat", {"status": 599}, key="m/")
    async with world.worker_away():
        with after(days=30, minutes=145):
            with pytest.raises(VendorUnavailable):
                await purges.finish((await the_erasure()).id)
            assert [one.key[:2] for one in await DoomedObject.all()] == ["m/"]
            await purges.finish((await the_erasure()).id)
    assert (await the_erasure()).done_at


async def test_while_the_guardians_are_in_dispute_nothing_is_purged(world, alice):
    father, photo = await father_of(world, alice), await alice.takes_photo()
    await discards(alice, photo)
    path = f"/families/{alice.family}/dispute"
    await father.phone.call("POST", path, key="dispute-1")
    erasure = await the_erasure()
    await passes(world, 31)
    async with world.worker_away():
        with after(days=31):
            await purges.due()
            assert await query("select 1 from procrastinate_jobs") == []
            await purges.purge(erasure.id)
    assert len(objects(world)) == 2
    await father.phone.delete(path)
    assert await trash_of(alice) == [photo]
    await passes(world, 31)
    assert await trash_of(alice) == []


async def test_a_child_erased_meanwhile_takes_its_trash_with_it(world, alice):
    photo = await marked(alice)
    await alice.records(title="海边", photo_ids=[photo])
    await discards(alice, photo)
    await carried_out(world, await asks(alice, of_child(alice)))
    assert (await trash_of(alice), left_on_disk(world)) == ([], [])
    await passes(world, 30)
    await passes(world, 30, 145)
    ended = await the_erasure()
    assert (ended.done_at is not None, ended.receipt) == (True, {})


async def test_a_picture_of_ones_own_goes_the_same_way(world, alice):
    photo = await put_avatar(alice.phone, a_photo())
    await alice.phone.until(f"/photos/{photo}", standing=["passed"])
    await alice.phone.put("/account/avatar", {"photo_id": photo})
    await discards(alice, photo)
    await passes(world, 30)
    await passes(world, 30, 145)
    assert objects(world) == set()
    assert (await alice.account()).avatar_id is None


async def test_a_photo_discarded_before_it_was_read_comes_back_read_and_checked(world, alice):
    async with world.worker_away():
        photo = await alice.phone.put_photo(alice.family, "IMG_1.jpg", a_photo())
        entry = await alice.records(photo_ids=[photo])
        await discards(alice, photo)
    await world.quiet()
    await restores(alice, photo)
    shown = await alice.phone.until(f"/photos/{photo}", state=["ready"], standing=["passed"])
    assert shown["thumb"]
    assert (await alice.phone.get(f"/entries/{entry['id']}"))["photos"] == [shown]


async def test_what_lies_in_the_trash_dates_no_entry(world, alice):
    noon = datetime(2019, 5, 1, 12, 30, tzinfo=clock.CHINA)
    dated = a_photo(exif=written(noon, (22.2, 113.5), 1, ("HUAWEI", "P60")))
    async with world.worker_away():
        photos = [
            await alice.phone.put_photo(alice.family, "a.jpg", data) for data in (dated, a_photo())
        ]
        entry = await alice.records(photo_ids=photos)
        await discards(alice, photos[0])
    await world.quiet()
    assert (await alice.phone.get(f"/entries/{entry['id']}"))["happened"] == ""
    assert (await restores(alice, photos[0]))["taken"] == "2019-05-01"


async def test_the_erasure_of_photos_is_called_off_by_restoring_alone(alice):
    for photo in (await alice.takes_photo(), await put_avatar(alice.phone, a_photo())):
        await discards(alice, photo)
    for erasure in await Erasure.filter(kind=ErasedKind.PHOTOS):
        with refused(404):
            await alice.phone.delete(f"/erasures/{erasure.id}")
        await erasure.refresh_from_db()
        assert erasure.cancelled_at is None
