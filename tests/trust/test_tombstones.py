"""Tombstones: what is erased is told outside the database, before it goes and never falsely."""

import asyncio
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from models.archive.photos import Photo
from models.people.students import Student
from models.trust.erasures import ErasedKind, Erasure
from service.foundation.database import transaction
from service.trust import purges, tombstones
from service.trust.tombstones import Tombstone
from tests.trust.household import mother_of
from tests.trust.leaving import after, asks, carried_out, of_child, passes
from tests.world import Person, World


@pytest.fixture
async def alice(world: World) -> Person:
    return await mother_of(world)


def told(world: World) -> dict[UUID, Tombstone]:
    found = tombstones.all_of(world.settings.tombstones)
    return {erasure_id: tombstones.read(path) for erasure_id, path in found}


def a_file_in_the_way(world: World) -> Path:
    folder: Path = world.settings.tombstones
    folder.write_text("not a folder")
    return folder


async def test_a_childs_erasure_is_told_with_all_that_went_and_in_ids_alone(world, alice):
    photo = await Photo.get(id=await alice.takes_photo())
    await alice.records(title="第一步", photo_ids=[str(photo.id)])
    asked = await asks(alice, of_child(alice))
    assert told(world) == {}
    await carried_out(world, asked)
    (stone,) = told(world).values()
    assert (stone.erasure_id, stone.subjects) == (
        UUID(asked["id"]),
        [(ErasedKind.STUDENT, UUID(alice.child))],
    )
    assert photo.key in stone.keys
    written = msgspec.json.encode(stone).decode()
    assert [word for word in ("小满", "第一步", "陈家", "Alice") if word in written] == []


async def test_an_account_takes_the_families_with_it_that_were_its_alone(world, alice):
    account = await alice.account()
    await carried_out(world, await asks(alice, "/account"))
    (stone,) = told(world).values()
    expected = [(ErasedKind.FAMILY, UUID(alice.family)), (ErasedKind.ACCOUNT, account.id)]
    assert stone.subjects == expected


async def test_where_nothing_can_be_told_nothing_is_erased(world, alice):
    asked = await asks(alice, of_child(alice))
    blocked = a_file_in_the_way(world)
    async with world.worker_away():
        with after(days=7), pytest.raises(OSError, match="tombstones"):
            await purges.purge(UUID(asked["id"]))
        assert (await Erasure.get()).purged_at is None
        assert await Student.exists(id=alice.child, erased_at=None)
        await asyncio.to_thread(blocked.unlink)
    await passes(world, days=7)
    assert [*told(world)] == [UUID(asked["id"])]


async def test_a_purge_that_was_rolled_back_and_then_called_off_leaves_none(world, alice):
    asked = await asks(alice, of_child(alice))
    async with world.worker_away():
        with pytest.raises(ConnectionError):
            async with transaction():
                with after(days=7):
                    await purges.purge(UUID(asked["id"]))
                raise ConnectionError
        assert len(told(world)) == 1
        await alice.phone.delete(f"/erasures/{asked['id']}")
    assert told(world) == {}
    assert await alice.sees(of_child(alice)) == [True]


async def test_photos_that_come_back_from_the_trash_leave_none(world, alice):
    photo = await alice.takes_photo()
    await alice.phone.delete(f"/photos/{photo}")
    erasure = await Erasure.get()
    await tombstones.keep(erasure, [(erasure.kind, erasure.subject_id)], [])
    await alice.phone.post(f"/photos/{photo}/restoration", None)
    assert told(world) == {}


async def test_purging_many_times_at_once_tells_it_once(world, alice):
    asked = await asks(alice, of_child(alice))
    with after(days=7):
        await asyncio.gather(*(purges.purge(UUID(asked["id"])) for _ in range(5)))
    assert [*told(world)] == [UUID(asked["id"])]
