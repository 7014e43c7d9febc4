"""Backups: each original once more in a second bucket, for as long as the family keeps it."""

import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio

from models.archive.findings import Finding
from models.archive.photos import Photo
from service.archive import findings
from service.archive.backups import back_up
from service.archive.fixity import rounds
from service.archive.fixity.verifying import SPARES, Verdict, verify
from service.embedded.servers import Servers
from service.foundation import clock
from service.integrations import adapters
from tests.archive.vault import Vault, keep, lose
from tests.world import World, settings_for, world_of

DAYS = timedelta(days=1)


@pytest_asyncio.fixture
async def world(machine: Servers, database: str, tmp_path: Path) -> AsyncIterator[World]:
    """The world, with a second bucket."""
    given = settings_for(tmp_path, database, machine.valkey_url)
    async with world_of(msgspec.structs.replace(given, kodo_backup_bucket="copies")) as made:
        yield made


@pytest.fixture
def vault(world: World) -> Vault:
    return Vault(world)


@pytest.fixture
def copies(world: World) -> Vault:
    return Vault(world, "backup")


async def test_every_new_original_is_copied_byte_for_byte_and_nothing_else_is(
    world, vault, copies, alice
):
    photo = await Photo.get(id=await alice.takes_photo())
    await world.quiet()
    assert copies.bytes_of(photo.key) == vault.bytes_of(photo.key)
    assert not copies.holds(photo.master_key)


async def test_a_second_copying_changes_nothing_even_after_the_original_was_damaged(
    vault, copies, alice
):
    data = os.urandom(5000)
    photo = await keep(alice, data)
    await back_up(photo.id)
    vault.flip_a_bit(photo.key)
    await back_up(photo.id)
    assert copies.bytes_of(photo.key) == data


async def test_what_was_never_copied_is_when_it_is_next_found_whole(world, copies, alice):
    photo = await keep(alice, os.urandom(5000))
    await Photo.filter(id=photo.id).update(verified_at=clock.now() - 100 * DAYS)
    await rounds.verify_stale()
    await world.quiet()
    assert copies.holds(photo.key)


async def test_a_second_bucket_that_is_gone_holds_up_no_round(world, alice):
    photos = [await keep(alice, os.urandom(5000)) for _ in range(7)]
    await world.script("kodo", "copy", {"status": 631}, times=None)
    async with world.worker_away():
        assert {await verify(photo.id) for photo in photos} == {Verdict.WHOLE}
        await world.http.delete(f"{world.settings.kodo_upload_url}/_control/scripts")


@pytest.mark.parametrize("harm", ["damaged", "missing"])
async def test_what_is_broken_comes_back_from_the_backup(vault, copies, alice, harm):
    data = os.urandom(5000)
    photo = await keep(alice, data)
    await back_up(photo.id)
    if harm == "missing":
        await lose(photo.key)
    else:
        vault.flip_a_bit(photo.key)
    assert await verify(photo.id) is Verdict.REPAIRED
    assert vault.bytes_of(photo.key) == copies.bytes_of(photo.key) == data
    assert (await Finding.get()).settled_as == "repaired"
    assert not vault.holds(f"{SPARES}{photo.id}")


async def test_a_damaged_backup_takes_the_place_of_nothing(vault, copies, alice):
    photo = await keep(alice, os.urandom(5000))
    await back_up(photo.id)
    vault.flip_a_bit(photo.key)
    copies.flip_a_bit(photo.key)
    before = vault.bytes_of(photo.key)
    assert await verify(photo.id) is Verdict.DAMAGED
    assert vault.bytes_of(photo.key) == before
    assert not vault.holds(f"{SPARES}{photo.id}")
    assert len(await findings.open_ones()) == 1


async def test_what_a_killed_repair_left_is_cleared_away(vault, alice):
    photo = await keep(alice, os.urandom(5000))
    await adapters().kodo.copy(photo.key, f"{SPARES}{photo.id}")
    await rounds.mend()
    assert not vault.holds(f"{SPARES}{photo.id}")
    assert vault.holds(photo.key)


async def test_what_is_erased_leaves_no_backup(vault, copies, alice):
    photo = await keep(alice, os.urandom(5000))
    await back_up(photo.id)
    outcomes = await adapters().kodo.delete_many([photo.key])
    assert [one.is_done for one in outcomes] == [True]
    assert not vault.holds(photo.key) and not copies.holds(photo.key)


async def test_a_late_job_copies_what_is_in_the_trash_and_nothing_that_was_erased(copies, alice):
    discarded, erased = await keep(alice, b"trash"), await keep(alice, b"gone")
    await Photo.filter(id=discarded.id).update(deleted_at=clock.now())
    await Photo.filter(id=erased.id).delete()
    for photo in (discarded, erased):
        await back_up(photo.id)
    assert copies.holds(discarded.key) and not copies.holds(erased.key)
