"""Meanwhile: what somebody was allowed, or found there, is looked at again behind every wait.

The act that comes first is held open in a transaction of the story's own; the other one comes over
HTTP, and is known to wait before the first is committed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

import pytest

from models.archive.measurements import Measurement
from models.people.accounts import Account
from models.people.families import Membership
from models.people.students import Student
from models.trust.erasures import ErasedKind
from service.archive import batches, photos, readings, trash
from service.archive.batches import PhotosChange
from service.foundation import clock
from service.foundation.database import query, transaction
from service.people import memberships
from service.trust import personal_data
from tests.archive.album_room import printed
from tests.archive.circle import relative, told
from tests.archive.filing_room import files
from tests.archive.shelf import shelved
from tests.archive.test_avatars import put_avatar
from tests.archive.test_boxes import adds
from tests.archive.test_entry_trash import kept
from tests.archive.test_measurements import measures
from tests.archive.test_trash_purge import _apart
from tests.trust.household import mother_of
from tests.world import Person, World, a_photo, refused

Theirs = Callable[[Person], Awaitable[str]]


async def meanwhile(world: World, act: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Begin something that waits for the transaction under way."""
    begun = asyncio.create_task(act)
    await world.until_blocked(1)
    return begun


async def measurement(chen: Person) -> str:
    return f"/measurements/{(await measures(chen, height_cm=131.5))['id']}"


async def story(chen: Person) -> str:
    return f"/stories/{(await told(chen, await kept(chen)))['id']}"


async def item(chen: Person) -> str:
    return f"/filed-items/{(await files(chen))['id']}"


async def photo(chen: Person) -> str:
    return f"/photos/{(await shelved(chen, 1))[0]}"


async def album(chen: Person) -> str:
    shown = [await chen.takes_photo()]
    await chen.records(title="骑车", happened="2020-05-02", photo_ids=shown)
    return await printed(chen, year=2020)


@pytest.mark.parametrize("theirs", [measurement, story, item, photo, kept, album])
async def test_who_is_taken_out_of_the_family_takes_nothing_away_any_more(
    world: World, alice: Person, theirs: Theirs
):
    chen = await relative(alice, "Chen", "爷爷")
    path = await theirs(chen)
    leaver = await chen.account()
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await memberships.close(leaver, await Membership.get(account_id=leaver.id))
            taking = await meanwhile(world, chen.phone.delete(path))
        with refused(404):
            await taking
    if theirs is measurement:
        assert (await Measurement.get()).deleted_at is None
    else:
        assert await alice.sees(path) == [True]


@pytest.mark.parametrize("theirs", [photo, kept])
async def test_nor_brings_anything_back(world: World, alice: Person, theirs: Theirs):
    chen = await relative(alice, "Chen", "爷爷")
    path = await theirs(chen)
    await chen.phone.delete(path)
    leaver = await chen.account()
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await memberships.close(leaver, await Membership.get(account_id=leaver.id))
            bringing = await meanwhile(world, chen.phone.call("POST", f"{path}/restoration"))
        with refused(404):
            await bringing
    assert await alice.sees(path) == [False]


async def box(alice: Person) -> str:
    return f"/boxes/{(await adds(alice))['id']}"


@pytest.mark.parametrize(
    ("theirs", "method", "more", "body"),
    [
        (item, "PUT", "", {"title": "奖状"}),
        (box, "PUT", "", {"title": "奶奶的信"}),
        (photo, "PUT", "", {"caption": "院子"}),
        (photo, "PUT", "/persons", {"person_ids": []}),
    ],
)
async def test_what_is_erased_meanwhile_is_missed_kindly(
    world: World, theirs: Theirs, method: str, more: str, body: dict[str, Any]
):
    alice = await mother_of(world)
    path = await theirs(alice)
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            family = UUID(alice.family)
            await query("select 1 from families where id = $1 for update", family)
            await personal_data.purge(ErasedKind.FAMILY, family)
            changing = await meanwhile(world, alice.phone.call(method, path + more, body))
        with refused(404):
            await changing


async def test_a_child_that_was_erased_meanwhile_wears_nothing(world: World, alice: Person):
    worn, child = await alice.takes_photo(), UUID(alice.child)
    path = f"/students/{child}/avatar"
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await query("select 1 from students where id = $1 for update", child)
            await personal_data.purge(ErasedKind.STUDENT, child)
            giving = await meanwhile(world, alice.phone.put(path, {"photo_id": worn}))
        with refused(404):
            await giving
    erased = await Student.get(id=child)
    assert (erased.avatar_id, erased.erased_at is None) == (None, False)


async def test_nor_does_an_account_that_was(world: World, alice: Person):
    worn, account = await put_avatar(alice.phone, a_photo()), await alice.account()
    await alice.phone.until(f"/photos/{worn}", state=["ready"])
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await query("select 1 from accounts where id = $1 for update", account.id)
            await Account.filter(id=account.id).update(erased_at=clock.now())
            body = {"photo_id": worn}
            wearing = await meanwhile(world, alice.phone.put("/account/avatar", body))
        with refused(401):
            await wearing
    assert (await Account.get(id=account.id)).avatar_id is None


@pytest.mark.parametrize("change", ["moves", "dates"])
async def test_who_files_from_an_entry_and_who_changes_its_photo_do_not_wait_in_a_circle(
    world: World, change: str
):
    alice = await mother_of(world)
    (held,) = await shelved(alice, 1)
    entry = await alice.records(title="奖状")
    await alice.phone.put("/photos", at_home(alice, held, entry_id=entry["id"]))
    other = await alice.records(title="毕业", photo_ids=[])
    said = {"moves": {"entry_id": UUID(other["id"])}, "dates": {"taken": "2016"}}[change]
    account, family, mine = await alice.account(), UUID(alice.family), [UUID(held)]
    await world.quiet()
    async with world.worker_away():
        async with transaction():
            await photos.usable(account, family, mine)
            filing = files(alice, entry_id=entry["id"], photo_ids=[held], checked=False)
            filed = await meanwhile(world, filing)
            changed = PhotosChange(family_id=family, photo_ids=mine, **said)
            assert await batches.change(account, changed) == 1
        assert [one["id"] for one in (await filed)["photos"]] == [held]


def at_home(person: Person, photo_id: str, **change: Any) -> dict[str, Any]:
    return {"family_id": person.family, "photo_ids": [photo_id], **change}


@pytest.mark.parametrize("used", ["chosen", "discarded"])
async def test_a_photo_that_is_in_use_hinders_no_reading_of_the_same_bytes(
    world: World, alice: Person, used: str
):
    data = a_photo()
    first = await alice.takes_photo(data)
    account, family = await alice.account(), UUID(alice.family)
    await world.quiet()
    async with world.worker_away():
        second = await alice.phone.put_photo(alice.family, "IMG_0002.jpg", data)
        async with transaction():
            if used == "chosen":
                await photos.usable(account, family, [UUID(first)])
            else:
                await trash.discard(account, [UUID(first)])
            await _apart(readings.read(UUID(second)))
    (row,) = await query("select duplicate_of_id from photos where id = $1", UUID(second))
    assert str(row["duplicate_of_id"]) == first
